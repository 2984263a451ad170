//! What the device does for the widget, by the hand of `embed/device`: it keeps, reads files, sends, and tells
//! other tabs. That code comes after the first page (docs/decisions/0008).

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Bytes, words, files on their way to or from the device's code.
pub(crate) type Thing = JsValue;

/// The device's code, once it has come.
#[derive(Clone)]
pub(crate) struct Device(JsValue);

/// Why the device does not keep something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Trouble {
    /// Its storage is full.
    Full,
    /// The key that it was sealed with is lost.
    Locked,
    /// It has no storage for us: a private window, a policy, an old browser.
    Missing,
}

/// Something held or listened to, until this is dropped.
pub(crate) struct Release(Function);

impl Drop for Release {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

impl Device {
    pub(super) fn new(module: JsValue) -> Device {
        Device(module)
    }

    /// Calls one of its functions.
    #[inline(never)]
    pub(super) fn call(&self, name: &str, args: &[JsValue]) -> Result<JsValue, JsValue> {
        let function: Function = Reflect::get(&self.0, &JsValue::from_str(name))?.dyn_into()?;
        let list = Array::new();
        for arg in args {
            list.push(arg);
        }
        function.apply(&JsValue::UNDEFINED, &list)
    }

    /// Calls one of its functions and waits for what it promises.
    pub(super) fn ask(&self, name: &str, args: &[JsValue]) -> Answer {
        let promise = self.call(name, args);
        // A host may have put another class in the place of `Promise`, so what comes is not asked for its own.
        Box::pin(async move { JsFuture::from(Promise::resolve(&promise?)).await })
    }

    /// Calls what returns the way back.
    pub(super) fn until(&self, name: &str, args: &[JsValue]) -> Option<Release> {
        self.call(name, args).ok().and_then(release)
    }

    /// Runs `then` when the page may end: the last letters are put down.
    pub(crate) fn on_leave(&self, then: impl FnMut() + 'static) -> Option<Release> {
        self.until("leave", &[Closure::<dyn FnMut()>::new(then).into_js_value()])
    }

    /// Whether the page runs as an app of its own.
    pub(crate) fn is_installed(&self) -> bool {
        self.call("installed", &[]).ok().and_then(|told| told.as_bool()).unwrap_or_default()
    }

    /// Has the service worker keep these files; nothing happens where there is none.
    pub(crate) async fn keep_offline(&self, urls: &[String]) {
        let list = Array::new();
        for url in urls {
            list.push(&url.as_str().into());
        }
        let _ = self.ask("keep", &[list.into()]).await;
    }

    /// Waits so long, or until something may have changed.
    pub(crate) async fn pause(&self, milliseconds: u32) {
        let _ = self.ask("pause", &[milliseconds.into()]).await;
    }

    /// Nobody here waits for anything any longer.
    pub(crate) fn close(&self) {
        let _ = self.call("close", &[]);
    }

    /// Ends every pause.
    pub(crate) fn nudge(&self) {
        let _ = self.call("nudge", &[]);
    }
}

/// What a function promises. Boxed, so that the waiting is compiled once.
pub(super) type Answer = std::pin::Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

pub(super) fn release(function: JsValue) -> Option<Release> {
    Some(Release(function.dyn_into().ok()?))
}

/// One word says why; see `embed/device/store.js`.
pub(super) fn trouble(cause: &JsValue) -> Trouble {
    match said(cause).as_str() {
        "full" => Trouble::Full,
        "locked" => Trouble::Locked,
        _ => Trouble::Missing,
    }
}

/// The message of an error.
pub(super) fn said(cause: &JsValue) -> String {
    let message = Reflect::get(cause, &JsValue::from_str("message"));
    message.ok().and_then(|message| message.as_string()).unwrap_or_default()
}

/// The `at`-th of several things.
pub(super) fn item(list: &JsValue, at: u32) -> JsValue {
    Reflect::get_u32(list, at).unwrap_or(JsValue::UNDEFINED)
}
