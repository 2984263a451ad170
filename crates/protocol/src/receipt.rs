//! The receipt: the gateway holds the dossier, byte for byte. It is not the legal slip.

use crate::number::SubmissionNumber;
use serde::{Deserialize, Serialize};

/// Proof that the gateway holds a dossier. The same submission number always gets the same receipt.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// The citizen's number.
    pub number: SubmissionNumber,
    /// Mã hồ sơ of the receiving agency (TT 03/2025/TT-VPCP Đ13).
    pub code: String,
    /// National code of the procedure.
    pub procedure: String,
    /// Version of the catalogue it was checked with.
    pub catalogue: String,
    /// When it was received, RFC 3339 with the offset of Viet Nam.
    pub received_at: String,
    /// The day the result is due if the papers are complete and valid, ISO 8601; `None` without a rule.
    pub due: Option<String>,
    /// The commune whose office receives it, 5 digits; empty when the procedure asks none.
    pub office: String,
    /// SHA-256 of the canonical submission.
    pub sha256: String,
    /// The files it holds.
    pub files: Vec<ReceivedFile>,
}

/// A file the gateway holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReceivedFile {
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}
