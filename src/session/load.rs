//! Fetching what a page needs: a procedure, the communes of a province, a list.

use super::{Open, Page, Session};
use crate::draft::Slot;
use crate::platform::net;
use crate::platform::task::spawn;
use dossier::index::Branch;
use dossier::kind::ListId;
use dossier::reader::Read;
use dossier::tables::Listed;
use dossier::{Action, Form, Index, Kind, Lang, Procedure, Tables, blob};
use std::rc::Rc;
use vietnam::places::{Commune, ProvinceCode};

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
            match s.procedure_of(&code).await {
                None => s.page.set(Page::Failed),
                Some(procedure) => {
                    s.begin(Rc::new(procedure), s.today());
                    let page = then(&s);
                    s.show(page);
                }
            }
        });
    }

    /// A procedure in force today, with its English when the citizen reads English.
    async fn procedure_of(&self, code: &str) -> Option<Procedure> {
        let index = self.index();
        let entry = index.procedure(code, &self.config.site.id, self.today())?;
        let mut procedure = self.fetch::<Procedure>(&entry.file).await?;
        if self.lang() == Lang::En {
            tell_in_english(&mut procedure, &self.bytes(&entry.english).await?)?;
        }
        procedure.at_site(&self.config.site);
        Some(procedure)
    }

    /// Fetches the English texts of the index and of the procedure under way, once, and draws the page anew.
    pub(super) fn learn_english(&self) {
        if self.lang() != Lang::En {
            return;
        }
        let untold = self.index().procedures.iter().all(|entry| entry.name.en.is_empty());
        let missing = self.procedure().filter(|p| p.name.en.is_empty());
        if !untold && missing.is_none() {
            return;
        }
        let s = self.clone();
        spawn(async move {
            if untold && let Some(texts) = s.fetch(&s.index().english).await {
                let mut index = Index::clone(&s.index());
                index.in_english(texts);
                *s.index.borrow_mut() = Rc::new(index);
                s.keys.borrow_mut().clear();
            }
            if let Some(missing) = missing
                && let Some(procedure) = s.procedure_of(&missing.code).await
                && let Some(open) = s.open.borrow_mut().as_mut()
            {
                open.form.retell(Rc::new(procedure));
            }
            s.lang.set(s.lang());
        });
    }

    /// Something was typed to this procedure before.
    pub(crate) fn has_draft(&self) -> bool {
        self.with(|open| open.slot.read().is_some()).unwrap_or_default()
    }

    /// Makes the form of a procedure, with what was typed before in this tab.
    fn begin(&self, procedure: Rc<Procedure>, today: vietnam::date::Date) {
        let slot = Slot::new(&self.config.instance, &self.config.site.id, &procedure.code);
        let typed = slot.read();
        let tables = Tables::new(self.index().provinces.clone());
        let form = Form::open(procedure.clone(), typed.as_deref(), tables, today);
        *self.open.borrow_mut() = Some(Open::new(form, slot));
        self.row.set(None);
        self.attached.set(Vec::new());
        self.saved.set(None);
        self.reviewed.set(false);
        // A blank declaration needs no table before its first page asks for one.
        match typed {
            None => self.suggest(&procedure),
            Some(_) => self.learn_all(),
        }
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
        for ix in self.shape().cells() {
            let raw = self.raw(ix);
            match self.question(ix).map(|q| q.kind) {
                Some(Kind::Listed { list }) if !raw.is_empty() => self.learn_list(list),
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
        if !self.guide.peek(Vec::is_empty) {
            return;
        }
        let s = self.clone();
        spawn(async move {
            if let Some(guide) = s.fetch::<Vec<Branch>>(&s.index().guide).await {
                s.guide.set(guide);
            }
        });
    }

    /// Fetches a list, once.
    pub(crate) fn learn_list(&self, list: ListId) {
        let known = self.with(|open| open.form.tables().list(list).is_some());
        let Some(file) = self.index().list(list).map(str::to_string) else { return };
        if known != Some(false) {
            return;
        }
        let s = self.clone();
        spawn(async move {
            if let Some(entries) = s.fetch::<Vec<Listed>>(&file).await {
                s.apply(Action::List(list, entries));
                s.tables.set(s.tables.now() + 1);
            }
        });
    }

    /// Fetches the communes of a province, once.
    pub(crate) fn learn_communes(&self, province: ProvinceCode) {
        let known = self.with(|open| open.form.tables().communes_of(province).is_some());
        let Some(file) = self.index().communes_of(province).map(str::to_string) else { return };
        if known != Some(false) {
            return;
        }
        let s = self.clone();
        spawn(async move {
            if let Some(communes) = s.fetch::<Vec<Commune>>(&file).await {
                s.apply(Action::Communes(province, communes));
                s.tables.set(s.tables.now() + 1);
            }
        });
    }

    /// Fetches the communes of the whole country, once: for those who do not choose a province first.
    pub(crate) fn learn_country(&self) {
        let all = self.with(|open| open.form.tables().has_whole_country());
        if all != Some(false) {
            return;
        }
        let s = self.clone();
        let file = self.index().all_communes.clone();
        spawn(async move {
            let Some(communes) = s.fetch::<Vec<Commune>>(&file).await else { return };
            for of_one in communes.chunk_by(|a, b| a.province == b.province) {
                if let Some(first) = of_one.first() {
                    s.apply(Action::Communes(first.province, of_one.to_vec()));
                }
            }
            s.tables.set(s.tables.now() + 1);
        });
    }
}

/// Lies in the rest, as all English does.
#[inline(never)]
fn tell_in_english(procedure: &mut Procedure, texts: &[u8]) -> Option<()> {
    procedure.english(blob::read(texts).ok()?);
    Some(())
}
