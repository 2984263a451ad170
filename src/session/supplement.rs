//! Completing a dossier whose office has asked for more: what the gateway holds of it becomes a draft of this device.

use super::Session;
use crate::draft::{Record, Stage};
use crate::platform::{clock, crypto};
use dossier::reader::{leading, whole};
use protocol::{Asked, Attachment, Declared, SubmissionNumber};

impl Session {
    /// What the dossier under way completes, if it is a supplement.
    pub(crate) fn completes(&self) -> Option<Asked> {
        self.with(|open| whole(&open.completes)).flatten()
    }

    /// Whether the dossier under way completes another.
    pub(crate) fn is_supplement(&self) -> bool {
        self.with(|open| !open.completes.is_empty()).unwrap_or_default()
    }

    /// The files that the office has already; none of a dossier that is no supplement.
    pub(crate) fn held(&self) -> Vec<Attachment> {
        self.completes().map(|asked| asked.files).unwrap_or_default()
    }

    /// The draft that answers this very request, with its record when it begins now; `None` when the dossier is of another
    /// site.
    pub(super) fn reopened_here(&self, told: &[u8]) -> Option<(SubmissionNumber, Option<Record>)> {
        let (_, rest) = leading::<Asked>(told)?;
        let declared = whole::<Declared>(rest).filter(|declared| declared.site == self.config.site.id)?;
        let completes = told.get(..told.len() - rest.len())?;
        let begun = |r: &&Record| r.completes == completes && !matches!(r.stage, Stage::Received { .. });
        let known = self.kept.peek(|kept| kept.records.iter().find(begun).map(|r| r.number.clone()));
        if let Some(number) = known {
            return Some((number, None));
        }
        let number = crypto::random().map(SubmissionNumber::mint)?;
        let record = Record {
            number: number.clone(),
            procedure: declared.procedure,
            site: declared.site,
            catalogue: declared.catalogue,
            at: clock::unix().unsigned_abs(),
            page: "attach".into(),
            typed: declared.answers,
            aside: Vec::new(),
            files: Vec::new(),
            stage: Stage::Draft,
            completes: completes.to_vec(),
        };
        Some((number, Some(record)))
    }
}
