//! `dossiers export`.

use super::{OperatorError, dossier};
use crate::folder::Folder;
use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::path::Path;

/// Writes a dossier into a new folder: `submission.json`, `receipt.json`, `files/…`, and `SHA256SUMS`, which
/// `sha256sum --check` understands.
pub async fn export(folder: &Folder, code_or_number: &str, into: &Path) -> Result<String, OperatorError> {
    let kept = dossier(folder, code_or_number).await?;
    let number = &kept.submission.number;
    let mut out = Export { into, sums: String::new() };
    fs::create_dir(into)
        .and_then(|()| fs::create_dir(into.join("files")))
        .map_err(|error| out.failed(error))?;
    out.write("submission.json", kept.submission.to_json().as_bytes())?;
    out.write("receipt.json", &serde_json::to_vec_pretty(&kept.receipt)?)?;
    for (place, attachment) in kept.submission.attachments.iter().enumerate() {
        let source = folder.file(number, place, &attachment.sha256);
        let bytes = fs::read(&source).map_err(|_| OperatorError::Damaged(source.clone()))?;
        if sum(&bytes) != attachment.sha256 {
            return Err(OperatorError::Damaged(source));
        }
        out.write(&format!("files/{place}-{}", safe(&attachment.name)), &bytes)?;
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
