//! A server on a port of its own with the real catalogue, and a dossier that breaks no rule.

pub(crate) use crate::client::*;

use dossier::{Procedure, Tables, blob};
use gateway::clock::Clock;
use gateway::config::Config;
use gateway::{Gateway, Places};
use protocol::{Attachment, Problem, Submission, SubmissionNumber};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Sunday 22 November 2026, 10:00 in Viet Nam.
pub(crate) const TODAY: i64 = 1_795_316_400;
pub(crate) const DAY: i64 = 24 * 60 * 60;
/// A commune of Đồng Tháp, and one of Hải Phòng.
pub(crate) const HERE: &str = "28249";
pub(crate) const ELSEWHERE: &str = "10525";

/// The real catalogue, compiled once; its procedures hold on any day, so that no test grows old.
pub(crate) struct Compiled {
    dir: TempDir,
    pub(crate) version: String,
    pub(crate) tables: Tables,
    procedures: Vec<Procedure>,
}

pub(crate) fn compiled() -> &'static Compiled {
    static COMPILED: OnceLock<Compiled> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let compiled = catalogue::compile(&root).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let dir = TempDir::new().unwrap();
        for file in &compiled.files {
            fs::write(dir.path().join(&file.name), &file.bytes).unwrap();
        }
        for entry in &compiled.index.procedures {
            let file = dir.path().join(entry.file());
            let mut procedure: Procedure = blob::read(&fs::read(&file).unwrap()).unwrap();
            procedure.in_force.to = None;
            fs::write(file, blob::write(&procedure)).unwrap();
        }
        let (version, tables) = (compiled.index.version, compiled.tables);
        Compiled { dir, version, tables, procedures: compiled.procedures }
    })
}

impl Compiled {
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn birth(&self) -> &Procedure {
        self.procedures.iter().find(|p| p.code == "1.001193").unwrap()
    }
}

/// A running gateway.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) data: Arc<TempDir>,
    /// Seconds since 1970.
    pub(crate) now: Arc<AtomicI64>,
    client: Client,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start() -> Server {
        Server::with(Config::default()).await
    }

    pub(crate) async fn with(config: Config) -> Server {
        Server::on(Arc::new(TempDir::new().unwrap()), config, compiled().dir()).await
    }

    pub(crate) async fn on(data: Arc<TempDir>, config: Config, catalogue: &Path) -> Server {
        Server::at(TODAY, data, config, catalogue).await
    }

    /// At a time of its own.
    pub(crate) async fn at(now: i64, data: Arc<TempDir>, config: Config, catalogue: &Path) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Server::listening(listener, now, data, config, catalogue).await
    }

    /// Where somebody knows it already.
    pub(crate) async fn listening(
        listener: TcpListener,
        now: i64,
        data: Arc<TempDir>,
        config: Config,
        catalogue: &Path,
    ) -> Server {
        let now = Arc::new(AtomicI64::new(now));
        let told = Arc::clone(&now);
        let clock = Clock::new(move || told.load(Ordering::SeqCst));
        let web = data.path().join("web");
        super::web::page(&web);
        let places =
            Places { data: data.path().join("data"), web: Some(web), catalogue: catalogue.to_owned() };
        let gateway = Gateway::open(&places, config, clock).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = async move {
            let stop = async move { drop(stopped.await) };
            gateway::serve(gateway, listener, stop).await.unwrap();
        };
        let ended = tokio::spawn(serving);
        Server { address, data, now, client: Client::of(address), stop, ended }
    }

    /// Stops it; what it kept stays.
    pub(crate) async fn stop(self) -> Arc<TempDir> {
        drop(self.client);
        self.stop.send(()).unwrap();
        self.ended.await.unwrap();
        self.data
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.data.path().join("data")
    }
}

