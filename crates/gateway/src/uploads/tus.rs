//! What tus 1.0 says in headers (<https://tus.io/protocols/resumable-upload>).

use super::{Upload, UploadId};
use crate::problem::Refusal;
use crate::state::Gateway;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use protocol::{ProblemKind, UPLOADS};
use std::sync::Arc;
use std::time::SystemTime;

pub(crate) const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub(crate) const LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub(crate) const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub(crate) const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
pub(crate) const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const VERSION: HeaderName = HeaderName::from_static("tus-version");
const EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
const MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");

const SPOKEN: HeaderValue = HeaderValue::from_static("1.0.0");
const EXTENSIONS: HeaderValue =
    HeaderValue::from_static("creation,creation-with-upload,termination,expiration");
const BYTES: &str = "application/offset+octet-stream";

/// The client speaks the version that is spoken here.
pub(crate) struct Tus;

impl<S: Sync> FromRequestParts<S> for Tus {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Tus, Refusal> {
        if parts.headers.get(RESUMABLE) == Some(&SPOKEN) {
            return Ok(Tus);
        }
        let detail = "Tus-Resumable must be 1.0.0";
        Err(Refusal::new(ProblemKind::Malformed, detail).with_status(StatusCode::PRECONDITION_FAILED))
    }
}

/// Names the version in every answer about uploads, and on `OPTIONS` all that can be done.
pub(crate) async fn introduce(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with(UPLOADS) {
        return next.run(request).await;
    }
    let asked = request.method() == Method::OPTIONS;
    let mut response = next.run(request).await;
    let refused = response.status() == StatusCode::PRECONDITION_FAILED;
    let headers = response.headers_mut();
    headers.insert(RESUMABLE, SPOKEN);
    if asked || refused {
        headers.insert(VERSION, SPOKEN);
    }
    if asked {
        headers.insert(EXTENSION, EXTENSIONS);
        headers.insert(MAX_SIZE, gateway.upload_bytes().into());
    }
    response
}

/// A header that must be there and hold a whole number.
pub(super) fn number(headers: &HeaderMap, name: HeaderName) -> Result<u64, Refusal> {
    let number = headers.get(&name).and_then(|value| value.to_str().ok()?.parse().ok());
    number.ok_or_else(|| Refusal::new(ProblemKind::Malformed, format!("{name} must be a whole number")))
}

/// Is the body bytes of an upload?
pub(super) fn is_bytes(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes() == BYTES.as_bytes())
}

/// The body must be bytes of an upload.
pub(super) fn must_be_bytes(headers: &HeaderMap) -> Result<(), Refusal> {
    if is_bytes(headers) {
        return Ok(());
    }
    let refusal = Refusal::new(ProblemKind::Malformed, format!("Content-Type must be {BYTES}"));
    Err(refusal.with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE))
}

/// Which file it is: `number <base64>,sha256 <base64>`; what else a client says is passed over.
pub(super) fn named(headers: &HeaderMap) -> Option<UploadId> {
    let pairs = headers.get(METADATA)?.to_str().ok()?.split(',');
    let pairs = pairs.filter_map(|pair| pair.trim().split_once(' '));
    let (mut number, mut sha256) = (None, None);
    for (key, value) in pairs {
        match key {
            "number" => number = text(value),
            "sha256" => sha256 = text(value),
            _ => {}
        }
    }
    UploadId::parse(&number?, &sha256?)
}

fn text(base64: &str) -> Option<String> {
    String::from_utf8(BASE64_STANDARD.decode(base64.trim()).ok()?).ok()
}

/// Where an upload stands.
pub(super) fn stands(status: StatusCode, upload: &Upload, expires: SystemTime) -> Response {
    let mut response = status.into_response();
    let headers = response.headers_mut();
    headers.insert(OFFSET, upload.have.into());
    headers.insert(LENGTH, upload.length.into());
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(expires) = HeaderValue::try_from(httpdate::fmt_http_date(expires)) {
        headers.insert(EXPIRES, expires);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(text: &'static str) -> Option<UploadId> {
        named(&HeaderMap::from_iter([(METADATA, HeaderValue::from_static(text))]))
    }

    #[test]
    fn a_file_is_named_by_number_and_checksum_and_whatever_else() {
        let number = "number MDE2MFc0MDAwMDAwMDAwMDAwMDAwMDAwMDA=";
        let sum = BASE64_STANDARD.encode("ab".repeat(32));
        let right = format!("filename YQ==,is_draft,{number},sha256 {sum}");
        let id = metadata(right.leak()).unwrap();
        assert_eq!(id.number.as_str(), "0160W400000000000000000000");
        assert_eq!(id.sha256, "ab".repeat(32));
        for wrong in ["", "number", "number !,sha256 !", number, "number YQ==,sha256 YQ=="] {
            assert!(metadata(wrong).is_none(), "{wrong}");
        }
    }
}
