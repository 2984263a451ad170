//! One of a few things, all of them in sight.

use super::question::Field;
use crate::platform::input;
use dossier::kind::Choice;
use leptos::prelude::*;

/// The control: radio buttons in a group.
pub(crate) fn control(field: &Field, options: &[Choice]) -> AnyView {
    let radios = options.iter().map(|option| radio(field, option)).collect::<Vec<_>>();
    let short = options.iter().all(|o| o.hint.is_none() && o.label.vi.chars().count() <= 9);
    view! {
        <fieldset aria-describedby=field.described()>
            <legend>{field.caption()}</legend>
            {field.hint("")}
            {field.messages()}
            <div class=if short { "choices side" } else { "choices" }>{radios}</div>
        </fieldset>
    }
    .into_any()
}

fn radio(field: &Field, option: &Choice) -> AnyView {
    let lang = field.s.lang();
    let (s, ix, id) = (field.s.clone(), field.ix, option.id.clone());
    let view = field.cell.view.clone();
    let picked = {
        let id = id.clone();
        move || view.with(|v| v.raw == id)
    };
    let value = id.clone();
    let choose = move |event: leptos::ev::Event| {
        if input::checked(&event) {
            s.edit(ix, value.clone());
            s.leave(ix);
        }
    };
    let hint =
        option.hint.as_ref().map(|hint| view! { <span class="hint">{hint.get(lang).to_string()}</span> });
    view! {
        <label class="choice">
            <input type="radio" name=field.path.clone() value=id prop:checked=picked on:change=choose />
            <span class="choice-text"><span>{option.label.get(lang).to_string()}</span>{hint}</span>
        </label>
    }
    .into_any()
}
