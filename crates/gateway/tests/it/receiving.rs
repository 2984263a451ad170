//! What a receipt promises.

use crate::support::*;
use gateway::config::Config;
use gateway::folder::Folder;
use gateway::operator;
use protocol::{POSTCARD, Problem, ProblemKind, Receipt};
use reqwest::StatusCode;
use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

#[tokio::test]
async fn a_dossier_is_on_the_disk_before_the_answer() {
    let server = Server::start().await;
    let dossier = Dossier::valid();
    let response = server.send(&dossier).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let receipt = received(response).await;
    assert_eq!(receipt.number, dossier.submission.number);
    assert_eq!(receipt.code, "H20-261122-0001");
    assert_eq!(receipt.received_at, "2026-11-22T10:00:00+07:00");
    assert_eq!(receipt.office, HERE);
    assert_eq!(receipt.sha256, sha256(dossier.submission.to_json().as_bytes()));
    assert_eq!(receipt.files[0].name, "giấy chứng sinh.pdf");
    let file = Folder::at(&server.folder()).file(&receipt.number, 0, &receipt.files[0].sha256);
    assert_eq!(fs::read(file).unwrap(), PDF);
}

#[tokio::test]
async fn what_is_received_on_a_sunday_is_due_on_monday() {
    let server = Server::start().await;
    assert_eq!(server.receipt(&Dossier::valid()).await.due.as_deref(), Some("2026-11-23"));
}

#[tokio::test]
async fn a_replay_gets_the_same_receipt() {
    let server = Server::start().await;
    let dossier = Dossier::valid();
    let first = server.receipt(&dossier).await;
    server.now.fetch_add(2 * DAY, std::sync::atomic::Ordering::SeqCst);
    let again = server.send(&dossier).await;
    assert_eq!(again.status(), StatusCode::OK);
    assert_eq!(received(again).await, first);
}

#[tokio::test]
async fn a_replay_gets_the_same_receipt_after_a_restart() {
    let server = Server::start().await;
    let dossier = Dossier::valid();
    let first = server.receipt(&dossier).await;
    let data = server.stop().await;
    let server = Server::on(data, Config::default(), compiled().dir()).await;
    assert_eq!(server.receipt(&dossier).await, first);
}

#[tokio::test]
async fn the_same_number_with_other_answers_is_a_conflict() {
    let server = Server::start().await;
    let dossier = Dossier::valid();
    server.receipt(&dossier).await;
    let problem = server.problem(&dossier.clone().answering("child.sex", "female")).await;
    assert_eq!((problem.kind, problem.status), (ProblemKind::Conflict, 409));
    assert!(server.send(&dossier).await.status().is_success(), "the first one is untouched");
}

#[tokio::test]
async fn a_hundred_taps_at_once_make_one_dossier_of_each_number() {
    let server = Arc::new(Server::start().await);
    let tapped = Dossier::valid();
    let mut sending = tokio::task::JoinSet::new();
    for at in 0..100 {
        let dossier = if at % 10 == 0 { tapped.clone() } else { Dossier::valid() };
        let server = Arc::clone(&server);
        sending.spawn(async move { server.receipt(&dossier).await });
    }
    let receipts = sending.join_all().await;
    let codes: BTreeSet<_> = receipts.iter().map(|receipt| receipt.code.clone()).collect();
    let expected: BTreeSet<_> = (1..=91).map(|serial| format!("H20-261122-{serial:04}")).collect();
    assert_eq!(codes, expected);
    let same: BTreeSet<_> = receipts
        .iter()
        .filter(|receipt| receipt.number == tapped.submission.number)
        .map(|receipt| receipt.code.clone())
        .collect();
    assert_eq!(same.len(), 1);
    let listed = operator::list(&Folder::at(&server.folder()), true).await.unwrap();
    assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&listed).unwrap().len(), 91);
    assert_eq!(fs::read_dir(server.folder().join("uploads")).unwrap().count(), 0, "nothing is left behind");
}

