//! Handing on: to a real stand-in for the systems of others, which misbehaves when it is told to.

use crate::both::{Both, eventually};
use crate::supplements::{PHOTO, supplement};
use crate::support::*;
use crate::tracking::{by_secret, told};
use gateway::operator;
use gateway::store::Note;
use protocol::State;
use province::mischief::{Mischief, PerMille};
use province::states::State as Theirs;
use province::visitor::Record;
use std::fs;
use std::sync::atomic::Ordering;
use tempfile::TempDir;

#[tokio::test]
async fn a_dossier_reaches_its_office_whole_and_what_the_office_decides_comes_back() {
    let both = Both::start().await;
    let dossier = Dossier::valid();
    let receipt = both.server.receipt(&dossier).await;
    let arrived = both.province.arrived(1).await.remove(0);
    assert_eq!(arrived.key, receipt.number.as_str());
    let parcel = &arrived.parcels[0];
    assert_eq!(parcel.field("MaTTHC"), Some("1.001193"));
    assert_eq!(parcel.field("ChuHoSo"), Some("NGUYỄN THỊ THỬ NGHIỆM"));
    let form: serde_json::Value = serde_json::from_str(parcel.field("EFormData").unwrap()).unwrap();
    for (path, answer) in &dossier.submission.answers {
        assert_eq!(form["TraLoi"][path], answer.as_str(), "{path}");
    }
    assert_eq!(parcel.files[0].sha256, dossier.submission.attachments[0].sha256);
    assert_eq!(parcel.files[0].name, "giấy chứng sinh.pdf");
    let bytes = both.province.visitor.file(&arrived.code, &arrived.key, 0).await.unwrap();
    assert_eq!(bytes, PDF);

    for (theirs, words, until, ours) in [
        (Theirs::Accepted, "", "", State::Accepted),
        (Theirs::Supplement, "Thiếu giấy chứng sinh bản rõ", "2026-12-07", State::Supplement),
        (Theirs::Accepted, "", "", State::Accepted),
        (Theirs::Processing, "", "", State::Processing),
        (Theirs::Finished, "", "", State::Finished),
        (Theirs::Returned, "", "", State::Returned),
    ] {
        both.province.visitor.press(&arrived.code, theirs, words, until).await.unwrap();
        let progress = both.stands(&receipt, ours).await;
        let last = progress.events.last().unwrap();
        assert_eq!((last.words.as_str(), last.until.as_deref().unwrap_or("")), (words, until));
        assert_eq!(progress.code, arrived.code, "the citizen is told the office's own code");
    }
    // It is found by that code too.
    let track = by_secret(&arrived.code, &receipt.secret);
    assert_eq!(told(&both.server, &track).await.events.len(), 7);
    both.nothing_waits().await;
}

#[tokio::test]
async fn what_the_office_asks_for_reaches_it_with_its_files_alone() {
    let both = Both::start().await;
    let receipt = both.server.receipt(&Dossier::valid()).await;
    let arrived = both.province.arrived(1).await.remove(0);
    both.province
        .visitor
        .press(&arrived.code, Theirs::Supplement, "Thiếu trang sau", "2026-12-07")
        .await
        .unwrap();
    both.stands(&receipt, State::Supplement).await;
    let completing = supplement(&receipt).answering("child.birthplace.facility", "Trạm y tế Mẫu Hai");
    let second = both.server.receipt(&completing).await;
    let completed = async || {
        let dossier = both.province.visitor.dossier(&arrived.code).await.unwrap();
        (dossier.parcels.len() == 2).then_some(dossier)
    };
    let parcel = &eventually(completed).await.parcels[1];
    assert_eq!(parcel.key, second.number.as_str());
    let form: serde_json::Value = serde_json::from_str(parcel.field("EFormData").unwrap()).unwrap();
    assert_eq!(form["TraLoi"]["child.birthplace.facility"], "Trạm y tế Mẫu Hai");
    let sums: Vec<&str> = parcel.files.iter().map(|file| file.sha256.as_str()).collect();
    assert_eq!(sums, [sha256(PHOTO)]);
    both.stands(&receipt, State::Supplemented).await;
    both.province.visitor.press(&arrived.code, Theirs::Accepted, "", "").await.unwrap();
    both.stands(&receipt, State::Accepted).await;
    both.nothing_waits().await;
}

