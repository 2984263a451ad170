//! Randomness and checksums, by the browser's own code.

use super::window;
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;

/// Sixteen random bytes; `None` where the browser has none to give.
pub(crate) fn random() -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// SHA-256 in hexadecimal; `None` outside a secure context.
pub(crate) async fn sha256(bytes: &Uint8Array) -> Option<String> {
    let subtle = window().crypto().ok()?.subtle();
    let promise = subtle.digest_with_str_and_buffer_source("SHA-256", bytes).ok()?;
    let digest = Uint8Array::new(&JsFuture::from(promise).await.ok()?).to_vec();
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(HEX[usize::from(nibble & 15)]);
    Some(digest.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect())
}
