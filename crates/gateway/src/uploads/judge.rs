//! A file is believed when its bytes say what was promised.

use protocol::media::MediaType;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// What is wrong with a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum BadFile {
    /// It was not uploaded, or not to its end.
    Missing,
    /// Nothing in it: a picker in the cloud gave a name without bytes.
    Empty,
    /// More or fewer bytes than the manifest says.
    Size,
    /// Other bytes than its SHA-256 says.
    Checksum,
    /// Not a PDF, a JPEG or a PNG, or not the one the manifest says.
    Type,
    /// Over the limit.
    TooLarge,
}

impl BadFile {
    /// Its code in findings.
    pub(crate) fn code(self) -> &'static str {
        match self {
            BadFile::Missing => "file_missing",
            BadFile::Empty => "file_empty",
            BadFile::Size => "file_size",
            BadFile::Checksum => "file_checksum",
            BadFile::Type => "file_type",
            BadFile::TooLarge => "file_too_large",
        }
    }
}

/// Reads a whole file once.
pub(super) fn judge(path: &Path, sha256: &str) -> io::Result<Result<(), BadFile>> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        match file.read(&mut piece)? {
            0 => break,
            read => hash.update(piece.get(..read).unwrap_or_default()),
        }
    }
    if format!("{:x}", hash.finalize()) != sha256 {
        return Ok(Err(BadFile::Checksum));
    }
    Ok(kind(path)?.map(|_| ()).ok_or(BadFile::Type))
}

/// The kind of a file, told from its bytes.
pub(crate) fn kind(path: &Path) -> io::Result<Option<MediaType>> {
    let mut file = File::open(path)?;
    let look = u64::try_from(MediaType::LOOK).unwrap_or(u64::MAX);
    let tail_at = file.metadata()?.len().saturating_sub(look);
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    (&mut file).take(look).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(tail_at))?;
    file.take(look).read_to_end(&mut tail)?;
    Ok(MediaType::sniff(&head, &tail))
}
