//! Attachments: believed only when they lie here as the manifest says.

use crate::problem::{Refusal, error_at};
use crate::uploads::{BadFile, Shelf, UploadId, kind};
use dossier::index::FileLimits;
use protocol::media::MediaType;
use protocol::{Attachment, ProblemKind, Submission};
use sha2::{Digest, Sha256};
use std::io;
use std::time::SystemTime;

/// What can be refused by the manifest alone, before a file is looked at.
pub(super) fn check_manifest(submission: &Submission, limits: FileLimits) -> Result<(), Refusal> {
    if submission.attachments.len() > usize::from(limits.count) {
        let detail = format!("at most {} files; see the findings", limits.count);
        return Err(Refusal::new(ProblemKind::TooLarge, detail)
            .with_findings(vec![error_at("attachments", "too_many_files")]));
    }
    let wrong = |attachment: &Attachment| match MediaType::named(&attachment.media_type) {
        _ if attachment.size > u64::from(limits.bytes) => Some(BadFile::TooLarge),
        None => Some(BadFile::Type),
        Some(_) => None,
    };
    refuse(submission.attachments.iter().map(wrong))
}

/// Whether every file of the manifest was uploaded, with that size and of that type.
pub(super) fn check_uploads(
    submission: &Submission,
    shelf: &Shelf,
    now: SystemTime,
) -> io::Result<Result<(), Refusal>> {
    let wrong = |attachment: &Attachment| {
        let id = UploadId { number: submission.number.clone(), sha256: attachment.sha256.clone() };
        let upload = shelf.look(&id, now)?.unwrap_or_default().filter(|upload| upload.whole);
        Ok(match upload {
            None => Some(BadFile::Missing),
            Some(upload) if upload.length != attachment.size => Some(BadFile::Size),
            Some(_) => {
                let told = kind(&shelf.whole(&id.number, &id.sha256))?;
                told.is_none_or(|told| told.name() != attachment.media_type).then_some(BadFile::Type)
            }
        })
    };
    let wrong: io::Result<Vec<_>> = submission.attachments.iter().map(wrong).collect();
    Ok(refuse(wrong?.into_iter()))
}

/// Refuses if something is wrong with a file, and names every such file.
fn refuse(wrong: impl Iterator<Item = Option<BadFile>>) -> Result<(), Refusal> {
    let bad: Vec<_> = wrong.enumerate().filter_map(|(at, bad)| Some((at, bad?))).collect();
    if bad.is_empty() {
        return Ok(());
    }
    let too_large = bad.iter().any(|(_, bad)| *bad == BadFile::TooLarge);
    let kind = if too_large { ProblemKind::TooLarge } else { ProblemKind::BadFile };
    let finding = |(at, bad): (usize, BadFile)| error_at(format!("attachments[{at}]"), bad.code());
    let detail = "files are not what the manifest says; see the findings";
    Err(Refusal::new(kind, detail).with_findings(bad.into_iter().map(finding).collect()))
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256(bytes: impl AsRef<[u8]>) -> String {
    format!("{:x}", Sha256::digest(bytes))
}
