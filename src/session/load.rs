//! Fetching what a page needs: a procedure, the communes of a province, a list.

use super::{Open, Page, Saved, Session};
use crate::platform::net;
use crate::platform::task::spawn;
use dossier::index::Guide;
use dossier::kind::ListId;
use dossier::reader::Read;
use dossier::tables::Listed;
use dossier::{Action, Form, Index, Kind, Lang, Procedure, Tables, blob};
use std::pin::Pin;
use std::rc::Rc;
use vietnam::date::Date;
use vietnam::places::{Commune, OldProvince, OldUnit, ProvinceCode};

/// What is done with a file that has come. Boxed, so that the fetching is compiled once.
type Arrived = Box<dyn FnOnce(&Session, &[u8])>;

impl Session {
    pub(super) async fn fetch<T: Read>(&self, file: &str) -> Option<T> {
        blob::read(&self.bytes(file).await?).ok()
    }

    async fn bytes(&self, file: &str) -> Option<Vec<u8>> {
        let url = [&self.config.base, "catalogue/", file].concat();
        net::get(&url).await.ok()
    }

    /// Opens a procedure with what was typed before, then shows a page of it.
    pub(crate) fn open(&self, code: String, then: impl FnOnce(&Session) -> Page + 'static) {
        if self.procedure().is_some_and(|p| p.code == code) {
            let page = then(self);
            return self.show(page);
        }
        self.page.set(Page::Loading);
        let s = self.clone();
        spawn(async move {
            let today = s.today();
            let procedure = match s.lang() {
                Lang::Vi => s.questions_of(&code, today).await,
                Lang::En => in_english(&s, code, today).await,
            };
            match procedure {
                None => s.page.set(Page::Failed),
                Some(procedure) => {
                    let procedure = Rc::new(procedure);
                    s.begin(Form::blank(procedure.clone(), s.first_tables(), today));
                    s.suggest(&procedure);
                    let page = then(&s);
                    s.show(page);
                }
            }
        });
    }

    /// The questions of a procedure in force on a day.
    async fn questions_of(&self, code: &str, day: Date) -> Option<Procedure> {
        let file = self.index().procedure(code, &self.config.site.id, day)?.file();
        let mut procedure = self.fetch::<Procedure>(&file).await?;
        procedure.at_site(&self.config.site);
        Some(procedure)
    }

    /// The same with all that it says: of answers, and its English when the citizen reads that.
    pub(super) async fn whole_procedure(&self, code: &str, day: Date) -> Option<Procedure> {
        let index = self.index();
        let entry = index.procedure(code, &self.config.site.id, day)?;
        let mut procedure = self.fetch::<Procedure>(&entry.file()).await?;
        procedure.say(self.fetch(&entry.said()).await?).then_some(())?;
        if self.lang() == Lang::En {
            procedure.english(blob::read(&self.bytes(&entry.english()).await?).ok()?);
        }
        procedure.at_site(&self.config.site);
        Some(procedure)
    }

    /// Fetches the procedure under way anew with all its texts; the browser has kept the file of its questions.
    async fn retell(&self) -> Option<()> {
        let (code, day) = self.with(|open| (open.form.procedure().code.clone(), open.form.today()))?;
        let procedure = self.whole_procedure(&code, day).await?;
        self.open.borrow_mut().as_mut()?.form.retell(Rc::new(procedure));
        Some(())
    }

    /// Fetches what the procedure under way says of answers; true when it is there.
    pub(super) async fn words_come(&self) -> bool {
        // Another procedure may have been opened while the words of one were on their way.
        while !self.speaks() {
            if self.retell().await.is_none() {
                return false;
            }
        }
        true
    }

    fn speaks(&self) -> bool {
        self.with(|open| open.form.procedure().speaks()).unwrap_or(true)
    }

    /// Something was typed to the declaration under way.
    pub(crate) fn has_draft(&self) -> bool {
        self.with(|open| open.number.is_some()).unwrap_or_default()
    }

    /// The tables that every declaration begins with.
    pub(super) fn first_tables(&self) -> Tables {
        Tables::new(self.index().provinces.clone())
    }

    /// Begins a declaration.
    pub(super) fn begin(&self, form: Form) {
        *self.open.borrow_mut() = Some(Open::new(form));
        self.rest.set(self.rest.now() && self.speaks());
        self.row.set(None);
        self.attached.set(Vec::new());
        self.lost.set(Vec::new());
        self.sent.set(None);
        self.saved.set(Saved::No);
        self.reviewed.set(false);
    }

    /// What the host already knows: the office of the `office` attribute, the site's province for addresses.
    fn suggest(&self, procedure: &Procedure) {
        for ix in self.shape().cells() {
            match procedure.question(ix).map(|q| &q.kind) {
                Some(Kind::Office) if !self.config.office.is_empty() => {
                    self.apply(Action::Edit(ix, self.config.office.clone()));
                    self.learn_communes(self.config.site.province);
                }
                _ => {}
            }
        }
    }

