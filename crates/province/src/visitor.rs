//! Whoever plays the office over HTTP: the answers of its pages as JSON, and a visitor who reads and presses.

use crate::mischief::Mischief;
use crate::states::State;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A dossier in the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Listed {
    /// Mã hồ sơ.
    pub code: String,
    /// How it stands.
    pub state: State,
    /// `yyyyMMddHHmmss`.
    pub received: String,
    /// MaTTHC.
    pub procedure: String,
    /// ChuHoSo.
    pub owner: String,
}

/// A dossier with all that came for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dossier {
    /// Mã hồ sơ.
    pub code: String,
    /// Số gửi.
    pub key: String,
    /// Who sent it.
    pub client: String,
    /// How it stands.
    pub state: State,
    /// The submission, then supplements.
    pub parcels: Vec<Parcel>,
    /// What the office decided.
    pub states: Vec<Change>,
}

/// A submission or a supplement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Parcel {
    /// Its Idempotency-Key.
    pub key: String,
    /// `yyyyMMddHHmmss`.
    pub received: String,
    /// Names and texts, in the order they came.
    pub fields: Vec<(String, String)>,
    /// `tep-0`, `tep-1` …
    pub files: Vec<File>,
}

impl Parcel {
    /// The text of a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.0 == name).map(|field| field.1.as_str())
    }
}

/// A file of a parcel.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct File {
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub sha256: String,
}

/// A decision of the office.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// Its running number.
    pub serial: i64,
    /// What it is now.
    pub state: State,
    /// What the office says.
    pub words: String,
    /// `yyyyMMdd`.
    pub until: Option<String>,
    /// `yyyyMMddHHmmss`.
    pub at: String,
    /// Whether whoever sent the dossier was told.
    pub heard: Heard,
}

/// How telling a decision went.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// It is being told.
    Waiting,
    /// It was taken.
    Taken,
    /// It was told for too long.
    GivenUp,
    /// The client wants no callbacks.
    Nobody,
}

impl Heard {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Heard::Waiting => "waiting",
            Heard::Taken => "taken",
            Heard::GivenUp => "given_up",
            Heard::Nobody => "nobody",
        }
    }

    pub(crate) fn of(word: &str) -> Heard {
        let all = [Heard::Waiting, Heard::Taken, Heard::GivenUp];
        all.into_iter().find(|heard| heard.word() == word).unwrap_or(Heard::Nobody)
    }
}

/// A dossier as the national synchronisation knows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Record {
    /// Mã hồ sơ.
    pub code: String,
    /// Who told of it.
    pub client: String,
    /// HoSo, as it was told last.
    pub body: Value,
    /// `yyyyMMddHHmmss`.
    pub changed: String,
    /// Its steps, by their time.
    pub steps: Vec<Value>,
    /// Its files.
    pub papers: Vec<Paper>,
}

/// A file of a record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Paper {
    /// In TaiLieuNop, from 0.
    pub place: i64,
    /// TenTepDinhKem.
    pub name: String,
    /// `waiting`, `here`, `given_up`.
    pub fetched: String,
    /// Its length, when it is here.
    pub size: Option<i64>,
    /// SHA-256, when it is here.
    pub sha256: Option<String>,
}

/// Somebody at the office's pages.
#[derive(Clone, Debug)]
pub struct Visitor {
    http: reqwest::Client,
    base: String,
}

impl Visitor {
    /// At this address: `http://127.0.0.1:9090`.
    #[must_use]
    pub fn at(base: &str) -> Visitor {
        crate::net::choose_ciphers();
        Visitor { http: reqwest::Client::new(), base: base.trim_end_matches('/').to_owned() }
    }

    async fn read<T: DeserializeOwned>(&self, path: &str) -> reqwest::Result<T> {
        let request = self.http.get(format!("{}{path}", self.base)).header("accept", "application/json");
        request.send().await?.error_for_status()?.json().await
    }

    /// All dossiers, the latest first.
    pub async fn dossiers(&self) -> reqwest::Result<Vec<Listed>> {
        self.read("/").await
    }

    /// A dossier with all that came for it.
    pub async fn dossier(&self, code: &str) -> reqwest::Result<Dossier> {
        self.read(&format!("/ho-so/{code}")).await
    }

    /// A file of a dossier.
    pub async fn file(&self, code: &str, key: &str, place: usize) -> reqwest::Result<Vec<u8>> {
        let address = format!("{}/ho-so/{code}/tep/{key}/{place}", self.base);
        Ok(self.http.get(address).send().await?.error_for_status()?.bytes().await?.to_vec())
    }

    /// A dossier as the national synchronisation knows it.
    pub async fn record(&self, code: &str) -> reqwest::Result<Record> {
        self.read(&format!("/dong-bo/{code}")).await
    }

    /// All that the national synchronisation knows, the latest first.
    pub async fn records(&self) -> reqwest::Result<Vec<Record>> {
        self.read("/dong-bo").await
    }

    /// Presses the button that leads to a state; `until` is `2026-12-15`, or nothing.
    pub async fn press(&self, code: &str, state: State, words: &str, until: &str) -> reqwest::Result<()> {
        let form = [("trang_thai", state.code()), ("noi_dung", words), ("han", until)];
        let request = self.http.post(format!("{}/ho-so/{code}/trang-thai", self.base)).form(&form);
        request.send().await?.error_for_status().map(drop)
    }

    /// How it misbehaves.
    pub async fn mischief(&self) -> reqwest::Result<Mischief> {
        self.read("/quay-pha").await
    }

    /// Makes it misbehave, from the beginning of the sequence.
    pub async fn misbehave(&self, mischief: &Mischief) -> reqwest::Result<()> {
        let request = self.http.post(format!("{}/quay-pha", self.base)).json(mischief);
        request.send().await?.error_for_status().map(drop)
    }
}
