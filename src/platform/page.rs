//! The element the widget lives in: focus, and nothing of the host around it.

use super::dom::El;
use super::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition, ShadowRoot};

/// An element of the page.
pub(crate) type Container = HtmlElement;

/// The container inside the shadow root.
#[derive(Clone)]
pub(crate) struct Root(HtmlElement);

impl Root {
    pub(crate) fn new(container: HtmlElement) -> Root {
        Root(container)
    }

    pub(super) fn thing(&self) -> wasm_bindgen::JsValue {
        self.0.clone().into()
    }

    /// Lets an event out of the custom element.
    pub(super) fn dispatch(&self, event: &Event) {
        let host = self.0.get_root_node().dyn_into::<ShadowRoot>().map(|root| root.host());
        let target = host.as_ref().unwrap_or(self.0.as_ref());
        let _ = target.dispatch_event(event);
    }

    /// Puts the widget into the container.
    pub(crate) fn show(&self, frame: El) {
        El::of(self.0.clone().into()).append(&frame);
    }

    /// Names the language of everything inside.
    pub(crate) fn set_lang(&self, lang: &str) {
        let _ = self.0.set_attribute("lang", lang);
    }

    /// Appends an element, for printing.
    pub(super) fn append(&self, element: &HtmlElement) {
        let _ = self.0.append_child(element);
    }

    /// Moves the focus to the first match, once the page that holds it is drawn. A control comes into
    /// view with its label, a heading with the whole page from its top.
    pub(crate) fn focus(&self, selector: String) {
        let root = self.0.clone();
        after_drawing(move || {
            let Ok(Some(found)) = root.query_selector(&selector) else { return };
            let Ok(element) = found.dyn_into::<HtmlElement>() else { return };
            let (around, block) = match element.tag_name().as_str() {
                "H1" => ("[data-page]", ScrollLogicalPosition::Start),
                _ => ("[data-question]", ScrollLogicalPosition::Nearest),
            };
            let whole = element.closest(around).ok().flatten();
            let options = ScrollIntoViewOptions::new();
            options.set_block(block);
            whole
                .as_ref()
                .unwrap_or(element.as_ref())
                .scroll_into_view_with_scroll_into_view_options(&options);
            let _ = element.focus();
        });
    }
}

/// Runs `then` after the present changes are in the page.
pub(crate) fn after_drawing(then: impl FnOnce() + 'static) {
    let callback = Closure::once_into_js(then);
    let _ = window().set_timeout_with_callback(callback.unchecked_ref());
}
