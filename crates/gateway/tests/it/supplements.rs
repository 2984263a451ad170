//! What completes a dossier whose office has asked for more: taken once, from whoever holds its receipt.

use crate::support::*;
use gateway::clock::Clock;
use gateway::config::Config;
use gateway::folder::Folder;
use gateway::operator;
use gateway::store::{Note, Store};
use protocol::{
    Completes, POSTCARD, Problem, ProblemKind, Progress, Proof, Receipt, Reopened, State, Submission,
    SubmissionNumber, Track,
};
use reqwest::StatusCode;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::fs;
use std::sync::atomic::Ordering;
use tempfile::TempDir;

pub(crate) const PHOTO: &[u8] = b"\xff\xd8\xff\xe0 an invented certificate \xff\xd9";
const WORDS: &str = "Thiếu trang sau của giấy chứng sinh";

/// A server with a dossier of Sunday, to which the office said on Monday what is missing.
async fn asked() -> (Server, Receipt) {
    let server = Server::start().await;
    let receipt = server.receipt(&Dossier::valid()).await;
    server.now.fetch_add(DAY, Ordering::SeqCst);
    ask_for_more(&server, &receipt).await;
    (server, receipt)
}

async fn ask_for_more(server: &Server, receipt: &Receipt) {
    let note = Note { words: WORDS.into(), until: Some("2026-12-07".parse().unwrap()) };
    noted(server, receipt, State::Supplement, note).await;
}

async fn noted(server: &Server, receipt: &Receipt, state: State, note: Note) {
    let now = server.now.load(Ordering::SeqCst);
    let folder = Folder::at(&server.folder());
    operator::note(&folder, &receipt.code, state, note, Clock::new(move || now).now()).await.unwrap();
}

/// What completes the dossier of a receipt: the same answers, a photograph besides.
pub(crate) fn supplement(receipt: &Receipt) -> Dossier {
    let mut dossier = Dossier::valid();
    dossier.submission.attachments.clear();
    dossier.files.clear();
    let completes = Completes { dossier: receipt.number.clone(), secret: receipt.secret.clone() };
    let mut dossier = dossier.with_file("trang sau.jpg", "image/jpeg", PHOTO);
    dossier.submission.completes = Some(completes);
    dossier
}

fn by(dossier: &str, secret: &str) -> Track {
    Track { dossier: dossier.into(), proof: Proof::Secret(secret.into()) }
}

fn reopen(receipt: &Receipt) -> Track {
    by(&receipt.code, &receipt.secret)
}

async fn reopened(server: &Server, track: &Track) -> Reopened {
    let answer = server.reopen(track).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}

fn answer<'a>(open: &'a Reopened, path: &str) -> &'a str {
    open.declared.answers.iter().find(|(at, _)| at == path).map_or("", |(_, raw)| raw)
}

async fn told(server: &Server, receipt: &Receipt) -> Progress {
    let track = by(receipt.number.as_str(), &receipt.secret);
    let answer = server.track(&track).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}

/// (path, code) of what refuses.
fn errors(problem: &Problem) -> Vec<(&str, &str)> {
    let errors = problem.findings.iter().filter(|f| f.severity == "error");
    errors.map(|f| (f.path.as_str(), f.code.as_str())).collect()
}

fn last(progress: &Progress) -> State {
    progress.events.last().unwrap().state
}

