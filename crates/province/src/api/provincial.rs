//! The provincial system: submissions, supplements, states.

use super::admit::Caller;
use super::parcel::Parcel;
use super::refusal::Refusal;
use crate::Province;
use crate::callbacks::Message;
use crate::shape::{Fault, Field, SUBMISSION, SUPPLEMENT, Why};
use crate::store::{Fresh, Kept, StoreFault};
use axum::Json;
use axum::extract::multipart::MultipartRejection;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

type Answer = Result<Response, Refusal>;
type Came = Result<Multipart, MultipartRejection>;

/// `POST /api/v1/hoso/NopTrucTuyen`
pub(crate) async fn submit(
    State(province): State<Arc<Province>>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    came: Came,
) -> Answer {
    let parcel = open(came, &province).await?;
    let key = key(&headers).filter(|key| is_submission_number(key));
    let key = key.ok_or_else(|| Refusal::at("Idempotency-Key", Why::Wrong))?;
    let sha256 = parcel.sha256(&caller.0, "NopTrucTuyen");
    if let Some(kept) = province.store.find(&key, &sha256).await? {
        return answer(kept);
    }
    let values = valid(&parcel, SUBMISSION)?;
    let faults = beyond_fields(&values, &province);
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let fresh = fresh(&parcel, caller, key, sha256, &province);
    keep(province, parcel, fresh, None).await
}

/// `POST /api/v1/hoso/<mã hồ sơ>/BoSung`
pub(crate) async fn supplement(
    State(province): State<Arc<Province>>,
    Extension(caller): Extension<Caller>,
    Path(code): Path<String>,
    headers: HeaderMap,
    came: Came,
) -> Answer {
    let parcel = open(came, &province).await?;
    let key = key(&headers).ok_or_else(|| Refusal::at("Idempotency-Key", Why::Wrong))?;
    let sha256 = parcel.sha256(&caller.0, &code);
    if let Some(kept) = province.store.find(&key, &sha256).await? {
        return answer(kept);
    }
    valid(&parcel, SUPPLEMENT)?;
    let fresh = fresh(&parcel, caller, key, sha256, &province);
    keep(province, parcel, fresh, Some(code)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ByKey {
    khoa: String,
}

/// `GET /api/v1/hoso/TraCuu?khoa=…`
pub(crate) async fn find(
    State(province): State<Arc<Province>>,
    Extension(caller): Extension<Caller>,
    by: Result<Query<ByKey>, QueryRejection>,
) -> Answer {
    let Ok(Query(by)) = by else { return Err(Refusal::at("khoa", Why::Wrong)) };
    let code = province.store.code_of(&caller.0, &by.khoa).await?.ok_or(Refusal::NotFound)?;
    Ok(Json(json!({ "MaHoSo": code })).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct After {
    #[serde(default)]
    sau: i64,
}

/// `GET /api/v1/hoso/<mã hồ sơ>/TrangThai?sau=…`
pub(crate) async fn states(
    State(province): State<Arc<Province>>,
    Extension(caller): Extension<Caller>,
    Path(code): Path<String>,
    after: Result<Query<After>, QueryRejection>,
) -> Answer {
    let Ok(Query(after)) = after else { return Err(Refusal::at("sau", Why::Wrong)) };
    let states = province.store.states_after(&caller.0, &code, after.sau).await?.ok_or(Refusal::NotFound)?;
    let messages: Vec<Message<'_>> = states.iter().map(Message::from).collect();
    Ok(Json(messages).into_response())
}

async fn open(came: Came, province: &Province) -> Result<Parcel, Refusal> {
    let multipart = came.map_err(|_| Refusal::at("multipart", Why::Wrong))?;
    Parcel::read(multipart, province).await
}

/// Idempotency-Key: harmless letters, so that it may name a folder.
fn key(headers: &HeaderMap) -> Option<String> {
    let key = headers.get("idempotency-key")?.to_str().ok()?;
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let fits = (8..=64).contains(&key.len()) && key.bytes().all(letters);
    fits.then(|| key.to_owned())
}

/// 128 bits in Crockford's base 32.
fn is_submission_number(key: &str) -> bool {
    let digit = |byte| matches!(byte, b'0'..=b'9' | b'A'..=b'Z') && !b"ILOU".contains(&byte);
    key.len() == 26 && key.bytes().all(digit)
}

fn valid(parcel: &Parcel, fields: &[Field]) -> Result<Map<String, Value>, Refusal> {
    parcel.check(fields).map_err(Refusal::Invalid)
}

/// What no single field tells.
fn beyond_fields(values: &Map<String, Value>, province: &Province) -> Vec<Fault> {
    let text = |name: &str| values.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut faults = Vec::new();
    let mut need = |name: &str, there: bool| {
        if !there {
            faults.push(Fault::new(name, Why::Missing));
        }
    };
    if values.get("UyQuyen") == Some(&Value::Bool(true)) {
        need("NguoiUyQuyen", !text("NguoiUyQuyen").is_empty());
        need("SoGiayToNguoiUyQuyen", !text("SoGiayToNguoiUyQuyen").is_empty());
    }
    if text("HinhThucTra") == "1" {
        let post = values.get("DangKyNhanHoSoQuaBCCIData").is_some_and(Value::is_object);
        need("DangKyNhanHoSoQuaBCCIData", post);
    }
    if province.config.procedures.is_empty() {
        return faults;
    }
    let national: String = text("MaTTHC").split('.').take(2).collect::<Vec<_>>().join(".");
    let Some(procedure) = province.config.procedures.get(&national) else {
        faults.push(Fault::new("MaTTHC", Why::Unused));
        return faults;
    };
    let components = values.get("ThanhPhanHoSos").and_then(Value::as_array).map(Vec::as_slice);
    for code in &procedure.components {
        let there = components
            .unwrap_or_default()
            .iter()
            .any(|component| component.get("MaGiayTo").and_then(Value::as_str) == Some(code));
        if !there {
            faults.push(Fault::new(format!("ThanhPhanHoSos[MaGiayTo={code}]"), Why::Missing));
        }
    }
    faults
}

fn fresh(parcel: &Parcel, caller: Caller, key: String, sha256: String, province: &Province) -> Fresh {
    Fresh {
        client: caller.0,
        key,
        sha256,
        fields: json!(parcel.fields).to_string(),
        files: parcel.files.clone(),
        at: province.clock.now(),
    }
}

/// Keeps it, as a submission or as a supplement of that dossier. It goes on to the end also when the sender has gone
/// away: nobody moves files any more once another may.
async fn keep(province: Arc<Province>, parcel: Parcel, fresh: Fresh, of: Option<String>) -> Answer {
    let keeping = async move {
        let (folder, key, lies) = (province.folder.clone(), fresh.key.clone(), parcel.lies());
        let settle = move || folder.settle(&key, &lies);
        let kept = match of {
            None => province.store.keep(&fresh, &province.config.agency, settle).await,
            Some(code) => province.store.supplement(&fresh, &code, settle).await,
        };
        drop(parcel);
        kept
    };
    answer(tokio::spawn(keeping).await.map_err(StoreFault::from)??)
}

fn answer(kept: Kept) -> Answer {
    let code = |status: StatusCode, code: String| Ok((status, Json(code)).into_response());
    match kept {
        Kept::Now(kept) => code(StatusCode::CREATED, kept),
        Kept::Before(kept) => code(StatusCode::OK, kept),
        Kept::Otherwise => Err(Refusal::OtherContent),
        Kept::NoDossier => Err(Refusal::NotFound),
        Kept::Ended => Err(Refusal::Ended),
    }
}