#[tokio::test]
async fn the_national_synchronisation_fetches_the_files_of_a_supplement_too() {
    let both = Both::with("sync", "", "").await;
    let receipt = both.server.receipt(&Dossier::valid()).await;
    let now = gateway::clock::Clock::new(|| TODAY).now();
    let note = Note { words: "Thiếu trang sau".into(), until: Some("2026-12-07".parse().unwrap()) };
    operator::note(&both.folder(), &receipt.code, State::Supplement, note, now).await.unwrap();
    both.server.receipt(&supplement(&receipt)).await;
    let whole = async || {
        let record = both.province.visitor.record(&receipt.code).await.ok()?;
        let here = record.papers.iter().filter(|paper| paper.fetched == "here");
        let sums: Vec<String> = here.filter_map(|paper| paper.sha256.clone()).collect();
        (sums == [sha256(PDF), sha256(PHOTO)]).then_some(record)
    };
    let record = eventually(whole).await;
    assert_eq!(record.body["DanhSachHoSoBoSung"][0]["NoiDungBoSung"], "Thiếu trang sau");
    both.nothing_waits().await;
}

#[tokio::test]
async fn each_dossier_arrives_once_however_the_other_side_behaves() {
    let both = Both::start().await;
    let per_mille = |count| PerMille::try_from(count).unwrap();
    let mischief = Mischief {
        seed: 7,
        fail: per_mille(150),
        reset: per_mille(150),
        drop: per_mille(200),
        garbage: per_mille(100),
        tokens_once: true,
        ..Mischief::default()
    };
    both.province.visitor.misbehave(&mischief).await.unwrap();
    let mut sent = Vec::new();
    for _ in 0..12 {
        let mut dossier = Dossier::valid();
        dossier.submission.number = a_number();
        sent.push(both.server.receipt(&dossier).await.number.as_str().to_owned());
    }
    both.nothing_waits().await;
    both.province.visitor.misbehave(&Mischief::default()).await.unwrap();
    let arrived = both.province.arrived(12).await;
    let mut keys: Vec<&str> = arrived.iter().map(|dossier| dossier.key.as_str()).collect();
    keys.sort_unstable();
    sent.sort_unstable();
    assert_eq!(keys, sent);
    assert!(arrived.iter().all(|dossier| dossier.parcels.len() == 1));
}

#[tokio::test]
async fn what_no_retry_mends_waits_for_a_person_and_goes_when_it_was_mended() {
    let mut both = Both::with("submit", "", "[procedures.\"1.000894\"]\n").await;
    let receipt = both.server.receipt(&Dossier::valid()).await;
    let dead = async || both.outbox().await.into_iter().find(|item| item["state"] == "dead");
    let item = eventually(dead).await;
    assert_eq!(item["code"], receipt.code.as_str());
    assert_eq!(item["why"], "refused: MaTTHC (khong_dung)", "{item}");
    let (folder, id) = (both.folder(), item["id"].as_i64().unwrap());
    let shown = operator::outbox_show(&folder, id, false).await.unwrap();
    assert!(shown.contains("cần người xem") && !shown.contains(NAME), "{shown}");
    both.another("").await;
    let now = gateway::clock::Clock::new(|| TODAY).now();
    operator::outbox_retry(&folder, id, now).await.unwrap();
    assert_eq!(both.province.arrived(1).await[0].key, receipt.number.as_str());
    both.nothing_waits().await;
    assert!(operator::outbox_retry(&folder, id, now).await.is_err(), "what has arrived is not sent again");
}

