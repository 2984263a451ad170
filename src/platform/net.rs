//! The network: catalogue files come, dossiers go.

use super::files::Picked;
use super::window;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{FormData, Headers, Request, RequestInit, Response};

/// Nothing came back: no network, a refused connection, a host that forbids it.
pub(crate) struct NoAnswer;

/// An answer of the gateway.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

/// Fetches a file; anything but 200 is no answer.
pub(crate) async fn get(url: &str) -> Result<Vec<u8>, NoAnswer> {
    let request = Request::new_with_str(url).map_err(|_| NoAnswer)?;
    let answer = send(&request).await?;
    if answer.status == 200 { Ok(answer.body) } else { Err(NoAnswer) }
}

/// Posts a dossier with its files as one multipart body.
pub(crate) async fn post(url: &str, number: &str, json: &str, files: &[Picked]) -> Result<Answer, NoAnswer> {
    send(&build(url, number, json, files).map_err(|_| NoAnswer)?).await
}

fn build(url: &str, number: &str, json: &str, files: &[Picked]) -> Result<Request, JsValue> {
    let form = FormData::new()?;
    form.append_with_str(protocol::DOSSIER_PART, json)?;
    for (at, file) in files.iter().enumerate() {
        form.append_with_blob_and_filename(&protocol::file_part(at), &file.blob, &file.name)?;
    }
    let headers = Headers::new()?;
    headers.append("accept", protocol::POSTCARD)?;
    headers.append("idempotency-key", number)?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&form);
    Request::new_with_str_and_init(url, &init)
}

async fn send(request: &Request) -> Result<Answer, NoAnswer> {
    let response = JsFuture::from(window().fetch_with_request(request)).await.map_err(|_| NoAnswer)?;
    let response: Response = response.dyn_into().map_err(|_| NoAnswer)?;
    let buffer = response.array_buffer().map_err(|_| NoAnswer)?;
    let buffer = JsFuture::from(buffer).await.map_err(|_| NoAnswer)?;
    Ok(Answer { status: response.status(), body: Uint8Array::new(&buffer).to_vec() })
}
