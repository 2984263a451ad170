//! What systems call. `router` is the table of contents.

mod admit;
mod national;
mod parcel;
mod provincial;
mod refusal;
mod token;

pub(crate) use refusal::Refusal;

use crate::Province;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use std::sync::Arc;

/// The longest JSON.
const JSON_BYTES: usize = 4 * 1024 * 1024;

pub(crate) fn router(province: Arc<Province>) -> Router {
    let parcels = Router::new()
        .route("/api/v1/hoso/NopTrucTuyen", post(provincial::submit))
        .route("/api/v1/hoso/{code}/BoSung", post(provincial::supplement))
        .layer(DefaultBodyLimit::disable());
    let others = Router::new()
        .route("/api/v1/hoso/TraCuu", get(provincial::find))
        .route("/api/v1/hoso/{code}/TrangThai", get(provincial::states))
        .route("/api/dongbo/ThemMoi", post(national::add))
        .route("/api/dongbo/CapNhat", post(national::update))
        .route("/api/dongbo/TienTrinh", post(national::steps))
        .route("/api/dongbo/HoSo", get(national::record))
        .layer(DefaultBodyLimit::max(JSON_BYTES));
    let token = Router::new().route("/connect/token", post(token::issue));
    let with_token = middleware::from_fn_with_state(Arc::clone(&province), admit::by_token);
    let fate = middleware::from_fn_with_state(Arc::clone(&province), admit::by_fate);
    parcels.merge(others).route_layer(with_token).merge(token).route_layer(fate).with_state(province)
}
