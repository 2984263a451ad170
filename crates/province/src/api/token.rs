//! `POST /connect/token`: tokens for clients.

use super::refusal::Refusal;
use crate::config::random;
use crate::{Province, sha256};
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    grant_type: String,
    client_id: String,
    client_secret: String,
}

pub(crate) async fn issue(
    State(province): State<Arc<Province>>,
    asked: Result<Form<Asked>, FormRejection>,
) -> Result<Response, Refusal> {
    let refused =
        |status: StatusCode, error: &str| Ok((status, Json(json!({ "error": error }))).into_response());
    let Ok(Form(asked)) = asked else { return refused(StatusCode::BAD_REQUEST, "invalid_request") };
    if asked.grant_type != "client_credentials" {
        return refused(StatusCode::BAD_REQUEST, "unsupported_grant_type");
    }
    // Sums are compared, so that the time it takes tells nothing of the secret.
    let right = |secret: &str| sha256(secret.as_bytes()) == sha256(asked.client_secret.as_bytes());
    if !province.secrets(&asked.client_id).is_some_and(|secrets| right(&secrets.secret)) {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    let (token, seconds) = (random()?, province.config.token_seconds);
    province.store.keep_token(&token, &asked.client_id, province.clock.now(), seconds).await?;
    let body = json!({ "access_token": token, "token_type": "Bearer", "expires_in": seconds });
    Ok(([(CACHE_CONTROL, "no-store")], Json(body)).into_response())
}
