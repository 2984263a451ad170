//! A commune, found by a few letters without diacritics: in its province, or in the whole country when no
//! province was chosen. An ARIA combobox with a list box; the phone's own keyboard and a finger suffice. Who knows
//! the old name alone finds it in `old.rs`.

pub(crate) mod old;

use super::question::Field;
use crate::i18n::fill;
use crate::platform::dom::{El, Event, div, el, p};
use crate::platform::input;
use crate::session::{Open, Session};
use crate::state::State;
use dossier::QuestionIx;
use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::rc::Rc;
use vietnam::places::{Commune, CommuneCode, Key, ProvinceCode};

/// As many as fit above a phone's keyboard, with some to scroll.
const SHOWN: usize = 12;

/// What an old name is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The commune of today, with the question that holds its province; none for an office, which lies in the site's.
    Commune(Option<QuestionIx>),
    /// The name itself with its code, for who registered something then.
    Quote,
}

/// The communes that can be found, with their search keys; made once per province.
#[derive(Default)]
struct Places {
    of: Option<ProvinceCode>,
    communes: Vec<Commune>,
    keys: Vec<Key>,
}

#[derive(Clone)]
struct Picker(Rc<Inner>);

struct Inner {
    field: Field,
    /// The question that holds the province; none for an office, whose province is the site's.
    province: Option<QuestionIx>,
    hits: State<Vec<(CommuneCode, String)>>,
    active: State<usize>,
    open: State<bool>,
    places: RefCell<Places>,
    /// How many lists had come when it was last looked.
    arrived: Cell<u32>,
}

impl Deref for Picker {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// The control; `province` is the question that holds the province.
pub(crate) fn control(field: &Field, province: Option<QuestionIx>) -> Vec<El> {
    let picker = Picker(Rc::new(Inner {
        field: field.clone(),
        province,
        hits: State::new(Vec::new()),
        active: State::new(0),
        open: State::new(false),
        places: RefCell::default(),
        arrived: Cell::default(),
    }));
    let list = [&field.path, ".list"].concat();
    let line = picker.line(&list);
    let (shown, options, count) = (picker.open.clone(), picker.clone(), picker);
    let options = el("ul")
        .class("options")
        .attr("role", "listbox")
        .attr("id", &list)
        .attr("aria-label", &field.label)
        .keep(move |list| list.hide(!shown.get()))
        .inside(move || options.options());
    vec![
        field.label(),
        field.hint(field.s.words().commune_hint),
        field.messages(),
        div("combobox").child(line).child(options),
        p("hint", "").attr("role", "status").says(move || count.count()),
        old_door(field, Wanted::Commune(province)),
    ]
}

/// Where a door to the old names comes with the rest; its place is kept, so that nothing moves under a finger.
pub(crate) fn old_door(field: &Field, wanted: Wanted) -> El {
    let field = field.clone();
    div("old-door").late(&field.s.rest.clone(), move || old::old_names(&field, wanted))
}

impl Picker {
    fn s(&self) -> &Session {
        &self.field.s
    }

    /// The province to search in; none searches the whole country.
    fn province(&self) -> Option<ProvinceCode> {
        match self.province {
            None => Some(self.s().config.site.province),
            Some(ix) => ProvinceCode::parse(&self.s().raw(ix)),
        }
    }

    fn learn(&self) {
        match self.province() {
            Some(province) => self.s().learn_communes(province),
            None => self.s().learn_country(),
        }
    }

    /// The line that is typed in; `list` is the id of the list box.
    fn line(&self, list: &str) -> El {
        let (follow, open, active) = (self.clone(), self.open.clone(), self.clone());
        let (typed, key, learn, left) = (self.clone(), self.clone(), self.clone(), self.clone());
        self.field
            .control("input")
            .attr("type", "text")
            .attr("role", "combobox")
            .attr("autocapitalize", "none")
            .attr("spellcheck", "false")
            .attr("aria-autocomplete", "list")
            .attr("aria-controls", list)
            .keep(move |line| line.tell("aria-expanded", open.get()))
            .keep(move |line| line.set("aria-activedescendant", &active.active_id()))
            .keep(move |line| follow.follow(line))
            .on("input", move |event| typed.typed(input::text(&event)))
            .on("keydown", move |event| key.key(&event))
            .on("focus", move |_| learn.learn())
            .on("blur", move |_| left.left())
    }

    /// Shows the name behind the code, once it is known; what was typed otherwise.
    fn follow(&self, line: &El) {
        let arrived = self.s().tables.get();
        let raw = self.field.cell.view.with(|v| v.raw.clone());
        match CommuneCode::parse(&raw) {
            None => line.write(&raw),
            Some(code) => {
                let name = |open: &Open| open.form.tables().commune(code).map(Commune::full_name);
                line.write(&self.s().with(name).flatten().unwrap_or_default());
            }
        }
        // The list came while the citizen was typing: show what fits now.
        if self.arrived.replace(arrived) != arrived && self.open.now() {
            self.search(&raw);
        }
    }

