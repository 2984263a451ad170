//! One dossier: everything received, and what may be done with it.

use super::page::{Page, put, time};
use super::{Shown, nothing, wants_json};
use crate::Province;
use crate::clock;
use crate::states::State;
use crate::store::Changed;
use crate::visitor::{Change, Dossier, Heard, Parcel};
use axum::body::Body;
use axum::extract::rejection::FormRejection;
use axum::extract::{self, Path};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Form, Json};
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use tokio_util::io::ReaderStream;

type Shared = extract::State<Arc<Province>>;

pub(super) async fn show(
    extract::State(province): Shared,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Shown {
    let Some(dossier) = province.store.dossier(&code).await? else { return Ok(nothing()) };
    if wants_json(&headers) {
        return Ok(Json(dossier).into_response());
    }
    Ok(draw(&dossier).html().into_response())
}

fn draw(dossier: &Dossier) -> Page {
    let mut page = Page::new(&format!("Hồ sơ {}", dossier.code));
    let state = dossier.state;
    put!(page, "<p data-dossier=\"", (dossier.code), "\" data-state=\"", (state.code()), "\">Trạng thái: ");
    put!(page, "<strong>", (state.words()), "</strong> · số gửi ", (dossier.key), " · bên gửi ");
    put!(page, (dossier.client), "</p><section class=\"actions\"><h2>Xử lý</h2>");
    if state.is_end() {
        put!(page, "<p class=\"none\">Hồ sơ đã kết thúc.</p>");
    }
    for next in State::all().filter(|next| state.may_become(*next)) {
        button(&mut page, dossier, next);
    }
    put!(page, "</section>");
    history(&mut page, &dossier.states);
    for (place, parcel) in dossier.parcels.iter().enumerate() {
        if place == 0 {
            put!(page, "<section data-parcel=\"0\"><h2>Nội dung nộp</h2>");
        } else {
            let number = place.to_string();
            put!(page, "<section data-parcel=\"", (number), "\"><h2>Bổ sung lần ", (number), "</h2>");
        }
        received(&mut page, dossier, parcel);
        put!(page, "</section>");
    }
    page
}

fn button(page: &mut Page, dossier: &Dossier, next: State) {
    put!(page, "<form method=\"post\" action=\"/ho-so/", (dossier.code), "/trang-thai\">");
    put!(page, "<input type=\"hidden\" name=\"trang_thai\" value=\"", (next.code()), "\">");
    if next.needs_words() {
        let asks = if next == State::Supplement { "Cần bổ sung" } else { "Lý do, nội dung" };
        put!(
            page,
            "<label>",
            (asks),
            " <textarea name=\"noi_dung\" rows=\"2\" maxlength=\"2000\" required></textarea></label>"
        );
    }
    if next == State::Supplement {
        put!(page, "<label>Hạn bổ sung <input type=\"date\" name=\"han\" required></label>");
    }
    put!(page, "<button data-action=\"", (next.hook()), "\">", (next.button()), "</button></form>");
}

fn history(page: &mut Page, states: &[Change]) {
    put!(page, "<section><h2>Quá trình</h2><ol class=\"list\">");
    for change in states {
        let heard = match change.heard {
            Heard::Waiting => "đang báo cho bên gửi",
            Heard::Taken => "bên gửi đã nhận",
            Heard::GivenUp => "không báo được cho bên gửi",
            Heard::Nobody => "bên gửi tự hỏi",
        };
        put!(
            page,
            "<li data-change=\"",
            (change.serial.to_string()),
            "\" data-state=\"",
            (change.state.code())
        );
        put!(page, "\"><strong>", (change.state.words()), "</strong> ", (time(&change.at)), " · ", (heard));
        if !change.words.is_empty() {
            put!(page, "<br>", (change.words));
        }
        if let Some(until) = &change.until {
            put!(page, "<br>Hạn: ", (time(until)));
        }
        put!(page, "</li>");
    }
    put!(page, "</ol></section>");
}

fn received(page: &mut Page, dossier: &Dossier, parcel: &Parcel) {
    put!(page, "<p>Nhận lúc ", (time(&parcel.received)), "</p><table>");
    for (name, text) in &parcel.fields {
        put!(page, "<tr data-field=\"", (name), "\"><th scope=\"row\">", (name), "</th><td>");
        match serde_json::from_str(text) {
            Ok(value @ (Value::Object(_) | Value::Array(_))) => inner(page, &value),
            _ => put!(page, (text)),
        }
        put!(page, "</td></tr>");
    }
    put!(page, "</table><ul class=\"list\">");
    for (place, file) in parcel.files.iter().enumerate() {
        let place = place.to_string();
        put!(
            page,
            "<li data-file=\"",
            (place),
            "\"><a href=\"/ho-so/",
            (dossier.code),
            "/tep/",
            (parcel.key)
        );
        put!(page, "/", (place), "\">", (file.name), "</a> ", (file.size.to_string()), " byte · ");
        put!(page, (file.media_type), "<br><code>", (file.sha256), "</code></li>");
    }
    put!(page, "</ul>");
}

/// A value within a value, as a table.
pub(super) fn inner(page: &mut Page, value: &Value) {
    match value {
        Value::Object(object) => {
            put!(page, "<table>");
            for (name, value) in object {
                put!(page, "<tr><th scope=\"row\">", (name), "</th><td>");
                inner(page, value);
                put!(page, "</td></tr>");
            }
            put!(page, "</table>");
        }
        Value::Array(items) => {
            put!(page, "<ol>");
            for item in items {
                put!(page, "<li>");
                inner(page, item);
                put!(page, "</li>");
            }
            put!(page, "</ol>");
        }
        Value::String(text) => put!(page, (text)),
        Value::Null => {}
        other => put!(page, (other.to_string())),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pressed {
    trang_thai: State,
    #[serde(default)]
    noi_dung: String,
    /// `2026-12-15`, or nothing.
    #[serde(default)]
    han: String,
}

/// The most that an office says.
const WORDS: usize = 2000;

pub(super) async fn change(
    extract::State(province): Shared,
    Path(code): Path<String>,
    pressed: Result<Form<Pressed>, FormRejection>,
) -> Shown {
    let Ok(Form(pressed)) = pressed else { return Ok(not_so("Biểu mẫu không đúng.")) };
    // A browser sends lines as CRLF.
    let words = pressed.noi_dung.replace("\r\n", "\n");
    let (state, words) = (pressed.trang_thai, words.trim());
    if state.needs_words() && words.is_empty() || words.chars().count() > WORDS {
        return Ok(not_so("Cần ghi lý do hoặc nội dung, không quá 2000 chữ."));
    }
    let until = clock::read_day(&pressed.han.replace('-', ""));
    let until = until.filter(|_| state == State::Supplement).map(|day| day.iso().replace('-', ""));
    if state == State::Supplement && until.is_none() {
        return Ok(not_so("Cần ghi hạn bổ sung."));
    }
    let tell = |client: &str| province.client(client).is_some_and(|client| client.callback.is_some());
    let late = |serial| province.mischief.lateness(&code, serial);
    let now = province.clock.now();
    match province.store.change(&code, state, (words, until.as_deref()), now, tell, late).await? {
        Changed::NoDossier => Ok(nothing()),
        Changed::Never(_) => Ok(not_so("Hồ sơ đang ở trạng thái khác, không chuyển được như vậy.")),
        Changed::Now(_) => {
            province.news.notify_one();
            Ok(Redirect::to(&format!("/ho-so/{code}")).into_response())
        }
    }
}

fn not_so(why: &str) -> Response {
    let mut page = Page::new("Không thực hiện được");
    put!(page, "<p>", (why), "</p>");
    (StatusCode::CONFLICT, page.html()).into_response()
}

pub(super) async fn file(
    extract::State(province): Shared,
    Path((code, key, place)): Path<(String, String, usize)>,
) -> Shown {
    let Some(dossier) = province.store.dossier(&code).await? else { return Ok(nothing()) };
    let parcel = dossier.parcels.iter().find(|parcel| parcel.key == key);
    let Some(file) = parcel.and_then(|parcel| parcel.files.get(place)) else { return Ok(nothing()) };
    let path = province.folder.parcel_file(&key, place, &file.sha256);
    Ok(download(tokio::fs::File::open(path).await?, &file.name))
}

/// A file to be saved: what strangers sent is never shown as a page of ours.
pub(super) fn download(file: tokio::fs::File, name: &str) -> Response {
    let letter = |byte: u8| match byte {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    let name: String = name.bytes().map(letter).collect();
    let disposition = HeaderValue::try_from(format!("attachment; filename*=UTF-8''{name}"));
    // Letters, digits and percent signs always are a header's value.
    let disposition = disposition.unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static("application/octet-stream");
    ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, disposition)], Body::from_stream(ReaderStream::new(file)))
        .into_response()
}
