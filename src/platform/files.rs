//! Files the citizen picks. Their bytes are read at once: what a cloud picker hands over later may be empty.

use super::crypto::sha256;
use js_sys::{Array, Uint8Array};
use protocol::media::MediaType;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Event, HtmlInputElement};

pub(crate) use web_sys::File;

/// A file that was read whole.
#[derive(Clone)]
pub(crate) struct Picked {
    pub(crate) name: String,
    pub(crate) media: MediaType,
    pub(crate) size: u32,
    pub(crate) sha256: String,
    pub(super) blob: Blob,
}

/// Why a file was not taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    Empty,
    TooLarge,
    OtherType,
    Unreadable,
    TooMany,
}

/// What was chosen in a file input; the input is emptied, so that the same file can be chosen again.
pub(crate) fn chosen(event: &Event) -> Vec<File> {
    let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) else {
        return Vec::new();
    };
    let files = input.files();
    let chosen = files.iter().flat_map(|all| (0..all.length()).filter_map(|at| all.get(at))).collect();
    input.set_value("");
    chosen
}

/// Reads a file whole and checks that an office can open it.
pub(crate) async fn read(file: File, limit: u32) -> Result<Picked, Refused> {
    if file.size() > f64::from(limit) {
        return Err(Refused::TooLarge);
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| Refused::Unreadable)?;
    let bytes = Uint8Array::new(&buffer);
    let size = bytes.length();
    if size == 0 {
        return Err(Refused::Empty);
    }
    let look = size.min(MediaType::LOOK as u32);
    let (head, tail) = (bytes.subarray(0, look).to_vec(), bytes.subarray(size - look, size).to_vec());
    let media = MediaType::sniff(&head, &tail).ok_or(Refused::OtherType)?;
    let sha256 = sha256(&bytes).await.ok_or(Refused::Unreadable)?;
    let options = BlobPropertyBag::new();
    options.set_type(media.name());
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&bytes), &options)
        .map_err(|_| Refused::Unreadable)?;
    let name: String = vietnam::text::clean(&file.name()).chars().take(120).collect();
    let name = if name.is_empty() { "tep".into() } else { name };
    Ok(Picked { name, media, size, sha256, blob })
}
