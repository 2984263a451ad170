//! A dossier of a data folder, with what is needed to read it.

use crate::DeskError;
use dossier::{Evaluation, Procedure, Site};
use gateway::catalogues::{Catalogue, Catalogues};
use gateway::dossiers;
use gateway::folder::Folder;
use gateway::store::{Dossier, Event, Store};
use protocol::track::Happened;
use protocol::{State, Submission};
use std::sync::Arc;
use vietnam::date::Date;

/// A dossier and what followed from it.
pub(crate) struct Kept {
    pub(crate) dossier: Dossier,
    /// The answers as they were declared last, and every file that the office has.
    pub(crate) submission: Submission,
    /// What the citizen was told, in order.
    pub(crate) events: Vec<Happened>,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) procedure: Procedure,
    pub(crate) evaluation: Evaluation,
    pub(crate) site: Site,
    /// The day it was received, whose rules hold.
    pub(crate) day: Date,
}

impl Kept {
    pub(crate) async fn read(folder: &Folder, code_or_number: &str) -> Result<Kept, DeskError> {
        if !folder.database().is_file() {
            return Err(DeskError::NoData(folder.root().into()));
        }
        let store = Store::open_to_read(folder).await.map_err(|_| DeskError::Unreadable)?;
        let found = store.dossier(code_or_number.trim()).await;
        store.close().await;
        // What stands in a row that cannot be read is not told: it could be a citizen's.
        let dossier = found.map_err(|_| DeskError::Unreadable)?.ok_or(DeskError::Unknown)?;
        Kept::of(folder, dossier).ok_or(DeskError::NoCatalogue)
    }

    fn of(folder: &Folder, dossier: Dossier) -> Option<Kept> {
        let submission = Submission { attachments: dossier.held(), ..dossier.latest().clone() };
        let catalogue = Catalogues::kept(folder).remove(&submission.catalogue)?;
        let site = catalogue.index.site(&submission.site)?.clone();
        let day = dossier.day()?;
        let (procedure, evaluation) = dossiers::again(&catalogue, &submission, day)?;
        let events = dossier.events.iter().cloned().filter_map(Event::happened).collect();
        Some(Kept { dossier, submission, events, catalogue, procedure, evaluation, site, day })
    }

    /// How it stands.
    pub(crate) fn stands(&self) -> State {
        self.events.last().map_or(State::Received, |event| event.state)
    }

    /// Whether the office has taken it as it is now: what was completed is accepted anew.
    pub(crate) fn is_accepted(&self) -> bool {
        let comes_or_is_taken = |state: &State| {
            matches!(state, State::Received | State::Supplement | State::Supplemented | State::Accepted)
        };
        let last = self.events.iter().rev().map(|event| event.state).find(comes_or_is_taken);
        last == Some(State::Accepted)
    }
}
