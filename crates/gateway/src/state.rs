//! What every request can reach.

use crate::StartError;
use crate::catalogues::Catalogues;
use crate::clock::Clock;
use crate::config::Config;
use crate::folder::{Folder, Lock};
use crate::limits::Pace;
use crate::store::Store;
use crate::web::Web;
use std::path::{Path, PathBuf};
use tokio::sync::Semaphore;

/// A gateway, ready to serve.
pub struct Gateway {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) catalogues: Catalogues,
    pub(crate) folder: Folder,
    pub(crate) store: Store,
    pub(crate) web: Option<Web>,
    pub(crate) permits: Semaphore,
    pub(crate) pace: Pace,
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
        let catalogues = Catalogues::open(&places.catalogue, &folder)?;
        let store = Store::open(&folder).await.map_err(|error| database(&places.data, error))?;
        let known = store.numbers().await.map_err(|error| database(&places.data, error))?;
        let tidy = || folder.sweep().and_then(|()| folder.strangers(|number| known.contains(number)));
        let strangers = tidy().map_err(|error| StartError::Data(places.data.clone(), error))?;
        if strangers > 0 {
            tracing::warn!(strangers, "folders in dossiers/ belong to no dossier of the database");
        }
        let web = places.web.as_deref().map(Web::open).transpose()?;
        let permits = Semaphore::new(config.limits.in_flight.min(Semaphore::MAX_PERMITS));
        let pace = Pace::new(config.limits.per_minute);
        Ok(Gateway { config, clock, catalogues, folder, store, web, permits, pace, _lock: lock })
    }

    /// The version of the catalogue served now.
    pub fn catalogue(&self) -> &str {
        self.catalogues.current()
    }
}

fn database(data: &Path, error: sqlx::Error) -> StartError {
    StartError::Database(data.into(), error)
}
