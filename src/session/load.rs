//! Fetching what a page needs: a procedure, the communes of a province, a list.

use super::{Cell, Open, Page, Session};
use crate::draft::Slot;
use crate::platform::clock;
use crate::platform::net;
use dossier::kind::ListId;
use dossier::tables::Listed;
use dossier::{Action, Form, Kind, Procedure, QuestionIx, Tables, blob};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::rc::Rc;
use vietnam::places::{Commune, ProvinceCode};

impl Session {
    async fn fetch<T: DeserializeOwned>(&self, file: &str) -> Option<T> {
        let url = [&self.config.base, "catalogue/", file].concat();
        blob::read(&net::get(&url).await.ok()?).ok()
    }

    /// Opens a procedure with what was typed before, then shows a page of it.
    pub(crate) fn open(&self, code: String, then: impl FnOnce(&Session) -> Page + 'static) {
        if self.procedure().is_some_and(|p| p.code == code) {
            let page = then(self);
            return self.show(page);
        }
        self.page.set(Page::Loading);
        let s = self.clone();
        spawn_local(async move {
            let today = clock::now().date;
            let entries = s.index.procedures.iter();
            let file =
                entries.filter(|e| e.code == code && e.in_force.holds(today)).map(|e| e.file.clone()).next();
            let procedure = match file {
                Some(file) => s.fetch::<Procedure>(&file).await,
                None => None,
            };
            match procedure {
                None => s.page.set(Page::Failed),
                Some(procedure) => {
                    s.begin(Rc::new(procedure), today);
                    let page = then(&s);
                    s.show(page);
                }
            }
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
        let tables = Tables { provinces: self.index.provinces.clone(), ..Tables::default() };
        let form = Form::open(procedure.clone(), typed.as_ref(), tables, today);
        let cell =
            |ix: QuestionIx| Cell { view: ArcRwSignal::new(form.view(ix)), shown: ArcRwSignal::new(false) };
        let cells = procedure.indices().map(cell).collect();
        let open = Open { form, cells, slot, seen: Vec::new(), sealed: None, number: None };
        *self.open.borrow_mut() = Some(open);
        self.attached.set(send_wrapper::SendWrapper::new(Vec::new()));
        self.saved.set(None);
        self.reviewed.set(false);
        if typed.is_none() {
            self.suggest(&procedure);
        }
        self.learn_all();
    }

    /// What the host already knows: the office of the `office` attribute, the site's province for addresses.
    fn suggest(&self, procedure: &Procedure) {
        for ix in procedure.indices() {
            match procedure.question(ix).map(|q| &q.kind) {
                Some(Kind::Office) if !self.config.office.is_empty() => {
                    self.apply(Action::Edit(ix, self.config.office.clone()));
                }
                _ => {}
            }
        }
    }

    /// Fetches the tables behind all codes answered so far.
    pub(crate) fn learn_all(&self) {
        let Some(procedure) = self.procedure() else { return };
        for ix in procedure.indices() {
            let raw = self.raw(ix);
            match procedure.question(ix).map(|q| &q.kind) {
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

    /// Fetches a list, once.
    pub(crate) fn learn_list(&self, list: ListId) {
        let known = self.with(|open| open.form.tables().lists.contains_key(&list));
        let Some(file) = self.index.list(list).map(str::to_string) else { return };
        if known != Some(false) {
            return;
        }
        let s = self.clone();
        spawn_local(async move {
            if let Some(entries) = s.fetch::<Vec<Listed>>(&file).await {
                s.apply(Action::List(list, entries));
                s.tables.update(|n| *n += 1);
            }
        });
    }

    /// Fetches the communes of a province, once.
    pub(crate) fn learn_communes(&self, province: ProvinceCode) {
        let known = self.with(|open| open.form.tables().communes.contains_key(&province));
        let Some(file) = self.index.communes_of(province).map(str::to_string) else { return };
        if known != Some(false) {
            return;
        }
        let s = self.clone();
        spawn_local(async move {
            if let Some(communes) = s.fetch::<Vec<Commune>>(&file).await {
                s.apply(Action::Communes(province, communes));
                s.tables.update(|n| *n += 1);
            }
        });
    }

    /// Fetches the communes of the whole country, once: for those who do not choose a province first.
    pub(crate) fn learn_country(&self) {
        let all = self.with(|open| open.form.tables().communes.len() == self.index.provinces.len());
        if all != Some(false) {
            return;
        }
        let s = self.clone();
        let file = self.index.all_communes.clone();
        spawn_local(async move {
            let Some(communes) = s.fetch::<Vec<Commune>>(&file).await else { return };
            let mut by_province: BTreeMap<ProvinceCode, Vec<Commune>> = BTreeMap::new();
            for commune in communes {
                by_province.entry(commune.province).or_default().push(commune);
            }
            for (province, communes) in by_province {
                s.apply(Action::Communes(province, communes));
            }
            s.tables.update(|n| *n += 1);
        });
    }
}
