//! Attachments: written to disk while they arrive, never whole in memory; believed only when bytes, size
//! and checksum say what the manifest says.

use crate::problem::{Refusal, error_at};
use dossier::index::FileLimits;
use protocol::media::MediaType;
use protocol::{Attachment, ProblemKind, Submission};
use sha2::{Digest, Sha256};
use std::io;
use std::path::Path;
use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncWriteExt;

/// What is wrong with a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum BadFile {
    /// The body ends before it.
    Missing,
    /// Nothing in it: a picker in the cloud gave a name without bytes.
    Empty,
    /// More or fewer bytes than the manifest says.
    Size,
    /// Other bytes than the manifest says.
    Checksum,
    /// Not a PDF, a JPEG or a PNG, or not the one the manifest says.
    Type,
    /// Over the site's limit.
    TooLarge,
}

impl BadFile {
    fn code(self) -> &'static str {
        match self {
            BadFile::Missing => "file_missing",
            BadFile::Empty => "file_empty",
            BadFile::Size => "file_size",
            BadFile::Checksum => "file_checksum",
            BadFile::Type => "file_type",
            BadFile::TooLarge => "file_too_large",
        }
    }

    /// As the client is told.
    pub(super) fn refusal(self, at: usize, attachment: &Attachment) -> Refusal {
        let kind = if self == BadFile::TooLarge { ProblemKind::TooLarge } else { ProblemKind::BadFile };
        let detail = format!("attachment {at}: {}; see the findings", self.code());
        let path = format!("attach.{}", attachment.component);
        Refusal::new(kind, detail).with_findings(vec![error_at(path, self.code())])
    }
}

/// What can be refused by the manifest alone, before a byte of a file is read.
pub(super) fn check_manifest(submission: &Submission, limits: FileLimits) -> Result<(), Refusal> {
    if submission.attachments.len() > usize::from(limits.count) {
        let detail = format!("at most {} files; see the findings", limits.count);
        return Err(Refusal::new(ProblemKind::TooLarge, detail)
            .with_findings(vec![error_at("attachments", "too_many_files")]));
    }
    for (at, attachment) in submission.attachments.iter().enumerate() {
        if attachment.size > u64::from(limits.bytes) {
            return Err(BadFile::TooLarge.refusal(at, attachment));
        }
        if MediaType::named(&attachment.media_type).is_none() {
            return Err(BadFile::Type.refusal(at, attachment));
        }
    }
    Ok(())
}

/// A file being written.
pub(super) struct Writer {
    file: File,
    hash: Sha256,
    size: u64,
    head: Vec<u8>,
    tail: Vec<u8>,
}

impl Writer {
    /// Begins a file that does not exist yet.
    pub(super) async fn create(target: &Path) -> io::Result<Writer> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(target).await?;
        Ok(Writer { file, hash: Sha256::new(), size: 0, head: Vec::new(), tail: Vec::new() })
    }

    /// Writes on, unless it grows over the size in the manifest.
    pub(super) async fn write(
        &mut self,
        chunk: &[u8],
        attachment: &Attachment,
    ) -> io::Result<Result<(), BadFile>> {
        self.size = self.size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if self.size > attachment.size {
            return Ok(Err(BadFile::Size));
        }
        self.hash.update(chunk);
        self.head.extend(chunk.iter().take(MediaType::LOOK.saturating_sub(self.head.len())));
        self.tail.extend_from_slice(&chunk[chunk.len().saturating_sub(MediaType::LOOK)..]);
        self.tail.drain(..self.tail.len().saturating_sub(MediaType::LOOK));
        self.file.write_all(chunk).await.map(Ok)
    }

    /// Compares with the manifest, and brings the bytes onto the disk.
    pub(super) async fn finish(mut self, attachment: &Attachment) -> io::Result<Result<(), BadFile>> {
        let told = MediaType::sniff(&self.head, &self.tail);
        let bad = if self.size == 0 {
            Some(BadFile::Empty)
        } else if self.size != attachment.size {
            Some(BadFile::Size)
        } else if hex(self.hash) != attachment.sha256 {
            Some(BadFile::Checksum)
        } else if told.is_none_or(|told| told.name() != attachment.media_type) {
            Some(BadFile::Type)
        } else {
            None
        };
        if let Some(bad) = bad {
            return Ok(Err(bad));
        }
        self.file.flush().await?;
        self.file.sync_all().await?;
        Ok(Ok(()))
    }
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256(bytes: impl AsRef<[u8]>) -> String {
    hex(Sha256::new_with_prefix(bytes))
}

fn hex(hash: Sha256) -> String {
    format!("{:x}", hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_is_told_from_the_bytes() {
        let told = |bytes: &[u8]| MediaType::sniff(bytes, bytes);
        assert_eq!(told(b"%PDF-1.7 ... %%EOF\n"), Some(MediaType::Pdf));
        assert_eq!(
            told(b"\xEF\xBB\xBF%PDF-1.4 %%EOF"),
            Some(MediaType::Pdf),
            "some scanners write a mark first"
        );
        assert_eq!(told(b"%PDF-1.7 cut off"), None);
        assert_eq!(told(b"\xFF\xD8\xFF\xE1 Exif"), Some(MediaType::Jpeg));
        assert_eq!(told(b"\x89PNG\r\n\x1a\n"), Some(MediaType::Png));
        assert_eq!(told(b"MZ\x90\0 program"), None);
        assert_eq!(told(b""), None);
    }
}
