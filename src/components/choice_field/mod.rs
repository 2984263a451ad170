//! One of a few things, all of them in sight.

use super::question::Field;
use crate::platform::dom::{El, Event, div, el};
use crate::platform::input;
use dossier::kind::Choice;

/// The control: radio buttons in a group.
pub(crate) fn control(field: &Field, options: &[Choice]) -> Vec<El> {
    let short = options.iter().all(|o| o.hint.is_none() && o.label.vi.chars().count() <= 9);
    let radios = options.iter().map(|option| radio(field, option)).collect();
    vec![field.group("").child(div(if short { "choices side" } else { "choices" }).children(radios))]
}

fn radio(field: &Field, option: &Choice) -> El {
    let lang = field.s.lang();
    let (s, ix, view) = (field.s.clone(), field.ix, field.cell.view.clone());
    let (id, value) = (option.id.clone(), option.id.clone());
    let choose = move |event: Event| {
        if input::checked(&event) {
            s.edit(ix, value.clone());
            s.leave(ix);
        }
    };
    let hint = option.hint.as_ref().map_or("", |hint| hint.get(lang));
    let button = el("input").attr("type", "radio").attr("name", &field.path).attr("value", &option.id);
    let button = button.keep(move |button| button.tick(view.with(|v| v.raw == id))).on("change", choose);
    choice(button, option.label.get(lang), hint)
}

/// A box or radio button with its words; the whole of it can be pressed.
pub(crate) fn choice(button: El, label: &str, hint: &str) -> El {
    let words = el("span").class("choice-text").child(el("span").text(label));
    let words = words.child(el("span").class("hint").text(hint).hidden(hint.is_empty()));
    el("label").class("choice").child(button).child(words)
}
