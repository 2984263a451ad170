//! Who gets in, and what fate has in store for them.

use super::refusal::Refusal;
use crate::Province;
use crate::mischief::Fate;
use crate::net::Line;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use std::sync::Arc;
use std::time::Duration;

/// The client a token was given to.
#[derive(Clone, Debug)]
pub(crate) struct Caller(pub(crate) String);

/// What is read of a refused body: a client that is cut off while it writes does not read the answer.
const DRAINED: usize = 256 * 1024 * 1024;

async fn drain(mut body: Body) {
    let mut read = 0;
    while let Some(Ok(frame)) = body.frame().await {
        read += frame.data_ref().map_or(0, Bytes::len);
        if read > DRAINED {
            return;
        }
    }
}

pub(crate) async fn by_token(
    State(province): State<Arc<Province>>,
    mut request: Request,
    next: Next,
) -> Response {
    let now = province.clock.now();
    let once = province.mischief.now(now).tokens_once;
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(|value| value.strip_prefix("Bearer ")).map(str::to_owned);
    let client = match token {
        Some(token) => province.store.client_of(&token, now, once).await,
        None => Ok(None),
    };
    let refusal = match client {
        // A client that the operator has taken out of the settings is nobody.
        Ok(Some(client)) if province.client(&client).is_some() => {
            request.extensions_mut().insert(Caller(client));
            return next.run(request).await;
        }
        Ok(_) => Refusal::NoToken,
        Err(fault) => fault.into(),
    };
    drain(request.into_body()).await;
    refusal.into_response()
}

pub(crate) async fn by_fate(
    State(province): State<Arc<Province>>,
    ConnectInfo(line): ConnectInfo<Line>,
    request: Request,
    next: Next,
) -> Response {
    let now = province.mischief.now(province.clock.now());
    if now.maintenance_seconds > 0 {
        drain(request.into_body()).await;
        return Refusal::Maintenance(now.maintenance_seconds).into_response();
    }
    let Fate { reset, fail, drop, garbage, slow } = province.mischief.next();
    if reset {
        line.reset();
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    if fail {
        drain(request.into_body()).await;
        return Refusal::Internal.into_response();
    }
    let answer = next.run(request).await;
    if slow {
        tokio::time::sleep(Duration::from_millis(now.slow_ms)).await;
    }
    if drop {
        line.end();
    }
    if garbage { garbled() } else { answer }
}

/// What a proxy says that has lost its way.
fn garbled() -> Response {
    let mut answer = "<html><body>\u{fffd}{\"MaHoSo\":".into_response();
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    answer
}
