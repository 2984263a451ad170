//! Every misbehaviour does what it says.

use crate::support::*;
use province::mischief::{Mischief, PerMille};
use province::states::State;
use province::visitor::Heard;
use serde_json::Value;

const ALWAYS: PerMille = PerMille::ALWAYS;

async fn misbehaving(mischief: Mischief) -> (Server, Client) {
    let server = Server::start().await;
    let client = server.client().await;
    server.visitor().misbehave(&mischief).await.unwrap();
    (server, client)
}

async fn well(server: &Server) {
    server.visitor().misbehave(&Mischief::default()).await.unwrap();
}

#[tokio::test]
async fn a_failure_comes_before_anything_is_done() {
    let (server, client) = misbehaving(Mischief { fail: ALWAYS, ..Mischief::default() }).await;
    let submission = Submission::valid();
    assert_eq!(client.send(&submission).await.status(), 500);
    well(&server).await;
    assert_eq!(client.found(&submission.key).await, None);
}

#[tokio::test]
async fn a_reset_comes_before_anything_is_done() {
    let (server, client) = misbehaving(Mischief { reset: ALWAYS, ..Mischief::default() }).await;
    let submission = Submission::valid();
    assert!(client.sending(&submission).send().await.is_err());
    well(&server).await;
    assert_eq!(client.found(&submission.key).await, None);
}

#[tokio::test]
async fn a_reply_is_dropped_after_the_dossier_is_kept() {
    let (server, client) = misbehaving(Mischief { drop: ALWAYS, ..Mischief::default() }).await;
    let submission = Submission::valid();
    assert!(client.sending(&submission).send().await.is_err(), "no answer");
    well(&server).await;
    let code = client.found(&submission.key).await;
    assert_eq!(code.as_deref(), Some("H20.99-261128-0001"));
    assert_eq!(client.code(&submission).await, code.unwrap());
}

#[tokio::test]
async fn an_answer_of_garbage_comes_after_the_dossier_is_kept() {
    let (server, client) = misbehaving(Mischief { garbage: ALWAYS, ..Mischief::default() }).await;
    let submission = Submission::valid();
    let answer = client.send(&submission).await;
    assert!(serde_json::from_slice::<Value>(&answer.bytes().await.unwrap()).is_err());
    well(&server).await;
    assert!(client.found(&submission.key).await.is_some());
}

#[tokio::test]
async fn a_slow_answer_is_an_answer_all_the_same() {
    let (_server, client) = misbehaving(Mischief { slow: ALWAYS, slow_ms: 1, ..Mischief::default() }).await;
    client.code(&Submission::valid()).await;
}

#[tokio::test]
async fn a_token_can_be_good_for_one_request_only() {
    let (server, client) = misbehaving(Mischief { tokens_once: true, ..Mischief::default() }).await;
    client.code(&Submission::valid()).await;
    assert_eq!(client.send(&Submission::valid()).await.status(), 401);
    server.client().await.code(&Submission::valid()).await;
}

#[tokio::test]
async fn a_maintenance_window_says_how_long_and_ends() {
    let (server, client) = misbehaving(Mischief { maintenance_seconds: 60, ..Mischief::default() }).await;
    server.later(20);
    let answer = client.send(&Submission::valid()).await;
    assert_eq!((answer.status().as_u16(), answer.headers()["retry-after"].to_str().unwrap()), (503, "40"));
    assert_eq!(ask_token(&client.http, &server.base, &server.secret).await.unwrap().status(), 503);
    assert_eq!(server.visitor().mischief().await.unwrap().maintenance_seconds, 40);
    server.later(40);
    client.code(&Submission::valid()).await;
}

/// A server that misbehaves in telling, with a dossier.
async fn telling(ear: &Ear, mischief: Mischief) -> (Server, String) {
    let server = Server::telling(ear).await;
    let code = server.client().await.code(&Submission::valid()).await;
    server.visitor().misbehave(&mischief).await.unwrap();
    (server, code)
}

