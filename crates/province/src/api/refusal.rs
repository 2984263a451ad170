//! Why a request is refused: codes and places, no value.

use crate::shape::{Fault, Why};
use crate::store::StoreFault;
use axum::Json;
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A refusal on its way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Refusal {
    /// It is not what the contract says.
    Invalid(Vec<Fault>),
    /// Something else came under this key.
    OtherContent,
    /// The dossier has ended.
    Ended,
    /// Nothing is here, or not for this client.
    NotFound,
    /// No token, or none that is good.
    NoToken,
    /// For so many seconds.
    Maintenance(u32),
    /// Our fault.
    Internal,
}

impl Refusal {
    pub(crate) fn at(at: &str, why: Why) -> Refusal {
        Refusal::Invalid(vec![Fault::new(at, why)])
    }
}

impl From<StoreFault> for Refusal {
    fn from(fault: StoreFault) -> Refusal {
        tracing::error!(%fault, "a fault of ours");
        Refusal::Internal
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Refusal {
        StoreFault::from(error).into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let code = |status: StatusCode, code: &str| (status, Json(json!({ "MaLoi": code }))).into_response();
        match self {
            Refusal::Invalid(faults) => {
                let body = json!({ "MaLoi": "KHONG_HOP_LE", "ChiTiet": faults });
                (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
            }
            Refusal::OtherContent => code(StatusCode::CONFLICT, "KHAC_NOI_DUNG"),
            Refusal::Ended => code(StatusCode::UNPROCESSABLE_ENTITY, "DA_KET_THUC"),
            Refusal::NotFound => code(StatusCode::NOT_FOUND, "KHONG_CO"),
            Refusal::NoToken => {
                let mut answer = code(StatusCode::UNAUTHORIZED, "CHUA_XAC_THUC");
                answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                answer
            }
            Refusal::Maintenance(seconds) => {
                let mut answer = code(StatusCode::SERVICE_UNAVAILABLE, "BAO_TRI");
                answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
                answer
            }
            Refusal::Internal => code(StatusCode::INTERNAL_SERVER_ERROR, "LOI_HE_THONG"),
        }
    }
}
