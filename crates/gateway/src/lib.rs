//! The gateway: serves the widget and its catalogue, receives dossiers, checks them with the widget's own
//! rules, keeps them durably and issues their codes.
//!
//! What holds here, and what a change must not break:
//!
//! * A receipt is a promise: files and rows are on the disk before it is written ([`store`]). It is signed
//!   ([`receipts`]).
//! * The same number and content always get the same receipt; another content never does.
//! * No state in the process decides a dossier: whoever restarts loses nothing that was promised.
//! * What is handed on to another system is written with what it hands on, and taken there once ([`relay`]).
//! * No answer, name, number or address reaches a log line or a problem.

mod body;
pub mod catalogues;
pub mod clock;
pub mod config;
pub mod deadline;
pub mod dossiers;
pub mod folder;
mod health;
mod limits;
mod openapi;
pub mod operator;
pub mod problem;
pub mod receipts;
pub mod relay;
mod reopening;
mod router;
mod state;
pub mod store;
mod tracking;
mod uploads;
mod web;
pub mod wire;

pub use state::{Gateway, Places};

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// How long a stopping server waits for dossiers that are arriving.
const PARTING: Duration = Duration::from_secs(20);

/// How often uploads that are over are looked for.
const SWEEPING: Duration = Duration::from_secs(10 * 60);

/// Why a gateway cannot start: one sentence for the operator.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum StartError {
    #[error("the data folder {0} cannot be used: {1}; give one that this user may write to, with --data")]
    Data(PathBuf, io::Error),
    #[error("another gateway is using the data folder {0}; stop it first, or give another one with --data")]
    InUse(PathBuf),
    #[error("the database in {0} cannot be opened: {1}")]
    Database(PathBuf, sqlx::Error),
    #[error("the widget's page {0} cannot be read: {1}; build the widget, or give its folder with --web")]
    Web(PathBuf, io::Error),
    #[error("{0}; give a compiled catalogue with --catalogue")]
    Catalogue(#[from] catalogues::CatalogueError),
    #[error("{0}; see the settings, --config")]
    Relay(#[from] relay::RelayError),
}

/// Serves until `stop` comes true; then lets what is arriving arrive, for a while.
pub async fn serve(
    gateway: Gateway,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let gateway = Arc::new(gateway);
    let store = gateway.store.clone();
    // What lies there is counted before more comes.
    uploads::sweep(&gateway.shelf, &gateway.clock).await;
    let sweeping = uploads::keep_sweeping(Arc::clone(&gateway.shelf), gateway.clock.clone(), SWEEPING);
    let relaying = relay::run(Arc::clone(&gateway));
    let app = router::router(gateway).into_make_service_with_connect_info::<SocketAddr>();
    let (stopping, stopped) = oneshot::channel();
    let stop = async {
        stop.await;
        // Nobody listens any more if the server has ended by itself.
        let _ = stopping.send(());
    };
    let serving = axum::serve(listener, app).with_graceful_shutdown(stop);
    let patience = async {
        if stopped.await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(PARTING).await;
    };
    let ended = tokio::select! {
        ended = serving.into_future() => ended,
        () = patience => Ok(()),
        () = sweeping => Ok(()),
        () = relaying => Ok(()),
    };
    store.close().await;
    ended
}
