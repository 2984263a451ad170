//! The systems that dossiers are handed on to, as an operator names them in the settings.

use serde::{Deserialize, Deserializer, de};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;
use vietnam::places::CommuneCode;

/// A system that dossiers are handed on to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Which format it speaks.
    pub speaks: Format,
    /// Where it is: `https://dichvucong.example.gov.vn/`.
    pub address: Address,
    /// Whose offices it serves: the id of a site in the catalogue.
    pub site: String,
    /// These offices alone, by their communes' codes; when not set, all of the site.
    #[serde(default)]
    pub offices: Vec<CommuneCode>,
    /// Our name there, for a token by client credentials.
    pub client: String,
    /// The file that holds our secret there.
    pub secret_file: PathBuf,
    /// The file that holds the secret which signs callbacks; when not set, none is taken, and states are asked for.
    #[serde(default)]
    pub callback_secret_file: Option<PathBuf>,
    /// A root certificate besides those of this machine, PEM.
    #[serde(default)]
    pub certificate_file: Option<PathBuf>,
    /// Where it reaches us to fetch files (`sync` alone).
    #[serde(default)]
    pub reached_at: Option<Address>,
    /// After so long the citizen is told that the dossier did not reach its office, and a person must look.
    #[serde(default = "two_days", rename = "give_up_hours", deserialize_with = "hours")]
    pub give_up: Duration,
    /// The wait after the first failure; it doubles up to a quarter of an hour.
    #[serde(default = "ten", rename = "retry_seconds")]
    pub retry: u32,
    /// How often states are asked for.
    #[serde(default = "five_minutes", rename = "ask_seconds")]
    pub ask: u32,
    /// The longest time one request may take.
    #[serde(default = "two_minutes", rename = "timeout_seconds", deserialize_with = "seconds")]
    pub timeout: Duration,
}

/// Which format a system speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A provincial system that receives dossiers and decides how they stand.
    Submit,
    /// The national synchronisation: we receive, and tell how each dossier stands.
    Sync,
}

impl Format {
    /// As the catalogue calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Submit => exchange::SUBMIT,
            Format::Sync => exchange::SYNC,
        }
    }
}

/// Scheme, name, port and the beginning of a path, with a `/` at its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address(String);

impl Address {
    /// The address of a path.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        [self.0.as_str(), path].concat()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Address, D::Error> {
        let text = String::deserialize(deserializer)?;
        let fits = reqwest::Url::parse(&text).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.username().is_empty()
        });
        let text = if text.ends_with('/') { text } else { text + "/" };
        let wrong = "an address looks like https://dichvucong.example.gov.vn/";
        if fits { Ok(Address(text)) } else { Err(de::Error::custom(wrong)) }
    }
}

fn two_days() -> Duration {
    Duration::from_secs(48 * 60 * 60)
}

fn two_minutes() -> Duration {
    Duration::from_secs(120)
}

fn five_minutes() -> u32 {
    300
}

fn ten() -> u32 {
    10
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u32::deserialize(deserializer).map(|seconds| Duration::from_secs(seconds.into()))
}

fn hours<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u32::deserialize(deserializer).map(|hours| Duration::from_secs(u64::from(hours) * 60 * 60))
}
