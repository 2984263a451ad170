//! Events that tell the host page how far the journey is; they hold no personal data.

use super::page::Root;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

/// Lets `to-khai:<name>` bubble out of the element, with one word of detail.
pub(crate) fn emit(root: &Root, name: &str, detail: &str) {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&JsValue::from_str(detail));
    if let Ok(event) = CustomEvent::new_with_event_init_dict(&["to-khai:", name].concat(), &init) {
        root.dispatch(&event);
    }
}
