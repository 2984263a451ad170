//! Tells clients of states, in order and until they are taken.

use crate::mischief::CallbackFate;
use crate::store::{StoreFault, Told};
use crate::visitor::Heard;
use crate::{Province, back_off, hex};
use hmac::{Hmac, Mac};
use serde::Serialize;
use sha2::Sha256;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often due times are looked at, when there is no news.
const LOOK: Duration = Duration::from_millis(250);

/// How many are told at the same time.
const AT_ONCE: i64 = 16;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A state, as it is asked for (`TrangThai`) and told.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Message<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    khoa_nguoi_gui: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ma_ho_so: Option<&'a str>,
    so_thu_tu: i64,
    trang_thai_ho_so: &'a str,
    noi_dung: &'a str,
    han_bo_sung: Option<&'a str>,
    thoi_diem: &'a str,
}

impl<'a> From<&'a crate::visitor::Change> for Message<'a> {
    fn from(change: &'a crate::visitor::Change) -> Message<'a> {
        Message {
            khoa_nguoi_gui: None,
            ma_ho_so: None,
            so_thu_tu: change.serial,
            trang_thai_ho_so: change.state.code(),
            noi_dung: &change.words,
            han_bo_sung: change.until.as_deref(),
            thoi_diem: &change.at,
        }
    }
}

/// Tells for ever.
pub(crate) async fn keep_telling(province: Arc<Province>) {
    loop {
        match tell_all(&province).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(fault) => tracing::error!(%fault, "callbacks wait"),
        }
        // News wakes at once; what comes due is found at the next look.
        let _ = tokio::time::timeout(LOOK, province.news.notified()).await;
    }
}

/// Tells all that is due; how many that was.
async fn tell_all(province: &Arc<Province>) -> Result<usize, StoreFault> {
    let due = province.store.to_tell(province.clock.now(), AT_ONCE).await?;
    let count = due.len();
    let mut telling = JoinSet::new();
    for told in due {
        let province = Arc::clone(province);
        telling.spawn(async move { tell(&province, &told).await });
    }
    while let Some(done) = telling.join_next().await {
        done??;
    }
    Ok(count)
}

async fn tell(province: &Province, told: &Told) -> Result<(), StoreFault> {
    let now = province.clock.now();
    let (client, secrets) = (province.client(&told.client), province.secrets(&told.client));
    let address = client.and_then(|client| client.callback.as_ref());
    let (Some(address), Some(secrets)) = (address, secrets) else {
        // Since then the operator has taken the address out of the settings.
        return province.store.told(&told.code, told.change.serial, Heard::Nobody, now).await;
    };
    let (key, code) = (told.key.as_str(), told.code.as_str());
    let message = Message { khoa_nguoi_gui: Some(key), ma_ho_so: Some(code), ..Message::from(&told.change) };
    let body = serde_json::to_string(&message)?;
    let post = async |body: &str, secret: &str| {
        let request = province
            .http
            .post(address.as_str())
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .header("x-thoi-diem", now)
            .header("x-chu-ky", sign(secret, now, body))
            .body(body.to_owned());
        request.send().await.is_ok_and(|answer| answer.status() == 204)
    };
    let CallbackFate { forged, garbage, twice } =
        province.mischief.of_callback(code, told.change.serial, told.tries);
    if forged {
        post(&body, &format!("not {}", secrets.callback_secret)).await;
    }
    if garbage {
        post("{\"SoThuTu\":", &secrets.callback_secret).await;
    }
    let taken = post(&body, &secrets.callback_secret).await;
    if taken && twice {
        post(&body, &secrets.callback_secret).await;
    }
    let due = now.saturating_add(back_off(told.tries));
    let heard = match taken {
        true => Heard::Taken,
        false if due > told.since.saturating_add(province.patience()) => Heard::GivenUp,
        false => Heard::Waiting,
    };
    province.store.told(code, told.change.serial, heard, due).await
}

/// `X-Chu-Ky`.
fn sign(secret: &str, now: i64, body: &str) -> String {
    // Never an error: HMAC takes keys of any length.
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes());
    let mac = mac.map(|mac| mac.chain_update(format!("{now}.{body}")).finalize().into_bytes());
    mac.map(|mac| hex(&mac)).unwrap_or_default()
}