#[tokio::test]
async fn what_the_office_asks_for_is_taken_once_under_a_number_of_its_own() {
    let (server, first) = asked().await;
    let sent = supplement(&first).answering("child.birthplace.facility", "Trạm y tế Khác");
    let answer = server.send(&sent).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let receipt = received(answer).await;
    assert_eq!(receipt.number, sent.submission.number);
    assert_eq!((&receipt.code, &receipt.secret), (&first.code, &first.secret));
    assert_eq!(receipt.sha256, sha256(sent.submission.to_json().as_bytes()));
    assert_eq!(receipt.files[0].name, "trang sau.jpg");
    // Sunday's dossier was due on Monday; what is complete on Monday at ten is due that day, its time counted anew.
    assert_eq!(first.due.as_deref(), Some("2026-11-23"));
    server.now.fetch_add(DAY, Ordering::SeqCst);
    let folder = Folder::at(&server.folder());
    let file = folder.file(&receipt.number, 0, &receipt.files[0].sha256);
    assert_eq!(fs::read(file).unwrap(), PHOTO);
    assert!(!server.folder().join("uploads").join(receipt.number.as_str()).exists());

    // Either receipt tells of the one dossier.
    for receipt in [&first, &receipt] {
        let progress = told(&server, receipt).await;
        assert_eq!((progress.code.as_str(), last(&progress)), (first.code.as_str(), State::Supplemented));
        assert_eq!(progress.due, receipt.due);
    }
    for name in [first.code.as_str(), first.number.as_str(), receipt.number.as_str()] {
        let shown = operator::show(&folder, name, false).await.unwrap();
        for words in ["Bổ sung lần 1", "Trạm y tế Khác", "trang sau.jpg", "đã bổ sung", "Trạm y tế Mẫu"]
        {
            assert!(shown.contains(words), "{words} is missing:\n{shown}");
        }
        assert!(!shown.contains("không còn"), "nothing went: {shown}");
    }
    let list = operator::list(&folder, true).await.unwrap();
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 1, "no dossier more");
    assert_eq!((&list[0]["files"], &list[0]["state"]), (&2.into(), &"supplemented".into()));
}

#[tokio::test]
async fn the_time_to_solve_counts_from_when_it_is_complete() {
    let (server, first) = asked().await;
    server.now.fetch_add(7 * DAY, Ordering::SeqCst);
    let receipt = server.receipt(&supplement(&first)).await;
    assert_eq!(receipt.received_at, "2026-11-30T10:00:00+07:00");
    assert_eq!((first.due.as_deref(), receipt.due.as_deref()), (Some("2026-11-23"), Some("2026-11-30")));
    assert_eq!(told(&server, &first).await.due, receipt.due);
}

#[tokio::test]
async fn a_replay_gets_the_same_receipt_after_a_restart_and_after_the_office_went_on() {
    let (server, first) = asked().await;
    let sent = supplement(&first);
    let receipt = server.receipt(&sent).await;
    noted(&server, &first, State::Accepted, Note::default()).await;
    let data = server.stop().await;
    let server = Server::on(data, Config::default(), compiled().dir()).await;
    let again = server.send(&sent).await;
    assert_eq!(again.status(), StatusCode::OK);
    assert_eq!(received(again).await, receipt);
    let other = server.problem(&sent.clone().answering("child.sex", "female")).await;
    assert_eq!(other.kind, ProblemKind::Conflict, "its number is taken");
    let mut plain = Dossier::valid();
    plain.submission.number = receipt.number.clone();
    assert_eq!(server.problem(&plain).await.kind, ProblemKind::Conflict, "for dossiers too");
}

#[tokio::test]
async fn nobody_adds_to_a_dossier_without_its_secret_or_unasked() {
    let (server, first) = asked().await;
    let problem = async |change: &dyn Fn(&mut Submission)| {
        let mut sent = supplement(&first);
        change(&mut sent.submission);
        Problem { request: String::new(), ..server.problem(&sent).await }
    };
    let to = |dossier: SubmissionNumber, secret: &str| {
        let completes = Completes { dossier, secret: secret.into() };
        move |submission: &mut Submission| submission.completes = Some(completes.clone())
    };
    let closed = problem(&to(first.number.clone(), "7K2M9QXA01")).await;
    assert_eq!((closed.kind, closed.status), (ProblemKind::Conflict, 409));
    for other in [
        problem(&to(a_number(), &first.secret)).await,
        problem(&|sent| sent.procedure = "1.000894".into()).await,
        problem(&|sent| sent.site = "hai-phong".into()).await,
    ] {
        assert_eq!(other, closed, "they are not told apart");
    }
    // Asked for nothing any more, and never asked.
    noted(&server, &first, State::Accepted, Note::default()).await;
    assert_eq!(problem(&|_| {}).await, closed);
    let other = server.receipt(&Dossier::valid()).await;
    assert_eq!(problem(&to(other.number.clone(), &other.secret)).await, closed);
    assert_eq!(last(&told(&server, &first).await), State::Accepted);
    let entries = fs::read_dir(server.folder().join("dossiers")).unwrap().count();
    assert_eq!(entries, 2, "nothing of it is kept");
}

