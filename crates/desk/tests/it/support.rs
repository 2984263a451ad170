//! A data folder with the real catalogue and a birth in Đồng Tháp; all names and numbers are invented.

use desk::{DeskError, Hand, Printed, Sheet, Sort, print};
use gateway::catalogues::{Catalogue, Catalogues};
use gateway::clock::{Clock, Now};
use gateway::config::Config;
use gateway::dossiers::{self, codes::Agency};
use gateway::folder::Folder;
use gateway::operator;
use gateway::receipts::Seal;
use gateway::store::{Accepted, Completing, Kept, Note, Store};
use protocol::{Attachment, Receipt, State, Submission, SubmissionNumber};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;
use vietnam::places::CommuneCode;

/// Sunday 22 November 2026, 10:42 in Viet Nam.
const SUNDAY: i64 = 1_795_318_920;
pub(crate) const DAY: i64 = 24 * 60 * 60;
/// Phường Đạo Thạnh.
const OFFICE: &str = "28249";

pub(crate) const TRACK: &str = "https://www.example.gov.vn/tra-cuu";
pub(crate) const MOTHER: &str = "NGUYỄN THỊ THỬ NGHIỆM";
pub(crate) const NUMBER: &str = "082195000001";
pub(crate) const PHONE: &str = "0900000001";

/// The real catalogue, compiled once.
fn compiled() -> &'static Path {
    static COMPILED: OnceLock<TempDir> = OnceLock::new();
    let dir = COMPILED.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let compiled = catalogue::compile(&root).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let dir = TempDir::new().unwrap();
        for file in compiled.files {
            fs::write(dir.path().join(file.name), file.bytes).unwrap();
        }
        dir
    });
    dir.path()
}

/// An office with one dossier.
pub(crate) struct Office {
    dir: TempDir,
    pub(crate) receipt: Receipt,
    pub(crate) submission: Submission,
}

impl Office {
    /// It has received a birth declared by the mother.
    pub(crate) async fn with_birth() -> Office {
        Office::with(birth()).await
    }

