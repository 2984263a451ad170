//! The national synchronisation. Each answer is 200 with an `error_code`; of an array all is taken, or nothing.

use super::admit::Caller;
use super::refusal::Refusal;
use crate::Province;
use crate::shape::{Fault, Field, RECORD, STEP, Why, check};
use crate::store::Put;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Extension, Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many steps come at once.
const STEPS: usize = 10;

/// How many records come at once.
const RECORDS: usize = 100;

type Answer = Result<Response, Refusal>;
type Came = Result<Bytes, BytesRejection>;

/// `POST /api/dongbo/ThemMoi`
pub(crate) async fn add(
    State(province): State<Arc<Province>>,
    Extension(caller): Extension<Caller>,
    came: Came,
) -> Answer {
    let bodies = match records(came) {
        Ok(bodies) => bodies,
        Err(message) => return Ok(told("3", &message)),
    };
    let put = province.store.add_records(&caller.0, &bodies, province.clock.now()).await?;
    province.papers.notify_one();
    Ok(answer(put))
}

/// `POST /api/dongbo/CapNhat`
pub(crate) async fn update(
    State(province): State<Arc<Province>>,
    Extension(caller): Extension<Caller>,
    came: Came,
) -> Answer {
    let bodies = match records(came) {
        Ok(bodies) => bodies,
        Err(message) => return Ok(told("3", &message)),
    };
    let put = province.store.update_records(&caller.0, &bodies, province.clock.now()).await?;
    province.papers.notify_one();
    Ok(answer(put))
}

/// `POST /api/dongbo/TienTrinh`
pub(crate) async fn steps(
    State(province): State<Arc<Province>>,
    Extension(caller): Extension<Caller>,
    came: Came,
) -> Answer {
    match array(came, STEPS, STEP) {
        Ok(bodies) => Ok(answer(province.store.add_steps(&caller.0, &bodies).await?)),
        Err(message) => Ok(told("3", &message)),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ByCode {
    #[serde(rename = "maHoSo")]
    code: String,
}

/// `GET /api/dongbo/HoSo?maHoSo=…`
pub(crate) async fn record(
    State(province): State<Arc<Province>>,
    Extension(caller): Extension<Caller>,
    by: Result<Query<ByCode>, QueryRejection>,
) -> Answer {
    let Ok(Query(by)) = by else { return Err(Refusal::at("maHoSo", Why::Wrong)) };
    let record = province.store.record(&by.code).await?.filter(|record| record.client == caller.0);
    Ok(Json(record.ok_or(Refusal::NotFound)?.body).into_response())
}

fn records(came: Came) -> Result<Vec<Value>, String> {
    let bodies = array(came, RECORDS, RECORD)?;
    let mut faults = Vec::new();
    let mut codes = BTreeSet::new();
    for (place, body) in bodies.iter().enumerate() {
        if !codes.insert(body.get("MaHoSo").and_then(Value::as_str)) {
            faults.push(Fault::new(format!("[{place}].MaHoSo"), Why::Twice));
        }
        check_identities(body, place, &mut faults);
    }
    if faults.is_empty() { Ok(bodies) } else { Err(sentence(&faults)) }
}

/// Twelve digits for a số định danh, nine for the number of an old card.
fn check_identities(body: &Value, place: usize, faults: &mut Vec<Fault>) {
    let identities = body.get("DinhDanhCHS").and_then(Value::as_array);
    for (at, identity) in identities.into_iter().flatten().enumerate() {
        let text = |name: &str| identity.get(name).and_then(Value::as_str).unwrap_or_default();
        let number = text("SoDinhDanh");
        let length = if text("LoaiDinhDanh") == "1" { 12 } else { 9 };
        if number.len() != length || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            faults.push(Fault::new(format!("[{place}].DinhDanhCHS[{at}].SoDinhDanh"), Why::Wrong));
        }
    }
}

/// The objects of an array, or what is wrong with them, in a sentence.
fn array(came: Came, most: usize, fields: &[Field]) -> Result<Vec<Value>, String> {
    let bytes = came.map_err(|_| "Dữ liệu quá lớn".to_owned())?;
    let Ok(Value::Array(items)) = serde_json::from_slice(&bytes) else {
        return Err("Dữ liệu không phải là một mảng JSON".to_owned());
    };
    if items.is_empty() || items.len() > most {
        return Err(format!("Mảng phải có từ 1 đến {most} phần tử"));
    }
    let mut faults = Vec::new();
    for (place, item) in items.iter().enumerate() {
        let at = format!("[{place}]");
        match item {
            Value::Object(object) => check(fields, object, &at, &mut faults),
            _ => faults.push(Fault::new(at, Why::Wrong)),
        }
    }
    if faults.is_empty() { Ok(items) } else { Err(sentence(&faults)) }
}

fn sentence(faults: &[Fault]) -> String {
    let told: Vec<String> =
        faults.iter().map(|fault| format!("{}: {}", fault.at, fault.why.words())).collect();
    format!("Dữ liệu không hợp lệ: {}", told.join("; "))
}

fn answer(put: Put) -> Response {
    match put {
        Put::Done => told("0", "Thành công"),
        Put::Known(code) => told("-3", &format!("Hồ sơ {code} đã tồn tại")),
        Put::Unknown(code) => told("-3", &format!("Hồ sơ {code} không tồn tại")),
    }
}

fn told(error_code: &str, message: &str) -> Response {
    Json(json!({ "error_code": error_code, "message": message })).into_response()
}
