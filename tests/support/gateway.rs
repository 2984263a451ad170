//! The real gateway with a real database, as an operator starts it.

use crate::environment::{path, scratch};
use crate::leash::{Leash, free_port};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// Somebody at the command line beside a gateway, whether that is alive or dead.
#[derive(Clone, Debug)]
pub struct Operator(PathBuf);

/// A gateway and its folder.
pub struct Gateway {
    name: String,
    port: u16,
    web: Option<PathBuf>,
    settings: String,
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
        Gateway {
            name: name.to_owned(),
            port: free_port(),
            web: None,
            settings: String::new(),
            process: None,
        }
    }

    /// With further tables in its settings, TOML.
    #[must_use]
    pub fn set(mut self, tables: &str) -> Gateway {
        self.settings.push_str(tables);
        self
    }

    /// Lets in as many dossiers and questions from one address as come: all devices of a run are one.
    #[must_use]
    pub fn hospitable(self) -> Gateway {
        self.set("[limits]\nper_minute = 1000000\ntrack_per_minute = 1000000\n")
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
    ///
    /// # Panics
    /// When its settings cannot be written.
    pub fn resume(&mut self) -> Result<(), String> {
        let settings = scratch("settings").join(format!("{}.toml", self.name));
        std::fs::write(&settings, &self.settings).expect("settings can be written");
        let port = self.port.to_string();
        let args = ["serve", "--host", "127.0.0.1", "--port", &port];
        let mut args: Vec<_> = args.map(OsString::from).into();
        let (data, catalogue) = (self.data(), path("TO_KHAI_CATALOGUE"));
        let all = [("--data", &data), ("--catalogue", &catalogue), ("--config", &settings)];
        for (option, value) in all.into_iter().chain(self.web.iter().map(|web| ("--web", web))) {
            args.extend([option.into(), value.into()]);
        }
        self.process = Some(Leash::listening(&path("TO_KHAI_GATEWAY"), &args, self.port, &self.log())?);
        Ok(())
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
        by_path(&self.operator(&["dossiers", "show", code, "--json"]))
    }

    /// What was sent last to complete a dossier, by path.
    ///
    /// # Panics
    /// When nothing completed it.
    #[must_use]
    pub fn supplemented(&self, code: &str) -> BTreeMap<String, String> {
        let dossier = self.operator(&["dossiers", "show", code, "--json"]);
        let supplements = dossier["supplements"].as_array().expect("supplements of a dossier");
        by_path(supplements.last().expect("a supplement"))
    }

    /// The operator notes how a dossier stands: `accept`, `done`, `undeliverable` …
    ///
    /// # Panics
    /// When the operator cannot.
    pub fn note(&self, code: &str, what: &str, more: &[&str]) {
        let _ = self.command(&[&["dossiers", what, code], more].concat());
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

    /// What waits to be handed on, or needs a person.
    ///
    /// # Panics
    /// When the operator cannot list it.
    #[must_use]
    pub fn outbox(&self) -> Vec<Value> {
        self.at_hand().outbox().unwrap_or_else(|why| panic!("{why}"))
    }

    /// What was handed on and given up, too.
    ///
    /// # Panics
    /// When the operator cannot list it.
    #[must_use]
    pub fn whole_outbox(&self) -> Vec<Value> {
        let all = self.operator(&["outbox", "list", "--all", "--json"]);
        all.as_array().expect("a list of what was handed on").clone()
    }

    /// The SHA-256 of the files of a dossier, in order, as the operator carries them away.
    ///
    /// # Panics
    /// When there is no such dossier, or it is not what was received.
    #[must_use]
    pub fn exported(&self, code: &str) -> Vec<String> {
        let out = scratch("exports").join(format!("{}-{code}", self.name));
        self.command(&["dossiers", "export", code, &out.to_string_lossy()]);
        let sums = std::fs::read_to_string(out.join("SHA256SUMS")).expect("sums of an export");
        let files = sums.lines().filter_map(|line| line.split_once("  files/"));
        files.map(|(sum, _)| sum.to_owned()).collect()
    }

    /// Its operator.
    #[must_use]
    pub fn at_hand(&self) -> Operator {
        Operator(self.data())
    }

    fn operator(&self, command: &[&str]) -> Value {
        self.at_hand().read(command).unwrap_or_else(|why| panic!("{why}"))
    }

    fn command(&self, command: &[&str]) -> Vec<u8> {
        self.at_hand().command(command).unwrap_or_else(|why| panic!("{why}"))
    }

    /// The folder that keeps everything received.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        scratch("data").join(&self.name)
    }
}

/// Each says what is in the way.
#[expect(clippy::missing_errors_doc, reason = "said once for all")]
impl Operator {
    /// Runs a command on the gateway's folder; answers what it prints.
    ///
    /// # Panics
    /// When the program is not there.
    pub fn command(&self, command: &[&str]) -> Result<Vec<u8>, String> {
        let program = Command::new(path("TO_KHAI_GATEWAY")).args(command).arg("--data").arg(&self.0).output();
        let output = program.expect("the gateway can be started");
        let said = String::from_utf8_lossy(&output.stderr);
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(format!("`to-khai-gateway {}` failed: {said}", command.join(" "))),
        }
    }

    /// What waits to be handed on, or needs a person.
    pub fn outbox(&self) -> Result<Vec<Value>, String> {
        self.list(&["outbox", "list", "--json"])
    }

    /// Code and state of every dossier.
    pub fn states(&self) -> Result<Vec<(String, String)>, String> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let all = self.list(&["dossiers", "list", "--json"])?;
        Ok(all.iter().map(|one| (text(&one["code"]), text(&one["state"]))).collect())
    }

    fn list(&self, command: &[&str]) -> Result<Vec<Value>, String> {
        match self.read(command)? {
            Value::Array(all) => Ok(all),
            _ => Err(format!("`to-khai-gateway {}` prints no list", command.join(" "))),
        }
    }

    fn read(&self, command: &[&str]) -> Result<Value, String> {
        let printed = self.command(command)?;
        serde_json::from_slice(&printed).map_err(|why| format!("what an operator reads is no JSON: {why}"))
    }
}

/// The answers of what an operator is shown.
fn by_path(shown: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let pair = |answer: &Value| (text(&answer["path"]), text(&answer["value"]));
    shown["answers"].as_array().expect("answers of a dossier").iter().map(pair).collect()
}
