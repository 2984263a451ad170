//! What was typed into a control. The widget never writes into a control while it is typed in:
//! Telex and VNI compose letters there.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlInputElement, KeyboardEvent};

/// The present text of the control an event came from.
pub(crate) fn text(event: &Event) -> String {
    let value = |target| js_sys::Reflect::get(&target, &JsValue::from_str("value")).ok()?.as_string();
    event.target().and_then(|target| value(target.into())).unwrap_or_default()
}

/// Whether the box or radio an event came from is ticked.
pub(crate) fn checked(event: &Event) -> bool {
    event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()).is_some_and(|i| i.checked())
}

/// The event goes no further than the widget. A host takes whatever comes out of a shadow root for keys pressed
/// outside of any field: Enter would send its form, letters would be its shortcuts.
pub(crate) fn stay(event: &Event) {
    event.stop_propagation();
}

/// A key pressed, unless it belongs to the input method that composes a letter.
pub(crate) fn key(event: &Event) -> Option<String> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    (!event.is_composing()).then(|| event.key())
}
