//! All dossiers.

use super::page::{Page, put, time};
use super::{Shown, wants_json};
use crate::Province;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use serde_json::Value;
use std::sync::Arc;

pub(super) async fn show(State(province): State<Arc<Province>>, headers: HeaderMap) -> Shown {
    let dossiers = province.store.list().await?;
    if wants_json(&headers) {
        return Ok(Json(dossiers).into_response());
    }
    let records = province.store.records().await?;
    let mut page = Page::new("Hồ sơ nộp trực tuyến");
    if dossiers.is_empty() {
        put!(page, "<p class=\"none\">Chưa có hồ sơ nào.</p>");
    }
    put!(page, "<ul class=\"list\">");
    for dossier in &dossiers {
        put!(page, "<li data-dossier=\"", (dossier.code), "\" data-state=\"", (dossier.state.code()), "\">");
        put!(page, "<a href=\"/ho-so/", (dossier.code), "\">", (dossier.code), "</a> <span class=\"state\">");
        put!(
            page,
            (dossier.state.words()),
            "</span><br>",
            (dossier.owner),
            " · thủ tục ",
            (dossier.procedure)
        );
        put!(page, " · nhận lúc ", (time(&dossier.received)), "</li>");
    }
    put!(page, "</ul><h2>Hồ sơ đồng bộ (cổng quốc gia)</h2>");
    if records.is_empty() {
        put!(page, "<p class=\"none\">Chưa có hồ sơ nào.</p>");
    }
    put!(page, "<ul class=\"list\">");
    for record in &records {
        let text = |name: &str| record.body.get(name).and_then(Value::as_str).unwrap_or_default();
        let state = text("TrangThaiHoSo");
        let words = crate::states::State::of(state).map(crate::states::State::words).unwrap_or_default();
        put!(
            page,
            "<li data-record=\"",
            (record.code),
            "\" data-state=\"",
            (state),
            "\"><a href=\"/dong-bo/"
        );
        put!(
            page,
            (record.code),
            "\">",
            (record.code),
            "</a> <span class=\"state\">",
            (words),
            "</span><br>"
        );
        put!(
            page,
            (text("ChuHoSo")),
            " · ",
            (text("TenTTHC")),
            " · cập nhật lúc ",
            (time(&record.changed)),
            "</li>"
        );
    }
    put!(page, "</ul>");
    Ok(page.html().into_response())
}
