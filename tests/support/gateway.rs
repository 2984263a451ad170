//! The real gateway with a real database, as an operator starts it.

use crate::environment::{path, scratch};
use crate::leash::{Ending, Leash, free_port};
use crate::suite::eventually;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

/// A gateway and its folder.
pub struct Gateway {
    name: &'static str,
    port: u16,
    process: Option<Leash>,
}

impl Gateway {
    /// The one that most journeys share.
    pub fn shared() -> &'static Gateway {
        static SHARED: LazyLock<Gateway> = LazyLock::new(|| Gateway::start("shared"));
        &SHARED
    }

    /// One of a journey's own, with an empty folder.
    #[must_use]
    pub fn start(name: &'static str) -> Gateway {
        let mut gateway = Gateway { name, port: free_port(), process: None };
        gateway.resume();
        gateway
    }

    /// Ends it as when the power fails.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Starts it again, on the same port and the same folder.
    pub fn resume(&mut self) {
        let log = scratch("logs").join(format!("gateway-{}.log", self.name));
        let port = self.port.to_string();
        let (data, web, catalogue) = (self.data(), path("TO_KHAI_WEB"), path("TO_KHAI_CATALOGUE"));
        let args = ["serve", "--host", "127.0.0.1", "--port", &port, "--data"];
        let mut args: Vec<_> = args.map(std::ffi::OsString::from).into();
        args.extend([data.into(), "--web".into(), web.into(), "--catalogue".into(), catalogue.into()]);
        self.process = Some(Leash::start(&path("TO_KHAI_GATEWAY"), &args, &[], Ending::Killed, &log));
        eventually(&format!("the gateway listens; see {}", log.display()), || {
            TcpStream::connect(("127.0.0.1", self.port)).ok()
        });
    }

    /// Its address, with a trailing slash.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// What the operator reads of a dossier.
    #[must_use]
    pub fn dossier(&self, code: &str) -> String {
        self.operator(&["dossiers", "show", code])
    }

    /// What the operator reads of all dossiers.
    #[must_use]
    pub fn dossiers(&self) -> String {
        self.operator(&["dossiers", "list"])
    }

    fn operator(&self, command: &[&str]) -> String {
        let output = Command::new(path("TO_KHAI_GATEWAY"))
            .args(command)
            .arg("--data")
            .arg(self.data())
            .output()
            .expect("the gateway can be started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "`to-khai-gateway {}` failed: {said}", command.join(" "));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn data(&self) -> PathBuf {
        scratch("data").join(self.name)
    }
}
