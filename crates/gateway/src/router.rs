//! The table of contents.

use crate::problem::Refusal;
use crate::state::Gateway;
use crate::uploads::{self, tus};
use crate::{dossiers, health, openapi, relay, tracking, web, wire};
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::http::header::{ACCEPT, CONTENT_TYPE, HeaderName, LOCATION, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Router, middleware};
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any as AnyOrigin, CorsLayer};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The header that holds the submission number a second time.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Everything the gateway answers.
pub(crate) fn router(gateway: Arc<Gateway>) -> Router {
    let (api, _) = api().split_for_parts();
    let all = api
        .route("/catalogue/{*path}", get(web::catalogue))
        // Between systems: docs/province.md says how they speak.
        .route("/v1/provinces/{name}/states", post(relay::callback))
        .route("/v1/provinces/{name}/files/{number}/{place}", get(relay::file))
        .route("/v1/{*rest}", any(async || Refusal::not_found()))
        .fallback(web::files)
        .method_not_allowed_fallback(async || Refusal::not_found());
    let introduce = middleware::from_fn_with_state(Arc::clone(&gateway), tus::introduce);
    around(all.with_state(gateway)).layer(introduce)
}

/// What happens to every request, innermost first.
fn around(router: Router) -> Router {
    router
        .layer(CatchPanicLayer::custom(panicked))
        .layer(for_any_origin())
        .layer(middleware::from_fn(wire::speak))
}

/// The documented routes: what stands here stands in `openapi.json`.
pub(crate) fn api() -> OpenApiRouter<Arc<Gateway>> {
    OpenApiRouter::with_openapi(openapi::about())
        .routes(routes!(uploads::begin))
        .routes(routes!(uploads::stand, uploads::go_on, uploads::end))
        .routes(routes!(dossiers::receive))
        .routes(routes!(tracking::track))
        .routes(routes!(tracking::reopen))
        .layer(DefaultBodyLimit::disable())
        .routes(routes!(health::health))
        .routes(routes!(openapi::document))
}

fn for_any_origin() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AnyOrigin)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers([
            ACCEPT,
            CONTENT_TYPE,
            IDEMPOTENCY_KEY,
            tus::RESUMABLE,
            tus::LENGTH,
            tus::OFFSET,
            tus::METADATA,
        ])
        .expose_headers([
            LOCATION,
            RETRY_AFTER,
            tus::RESUMABLE,
            tus::LENGTH,
            tus::OFFSET,
            tus::EXPIRES,
            wire::REQUEST_ID,
        ])
        .max_age(Duration::from_secs(24 * 60 * 60))
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    Refusal::internal().into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::extract::Request;
    use http_body_util::BodyExt;
    use protocol::{Problem, ProblemKind};
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_mistake_of_ours_is_a_problem_that_any_site_can_read() {
        async fn mistake() {
            panic!("with somebody's words in it")
        }
        let router = around(Router::new().route("/", get(mistake)));
        let answer = router.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(answer.status(), 500);
        assert_eq!(answer.headers()["access-control-allow-origin"], "*");
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        let problem: Problem = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(problem.kind, ProblemKind::Internal);
        assert!(problem.kind.may_retry() && !problem.request.is_empty());
    }
}
