//! The rest of the code (xtask/src/split.rs), by the loader's hand.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The loader's function that fetches the rest, once a page.
pub(crate) struct Loader(Function);

impl Loader {
    pub(crate) fn new(load: Function) -> Loader {
        Loader(load)
    }

    /// Fetches it; false when it does not come now.
    pub(crate) async fn load(&self) -> bool {
        match self.0.call0(&JsValue::UNDEFINED).map(JsCast::unchecked_into::<Promise>) {
            Ok(promise) => JsFuture::from(promise).await.is_ok(),
            Err(_) => false,
        }
    }
}
