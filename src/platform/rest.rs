//! What comes after the first page (xtask/src/split.rs, embed/device), by the loader's hand.

use super::device::Device;
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The loader's functions that fetch it, each once a page.
pub(crate) struct Loader {
    rest: Function,
    device: Function,
}

impl Loader {
    pub(crate) fn new(rest: Function, device: Function) -> Loader {
        Loader { rest, device }
    }

    /// Begins to fetch the device's code; `None` when it does not come now.
    pub(crate) fn device(&self) -> impl Future<Output = Option<Device>> + use<> {
        let coming = come(&self.device);
        async { coming.await.map(Device::new) }
    }

    /// Begins to fetch the rest of the wasm; false when it does not come now.
    pub(crate) fn rest(&self) -> impl Future<Output = bool> + use<> {
        let coming = come(&self.rest);
        async { coming.await.is_some() }
    }
}

fn come(load: &Function) -> impl Future<Output = Option<JsValue>> + use<> {
    let promise = load.call0(&JsValue::UNDEFINED).map(JsCast::unchecked_into::<Promise>);
    // Listened to from now on: a failure that nobody hears of is a fault of the page.
    let coming = promise.map(JsFuture::from);
    async { coming.ok()?.await.ok() }
}
