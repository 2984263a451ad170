//! A statement to read and confirm.

use super::question::Field;
use crate::platform::input;
use dossier::answers::CONFIRMED;
use leptos::prelude::*;

/// The control: one box to tick, with the whole statement as its label.
pub(crate) fn control(field: &Field) -> AnyView {
    let (s, ix) = (field.s.clone(), field.ix);
    let view = field.cell.view.clone();
    let confirm = move |event: leptos::ev::Event| {
        s.edit(ix, if input::checked(&event) { CONFIRMED.into() } else { String::new() });
    };
    view! {
        {field.hint("")}
        {field.messages()}
        <label class="choice">
            <input
                type="checkbox"
                name=field.path.clone()
                prop:checked=move || view.with(|v| v.raw == CONFIRMED)
                aria-describedby=field.described()
                aria-invalid=field.invalid()
                on:change=confirm
            />
            <span class="choice-text">{field.label.clone()}</span>
        </label>
    }
    .into_any()
}
