//! A province tells how a dossier stands: believed when it is signed, recent, in order, and of that dossier.

use crate::both::Both;
use crate::door::{Passing, door};
use crate::support::*;
use crate::tracking::{by_secret, told};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use protocol::State;
use province::states::State as Theirs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A callback as the contract writes it.
fn call(number: &str, code: &str, serial: i64, state: &str) -> String {
    serde_json::json!({"KhoaNguoiGui": number, "MaHoSo": code, "SoThuTu": serial, "TrangThaiHoSo": state,
        "NoiDung": "", "HanBoSung": null, "ThoiDiem": "20261122101500"})
    .to_string()
}

/// Says it to the gateway, as a system of this name, signed with a secret at a time; answers the status.
async fn say(both: &Both, name: &str, secret: &str, at: i64, body: String) -> u16 {
    let request = both.server.http.post(both.server.url(&format!("/v1/provinces/{name}/states")));
    let signature = sign(secret, at, &body);
    let request = request.header("x-thoi-diem", at).header("x-chu-ky", signature).body(body);
    request.send().await.unwrap().status().as_u16()
}

/// Over the seconds, a dot and the body.
fn sign(secret: &str, at: i64, body: &str) -> String {
    use hmac::{Hmac, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{at}.{body}").as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_callback_that_is_forged_old_repeated_or_of_another_dossier_changes_nothing() {
    let both = Both::with("submit", "ask_seconds = 1000000", "").await;
    let receipt = both.server.receipt(&Dossier::valid()).await;
    let arrived = both.province.arrived(1).await.remove(0);
    both.nothing_waits().await;
    let secret = both.province.callback_secret.clone();
    let (number, code) = (receipt.number.as_str(), arrived.code.as_str());
    assert_eq!(say(&both, "tinh", "guessed", TODAY, call(number, code, 1, "2")).await, 401);
    assert_eq!(say(&both, "other", &secret, TODAY, call(number, code, 1, "2")).await, 401);
    assert_eq!(say(&both, "tinh", &secret, TODAY - 301, call(number, code, 1, "2")).await, 401);
    let other = a_number();
    for (body, status) in [
        (call(other.as_str(), code, 1, "2"), 404),
        (call(number, "H20.99-261122-9999", 1, "2"), 404),
        (call(number, "../x", 1, "2"), 400),
        (call(number, code, 1, "11"), 400),
        (call(number, code, 0, "2"), 400),
        ("{}".into(), 400),
        (call(number, code, 2, "4"), 409), // the first is missing
    ] {
        assert_eq!(say(&both, "tinh", &secret, TODAY, body.clone()).await, status, "{body}");
    }
    let track = by_secret(&receipt.code, &receipt.secret);
    let progress = told(&both.server, &track).await;
    assert_eq!((progress.code.as_str(), progress.events.len()), (code, 1), "nothing has changed");
    for _ in 0..2 {
        assert_eq!(say(&both, "tinh", &secret, TODAY, call(number, code, 1, "2")).await, 204);
    }
    let again = say(&both, "tinh", &secret, TODAY, call(number, code, 1, "3")).await;
    assert_eq!(again, 204, "what was told stays told");
    let states: Vec<State> =
        told(&both.server, &track).await.events.iter().map(|event| event.state).collect();
    assert_eq!(states, [State::Received, State::Accepted]);
}

#[tokio::test]
async fn the_office_s_own_code_is_told_before_the_answer_to_the_dossier_has_come() {
    // What is handed on arrives, and nobody hears that it has.
    let is_deaf = Arc::new(AtomicBool::new(true));
    let deaf = Arc::clone(&is_deaf);
    let pass = move |passing: Passing| {
        let deaf = Arc::clone(&deaf);
        async move {
            let is_about_it =
                passing.path().ends_with("/NopTrucTuyen") || passing.path().ends_with("/TraCuu");
            let answer = passing.on().await;
            let is_lost = is_about_it && deaf.load(Ordering::SeqCst);
            if is_lost { StatusCode::BAD_GATEWAY.into_response() } else { answer }
        }
    };
    let both = Both::through(async |province| door(province, pass).await, "submit", "", "").await;
    let receipt = both.server.receipt(&Dossier::valid()).await;
    let arrived = both.province.arrived(1).await.remove(0);
    both.province.visitor.press(&arrived.code, Theirs::Accepted, "", "").await.unwrap();
    let progress = both.stands(&receipt, State::Accepted).await;
    assert_eq!(progress.code, arrived.code);
    assert_eq!(both.outbox().await[0]["state"], "waiting");
    let by_theirs = by_secret(&arrived.code, &receipt.secret);
    assert_eq!(told(&both.server, &by_theirs).await.events.len(), 2, "it is found by that code too");
    // Somebody takes it for another dossier: nothing is noted.
    let secret = both.province.callback_secret.clone();
    let wrong = call(receipt.number.as_str(), "H20.99-261122-9999", 2, "9");
    assert_eq!(say(&both, "tinh", &secret, TODAY, wrong).await, 404);
    assert_eq!(told(&both.server, &by_theirs).await.events.len(), 2);
    // Once it is heard all is well.
    is_deaf.store(false, Ordering::SeqCst);
    both.nothing_waits().await;
    assert_eq!(both.province.arrived(1).await[0].parcels.len(), 1);
    both.province.visitor.press(&arrived.code, Theirs::Finished, "", "").await.unwrap();
    assert_eq!(both.stands(&receipt, State::Finished).await.code, arrived.code);
}
