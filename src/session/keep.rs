//! Keeping what is typed: on the device as soon as it is typed, one write after the other; in the tab until the
//! device's code has come, and where the device keeps nothing.

use super::Session;
use crate::draft::{Record, Stage, tab};
use crate::platform::device::{Device, Trouble};
use crate::platform::task::{later, spawn};
use crate::platform::{clock, crypto, events};
use protocol::{Attachment, SubmissionNumber};
use vietnam::calendar::Moment;

/// Where what was typed is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Saved {
    /// Nothing was typed yet.
    No,
    /// On the device, since then.
    Here(Moment),
    /// In this tab alone, since then.
    Tab(Moment),
    /// Nowhere but in this page.
    Failed(Trouble),
}

impl Session {
    /// What the device does, once its code has come.
    pub(crate) fn device(&self) -> Option<Device> {
        self.device.borrow().clone()
    }

    /// Whether the device keeps records.
    pub(super) fn store(&self) -> Option<Device> {
        self.device().filter(|_| self.kept.peek(|kept| kept.trouble.is_none()))
    }

    /// Keeps the declaration under way, and the page it is at.
    pub(crate) fn keep(&self) {
        if self.with(|open| open.locked).unwrap_or(true) || !self.numbered() {
            return;
        }
        let page = self.page.now();
        if let Some(open) = self.open.borrow_mut().as_mut().filter(|_| page.is_declaration()) {
            open.left_at = page;
        }
        let Some(device) = self.store() else {
            return self.keep_in_tab();
        };
        self.unwritten.set(true);
        if self.writing.now() {
            return;
        }
        self.writing.set(true);
        let s = self.clone();
        // The letter is painted first.
        later(move || spawn(s.write_all(device)));
    }

    async fn write_all(self, device: Device) {
        while self.unwritten.replace(false) {
            self.write(&device).await;
        }
        device.persist();
        self.writing.set(false);
        // The page did not end after all.
        if self.in_tab.take()
            && let Some(number) = self.number()
        {
            tab::forget(number.as_str());
        }
    }

    /// Writes the declaration under way as it is now.
    pub(super) async fn write(&self, device: &Device) {
        // Whoever was waiting for an earlier write finds it submitted meanwhile, or taken over.
        let Some(record) = self.record().filter(|_| self.with(|open| open.locked) == Some(false)) else {
            return;
        };
        let kept = device.put(record.number.as_str(), &record.write()).await;
        if self.with(|open| open.locked) == Some(false) {
            match kept {
                Ok(()) => self.saved(Saved::Here(clock::now())),
                Err(why) => {
                    self.keep_in_tab();
                    self.saved(Saved::Failed(why));
                }
            }
        }
    }

    fn keep_in_tab(&self) {
        let Some(record) = self.record() else { return };
        let kept = tab::write(record.number.as_str(), &record.write());
        self.saved(match kept {
            true => Saved::Tab(clock::now()),
            false => Saved::Failed(Trouble::Missing),
        });
    }

    /// Says where what was typed is kept, to the citizen and to the host.
    fn saved(&self, saved: Saved) {
        self.saved.set(saved);
        let place = match saved {
            Saved::Here(_) => "device",
            Saved::Tab(_) => "tab",
            Saved::No | Saved::Failed(_) => return,
        };
        events::emit(&self.root, "saved", place);
    }

    /// The declaration under way has its number, minted with the first letter.
    pub(super) fn numbered(&self) -> bool {
        if self.with(|open| open.number.is_some()).unwrap_or_default() {
            return true;
        }
        let Some(number) = crypto::random().map(SubmissionNumber::mint) else {
            self.saved.set(Saved::Failed(Trouble::Missing));
            return false;
        };
        if let Some(open) = self.open.borrow_mut().as_mut() {
            open.number = Some(number);
        }
        self.name_entry();
        if self.rest.now() {
            super::tabs::claim(self);
        }
        true
    }

    /// The declaration under way, as it is kept.
    pub(super) fn record(&self) -> Option<Record> {
        let page = self.with(|open| open.left_at)?.hook(self);
        let files: Vec<Attachment> =
            self.attached.peek(|all| all.iter().map(|a| a.manifest.clone()).collect());
        self.with(|open| {
            let procedure = open.form.procedure();
            Some(Record {
                number: open.number.clone()?,
                procedure: procedure.code.clone(),
                site: self.config.site.id.clone(),
                catalogue: self.index().version.clone(),
                at: clock::unix().unsigned_abs(),
                page,
                typed: open.form.answers().by_path(procedure),
                aside: open.aside.clone(),
                files,
                stage: Stage::Draft,
                completes: open.completes.clone(),
            })
        })
        .flatten()
    }

    /// Whether something stands above every page: what the office asks for, or answers that a changed form has no place
    /// for. Only what was read with the rest has such.
    pub(crate) fn has_aside(&self) -> bool {
        self.is_supplement() || self.with(|open| !open.aside.is_empty()).unwrap_or_default()
    }

    /// The citizen has seen them.
    pub(crate) fn forget_aside(&self) {
        if let Some(open) = self.open.borrow_mut().as_mut() {
            open.aside.clear();
        }
        self.keep();
    }
}
