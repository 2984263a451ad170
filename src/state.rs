//! A value the page follows. The value lies in a plain cell; Leptos only hears that it changed, so that
//! its machinery is compiled once and not for every type.

use leptos::prelude::{ArcTrigger, Notify, Track};
use std::cell::RefCell;
use std::rc::Rc;

/// A shared value; effects that read it run again when it is set.
pub(crate) struct State<T>(Rc<Inner<T>>);

struct Inner<T> {
    changed: ArcTrigger,
    value: RefCell<T>,
}

impl<T> Clone for State<T> {
    fn clone(&self) -> State<T> {
        State(self.0.clone())
    }
}

impl<T> State<T> {
    pub(crate) fn new(value: T) -> State<T> {
        State(Rc::new(Inner { changed: ArcTrigger::new(), value: RefCell::new(value) }))
    }

    /// Tells it from every other state that lives.
    pub(crate) fn id(&self) -> usize {
        Rc::as_ptr(&self.0).addr()
    }

    /// Follows the value without reading it.
    pub(crate) fn follow(&self) {
        self.0.changed.track();
    }

    /// Looks at the value and follows it.
    pub(crate) fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        self.follow();
        look(&self.0.value.borrow())
    }

    /// Looks at the value as it is now.
    pub(crate) fn peek<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.0.value.borrow())
    }

    pub(crate) fn set(&self, value: T) {
        self.0.value.replace(value);
        self.0.changed.notify();
    }
}

impl<T: Clone> State<T> {
    /// The value, followed.
    pub(crate) fn get(&self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    pub(crate) fn now(&self) -> T {
        self.peek(T::clone)
    }
}