#[tokio::test]
async fn what_the_office_has_need_not_come_again_and_what_is_new_is_checked_as_always() {
    let (server, first) = asked().await;
    let mut bare = supplement(&first);
    bare.submission.attachments.clear();
    bare.files.clear();
    let mut wrong = bare.clone().answering("child.sex", "neither");
    wrong.submission.number = a_number();
    let problem = server.problem(&wrong).await;
    assert_eq!(problem.kind, ProblemKind::Rejected);
    assert!(!codes(&problem).iter().any(|(path, _)| path.starts_with("attach.")), "{problem:?}");
    let mut moved = bare.clone().answering("office", "28270");
    moved.submission.number = a_number();
    let problem = server.problem(&moved).await;
    assert_eq!(errors(&problem), [("office", "unknown_place")], "another office does not have the dossier");
    let problem = server.problem(&supplement(&first).sending(b"no photograph")).await;
    assert_eq!(problem.kind, ProblemKind::BadFile);
    assert!(server.receipt(&bare).await.files.is_empty());
}

#[tokio::test]
async fn the_rules_of_the_day_it_was_received_judge_it() {
    let (server, first) = asked().await;
    server.now.fetch_add(7 * DAY, Ordering::SeqCst);
    // Today it lies behind us; it did not when the dossier was received.
    let problem = server.problem(&supplement(&first).answering("child.born", "2026-11-25")).await;
    assert_eq!(problem.kind, ProblemKind::Rejected);
    assert_eq!(errors(&problem).first().map(|(path, _)| *path), Some("child.born"));
}

#[tokio::test]
async fn what_was_opened_can_be_sent_as_it_is() {
    let (server, first) = asked().await;
    let open = reopened(&server, &reopen(&first)).await;
    let mut sent = supplement(&first);
    sent.submission.answers = open.declared.answers.into_iter().collect();
    let sent = sent.answering("pledge.given", "yes");
    let receipt = server.receipt(&sent).await;
    let shown = operator::show(&Folder::at(&server.folder()), &first.code, false).await.unwrap();
    let (_, new) = shown.split_once("Bổ sung lần 1").unwrap();
    assert!(!new.contains("child.") && !new.contains("không còn"), "nothing changed: {shown}");
    assert_eq!(receipt.code, first.code);
}

#[tokio::test]
async fn two_that_come_at_once_are_not_both_taken() {
    let (server, first) = asked().await;
    let (one, other) = (supplement(&first), supplement(&first));
    let (one, other) = tokio::join!(server.send(&one), server.send(&other));
    let mut statuses = [one.status(), other.status()];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::CREATED, StatusCode::CONFLICT]);
}

#[tokio::test]
async fn a_dossier_opens_again_for_the_holder_of_its_receipt_while_the_office_waits() {
    let (server, first) = asked().await;
    let open = reopened(&server, &reopen(&first)).await;
    let Reopened { asked, declared } = &open;
    assert_eq!((&asked.number, &asked.code, &asked.secret), (&first.number, &first.code, &first.secret));
    assert_eq!((asked.words.as_str(), asked.until.as_deref()), (WORDS, Some("2026-12-07")));
    assert_eq!((&asked.received_at, declared.site.as_str()), (&first.received_at, "dong-thap"));
    assert_eq!((declared.procedure.as_str(), answer(&open, "child.name")), ("1.001193", "TRẦN VĂN MẪU"));
    assert_eq!(answer(&open, "pledge.given"), "", "it is given anew");
    let born = ["child.born", "father.born", "mother.born"].map(|path| answer(&open, path));
    assert_eq!(born, ["20/11/2026", "12/03/1993", "//1995"], "as they are typed");
    assert_eq!(asked.files[0].name, "giấy chứng sinh.pdf");
    let short = server.reopen(&reopen(&first)).header("accept", POSTCARD).send().await.unwrap();
    assert_eq!(postcard::from_bytes::<Reopened>(&short.bytes().await.unwrap()).unwrap(), open);

    // Asked a second time: with all that came the first time.
    let second = server.receipt(&supplement(&first).answering("child.sex", "female")).await;
    ask_for_more(&server, &first).await;
    let by_second = by(second.number.as_str(), &second.secret);
    let open = reopened(&server, &by_second).await;
    assert_eq!((&open.asked.number, answer(&open, "child.sex")), (&first.number, "female"));
    let names: Vec<_> = open.asked.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["giấy chứng sinh.pdf", "trang sau.jpg"]);
    server.receipt(&supplement(&first)).await;
    assert_eq!(last(&told(&server, &first).await), State::Supplemented);
}

