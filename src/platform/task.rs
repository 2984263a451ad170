//! Work that waits: for the network, for a file, for a checksum.

use super::window;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Does `work` once the browser has finished what it is about, a press and its click for one, and the present changes
/// are in the page.
pub(crate) fn later(work: impl FnOnce() + 'static) {
    let callback = Closure::once_into_js(work);
    let _ = window().set_timeout_with_callback(callback.unchecked_ref());
}

/// Work that waits.
pub(crate) type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Runs `work` beside the page. Boxed, so that the machinery is compiled once.
pub(crate) fn spawn(work: impl Future<Output = ()> + 'static) {
    let boxed: Task = Box::pin(work);
    wasm_bindgen_futures::spawn_local(boxed);
}
