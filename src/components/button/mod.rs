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
    pressed(action, class, Box::new(press)).text(label)
}

/// A thing to choose, with a line about it.
pub(crate) fn choice(label: &str, about: &str, action: &str, press: impl Fn() + 'static) -> El {
    let about = el("span").text(about).hidden(about.is_empty());
    pressed(action, "procedure", Box::new(press)).child(el("strong").text(label)).child(about)
}

/// Compiled once for all of them.
fn pressed(action: &str, class: &str, press: Box<dyn Fn()>) -> El {
    let button = el("button").class(class).attr("type", "button").attr("data-action", action);
    button.on("click", move |_| press())
}

/// The row of buttons that ends a page.
pub(crate) fn actions(buttons: Vec<El>) -> El {
    div("actions").children(buttons)
}
