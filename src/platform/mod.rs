//! The browser. The only users of web-sys: the rest of the widget knows none of it.

pub(crate) mod clock;
pub(crate) mod crypto;
pub(crate) mod device;
pub(crate) mod dom;
pub(crate) mod events;
pub(crate) mod files;
pub(crate) mod history;
pub(crate) mod input;
pub(crate) mod net;
pub(crate) mod page;
pub(crate) mod print;
pub(crate) mod rest;
pub(crate) mod scan;
pub(crate) mod storage;
mod store;
mod tabs;
pub(crate) mod task;

use wasm_bindgen::UnwrapThrowExt;

/// The window. The widget runs in a page, never in a worker.
fn window() -> web_sys::Window {
    web_sys::window().expect_throw("the widget runs in a page")
}
