//! A gateway and a province that know each other, each on a port of its own.

use crate::support::*;
use crate::tracking::{by_secret, told};
use gateway::config::Config;
use gateway::folder::Folder;
use gateway::operator;
use protocol::{Receipt, State};
use province::clock::Clock as TheirClock;
use province::visitor::{Dossier as Arrived, Visitor};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A gateway and a province that know each other.
pub(crate) struct Both {
    pub(crate) server: Server,
    pub(crate) province: Stranger,
    dir: TempDir,
}

/// A running province. Its office is visited over http: where it speaks https, nobody does.
pub(crate) struct Stranger {
    pub(crate) visitor: Visitor,
    address: String,
    secret: String,
    pub(crate) callback_secret: String,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl Stranger {
    async fn start(data: PathBuf, listener: TcpListener, settings: &str) -> Stranger {
        let config: province::config::Config = toml::from_str(settings).unwrap();
        let scheme = if config.tls.is_some() { "https" } else { "http" };
        let province = province::open(&data, config, TheirClock::new(|| TODAY)).await.unwrap();
        let secrets = province.secrets("to-khai").unwrap();
        let (secret, callback_secret) = (secrets.secret.clone(), secrets.callback_secret.clone());
        let at = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = async move {
            let stop = async move { drop(stopped.await) };
            province::serve(province, listener, stop).await.unwrap();
        };
        let ended = tokio::spawn(serving);
        let (visitor, address) = (Visitor::at(&format!("http://{at}")), format!("{scheme}://{at}"));
        Stranger { visitor, address, secret, callback_secret, stop, ended }
    }

    /// What it has, waited for.
    pub(crate) async fn arrived(&self, count: usize) -> Vec<Arrived> {
        let there = async || {
            let all = self.visitor.dossiers().await.unwrap();
            let mut dossiers = Vec::new();
            for one in &all {
                dossiers.push(self.visitor.dossier(&one.code).await.unwrap());
            }
            (all.len() >= count).then_some(dossiers)
        };
        eventually(there).await
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.ended.await.unwrap();
    }
}

impl Both {
    /// `more`: what stands in the settings of the gateway besides; `theirs`: in those of the province.
    pub(crate) async fn with(speaks: &str, more: &str, theirs: &str) -> Both {
        Both::through(async |address| address, speaks, more, theirs).await
    }

    /// With something between them: it tells its own address for that of the province.
    pub(crate) async fn through(
        door: impl AsyncFnOnce(String) -> String,
        speaks: &str,
        more: &str,
        theirs: &str,
    ) -> Both {
        let dir = TempDir::new().unwrap();
        let (ours, listener) = (a_port().await, a_port().await);
        let here = ours.local_addr().unwrap();
        let callback = format!("[clients.to-khai]\ncallback = \"http://{here}/v1/provinces/tinh/states\"\n");
        let province =
            Stranger::start(dir.path().join("province"), listener, &format!("{theirs}\n{callback}")).await;
        for (name, secret) in [("secret", &province.secret), ("callback", &province.callback_secret)] {
            fs::write(dir.path().join(name), secret).unwrap();
        }
        let (address, at) = (door(province.address.clone()).await, dir.path().display());
        let settings = format!(
            "[provinces.tinh]\nspeaks = \"{speaks}\"\naddress = \"{address}\"\nsite = \"dong-thap\"\nclient = \"to-khai\"
             secret_file = \"{at}/secret\"\ncallback_secret_file = \"{at}/callback\"\nreached_at = \"http://{here}\"
             retry_seconds = 0\n{more}"
        );
        let mut config: Config = toml::from_str(&settings).unwrap();
        config.limits.track_per_minute = 1_000_000;
        let data = Arc::new(TempDir::new().unwrap());
        let server = Server::listening(ours, TODAY, data, config, compiled().dir()).await;
        Both { server, province, dir }
    }

    /// A province that receives and decides.
    pub(crate) async fn start() -> Both {
        Both::with("submit", "", "").await
    }

    pub(crate) fn folder(&self) -> Folder {
        Folder::at(&self.server.folder())
    }

    /// How its citizen is told that a dossier stands, once it stands so.
    pub(crate) async fn stands(&self, receipt: &Receipt, state: State) -> protocol::Progress {
        let progress = async || {
            let progress = told(&self.server, &by_secret(&receipt.code, &receipt.secret)).await;
            (progress.events.last().unwrap().state == state).then_some(progress)
        };
        eventually(progress).await
    }

    /// What waits for a person.
    pub(crate) async fn outbox(&self) -> Vec<serde_json::Value> {
        serde_json::from_str(&operator::outbox(&self.folder(), false, true).await.unwrap()).unwrap()
    }

    /// Until all has been delivered: the province has a dossier before the gateway has noted that.
    pub(crate) async fn nothing_waits(&self) {
        eventually(async || self.outbox().await.is_empty().then_some(())).await;
    }

    /// The province ends and comes again at its address, with other settings.
    pub(crate) async fn another(&mut self, settings: &str) {
        let address = self.province.address.split_once("://").unwrap().1.to_owned();
        let listener = async || TcpListener::bind(&address).await.ok();
        let data = self.dir.path().join("province");
        let idle = Stranger::start(self.dir.path().join("idle"), a_port().await, "").await;
        std::mem::replace(&mut self.province, idle).stop().await;
        let callback =
            format!("[clients.to-khai]\ncallback = \"{}\"\n", self.server.url("/v1/provinces/tinh/states"));
        let again =
            Stranger::start(data, eventually(listener).await, &format!("{settings}\n{callback}")).await;
        std::mem::replace(&mut self.province, again).stop().await;
    }
}

async fn a_port() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

/// What comes true before long.
pub(crate) async fn eventually<T>(so: impl AsyncFn() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        if let Some(is) = so().await {
            return is;
        }
        assert!(Instant::now() < end, "it does not come true");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
