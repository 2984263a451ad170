//! The day a result is due: by the office's own days and hours, and as it moves while somebody else has to do something.

use crate::supplements::supplement;
use crate::support::*;
use crate::tracking::{by_secret, told};
use dossier::blob;
use dossier::timetable::{self, OfficeTime, Timetable};
use gateway::clock::Clock;
use gateway::config::Config;
use gateway::folder::Folder;
use gateway::operator;
use gateway::store::Note;
use protocol::{Receipt, State};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tempfile::TempDir;
use vietnam::calendar::Hours;
use vietnam::places::CommuneCode;

/// The catalogue, with hours of its own for one office of Đồng Tháp.
fn catalogue(hours: Hours) -> TempDir {
    let dir = TempDir::new().unwrap();
    for entry in fs::read_dir(compiled().dir()).unwrap().flatten() {
        fs::copy(entry.path(), dir.path().join(entry.file_name())).unwrap();
    }
    let file = dir.path().join(timetable::FILE);
    let mut all: Timetable = blob::read(&fs::read(&file).unwrap()).unwrap();
    let site = all.sites.iter_mut().find(|site| site.site == "dong-thap").unwrap();
    site.offices.push(OfficeTime { commune: CommuneCode::parse(HERE).unwrap(), hours });
    fs::write(file, blob::write(&all)).unwrap();
    dir
}

async fn promised(now: i64, catalogue: &Path, office: &str) -> Option<String> {
    let data = Arc::new(TempDir::new().unwrap());
    let server = Server::at(now, data, Config::default(), catalogue).await;
    let mut dossier = Dossier::valid().answering("office", office);
    dossier.submission.number = a_number();
    server.receipt(&dossier).await.due
}

#[tokio::test]
async fn each_office_has_its_own_days_and_hours() {
    let day = |iso: &str| iso.parse().unwrap();
    // Open on Sunday the 22nd until half past nine, and on Tuesday's holiday; closed on Monday.
    let hours = Hours {
        closes: 9 * 60 + 30,
        off: vec![day("2026-11-23")],
        worked: vec![day("2026-11-22"), day("2026-11-24")],
    };
    let catalogue = catalogue(hours);
    let due = async |now, office| promised(now, catalogue.path(), office).await;
    let nine = TODAY - 60 * 60;
    assert_eq!(due(nine, HERE).await.as_deref(), Some("2026-11-22"));
    assert_eq!(due(TODAY, HERE).await.as_deref(), Some("2026-11-24"), "at ten it is closed");
    assert_eq!(due(TODAY, "30130").await.as_deref(), Some("2026-11-23"), "others work on Monday");
}

/// A server with a birth of Sunday, due on Monday.
async fn born() -> (Server, Receipt) {
    let server = Server::start().await;
    let receipt = server.receipt(&Dossier::valid()).await;
    assert_eq!(receipt.due.as_deref(), Some("2026-11-23"));
    (server, receipt)
}

/// The office tells a state so many days after Sunday; answers the day that is due then, as the citizen is told.
async fn then(server: &Server, receipt: &Receipt, days: i64, state: State) -> Option<String> {
    let now = TODAY + days * DAY;
    server.now.store(now, Ordering::SeqCst);
    let words = if matches!(state, State::Supplement | State::Paying) { "Theo phiếu" } else { "" };
    let note = Note { words: words.into(), until: None };
    let folder = Folder::at(&server.folder());
    operator::note(&folder, &receipt.code, state, note, Clock::new(move || now).now()).await.unwrap();
    told(server, &by_secret(&receipt.code, &receipt.secret)).await.due
}

#[tokio::test]
async fn while_a_fee_is_waited_for_the_time_stands_still_and_goes_on_later_by_as_much() {
    let (server, receipt) = born().await;
    assert_eq!(then(&server, &receipt, 1, State::Accepted).await.as_deref(), Some("2026-11-23"));
    assert_eq!(then(&server, &receipt, 1, State::Paying).await, None);
    // Tuesday is a holiday: one working day was waited.
    assert_eq!(then(&server, &receipt, 3, State::Processing).await.as_deref(), Some("2026-11-25"));
    assert_eq!(then(&server, &receipt, 3, State::Finished).await.as_deref(), Some("2026-11-25"));
}

#[tokio::test]
async fn what_was_completed_at_the_counter_has_its_time_anew() {
    let (server, receipt) = born().await;
    assert_eq!(then(&server, &receipt, 1, State::Supplement).await, None);
    assert_eq!(then(&server, &receipt, 4, State::Accepted).await.as_deref(), Some("2026-11-26"));
}

#[tokio::test]
async fn what_was_completed_here_keeps_the_day_of_its_receipt() {
    let (server, receipt) = born().await;
    assert_eq!(then(&server, &receipt, 1, State::Supplement).await, None);
    server.now.store(TODAY + 4 * DAY, Ordering::SeqCst);
    let second = server.receipt(&supplement(&receipt)).await;
    assert_eq!(second.due.as_deref(), Some("2026-11-26"));
    let due = told(&server, &by_secret(&receipt.code, &receipt.secret)).await.due;
    assert_eq!(due, second.due);
    // The office looks at it a day later: that moves nothing.
    assert_eq!(then(&server, &receipt, 5, State::Accepted).await, second.due);
    assert_eq!(then(&server, &receipt, 5, State::Supplement).await, None, "it asks once more");
}
