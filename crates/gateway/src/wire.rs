//! The outermost layer: every request gets an id, every answer its format, every end a line in the log.
//!
//! Handlers leave what is [`Said`] or a [`Refusal`] in the response; here it becomes JSON, or postcard for
//! those who ask for it. The log names method, route and status: no address, no query, no body.

use crate::problem::Refusal;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use protocol::{Health, POSTCARD, Progress, Receipt, Reopened};
use serde::Serialize;
use std::time::Instant;
use tracing::Instrument;
use uuid::Uuid;

/// The header that names a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const PROBLEM: &str = "application/problem+json";
const JSON: &str = "application/json";

/// Names a request, to a client and in the log.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// An answer on its way to the client.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the types say it")]
pub enum Said {
    Receipt(Receipt),
    Progress(Progress),
    Reopened(Reopened),
    Health(Health),
}

impl IntoResponse for Said {
    fn into_response(self) -> Response {
        let mut response = StatusCode::OK.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Codec {
    Json,
    Postcard,
}

/// The layer.
pub async fn speak(mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let codec = Codec::asked_for(request.headers());
    let id = Uuid::new_v4().simple().to_string();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id, method = %request.method(), route);
    request.extensions_mut().insert(RequestId(id.clone()));
    async {
        let mut response = encode(next.run(request).await, codec, &id);
        if let Ok(id) = HeaderValue::try_from(&id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        let nosniff = HeaderValue::from_static("nosniff");
        response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
        let millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(status = response.status().as_u16(), millis, "answered");
        response
    }
    .instrument(span)
    .await
}

fn encode(mut response: Response, codec: Codec, id: &str) -> Response {
    if let Some(said) = response.extensions_mut().remove::<Said>() {
        return write(response, codec, JSON, &said);
    }
    if let Some(refusal) = response.extensions_mut().remove::<Refusal>() {
        if let Some(seconds) = refusal.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        tracing::info!(kind = ?refusal.kind(), "refused");
        return write(response, codec, PROBLEM, &refusal.problem(id));
    }
    response
}

fn write<T: Serialize>(mut response: Response, codec: Codec, json: &'static str, value: &T) -> Response {
    let (bytes, media_type) = match codec {
        Codec::Json => (serde_json::to_vec(value).unwrap_or_default(), json),
        Codec::Postcard => (postcard::to_allocvec(value).unwrap_or_default(), POSTCARD),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.append(header::VARY, HeaderValue::from_static("accept"));
    headers.remove(header::CONTENT_LENGTH);
    *response.body_mut() = Body::from(bytes);
    response
}

impl Codec {
    /// Postcard for those who name it, JSON for everybody else.
    fn asked_for(headers: &HeaderMap) -> Codec {
        let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let mut types = accepted.flat_map(|value| value.split(',')).map(|one| one.split(';').next());
        let postcard = types.any(|one| one.is_some_and(|one| one.trim().eq_ignore_ascii_case(POSTCARD)));
        if postcard { Codec::Postcard } else { Codec::Json }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_does_not_ask_for_postcard_gets_json() {
        let asked = |accept: &'static str| {
            Codec::asked_for(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]))
        };
        assert_eq!(asked("application/vnd.to-khai.postcard"), Codec::Postcard);
        assert_eq!(asked("application/json;q=0.1, Application/Vnd.to-khai.postcard;q=1"), Codec::Postcard);
        assert_eq!(asked("*/*"), Codec::Json);
        assert_eq!(Codec::asked_for(&HeaderMap::new()), Codec::Json);
    }
}