#[tokio::test]
async fn answers_to_questions_that_are_not_asked_are_not_kept() {
    let server = Server::start().await;
    // Typed, then the mind was changed: the mother herself declares, and will come to the office.
    let dossier = Dossier::valid()
        .answering("requester.relation_other", "bí mật")
        .answering("delivery.address.detail", "Số 12, ấp Bình An");
    let receipt = server.receipt(&dossier).await;
    let shown = operator::show(&Folder::at(&server.folder()), &receipt.code, true).await.unwrap();
    assert!(!shown.contains("bí mật") && !shown.contains("Bình An"), "{shown}");
    assert!(shown.contains("requester.relation_other"), "that it was dropped is known: {shown}");
    assert_eq!(server.receipt(&dossier).await, receipt, "what was sent is still a replay");
}

#[tokio::test]
async fn an_answer_taken_over_from_another_is_derived_anew() {
    let server = Server::start().await;
    let receipt = server.receipt(&Dossier::valid().answering("mother.name", "KẺ KHÁC")).await;
    let shown = operator::show(&Folder::at(&server.folder()), &receipt.code, true).await.unwrap();
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    let answers = shown["answers"].as_array().unwrap();
    let mother = answers.iter().find(|answer| answer["path"] == "mother.name").unwrap();
    assert_eq!(mother["value"], "NGUYỄN THỊ THỬ NGHIỆM");
}

#[tokio::test]
async fn a_name_typed_in_pieces_is_kept_in_capitals_and_in_one_form() {
    let server = Server::start().await;
    // Nguyễn Thị Hòa, each mark a character of its own, as some keyboards send it.
    let typed = "Nguye\u{302}\u{303}n Thi\u{323} Ho\u{300}a";
    let receipt = server.receipt(&Dossier::valid().answering("requester.name", typed)).await;
    let shown = operator::show(&Folder::at(&server.folder()), &receipt.code, true).await.unwrap();
    assert!(shown.contains("\"NGUYỄN THỊ HÒA\""), "{shown}");
}

#[tokio::test]
async fn a_postcard_answer_says_what_the_json_answer_says() {
    let server = Server::start().await;
    let ask = |dossier: Dossier| server.post(&dossier).header("accept", POSTCARD).send();
    let dossier = Dossier::valid();
    let json = server.receipt(&dossier).await;
    let answer = ask(dossier.clone()).await.unwrap();
    assert_eq!(answer.headers()["content-type"], POSTCARD);
    let receipt: Receipt = postcard::from_bytes(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(receipt, json);

    let empty = Dossier::empty();
    let json = server.problem(&empty).await;
    let answer = ask(empty).await.unwrap();
    assert_eq!(answer.headers()["content-type"], POSTCARD);
    let problem: Problem = postcard::from_bytes(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(Problem { request: json.request.clone(), ..problem }, json);
}

#[tokio::test]
async fn a_widget_of_another_site_may_send_and_read_the_answer() {
    let server = Server::start().await;
    let preflight = server
        .http
        .request(reqwest::Method::OPTIONS, server.url(protocol::DOSSIERS))
        .header("origin", "https://xa.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "accept,content-type,idempotency-key")
        .send()
        .await
        .unwrap();
    assert!(preflight.status().is_success());
    assert_eq!(preflight.headers()["access-control-allow-origin"], "*");
    let allowed = preflight.headers()["access-control-allow-headers"].to_str().unwrap().to_owned();
    assert!(allowed.contains("idempotency-key"), "{allowed}");
    for dossier in [Dossier::valid(), Dossier::empty()] {
        let answer = server.post(&dossier).header("origin", "https://xa.example").send().await.unwrap();
        assert_eq!(answer.headers()["access-control-allow-origin"], "*");
        assert!(answer.headers().contains_key("x-request-id"));
    }
}
