//! What an operator may set: limits, and agencies' identifiers. Every value has a default.

use crate::dossiers::codes::Agency;
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
    /// How many reverse proxies stand before this server; the client's address is counted from the
    /// right of `X-Forwarded-For`, because what stands further left can be forged.
    pub trusted_proxies: usize,
}

/// How much, and how fast.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of the part `dossier`.
    pub dossier_bytes: u64,
    /// Bytes of the whole body.
    pub body_bytes: u64,
    /// The longest silence while a body arrives.
    #[serde(rename = "silence_seconds", deserialize_with = "seconds")]
    pub silence: Duration,
    /// The longest time a dossier may take to arrive.
    #[serde(rename = "whole_seconds", deserialize_with = "seconds")]
    pub whole: Duration,
    /// Dossiers arriving at the same time.
    pub in_flight: usize,
    /// Dossiers a minute from one address. Phone networks put thousands of people behind one: be generous.
    pub per_minute: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            dossier_bytes: 256 * 1024,
            body_bytes: 64 * 1024 * 1024,
            silence: Duration::from_secs(30),
            whole: Duration::from_secs(120),
            in_flight: 200,
            per_minute: 300,
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
    u64::deserialize(deserializer).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_sets_only_what_differs() {
        let config: Config =
            toml::from_str("[limits]\nwhole_seconds = 60\n[agencies]\n\"28000\" = \"H20.12\"").unwrap();
        assert_eq!(config.limits.whole, Duration::from_secs(60));
        assert_eq!(config.limits.silence, Duration::from_secs(30));
        assert_eq!(config.agencies[&CommuneCode::parse("28000").unwrap()].as_str(), "H20.12");
    }

    #[test]
    fn a_misspelt_setting_is_refused() {
        for wrong in [
            "[limits]\nwhole = 60",
            "[agencies]\n\"28000\" = \"Phường 1\"",
            "[agencies]\n\"Phường 1\" = \"H20\"",
            "limit = 1",
        ] {
            assert!(toml::from_str::<Config>(wrong).is_err(), "{wrong}");
        }
    }
}
