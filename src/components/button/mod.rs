//! Buttons: one that goes on, quieter ones beside it.

use crate::platform::dom::{El, div, el};

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
pub(crate) fn button(action: &str, weight: Weight, label: &str, press: impl Fn() + 'static) -> El {
    let class = match weight {
        Weight::Primary => "button primary",
        Weight::Quiet => "button",
        Weight::Link => "link",
    };
    let button = el("button").class(class).attr("type", "button").attr("data-action", action);
    button.text(label).on("click", move |_| press())
}

/// The row of buttons that ends a page.
pub(crate) fn actions(buttons: Vec<El>) -> El {
    div("actions").children(buttons)
}
