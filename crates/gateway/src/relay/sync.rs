//! The national synchronisation: we receive, and tell it of each dossier and of everything that happens to it. Its
//! format is built so that the same told twice is taken once: nothing has to be asked for before it is told again.

use super::Trouble;
use super::files::{self, Lease};
use super::http::Http;
use super::message::Message;
use super::province::Province;
use super::settings::{Address, Settings};
use crate::store::outbox::Told;
use async_trait::async_trait;
use exchange::Mapping;
use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::Value;

const NEW: &str = "api/dongbo/ThemMoi";
const UPDATE: &str = "api/dongbo/CapNhat";
const STEPS: &str = "api/dongbo/TienTrinh";
/// Seconds in which the other side can fetch files.
const FETCHED_WITHIN: i64 = 7 * 24 * 60 * 60;

/// Speaks to the national synchronisation.
pub(super) struct Sync {
    http: Http,
    name: String,
    reached_at: Address,
    secret: String,
}

/// What it says.
#[derive(Deserialize)]
struct Reply {
    error_code: String,
    #[serde(default)]
    message: String,
}

impl Sync {
    /// With the settings and our secret there.
    pub(super) fn open(name: &str, settings: &Settings, secret: &str) -> Result<Sync, String> {
        let reached_at = settings
            .reached_at
            .clone()
            .ok_or("`sync` needs `reached_at`: where files are fetched from us")?;
        Ok(Sync { http: Http::open(settings, secret)?, name: name.into(), reached_at, secret: secret.into() })
    }

    /// An address at which the other side finds a file for some days.
    fn file(&self, message: &Message, place: usize) -> String {
        let Some(filed) = message.files.get(place) else { return String::new() };
        let until = message.now.unix() + FETCHED_WITHIN;
        let lease = Lease { number: filed.number.clone(), place: filed.place, until };
        self.reached_at.join(&files::address(&self.name, &lease, self.secret.as_bytes()))
    }

    /// Told as new; as an update when it is known there already.
    async fn record(&self, mapping: &Mapping, message: &Message) -> Result<(), Trouble> {
        let record = exchange::record(mapping, &message.kept(), &|place| self.file(message, place));
        let all = Value::Array(vec![record]);
        let ways = if message.is_dossier() { [NEW, UPDATE] } else { [UPDATE, NEW] };
        for path in ways {
            let reply = self.tell(path, &all).await?;
            let elsewhere = match path {
                NEW => reply.message.contains("đã tồn tại"),
                _ => reply.message.contains("không tồn tại"),
            };
            if reply.error_code != "-3" || !elsewhere {
                return reply.taken(mapping);
            }
        }
        Err(Trouble::later("it is known and not known there at once"))
    }

    async fn tell(&self, path: &str, all: &Value) -> Result<Reply, Trouble> {
        let answer = self.http.send(&|| Box::pin(async { Ok(self.http.post(path).json(all)) })).await?;
        if answer.status == StatusCode::OK { answer.json() } else { Err(answer.trouble()) }
    }
}

impl Reply {
    fn taken(&self, mapping: &Mapping) -> Result<(), Trouble> {
        match self.error_code.as_str() {
            "0" => Ok(()),
            code => {
                // Its message may repeat what somebody wrote: of it, names of fields alone are told.
                let is_named = |name: &&str| {
                    self.message.split(|c: char| !c.is_alphanumeric()).any(|word| word == *name)
                };
                let fields = mapping.dossier.iter().chain(&mapping.later).map(|field| field.name.as_str());
                let mut named: Vec<&str> = fields.filter(is_named).collect();
                named.dedup();
                let code = if code.len() <= 3 { code } else { "?" };
                Err(Trouble::never(format!("error_code {code}: {}", named.join(", "))))
            }
        }
    }
}

#[async_trait]
impl Province for Sync {
    fn decides(&self) -> bool {
        false
    }

    async fn send(&self, message: &Message) -> Result<String, Trouble> {
        let mapping = message.mapping(exchange::SYNC)?;
        self.record(mapping, message).await?;
        if !message.is_dossier() {
            let step = exchange::step(mapping, &message.kept(), message.events.len() - 1);
            self.tell(STEPS, &Value::Array(vec![step])).await?.taken(mapping)?;
        }
        Ok(String::new())
    }

    async fn has(&self, _: &Message) -> Result<Option<String>, Trouble> {
        Ok(None)
    }

    async fn states(&self, _: &str, _: i64) -> Result<Vec<Told>, Trouble> {
        Ok(Vec::new())
    }
}
