//! `GET /v1/health`: an answer that no captive portal gives.

use crate::openapi::HealthBody;
use crate::state::Gateway;
use crate::wire::Said;
use axum::extract::State;
use protocol::Health;
use std::sync::Arc;

/// Is the gateway able to receive, with which catalogue, and what verifies its receipts?
#[utoipa::path(
    get,
    path = "/v1/health",
    params(
        ("Accept" = Option<String>, Header,
            description = "`application/vnd.to-khai.postcard` asks for the answer in postcard instead of JSON."),
    ),
    responses((status = 200, description = "It is.", body = HealthBody)),
)]
pub(crate) async fn health(State(gateway): State<Arc<Gateway>>) -> Said {
    Said::Health(Health {
        catalogue: gateway.catalogue().into(),
        now: gateway.clock.now().rfc3339(),
        key: gateway.seal.public().hex(),
    })
}
