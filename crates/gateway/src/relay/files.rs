//! `GET /v1/provinces/{name}/files/{number}/{place}`: a file of a dossier, for a system that fetches files instead of
//! being sent them. The address is signed with the secret we share, and ends.

use crate::receipts::{hex, mac};
use crate::state::Gateway;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{Response, StatusCode};
use protocol::SubmissionNumber;
use serde::Deserialize;
use std::sync::Arc;
use subtle::ConstantTimeEq;
use tokio::fs::File;
use tokio_util::io::ReaderStream;

/// Which file may be fetched, and until when.
pub(super) struct Lease {
    pub(super) number: SubmissionNumber,
    /// In the manifest.
    pub(super) place: usize,
    /// Seconds since 1970.
    pub(super) until: i64,
}

#[derive(Deserialize)]
pub(crate) struct Signed {
    #[serde(rename = "den")]
    until: i64,
    #[serde(rename = "ky")]
    signature: String,
}

/// Path and query of the address of a file.
pub(super) fn address(province: &str, lease: &Lease, secret: &[u8]) -> String {
    let Lease { number, place, until } = lease;
    let signature = sign(lease, secret);
    format!(
        "v1/provinces/{province}/files/{number}/{place}?den={until}&ky={signature}",
        number = number.as_str()
    )
}

fn sign(lease: &Lease, secret: &[u8]) -> String {
    let Lease { number, place, until } = lease;
    hex(&mac(secret, format!("to-khai-file|{}|{place}|{until}", number.as_str()).as_bytes()))
}

/// Gives a file to whoever has its address.
pub(crate) async fn file(
    State(gateway): State<Arc<Gateway>>,
    Path((province, number, place)): Path<(String, String, usize)>,
    Query(signed): Query<Signed>,
) -> Result<Response<Body>, StatusCode> {
    let (Some(relay), Some(number)) = (gateway.relays.named(&province), SubmissionNumber::parse(&number))
    else {
        return Err(StatusCode::NOT_FOUND);
    };
    let lease = Lease { number, place, until: signed.until };
    let expected = sign(&lease, relay.secret.as_bytes());
    let is_signed: bool = expected.as_bytes().ct_eq(signed.signature.as_bytes()).into();
    if !is_signed || gateway.clock.now().unix() > lease.until {
        return Err(StatusCode::NOT_FOUND);
    }
    let found = gateway.store.sent(lease.number.as_str()).await;
    let sent = found.map_err(|fault| {
        tracing::error!(%fault, "a fault of ours");
        StatusCode::INTERNAL_SERVER_ERROR
    })?;
    let attachment = sent.and_then(|sent| sent.attachments.into_iter().nth(place));
    let attachment = attachment.ok_or(StatusCode::NOT_FOUND)?;
    let path = gateway.folder.file(&lease.number, place, &attachment.sha256);
    let file = File::open(path).await.map_err(|error| {
        tracing::error!(%error, "a file of a kept dossier cannot be read");
        StatusCode::INTERNAL_SERVER_ERROR
    })?;
    let response = Response::builder()
        .header(CONTENT_TYPE, attachment.media_type)
        .header(CONTENT_LENGTH, attachment.size)
        .header(CACHE_CONTROL, "no-store")
        .body(Body::from_stream(ReaderStream::new(file)));
    response.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
