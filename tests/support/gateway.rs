//! The real gateway with a real database, as an operator starts it.

use crate::environment::{path, scratch};
use crate::leash::{Ending, Leash, free_port};
use crate::suite::patiently;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// A gateway and its folder.
pub struct Gateway {
    name: String,
    port: u16,
    web: Option<PathBuf>,
    settings: Option<PathBuf>,
    process: Option<Leash>,
}

impl Gateway {
    /// The one that most journeys share.
    ///
    /// # Panics
    /// When it does not start, for every journey with the reason.
    pub fn shared() -> &'static Gateway {
        static SHARED: LazyLock<Result<Gateway, String>> = LazyLock::new(|| {
            let mut gateway = Gateway::new("shared");
            gateway.resume().map(|()| gateway)
        });
        SHARED.as_ref().unwrap_or_else(|why| panic!("{why}"))
    }

    /// One of a journey's own, with an empty folder, not yet started.
    #[must_use]
    pub fn new(name: &str) -> Gateway {
        Gateway { web: Some(path("TO_KHAI_WEB")), ..Gateway::alone(name) }
    }

    /// One of a journey's own that serves no widget.
    #[must_use]
    pub fn alone(name: &str) -> Gateway {
        Gateway { name: name.to_owned(), port: free_port(), web: None, settings: None, process: None }
    }

    /// Lets in as many dossiers from one address as come: all devices of a run are one.
    ///
    /// # Panics
    /// When its settings cannot be written.
    #[must_use]
    pub fn hospitable(mut self) -> Gateway {
        let file = scratch("settings").join(format!("{}.toml", self.name));
        std::fs::write(&file, "[limits]\nper_minute = 1000000\n").expect("settings can be written");
        self.settings = Some(file);
        self
    }

    /// One of a journey's own, with a copy of the widget that the journey may change.
    ///
    /// # Panics
    /// When the widget cannot be copied.
    #[must_use]
    pub fn copied(name: &str) -> Gateway {
        let gateway = Gateway { web: Some(scratch(&format!("web-{name}"))), ..Gateway::alone(name) };
        gateway.whole();
        gateway
    }

    /// The folder of the widget.
    ///
    /// # Panics
    /// When it serves none.
    #[must_use]
    pub fn web(&self) -> &Path {
        self.web.as_deref().expect("a gateway with a widget")
    }

    /// One of a journey's own, whose copy of the widget lacks the assets of that ending until it is [`whole`].
    ///
    /// # Panics
    /// When the widget cannot be copied.
    ///
    /// [`whole`]: Gateway::whole
    #[must_use]
    pub fn lacking(name: &str, ending: &str) -> Gateway {
        let gateway = Gateway { web: Some(scratch(&format!("web-{name}"))), ..Gateway::alone(name) };
        gateway.copy_web(&|file| !file.trim_end_matches(".br").trim_end_matches(".gz").ends_with(ending));
        gateway
    }

    /// The widget lacks nothing any more.
    ///
    /// # Panics
    /// When the widget cannot be copied.
    pub fn whole(&self) {
        self.copy_web(&|_| true);
    }

    fn copy_web(&self, wanted: &dyn Fn(&str) -> bool) {
        for folder in ["", "assets"] {
            let (from, to) = (path("TO_KHAI_WEB").join(folder), self.web().join(folder));
            std::fs::create_dir_all(&to).expect("a folder for the widget");
            for entry in std::fs::read_dir(from).expect("the widget's folder").flatten() {
                let name = entry.file_name();
                if entry.path().is_file() && wanted(&name.to_string_lossy()) {
                    std::fs::copy(entry.path(), to.join(name)).expect("a file of the widget is copied");
                }
            }
        }
    }

    /// Ends it as when the power fails.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Starts it, as often as it takes on the same port and the same folder.
    ///
    /// # Errors
    /// What it says when it does not listen.
    pub fn resume(&mut self) -> Result<(), String> {
        let log = self.log();
        let port = self.port.to_string();
        let args = ["serve", "--host", "127.0.0.1", "--port", &port];
        let mut args: Vec<_> = args.map(OsString::from).into();
        let (data, catalogue) = (self.data(), path("TO_KHAI_CATALOGUE"));
        let folders =
            [("--data", Some(&data)), ("--catalogue", Some(&catalogue)), ("--web", self.web.as_ref())];
        for (option, value) in folders.into_iter().chain([("--config", self.settings.as_ref())]) {
            args.extend(value.into_iter().flat_map(|value| [option.into(), value.into()]));
        }
        self.process = Some(Leash::start(&path("TO_KHAI_GATEWAY"), &args, &[], Ending::Killed, &log));
        let listens = patiently(|| TcpStream::connect(("127.0.0.1", self.port)).ok());
        let said = || std::fs::read_to_string(&log).unwrap_or_default();
        listens.map(drop).ok_or_else(|| format!("the gateway does not listen:\n{}", said()))
    }

    /// What it says of itself, over all its lives.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        scratch("logs").join(format!("gateway-{}.log", self.name))
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        ([127, 0, 0, 1], self.port).into()
    }

    /// Its address, with a trailing slash.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// What was sent, as the operator reads it: by path.
    ///
    /// # Panics
    /// When there is no such dossier.
    #[must_use]
    pub fn answers(&self, code: &str) -> BTreeMap<String, String> {
        let dossier = self.operator(&["dossiers", "show", code, "--json"]);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let pair = |answer: &Value| (text(&answer["path"]), text(&answer["value"]));
        dossier["answers"].as_array().expect("answers of a dossier").iter().map(pair).collect()
    }

    /// The operator says that a dossier cannot be handed on.
    ///
    /// # Panics
    /// When the operator cannot.
    pub fn undeliverable(&self, code: &str) {
        let _ = self.command(&["dossiers", "undeliverable", code]);
    }

    /// The codes of all dossiers, the latest first.
    ///
    /// # Panics
    /// When the operator cannot list them.
    #[must_use]
    pub fn dossiers(&self) -> Vec<String> {
        let all = self.operator(&["dossiers", "list", "--json"]);
        let code = |row: &Value| row["code"].as_str().unwrap_or_default().to_owned();
        all.as_array().expect("a list of dossiers").iter().map(code).collect()
    }

    /// The SHA-256 of the files of a dossier, in order, as the operator carries them away.
    ///
    /// # Panics
    /// When there is no such dossier, or it is not what was received.
    #[must_use]
    pub fn exported(&self, code: &str) -> Vec<String> {
        let out = scratch("exports").join(code);
        self.command(&["dossiers", "export", code, &out.to_string_lossy()]);
        let sums = std::fs::read_to_string(out.join("SHA256SUMS")).expect("sums of an export");
        let files = sums.lines().filter_map(|line| line.split_once("  files/"));
        files.map(|(sum, _)| sum.to_owned()).collect()
    }

    fn operator(&self, command: &[&str]) -> Value {
        serde_json::from_slice(&self.command(command)).expect("what an operator reads is JSON")
    }

    fn command(&self, command: &[&str]) -> Vec<u8> {
        let output = Command::new(path("TO_KHAI_GATEWAY"))
            .args(command)
            .arg("--data")
            .arg(self.data())
            .output()
            .expect("the gateway can be started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "`to-khai-gateway {}` failed: {said}", command.join(" "));
        output.stdout
    }

    /// The folder that keeps everything received.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        scratch("data").join(&self.name)
    }
}
