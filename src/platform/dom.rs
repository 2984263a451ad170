//! Elements of the page, built by hand and kept true by Leptos' effects.
//!
//! Nothing here is inlined: hundreds of calls stay calls. One concrete type for every element: a typed view tree would be compiled anew for each shape, and a
//! phone pays for every byte (docs/decisions/0002-elements-by-hand.md). Nothing here writes markup, so
//! that the strictest host policy holds; nothing sets a style.

use super::window;
use crate::state::State;
use leptos::prelude::{Owner, RenderEffect, on_cleanup};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue, UnwrapThrowExt};
use web_sys::Element;

pub(crate) use web_sys::Event;

/// An element under construction, and afterwards a handle to it.
#[derive(Clone)]
pub(crate) struct El(Element);

/// A new element.
pub(crate) fn el(tag: &str) -> El {
    let document = window().document().expect_throw("a window has a document");
    El(document.create_element(tag).expect_throw("tags are ours"))
}

/// A new element with a class; an empty one is left out.
pub(crate) fn div(class: &str) -> El {
    el("div").class(class)
}

/// A paragraph of text.
pub(crate) fn p(class: &str, text: &str) -> El {
    el("p").class(class).text(text)
}

impl El {
    pub(super) fn of(element: Element) -> El {
        El(element)
    }

    pub(super) fn thing(&self) -> JsValue {
        self.0.clone().into()
    }

    #[inline(never)]
    pub(crate) fn class(self, class: &str) -> El {
        if !class.is_empty() {
            self.0.set_class_name(class);
        }
        self
    }

    #[inline(never)]
    pub(crate) fn attr(self, name: &str, value: &str) -> El {
        self.set(name, value);
        self
    }

    /// Appends words.
    #[inline(never)]
    pub(crate) fn text(self, text: &str) -> El {
        let _ = self.0.append_with_str_1(text);
        self
    }

    #[inline(never)]
    pub(crate) fn child(self, child: El) -> El {
        self.append(&child);
        self
    }

    #[inline(never)]
    pub(crate) fn children(self, children: Vec<El>) -> El {
        children.iter().for_each(|child| self.append(child));
        self
    }

    /// Hides the element for good when `hidden`.
    #[inline(never)]
    pub(crate) fn hidden(self, hidden: bool) -> El {
        self.hide(hidden);
        self
    }

    /// Calls `then` on every such event; the listener goes with the element.
    pub(crate) fn on(self, event: &str, then: impl FnMut(Event) + 'static) -> El {
        self.listen(event, Box::new(then));
        self
    }

    fn listen(&self, event: &str, then: Box<dyn FnMut(Event)>) {
        let callback = Closure::wrap(then).into_js_value();
        let _ = self.0.add_event_listener_with_callback(event, callback.unchecked_ref());
    }

    /// Runs `keep` now and again whenever a signal it reads changes, as long as the page shows.
    pub(crate) fn keep(self, mut keep: impl FnMut(&El) + 'static) -> El {
        let this = self.clone();
        effect(Box::new(move || keep(&this)));
        self
    }

    /// Draws the inside now and again whenever a signal `draw` reads changes.
    pub(crate) fn inside(self, draw: impl FnMut() -> Vec<El> + 'static) -> El {
        self.drawn(Box::new(draw))
    }

    /// The same, by what lies in the rest of the code, as soon as that is `there`.
    pub(crate) fn late(self, there: &State<bool>, draw: impl FnMut() -> Vec<El> + 'static) -> El {
        self.drawn_late(there.clone(), Box::new(draw))
    }

    fn drawn_late(self, there: State<bool>, mut draw: Box<dyn FnMut() -> Vec<El>>) -> El {
        self.inside(move || if there.get() { draw() } else { Vec::new() })
    }

    fn drawn(self, mut draw: Box<dyn FnMut() -> Vec<El>>) -> El {
        self.keep(move |this| {
            this.clear();
            draw().iter().for_each(|child| this.append(child));
        })
    }

    /// Draws a child a key, and leaves alone what is drawn up to the first key that changed.
    pub(crate) fn each(
        self,
        keys: impl FnMut() -> Vec<usize> + 'static,
        draw: impl Fn(usize, usize) -> El + 'static,
    ) -> El {
        self.keyed(Box::new(keys), Box::new(draw))
    }

    fn keyed(self, mut keys: Box<dyn FnMut() -> Vec<usize>>, draw: Box<dyn Fn(usize, usize) -> El>) -> El {
        let mut drawn: Vec<(usize, El, Owner)> = Vec::new();
        self.keep(move |this| {
            let keys = keys();
            let mut stay = 0;
            while drawn.get(stay).is_some_and(|(key, ..)| keys.get(stay) == Some(key)) {
                stay += 1;
            }
            while drawn.len() > stay {
                if let Some((_, child, _)) = drawn.pop() {
                    child.0.remove();
                }
            }
            // What is drawn outlives this run, not the page.
            let Some(page) = Owner::current().and_then(|run| run.parent()) else { return };
            while let Some(key) = keys.get(drawn.len()).copied() {
                let owner = page.child();
                let child = owner.with(|| draw(drawn.len(), key));
                this.append(&child);
                drawn.push((key, child, owner));
            }
        })
    }

    /// What is drawn in it belongs to this visit: a page drawn beforehand leaves it out.
    pub(crate) fn live(self) -> El {
        self.attr("data-live", "")
    }

    /// Words that follow signals.
    pub(crate) fn says(self, mut words: impl FnMut() -> String + 'static) -> El {
        self.keep(move |this| this.0.set_text_content(Some(&words())))
    }

    #[inline(never)]
    pub(crate) fn append(&self, child: &El) {
        let _ = self.0.append_child(&child.0);
    }

    pub(crate) fn clear(&self) {
        self.0.set_text_content(None);
    }

    #[inline(never)]
    pub(crate) fn set(&self, name: &str, value: &str) {
        let _ = self.0.set_attribute(name, value);
    }

    /// A state that is told when it is not so, too.
    #[inline(never)]
    pub(crate) fn tell(&self, name: &str, so: bool) {
        self.set(name, if so { "true" } else { "false" });
    }

    #[inline(never)]
    pub(crate) fn hide(&self, hidden: bool) {
        let _ = self.0.toggle_attribute_with_force("hidden", hidden);
    }

    #[inline(never)]
    pub(crate) fn tick(&self, on: bool) {
        let _ = js_sys::Reflect::set(&self.0, &JsValue::from_str("checked"), &JsValue::from_bool(on));
    }

    /// Writes `text` into a control, unless it stands there already: a letter being composed is not disturbed.
    #[inline(never)]
    pub(crate) fn write(&self, text: &str) {
        let name = JsValue::from_str("value");
        if js_sys::Reflect::get(&self.0, &name).ok().and_then(|now| now.as_string()).as_deref() != Some(text)
        {
            let _ = js_sys::Reflect::set(&self.0, &name, &JsValue::from_str(text));
        }
    }
}

/// One compiled effect for all of them; it ends with the page that made it.
fn effect(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_| run());
    on_cleanup(move || drop(effect));
}
