//! Files on their way, before the dossier that names them: tus 1.0.
//!
//! * What is known of an upload is what lies on the disk: a server that was killed goes on where the file ends.
//! * One request at a time writes to an upload ([`Turns`]), and what it wrote is synced before it says so.
//! * A whole upload is what its SHA-256 says, or it is gone.

mod append;
mod handlers;
mod judge;
mod shelf;
mod sweep;
mod turns;
pub(crate) mod tus;

pub(crate) use handlers::{__path_begin, __path_end, __path_go_on, __path_stand};
pub(crate) use handlers::{begin, end, go_on, stand};
pub(crate) use judge::{BadFile, kind};
pub(crate) use shelf::Shelf;
pub(crate) use sweep::{keep_sweeping, sweep};
pub(crate) use turns::Turns;

use protocol::SubmissionNumber;
use std::time::SystemTime;

/// Which file of which dossier.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct UploadId {
    /// The dossier's.
    pub(crate) number: SubmissionNumber,
    /// The file's, 64 hexadecimal digits.
    pub(crate) sha256: String,
}

impl UploadId {
    /// Reads both.
    pub(crate) fn parse(number: &str, sha256: &str) -> Option<UploadId> {
        let number = SubmissionNumber::parse(number)?;
        is_sha256(sha256).then(|| UploadId { number, sha256: sha256.into() })
    }
}

/// 64 hexadecimal digits, as they are written here.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// An upload as it lies on the disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Upload {
    /// Bytes that are here.
    pub(crate) have: u64,
    /// Bytes that there shall be.
    pub(crate) length: u64,
    /// All are here, and they are what the SHA-256 says.
    pub(crate) whole: bool,
    /// When the last ones came.
    pub(crate) touched: SystemTime,
}