/// Whoever has a server can ask it.
impl Deref for Server {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

/// A birth in Đồng Tháp, declared by the mother; all names and numbers are invented.
#[derive(Clone)]
pub(crate) struct Dossier {
    pub(crate) submission: Submission,
    pub(crate) files: Vec<Vec<u8>>,
}

pub(crate) const NAME: &str = "Nguyễn Thị Thử Nghiệm";
pub(crate) const NUMBER: &str = "082195000001";

impl Dossier {
    pub(crate) fn valid() -> Dossier {
        let answers = [
            ("office", HERE),
            ("birth.kind", "ordinary"),
            ("child.name", "TRẦN VĂN MẪU"),
            ("child.born", "2026-11-20"),
            ("child.sex", "male"),
            ("child.nationality", "VN"),
            ("child.birthplace.kind", "facility"),
            ("child.birthplace.facility", "Trạm y tế Mẫu"),
            ("child.birthplace.place", "viet_nam"),
            ("child.birthplace.province", "82"),
            ("child.birthplace.commune", HERE),
            ("child.origin.place", "viet_nam"),
            ("child.origin.province", "82"),
            ("requester.relation", "mother"),
            ("requester.name", "NGUYỄN THỊ THỬ NGHIỆM"),
            ("requester.has_number", "yes"),
            ("requester.number", NUMBER),
            ("mother.born", "1995"),
            ("mother.ethnic", "01"),
            ("mother.nationality", "VN"),
            ("father.name", "TRẦN VĂN THỬ"),
            ("father.born", "1993-03-12"),
            ("father.has_number", "yes"),
            ("father.number", "082093000002"),
            ("father.ethnic", "01"),
            ("father.nationality", "VN"),
            ("copies.wanted", "no"),
            ("delivery.way", "office"),
            ("pledge.given", "yes"),
        ];
        let submission = Submission {
            number: a_number(),
            catalogue: compiled().version.clone(),
            procedure: "1.001193".into(),
            site: "dong-thap".into(),
            lang: "vi".into(),
            answers: answers.map(|(path, value)| (path.to_owned(), value.to_owned())).into(),
            attachments: Vec::new(),
            completes: None,
        };
        Dossier { submission, files: Vec::new() }.with_file("giấy chứng sinh.pdf", "application/pdf", PDF)
    }

    pub(crate) fn empty() -> Dossier {
        let mut dossier = Dossier::valid();
        dossier.submission.answers = BTreeMap::new();
        dossier.submission.attachments.clear();
        dossier.files.clear();
        dossier
    }

    pub(crate) fn answering(mut self, path: &str, value: &str) -> Dossier {
        self.submission.answers.insert(path.into(), value.into());
        self
    }

    pub(crate) fn without(mut self, path: &str) -> Dossier {
        self.submission.answers.remove(path).unwrap();
        self
    }

    pub(crate) fn with_file(mut self, name: &str, media_type: &str, bytes: &[u8]) -> Dossier {
        self.submission.attachments.push(Attachment {
            component: "proof_of_birth".into(),
            paper: "birth_notification".into(),
            name: name.into(),
            media_type: media_type.into(),
            size: u64::try_from(bytes.len()).unwrap(),
            sha256: sha256(bytes),
        });
        self.files.push(bytes.into());
        self
    }

    /// The same file in the manifest, other bytes on the way.
    pub(crate) fn sending(mut self, bytes: &[u8]) -> Dossier {
        self.files[0] = bytes.into();
        self
    }
}

pub(crate) const PDF: &[u8] = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n";

pub(crate) fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// A number never used before.
pub(crate) fn a_number() -> SubmissionNumber {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    SubmissionNumber::mint(u128::from(NEXT.fetch_add(1, Ordering::SeqCst)).to_be_bytes())
}

/// (path, code) of all findings.
pub(crate) fn codes(problem: &Problem) -> Vec<(&str, &str)> {
    problem.findings.iter().map(|f| (f.path.as_str(), f.code.as_str())).collect()
}
