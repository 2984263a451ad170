//! What is filled in beforehand, by us or by the browser.

use crate::expand::Draft;
use crate::expr::Checker;
use crate::fields;
use dossier::kind::Kind;
use vietnam::date::Date;

/// The answer filled in beforehand; it must be one the question takes.
pub(crate) fn default<'a>(draft: &Draft<'a>, kind: &Kind, checker: &Checker<'_, 'a>) -> Option<String> {
    let (_, node) = checker.names.scopes.follow(draft.scope, draft.fields.get("default")?);
    let raw = fields::words(node, checker.sink)?;
    if raw == "none" && !matches!(kind, Kind::Choice { .. }) {
        return None;
    }
    if let Kind::Choice { options } = kind
        && options.iter().any(|option| option.id == raw && option.service.is_some())
    {
        let message = format!(
            "\"{raw}\" is not there at every site (`where`), and cannot stand in \"{}\" before",
            draft.path
        );
        checker.sink.error(&node.at, message, "fill in a choice that is there everywhere, or nothing");
    }
    if dossier::judge::read(kind, raw, Date::MAX, checker.tables).is_err() {
        let help = match kind {
            Kind::Choice { options } => {
                let ids: Vec<&str> = options.iter().map(|o| o.id.as_str()).collect();
                format!("the question takes: {}", ids.join(", "))
            }
            _ => "write an answer that the question itself would take".into(),
        };
        checker.sink.error(&node.at, format!("\"{raw}\" is no answer to \"{}\"", draft.path), help);
    }
    Some(raw.into())
}

/// The HTML autocomplete token.
pub(crate) fn autocomplete<'a>(draft: &Draft<'a>, checker: &Checker<'_, 'a>) -> Option<String> {
    const TOKENS: [&str; 7] = ["name", "tel", "email", "bday", "bday-day", "bday-month", "bday-year"];
    let (_, node) = checker.names.scopes.follow(draft.scope, draft.fields.get("autocomplete")?);
    let token = fields::words(node, checker.sink)?;
    if token != "none" && !TOKENS.contains(&token) {
        checker.sink.unknown(&node.at, "autocomplete token", token, TOKENS);
    }
    (token != "none").then(|| token.into())
}
