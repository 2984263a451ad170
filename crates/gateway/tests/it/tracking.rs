//! How a dossier stands: for whoever can prove to have sent it, and for nobody else.

use crate::support::*;
use gateway::clock::Clock;
use gateway::config::Config;
use gateway::folder::Folder;
use gateway::operator::{self, OperatorError};
use gateway::store::Note;
use protocol::track::Happened;
use protocol::{POSTCARD, Problem, ProblemKind, Progress, Proof, Receipt, State, Track};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

const PHONE: &str = "0912345678";

async fn with_a_dossier() -> (Server, Receipt) {
    let server = Server::start().await;
    let receipt = server.receipt(&Dossier::valid().answering("requester.phone", PHONE)).await;
    (server, receipt)
}

fn happened(at: &str, state: State) -> Happened {
    Happened { at: at.into(), state, words: String::new(), until: None }
}

pub(crate) fn by_secret(dossier: &str, secret: &str) -> Track {
    Track { dossier: dossier.into(), proof: Proof::Secret(secret.into()) }
}

fn by_person(dossier: &str, digits: &str, phone: &str) -> Track {
    Track { dossier: dossier.into(), proof: Proof::Person { digits: digits.into(), phone: phone.into() } }
}

pub(crate) async fn told(client: &Client, track: &Track) -> Progress {
    let answer = client.track(track).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{track:?}");
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}

async fn untold(client: &Client, track: &Track) -> Problem {
    let problem = refused(client.track(track).send().await.unwrap()).await;
    Problem { request: String::new(), ..problem }
}

#[tokio::test]
async fn the_secret_on_the_receipt_opens_it_however_it_is_written() {
    let (server, receipt) = with_a_dossier().await;
    let lower = receipt.code.to_lowercase();
    let spoken = receipt.secret.replace('0', "o").replace('1', "l").to_lowercase();
    let spoken = format!("{} - {}", &spoken[..5], &spoken[5..]);
    for (dossier, secret) in [
        (receipt.code.as_str(), receipt.secret.as_str()),
        (receipt.number.as_str(), &receipt.secret),
        (&lower, &spoken),
    ] {
        let progress = told(&server, &by_secret(dossier, secret)).await;
        assert_eq!(progress.code, receipt.code);
        assert_eq!((progress.office, progress.due), (receipt.office.clone(), receipt.due.clone()));
        let received = happened(&receipt.received_at, State::Received);
        assert_eq!(progress.events, [received]);
    }
}

#[tokio::test]
async fn whoever_lost_the_receipt_names_identity_and_telephone() {
    let (server, receipt) = with_a_dossier().await;
    // The mother's number and the father's; the telephone as people write it.
    for (digits, phone) in [("0001", PHONE), ("0002", "+84 912 345 678"), (" 0001 ", "0912.345.678")] {
        assert_eq!(told(&server, &by_person(&receipt.code, digits, phone)).await.code, receipt.code);
    }
}

#[tokio::test]
async fn nobody_learns_whether_a_dossier_is_there() {
    let (server, receipt) = with_a_dossier().await;
    let unknown = untold(&server, &by_secret("H20-261122-0009", &receipt.secret)).await;
    assert_eq!((unknown.kind, unknown.status), (ProblemKind::NotFound, 404));
    for track in [
        by_secret(&receipt.code, "7K2M9QXA01"),
        by_secret(&receipt.code, ""),
        by_person(&receipt.code, "0003", PHONE),
        by_person(&receipt.code, "0001", "0912345679"),
        by_person(&receipt.code, "", PHONE),
        by_person(&receipt.code, NUMBER, PHONE),
        by_person("H20-261122-0009", "0001", PHONE),
        by_person("", "", ""),
    ] {
        assert_eq!(untold(&server, &track).await, unknown, "{track:?}");
    }
}

#[tokio::test]
async fn guessing_is_over_after_ten_tries_but_not_for_the_holder_of_the_receipt() {
    let (server, receipt) = with_a_dossier().await;
    for dossier in [receipt.code.as_str(), "H20-261122-0009"] {
        for at in 0..10 {
            let problem = untold(&server, &by_person(dossier, &format!("9{at:03}"), PHONE)).await;
            assert_eq!(problem.kind, ProblemKind::NotFound);
        }
        let locked = server.track(&by_person(dossier, "0001", PHONE)).send().await.unwrap();
        let wait: u64 = locked.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=361).contains(&wait), "{wait}");
        let problem = refused(locked).await;
        assert_eq!((problem.kind, problem.status), (ProblemKind::Busy, 429), "known or not");
    }
    let by_number = untold(&server, &by_person(receipt.number.as_str(), "0001", PHONE)).await;
    assert_eq!(by_number.status, 429, "its other name opens no other door");
    told(&server, &by_secret(&receipt.code, &receipt.secret)).await;
}

