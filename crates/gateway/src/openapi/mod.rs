//! The contract as a document.

mod shapes;

pub(crate) use shapes::{
    HealthBody, ProblemBody, ProgressBody, ReceiptBody, ReopenedBody, SubmissionBody, TrackBody,
};

use crate::router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use std::sync::LazyLock;
use utoipa::openapi::{Info, License, OpenApi, OpenApiBuilder};

static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    let mut document = router::api().into_openapi().to_pretty_json().unwrap_or_default();
    document.push('\n');
    document
});

/// What stands at the head of the document.
pub(crate) fn about() -> OpenApi {
    let mut info = Info::new("Tờ Khai gateway", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "Receives administrative dossiers. First its files are uploaded (tus 1.0, see \
         <https://tus.io/protocols/resumable-upload>; `OPTIONS /v1/uploads` tells what it can), then the dossier \
         names them. Errors are RFC 9457 problem details; decide by `type`, never by \
         `title`. Every response carries `X-Request-Id`."
            .into(),
    );
    info.license = Some(License::new(env!("CARGO_PKG_LICENSE")));
    OpenApiBuilder::new().info(info).build()
}

/// This document.
#[utoipa::path(get, path = "/openapi.json", responses((status = 200, description = "OpenAPI 3.1.")))]
pub(crate) async fn document() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")], DOCUMENT.as_str())
}