    pub(crate) async fn with(mut submission: Submission) -> Office {
        let dir = TempDir::new().unwrap();
        let folder = Folder::at(&dir.path().join("data"));
        drop(folder.open().unwrap());
        let catalogues = Catalogues::open(compiled(), &folder).unwrap();
        submission.catalogue = catalogues.current().index.version.clone();
        let (seal, at) = (Seal::open(&folder.key()).unwrap(), now(0));
        let accepted = Accepted {
            due: due(catalogues.current(), &submission, at),
            submission: submission.clone(),
            sha256: "ab".repeat(32),
            dropped: Vec::new(),
            agency: Agency::parse("H20").unwrap(),
            office: CommuneCode::parse(OFFICE),
            at,
            route: None,
        };
        let store = Store::open(&folder, &seal).await.unwrap();
        let Kept::Now(receipt) = store.keep(&accepted, &seal, || Ok(())).await.unwrap() else {
            panic!("it was kept before")
        };
        store.close().await;
        Office { dir, receipt, submission }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub(crate) fn folder(&self) -> Folder {
        Folder::at(&self.data())
    }

    pub(crate) fn catalogue(&self) -> std::sync::Arc<Catalogue> {
        Catalogues::kept(&self.folder()).remove(&self.submission.catalogue).unwrap()
    }

    /// The office says how it stands, a day after it came.
    pub(crate) async fn notes(&self, state: State, words: &str, until: Option<&str>) {
        let note = Note { words: words.into(), until: until.map(|day| day.parse().unwrap()) };
        operator::note(&self.folder(), &self.receipt.code, state, note, now(DAY)).await.unwrap();
    }

    /// The citizen completes it, so many seconds after it came.
    pub(crate) async fn is_completed(&self, submission: Submission, after: i64) -> Receipt {
        let seal = Seal::open(&self.folder().key()).unwrap();
        let at = now(after);
        let receipt = seal.seal(Receipt {
            number: submission.number.clone(),
            received_at: at.rfc3339(),
            due: due(&self.catalogue(), &submission, at).map(|day| day.to_string()),
            ..self.receipt.clone()
        });
        let completing = Completing {
            dossier: self.receipt.number.clone(),
            submission,
            sha256: "cd".repeat(32),
            dropped: Vec::new(),
            receipt,
            at,
        };
        let store = Store::open_beside(&self.folder()).await.unwrap();
        let kept = store.complete(&completing, || Ok(())).await.unwrap();
        store.close().await;
        let Some(Kept::Now(receipt)) = kept else { panic!("the office asked for nothing") };
        receipt
    }

    pub(crate) async fn prints(&self, sheet: Sheet) -> Result<Printed, DeskError> {
        print(&self.folder(), &config(), &self.receipt.code, &sheet, now(2 * DAY)).await
    }

    /// The slip, signed and numbered.
    pub(crate) async fn slip(&self, sort: Sort) -> Result<Printed, DeskError> {
        self.prints(Sheet::Slip(sort, hand())).await
    }
}

pub(crate) fn hand() -> Hand {
    Hand { official: "Lê Thị Mẫu Đơn".into(), number: "12/TN-TTPVHCC".into() }
}

/// Settings that say where people of the site ask.
pub(crate) fn config() -> Config {
    let track = gateway::config::Page::try_from(TRACK.to_owned()).unwrap();
    Config { track: [("dong-thap".to_owned(), track)].into(), ..Config::default() }
}

pub(crate) fn now(after: i64) -> Now {
    Clock::new(move || SUNDAY + after).now()
}

fn due(catalogue: &Catalogue, submission: &Submission, at: Now) -> Option<vietnam::date::Date> {
    let (procedure, evaluation) = dossiers::again(catalogue, submission, now(0).day()).unwrap();
    assert!(!evaluation.has_errors(), "{:?}", evaluation.findings);
    let closes = catalogue.index.site(&submission.site).unwrap().closes;
    dossier::due(&procedure, &evaluation, at.moment(), &catalogue.index.calendar, closes)
}

/// A birth declared by the mother, with the notification of the birth.
pub(crate) fn birth() -> Submission {
    let answers = [
        ("office", OFFICE),
        ("birth.kind", "ordinary"),
        ("child.name", "TRẦN VĂN MẪU"),
        ("child.born", "2026-11-20"),
        ("child.sex", "male"),
        ("child.nationality", "VN"),
        ("child.birthplace.kind", "facility"),
        ("child.birthplace.facility", "Trạm y tế Mẫu"),
        ("child.birthplace.place", "viet_nam"),
        ("child.birthplace.province", "82"),
        ("child.birthplace.commune", OFFICE),
        ("child.origin.place", "viet_nam"),
        ("child.origin.province", "82"),
        ("requester.relation", "mother"),
        ("requester.name", MOTHER),
        ("requester.has_number", "yes"),
        ("requester.number", NUMBER),
        ("requester.phone", PHONE),
        ("requester.email", "thu.nghiem@example.vn"),
        ("mother.born", "1995"),
        ("mother.ethnic", "01"),
        ("mother.nationality", "VN"),
        ("father.name", "TRẦN VĂN THỬ"),
        ("father.born", "1993-03-12"),
        ("father.has_number", "yes"),
        ("father.number", "082093000002"),
        ("father.ethnic", "01"),
        ("father.nationality", "VN"),
        ("copies.wanted", "no"),
        ("delivery.way", "office"),
        ("pledge.given", "yes"),
    ];
    Submission {
        number: SubmissionNumber::mint([7; 16]),
        catalogue: String::new(),
        procedure: "1.001193".into(),
        site: "dong-thap".into(),
        lang: "vi".into(),
        answers: answers.map(|(path, value)| (path.to_owned(), value.to_owned())).into(),
        attachments: vec![file("proof_of_birth", "birth_notification")],
        completes: None,
    }
}

pub(crate) fn file(component: &str, paper: &str) -> Attachment {
    Attachment {
        component: component.into(),
        paper: paper.into(),
        name: "ảnh.jpg".into(),
        media_type: "image/jpeg".into(),
        size: 1,
        sha256: "ef".repeat(32),
    }
}
