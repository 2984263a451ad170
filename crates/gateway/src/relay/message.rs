//! What is handed on, made from what is kept.

use super::Trouble;
use crate::catalogues::Catalogue;
use crate::clock::Now;
use crate::problem::Fault;
use crate::state::Gateway;
use crate::store::outbox::Item;
use crate::store::{Dossier, Event, Supplement};
use crate::{deadline, dossiers};
use dossier::{Evaluation, Procedure, Site};
use exchange::{Kept, Mapping};
use protocol::track::Happened;
use protocol::{Submission, SubmissionNumber};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use vietnam::date::Date;
use vietnam::places::CommuneCode;

/// What is handed on: a dossier, what completes it, or something else that happened to it.
pub struct Message {
    /// The dossier as it was received.
    pub dossier: Dossier,
    /// As it stands with what was completed up to here: the latest answers, and every file.
    pub submission: Submission,
    /// Everything that happened up to what is handed on, which is the last; one alone is the dossier itself.
    pub events: Vec<Happened>,
    /// Its files, in the order of the manifest.
    pub files: Vec<Filed>,
    /// What completes the dossier, when that is what is handed on.
    pub supplement: Option<Supplement>,
    /// The time of this try.
    pub now: Now,
    /// The one its answers were judged with last.
    catalogue: Arc<Catalogue>,
    procedure: Procedure,
    evaluation: Evaluation,
    site: Site,
    /// The day it was received.
    day: Date,
    /// The day the result is due, ISO 8601, as it stands; nothing while the time stands still.
    due: Option<String>,
    /// The minute at which its office closes.
    closes: u16,
    agency: String,
}

/// A file of a dossier or of a supplement.
pub struct Filed {
    /// The number it was sent under.
    pub number: SubmissionNumber,
    /// Its place in that manifest.
    pub place: usize,
    /// Where it lies.
    pub path: PathBuf,
}

impl Message {
    /// Reads what an item hands on; `None` when the dossier or its catalogue is not here.
    pub(super) async fn read(gateway: &Gateway, item: &Item) -> Result<Option<Message>, Fault> {
        let Some(dossier) = gateway.store.dossier(&item.number).await? else { return Ok(None) };
        Ok(Message::of(gateway, item, dossier))
    }

    fn of(gateway: &Gateway, item: &Item, dossier: Dossier) -> Option<Message> {
        let day: Date = dossier.receipt.received_at.get(..10)?.parse().ok()?;
        let until_then = dossier.events.iter().filter(|event| event.id <= item.event).cloned();
        let events: Vec<_> = until_then.filter_map(Event::happened).collect();
        let completed: Vec<_> = dossier.supplements.iter().filter(|one| one.event <= item.event).collect();
        let sent = std::iter::once(&dossier.submission).chain(completed.iter().map(|one| &one.submission));
        let files = sent.flat_map(|sent| filed(gateway, sent)).collect();
        let submission = as_it_stands(&dossier.submission, &completed);
        let supplement = completed.last().filter(|last| last.event == item.event).map(|last| (*last).clone());
        let catalogue = gateway.catalogues.version(&submission.catalogue)?;
        let (procedure, evaluation) = dossiers::again(catalogue, &submission, day)?;
        let site = catalogue.index.site(&submission.site)?.clone();
        let due = deadline::due(Some(catalogue.as_ref()), &dossier, item.event);
        let office = CommuneCode::parse(&dossier.receipt.office);
        let (_, closes) = catalogue.timetable().of(&site, office, &catalogue.index.calendar);
        let agency = dossiers::codes::agency_of(&dossier.receipt.code)?.to_owned();
        let (catalogue, now) = (Arc::clone(catalogue), gateway.clock.now());
        Some(Message {
            dossier,
            submission,
            events,
            files,
            supplement,
            now,
            catalogue,
            procedure,
            evaluation,
            site,
            day,
            due,
            closes,
            agency,
        })
    }

    /// The dossier for `exchange`.
    pub(super) fn kept(&self) -> Kept<'_> {
        Kept {
            submission: &self.submission,
            receipt: &self.dossier.receipt,
            agency: &self.agency,
            due: self.due.as_deref(),
            closes: self.closes,
            field: self.catalogue.field(&self.procedure.code, &self.site, self.day).unwrap_or_default(),
            procedure: &self.procedure,
            evaluation: &self.evaluation,
            site: &self.site,
            tables: &self.catalogue.tables,
            events: &self.events,
        }
    }

    /// How it is written in a format, if nothing that the other side insists on is missing.
    pub(super) fn mapping(&self, format: &str) -> Result<&Mapping, Trouble> {
        let mapping = self.catalogue.mapping(format, &self.procedure.code, &self.site, self.day);
        let mapping = mapping.ok_or_else(|| {
            Trouble::never("the catalogue it was judged with does not say how it is written in this format")
        })?;
        match exchange::missing(mapping, &self.kept()).as_slice() {
            [] => Ok(mapping),
            missing => Err(Trouble::never(format!("nothing fills {}", missing.join(", ")))),
        }
    }

    /// The dossier itself, or something that happened to it later.
    pub(super) fn is_dossier(&self) -> bool {
        self.events.len() <= 1
    }

    /// The number that what is handed on was sent under.
    pub(super) fn number(&self) -> &SubmissionNumber {
        let submission = self.supplement.as_ref().map_or(&self.dossier.submission, |one| &one.submission);
        &submission.number
    }

    /// The files that are handed on now, by place in the manifest: those of a supplement come last.
    pub(super) fn new_files(&self) -> Range<usize> {
        let all = self.files.len();
        let new = self.supplement.as_ref().map_or(all, |one| one.submission.attachments.len());
        all.saturating_sub(new)..all
    }
}

/// The files that were sent under one number.
fn filed(gateway: &Gateway, sent: &Submission) -> Vec<Filed> {
    let all = sent.attachments.iter().enumerate();
    let one = |(place, file): (usize, &protocol::Attachment)| Filed {
        number: sent.number.clone(),
        place,
        path: gateway.folder.file(&sent.number, place, &file.sha256),
    };
    all.map(one).collect()
}

/// The latest answers, and every file, under the number of the dossier.
fn as_it_stands(first: &Submission, completed: &[&Supplement]) -> Submission {
    let mut stands = first.clone();
    for one in completed {
        stands.answers.clone_from(&one.submission.answers);
        stands.catalogue.clone_from(&one.submission.catalogue);
        stands.attachments.extend(one.submission.attachments.iter().cloned());
    }
    stands
}
