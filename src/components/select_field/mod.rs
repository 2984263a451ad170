//! One of many things, in the phone's own list: provinces, peoples, countries, kinds of paper.

use super::question::Field;
use crate::platform::dom::{El, Event, el};
use crate::platform::input;
use crate::session::Session;
use dossier::{Kind, QuestionIx};

/// The control.
pub(crate) fn control(field: &Field, kind: &Kind) -> Vec<El> {
    if let Kind::Listed { list } = kind {
        field.s.learn_list(*list);
    }
    let (s, drawn, ix) = (field.s.clone(), field.s.clone(), field.ix);
    let (view, tables) = (field.cell.view.clone(), field.s.tables.clone());
    let choose = move |event: Event| {
        s.edit(ix, input::text(&event));
        s.province_chosen(ix);
        s.leave(ix);
    };
    let empty = field.s.words().choose;
    let option = |code: &str, name: &str| el("option").attr("value", code).text(name);
    let options = move || {
        tables.follow();
        let all = choices(&drawn, ix);
        let first = option("", empty);
        std::iter::once(first).chain(all.iter().map(|(code, name)| option(code, name))).collect()
    };
    let tables = field.s.tables.clone();
    let list = field
        .control("select")
        .inside(options)
        // Written again whenever the list behind it arrives.
        .keep(move |list| {
            tables.follow();
            view.with(|v| list.write(&v.raw));
        })
        .on("change", choose);
    vec![field.label(), field.hint(""), field.messages(), list]
}

/// Codes and names to choose from, those that have arrived.
fn choices(s: &Session, ix: QuestionIx) -> Vec<(String, String)> {
    let lang = s.lang();
    let all = s.with(|open| {
        let tables = open.form.tables();
        match open.form.question(ix).map(|q| &q.kind) {
            Some(Kind::Choice { options }) => {
                options.iter().map(|o| (o.id.clone(), o.label.get(lang).to_string())).collect()
            }
            Some(Kind::Listed { list }) => {
                let entries = tables.list(*list).unwrap_or_default();
                entries.iter().map(|e| (e.code.clone(), e.name.get(lang).to_string())).collect()
            }
            Some(Kind::Province) => {
                tables.provinces.iter().map(|p| (p.code.as_str().to_string(), p.name.clone())).collect()
            }
            _ => Vec::new(),
        }
    });
    all.unwrap_or_default()
}
