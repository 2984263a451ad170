//! The element the widget lives in: focus, and nothing of the host around it.

use super::dom::El;
use super::task::later;
use js_sys::{Object, Reflect};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, ShadowRoot};

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

    /// An attribute of the custom element; empty when absent.
    pub(crate) fn attribute(&self, name: &str) -> String {
        let host = self.0.get_root_node().dyn_into::<ShadowRoot>().map(|root| root.host());
        host.ok().and_then(|host| host.get_attribute(name)).unwrap_or_default()
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

    /// Empties the container. What hangs in it listens with closures that hold the container itself: as long as it
    /// hangs there, none of it goes.
    pub(crate) fn clear(&self) {
        El::of(self.0.clone().into()).clear();
    }

    /// Names the language of everything inside.
    pub(crate) fn set_lang(&self, lang: &str) {
        let _ = self.0.set_attribute("lang", lang);
    }

    /// Appends an element, for printing.
    pub(super) fn append(&self, element: &HtmlElement) {
        let _ = self.0.append_child(element);
    }

    /// Puts an element into the first match, if there is one.
    pub(crate) fn put(&self, selector: &str, element: &El) {
        if let Ok(Some(found)) = self.0.query_selector(selector) {
            El::of(found).append(element);
        }
    }

    /// Moves the focus to the first match, once the page that holds it is drawn. A control comes into
    /// view with its label, a heading with the whole page from its top.
    pub(crate) fn focus(&self, selector: String) {
        let root = self.0.clone();
        later(move || {
            let Ok(Some(found)) = root.query_selector(&selector) else { return };
            let Ok(element) = found.dyn_into::<HtmlElement>() else { return };
            let (around, block) = match element.tag_name().as_str() {
                "H1" => ("[data-page]", "start"),
                _ => ("[data-question]", "nearest"),
            };
            let whole = element.closest(around).ok().flatten();
            // A host that scrolls smoothly would move the page away under the next press.
            let options = Object::new();
            for (name, value) in [("block", block), ("behavior", "instant")] {
                let _ = Reflect::set(&options, &name.into(), &value.into());
            }
            whole
                .as_ref()
                .unwrap_or(element.as_ref())
                .scroll_into_view_with_scroll_into_view_options(options.unchecked_ref());
            let _ = element.focus();
        });
    }
}
