//! Buttons: one that goes on, quieter ones beside it.

use leptos::prelude::*;

/// How much a button asks for attention.
#[derive(Clone, Copy)]
pub(crate) enum Weight {
    /// The one thing to do on the page.
    Primary,
    /// Another thing one may do.
    Quiet,
    /// Like a link in a text.
    Link,
}

/// A button; `action` is its public hook.
pub(crate) fn button(
    action: &'static str,
    weight: Weight,
    label: impl Into<String>,
    press: impl Fn() + 'static,
) -> AnyView {
    let class = match weight {
        Weight::Primary => "button primary",
        Weight::Quiet => "button",
        Weight::Link => "link",
    };
    let label: String = label.into();
    view! { <button type="button" class=class data-action=action on:click=move |_| press()>{label}</button> }
        .into_any()
}
