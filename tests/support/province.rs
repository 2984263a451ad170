//! The real stand-in for the province, as an operator starts it, and somebody who plays its office.

use crate::Gateway;
use crate::environment::{path, scratch, written};
use crate::leash::{Leash, free_port};
use crate::story::Catalogue;
use province::mischief::Mischief;
use province::states::State;
use province::visitor::{Dossier, Listed, Record, Visitor};
use std::ffi::OsString;
use std::fmt::Display;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};

/// What gateway and province know of each other: the gateway's secret there, and what callbacks are signed with.
pub const SECRETS: [&str; 2] = ["bi-mat-cua-cong-tai-he-thong-tinh", "bi-mat-ky-tin-bao-trang-thai"];

/// A province and its folder.
pub struct Province {
    name: String,
    port: u16,
    settings: String,
    process: Option<Leash>,
}

/// Somebody who plays the office; it stands where the province listens, whether that is alive or dead.
#[derive(Clone, Debug)]
pub struct Office(Visitor);

impl Province {
    /// One with an empty folder that tells a gateway of states, not yet started.
    #[must_use]
    pub fn behind(gateway: &Gateway, name: &str) -> Province {
        let [secret, callback_secret] = SECRETS;
        let settings = format!(
            "[clients.to-khai]\nsecret = \"{secret}\"\ncallback = \"{}v1/provinces/tinh/states\"\n\
             callback_secret = \"{callback_secret}\"\n",
            gateway.url()
        );
        Province { name: name.to_owned(), port: free_port(), settings, process: None }
    }

    /// The table of a gateway's settings that hands all dossiers on to it, by its own address or that of something
    /// before it. Tries again soon and asks for states all the time.
    ///
    /// # Panics
    /// When the secrets cannot be written.
    #[must_use]
    pub fn table(&self, address: &str) -> String {
        Province::system("tinh", address, "speaks = \"submit\"\n")
    }

    /// The tables that hand dossiers on to it as a provincial system and as the national synchronisation, by the offices
    /// that receive them. The synchronisation reaches the gateway at `reached_at`.
    ///
    /// # Panics
    /// When the secrets cannot be written.
    #[must_use]
    pub fn tables(&self, address: &str, reached_at: &str, submit: &[&str], sync: &[&str]) -> String {
        let submit = format!("speaks = \"submit\"\noffices = {submit:?}\n");
        let sync = format!("speaks = \"sync\"\noffices = {sync:?}\nreached_at = \"{reached_at}\"\n");
        Province::system("tinh", address, &submit) + &Province::system("quoc-gia", address, &sync)
    }

    /// Uses these procedures alone.
    #[must_use]
    pub fn using<'c>(mut self, procedures: impl IntoIterator<Item = &'c str>) -> Province {
        let tables = procedures.into_iter().map(|code| format!("[procedures.\"{code}\"]\n"));
        self.settings.extend(tables);
        self
    }

    fn system(name: &str, address: &str, more: &str) -> String {
        let site = Catalogue::open().index.sites.first().expect("a site in the catalogue").id.clone();
        let kept = |name: &str, secret: &str| {
            written(scratch("settings").join(name), secret.as_bytes()).display().to_string()
        };
        let [secret, callback_secret] = SECRETS;
        let (secret, callback_secret) = (kept("secret", secret), kept("callback-secret", callback_secret));
        format!(
            "[provinces.{name}]\n{more}address = \"{address}\"\nsite = \"{site}\"\nclient = \"to-khai\"\n\
             secret_file = \"{secret}\"\ncallback_secret_file = \"{callback_secret}\"\nretry_seconds = 1\n\
             ask_seconds = 2\ntimeout_seconds = 10\n"
        )
    }

    /// Ends it as when the power fails.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Starts it, as often as it takes on the same port and the same folder.
    ///
    /// # Errors
    /// What it says when it does not listen.
    ///
    /// # Panics
    /// When its settings cannot be written.
    pub fn resume(&mut self) -> Result<(), String> {
        let settings = scratch("settings").join(format!("province-{}.toml", self.name));
        std::fs::write(&settings, &self.settings).expect("settings can be written");
        let port = self.port.to_string();
        let mut args: Vec<_> = ["serve", "--port", &port].map(OsString::from).into();
        for (option, value) in [("--data", self.data()), ("--config", settings)] {
            args.extend([option.into(), value.into()]);
        }
        self.process = Some(Leash::listening(&path("TO_KHAI_PROVINCE"), &args, self.port, &self.log())?);
        Ok(())
    }

    /// Whoever plays its office.
    #[must_use]
    pub fn office(&self) -> Office {
        Office(Visitor::at(&self.url()))
    }

    /// What it says of itself, over all its lives.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        scratch("logs").join(format!("province-{}.log", self.name))
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        ([127, 0, 0, 1], self.port).into()
    }

    /// Its address, with a trailing slash: the office's pages, too.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// The folder that keeps everything received.
    fn data(&self) -> PathBuf {
        scratch("data").join(format!("province-{}", self.name))
    }
}

/// Each says what is in the way: a dead province does not answer.
#[expect(clippy::missing_errors_doc, reason = "said once for all")]
impl Office {
    /// All dossiers, the latest first.
    pub fn dossiers(&self) -> Result<Vec<Listed>, String> {
        answer(self.0.dossiers())
    }

    /// A dossier with all that came for it, and what was decided.
    pub fn dossier(&self, code: &str) -> Result<Dossier, String> {
        answer(self.0.dossier(code))
    }

    /// A file of a parcel, by the parcel's key.
    pub fn file(&self, code: &str, key: &str, place: usize) -> Result<Vec<u8>, String> {
        answer(self.0.file(code, key, place))
    }

    /// All that the national synchronisation knows.
    pub fn records(&self) -> Result<Vec<Record>, String> {
        answer(self.0.records())
    }

    /// Presses the button that leads to a state; `until` is `2026-12-15`, or nothing.
    pub fn press(&self, code: &str, state: State, words: &str, until: &str) -> Result<(), String> {
        answer(self.0.press(code, state, words, until))
    }

    /// Makes the province misbehave.
    pub fn misbehave(&self, mischief: &Mischief) -> Result<(), String> {
        answer(self.0.misbehave(mischief))
    }
}

/// What becomes of a visit; not to be called by whoever is visiting already.
fn answer<T, E: Display>(visit: impl Future<Output = Result<T, E>>) -> Result<T, String> {
    static VISITS: LazyLock<Runtime> = LazyLock::new(|| {
        Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime")
    });
    VISITS.block_on(visit).map_err(|why| why.to_string())
}
