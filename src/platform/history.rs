//! Each page of the journey is an entry of the tab's history, so that Back goes one page back.
//!
//! The address is the host's and stays as it is; our word lies in the entry's state, beside the host's. A host that
//! keeps its history for itself leaves us one of our own, which the browser's Back does not know.

use super::window;
use js_sys::{Object, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::PopStateEvent;

/// The history, as one widget sees it.
#[derive(Clone)]
pub(crate) struct History {
    key: String,
    /// Our own, where the tab's is not ours to use.
    own: Option<Rc<Own>>,
}

/// Pages that came before, the present one last, and who follows.
#[derive(Default)]
pub(crate) struct Own {
    pages: RefCell<Vec<String>>,
    follows: RefCell<Option<Follower>>,
}

type Follower = Rc<dyn Fn(String)>;

/// What stands behind the host's address, with its `#`; empty when nothing does.
pub(crate) fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Removes its listener when it goes.
pub(crate) enum Listener {
    Tab(Closure<dyn FnMut(PopStateEvent)>),
    Own(Rc<Own>),
}

impl History {
    /// For the widget of that name on the page; `shared` says that it may use the tab's history.
    pub(crate) fn new(instance: &str, shared: bool) -> History {
        let own = if shared { None } else { Some(Rc::default()) };
        History { key: ["to-khai:", instance].concat(), own }
    }

    /// The page of the present entry, if it is ours.
    pub(crate) fn current(&self) -> Option<String> {
        match &self.own {
            Some(own) => own.pages.borrow().last().cloned(),
            None => self.read(&window().history().ok()?.state().ok()?),
        }
    }

    /// Goes forward to a new entry.
    pub(crate) fn push(&self, page: &str) {
        if let Some(own) = &self.own {
            own.pages.borrow_mut().push(page.into());
        } else if let Ok(history) = window().history() {
            let _ = history.push_state(&self.state(page, &JsValue::UNDEFINED), "");
        }
    }

    /// Renames the present entry, keeping what the host wrote in it.
    pub(crate) fn replace(&self, page: &str) {
        if let Some(own) = &self.own {
            let mut pages = own.pages.borrow_mut();
            pages.pop();
            pages.push(page.into());
        } else if let Ok(history) = window().history() {
            let before = history.state().unwrap_or(JsValue::UNDEFINED);
            let _ = history.replace_state(&self.state(page, &before), "");
        }
    }

    /// One entry back. In our own history the first page stays.
    pub(crate) fn back(&self) {
        let Some(own) = &self.own else {
            if let Ok(history) = window().history() {
                let _ = history.back();
            }
            return;
        };
        if own.pages.borrow().len() > 1 {
            own.pages.borrow_mut().pop();
        }
        let (page, follower) = (self.current(), own.follows.borrow().clone());
        if let Some((page, then)) = page.zip(follower) {
            then(page);
        }
    }

    /// Calls `then` with the page whenever the citizen goes Back or Forward to one of ours.
    pub(crate) fn on_move(&self, then: impl Fn(String) + 'static) -> Listener {
        if let Some(own) = &self.own {
            *own.follows.borrow_mut() = Some(Rc::new(then));
            return Listener::Own(own.clone());
        }
        let history = self.clone();
        let closure = Closure::<dyn FnMut(PopStateEvent)>::new(move |event: PopStateEvent| {
            if let Some(page) = history.read(&event.state()) {
                then(page);
            }
        });
        let _ = window().add_event_listener_with_callback("popstate", closure.as_ref().unchecked_ref());
        Listener::Tab(closure)
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
        match self {
            Listener::Own(own) => *own.follows.borrow_mut() = None,
            Listener::Tab(closure) => {
                let callback = closure.as_ref().unchecked_ref();
                let _ = window().remove_event_listener_with_callback("popstate", callback);
            }
        }
    }
}
