//! `POST /v1/provinces/{name}/states`: another system tells how a dossier stands.
//!
//! Believed when it is signed with the secret we share, and recent. Each state has a running number, so that what
//! comes twice or late changes nothing.

use super::Relay;
use super::told::{Wire, is_code, told};
use crate::body::Incoming;
use crate::receipts::{hex, mac};
use crate::state::Gateway;
use crate::store::outbox::Taken;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use protocol::SubmissionNumber;
use serde::Deserialize;
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// A callback is short; what the office says may be long.
const MOST: u64 = 32 * 1024;
/// Seconds that clocks may differ.
const APART: i64 = 5 * 60;

/// A state with the dossier it concerns.
#[derive(Deserialize)]
struct Call {
    #[serde(rename = "KhoaNguoiGui")]
    number: String,
    /// Mã hồ sơ there.
    #[serde(rename = "MaHoSo")]
    code: String,
    #[serde(flatten)]
    state: Wire,
}

/// Takes a callback.
pub(crate) async fn callback(
    State(gateway): State<Arc<Gateway>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> StatusCode {
    let mut body = Incoming::new(body, MOST, &gateway.config.limits);
    let bytes = body.all().await;
    body.drain().await;
    let Ok(bytes) = bytes else { return StatusCode::BAD_REQUEST };
    // Whoever cannot sign does not learn which systems there are.
    let Some(relay) = gateway.relays.named(&name) else { return StatusCode::UNAUTHORIZED };
    if !signed(relay, &headers, &bytes, gateway.clock.now().unix()) {
        tracing::warn!(province = name, "a callback is not signed as it should be");
        return StatusCode::UNAUTHORIZED;
    }
    take(&gateway, relay, &bytes).await
}

async fn take(gateway: &Gateway, relay: &Relay, bytes: &[u8]) -> StatusCode {
    let Ok(call) = serde_json::from_slice::<Call>(bytes) else { return StatusCode::BAD_REQUEST };
    let Some(told) = told(&call.state) else { return StatusCode::BAD_REQUEST };
    if !is_code(&call.code) {
        return StatusCode::BAD_REQUEST;
    }
    let Some(number) = SubmissionNumber::parse(&call.number) else { return StatusCode::NOT_FOUND };
    match gateway.store.told(&relay.name, &number, &call.code, &told).await {
        Ok(Taken::Now) => {
            tracing::info!(province = relay.name, state = told.state.word(), "a state was told");
            StatusCode::NO_CONTENT
        }
        Ok(Taken::Before) => StatusCode::NO_CONTENT,
        Ok(Taken::Gap) => StatusCode::CONFLICT,
        Ok(Taken::Unknown) => StatusCode::NOT_FOUND,
        Err(fault) => {
            tracing::error!(%fault, "a fault of ours");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// HMAC-SHA256 over `<seconds>.<body>`, both in the headers.
fn signed(relay: &Relay, headers: &HeaderMap, body: &[u8], now: i64) -> bool {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(secret), Some(at), Some(signature)) =
        (&relay.callback_secret, header("x-thoi-diem"), header("x-chu-ky"))
    else {
        return false;
    };
    let recent = at.parse().is_ok_and(|at: i64| now.abs_diff(at) <= APART.unsigned_abs());
    let expected = hex(&mac(secret, &[at.as_bytes(), b".", body].concat()));
    recent && bool::from(expected.as_bytes().ct_eq(signature.to_ascii_lowercase().as_bytes()))
}
