//! Where uploads lie. All there is to know of one is its file: the name says how long it shall be, its size how
//! much is here, its date when the last byte came. Once checked, its name is its SHA-256 alone.
//!
//! ```text
//! uploads/<number>/<sha256>.<length>    on its way
//! uploads/<number>/<sha256>             whole, and what the SHA-256 says
//! ```

use super::judge::{BadFile, judge};
use super::{Upload, UploadId};
use crate::problem::{Refusal, error_at};
use axum::http::StatusCode;
use protocol::{ProblemKind, SubmissionNumber};
use std::fs::{self, DirBuilder, DirEntry, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// The folder of uploads.
#[derive(Debug)]
pub(crate) struct Shelf {
    root: PathBuf,
    kept: Duration,
    most: u64,
    /// Bytes that lie here.
    held: AtomicU64,
    /// Held while names come and go.
    names: Mutex<()>,
}

impl Shelf {
    /// The uploads in `root`, each kept so long after its last byte, `most` bytes of all together.
    pub(crate) fn at(root: PathBuf, kept: Duration, most: u64) -> Shelf {
        Shelf { root, kept, most, held: AtomicU64::new(0), names: Mutex::new(()) }
    }

    /// When an upload is given up if nothing more comes.
    pub(crate) fn expires(&self, upload: &Upload) -> SystemTime {
        upload.touched + self.kept
    }

    /// Where an upload stands. Once its last byte is here it is checked: it is whole from then on, or gone.
    pub(crate) fn look(&self, id: &UploadId, now: SystemTime) -> io::Result<Result<Option<Upload>, BadFile>> {
        let Some(upload) = self.find(id, now)? else { return Ok(Ok(None)) };
        if upload.whole || upload.have < upload.length {
            return Ok(Ok(Some(upload)));
        }
        match self.finish(id, &upload) {
            Ok(Err(bad)) => Ok(Err(bad)),
            // Somebody else has just checked it.
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => self.find(id, now).map(Ok),
        }
    }

    fn find(&self, id: &UploadId, now: SystemTime) -> io::Result<Option<Upload>> {
        let _names = self.names();
        for entry in entries(&self.home(&id.number))? {
            let Some(length) = length_in(&entry, &id.sha256) else { continue };
            let metadata = entry.metadata()?;
            if self.is_over(metadata.modified()?, now) {
                self.drop_file(&entry.path())?;
                continue;
            }
            let (have, touched) = (metadata.len(), metadata.modified()?);
            let (length, whole) = (length.unwrap_or(have), length.is_none());
            return Ok(Some(Upload { have, length, whole, touched }));
        }
        Ok(None)
    }

    /// Begins an upload, unless its number has `count` of them.
    pub(crate) fn create(
        &self,
        id: &UploadId,
        length: u64,
        count: usize,
        now: SystemTime,
    ) -> Result<Upload, Refusal> {
        self.has_room()?;
        let home = self.home(&id.number);
        let names = self.names();
        DirBuilder::new().recursive(true).mode(0o700).create(&home)?;
        if entries(&home)?.len() >= count {
            let detail = format!("at most {count} files of a dossier; see the findings");
            return Err(Refusal::new(ProblemKind::TooLarge, detail)
                .with_findings(vec![error_at("attachments", "too_many_files")]));
        }
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(self.part(id, length))?;
        drop(names);
        file.set_modified(now)?;
        for folder in [&home, &self.root] {
            File::open(folder)?.sync_all()?;
        }
        Ok(Upload { have: 0, length, whole: false, touched: now })
    }

    /// To write on at the end of.
    pub(crate) fn open(&self, id: &UploadId, upload: &Upload) -> io::Result<File> {
        OpenOptions::new().append(true).open(self.part(id, upload.length))
    }

    /// May so many bytes more lie here?
    pub(crate) fn take(&self, bytes: u64) -> Result<(), Refusal> {
        self.has_room()?;
        self.held.fetch_add(bytes, Ordering::Relaxed);
        Ok(())
    }

    fn has_room(&self) -> Result<(), Refusal> {
        if self.held.load(Ordering::Relaxed) < self.most {
            return Ok(());
        }
        let detail = "too many uploads are waiting for their dossiers; go on later";
        Err(Refusal::busy(StatusCode::SERVICE_UNAVAILABLE, 60, detail))
    }

    fn finish(&self, id: &UploadId, upload: &Upload) -> io::Result<Result<(), BadFile>> {
        let part = self.part(id, upload.length);
        if let Err(bad) = judge(&part, &id.sha256)? {
            let _names = self.names();
            self.drop_file(&part)?;
            return Ok(Err(bad));
        }
        File::open(&part)?.sync_all()?;
        {
            let _names = self.names();
            fs::rename(part, self.whole(&id.number, &id.sha256))?;
        }
        File::open(self.home(&id.number))?.sync_all()?;
        Ok(Ok(()))
    }

    /// Ends an upload; false when there is none.
    pub(crate) fn remove(&self, id: &UploadId) -> io::Result<bool> {
        let _names = self.names();
        let mut removed = false;
        for entry in entries(&self.home(&id.number))? {
            if length_in(&entry, &id.sha256).is_some() {
                self.drop_file(&entry.path())?;
                removed = true;
            }
        }
        Ok(removed)
    }

    /// Ends all uploads of a number: its dossier has the files.
    pub(crate) fn forget(&self, number: &SubmissionNumber) -> io::Result<()> {
        let _names = self.names();
        let home = self.home(number);
        for entry in entries(&home)? {
            self.drop_file(&entry.path())?;
        }
        let _ = fs::remove_dir(home);
        Ok(())
    }

    /// Gives up what is over, and counts what lies here.
    pub(crate) fn sweep(&self, now: SystemTime) -> io::Result<()> {
        let mut held = 0u64;
        for home in entries(&self.root)? {
            let _names = self.names();
            for entry in entries(&home.path())? {
                let metadata = entry.metadata()?;
                if self.is_over(metadata.modified()?, now) {
                    fs::remove_file(entry.path())?;
                } else {
                    held = held.saturating_add(metadata.len());
                }
            }
            // Those that still hold something stay.
            let _ = fs::remove_dir(home.path());
        }
        self.held.store(held, Ordering::Relaxed);
        Ok(())
    }

    /// The file of an upload that is whole.
    pub(crate) fn whole(&self, number: &SubmissionNumber, sha256: &str) -> PathBuf {
        self.home(number).join(sha256)
    }

    fn part(&self, id: &UploadId, length: u64) -> PathBuf {
        self.home(&id.number).join(format!("{}.{length}", id.sha256))
    }

    fn home(&self, number: &SubmissionNumber) -> PathBuf {
        self.root.join(number.as_str())
    }

    fn names(&self) -> MutexGuard<'_, ()> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_over(&self, touched: SystemTime, now: SystemTime) -> bool {
        touched + self.kept <= now
    }

    fn drop_file(&self, path: &Path) -> io::Result<()> {
        let bytes = fs::metadata(path)?.len();
        fs::remove_file(path)?;
        let less = |held: u64| Some(held.saturating_sub(bytes));
        // Never an error: there is always a next value.
        let _ = self.held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        Ok(())
    }
}

/// What lies in a folder, if there is one.
fn entries(folder: &Path) -> io::Result<Vec<DirEntry>> {
    match fs::read_dir(folder) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(Vec::new())
        }
        entries => entries?.collect(),
    }
}

/// Whether a file is an upload of this SHA-256, and the length in its name.
fn length_in(entry: &DirEntry, sha256: &str) -> Option<Option<u64>> {
    let name = entry.file_name();
    match name.to_str()?.strip_prefix(sha256)? {
        "" => Some(None),
        length => Some(Some(length.strip_prefix('.')?.parse().ok()?)),
    }
}
