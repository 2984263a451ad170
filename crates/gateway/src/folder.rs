//! The one folder in which everything lies.
//!
//! ```text
//! gateway.lock              held by the running server
//! dossiers.sqlite           dossiers, answers, files' names, events, counters
//! catalogues/<version>/     every catalogue ever served, so that old dossiers stay readable
//! receipt.key               what signs receipts
//! uploads/<number>/         files on their way, see `uploads::shelf`
//! dossiers/<number>/<n>-<sha256>
//! ```

use protocol::{Submission, SubmissionNumber};
use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// The data folder.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

/// Held while a server uses a folder; given back when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "an open file holds the lock")] File);

impl Folder {
    /// The folder at `root`, which need not exist yet.
    pub fn at(root: &Path) -> Folder {
        Folder { root: root.into() }
    }

    /// Makes what is missing, for this user alone, and takes the lock; `None` when another server has it.
    pub fn open(&self) -> io::Result<Option<Lock>> {
        for dir in [self.root.clone(), self.catalogues(), self.uploads(), self.dossiers()] {
            DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
        }
        let lock = File::create(self.root.join("gateway.lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Lock(lock))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Where it lies.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.root.join("dossiers.sqlite")
    }

    /// The catalogues kept.
    pub fn catalogues(&self) -> PathBuf {
        self.root.join("catalogues")
    }

    /// The files of a dossier.
    pub fn dossier(&self, number: &SubmissionNumber) -> PathBuf {
        self.dossiers().join(number.as_str())
    }

    /// One file of a dossier, the `place`-th of its manifest.
    pub fn file(&self, number: &SubmissionNumber, place: usize, sha256: &str) -> PathBuf {
        self.dossier(number).join(format!("{place}-{sha256}"))
    }

    fn dossiers(&self) -> PathBuf {
        self.root.join("dossiers")
    }

    /// Files on their way.
    pub fn uploads(&self) -> PathBuf {
        self.root.join("uploads")
    }

    /// What signs receipts.
    pub fn key(&self) -> PathBuf {
        self.root.join("receipt.key")
    }

    /// Makes uploaded files those of a dossier, durably. They are linked, not moved: until the dossier is kept they
    /// are uploads too, and whoever sends it again finds them. The caller holds the store's write lock and knows
    /// that no such dossier is kept: files already there are of a server that died before its promise.
    pub fn settle(&self, submission: &Submission, whole: impl Fn(&str) -> PathBuf) -> io::Result<()> {
        let number = &submission.number;
        let home = self.dossier(number);
        match fs::remove_dir_all(&home) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        DirBuilder::new().mode(0o700).create(&home)?;
        for (place, attachment) in submission.attachments.iter().enumerate() {
            let sha256 = &attachment.sha256;
            fs::hard_link(whole(sha256), self.file(number, place, sha256))?;
        }
        File::open(home)?.sync_all()?;
        File::open(self.dossiers())?.sync_all()
    }

    /// How many dossiers have files but are not known: kept by a server that died before its promise, or
    /// missing in a database put back from a backup. Only a person can tell, so nothing is removed.
    pub fn strangers(&self, is_known: impl Fn(&str) -> bool) -> io::Result<usize> {
        let mut strangers = 0;
        for entry in fs::read_dir(self.dossiers())? {
            strangers += usize::from(!entry?.file_name().to_str().is_some_and(&is_known));
        }
        Ok(strangers)
    }
}
