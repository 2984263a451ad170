//! Asking the gateway how a dossier stands.

use super::Session;
use crate::platform::task::spawn;
use dossier::reader::whole;
use protocol::{Progress, Proof, Track};

/// What is known of the dossier asked for.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) enum Tracked {
    /// Nothing was asked yet.
    #[default]
    Nothing,
    Asking,
    Known(Progress),
    /// No such dossier, or not with this proof: they are not told apart.
    Unknown,
    /// Asked too often.
    TooOften,
    NoAnswer,
}

impl Session {
    /// Asks for a dossier.
    pub(crate) fn track(&self, dossier: String, proof: Proof) {
        if self.tracked.now() == Tracked::Asking {
            return;
        }
        self.tracked.set(Tracked::Asking);
        let s = self.clone();
        spawn(async move {
            let known = s.asked_for(&Track { dossier, proof }).await;
            s.tracked.set(known);
            s.root.focus("[data-tracked]".into());
        });
    }

    async fn asked_for(&self, track: &Track) -> Tracked {
        let Some(device) = self.device() else { return Tracked::NoAnswer };
        let answer = device.post(&self.address(protocol::TRACK), &track.to_json(), "").await;
        match answer {
            Ok(answer) if answer.status == 200 => match whole(&answer.body) {
                Some(progress) => Tracked::Known(progress),
                None => Tracked::NoAnswer,
            },
            Ok(answer) if matches!(answer.status, 404 | 400) => Tracked::Unknown,
            Ok(answer) if answer.status == 429 => Tracked::TooOften,
            _ => Tracked::NoAnswer,
        }
    }

    /// Asks for the dossier whose receipt shows.
    pub(crate) fn track_sent(&self) {
        if let Some(receipt) = self.sent.now().and_then(|record| record.receipt()) {
            self.track(receipt.number.as_str().into(), Proof::Secret(receipt.secret));
        }
    }
}
