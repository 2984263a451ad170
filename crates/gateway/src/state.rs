//! What every request can reach.

use crate::StartError;
use crate::catalogues::Catalogues;
use crate::clock::Clock;
use crate::config::Config;
use crate::folder::{Folder, Lock};
use crate::limits::{HOUR, MINUTE, Pace};
use crate::receipts::Seal;
use crate::relay::Relays;
use crate::store::Store;
use crate::uploads::{Shelf, Turns};
use crate::web::Web;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// A gateway, ready to serve.
pub struct Gateway {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) catalogues: Catalogues,
    pub(crate) folder: Folder,
    pub(crate) store: Store,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) turns: Turns,
    pub(crate) seal: Seal,
    pub(crate) web: Option<Web>,
    pub(crate) relays: Relays,
    pub(crate) permits: Arc<Semaphore>,
    pub(crate) pace: Pace<IpAddr>,
    /// Questions about dossiers, by who asks.
    pub(crate) questions: Pace<IpAddr>,
    /// Wrong answers about dossiers, by dossier.
    pub(crate) tries: Pace<String>,
    _lock: Lock,
}

/// Where a gateway finds and keeps things.
#[derive(Clone, Debug)]
pub struct Places {
    /// The data folder.
    pub data: PathBuf,
    /// The widget's files and the page that shows it; none where the widget is served from elsewhere.
    pub web: Option<PathBuf>,
    /// The compiled catalogue.
    pub catalogue: PathBuf,
}

impl Gateway {
    /// Opens everything, or says in a sentence what is in the way.
    pub async fn open(places: &Places, config: Config, clock: Clock) -> Result<Gateway, StartError> {
        let folder = Folder::at(&places.data);
        let lock = folder.open().map_err(|error| StartError::Data(places.data.clone(), error))?;
        let lock = lock.ok_or_else(|| StartError::InUse(places.data.clone()))?;
        let unusable = |error| StartError::Data(places.data.clone(), error);
        let seal = Seal::open(&folder.key()).map_err(unusable)?;
        let limits = &config.limits;
        let shelf = Arc::new(Shelf::at(folder.uploads(), limits.uploads, limits.uploads_bytes));
        shelf.sweep(clock.now().system()).map_err(unusable)?;
        let catalogues = Catalogues::open(&places.catalogue, &folder)?;
        let store = Store::open(&folder, &seal).await.map_err(|error| database(&places.data, error))?;
        let known = store.numbers().await.map_err(|error| database(&places.data, error))?;
        let strangers = folder.strangers(|number| known.contains(number)).map_err(unusable)?;
        if strangers > 0 {
            tracing::warn!(strangers, "folders in dossiers/ belong to no dossier of the database");
        }
        let relays = Relays::open(&config.provinces, catalogues.current())?;
        let web = places.web.as_deref().map(|dir| Web::open(dir, config.framed_by.as_deref())).transpose()?;
        let permits = Arc::new(Semaphore::new(limits.in_flight.min(Semaphore::MAX_PERMITS)));
        Ok(Gateway {
            permits,
            pace: Pace::new(limits.per_minute, MINUTE),
            questions: Pace::new(limits.track_per_minute, MINUTE),
            tries: Pace::new(limits.track_tries, HOUR),
            turns: Turns::default(),
            config,
            clock,
            catalogues,
            folder,
            store,
            shelf,
            seal,
            web,
            relays,
            _lock: lock,
        })
    }

    /// The version of the catalogue served now.
    pub fn catalogue(&self) -> &str {
        &self.catalogues.current().index.version
    }

    /// How large an upload may be.
    pub(crate) fn upload_bytes(&self) -> u64 {
        let sites = &self.catalogues.current().index.sites;
        let largest = sites.iter().map(|site| u64::from(site.files.bytes)).max();
        self.config.limits.upload_bytes.or(largest).unwrap_or(0)
    }

    /// How many uploads a number may have: its site is not known yet.
    pub(crate) fn upload_count(&self) -> usize {
        let sites = &self.catalogues.current().index.sites;
        sites.iter().map(|site| usize::from(site.files.count)).max().unwrap_or(0)
    }
}

fn database(data: &Path, error: sqlx::Error) -> StartError {
    StartError::Database(data.into(), error)
}
