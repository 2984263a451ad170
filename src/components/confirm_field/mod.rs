//! A statement to read and confirm.

use super::choice_field::choice;
use super::question::Field;
use crate::platform::dom::{El, Event};
use crate::platform::input;
use dossier::answers::CONFIRMED;

/// The control: one box to tick, with the whole statement as its label.
pub(crate) fn control(field: &Field) -> Vec<El> {
    let (s, ix, view) = (field.s.clone(), field.ix, field.cell.view.clone());
    let confirm = move |event: Event| {
        s.edit(ix, if input::checked(&event) { CONFIRMED.into() } else { String::new() });
    };
    let tick = field
        .control("input")
        .attr("type", "checkbox")
        .keep(move |tick| tick.tick(view.with(|v| v.raw == CONFIRMED)))
        .on("change", confirm);
    vec![field.hint(""), field.messages(), choice(tick, &field.label, "")]
}
