//! Everything this device keeps: found again after the tab was closed, opened, forgotten.

use super::{Page, Saved, Session};
use crate::draft::{Record, Stage, tab};
use crate::outbox::Attached;
use crate::platform::clock;
use crate::platform::device::{Device, Release, Trouble};
use crate::platform::task::spawn;
use dossier::reader::whole;
use dossier::{Form, Procedure};
use protocol::{Receipt, SubmissionNumber};
use std::rc::Rc;
use vietnam::calendar::Moment;
use vietnam::date::Date;

/// What is kept on the device.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Kept {
    /// The last changed first.
    pub(crate) records: Vec<Record>,
    /// Numbers of those that cannot be opened: their key is lost, or they are damaged.
    pub(crate) locked: Vec<String>,
    /// Why nothing is kept but in this tab.
    pub(crate) trouble: Option<Trouble>,
}

impl Kept {
    /// The dossier of that number.
    pub(crate) fn record(&self, number: &SubmissionNumber) -> Option<&Record> {
        self.records.iter().find(|record| record.number == *number)
    }
}

impl Record {
    /// The receipt, once there is one.
    pub(crate) fn receipt(&self) -> Option<Receipt> {
        match &self.stage {
            Stage::Received { receipt } => whole(receipt),
            _ => None,
        }
    }

    /// The last day on which the device keeps it; `None` for what waits to be sent.
    pub(crate) fn until(&self) -> Option<Date> {
        let days = match self.stage {
            Stage::Draft | Stage::Refused { .. } => KEPT_DRAFT,
            Stage::Received { .. } => KEPT_RECEIPT,
            Stage::Waiting { .. } => return None,
        };
        Some(Date::from_days(self.moment().date.days() + days))
    }

    /// When it last changed.
    pub(crate) fn moment(&self) -> Moment {
        Moment::from_unix(i64::try_from(self.at).unwrap_or(i64::MAX))
    }
}

/// Days that an unfinished dossier is kept since it last changed.
const KEPT_DRAFT: i32 = 30;
/// Days that a receipt is kept.
const KEPT_RECEIPT: i32 = 90;

/// Reads anew what the device keeps. Lies in the rest.
#[inline(never)]
pub(super) fn refresh(s: &Session) {
    let s = s.clone();
    spawn(async move { s.refresh().await });
}

/// Opens a dossier of the device at a page, or where it was left. Lies in the rest.
#[inline(never)]
pub(super) fn reopen(s: &Session, number: SubmissionNumber, page: String) {
    s.page.set(Page::Loading);
    let s = s.clone();
    spawn(async move { s.reopened(number, page, None).await });
}

impl Session {
    /// Learns what the device keeps, and from then on hears of every change and sends what waits.
    pub(super) async fn look(&self) {
        let Some(device) = self.device() else { return };
        self.refresh().await;
        // Whoever is gone meanwhile would listen for ever.
        if self.closed.get() {
            return;
        }
        self.follow(&device);
        // Which law holds is a question of the day: asked before a wrong clock has led astray for long.
        let (asks, clock) = (self.clone(), device.clone());
        spawn(async move { drop(asks.probe(&clock).await) });
        let s = self.clone();
        spawn(async move { s.drive(device).await });
    }

    fn follow(&self, device: &Device) {
        let (hears, leaves, sends) = (self.clone(), self.clone(), device.clone());
        let heard = device.hear(move |word| match word.strip_prefix("yield ") {
            Some(number) => hears.yield_to(number.into()),
            None => {
                refresh(&hears);
                sends.nudge();
            }
        });
        // What could not be written is tried once more; what is being written lies in the tab until then.
        let left = device.on_leave(move || leaves.keep_at_last());
        self.releases.borrow_mut().extend(heard.into_iter().chain(left));
    }

    fn keep_at_last(&self) {
        if matches!(self.saved.now(), Saved::Failed(_)) {
            self.keep();
        } else if self.writing.now() && self.with(|open| open.locked) == Some(false) {
            let record = self.record();
            let kept = record.is_some_and(|record| tab::write(record.number.as_str(), &record.write()));
            self.in_tab.set(kept);
        }
    }

    /// Reads anew what the device keeps.
    pub(super) async fn refresh(&self) {
        // What was put meanwhile is newer than a list that was begun before.
        let found = loop {
            let before = self.puts.get();
            let found = match self.store() {
                Some(device) => device.list().await,
                None => Ok(tab::numbers()
                    .into_iter()
                    .map(|number| (number.clone(), tab::read(&number)))
                    .collect()),
            };
            if self.puts.get() == before {
                break found;
            }
        };
        let mut kept = self.kept.now();
        match found {
            // What is in memory is not dropped because the device fails.
            Err(why) => kept.trouble = Some(why),
            Ok(all) => {
                (kept.records, kept.locked) = (Vec::new(), Vec::new());
                for (number, bytes) in all {
                    match bytes.as_deref().and_then(Record::read) {
                        Some(record) => kept.records.push(record),
                        // A forgotten number of the tab has no record.
                        None if self.store().is_some() => kept.locked.push(number),
                        None => {}
                    }
                }
            }
        }
        for record in self.unkept.borrow().iter() {
            kept.records.retain(|one| one.number != record.number);
            kept.records.push(record.clone());
        }
        in_order(&mut kept.records);
        if self.kept.peek(|before| *before != kept) {
            self.kept.set(kept);
        }
        self.follow_sent();
    }

