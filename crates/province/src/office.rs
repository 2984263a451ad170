//! The office on a plain page: whoever opens it plays the official. No script, and every value is escaped.

mod dossier;
mod list;
mod mischief;
mod page;
mod record;

use crate::Province;
use crate::api::Refusal;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::sync::Arc;

pub(crate) fn router(province: Arc<Province>) -> Router {
    Router::new()
        .route("/", get(list::show))
        .route("/style.css", get(style))
        .route("/ho-so/{code}", get(dossier::show))
        .route("/ho-so/{code}/trang-thai", post(dossier::change))
        .route("/ho-so/{code}/tep/{key}/{place}", get(dossier::file))
        .route("/dong-bo", get(record::all))
        .route("/dong-bo/{code}", get(record::show))
        .route("/dong-bo/{code}/tep/{place}", get(record::file))
        .route("/quay-pha", get(mischief::show).post(mischief::set))
        .fallback(async || nothing())
        .route_layer(middleware::from_fn(guard))
        .with_state(province)
}

async fn style(State(_): State<Arc<Province>>) -> Response {
    let css = HeaderValue::from_static("text/css; charset=utf-8");
    ([(CONTENT_TYPE, css)], include_str!("office/style.css")).into_response()
}

/// Pages of others may not press our buttons, nor show our pages in theirs.
async fn guard(request: Request, next: Next) -> Response {
    if request.method() == Method::POST && !is_own(request.headers()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    let policy =
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    answer
}

/// Programs send no `Origin`; browsers do with every form.
fn is_own(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let site = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    site.is_some_and(|(_, site)| Some(site) == host)
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(b"application/json"))
}

fn nothing() -> Response {
    let mut page = page::Page::new("Không có trang này");
    page::put!(page, "<p>Không có gì ở địa chỉ này. <a href=\"/\">Về danh sách hồ sơ</a></p>");
    (StatusCode::NOT_FOUND, page.html()).into_response()
}

/// A page, or why there is none.
type Shown = Result<Response, Refusal>;
