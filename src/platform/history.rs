//! Each page of the journey is an entry of the tab's history, so that Back goes one page back.
//!
//! The address is the host's and stays as it is; our word lies in the entry's state, beside the host's.

use super::window;
use js_sys::{Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::PopStateEvent;

/// The history, as one widget sees it.
#[derive(Clone)]
pub(crate) struct History {
    key: String,
}

/// Removes its listener when it goes.
pub(crate) struct Listener {
    closure: Closure<dyn FnMut(PopStateEvent)>,
}

impl History {
    /// For the widget of that name on the page.
    pub(crate) fn new(instance: &str) -> History {
        History { key: ["to-khai:", instance].concat() }
    }

    /// The page of the present entry, if it is ours.
    pub(crate) fn current(&self) -> Option<String> {
        self.read(&window().history().ok()?.state().ok()?)
    }

    /// Goes forward to a new entry.
    pub(crate) fn push(&self, page: &str) {
        if let Ok(history) = window().history() {
            let _ = history.push_state(&self.state(page, &JsValue::UNDEFINED), "");
        }
    }

    /// Renames the present entry, keeping what the host wrote in it.
    pub(crate) fn replace(&self, page: &str) {
        if let Ok(history) = window().history() {
            let before = history.state().unwrap_or(JsValue::UNDEFINED);
            let _ = history.replace_state(&self.state(page, &before), "");
        }
    }

    /// One entry back.
    pub(crate) fn back(&self) {
        if let Ok(history) = window().history() {
            let _ = history.back();
        }
    }

    /// Calls `then` with the page whenever the citizen goes Back or Forward to one of ours.
    pub(crate) fn on_move(&self, mut then: impl FnMut(String) + 'static) -> Listener {
        let history = self.clone();
        let closure = Closure::<dyn FnMut(PopStateEvent)>::new(move |event: PopStateEvent| {
            if let Some(page) = history.read(&event.state()) {
                then(page);
            }
        });
        let _ = window().add_event_listener_with_callback("popstate", closure.as_ref().unchecked_ref());
        Listener { closure }
    }

    fn read(&self, state: &JsValue) -> Option<String> {
        if !state.is_object() {
            return None;
        }
        Reflect::get(state, &JsValue::from_str(&self.key)).ok()?.as_string()
    }

    fn state(&self, page: &str, before: &JsValue) -> JsValue {
        let state = Object::new();
        if before.is_object() {
            Object::assign(&state, before.unchecked_ref());
        }
        let _ = Reflect::set(&state, &JsValue::from_str(&self.key), &JsValue::from_str(page));
        state.into()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = window().remove_event_listener_with_callback("popstate", callback);
    }
}
