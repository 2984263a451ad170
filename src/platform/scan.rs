//! Codes in pictures and before the camera (`embed/scan`), fetched when somebody asks for it.

use super::device::{Device, Release, said};
use super::dom::El;
use super::files::Blob;
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Why nothing could be looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// The browser cannot open the picture.
    Picture,
    /// What reads codes could not be fetched.
    NotThere,
    /// The person, or the page around us, does not allow the camera.
    Refused,
    /// There is no camera.
    Missing,
    /// Something else uses it.
    Busy,
    /// The page has no secure address, so it is given no camera.
    Insecure,
}

impl Device {
    /// The texts of the codes in a picture.
    pub(crate) async fn scan(&self, picture: &Blob) -> Result<Vec<String>, Unread> {
        let found = self
            .ask("scan", std::slice::from_ref(&picture.0))
            .await
            .map_err(|cause| unread(&said(&cause)))?;
        let found = found.dyn_into::<Array>().map_err(|_| Unread::NotThere)?;
        Ok(found.iter().filter_map(|text| text.as_string()).collect())
    }

    /// Shows in `place` what the camera sees, and tells every text it comes upon, or why it sees nothing, until what is
    /// returned is dropped.
    pub(crate) fn watch(
        &self,
        place: &El,
        mut found: impl FnMut(String) + 'static,
        mut failed: impl FnMut(Unread) + 'static,
    ) -> Option<Release> {
        let found = move |text: JsValue| found(text.as_string().unwrap_or_default());
        let failed = move |word: JsValue| failed(unread(&word.as_string().unwrap_or_default()));
        let [found, failed] = [boxed(found), boxed(failed)];
        self.until("watch", &[place.thing(), found, failed])
    }
}

fn boxed(tell: impl FnMut(JsValue) + 'static) -> JsValue {
    Closure::<dyn FnMut(JsValue)>::new(tell).into_js_value()
}

/// One word says why; see `embed/device/scanner.js`.
fn unread(word: &str) -> Unread {
    match word {
        "empty" | "heic" | "type" | "unreadable" | "large" => Unread::Picture,
        "refused" => Unread::Refused,
        "missing" => Unread::Missing,
        "busy" => Unread::Busy,
        "insecure" => Unread::Insecure,
        _ => Unread::NotThere,
    }
}
