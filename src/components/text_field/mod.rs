//! A line of text. Never rewritten while it is typed in: Telex composes letters there.

use super::question::Field;
use crate::platform::input;
use leptos::html::Input;
use leptos::prelude::*;

/// The control; `mode` chooses the keyboard: `text`, `name`, `numeric`, `tel`, `email`.
pub(crate) fn control(field: &Field, mode: &'static str, extra: &'static str) -> AnyView {
    let node = NodeRef::<Input>::new();
    follow(field, node);
    let (s, ix) = (field.s.clone(), field.ix);
    let typed = {
        let s = s.clone();
        move |event: leptos::ev::Event| s.edit(ix, input::text(&event))
    };
    let (keyboard, capitals) = match mode {
        "name" => ("text", "words"),
        other => (other, "none"),
    };
    let capitals = if mode == "text" { "sentences" } else { capitals };
    view! {
        <label for=field.path.clone()>{field.caption()}</label>
        {field.hint(extra)}
        {field.messages()}
        <input
            type="text"
            class=if mode == "numeric" || mode == "tel" { "short" } else { "" }
            id=field.path.clone()
            name=field.path.clone()
            inputmode=keyboard
            autocapitalize=capitals
            autocomplete=field.autocomplete.clone()
            spellcheck="false"
            aria-describedby=field.described()
            aria-invalid=field.invalid()
            node_ref=node
            on:input=typed
            on:blur=move |_| s.leave(ix)
        />
    }
    .into_any()
}

/// Writes the answer into the control when it changes elsewhere.
fn follow(field: &Field, node: NodeRef<Input>) {
    let view = field.cell.view.clone();
    Effect::new(move |_| {
        let raw = view.with(|v| v.raw.clone());
        if let Some(control) = node.get() {
            input::write(&control, &raw);
        }
    });
}
