//! The widget's files, the page that shows it, and the compiled catalogue: for any site to embed.

use crate::StartError;
use crate::config::Origin;
use crate::problem::Refusal;
use crate::state::Gateway;
use axum::extract::{Path as UrlPath, Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// Named by their content: they never change.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const FIVE_MINUTES: HeaderValue = HeaderValue::from_static("public, max-age=300");
/// Kept, but asked for again each time.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The page that other sites show in an iframe.
const FRAME: &str = "frame.html";

/// The folder of the widget.
pub(crate) struct Web {
    dir: PathBuf,
    /// Of the page, and of whatever is called a page.
    policy: HeaderValue,
    /// Of the page for iframes, under its own address alone.
    frame_policy: HeaderValue,
}

impl Web {
    /// Reads the pages to know which of their styles the policies allow.
    pub(crate) fn open(dir: &Path, framed_by: Option<&[Origin]>) -> Result<Web, StartError> {
        let read = |name: &str| {
            let page = dir.join(name);
            fs::read_to_string(&page).map_err(|error| StartError::Web(page, error))
        };
        let header = |policy: String| {
            HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
        };
        Ok(Web {
            dir: dir.into(),
            policy: header(policy(&read("index.html")?, "'self'")),
            frame_policy: header(policy(&read(FRAME)?, &ancestors(framed_by))),
        })
    }

    fn policy_of(&self, path: &str) -> HeaderValue {
        let is_frame = path.strip_prefix('/') == Some(FRAME);
        if is_frame { self.frame_policy.clone() } else { self.policy.clone() }
    }
}

/// Who may show the page for iframes.
fn ancestors(framed_by: Option<&[Origin]>) -> String {
    match framed_by {
        None => "*".to_owned(),
        Some([]) => "'none'".to_owned(),
        Some(all) => all.iter().map(Origin::as_str).collect::<Vec<_>>().join(" "),
    }
}

/// Whatever no route takes: a file of the widget, or nothing.
pub(crate) async fn files(
    State(gateway): State<Arc<Gateway>>,
    request: Request,
) -> Result<Response, Refusal> {
    let web = gateway.web.as_ref().ok_or_else(Refusal::not_found)?;
    let cache = match request.uri().path() {
        path if path.starts_with("/assets/") => FOREVER,
        "/to-khai.js" | "/frame.js" => FIVE_MINUTES,
        _ => ASK_AGAIN,
    };
    let policy = web.policy_of(request.uri().path());
    let mut response = serve(&web.dir, request, cache).await?;
    let is_html = |v: &HeaderValue| v.as_bytes().starts_with(b"text/html");
    if response.headers().get(header::CONTENT_TYPE).is_some_and(is_html) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

/// A file of the catalogue.
pub(crate) async fn catalogue(
    State(gateway): State<Arc<Gateway>>,
    UrlPath(name): UrlPath<String>,
    mut request: Request,
) -> Result<Response, Refusal> {
    let dir = gateway.catalogues.folder_of(&name).ok_or_else(Refusal::not_found)?;
    let cache = if name.starts_with("index.") { ASK_AGAIN } else { FOREVER };
    let path = request.uri().path().trim_start_matches("/catalogue");
    *request.uri_mut() = path.parse::<Uri>().map_err(|_| Refusal::not_found())?;
    serve(dir, request, cache).await
}

async fn serve(dir: &Path, request: Request, cache: HeaderValue) -> Result<Response, Refusal> {
    let files = ServeDir::new(dir).precompressed_br().precompressed_gzip();
    let Ok(found) = files.oneshot(request).await;
    if matches!(found.status(), StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED) {
        return Err(Refusal::not_found());
    }
    let mut response = found.into_response();
    for_any_site(response.headers_mut());
    response.headers_mut().insert(header::CACHE_CONTROL, cache);
    Ok(response)
}

/// Pages of other origins may load it, even isolated ones, and may measure it.
fn for_any_site(headers: &mut HeaderMap) {
    const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
    const TIMING: HeaderName = HeaderName::from_static("timing-allow-origin");
    headers.insert(CORP, HeaderValue::from_static("cross-origin"));
    headers.insert(TIMING, HeaderValue::from_static("*"));
}

/// The strict policy that is documented for host pages, with the page's own styles allowed by their hashes, and who may
/// show it in a frame.
fn policy(html: &str, ancestors: &str) -> String {
    let styles: String = inline_styles(html).map(|style| format!(" '{}'", hash(style))).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
         style-src 'self'{styles}; img-src 'self' data: blob:; worker-src 'self'; manifest-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )
}

fn inline_styles(html: &str) -> impl Iterator<Item = &str> {
    let after = html.split("<style").skip(1);
    after.filter_map(|rest| rest.split_once('>')?.1.split_once("</style>").map(|(style, _)| style))
}

fn hash(style: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(style)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_own_style_is_allowed_and_no_other() {
        let policy = policy("<p><style>a{}</style><style media=print>b{}</style>", "'self'");
        assert!(
            policy.contains(&format!("style-src 'self' '{}' '{}';", hash("a{}"), hash("b{}"))),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline"));
    }
}
