//! Asking the gateway how a dossier stands.

use super::{Page, Session};
use crate::platform::history;
use crate::platform::task::spawn;
use dossier::reader::whole;
use protocol::{Progress, Proof, SubmissionNumber, Track};
use std::rc::Rc;

/// What is known of the dossier asked for.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) enum Tracked {
    /// Nothing was asked yet.
    #[default]
    Nothing,
    Asking,
    /// And how it was asked for.
    Known(Progress, Rc<Track>),
    /// It cannot be opened again here: it is of another site.
    NotHere,
    /// No such dossier, or not with this proof: they are not told apart.
    Unknown,
    /// Asked too often.
    TooOften,
    NoAnswer,
}

impl Session {
    /// The dossier whose slip led here: the host's address ends with `#to-khai=` and its number.
    pub(crate) fn on_slip(&self) -> Option<String> {
        let number = history::fragment().strip_prefix("#to-khai=").and_then(SubmissionNumber::parse)?;
        Some(number.into())
    }

    /// Asks for a dossier.
    pub(crate) fn track(&self, track: Rc<Track>) {
        self.ask(protocol::TRACK, track);
    }

    /// Opens the dossier that was asked for, to complete it.
    pub(crate) fn complete(&self, track: Rc<Track>) {
        self.ask(protocol::REOPEN, track);
    }

    fn ask(&self, path: &'static str, track: Rc<Track>) {
        let (s, known) = (self.clone(), self.tracked.now());
        let (Some(device), false) = (self.device(), known == Tracked::Asking) else { return };
        self.tracked.set(Tracked::Asking);
        spawn(async move {
            let opens = path == protocol::REOPEN;
            let tracked = match device.post(&s.address(path), &track.to_json(), "").await {
                Ok(answer) if answer.status == 200 && opens => match s.reopened_here(&answer.body) {
                    Some((number, begun)) => {
                        if let Some(record) = begun {
                            // What the device does not keep lives in this page; the status line says so.
                            _ = s.put(record).await;
                        }
                        // Back leads to what was known.
                        s.tracked.set(known);
                        return s.open_kept(&number);
                    }
                    None => Tracked::NotHere,
                },
                Ok(answer) if answer.status == 200 => match whole(&answer.body) {
                    Some(progress) => Tracked::Known(progress, track),
                    None => Tracked::NoAnswer,
                },
                // The office has gone on meanwhile: how the dossier stands now says so.
                Ok(answer) if answer.status == 404 && opens => {
                    s.tracked.set(Tracked::Nothing);
                    return s.track(track);
                }
                Ok(answer) if matches!(answer.status, 404 | 400) => Tracked::Unknown,
                Ok(answer) if answer.status == 429 => Tracked::TooOften,
                _ => Tracked::NoAnswer,
            };
            s.tracked.set(tracked);
            s.root.focus("[data-tracked]".into());
        });
    }

    /// Shows how the dossier stands whose receipt shows, or which the supplement that shows was to complete.
    pub(crate) fn track_sent(&self) {
        let Some(record) = self.sent.now() else { return };
        let by_receipt = record.receipt().map(|receipt| (receipt.number, receipt.secret));
        let known = by_receipt.or_else(|| record.completes().map(|asked| (asked.number, asked.secret)));
        if let Some((number, secret)) = known {
            self.go(Page::Track);
            self.track(Rc::new(Track { dossier: number.as_str().into(), proof: Proof::Secret(secret) }));
        }
    }
}