#[tokio::test]
async fn one_address_asks_only_so_often() {
    let mut config = Config::default();
    config.limits.track_per_minute = 2;
    let server = Server::with(config).await;
    let statuses = [404, 404, 429];
    for (at, status) in statuses.into_iter().enumerate() {
        assert_eq!(untold(&server, &by_secret(&format!("H20-261122-000{at}"), "x")).await.status, status);
    }
    assert_eq!(server.receipt(&Dossier::valid()).await.code, "H20-261122-0001", "sending is another matter");
}

#[tokio::test]
async fn it_can_be_asked_for_after_a_restart_and_in_postcard() {
    let (server, receipt) = with_a_dossier().await;
    let track = by_secret(&receipt.code, &receipt.secret);
    let before = told(&server, &track).await;
    let data = server.stop().await;
    let server = Server::on(data, Config::default(), compiled().dir()).await;
    let answer = server.track(&track).header("accept", POSTCARD).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], POSTCARD);
    assert_eq!(postcard::from_bytes::<Progress>(&answer.bytes().await.unwrap()).unwrap(), before);
}

#[tokio::test]
async fn a_dossier_that_could_not_be_handed_on_is_shown_as_such() {
    let (server, receipt) = with_a_dossier().await;
    let folder = Folder::at(&server.folder());
    let later = Clock::new(|| TODAY + DAY).now();
    let note = |state| operator::note(&folder, &receipt.code, state, Note::default(), later);
    let said = note(State::Undeliverable).await.unwrap();
    assert!(said.starts_with("Đã ghi: hồ sơ H20-261122-0001 không chuyển được"), "{said}");
    let again = note(State::Undeliverable).await.unwrap();
    assert!(again.starts_with("Đã ghi từ trước"), "{again}");

    // What a later version may write.
    let mut database = SqliteConnectOptions::new().filename(folder.database()).connect().await.unwrap();
    sqlx::query("INSERT INTO events (number, at, kind, detail) SELECT number, received_at, 'weighed', '{}' FROM dossiers")
        .execute(&mut database)
        .await
        .unwrap();
    database.close().await.unwrap();

    let progress = told(&server, &by_secret(&receipt.code, &receipt.secret)).await;
    assert_eq!(
        progress.events,
        [
            happened("2026-11-22T10:00:00+07:00", State::Received),
            happened("2026-11-23T10:00:00+07:00", State::Undeliverable)
        ]
    );
    let list = operator::show(&folder, &receipt.code, false).await.unwrap();
    assert!(list.contains("không chuyển được"), "{list}");
}

#[tokio::test]
async fn the_office_tells_how_a_dossier_stands_in_an_order_that_can_be() {
    let (server, receipt) = with_a_dossier().await;
    let folder = Folder::at(&server.folder());
    let later = Clock::new(|| TODAY + DAY).now();
    let words = |words: &str| Note { words: words.into(), until: None };
    let note = async |state, note| operator::note(&folder, &receipt.code, state, note, later).await;

    // Nothing is skipped, and the citizen is not left without a word or without time.
    for (state, said) in [(State::Finished, words("")), (State::Returned, words(""))] {
        assert!(matches!(note(state, said).await, Err(OperatorError::OutOfTurn(_, "đã nhận"))));
    }
    for (state, said) in [(State::Refused, words(" ")), (State::Supplement, words(&"ơ".repeat(1001)))] {
        assert!(matches!(note(state, said).await, Err(OperatorError::NoWords(_))));
    }
    let missing =
        |day: &str| Note { words: "Thiếu giấy chứng sinh".into(), until: Some(day.parse().unwrap()) };
    assert!(matches!(note(State::Supplement, missing("2026-11-22")).await, Err(OperatorError::Over)));

    note(State::Supplement, missing("2026-12-07")).await.unwrap();
    note(State::Accepted, words("")).await.unwrap();
    note(State::Finished, words("")).await.unwrap();
    note(State::Returned, words("")).await.unwrap();
    assert!(matches!(note(State::Accepted, words("")).await, Err(OperatorError::OutOfTurn(..))));

    let events = told(&server, &by_secret(&receipt.code, &receipt.secret)).await.events;
    let states: Vec<State> = events.iter().map(|event| event.state).collect();
    assert_eq!(
        states,
        [State::Received, State::Supplement, State::Accepted, State::Finished, State::Returned]
    );
    assert_eq!(
        (&*events[1].words, events[1].until.as_deref()),
        ("Thiếu giấy chứng sinh", Some("2026-12-07"))
    );
}

#[tokio::test]
async fn what_is_no_question_is_refused_without_repeating_it() {
    let server = Server::start().await;
    let ask = |body: String| server.http.post(server.url(protocol::TRACK)).body(body).send();
    for body in [String::new(), "{}".into(), r#"{"dossier":"Bí Mật","proof":{"name":"x"}}"#.into()] {
        let problem = refused(ask(body).await.unwrap()).await;
        assert_eq!(problem.kind, ProblemKind::Malformed);
        assert!(!problem.detail.contains("Bí Mật"));
    }
    assert_eq!(refused(ask("x".repeat(10_000)).await.unwrap()).await.kind, ProblemKind::TooLarge);
}