    /// Keeps a record, here and on the device.
    pub(super) async fn put(&self, record: Record) -> Result<(), Trouble> {
        self.puts.set(self.puts.get().wrapping_add(1));
        let mut kept = self.kept.now();
        kept.records.retain(|one| one.number != record.number);
        let (number, bytes) = (record.number.clone(), record.write());
        kept.records.push(record.clone());
        in_order(&mut kept.records);
        self.kept.set(kept);
        self.follow_sent();
        let device = self.store();
        let done = match &device {
            Some(device) => device.put(number.as_str(), &bytes).await,
            None if tab::write(number.as_str(), &bytes) => Ok(()),
            None => Err(Trouble::Missing),
        };
        self.unkept.borrow_mut().retain(|one| one.number != number);
        if done.is_err() {
            self.unkept.borrow_mut().push(record);
        }
        self.puts.set(self.puts.get().wrapping_add(1));
        if let Some(device) = device {
            device.tell("changed");
        }
        done
    }

    /// Whether strangers share this device: nobody's persons are offered to the next.
    pub(crate) fn is_shared(&self) -> bool {
        self.root.attribute("device") == "shared"
    }

    /// Forgets a dossier for good.
    pub(crate) fn forget(&self, number: String) {
        let s = self.clone();
        if self.number().is_some_and(|mine| mine.as_str() == number) {
            *self.open.borrow_mut() = None;
            self.attached.set(Vec::new());
        }
        tab::forget(&number);
        self.unkept.borrow_mut().retain(|one| one.number.as_str() != number);
        spawn(async move {
            if let Some(device) = s.store() {
                _ = device.forget(&number).await;
                device.tell("changed");
            }
            s.refresh().await;
        });
    }

    /// Opens a dossier of the list where it was left: a new entry of the history.
    pub(crate) fn open_kept(&self, number: &SubmissionNumber) {
        let known = self.kept.peek(|kept| kept.record(number).map(|r| (r.procedure.clone(), r.page.clone())));
        if let Some((code, page)) = known {
            self.open_where_left(&code, number.clone(), page);
        }
    }

    /// The pages of a draft before the one it was left at lie behind it, so that Back leads to them.
    pub(super) fn open_where_left(&self, code: &str, number: SubmissionNumber, page: String) {
        self.push_entry(&page, code, &number);
        self.page.set(Page::Loading);
        let s = self.clone();
        spawn(async move {
            s.reopened(number, page, None).await;
            s.lay_pages_behind();
        });
    }

    async fn found(&self, number: &SubmissionNumber) -> Option<Record> {
        let in_tab = tab::read(number.as_str()).and_then(|bytes| Record::read(&bytes));
        let known = || self.kept.peek(|kept| kept.record(number).cloned());
        let Some(device) = self.store() else { return in_tab.or_else(known) };
        let bytes = device.get(number.as_str()).await.ok().flatten();
        let stored = bytes.and_then(|bytes| Record::read(&bytes)).or_else(known);
        // The page ended while its last letters were being written.
        let newer = |tab: &Record| match &stored {
            Some(stored) => matches!(stored.stage, Stage::Draft) && tab.at >= stored.at,
            None => true,
        };
        let Some(last) = in_tab.filter(newer) else { return stored };
        if device.put(number.as_str(), &last.write()).await.is_ok() {
            tab::forget(number.as_str());
        }
        Some(last)
    }

    pub(super) async fn reopened(&self, number: SubmissionNumber, page: String, hold: Option<Release>) {
        let Some(record) = self.found(&number).await else {
            return self.show(Page::Find);
        };
        // What is held here stays held: let go and asked for anew, it might seem another tab's.
        let hold = hold.or_else(|| self.hold_on(&number));
        // A supplement is declared, as it is judged, by the rules of the day its dossier was received.
        let today = record.completes().and_then(|c| c.day()).unwrap_or_else(|| self.today());
        let in_force = self.index().procedure(&record.procedure, &self.config.site.id, today).is_some();
        let procedure = match in_force {
            true => self.whole_procedure(&record.procedure, today).await,
            false => None,
        };
        match (procedure, &record.stage) {
            (Some(procedure), stage) => {
                let sealed = matches!(stage, Stage::Waiting { .. } | Stage::Received { .. });
                self.resume_with(procedure, today, &record, hold).await;
                if !sealed && !self.claim().await {
                    return self.show(Page::Elsewhere);
                }
            }
            // Its receipt can be shown without the procedure.
            (None, Stage::Received { .. }) => *self.open.borrow_mut() = None,
            (None, _) => return self.page.set(if in_force { Page::Failed } else { Page::Lapsed }),
        }
        // Whoever waited for another tab goes on where that one was.
        let hook = if matches!(&*page, "" | "elsewhere") { record.page.clone() } else { page };
        self.sent.set(Some(record));
        self.show(self.page_of_sent(&hook));
    }