#[tokio::test]
async fn nobody_else_opens_it_and_a_person_who_lost_the_receipt_learns_no_answer() {
    let server = Server::start().await;
    let first = server.receipt(&Dossier::valid().answering("requester.phone", "0912345678")).await;
    ask_for_more(&server, &first).await;
    let untold = async |track: Track| {
        let problem = refused(server.reopen(&track).send().await.unwrap()).await;
        Problem { request: String::new(), ..problem }
    };
    let unknown = untold(by("H20-261122-0009", &first.secret)).await;
    assert_eq!((unknown.kind, unknown.status), (ProblemKind::NotFound, 404));
    assert_eq!(untold(by(&first.code, "7K2M9QXA01")).await, unknown);
    noted(&server, &first, State::Accepted, Note::default()).await;
    assert_eq!(untold(reopen(&first)).await, unknown, "nothing is asked for");
    ask_for_more(&server, &first).await;
    let proof = Proof::Person { digits: "0001".into(), phone: "0912345678".into() };
    let person = Track { dossier: first.code.clone(), proof };
    assert_eq!(
        server.track(&person).send().await.unwrap().status(),
        StatusCode::OK,
        "they may know how it stands"
    );
    assert_eq!(untold(person).await, unknown);
}

#[tokio::test]
async fn an_export_holds_what_completed_it_and_not_the_secret_it_was_proven_by() {
    let (server, first) = asked().await;
    server.receipt(&supplement(&first)).await;
    let out = TempDir::new().unwrap();
    let into = out.path().join("export");
    operator::export(&Folder::at(&server.folder()), &first.code, &into).await.unwrap();
    let sums = fs::read_to_string(into.join("SHA256SUMS")).unwrap();
    assert_eq!(sums.lines().count(), 6);
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        assert_eq!(sha256(&fs::read(into.join(name)).unwrap()), sum, "{name}");
    }
    assert_eq!(fs::read(into.join("supplement-1/files/0-trang sau.jpg")).unwrap(), PHOTO);
    let kept = fs::read_to_string(into.join("supplement-1/submission.json")).unwrap();
    assert!(!kept.contains(&first.secret), "{kept}");
}

#[tokio::test]
async fn it_waits_to_be_handed_on_where_its_dossier_is_whoever_decides() {
    for follows in [false, true] {
        let (server, first) = asked().await;
        let folder = Folder::at(&server.folder());
        let mut database = SqliteConnectOptions::new().filename(folder.database()).connect().await.unwrap();
        sqlx::query("INSERT INTO relays (number, province, follows) VALUES (?, 'p', ?)")
            .bind(first.number.as_str())
            .bind(follows)
            .execute(&mut database)
            .await
            .unwrap();
        database.close().await.unwrap();
        let receipt = server.receipt(&supplement(&first)).await;
        let store = Store::open_to_read(&folder).await.unwrap();
        let waiting = store.due("p", i64::MAX, 10).await.unwrap();
        let [item] = waiting.as_slice() else { panic!("one thing waits: {waiting:?}") };
        assert_eq!(item.number, first.number.as_str(), "in the order of its dossier");
        let handed_on = store.supplement(item.event).await.unwrap().unwrap();
        assert_eq!((handed_on.event, &handed_on.receipt), (item.event, &receipt));
        assert_eq!(handed_on.submission.attachments[0].name, "trang sau.jpg");
        assert!(handed_on.submission.completes.is_none());
        assert!(store.supplement(item.event - 1).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn files_of_a_server_that_died_before_its_promise_are_in_nobodys_way() {
    let (server, first) = asked().await;
    let sent = supplement(&first);
    let home = Folder::at(&server.folder()).dossier(&sent.submission.number);
    fs::create_dir(&home).unwrap();
    fs::write(home.join("0-half"), "half").unwrap();
    let receipt = server.receipt(&sent).await;
    let names: Vec<_> = fs::read_dir(&home).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, [format!("0-{}", receipt.files[0].sha256).as_str()]);
}