#[tokio::test]
async fn who_cannot_be_handed_on_in_time_is_told_to_take_the_paper_route() {
    let both = Both::with("submit", "give_up_hours = 1", "").await;
    both.province
        .visitor
        .misbehave(&Mischief { fail: PerMille::ALWAYS, ..Mischief::default() })
        .await
        .unwrap();
    let receipt = both.server.receipt(&Dossier::valid()).await;
    eventually(async || both.outbox().await.first().is_some_and(|item| item["tries"] != 0).then_some(()))
        .await;
    assert_eq!(both.outbox().await[0]["state"], "waiting");
    both.server.now.fetch_add(60 * 60, Ordering::SeqCst);
    both.stands(&receipt, State::Undeliverable).await;
    let item = both.outbox().await.remove(0);
    assert_eq!((&item["state"], &item["why"]), (&"dead".into(), &"late".into()));
    // A person lets it go once more, and it is accepted after all.
    both.province.visitor.misbehave(&Mischief::default()).await.unwrap();
    let now = gateway::clock::Clock::new(|| TODAY + 60 * 60).now();
    operator::outbox_retry(&both.folder(), item["id"].as_i64().unwrap(), now).await.unwrap();
    let arrived = both.province.arrived(1).await.remove(0);
    // Clocks an hour apart: what it tells is not believed, but it can be asked.
    both.province.visitor.press(&arrived.code, Theirs::Accepted, "", "").await.unwrap();
    eventually(async || {
        both.server.now.fetch_add(300, Ordering::SeqCst);
        let progress = told(&both.server, &by_secret(&receipt.code, &receipt.secret)).await;
        (progress.events.last().unwrap().state == State::Accepted).then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_completes_a_dossier_and_does_not_arrive_is_told_too() {
    let both = Both::with("submit", "give_up_hours = 1", "").await;
    let receipt = both.server.receipt(&Dossier::valid()).await;
    let arrived = both.province.arrived(1).await.remove(0);
    both.province
        .visitor
        .press(&arrived.code, Theirs::Supplement, "Thiếu trang sau", "2026-12-07")
        .await
        .unwrap();
    both.stands(&receipt, State::Supplement).await;
    both.province
        .visitor
        .misbehave(&Mischief { fail: PerMille::ALWAYS, ..Mischief::default() })
        .await
        .unwrap();
    both.server.receipt(&supplement(&receipt)).await;
    both.stands(&receipt, State::Supplemented).await;
    both.server.now.fetch_add(60 * 60, Ordering::SeqCst);
    both.stands(&receipt, State::Undeliverable).await;
}

#[tokio::test]
async fn a_person_may_give_up_and_the_citizen_is_told() {
    let both = Both::with("submit", "", "[procedures.\"1.000894\"]\n").await;
    let receipt = both.server.receipt(&Dossier::valid()).await;
    let dead = async || both.outbox().await.into_iter().find(|item| item["state"] == "dead");
    let id = eventually(dead).await["id"].as_i64().unwrap();
    let now = gateway::clock::Clock::new(|| TODAY).now();
    assert!(operator::outbox_give_up(&both.folder(), id, " ", now).await.is_err(), "a reason is needed");
    operator::outbox_give_up(&both.folder(), id, "đã nộp giấy tại quầy", now).await.unwrap();
    both.stands(&receipt, State::Undeliverable).await;
    both.nothing_waits().await;
    assert!(operator::outbox_give_up(&both.folder(), id, "lần nữa", now).await.is_err());
}

#[tokio::test]
async fn the_national_synchronisation_hears_of_a_dossier_and_of_all_that_happens_to_it() {
    let both = Both::with("sync", "", "").await;
    let dossier = Dossier::valid();
    let receipt = both.server.receipt(&dossier).await;
    let known = async |so: fn(&Record) -> bool| {
        eventually(async || both.province.visitor.record(&receipt.code).await.ok().filter(so)).await
    };
    let record = known(|record| record.papers.iter().all(|paper| paper.fetched == "here")).await;
    assert_eq!(record.body["MaTTHC"], "1.001193");
    assert_eq!(record.body["TrangThaiHoSo"], "1");
    assert_eq!(record.papers.len(), 1);
    assert_eq!(record.papers[0].sha256.as_deref(), Some(dossier.submission.attachments[0].sha256.as_str()));
    let now = gateway::clock::Clock::new(|| TODAY + 60).now();
    for state in [State::Accepted, State::Finished] {
        operator::note(&both.folder(), &receipt.code, state, Note::default(), now).await.unwrap();
    }
    both.server.now.fetch_add(60, Ordering::SeqCst);
    let record = known(|record| record.steps.len() == 2).await;
    assert_eq!(record.body["TrangThaiHoSo"], "9");
    let states: Vec<_> = record.steps.iter().map(|step| step["TrangThai"].as_str().unwrap()).collect();
    assert_eq!(states, ["2", "9"]);
    both.nothing_waits().await;
    // Who decides is us: what somebody else tells is not asked for, and not taken.
    assert_eq!(told(&both.server, &by_secret(&receipt.code, &receipt.secret)).await.code, receipt.code);
}

#[tokio::test]
async fn a_file_is_given_to_nobody_without_its_address() {
    let both = Both::with("sync", "", "").await;
    let receipt = both.server.receipt(&Dossier::valid()).await;
    let there = async || both.province.visitor.record(&receipt.code).await.ok();
    let record = eventually(there).await;
    let address = record.body["TaiLieuNop"][0]["DuongDanTaiTepTin"].as_str().unwrap().to_owned();
    let get = async |address: &str| both.server.http.get(address).send().await.unwrap().status().as_u16();
    assert_eq!(get(&address).await, 200);
    for wrong in [
        address.replace("den=", "den=1"),
        address.replace("ky=", "ky=0"),
        address.replace("/0?", "/1?"),
        address.replace("/tinh/", "/other/"),
    ] {
        assert_eq!(get(&wrong).await, 404, "{wrong}");
    }
    both.server.now.fetch_add(8 * DAY, Ordering::SeqCst);
    assert_eq!(get(&address).await, 404, "its time is over");
}

#[tokio::test]
async fn what_could_never_be_handed_on_is_said_before_anything_is_received() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("secret"), "s").unwrap();
    let table = |name: &str, file: &str| {
        format!(
            "[provinces.{name}]\nspeaks = \"submit\"\naddress = \"http://127.0.0.1:9\"\nsite = \"dong-thap\"\n\
             client = \"to-khai\"\nsecret_file = \"{}\"\n",
            dir.path().join(file).display()
        )
    };
    let former = TempDir::new().unwrap();
    for entry in fs::read_dir(compiled().dir()).unwrap().flatten() {
        fs::copy(entry.path(), former.path().join(entry.file_name())).unwrap();
    }
    fs::remove_file(former.path().join("targets.bin")).unwrap();
    let why = async |settings: String, catalogue: &std::path::Path| {
        let config = toml::from_str(&settings).unwrap();
        let data = TempDir::new().unwrap();
        let places = gateway::Places { data: data.path().into(), web: None, catalogue: catalogue.into() };
        let opened = gateway::Gateway::open(&places, config, gateway::clock::Clock::system()).await;
        opened.err().map(|why| why.to_string()).unwrap_or_default()
    };
    let here = compiled().dir();
    assert_eq!(why(table("a", "secret"), here).await, "");
    for (settings, catalogue, said) in [
        (table("a", "none"), here, "cannot be read"),
        (table("a", "secret") + &table("b", "secret"), here, "is served by [provinces.a] too"),
        (table("a", "secret"), former.path(), "build it anew"),
        (table("a", "secret").replace("submit", "sync"), here, "`reached_at`"),
    ] {
        let why = why(settings, catalogue).await;
        assert!(why.contains(said), "{why:?}");
    }
}

#[tokio::test]
async fn an_office_that_no_system_serves_is_received_for_here() {
    let both = Both::with("submit", "offices = [\"28252\"]", "").await;
    both.server.receipt(&Dossier::valid()).await;
    let all = operator::outbox(&both.folder(), true, true).await.unwrap();
    assert_eq!(all.trim(), "[]");
}
