//! What was typed into a control. The widget never writes into a control while it is typed in:
//! Telex and VNI compose letters there.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

/// The present text of the control an event came from.
pub(crate) fn text(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return input.value();
    }
    target.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value).unwrap_or_default()
}

/// Whether the box or radio an event came from is ticked.
pub(crate) fn checked(event: &Event) -> bool {
    event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()).is_some_and(|i| i.checked())
}

/// A key pressed, unless it belongs to the input method that composes a letter.
pub(crate) fn key(event: &Event) -> Option<String> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    (!event.is_composing()).then(|| event.key())
}
