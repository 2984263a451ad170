//! What an operator may set: limits, and agencies' identifiers. Every value has a default.

use crate::dossiers::codes::Agency;
use crate::relay;
use protocol::SubmissionNumber;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use vietnam::places::CommuneCode;

/// The settings file, TOML.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// How much and how fast.
    pub limits: Limits,
    /// Mã định danh of a commune's office, by the commune's code; before what the catalogue says.
    pub agencies: BTreeMap<CommuneCode, Agency>,
    /// Systems that dossiers are handed on to, by names of the operator's; an office that none serves is received
    /// for by this gateway itself.
    pub provinces: BTreeMap<String, relay::Settings>,
    /// How many reverse proxies stand before this server; the client's address is counted from the
    /// right of `X-Forwarded-For`, because what stands further left can be forged.
    pub trusted_proxies: usize,
    /// Whose pages may show `frame.html` in an iframe; when not set, everybody's.
    pub framed_by: Option<Vec<Origin>>,
    /// Where people of a site ask how their dossier stands, by the site's id: the QR code of a slip leads there.
    pub track: BTreeMap<String, Page>,
}

/// Where a page with the widget is: `https://www.example.gov.vn/tra-cuu`.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Page(String);

impl Page {
    /// The page with the number of a dossier behind `#`, which browsers send to nobody.
    #[must_use]
    pub fn about(&self, number: &SubmissionNumber) -> String {
        format!("{}#to-khai={}", self.0, number.as_str())
    }
}

impl TryFrom<String> for Page {
    type Error = String;

    fn try_from(text: String) -> Result<Page, String> {
        let name = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let fits = |c: char| c.is_ascii_graphic() && c != '#';
        match name {
            Some(name) if name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(fits) => {
                Ok(Page(text))
            }
            _ => Err(format!("`{text}` is no page: write `https://www.example.gov.vn/tra-cuu`, without `#`")),
        }
    }
}

/// Scheme, name and port of a site: `https://www.example.gov.vn`, also `https://*.example.gov.vn`.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Origin(String);

impl Origin {
    /// As it stands in a policy.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Origin {
    type Error = String;

    fn try_from(text: String) -> Result<Origin, String> {
        let name = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '*' | '[' | ']');
        match name {
            Some(name) if !name.is_empty() && name.chars().all(fits) => Ok(Origin(text)),
            _ => Err(format!("`{text}` is no origin: write `https://www.example.gov.vn`, without a path")),
        }
    }
}

/// How much, and how fast.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of a submission.
    pub dossier_bytes: u64,
    /// Bytes of one upload; when not set, of the largest file that a site takes.
    pub upload_bytes: Option<u64>,
    /// Bytes of all uploads that wait for their dossiers.
    pub uploads_bytes: u64,
    /// How long an upload is kept after its last byte. People are offline for days.
    #[serde(rename = "uploads_hours", deserialize_with = "hours")]
    pub uploads: Duration,
    /// The longest silence while a body arrives.
    #[serde(rename = "silence_seconds", deserialize_with = "seconds")]
    pub silence: Duration,
    /// The longest time a body may take to arrive; what came of an upload stays.
    #[serde(rename = "whole_seconds", deserialize_with = "seconds")]
    pub whole: Duration,
    /// Requests that bring something at the same time.
    pub in_flight: usize,
    /// Requests about dossiers and uploads a minute from one address; a dossier with two files makes about six.
    /// Phone networks put thousands of people behind one address: be generous.
    pub per_minute: u32,
    /// Questions about dossiers a minute from one address.
    pub track_per_minute: u32,
    /// Wrong answers an hour about one dossier, whoever gives them.
    pub track_tries: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            dossier_bytes: 256 * 1024,
            upload_bytes: None,
            uploads_bytes: 2 * 1024 * 1024 * 1024,
            uploads: Duration::from_secs(168 * 60 * 60),
            silence: Duration::from_secs(30),
            whole: Duration::from_secs(120),
            in_flight: 200,
            per_minute: 1500,
            track_per_minute: 30,
            track_tries: 10,
        }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be opened.
    #[error("the settings file {path} cannot be read: {why}")]
    Unreadable {
        /// The file.
        path: String,
        /// The system's reason.
        why: std::io::Error,
    },
    /// The file says something else than settings.
    #[error("the settings file {path} is wrong: {why}")]
    Wrong {
        /// The file.
        path: String,
        /// Line and reason.
        why: Box<toml::de::Error>,
    },
}

impl Config {
    /// Reads a settings file.
    pub fn read(file: &Path) -> Result<Config, ConfigError> {
        let path = file.display().to_string();
        match std::fs::read_to_string(file) {
            Err(why) => Err(ConfigError::Unreadable { path, why }),
            Ok(text) => toml::from_str(&text).map_err(|why| ConfigError::Wrong { path, why: Box::new(why) }),
        }
    }
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u64::deserialize(deserializer).map(|seconds| bounded(seconds, 1))
}

fn hours<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u64::deserialize(deserializer).map(|hours| bounded(hours, 60 * 60))
}

/// A hundred years at most: there are clocks that cannot count further.
fn bounded(count: u64, seconds: u64) -> Duration {
    Duration::from_secs(count.saturating_mul(seconds).min(100 * 366 * 24 * 60 * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_sets_only_what_differs() {
        let config: Config = toml::from_str(
            "[limits]\nwhole_seconds = 60\nuploads_hours = 24\n[agencies]\n\"28000\" = \"H20.12\"",
        )
        .unwrap();
        assert_eq!(config.limits.whole, Duration::from_secs(60));
        assert_eq!(config.limits.uploads, Duration::from_secs(24 * 60 * 60));
        assert_eq!(config.limits.silence, Duration::from_secs(30));
        assert_eq!(config.agencies[&CommuneCode::parse("28000").unwrap()].as_str(), "H20.12");
    }

    #[test]
    fn a_misspelt_setting_is_refused() {
        for wrong in [
            "framed_by = [\"www.example.gov.vn\"]",
            "framed_by = [\"https://www.example.gov.vn/\"]",
            "framed_by = [\"https://a.vn; script-src *\"]",
            "[limits]\nwhole = 60",
            "[agencies]\n\"28000\" = \"Phường 1\"",
            "[agencies]\n\"Phường 1\" = \"H20\"",
            "limit = 1",
            "[track]\ndong-thap = \"www.example.gov.vn\"",
            "[track]\ndong-thap = \"https://www.example.gov.vn/#tra-cuu\"",
        ] {
            assert!(toml::from_str::<Config>(wrong).is_err(), "{wrong}");
        }
    }
}
