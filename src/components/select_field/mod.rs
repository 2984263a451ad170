//! One of many things, in the phone's own list: provinces, peoples, countries, kinds of paper.

use super::question::Field;
use crate::platform::input;
use crate::session::Session;
use dossier::{Kind, QuestionIx};
use leptos::html::Select;
use leptos::prelude::*;

/// The control.
pub(crate) fn control(field: &Field, kind: &Kind) -> AnyView {
    if let Kind::Listed { list } = kind {
        field.s.learn_list(*list);
    }
    let node = NodeRef::<Select>::new();
    let (s, ix) = (field.s.clone(), field.ix);
    let (view, tables) = (field.cell.view.clone(), field.s.tables.clone());
    // The value is written again whenever the list behind it arrives.
    Effect::new(move |_| {
        tables.track();
        let raw = view.with(|v| v.raw.clone());
        if let Some(control) = node.get() {
            input::write(&control, &raw);
        }
    });
    let choose = {
        let s = s.clone();
        move |event: leptos::ev::Event| {
            s.edit(ix, input::text(&event));
            s.province_chosen(ix);
            s.leave(ix);
        }
    };
    let tables = field.s.tables.clone();
    let options = move || {
        tables.track();
        let raw = s.raw(ix);
        let all = choices(&s, ix).into_iter();
        let view = |(code, name): (String, String)| {
            let picked = code == raw;
            view! { <option value=code selected=picked>{name}</option> }
        };
        all.map(view).collect::<Vec<_>>()
    };
    let empty = field.s.words().choose;
    view! {
        <label for=field.path.clone()>{field.caption()}</label>
        {field.hint("")}
        {field.messages()}
        <select
            id=field.path.clone()
            name=field.path.clone()
            autocomplete="off"
            aria-describedby=field.described()
            aria-invalid=field.invalid()
            node_ref=node
            on:change=choose
        >
            <option value="">{empty}</option>
            {options}
        </select>
    }
    .into_any()
}

/// Codes and names to choose from, those that have arrived.
fn choices(s: &Session, ix: QuestionIx) -> Vec<(String, String)> {
    let lang = s.lang();
    let Some(procedure) = s.procedure() else { return Vec::new() };
    let all = s.with(|open| {
        let tables = open.form.tables();
        match procedure.question(ix).map(|q| &q.kind) {
            Some(Kind::Choice { options }) => {
                options.iter().map(|o| (o.id.clone(), o.label.get(lang).to_string())).collect()
            }
            Some(Kind::Listed { list }) => {
                let entries = tables.lists.get(list).map_or(&[][..], Vec::as_slice);
                entries.iter().map(|e| (e.code.clone(), e.name.get(lang).to_string())).collect()
            }
            Some(Kind::Province) => {
                let mut all: Vec<_> =
                    tables.provinces.iter().map(|p| (p.code.as_str().to_string(), p.name.clone())).collect();
                all.sort_by_key(|(_, name)| vietnam::text::fold(name));
                all
            }
            _ => Vec::new(),
        }
    });
    all.unwrap_or_default()
}
