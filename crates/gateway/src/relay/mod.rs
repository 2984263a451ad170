//! Handing dossiers on to other systems, and bringing back how they stand.
//!
//! * What has to go lies in the outbox, written in the dossier's own transaction ([`store::outbox`]).
//! * [`outgoing`] takes it from there, of each dossier one after the other, until the other side has it, or until a
//!   person must look.
//! * [`Province`] is a system as this module knows it; [`submit`] and [`sync`] speak the two formats. Where an office
//!   has none, we are the receiving system ourselves: nothing is handed on.
//! * States come back by [`callback`], and by asking ([`states`]): in the order of their running numbers, each once.
//!
//! No answer, name or number reaches the log from here; nor does a secret.
//!
//! [`store::outbox`]: crate::store::outbox

mod callback;
mod files;
mod flight;
mod http;
mod message;
mod outgoing;
mod province;
mod settings;
mod states;
mod submit;
mod sync;
mod told;

pub(crate) use callback::callback;
pub(crate) use files::file;
pub use message::Message;
pub use province::{Province, Trouble};
pub use settings::{Address, Format, Settings};

use crate::catalogues::Catalogue;
use crate::state::Gateway;
use crate::store::Route;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use vietnam::places::CommuneCode;

/// All systems that dossiers are handed on to, by their names in the settings.
#[derive(Default)]
pub(crate) struct Relays(BTreeMap<String, Arc<Relay>>);

/// One of them.
pub(crate) struct Relay {
    name: String,
    settings: Settings,
    province: Box<dyn Province>,
    /// Ours there; it signs the addresses of files too.
    secret: String,
    /// Signs its callbacks.
    callback_secret: Option<Vec<u8>>,
    /// There is something new to hand on.
    more: Notify,
    /// There are new states to ask for.
    news: Notify,
}

/// Why a system cannot be handed on to: one sentence for the operator.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum RelayError {
    #[error("{path} of [provinces.{name}] cannot be read: {why}")]
    Unreadable { name: String, path: PathBuf, why: io::Error },
    #[error("the secret in {path} of [provinces.{name}] is empty")]
    NoSecret { name: String, path: PathBuf },
    #[error("[provinces.{name}] cannot be used: {why}")]
    Unusable { name: String, why: String },
    #[error(
        "the catalogue does not say how dossiers are written as `{format}`, for [provinces.{name}]; build it anew"
    )]
    Unspoken { name: String, format: &'static str },
    #[error("the office {office} of [provinces.{name}] is served by [provinces.{other}] too")]
    Twice { name: String, other: String, office: String },
}

impl Relays {
    /// Reads the secrets and makes what speaks to each system.
    pub(crate) fn open(
        all: &BTreeMap<String, Settings>,
        catalogue: &Catalogue,
    ) -> Result<Relays, RelayError> {
        http::choose_ciphers();
        let mut relays = BTreeMap::new();
        for (name, settings) in all {
            if let Some((other, office)) = relays.values().find_map(|other| clash(other, settings)) {
                return Err(RelayError::Twice { name: name.clone(), other, office });
            }
            let format = settings.speaks.name();
            if !catalogue.speaks(format) {
                return Err(RelayError::Unspoken { name: name.clone(), format });
            }
            relays.insert(name.clone(), Arc::new(Relay::open(name, settings)?));
        }
        Ok(Relays(relays))
    }

    /// Where dossiers of an office are handed on to.
    pub(crate) fn route(&self, site: &str, office: Option<CommuneCode>) -> Option<Route> {
        let relay = self.0.values().find(|relay| relay.serves(site, office))?;
        let follows = relay.settings.speaks == Format::Sync;
        Some(Route { province: relay.name.clone(), follows })
    }

    /// Something may have been put into the outbox.
    pub(crate) fn more(&self) {
        self.0.values().for_each(|relay| relay.more.notify_one());
    }

    fn named(&self, name: &str) -> Option<&Arc<Relay>> {
        self.0.get(name)
    }
}

/// An office that both would serve, with the name of the first.
fn clash(one: &Arc<Relay>, other: &Settings) -> Option<(String, String)> {
    let same = one.settings.site == other.site;
    let all = || (one.settings.offices.is_empty() || other.offices.is_empty()).then(|| other.site.clone());
    let both = || {
        let both = one.settings.offices.iter().find(|office| other.offices.contains(office));
        both.map(ToString::to_string)
    };
    let office = same.then(|| all().or_else(both)).flatten()?;
    Some((one.name.clone(), office))
}

impl Relay {
    fn open(name: &str, settings: &Settings) -> Result<Relay, RelayError> {
        let secret = secret(name, &settings.secret_file)?;
        let callback_secret = settings.callback_secret_file.as_ref().map(|file| self::secret(name, file));
        let callback_secret = callback_secret.transpose()?.map(String::into_bytes);
        let province = province::open(name, settings, &secret);
        let province = province.map_err(|why| RelayError::Unusable { name: name.into(), why })?;
        Ok(Relay {
            name: name.into(),
            settings: settings.clone(),
            province,
            secret,
            callback_secret,
            more: Notify::new(),
            news: Notify::new(),
        })
    }

    fn serves(&self, site: &str, office: Option<CommuneCode>) -> bool {
        let offices = &self.settings.offices;
        self.settings.site == site
            && (offices.is_empty() || office.is_some_and(|office| offices.contains(&office)))
    }
}

fn secret(name: &str, path: &Path) -> Result<String, RelayError> {
    let (name, path) = (name.to_owned(), path.to_owned());
    let text = match fs::read_to_string(&path) {
        Ok(text) => text.trim().to_owned(),
        Err(why) => return Err(RelayError::Unreadable { name, path, why }),
    };
    if text.is_empty() { Err(RelayError::NoSecret { name, path }) } else { Ok(text) }
}

/// Hands on and asks, of every system side by side, until it is dropped.
pub(crate) async fn run(gateway: Arc<Gateway>) {
    let mut all = JoinSet::new();
    for relay in gateway.relays.0.values() {
        all.spawn(outgoing::hand_on(Arc::clone(&gateway), Arc::clone(relay)));
        if relay.province.decides() {
            all.spawn(states::ask(Arc::clone(&gateway), Arc::clone(relay)));
        }
    }
    // None of them ends.
    while let Some(ended) = all.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a task that hands dossiers on died");
        }
    }
    std::future::pending::<()>().await;
}
