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
    /// SHA-256 of the canonical submission, in which the SHA-256 of every file stands.
    pub sha256: String,
    /// The files it holds.
    pub files: Vec<ReceivedFile>,
    /// What lets its holder ask how the dossier stands: 10 letters of Crockford's base 32.
    pub secret: String,
    /// The gateway's Ed25519 signature of [`Receipt::statement`], 128 hexadecimal digits.
    pub signature: String,
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

/// What every statement begins with: form and version.
const STATEMENT: &str = "to-khai-receipt-1";

impl Receipt {
    /// What is signed: number, code, procedure, time, due day, office and checksum, with `|` between them; none
    /// of them can hold one.
    pub fn statement(&self) -> String {
        let due = self.due.as_deref().unwrap_or_default();
        let (number, code) = (self.number.as_str(), self.code.as_str());
        [STATEMENT, number, code, &self.procedure, &self.received_at, due, &self.office, &self.sha256]
            .join("|")
    }

    /// Statement and signature, as the QR code on the printed receipt holds them.
    pub fn signed(&self) -> String {
        [&self.statement(), "|", &self.signature].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statement_names_all_that_is_promised() {
        let receipt = Receipt {
            number: SubmissionNumber::mint([9; 16]),
            code: "H20-261122-0001".into(),
            procedure: "1.001193".into(),
            catalogue: "c0ffee".into(),
            received_at: "2026-11-22T10:42:00+07:00".into(),
            due: None,
            office: "28657".into(),
            sha256: "ab".into(),
            files: Vec::new(),
            secret: "7K2M9QXA01".into(),
            signature: "cd".into(),
        };
        assert_eq!(
            receipt.signed(),
            "to-khai-receipt-1|09144GJ289144GJ289144GJ289|H20-261122-0001|1.001193|2026-11-22T10:42:00+07:00||28657|ab|cd"
        );
    }
}