#[tokio::test]
async fn a_callback_can_come_twice() {
    let mut ear = Ear::open().await;
    let (server, code) = telling(&ear, Mischief { callback_twice: ALWAYS, ..Mischief::default() }).await;
    server.visitor().press(&code, State::Accepted, "", "").await.unwrap();
    let (first, second) = (ear.next().await, ear.next().await);
    assert_eq!(first.body, second.body);
    assert!(first.is_signed_with(&server.callback_secret) && second.is_signed_with(&server.callback_secret));
}

#[tokio::test]
async fn garbage_and_forgeries_come_before_the_real_callback() {
    let mut ear =
        Ear::answering(|call| if serde_json::from_str::<Value>(&call.body).is_ok() { 204 } else { 400 })
            .await;
    let mischief = Mischief { callback_forged: ALWAYS, callback_garbage: ALWAYS, ..Mischief::default() };
    let (server, code) = telling(&ear, mischief).await;
    server.visitor().press(&code, State::Accepted, "", "").await.unwrap();
    let (forged, garbage, real) = (ear.next().await, ear.next().await, ear.next().await);
    assert_eq!(forged.body, real.body);
    assert!(!forged.is_signed_with(&server.callback_secret));
    assert!(serde_json::from_str::<Value>(&garbage.body).is_err());
    assert!(garbage.is_signed_with(&server.callback_secret) && real.is_signed_with(&server.callback_secret));
}

#[tokio::test]
async fn callbacks_out_of_order_all_come_in_the_end() {
    let mut taken = 0;
    let mut ear = Ear::answering(move |call| {
        // As the contract says: a gap is refused, what is known already is taken.
        if call.serial() > taken + 1 {
            return 409;
        }
        taken = taken.max(call.serial());
        204
    })
    .await;
    let (server, code) = telling(&ear, Mischief { callback_late: ALWAYS, ..Mischief::default() }).await;
    let visitor = server.visitor();
    visitor.press(&code, State::Accepted, "", "").await.unwrap();
    well(&server).await;
    visitor.press(&code, State::Processing, "", "").await.unwrap();
    assert_eq!(ear.next().await.serial(), 2, "it overtook");
    server.later(10);
    assert_eq!((ear.next().await.serial(), ear.next().await.serial()), (1, 2));
    let all_taken =
        async || visitor.dossier(&code).await.unwrap().states.iter().all(|s| s.heard == Heard::Taken);
    until(async || all_taken().await.then_some(())).await;
}

#[tokio::test]
async fn how_it_misbehaves_is_kept_and_can_be_set_on_the_page() {
    let server = Server::start().await;
    let form = [("seed", "7"), ("drop", "250"), ("tokens_once", "true"), ("slow_ms", "99999999")];
    let client = reqwest::Client::new();
    let set = client.post(format!("{}/quay-pha", server.base)).form(&form).send().await.unwrap();
    assert!(set.text().await.unwrap().contains("name=\"drop\" inputmode=\"numeric\" value=\"250\""));
    let server = Server::on(server.stop().await, "").await;
    let expected = Mischief {
        seed: 7,
        drop: 250.try_into().unwrap(),
        tokens_once: true,
        slow_ms: 30_000,
        ..Mischief::default()
    };
    assert_eq!(server.visitor().mischief().await.unwrap(), expected);
    for wrong in ["{\"drop\":1001}", "{\"dropp\":1}", "{"] {
        let request =
            client.post(format!("{}/quay-pha", server.base)).header("content-type", "application/json");
        assert_eq!(request.body(wrong).send().await.unwrap().status(), 422, "{wrong}");
    }
}

#[tokio::test]
async fn a_run_can_be_repeated() {
    let mischief = Mischief { seed: 11, fail: 500.try_into().unwrap(), ..Mischief::default() };
    let (server, client) = misbehaving(mischief.clone()).await;
    let run = async || {
        server.visitor().misbehave(&mischief).await.unwrap();
        let mut statuses = Vec::new();
        for _ in 0..20 {
            let answer = client.get("/api/v1/hoso/TraCuu?khoa=1").send().await.unwrap();
            statuses.push(answer.status().as_u16());
        }
        statuses
    };
    let (one, same) = (run().await, run().await);
    assert_eq!(one, same);
    assert!(one.contains(&500) && one.contains(&404), "{one:?}");
}
