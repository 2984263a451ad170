//! Misbehaving on demand: read and set, as a form and as JSON.

use super::page::{Page, put};
use super::{Shown, wants_json};
use crate::Province;
use crate::mischief::Mischief;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect};
use axum::{Form, Json};
use serde_json::Value;
use std::sync::Arc;

/// Fields of [`Mischief`], as people read them.
const WORDS: [(&str, &str); 12] = [
    ("seed", "Số bắt đầu (chạy lại được y như cũ)"),
    ("slow", "Trả lời chậm, phần nghìn"),
    ("slow_ms", "Chậm bao nhiêu mili giây (tối đa 30000)"),
    ("fail", "Lỗi 500 trước khi làm gì, phần nghìn"),
    ("reset", "Ngắt kết nối trước khi làm gì, phần nghìn"),
    ("drop", "Đã làm xong mà không trả lời, phần nghìn"),
    ("garbage", "Đã làm xong mà trả lời rác, phần nghìn"),
    ("callback_twice", "Báo trạng thái hai lần, phần nghìn"),
    ("callback_late", "Báo trạng thái trễ, để báo sau vượt lên, phần nghìn"),
    ("callback_garbage", "Báo trạng thái bằng rác, phần nghìn"),
    ("callback_forged", "Báo trạng thái với chữ ký sai, phần nghìn"),
    ("maintenance_seconds", "Bảo trì trong bao nhiêu giây"),
];

pub(super) async fn show(State(province): State<Arc<Province>>, headers: HeaderMap) -> Shown {
    let mischief = province.mischief.now(province.clock.now());
    if wants_json(&headers) {
        return Ok(Json(mischief).into_response());
    }
    let values = serde_json::to_value(&mischief).map_err(crate::store::StoreFault::from)?;
    let mut page = Page::new("Quấy phá");
    put!(page, "<p>Hệ thống thật có lúc hỏng. Đặt ở đây để xem bên gửi chịu được không.</p>");
    put!(page, "<form method=\"post\" action=\"/quay-pha\" class=\"settings\">");
    for (name, words) in WORDS {
        let value = values.get(name).map(Value::to_string).unwrap_or_default();
        put!(
            page,
            "<label>",
            (words),
            " <input name=\"",
            (name),
            "\" inputmode=\"numeric\" value=\"",
            (value),
            "\"></label>"
        );
    }
    put!(
        page,
        "<label>Mỗi mã truy cập chỉ dùng được một lần <select name=\"tokens_once\"><option value=\"false\">Không</option>"
    );
    if mischief.tokens_once {
        put!(page, "<option value=\"true\" selected>Có</option>");
    } else {
        put!(page, "<option value=\"true\">Có</option>");
    }
    put!(page, "</select></label><button data-action=\"misbehave\">Đặt</button></form>");
    Ok(page.html().into_response())
}

pub(super) async fn set(
    State(province): State<Arc<Province>>,
    headers: HeaderMap,
    request: Request,
) -> Shown {
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let from_form = kind.starts_with(b"application/x-www-form-urlencoded");
    let mischief: Option<Mischief> = if from_form {
        Form::from_request(request, &()).await.ok().map(|Form(mischief)| mischief)
    } else {
        Bytes::from_request(request, &()).await.ok().and_then(|body| serde_json::from_slice(&body).ok())
    };
    let Some(mischief) = mischief else { return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()) };
    let now = province.clock.now();
    province.mischief.set(mischief, now, &province.store).await?;
    if from_form {
        return Ok(Redirect::to("/quay-pha").into_response());
    }
    Ok(Json(province.mischief.now(now)).into_response())
}
