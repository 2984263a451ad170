//! Files the citizen picks, and those carried from one device to another (`embed/device/files.js`).

use super::device::{Device, Thing, item, said};
use super::dom::El;
use super::page::Root;
use super::store::bytes_of;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Event;

/// Bytes that the browser holds.
#[derive(Clone)]
pub(crate) struct Blob(pub(super) JsValue);

/// A file that was read whole, made fit for an office to read.
#[derive(Clone)]
pub(crate) struct Picked {
    pub(crate) name: String,
    pub(crate) media: String,
    pub(crate) size: u64,
    pub(crate) sha256: String,
    pub(crate) blob: Blob,
}

/// Why a file was not taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    Empty,
    TooLarge,
    /// A picture that this browser cannot open, as iPhones take them.
    Heic,
    OtherType,
    Unreadable,
    TooMany,
}

impl Device {
    /// What was chosen in a file input; the input is emptied, so that the same file can be chosen again.
    pub(crate) fn chosen(&self, event: &Event) -> Vec<Blob> {
        let input = event.target().map_or(JsValue::UNDEFINED, JsValue::from);
        let chosen = self.call("chosen", &[input]).ok().and_then(|all| all.dyn_into::<Array>().ok());
        chosen.iter().flat_map(|all| (0..all.length()).map(|at| Blob(all.get(at)))).collect()
    }

    /// Reads a file whole; a picture becomes upright, no larger than it must be, and tells no place.
    pub(crate) async fn pick(&self, file: &Blob, limit: u32) -> Result<Picked, Refused> {
        let told =
            self.ask("pick", &[file.0.clone(), limit.into()]).await.map_err(|cause| refused(&cause))?;
        let text = |at| item(&told, at).as_string().unwrap_or_default();
        let name: String = vietnam::text::clean(&text(4)).chars().take(120).collect();
        Ok(Picked {
            name: if name.is_empty() { "tep".into() } else { name },
            media: text(1),
            size: whole(&item(&told, 2)),
            sha256: text(3),
            blob: Blob(item(&told, 0)),
        })
    }

    /// Draws a picture into a canvas, its long edge so many pixels; nothing of a PDF.
    pub(crate) fn show(&self, blob: &Blob, canvas: &El, edge: u32) {
        let _ = self.call("show", &[blob.0.clone(), canvas.thing(), edge.into()]);
    }

    /// SHA-256 of a file, in hexadecimal.
    pub(crate) async fn sha256(&self, blob: &Blob) -> Option<String> {
        self.ask("sha256", std::slice::from_ref(&blob.0)).await.ok()?.as_string()
    }

    /// SHA-256 of bytes.
    pub(crate) async fn digest(&self, bytes: &[u8]) -> Option<String> {
        self.ask("sha256", &[Uint8Array::from(bytes).into()]).await.ok()?.as_string()
    }

    /// SHA-256 of a text's bytes.
    pub(crate) async fn sha256_of(&self, text: &str) -> Option<String> {
        self.ask("sha256", &[text.into()]).await.ok()?.as_string()
    }

    /// Bytes of a file.
    pub(crate) async fn slice(&self, blob: &Blob, from: u64, to: u64) -> Option<Vec<u8>> {
        bytes_of(&self.ask("slice", &[blob.0.clone(), place(from), place(to)]).await.ok()?)
    }

    /// A part of a file, as a file.
    pub(crate) fn part(&self, blob: &Blob, from: u64, to: u64, media: &str) -> Option<Blob> {
        self.call("part", &[blob.0.clone(), place(from), place(to), media.into()]).ok().map(Blob)
    }

    /// Hands the citizen a file made of a beginning and of files.
    pub(crate) fn save(&self, root: &Root, name: &str, head: &[u8], files: &[Blob]) {
        let parts = Array::of1(&Uint8Array::from(head));
        for file in files {
            parts.push(&file.0);
        }
        let _ = self.call("save", &[root.thing(), name.into(), parts.into()]);
    }
}

impl Blob {
    /// Its name on the device it was picked from.
    pub(crate) fn name(&self) -> String {
        let name = js_sys::Reflect::get(&self.0, &"name".into()).ok();
        name.and_then(|name| name.as_string()).unwrap_or_default()
    }

    /// How many bytes.
    pub(crate) fn size(&self) -> u64 {
        whole(&js_sys::Reflect::get(&self.0, &"size".into()).unwrap_or(Thing::UNDEFINED))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bytes of a file; `as` saturates"
)]
fn whole(number: &JsValue) -> u64 {
    number.as_f64().unwrap_or_default() as u64
}

#[expect(clippy::cast_precision_loss, reason = "a file has fewer than 2^53 bytes")]
fn place(at: u64) -> JsValue {
    JsValue::from_f64(at as f64)
}

/// One word says why; see `embed/device/picture.js`.
fn refused(cause: &JsValue) -> Refused {
    match said(cause).as_str() {
        "empty" => Refused::Empty,
        "large" => Refused::TooLarge,
        "heic" => Refused::Heic,
        "type" => Refused::OtherType,
        _ => Refused::Unreadable,
    }
}
