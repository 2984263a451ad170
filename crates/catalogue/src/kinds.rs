//! The kinds of question, as they are written.

use crate::expand::check_id;
use crate::fields::{self, Fields};
use crate::keys;
use crate::scope::{Names, ScopeIx};
use crate::texts::Texts;
use crate::yaml::{Node, Value};
use dossier::kind::{Choice, Kind, ListId, SexOf};
use dossier::procedure::{QuestionIx, Text};
use vietnam::identity::Sex;

const KINDS: [&str; 17] = [
    "text",
    "authority",
    "name",
    "citizen_id",
    "document_number",
    "phone",
    "email",
    "count",
    "date",
    "partial_date",
    "choice",
    "yes_no",
    "listed",
    "province",
    "commune",
    "office",
    "confirm",
];

/// Reads kinds of one procedure.
#[derive(Clone, Copy)]
pub(crate) struct Kinds<'c, 'a> {
    pub(crate) names: Names<'c, 'a>,
    pub(crate) texts: Texts<'c, 'a>,
}

impl<'c, 'a> Kinds<'c, 'a> {
    /// A kind: a word, or a word with what it needs.
    pub(crate) fn read(&self, scope: ScopeIx, node: &'a Node) -> Option<Kind> {
        let (scope, node) = self.names.scopes.follow(scope, node);
        let sink = self.names.sink;
        let (name, details) = match &node.value {
            Value::Scalar(word, _) => (word.as_str(), None),
            Value::Map(all) if all.len() == 1 => {
                let (key, value) = all.first()?;
                (key.words()?, Some(value))
            }
            _ => {
                sink.error(
                    &node.at,
                    "a kind is one word, or one word with what it needs",
                    "write e.g. `kind: name` or `kind: { text: { max: 200 } }`",
                );
                return None;
            }
        };
        let keys = |known: &[&str]| match details {
            Some(details) => Fields::of(details, sink, known),
            None => {
                let message = format!("the kind \"{name}\" needs to know: {}", known.join(", "));
                sink.error(&node.at, message, format!("write `kind: {{ {name}: {{ {}: … }} }}`", known[0]));
                None
            }
        };
        Some(match name {
            "name" => Kind::Name,
            "phone" => Kind::Phone,
            "email" => Kind::Email,
            "province" => Kind::Province,
            "office" => Kind::Office,
            "confirm" => Kind::Confirm,
            "text" => Kind::Text { max: keys(&["max"])?.number("max")? },
            "authority" => Kind::Authority { max: keys(&["max"])?.number("max")? },
            "citizen_id" => self.citizen_id(scope, details)?,
            "document_number" => {
                Kind::DocumentNumber { paper: self.question(scope, &keys(&["paper"])?, "paper")? }
            }
            "commune" => Kind::Commune { province: self.question(scope, &keys(&["province"])?, "province")? },
            "count" => {
                let fields = keys(&["min", "max"])?;
                Kind::Count { min: fields.number("min")?, max: fields.number("max")? }
            }
            "date" => {
                let fields = keys(&["from", "future", "words"])?;
                fields.need("from")?;
                Kind::Date {
                    from: fields.date("from")?,
                    future: fields.flag("future"),
                    words: fields.flag("words"),
                }
            }
            "partial_date" => {
                let fields = keys(&["from"])?;
                fields.need("from")?;
                Kind::PartialDate { from: fields.date("from")? }
            }
            "yes_no" => Kind::Choice { options: yes_no() },
            "choice" => Kind::Choice { options: self.options(scope, node, details)? },
            "listed" => Kind::Listed { list: self.list(node, details)? },
            _ => {
                sink.unknown(&node.at, "kind", name, KINDS);
                return None;
            }
        })
    }

    fn citizen_id(&self, scope: ScopeIx, details: Option<&'a Node>) -> Option<Kind> {
        let Some(details) = details else { return Some(Kind::CitizenId { born: None, sex: None }) };
        let fields = Fields::of(details, self.names.sink, &["born", "sex"])?;
        let given = |key: &str| {
            let (scope, node) = self.names.scopes.follow(scope, fields.get(key)?);
            node.words().filter(|word| *word != "none").map(|word| (scope, word, node))
        };
        let born = given("born").and_then(|(scope, name, node)| self.names.question(scope, name, &node.at));
        let sex = given("sex").and_then(|(scope, name, node)| match name {
            "male" => Some(SexOf::Role(Sex::Male)),
            "female" => Some(SexOf::Role(Sex::Female)),
            _ => self.names.question(scope, name, &node.at).map(SexOf::Answer),
        });
        Some(Kind::CitizenId { born, sex })
    }

    fn question(&self, scope: ScopeIx, fields: &Fields<'a>, key: &str) -> Option<QuestionIx> {
        let (scope, node) = self.names.scopes.follow(scope, fields.need(key)?);
        self.names.question(scope, fields::words(node, self.names.sink)?, &node.at)
    }

    fn list(&self, node: &Node, details: Option<&Node>) -> Option<ListId> {
        let all = [ListId::EthnicGroups, ListId::Countries];
        let Some(name) = details.and_then(Node::words) else {
            self.names.sink.error(
                &node.at,
                "which list?",
                "write `kind: { listed: ethnic_groups }` or `countries`",
            );
            return None;
        };
        let found = all.into_iter().find(|list| list.id() == name);
        if found.is_none() {
            self.names.sink.unknown(&node.at, "list", name, all.map(ListId::id));
        }
        found
    }

    fn options(&self, scope: ScopeIx, node: &'a Node, details: Option<&'a Node>) -> Option<Vec<Choice>> {
        let sink = self.names.sink;
        let entries = fields::list(details.unwrap_or(node), sink);
        let mut options: Vec<Choice> = Vec::new();
        for entry in entries {
            let Some(fields) = Fields::of(entry, sink, keys::CHOICE) else { continue };
            let (Some(id), Some(label)) =
                (fields.need_words("id"), self.texts.label(scope, &fields, "label"))
            else {
                continue;
            };
            if !id.bytes().all(|b| b.is_ascii_digit()) {
                check_id(id, fields.at(), sink);
            }
            if options.iter().any(|other| other.id == id) {
                sink.error(
                    fields.at(),
                    format!("the choice \"{id}\" stands twice"),
                    "give one of them another id",
                );
            }
            let hint = self.texts.get(scope, &fields, "hint");
            let service = fields.words("where").map(str::to_string);
            options.push(Choice { id: id.into(), label, hint, service });
        }
        if !options.is_empty() && options.iter().all(|option| option.service.is_some()) {
            let help = "let one of them be there at every site: leave out its `where`";
            sink.error(&node.at, "at some sites there is nothing to choose", help);
        }
        if options.len() < 2 {
            sink.error(
                &node.at,
                "a choice needs at least two things to choose from",
                "add options, or ask `confirm`",
            );
        }
        Some(options)
    }
}

fn yes_no() -> Vec<Choice> {
    let option = |id: &str, vi: &str, en: &str| Choice {
        id: id.into(),
        label: Text { vi: vi.into(), en: en.into() },
        hint: None,
        service: None,
    };
    vec![option("yes", "Có", "Yes"), option("no", "Không", "No")]
}
