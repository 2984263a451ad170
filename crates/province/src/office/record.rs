//! A dossier as the national synchronisation knows it.

use super::dossier::{download, inner};
use super::page::{Page, put, time};
use super::{Shown, nothing, wants_json};
use crate::Province;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use serde_json::Value;
use std::sync::Arc;

/// All of them, for programs: people have them in the list of dossiers.
pub(super) async fn all(State(province): State<Arc<Province>>) -> Shown {
    Ok(Json(province.store.records().await?).into_response())
}

pub(super) async fn show(
    State(province): State<Arc<Province>>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Shown {
    let Some(record) = province.store.record(&code).await? else { return Ok(nothing()) };
    if wants_json(&headers) {
        return Ok(Json(record).into_response());
    }
    let mut page = Page::new(&format!("Hồ sơ đồng bộ {}", record.code));
    let state = record.body.get("TrangThaiHoSo").and_then(Value::as_str).unwrap_or_default();
    put!(page, "<p data-record=\"", (record.code), "\" data-state=\"", (state), "\">Cập nhật lúc ");
    put!(
        page,
        (time(&record.changed)),
        " · bên gửi ",
        (record.client),
        "</p><h2>Tài liệu</h2><ul class=\"list\">"
    );
    for paper in &record.papers {
        put!(page, "<li data-fetched=\"", (paper.fetched), "\">");
        match (&paper.sha256, paper.fetched.as_str()) {
            (Some(sha256), "here") => {
                put!(page, "<a href=\"/dong-bo/", (record.code), "/tep/", (paper.place.to_string()), "\">");
                put!(page, (paper.name), "</a><br><code>", (sha256), "</code>");
            }
            (_, "waiting") => put!(page, (paper.name), " · đang tải về"),
            _ => put!(page, (paper.name), " · không tải được"),
        }
        put!(page, "</li>");
    }
    put!(page, "</ul><h2>Tiến trình</h2>");
    inner(&mut page, &Value::Array(record.steps));
    put!(page, "<h2>Hồ sơ</h2>");
    inner(&mut page, &record.body);
    Ok(page.html().into_response())
}

pub(super) async fn file(
    State(province): State<Arc<Province>>,
    Path((code, place)): Path<(String, i64)>,
) -> Shown {
    let Some(record) = province.store.record(&code).await? else { return Ok(nothing()) };
    let paper = record.papers.into_iter().find(|paper| paper.place == place && paper.fetched == "here");
    let Some((name, sha256)) = paper.and_then(|paper| Some((paper.name, paper.sha256?))) else {
        return Ok(nothing());
    };
    let path = province.folder.record_file(&code, place, &sha256);
    Ok(download(tokio::fs::File::open(path).await?, &name))
}
