//! Whoever sent a dossier is told of every state, in order, until it is taken.

use crate::support::*;
use province::states::State;
use province::visitor::Heard;
use serde_json::json;
use std::collections::HashSet;

#[tokio::test]
async fn a_decision_is_told_at_once_signed_and_under_the_senders_number() {
    let mut ear = Ear::open().await;
    let server = Server::telling(&ear).await;
    let submission = Submission::valid();
    let code = server.client().await.code(&submission).await;
    let visitor = server.visitor();
    visitor.press(&code, State::Supplement, "Thiếu giấy", "2026-12-15").await.unwrap();
    let call = ear.next().await;
    let expected = json!({"KhoaNguoiGui": submission.key, "MaHoSo": code, "SoThuTu": 1, "TrangThaiHoSo": "5",
        "NoiDung": "Thiếu giấy", "HanBoSung": "20261215", "ThoiDiem": "20261128101500"});
    assert_eq!(call.json(), expected);
    assert_eq!(call.time, NOW.to_string());
    assert!(call.is_signed_with(&server.callback_secret));
    let heard = async || visitor.dossier(&code).await.unwrap().states[0].heard;
    until(async || (heard().await == Heard::Taken).then_some(())).await;
}

#[tokio::test]
async fn a_callback_is_repeated_until_it_is_taken_and_later_ones_wait_for_it() {
    let mut refusals = 3;
    let mut ear = Ear::answering(move |_| {
        refusals -= 1;
        if refusals >= 0 { 503 } else { 204 }
    })
    .await;
    let server = Server::telling(&ear).await;
    let code = server.client().await.code(&Submission::valid()).await;
    let visitor = server.visitor();
    visitor.press(&code, State::Accepted, "", "").await.unwrap();
    visitor.press(&code, State::Processing, "", "").await.unwrap();
    visitor.press(&code, State::Finished, "", "").await.unwrap();
    let mut serials = Vec::new();
    for wait in [1, 2, 4, 0, 0, 0] {
        serials.push(ear.next().await.serial());
        server.later(wait);
    }
    assert_eq!(serials, [1, 1, 1, 1, 2, 3]);
}

#[tokio::test]
async fn a_callback_that_nobody_takes_is_given_up_and_can_still_be_asked_for() {
    let mut ear = Ear::answering(|_| 404).await;
    let settings = format!("patience_hours = 1\n[clients.to-khai]\ncallback = \"{}\"", ear.address);
    let server = Server::with(&settings).await;
    let client = server.client().await;
    let code = client.code(&Submission::valid()).await;
    let visitor = server.visitor();
    visitor.press(&code, State::Accepted, "", "").await.unwrap();
    ear.next().await;
    server.later(60 * 60);
    ear.next().await;
    let heard = async || visitor.dossier(&code).await.unwrap().states[0].heard;
    until(async || (heard().await == Heard::GivenUp).then_some(())).await;
    assert_eq!(server.client().await.states(&code, 0).await[0]["TrangThaiHoSo"], "2");
}

#[tokio::test]
async fn what_was_not_taken_is_told_after_a_restart() {
    let mut ear = Ear::answering(|_| 500).await;
    let server = Server::telling(&ear).await;
    let code = server.client().await.code(&Submission::valid()).await;
    server.visitor().press(&code, State::Accepted, "", "").await.unwrap();
    ear.next().await;
    let data = server.stop().await;
    let mut ear = Ear::open().await;
    let server = Server::on(data, &format!("[clients.to-khai]\ncallback = \"{}\"", ear.address)).await;
    server.later(1);
    assert_eq!(ear.next().await.json()["MaHoSo"], code.as_str());
}

#[tokio::test]
async fn many_dossiers_are_told_each_in_its_order() {
    let mut ear = Ear::open().await;
    let server = Server::telling(&ear).await;
    let (client, visitor) = (server.client().await, server.visitor());
    let mut codes = HashSet::new();
    for _ in 0..20 {
        codes.insert(client.code(&Submission::valid()).await);
    }
    for state in [State::Accepted, State::Processing, State::Finished, State::Returned] {
        for code in &codes {
            visitor.press(code, state, "", "").await.unwrap();
        }
    }
    let mut last = std::collections::HashMap::new();
    for _ in 0..80 {
        let call = ear.next().await;
        let code = call.json()["MaHoSo"].as_str().unwrap().to_owned();
        let last = last.entry(code).or_insert(0);
        assert_eq!(call.serial(), *last + 1);
        *last += 1;
    }
    assert_eq!(last.keys().cloned().collect::<HashSet<_>>(), codes);
}
