//! What is kept, and the promise that it is.

pub mod outbox;
mod sqlite;
mod supplements;

pub use outbox::Route;
pub use sqlite::Store;

use crate::clock::Now;
use crate::dossiers::codes::{self, Agency};
use protocol::receipt::ReceivedFile;
use protocol::track::Happened;
use protocol::{Attachment, Receipt, State, Submission, SubmissionNumber};
use vietnam::date::Date;
use vietnam::places::CommuneCode;

/// A dossier that passed every check and whose files are on the disk.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// What is kept.
    pub submission: Submission,
    /// SHA-256 of the canonical submission as it was sent.
    pub sha256: String,
    /// Paths that were sent and are not kept, because this case does not ask them.
    pub dropped: Vec<String>,
    /// Who receives.
    pub agency: Agency,
    /// At which commune.
    pub office: Option<CommuneCode>,
    /// When.
    pub at: Now,
    /// When the result is due.
    pub due: Option<Date>,
    /// Where it is handed on to; nowhere when we are the receiving system ourselves.
    pub route: Option<Route>,
}

/// What completes a dossier; it passed every check and its files are on the disk.
#[derive(Clone, Debug)]
pub struct Completing {
    /// Số gửi of that dossier.
    pub dossier: SubmissionNumber,
    /// What is kept.
    pub submission: Submission,
    /// SHA-256 of the canonical submission as it was sent.
    pub sha256: String,
    /// Paths that were sent and are not kept, because this case does not ask them.
    pub dropped: Vec<String>,
    /// What is answered: signed, with the secret of its dossier.
    pub receipt: Receipt,
    /// When.
    pub at: Now,
}

/// What completed a dossier after its office had asked for more.
#[derive(Clone, Debug)]
pub struct Supplement {
    /// The event `supplemented` that it is.
    pub event: i64,
    /// What was answered: its own number, the code and the secret of its dossier.
    pub receipt: Receipt,
    /// What is kept. Its number names the folder of its files, its manifest holds those that are new.
    pub submission: Submission,
}

/// How keeping went.
#[derive(Clone, Debug)]
pub enum Kept {
    /// It is kept since this moment.
    Now(Receipt),
    /// The same dossier was kept before.
    Before(Receipt),
    /// Another dossier was kept under this number.
    Otherwise,
}

/// A dossier in the operator's list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Mã hồ sơ.
    pub code: String,
    /// Số gửi.
    pub number: String,
    /// National code of the procedure.
    pub procedure: String,
    /// RFC 3339.
    pub received_at: String,
    /// Kind of the last event.
    pub state: String,
    /// Number of files.
    pub files: i64,
}

/// A dossier as it is kept.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// What was answered.
    pub receipt: Receipt,
    /// What is kept.
    pub submission: Submission,
    /// Kind and time of every event, in order.
    pub events: Vec<Event>,
    /// Mã hồ sơ in the system it was handed on to; empty until that is known, and where there is none.
    pub code_there: String,
    /// What completed it, in order.
    pub supplements: Vec<Supplement>,
}

impl Dossier {
    /// What the office calls it: where another system receives it, as that does.
    pub fn code(&self) -> &str {
        if self.code_there.is_empty() { &self.receipt.code } else { &self.code_there }
    }

    /// The day it was received, whose rules judge it.
    pub fn day(&self) -> Option<Date> {
        self.receipt.received_at.get(..10)?.parse().ok()
    }

    /// What was declared last.
    pub fn latest(&self) -> &Submission {
        self.supplements.last().map_or(&self.submission, |supplement| &supplement.submission)
    }

    /// What was answered last, when it was complete.
    pub fn latest_receipt(&self) -> &Receipt {
        self.supplements.last().map_or(&self.receipt, |supplement| &supplement.receipt)
    }

    /// All files that the office has.
    pub fn held(&self) -> Vec<Attachment> {
        let later = self.supplements.iter().map(|supplement| &supplement.submission);
        let all = std::iter::once(&self.submission).chain(later);
        all.flat_map(|submission| &submission.attachments).cloned().collect()
    }

    /// What the office asks for, if it waits for that now.
    pub fn asked(&self) -> Option<Note> {
        let mut latest = self.events.iter().rev();
        let (state, event) = latest.find_map(|event| Some((event.state()?, event)))?;
        (state == State::Supplement).then(|| event.note())
    }
}

/// Something that happened to a dossier.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Event {
    /// Its place in the order of all events.
    #[serde(skip)]
    pub id: i64,
    /// RFC 3339.
    pub at: String,
    /// What happened.
    pub kind: String,
    /// More about it, JSON.
    pub detail: String,
}

impl Event {
    /// What it is for the citizen; nothing for what concerns officials alone.
    pub fn state(&self) -> Option<State> {
        state_of(&self.kind)
    }

    /// The same, with what is said of it.
    pub fn happened(self) -> Option<Happened> {
        let state = self.state()?;
        let Note { words, until } = self.note();
        Some(Happened { at: self.at, state, words, until: until.map(|day| day.to_string()) })
    }

    fn note(&self) -> Note {
        serde_json::from_str(&self.detail).unwrap_or_default()
    }
}

/// The state that a kind of event is.
fn state_of(kind: &str) -> Option<State> {
    State::ALL.into_iter().find(|state| state.word() == kind)
}

/// What the office says about a state.
#[derive(Clone, PartialEq, Eq, Default, Debug, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Note {
    /// In its own words.
    pub words: String,
    /// The day until which the citizen has time.
    pub until: Option<Date>,
}

/// What became of a state that was to be noted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Noted {
    /// It stands there now.
    Now,
    /// It stood there, with the same words.
    Before,
    /// It cannot happen to a dossier that stands so.
    Never(State),
}

impl Accepted {
    /// The receipt of the `serial`-th dossier of that day, not sealed yet.
    fn receipt(&self, serial: u32) -> Receipt {
        Receipt {
            number: self.submission.number.clone(),
            code: codes::code(&self.agency, self.at.day(), serial),
            procedure: self.submission.procedure.clone(),
            catalogue: self.submission.catalogue.clone(),
            received_at: self.at.rfc3339(),
            due: self.due.map(|day| day.to_string()),
            office: self.office.map(|office| office.to_string()).unwrap_or_default(),
            sha256: self.sha256.clone(),
            files: received(&self.submission),
            secret: String::new(),
            signature: String::new(),
        }
    }
}

/// The files of a submission, as a receipt names them.
pub(crate) fn received(submission: &Submission) -> Vec<ReceivedFile> {
    let file = |a: &Attachment| ReceivedFile { name: a.name.clone(), size: a.size, sha256: a.sha256.clone() };
    submission.attachments.iter().map(file).collect()
}