    fn typed(&self, text: String) {
        self.learn();
        self.open.set(!text.trim().is_empty());
        self.search(&text);
        self.s().edit(self.field.ix, text);
    }

    fn search(&self, text: &str) {
        let province = self.province();
        let mut places = self.places.borrow_mut();
        if places.communes.is_empty() || places.of != province {
            let communes = self.s().with(|open| {
                let tables = open.form.tables();
                match province {
                    Some(province) => tables.communes_of(province).unwrap_or_default().to_vec(),
                    // One province alone, known from another question, is not the country.
                    None if tables.has_whole_country() => tables.communes().cloned().collect(),
                    None => Vec::new(),
                }
            });
            let communes = communes.unwrap_or_default();
            *places = Places { of: province, keys: vietnam::places::keys(&communes), communes };
        }
        let found = vietnam::places::search(&places.communes, &places.keys, text, SHOWN);
        let name = |c: &&Commune| match province {
            Some(_) => c.full_name(),
            None => {
                let index = self.s().index();
                let of = index.provinces.iter().find(|p| p.code == c.province);
                [c.full_name().as_str(), ", ", of.map_or("", |p| &p.name)].concat()
            }
        };
        self.hits.set(found.iter().map(|c| (c.code, name(c))).collect());
        self.active.set(0);
    }

    fn pick(&self, at: usize) {
        let Some((code, _)) = self.hits.peek(|hits| hits.get(at).cloned()) else { return };
        let of = self.places.borrow().communes.iter().find(|c| c.code == code).map(|c| c.province);
        if let (Some(ix), Some(province)) = (self.province, of) {
            self.s().edit(ix, province.as_str().into());
        }
        self.open.set(false);
        self.s().edit(self.field.ix, code.as_str().into());
        self.s().leave(self.field.ix);
    }

    fn key(&self, event: &Event) {
        let (open, count) = (self.open.now(), self.hits.peek(Vec::len));
        let Some(key) = input::key(event).filter(|_| open) else { return };
        match key.as_str() {
            "ArrowDown" if count > 0 => self.active.set((self.active.now() + 1) % count),
            "ArrowUp" if count > 0 => self.active.set((self.active.now() + count - 1) % count),
            "Enter" if count > 0 => self.pick(self.active.now()),
            "Escape" => self.open.set(false),
            _ => return,
        }
        event.prevent_default();
    }

    /// Leaving with a single place left, or its whole name typed, is as good as choosing it.
    fn left(&self) {
        let raw = self.s().raw(self.field.ix);
        if CommuneCode::parse(&raw).is_none() && !raw.trim().is_empty() {
            let typed = vietnam::text::fold(&raw);
            let hits = self.hits.now();
            let whole = hits.iter().filter(|(_, name)| vietnam::text::fold(name) == typed).count() == 1;
            if hits.len() == 1 || whole {
                self.pick(0);
            }
        }
        self.open.set(false);
        self.s().leave(self.field.ix);
    }

    fn option_id(&self, at: usize) -> String {
        [&self.field.path, ".option", &at.to_string()].concat()
    }

    fn active_id(&self) -> String {
        let at = self.active.get();
        let shown = self.open.get() && self.hits.with(|hits| at < hits.len());
        if shown { self.option_id(at) } else { String::new() }
    }

    fn options(&self) -> Vec<El> {
        let one = |(at, (_, name)): (usize, (CommuneCode, String))| {
            let picker = self.clone();
            // mousedown, not click: the field must not lose the focus before the choice is made.
            let pick = move |event: Event| {
                event.prevent_default();
                picker.pick(at);
            };
            let line = el("li").attr("role", "option").attr("id", &self.option_id(at));
            line.text(&name).on("mousedown", pick)
        };
        let lines: Vec<El> = self.hits.get().into_iter().enumerate().map(one).collect();
        let (marked, active) = (lines.clone(), self.active.clone());
        // One for all of them: the list is drawn anew with every letter.
        let mark = move |_: &El| {
            let active = active.get();
            for (at, line) in marked.iter().enumerate() {
                line.tell("aria-selected", active == at);
            }
        };
        if let Some(first) = lines.first() {
            drop(first.clone().keep(mark));
        }
        lines
    }

    fn count(&self) -> String {
        if !self.open.get() {
            return String::new();
        }
        self.field.s.tables.follow();
        let w = self.s().words();
        match self.hits.with(Vec::len) {
            0 if self.places.borrow().communes.is_empty() => w.search_country.into(),
            0 => w.commune_none.into(),
            n => fill(w.commune_found, &[&n.to_string()]),
        }
    }
}
