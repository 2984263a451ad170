//! The one folder in which everything lies.
//!
//! ```text
//! province.lock             held by the running server
//! province.sqlite           everything but the files
//! secrets.toml              secrets that no configuration gives, for this user alone
//! incoming/                 files on their way
//! parcels/<key>/<n>-<sha256>    files that came with a submission or a supplement
//! records/<mã hồ sơ>/<n>-<sha256>   files that were fetched
//! ```

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The data folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    root: PathBuf,
}

/// Held while a server uses a folder; given back when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "an open file holds the lock")] File);

impl Folder {
    pub(crate) fn at(root: &Path) -> Folder {
        Folder { root: root.into() }
    }

    /// Makes what is missing, for this user alone, and takes the lock; `None` when another server has it.
    pub(crate) fn open(&self) -> io::Result<Option<Lock>> {
        for dir in [self.root.clone(), self.parcels(), self.records()] {
            make(&dir)?;
        }
        let lock = File::create(self.root.join("province.lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // What was on its way when a server died was never answered for.
        match fs::remove_dir_all(self.incoming()) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => make(&self.incoming())?,
        }
        Ok(Some(Lock(lock)))
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.root.join("province.sqlite")
    }

    pub(crate) fn secrets(&self) -> PathBuf {
        self.root.join("secrets.toml")
    }

    pub(crate) fn incoming(&self) -> PathBuf {
        self.root.join("incoming")
    }

    fn parcels(&self) -> PathBuf {
        self.root.join("parcels")
    }

    fn records(&self) -> PathBuf {
        self.root.join("records")
    }

    /// A file that came with a submission or a supplement.
    pub(crate) fn parcel_file(&self, key: &str, place: usize, sha256: &str) -> PathBuf {
        self.parcels().join(key).join(format!("{place}-{sha256}"))
    }

    /// A file that was fetched.
    pub(crate) fn record_file(&self, code: &str, place: i64, sha256: &str) -> PathBuf {
        self.records().join(code).join(format!("{place}-{sha256}"))
    }

    /// Moves files of the parcel to their place, durably. What lies there already is of a server that died before
    /// its promise: the caller holds the write lock and knows that no such parcel is kept.
    pub(crate) fn settle(&self, key: &str, files: &[(PathBuf, String)]) -> io::Result<()> {
        let home = self.parcels().join(key);
        match fs::remove_dir_all(&home) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        if files.is_empty() {
            return Ok(());
        }
        make(&home)?;
        for (place, (from, sha256)) in files.iter().enumerate() {
            fs::rename(from, self.parcel_file(key, place, sha256))?;
        }
        File::open(home)?.sync_all()?;
        File::open(self.parcels())?.sync_all()
    }

    /// Moves a fetched file to its place, durably.
    pub(crate) fn settle_fetched(&self, from: &Path, code: &str, place: i64, sha256: &str) -> io::Result<()> {
        let home = self.records().join(code);
        make(&home)?;
        fs::rename(from, self.record_file(code, place, sha256))?;
        File::open(home)?.sync_all()?;
        File::open(self.records())?.sync_all()
    }
}

fn make(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// Writes a file that only this user reads; it is there whole or not at all, and durably.
pub(crate) fn write_secret(file: &Path, text: &str) -> io::Result<()> {
    let fresh = file.with_added_extension("new");
    let mut options = OpenOptions::new();
    let mut written = options.write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
    written.write_all(text.as_bytes())?;
    written.sync_all()?;
    fs::rename(fresh, file)?;
    match file.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}
