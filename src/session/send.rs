//! Submitting: sealed on the review page, put into the outbox, and from then on sent without the page's help.

use super::{Page, Saved, Session};
use crate::draft::{Record, Stage};
use crate::i18n;
use crate::outbox::{self, Draft};
use crate::platform::clock;
use crate::platform::task::spawn;
use dossier::reader::whole;
use dossier::{At, Code, Finding, Severity};
use protocol::{Completes, Problem, ProblemKind};

impl Session {
    /// Submit on the review page.
    pub(crate) fn submit(&self) {
        // What is tried out with another day's law is not sent.
        if self.submitting.get() || self.config.day.is_some() || !self.pass(&self.shape().cells()) {
            return;
        }
        let missing = self.missing();
        if !missing.is_empty() {
            return self.summarise(Severity::Error, missing);
        }
        let Some(record) = self.seal() else { return };
        self.submitting.set(true);
        self.saved.set(Saved::No);
        // Nothing is written over what was sealed.
        if let Some(open) = self.open.borrow_mut().as_mut() {
            open.locked = true;
            open.hold = None;
        }
        let s = self.clone();
        spawn(async move {
            s.sent.set(Some(record.clone()));
            if let Err(why) = s.put(record).await {
                s.saved.set(Saved::Failed(why));
            }
            s.submitting.set(false);
            s.go(Page::Send);
            s.send_now();
        });
    }

    /// "Send now": does not wait for the next try.
    pub(crate) fn send_now(&self) {
        if let Some(device) = self.device() {
            device.tell("changed");
        }
    }

    fn seal(&self) -> Option<Record> {
        // A dossier in which nothing was typed has no number yet.
        self.numbered().then_some(())?;
        let record = self.record()?;
        let procedure = self.procedure()?;
        let draft = Draft {
            number: record.number.clone(),
            catalogue: record.catalogue.clone(),
            procedure: procedure.code.clone(),
            site: self.config.site.id.clone(),
            lang: i18n::code(self.lang()),
            answers: self.with(|open| open.form.evaluation().sent(&procedure))?,
            completes: record.completes().map(|c| Completes { dossier: c.number, secret: c.secret }),
        };
        let json = outbox::seal(draft, &self.attached.now());
        Some(Record { stage: Stage::Waiting { json, tried: false }, page: "send".into(), ..record })
    }

    /// "Take it back": as long as it cannot have arrived, it becomes a draft again.
    pub(crate) fn take_back(&self) {
        let Some(shown) = self.sent.now() else { return };
        let s = self.clone();
        spawn(async move {
            let Some(device) = s.device() else { return };
            let number = shown.number.clone();
            // Whoever sends it holds it.
            let Some(hold) = device.hold(number.as_str(), || {}).await else { return };
            s.refresh().await;
            let now = s.kept.peek(|kept| kept.record(&number).cloned());
            if let Some(record) = now.filter(|r| matches!(r.stage, Stage::Waiting { tried: false, .. })) {
                let at = clock::unix().unsigned_abs();
                let draft = Record { stage: Stage::Draft, page: "review".into(), at, ..record };
                _ = s.put(draft).await;
                s.reopened(number, "review".into(), Some(hold)).await;
            }
        });
    }

    /// What the gateway said against the dossier that shows.
    pub(crate) fn problem(&self) -> Option<Problem> {
        match self.sent.now()?.stage {
            Stage::Refused { problem } => whole(&problem),
            _ => None,
        }
    }

    /// Back to the dossier that was refused, to put it right; under a new number when its own is taken.
    pub(crate) fn mend(&self) {
        // A supplement is refused so when its office waits for none: no number mends that.
        let taken = !self.is_supplement() && self.problem().is_some_and(|p| p.kind == ProblemKind::Conflict);
        self.unlock();
        if taken {
            if let Some(open) = self.open.borrow_mut().as_mut() {
                (open.number, open.hold) = (None, None);
            }
            self.keep();
            self.keep_files();
        }
        self.go(Page::Review);
    }

    /// A refused dossier may be written again.
    pub(super) fn unlock(&self) {
        if let Some(open) = self.open.borrow_mut().as_mut() {
            open.locked = false;
        }
        super::tabs::claim(self);
    }

    /// Leaves the receipt behind and begins anew.
    pub(crate) fn another(&self) {
        self.restart();
        self.go(Page::Find);
    }

    /// Puts the declaration under way aside; what is kept of it stays in the list.
    pub(crate) fn restart(&self) {
        *self.open.borrow_mut() = None;
        self.sent.set(None);
        self.saved.set(Saved::No);
    }

    /// Opens the same procedure blank; what was typed stays in the list.
    pub(crate) fn start_over(&self) {
        let Some(code) = self.procedure().map(|p| p.code.clone()) else { return };
        self.restart();
        self.open(code, |_| Page::Prepare);
    }

    /// What the gateway found, as findings of ours; at a question we find nothing wrong with, it is asked anew.
    pub(crate) fn known(&self, problem: &Problem) -> Vec<Finding> {
        let (Some(procedure), shape) = (self.procedure(), self.shape()) else { return Vec::new() };
        let mut ours = self.with(|open| open.form.evaluation().findings.clone()).unwrap_or_default();
        ours.extend(self.missing());
        let errors = problem.findings.iter().filter(|f| f.severity == Severity::Error.id());
        let known = |f: &protocol::WireFinding| {
            let same = |ours: &&Finding| {
                ours.at.path(&procedure, &shape) == f.path && ours.code.id(&procedure) == f.code
            };
            let anew =
                |ix| Finding { at: At::Question(ix), code: Code::NotAChoice, severity: Severity::Error };
            ours.iter().find(same).copied().or_else(|| shape.find(&procedure, &f.path).map(anew))
        };
        errors.filter_map(known).collect()
    }
}