    /// Fetches the tables behind all codes answered so far.
    pub(crate) fn learn_all(&self) {
        let (Some(procedure), shape) = (self.procedure(), self.shape()) else { return };
        for ix in shape.cells() {
            let raw = self.raw(ix);
            match shape.question(&procedure, ix).map(|q| &q.kind) {
                Some(Kind::Listed { list }) if !raw.is_empty() => self.learn_list(*list),
                Some(Kind::Province) => {
                    if let Some(province) = ProvinceCode::parse(&raw) {
                        self.learn_communes(province);
                    }
                }
                Some(Kind::Office) if !raw.is_empty() => self.learn_communes(self.config.site.province),
                _ => {}
            }
        }
    }

    /// Fetches the guide, once.
    pub(crate) fn learn_guide(&self) {
        if self.guide.peek(|guide| guide.told.is_empty()) {
            let file = self.index().guide.clone();
            self.learn(file, |s, bytes| {
                if let Ok(guide) = blob::read::<Guide>(bytes) {
                    s.keys.borrow_mut().clear();
                    s.guide.set(Rc::new(guide));
                }
            });
        }
    }

    /// Fetches a list, once.
    pub(crate) fn learn_list(&self, list: ListId) {
        let known = self.with(|open| open.form.tables().list(list).is_some());
        let Some(file) = self.index().list(list).map(str::to_string) else { return };
        if known == Some(false) {
            self.learn(file, move |s, bytes| {
                if let Ok(entries) = blob::read::<Vec<Listed>>(bytes) {
                    s.apply(Action::List(list, entries));
                }
            });
        }
    }

    /// Fetches the communes of a province, once.
    pub(crate) fn learn_communes(&self, province: ProvinceCode) {
        let known = self.with(|open| open.form.tables().communes_of(province).is_some());
        let Some(file) = self.index().communes_of(province).map(str::to_string) else { return };
        if known == Some(false) {
            self.learn(file, communes_came);
        }
    }

    /// Fetches the communes of the whole country, once: for those who do not choose a province first.
    pub(crate) fn learn_country(&self) {
        let all = self.with(|open| open.form.tables().has_whole_country());
        if all == Some(false) {
            self.learn(self.index().all_communes.clone(), communes_came);
        }
    }

    /// The provinces until 30 June 2025, each with the file of its units.
    pub(crate) async fn old_provinces(&self) -> Option<Vec<(OldProvince, String)>> {
        self.fetch(&self.index().old_provinces).await
    }

    /// The units of an old province; with them come the communes of the province they lie in now.
    pub(crate) async fn old_units(&self, file: &str, now: ProvinceCode) -> Option<Vec<OldUnit>> {
        let units = self.fetch(file).await?;
        if self.with(|open| open.form.tables().communes_of(now).is_some()) == Some(false) {
            let communes = self.bytes(self.index().communes_of(now)?).await?;
            communes_came(self, &communes);
            self.tables.set(self.tables.now() + 1);
        }
        Some(units)
    }

    /// Fetches a file and does with it what there is to do; then names behind codes are drawn anew. What is on
    /// its way already is not asked for again: a hundred rows need the same list.
    fn learn(&self, file: String, then: impl FnOnce(&Session, &[u8]) + 'static) {
        let then: Arrived = Box::new(then);
        if self.coming.borrow().contains(&file) {
            return;
        }
        self.coming.borrow_mut().push(file.clone());
        let s = self.clone();
        spawn(async move {
            let bytes = s.bytes(&file).await;
            let at = s.coming.borrow().iter().position(|one| *one == file);
            at.map(|at| s.coming.borrow_mut().swap_remove(at));
            if let Some(bytes) = bytes {
                then(&s, &bytes);
                s.tables.set(s.tables.now() + 1);
            }
        });
    }
}

/// Communes of one province, or of all, one province after the other.
fn communes_came(s: &Session, bytes: &[u8]) {
    let communes = blob::read::<Vec<Commune>>(bytes).unwrap_or_default();
    for of_one in communes.chunk_by(|a, b| a.province == b.province) {
        if let Some(first) = of_one.first() {
            s.apply(Action::Communes(first.province, of_one.to_vec()));
        }
    }
}

/// Fetches the English texts of the index and of the procedure under way, once, and draws the page anew. Lies
/// in the rest, as all English does.
#[inline(never)]
pub(super) fn learn_english(s: &Session) {
    let untold = s.index().procedures.iter().all(|entry| entry.name.en.is_empty());
    let missing = s.procedure().is_some_and(|p| p.name.en.is_empty());
    if !untold && !missing {
        return;
    }
    let s = s.clone();
    spawn(async move {
        if untold && let Some(texts) = s.fetch(&s.index().english).await {
            let mut index = Index::clone(&s.index());
            index.in_english(texts);
            *s.index.borrow_mut() = Rc::new(index);
            s.keys.borrow_mut().clear();
        }
        if missing {
            _ = s.retell().await;
        }
        s.lang.set(s.lang());
    });
}

/// A procedure with all that it says, for those who read English. Lies in the rest.
#[inline(never)]
fn in_english(s: &Session, code: String, day: Date) -> Pin<Box<dyn Future<Output = Option<Procedure>>>> {
    let s = s.clone();
    let work: Pin<Box<dyn Future<Output = _>>> = Box::pin(async move { s.whole_procedure(&code, day).await });
    // See `rest::arrive`.
    std::hint::black_box(work)
}
