//! A dossier carried away as one file with its attachments, and opened on another device.

use super::Session;
use crate::draft::carried::{HEAD, Refusal, announced, head, opened};
use crate::draft::{Record, Stage};
use crate::platform::crypto;
use crate::platform::device::{Device, Trouble};
use crate::platform::files::Blob;
use crate::platform::task::spawn;
use protocol::SubmissionNumber;

/// Why a file was not opened as a draft.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carried {
    Refused(Refusal),
    /// This device keeps nothing, or has no room.
    NotKept(Trouble),
    /// It was carried away after it had been submitted, and that dossier is here already.
    Sent,
}

impl Session {
    /// Hands the declaration under way to the citizen as a file.
    pub(crate) fn carry_this(&self) {
        if let Some(number) = self.number() {
            self.carry_away(&number);
        }
    }

    /// What was typed last could not be kept.
    pub(crate) fn is_failing(&self) -> bool {
        matches!(self.saved.get(), super::Saved::Failed(_))
    }

    /// Hands a dossier of the list to the citizen as a file.
    pub(crate) fn carry_away(&self, number: &SubmissionNumber) {
        let mine = self.number().as_ref() == Some(number);
        let record = match mine {
            // As it stands on the screen, where the device keeps nothing.
            true => self.record(),
            false => self.kept.peek(|kept| kept.record(number).cloned()),
        };
        let (Some(record), Some(device)) = (record, self.device()) else { return };
        let s = self.clone();
        spawn(async move {
            let (mut files, mut named) = (Vec::new(), Vec::new());
            for file in &record.files {
                let in_page = s.attached.now().into_iter().find(|a| mine && a.manifest.sha256 == file.sha256);
                let blob = match in_page {
                    Some(attached) => Some(attached.blob.clone()),
                    None => device.get_file(record.number.as_str(), &file.sha256, &file.media_type).await,
                };
                // A file whose bytes are gone is not named either: the paper is asked for again.
                if let Some(blob) = blob {
                    files.push(blob);
                    named.push(file.clone());
                }
            }
            // What waits is a draft on the other device: two devices do not send the same.
            let bytes = Record { stage: Stage::Draft, files: named, ..record }.write();
            if let Some(digest) = device.digest(&bytes).await {
                device.save(&s.root, FILE, &head(&bytes, &digest), &files);
            }
        });
    }

    /// Opens a draft file.
    pub(crate) fn open_carried(&self, file: Blob) {
        let Some(device) = self.device() else { return };
        self.carried.set(None);
        let s = self.clone();
        spawn(async move {
            match s.take_in(&device, &file).await {
                Ok((number, page, code)) => s.open_where_left(&code, number, page),
                Err(why) => {
                    s.carried.set(Some(why));
                    s.root.focus("[data-carried]".into());
                }
            }
        });
    }

    async fn take_in(
        &self,
        device: &Device,
        file: &Blob,
    ) -> Result<(SubmissionNumber, String, String), Carried> {
        let damaged = Carried::Refused(Refusal::Damaged);
        let size = file.size();
        let start = device.slice(file, 0, HEAD as u64).await.ok_or(damaged)?;
        let (length, digest) = announced(&start).map_err(Carried::Refused)?;
        let end = (HEAD + length) as u64;
        let bytes = device.slice(file, HEAD as u64, end).await.ok_or(damaged)?;
        if bytes.len() != length || device.digest(&bytes).await.as_deref() != Some(&digest) {
            return Err(damaged);
        }
        let (mut record, places) = opened(&bytes, size).map_err(Carried::Refused)?;
        let mut files = Vec::new();
        for (manifest, (from, to)) in record.files.iter().zip(places) {
            let part = device.part(file, from, to, &manifest.media_type).ok_or(damaged)?;
            if device.sha256(&part).await.as_deref() != Some(&manifest.sha256) {
                return Err(damaged);
            }
            files.push((manifest.sha256.clone(), part));
        }
        match self.kept.peek(|kept| kept.record(&record.number).map(|known| known.stage.clone())) {
            Some(Stage::Waiting { .. } | Stage::Received { .. }) => return Err(Carried::Sent),
            // What is here is not written over: both stand in the list.
            Some(_) => {
                record.number =
                    SubmissionNumber::mint(crypto::random().ok_or(Carried::NotKept(Trouble::Missing))?);
            }
            None => {}
        }
        record.stage = Stage::Draft;
        for (sha256, part) in &files {
            let kept = device.put_file(record.number.as_str(), sha256, part).await;
            kept.map_err(Carried::NotKept)?;
        }
        let told = (record.number.clone(), record.page.clone(), record.procedure.clone());
        self.put(record).await.map_err(Carried::NotKept)?;
        Ok(told)
    }
}

/// The name of the file that is handed out.
const FILE: &str = "ho-so.tokhai";
