//! A stand-in for the provincial system and for the national synchronisation: a strict second reading of what
//! `docs/province.md` says, in which a person can play the office, and which misbehaves on demand.
//!
//! What holds here, and what a change must not break:
//!
//! * What was answered for is on the disk: files and rows before the answer ([`serve`] may be killed at any time).
//! * It knows none of our other crates but `vietnam`, so that a mistake is not made twice.
//! * No answer and no log line repeats a value that was sent; the office's pages alone show them.

mod api;
mod callbacks;
pub mod certificates;
pub mod clock;
pub mod config;
mod fetching;
mod folder;
pub mod mischief;
mod net;
mod office;
mod shape;
pub mod states;
mod store;
pub mod visitor;

use crate::clock::Clock;
use crate::config::{Client, Config, Name, Secrets};
use crate::folder::{Folder, Lock};
use crate::mischief::Mischiefs;
use crate::net::{Door, Line};
use crate::store::Store;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};
use tokio_rustls::TlsAcceptor;

/// How long a stopping server waits for what is arriving.
const PARTING: Duration = Duration::from_secs(10);

/// Why it cannot start: one sentence for the operator.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum StartError {
    #[error("the data folder {0} cannot be used: {1}; give one that this user may write to, with --data")]
    Data(PathBuf, io::Error),
    #[error("another server is using the data folder {0}; stop it first, or give another one with --data")]
    InUse(PathBuf),
    #[error("the database in {0} cannot be opened: {1}")]
    Database(PathBuf, String),
    #[error("the certificate or key {0} cannot be used: {1}")]
    Tls(PathBuf, String),
    #[error("callbacks cannot be sent: {0}")]
    Client(reqwest::Error),
}

/// A stand-in, ready to serve.
pub struct Province {
    pub(crate) config: Config,
    pub(crate) secrets: BTreeMap<Name, Secrets>,
    pub(crate) clock: Clock,
    pub(crate) folder: Folder,
    pub(crate) store: Store,
    pub(crate) mischief: Mischiefs,
    pub(crate) http: reqwest::Client,
    /// There is something to tell, or to fetch.
    pub(crate) news: Notify,
    pub(crate) papers: Notify,
    tls: Option<TlsAcceptor>,
    _lock: Lock,
}

/// Opens a data folder, or says in a sentence what is in the way.
pub async fn open(data: &Path, config: Config, clock: Clock) -> Result<Province, StartError> {
    net::choose_ciphers();
    let folder = Folder::at(data);
    let unusable = |error| StartError::Data(data.into(), error);
    let lock = folder.open().map_err(unusable)?.ok_or_else(|| StartError::InUse(data.into()))?;
    let secrets = config::secrets(&config, &folder).map_err(unusable)?;
    let tls = config.tls.as_ref().map(net::acceptor).transpose();
    let tls = tls.map_err(|(file, why)| StartError::Tls(file, why))?;
    let broken = |why: String| StartError::Database(data.into(), why);
    let store = Store::open(&folder).await.map_err(|error| broken(error.to_string()))?;
    let mischief = Mischiefs::open(&store).await.map_err(|error| broken(error.to_string()))?;
    let http = reqwest::Client::builder()
        .timeout(Duration::from_secs(30))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(StartError::Client)?;
    let (news, papers) = (Notify::new(), Notify::new());
    Ok(Province { config, secrets, clock, folder, store, mischief, http, news, papers, tls, _lock: lock })
}

/// The secrets that were made for a client and are kept in the folder.
pub fn kept_secrets(data: &Path, client: &str) -> io::Result<Option<Secrets>> {
    let kept = config::kept_secrets(&Folder::at(data))?;
    Ok(kept.into_iter().find(|(name, _)| name.as_str() == client).map(|(_, secrets)| secrets))
}

impl Province {
    /// A client's secrets, configured or made.
    #[must_use]
    pub fn secrets(&self, client: &str) -> Option<&Secrets> {
        self.secrets.iter().find(|(name, _)| name.as_str() == client).map(|(_, secrets)| secrets)
    }

    pub(crate) fn client(&self, client: &str) -> Option<&Client> {
        self.config.clients.iter().find(|(name, _)| name.as_str() == client).map(|(_, client)| client)
    }

    /// How many seconds a callback or a file is tried.
    pub(crate) fn patience(&self) -> i64 {
        i64::from(self.config.patience_hours) * 60 * 60
    }
}

/// Serves until `stop` comes true, tells clients of states, and fetches files.
pub async fn serve(
    province: Province,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let province = Arc::new(province);
    let store = province.store.clone();
    let door = Door::new(listener, province.tls.clone());
    let app = api::router(Arc::clone(&province)).merge(office::router(Arc::clone(&province)));
    let (stopping, stopped) = oneshot::channel();
    let stop = async {
        stop.await;
        // Nobody listens any more if the server has ended by itself.
        let _ = stopping.send(());
    };
    let service = app.into_make_service_with_connect_info::<Line>();
    let serving = axum::serve(door, service).with_graceful_shutdown(stop);
    let patience = async {
        if stopped.await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(PARTING).await;
    };
    let ended = tokio::select! {
        ended = serving.into_future() => ended,
        () = patience => Ok(()),
        () = callbacks::keep_telling(Arc::clone(&province)) => Ok(()),
        () = fetching::keep_fetching(Arc::clone(&province)) => Ok(()),
    };
    store.close().await;
    ended
}

/// Seconds until the next attempt.
pub(crate) fn back_off(tries: i64) -> i64 {
    1 << tries.clamp(0, 8)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
