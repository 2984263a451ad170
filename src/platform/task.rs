//! Work that waits: for the network, for a file, for a checksum.

use std::future::Future;
use std::pin::Pin;

/// Runs `work` beside the page. Boxed, so that the machinery is compiled once.
pub(crate) fn spawn(work: impl Future<Output = ()> + 'static) {
    let boxed: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    wasm_bindgen_futures::spawn_local(boxed);
}