    /// The page of the dossier in `sent`: what was submitted is not changed again.
    pub(super) fn page_of_sent(&self, hook: &str) -> Page {
        let page = || Page::named(hook, self).unwrap_or(Page::Prepare);
        self.sent.peek(|sent| match sent.as_ref().map(|record| &record.stage) {
            Some(Stage::Received { .. }) => Page::Receipt,
            Some(Stage::Waiting { .. }) => Page::Send,
            Some(Stage::Refused { .. }) if hook == "send" => Page::Send,
            _ => match page() {
                // Where no papers are asked there is nothing to attach.
                Page::Attach => self.after_steps(),
                page => page,
            },
        })
    }

    /// Makes the form of a procedure with what the device kept of it.
    async fn resume_with(&self, procedure: Procedure, today: Date, record: &Record, hold: Option<Release>) {
        let mut typed = record.typed.clone();
        typed.extend(record.aside.iter().cloned());
        let (form, unknown) = Form::open(Rc::new(procedure), &typed, self.first_tables(), today);
        self.begin(form);
        self.learn_all();
        let changed = record.catalogue != self.index().version;
        let sealed = matches!(record.stage, Stage::Waiting { .. } | Stage::Received { .. });
        let left_at = Page::named(&record.page, self).unwrap_or(Page::Prepare);
        if let Some(open) = self.open.borrow_mut().as_mut() {
            open.number = Some(record.number.clone());
            open.completes = record.completes.clone();
            open.left_at = left_at;
            // Whoever sends what is sealed holds it.
            open.hold = hold.filter(|_| !sealed);
            open.locked = sealed;
            open.aside = typed.iter().filter(|(path, _)| unknown.contains(&path.as_str())).cloned().collect();
            // What no longer fits a changed definition is said at once.
            for (at, cell) in open.cells.iter().enumerate().filter(|_| changed) {
                let cell_at = u16::try_from(at).map(dossier::QuestionIx);
                if cell_at.is_ok_and(|at| !open.form.answers().raw(at).is_empty()) {
                    cell.shown.set(true);
                }
            }
        }
        let (mut here, mut lost) = (Vec::new(), Vec::new());
        for manifest in record.files.iter().filter(|_| !sealed) {
            let (number, sha256) = (record.number.as_str(), manifest.sha256.as_str());
            let blob = match self.store() {
                Some(device) => device.get_file(number, sha256, &manifest.media_type).await,
                None => None,
            };
            match blob {
                Some(blob) => here.push(Rc::new(Attached { manifest: manifest.clone(), blob })),
                None => lost.push(manifest.name.clone()),
            }
        }
        self.attached.set(here);
        self.lost.set(lost);
        if !sealed {
            let at = record.moment();
            self.saved.set(if self.store().is_some() { Saved::Here(at) } else { Saved::Tab(at) });
        }
    }

    /// Forgets what has been kept for longer than was told, by the gateway's clock: the device's may be a year
    /// ahead.
    pub(super) async fn forget_old(&self, today: Date) {
        let old = |r: &Record| r.until().is_some_and(|until| until < today);
        let all =
            self.kept.peek(|kept| kept.records.iter().filter(|r| old(r)).map(|r| r.number.clone()).collect());
        let all: Vec<SubmissionNumber> = all;
        let Some(device) = self.store().filter(|_| !all.is_empty()) else { return };
        for number in all.iter().filter(|number| self.number().as_ref() != Some(number)) {
            _ = device.forget(number.as_str()).await;
        }
        device.tell("changed");
    }

    /// Whether a record needs the gateway's clock: it is over by the device's.
    pub(super) fn has_old(&self) -> bool {
        let today = clock::now().date;
        self.kept.peek(|kept| kept.records.iter().any(|r| r.until().is_some_and(|until| until < today)))
    }
}

/// The last changed first. By hand: the general sort of the standard library weighs kilobytes.
fn in_order(records: &mut [Record]) {
    for end in 1..records.len() {
        let mut at = end;
        while at > 0 && records[at - 1].at < records[at].at {
            records.swap(at - 1, at);
            at -= 1;
        }
    }
}
