//! What is kept, and the promise that it is.

mod sqlite;

pub use sqlite::Store;

use crate::clock::Now;
use crate::dossiers::codes::{self, Agency};
use protocol::receipt::ReceivedFile;
use protocol::{Receipt, State, Submission};
use vietnam::date::Date;
use vietnam::places::CommuneCode;

/// Kind of the first event of every dossier.
pub const RECEIVED: &str = "received";
/// Kind of the event that a dossier could not be handed on.
pub const UNDELIVERABLE: &str = "undeliverable";

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
}

/// Something that happened to a dossier.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Event {
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
        match self.kind.as_str() {
            RECEIVED => Some(State::Received),
            UNDELIVERABLE => Some(State::Undeliverable),
            _ => None,
        }
    }
}

impl Accepted {
    /// The receipt of the `serial`-th dossier of that day, not sealed yet.
    fn receipt(&self, serial: u32) -> Receipt {
        let files = self.submission.attachments.iter();
        let file = |a: &protocol::Attachment| ReceivedFile {
            name: a.name.clone(),
            size: a.size,
            sha256: a.sha256.clone(),
        };
        Receipt {
            number: self.submission.number.clone(),
            code: codes::code(&self.agency, self.at.day(), serial),
            procedure: self.submission.procedure.clone(),
            catalogue: self.submission.catalogue.clone(),
            received_at: self.at.rfc3339(),
            due: self.due.map(|day| day.to_string()),
            office: self.office.map(|office| office.to_string()).unwrap_or_default(),
            sha256: self.sha256.clone(),
            files: files.map(file).collect(),
            secret: String::new(),
            signature: String::new(),
        }
    }
}
