//! `dossiers export`.

use super::{OperatorError, dossier};
use crate::folder::Folder;
use protocol::{Receipt, Submission};
use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::path::Path;

/// Writes a dossier into a new folder: `submission.json`, `receipt.json`, `files/…`, the same of each supplement in
/// `supplement-1/` and so on, and `SHA256SUMS`, which `sha256sum --check` understands.
pub async fn export(folder: &Folder, code_or_number: &str, into: &Path) -> Result<String, OperatorError> {
    let kept = dossier(folder, code_or_number).await?;
    let mut out = Export { into, sums: String::new() };
    fs::create_dir(into).map_err(|error| out.failed(error))?;
    out.take(folder, "", &kept.submission, &kept.receipt)?;
    for (at, supplement) in kept.supplements.iter().enumerate() {
        let within = format!("supplement-{}/", at + 1);
        fs::create_dir(into.join(&within)).map_err(|error| out.failed(error))?;
        out.take(folder, &within, &supplement.submission, &supplement.receipt)?;
    }
    let sums = std::mem::take(&mut out.sums);
    out.write("SHA256SUMS", sums.as_bytes())?;
    Ok(format!("Đã ghi hồ sơ {} vào {}\n", kept.receipt.code, into.display()))
}

struct Export<'a> {
    into: &'a Path,
    sums: String,
}

impl Export<'_> {
    fn take(
        &mut self,
        folder: &Folder,
        within: &str,
        submission: &Submission,
        receipt: &Receipt,
    ) -> Result<(), OperatorError> {
        fs::create_dir(self.into.join(within).join("files")).map_err(|error| self.failed(error))?;
        self.write(&format!("{within}submission.json"), submission.to_json().as_bytes())?;
        self.write(&format!("{within}receipt.json"), &serde_json::to_vec_pretty(receipt)?)?;
        for (place, attachment) in submission.attachments.iter().enumerate() {
            let source = folder.file(&submission.number, place, &attachment.sha256);
            let bytes = fs::read(&source).map_err(|_| OperatorError::Damaged(source.clone()))?;
            if sum(&bytes) != attachment.sha256 {
                return Err(OperatorError::Damaged(source));
            }
            self.write(&format!("{within}files/{place}-{}", safe(&attachment.name)), &bytes)?;
        }
        Ok(())
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), OperatorError> {
        fs::write(self.into.join(name), bytes).map_err(|error| self.failed(error))?;
        self.sums.push_str(&format!("{}  {name}\n", sum(bytes)));
        Ok(())
    }

    fn failed(&self, error: io::Error) -> OperatorError {
        OperatorError::NotWritten(self.into.into(), error)
    }
}

fn sum(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// A name that stays within its folder on every system.
fn safe(name: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ');
    let safe: String = name.chars().map(|c| if fits(c) { c } else { '_' }).collect();
    safe.trim_matches(['.', ' ']).chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_its_folder() {
        assert_eq!(safe("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(safe("giấy chứng sinh.pdf"), "giấy chứng sinh.pdf");
        assert_eq!(safe("a\0b\n.pdf"), "a_b_.pdf");
    }
}
