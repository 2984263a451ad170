//! The network: catalogue files come, dossiers go (`embed/device/net.js`).

use super::device::{Device, item};
use super::files::Blob;
use super::store::bytes_of;
use super::window;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// Nothing came back: no network, a refused connection, a host that forbids it.
pub(crate) struct NoAnswer;

/// An answer of the gateway.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Seconds to wait before asking again; 0 when it does not say.
    pub(crate) wait: u32,
    pub(crate) body: Vec<u8>,
}

/// Fetches a file; anything but 200 is no answer.
pub(crate) async fn get(url: &str) -> Result<Vec<u8>, NoAnswer> {
    let response = JsFuture::from(window().fetch_with_str(url)).await.map_err(|_| NoAnswer)?;
    let response: Response = response.dyn_into().map_err(|_| NoAnswer)?;
    let buffer = response.array_buffer().map_err(|_| NoAnswer)?;
    let buffer = JsFuture::from(buffer).await.map_err(|_| NoAnswer)?;
    if response.status() == 200 { Ok(Uint8Array::new(&buffer).to_vec()) } else { Err(NoAnswer) }
}

impl Device {
    /// What the gateway says of itself.
    pub(crate) async fn health(&self, url: &str) -> Result<Answer, NoAnswer> {
        self.ask("health", &[url.into()]).await.map_err(|_| NoAnswer).and_then(|told| answer(&told))
    }

    /// Posts JSON.
    pub(crate) async fn post(&self, url: &str, json: &str, key: &str) -> Result<Answer, NoAnswer> {
        let told = self.ask("post", &[url.into(), json.into(), key.into()]).await;
        told.map_err(|_| NoAnswer).and_then(|told| answer(&told))
    }

    /// Brings a file to the gateway, from the byte where it stopped; `None` when all of it lies there.
    pub(crate) async fn upload(
        &self,
        url: &str,
        number: &str,
        sha256: &str,
        blob: &Blob,
    ) -> Result<Option<Answer>, NoAnswer> {
        let told = self.ask("upload", &[url.into(), number.into(), sha256.into(), blob.0.clone()]).await;
        let told = told.map_err(|_| NoAnswer)?;
        if told.is_undefined() { Ok(None) } else { answer(&told).map(Some) }
    }

    /// Whether an Ed25519 signature is the key's; `None` where the browser cannot tell.
    pub(crate) async fn verifies(&self, key: &str, text: &str, signature: &str) -> Option<bool> {
        self.ask("verify", &[key.into(), text.into(), signature.into()]).await.ok()?.as_bool()
    }
}

fn answer(told: &JsValue) -> Result<Answer, NoAnswer> {
    let number = |at| item(told, at).as_f64().unwrap_or_default();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a status and seconds; `as` saturates"
    )]
    let (status, wait) = (number(0) as u16, number(1) as u32);
    Ok(Answer { status, wait, body: bytes_of(&item(told, 2)).ok_or(NoAnswer)? })
}
