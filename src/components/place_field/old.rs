//! A commune by an old name: the old province, a few letters of the commune or district as it was called, and what
//! of today it led to. Nothing of it is fetched before somebody asks.

use crate::components::button::{Weight, button, choice};
use crate::components::place_field::Wanted;
use crate::components::question::Field;
use crate::i18n::{More, fill};
use crate::platform::dom::{El, div, el, p};
use crate::platform::input;
use crate::platform::task::spawn;
use crate::session::{Cell, Session};
use crate::state::State;
use dossier::QuestionIx;
use std::ops::Deref;
use std::rc::Rc;
use vietnam::places::{Commune, Extent, Fate, OldPlaces, OldProvince, Way};

/// As many as one looks through; whoever sees so many types on.
const SHOWN: usize = 12;

/// What is asked of the network.
#[derive(Clone)]
enum Asked<T> {
    Not,
    Coming,
    Failed,
    Here(Rc<T>),
}

impl<T> Asked<T> {
    fn came(it: Option<T>) -> Asked<T> {
        it.map_or(Asked::Failed, |it| Asked::Here(Rc::new(it)))
    }
}

#[derive(Clone)]
struct Search(Rc<Inner>);

struct Inner {
    s: Session,
    /// The question for the commune.
    ix: QuestionIx,
    cell: Cell,
    /// What the ids begin with.
    id: String,
    /// An address to look up, as an identity card prints it; else empty.
    address: String,
    wanted: Wanted,
    open: State<bool>,
    provinces: State<Asked<Vec<(OldProvince, String)>>>,
    /// The old province chosen.
    of: State<Option<OldProvince>>,
    places: State<Asked<OldPlaces>>,
    typed: State<String>,
    /// The old unit that was found, by its place.
    picked: State<Option<usize>>,
    /// What was taken, and the sentence that says so.
    took: State<(String, String)>,
}

impl Deref for Search {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// "Tôi chỉ nhớ tên cũ", or for a name to quote "Tìm xã, huyện theo tên lúc đó", and what it unfolds. Lies in the
/// rest.
#[inline(never)]
pub(super) fn old_names(field: &Field, wanted: Wanted) -> Vec<El> {
    let of = Inner::new(&field.s, field.ix, field.cell.clone(), wanted);
    let search = Search(Rc::new(Inner { id: field.path.clone(), ..of }));
    let label = if wanted == Wanted::Quote { search.w().old_quote } else { search.w().old_name };
    let (press, open, shown, took) = (search.clone(), search.open.clone(), search.clone(), search.clone());
    let door = button("old-name", Weight::Link, label, move || press.unfold());
    vec![
        door.keep(move |door| door.tell("aria-expanded", open.get())),
        div("").inside(move || if shown.open.get() { vec![shown.panel()] } else { Vec::new() }),
        div("messages").inside(move || took.told()),
    ]
}

/// Where somebody lives by the address on an identity card: looked up at once, and asked where it leads to several.
pub(crate) fn by_address(s: &Session, (ix, province): (QuestionIx, QuestionIx), address: &str) -> Vec<El> {
    let Some(cell) = s.cell(ix) else { return Vec::new() };
    let of = Inner::new(s, ix, cell, Wanted::Commune(Some(province)));
    let id = ["card.", &s.path(ix)].concat();
    let search = Search(Rc::new(Inner { id, address: address.to_owned(), ..of }));
    search.unfold();
    let (shown, took) = (search.clone(), search);
    vec![
        div("").inside(move || if shown.open.get() { vec![shown.panel()] } else { Vec::new() }),
        div("messages").inside(move || took.told()),
    ]
}

impl Inner {
    fn new(s: &Session, ix: QuestionIx, cell: Cell, wanted: Wanted) -> Inner {
        Inner {
            s: s.clone(),
            ix,
            cell,
            id: String::new(),
            address: String::new(),
            wanted,
            open: State::new(false),
            provinces: State::new(Asked::Not),
            of: State::new(None),
            places: State::new(Asked::Not),
            typed: State::new(String::new()),
            picked: State::new(None),
            took: State::new(<_>::default()),
        }
    }
}

impl Search {
    fn w(&self) -> &'static More {
        self.s.more()
    }

    fn id(&self, of: &str) -> String {
        [&self.id, ".old.", of].concat()
    }

    fn focus(&self, on: &str) {
        self.s.root.focus(["[id=\"", &self.id(on), "\"]"].concat());
    }

    fn unfold(&self) {
        let open = !self.open.now();
        if open && !self.provinces.peek(|all| matches!(all, Asked::Here(_))) {
            self.ask_provinces();
        }
        self.open.set(open);
    }

    fn ask_provinces(&self) {
        self.provinces.set(Asked::Coming);
        let search = self.clone();
        spawn(async move {
            let came = Asked::came(search.s.old_provinces().await);
            if let Asked::Here(all) = &came
                && let Some((province, file)) =
                    all.iter().find(|(province, _)| province.ends(&search.address))
            {
                search.of.set(Some(province.clone()));
                search.ask_places(province.clone(), file.clone());
            }
            search.provinces.set(came);
        });
    }

    fn choose_province(&self, code: &str) {
        let Asked::Here(all) = self.provinces.now() else { return };
        let chosen = all.iter().find(|(province, _)| province.code.as_str() == code);
        self.of.set(chosen.map(|(province, _)| province.clone()));
        self.typed.set(String::new());
        self.picked.set(None);
        match chosen {
            Some((province, file)) => self.ask_places(province.clone(), file.clone()),
            None => self.places.set(Asked::Not),
        }
    }

    fn ask_places(&self, province: OldProvince, file: String) {
        self.places.set(Asked::Coming);
        let search = self.clone();
        spawn(async move {
            let units = search.s.old_units(&file, province.now).await;
            // Another may have been chosen meanwhile.
            if search.of.peek(|of| of.as_ref() == Some(&province)) {
                let places = units.map(|units| OldPlaces::new(&province, units));
                if let Some(places) = places.as_ref().filter(|_| province.ends(&search.address)) {
                    search.look_up(places);
                }
                search.places.set(Asked::came(places));
            }
        });
    }

    /// Types what the address names, and chooses where that is one.
    fn look_up(&self, places: &OldPlaces) {
        let named = places.named_in(&self.address);
        if let [one] = places.search(&named, 2)[..] {
            self.picked.set(Some(one));
        }
        self.typed.set(named);
    }

    fn panel(&self) -> El {
        let search = self.clone();
        div("gone").inside(move || match search.provinces.get() {
            Asked::Here(all) => search.choosing(&all),
            Asked::Failed => {
                let again = search.clone();
                failed(search.w(), move || again.ask_provinces())
            }
            Asked::Not | Asked::Coming => vec![coming(search.w())],
        })
    }

    /// The old provinces, and what comes after one is chosen.
    fn choosing(&self, all: &[(OldProvince, String)]) -> Vec<El> {
        let (id, chosen, after) = (self.id("province"), self.clone(), self.clone());
        let site = self.s.config.site.province;
        // An office lies in the site's province.
        let fits = |province: &&OldProvince| self.wanted != Wanted::Commune(None) || province.now == site;
        let option = |code: &str, name: &str| el("option").attr("value", code).text(name);
        let options = all.iter().map(|(province, _)| province).filter(fits);
        let options = options.map(|province| option(province.code.as_str(), &province.names())).collect();
        let select = el("select").attr("id", &id).attr("name", &id).child(option("", self.w().choose));
        let select = select.children(options).on("change", move |event| {
            chosen.choose_province(&input::text(&event));
        });
        // Unfolded again, it is as it was left.
        select.write(&self.of.peek(|of| of.as_ref().map_or(String::new(), |of| of.code.as_str().into())));
        vec![
            el("label").attr("for", &id).text(self.w().old_province),
            select,
            div("").inside(move || after.naming()),
        ]
    }

    /// The line for the old name, once the names are there.
    fn naming(&self) -> Vec<El> {
        let (again, of) = (self.clone(), self.of.now());
        let places = match self.places.get() {
            Asked::Not => return Vec::new(),
            Asked::Coming => return vec![coming(self.w())],
            Asked::Failed => {
                let again = move || again.choose_province(of.as_ref().map_or("", |of| of.code.as_str()));
                return failed(self.w(), again);
            }
            Asked::Here(places) => places,
        };
        let (id, hint, typed, found) = (self.id("name"), self.id("hint"), self.clone(), self.clone());
        let line = el("input").attr("type", "text").attr("id", &id).attr("name", &id);
        let line =
            line.attr("autocomplete", "off").attr("spellcheck", "false").attr("aria-describedby", &hint);
        line.write(&self.typed.now());
        vec![
            el("label").attr("for", &id).text(self.w().old_unit),
            p("hint", self.w().old_hint).attr("id", &hint),
            line.on("input", move |event| {
                typed.picked.set(None);
                typed.typed.set(input::text(&event));
            }),
            div("").inside(move || match found.picked.get() {
                None => found.hits(&places),
                Some(at) => found.answer(&places, at),
            }),
        ]
    }

    /// Old units that fit what was typed.
    fn hits(&self, places: &Rc<OldPlaces>) -> Vec<El> {
        let typed = self.typed.get();
        let found = places.search(&typed, SHOWN);
        if found.is_empty() {
            let none = if typed.trim().is_empty() { "" } else { self.w().old_none };
            return vec![p("", none).attr("role", "status")];
        }
        let one = |at: &usize| {
            let (search, at) = (self.clone(), *at);
            let district = places.district(at).map_or(String::new(), |district| places.name(district));
            let places = places.clone();
            choice(&places.name(at), &district, "old-unit", move || search.pick(&places, at))
        };
        let more = p("hint", self.w().find_more).hidden(found.len() < SHOWN);
        vec![listed(found.iter().map(one).collect()), more]
    }

    fn pick(&self, places: &OldPlaces, at: usize) {
        match (self.wanted, self.of.now()) {
            (Wanted::Quote, Some(of)) => {
                let quoted = places.quoted(at, &of);
                self.taken(quoted.clone(), fill(self.w().old_quoted, &[&quoted]));
            }
            _ => {
                self.picked.set(Some(at));
                self.focus("answer");
            }
        }
    }

    /// What became of the unit, and the communes of today to choose from.
    fn answer(&self, places: &OldPlaces, at: usize) -> Vec<El> {
        let (w, back, ways) = (self.w(), self.clone(), places.ways(at));
        let said =
            p("", &story(w, places, at, ways.len())).attr("id", &self.id("answer")).attr("tabindex", "-1");
        let choices = ways.iter().filter_map(|way| self.way(places, at, way, ways.len() > 1)).collect();
        let other = button("old-other", Weight::Link, w.old_other, move || {
            back.picked.set(None);
            back.focus("name");
        });
        vec![said, listed(choices), other]
    }

    fn way(&self, places: &OldPlaces, at: usize, way: &Way, divided: bool) -> Option<El> {
        let (w, of) = (self.w(), self.of.now()?);
        let commune = self.s.with(|open| open.form.tables().commune(way.commune).cloned()).flatten()?;
        let index = self.s.index();
        let province = index.provinces.iter().find(|province| province.code == of.now)?;
        let label = [&commune.full_name(), ", ", &province.full_name()].concat();
        let about = match way.from.as_slice() {
            [(from, extent)] if *from == places.lately(at) => {
                let how = if divided { part(w, *extent) } else { w.old_whole };
                fill(w.old_by, &[how, &of.resolution])
            }
            from => {
                let names = from.iter().map(|(from, extent)| match extent {
                    Extent::Whole => places.name(*from),
                    _ => fill(w.old_part_of, &[&places.name(*from)]),
                });
                fill(w.old_made_of, &[&names.collect::<Vec<_>>().join(", ")])
            }
        };
        let sentence = fill(w.old_took, &[&places.full_name(at), &label]);
        let search = self.clone();
        Some(choice(&label, &about, "old-take", move || search.take(&of, &commune, &sentence)))
    }

    fn take(&self, of: &OldProvince, commune: &Commune, sentence: &str) {
        if let Wanted::Commune(Some(ix)) = self.wanted {
            self.s.edit(ix, of.now.as_str().into());
        }
        self.taken(commune.code.as_str().into(), sentence.into());
    }

    /// The search is over: this is the answer, and what is said of it.
    fn taken(&self, raw: String, sentence: String) {
        self.open.set(false);
        self.picked.set(None);
        self.s.edit(self.ix, raw.clone());
        self.took.set((raw, sentence));
        self.s.leave(self.ix);
        self.focus("took");
    }

    /// What was taken, as long as it stands.
    fn told(&self) -> Vec<El> {
        let (raw, sentence) = self.took.get();
        if raw.is_empty() || self.cell.view.with(|view| view.raw != raw) {
            return Vec::new();
        }
        vec![p("notice", &sentence).attr("id", &self.id("took")).attr("tabindex", "-1")]
    }
}

/// What is known of the unit, in a sentence or two.
fn story(w: &More, places: &OldPlaces, at: usize, ways: usize) -> String {
    let (name, lately) = (places.full_name(at), places.lately(at));
    let late = places.full_name(lately);
    let of = places.district(at).map_or(lately, |district| places.lately(district));
    let mut said = Vec::new();
    if lately != at {
        said.push(fill(w.old_renamed, &[&name, &late]));
    }
    if places.is_lost(at) {
        said.push(fill(w.old_lost, &[&name]));
    }
    said.push(match places.unit(lately).map(|unit| &unit.fate) {
        Some(Fate::Heirs(_)) if ways > 1 => fill(w.old_divided, &[&late, &ways.to_string()]),
        Some(Fate::Heirs(_)) => fill(w.old_now, &[&late]),
        Some(Fate::Lost) if places.is_lost(of) => fill(w.old_known, &[&places.name(of)]),
        _ => fill(w.old_district, &[&places.name(if places.is_lost(at) { of } else { lately })]),
    });
    said.join(" ")
}

fn part(w: &More, extent: Extent) -> &'static str {
    match extent {
        Extent::Whole => w.old_whole,
        Extent::Part => w.old_part,
        Extent::PartArea => w.old_part_area,
        Extent::PartAreaAllPeople => w.old_part_people_all,
        Extent::PartPeople => w.old_part_people,
        Extent::AllArea => w.old_all_area,
        Extent::Rest => w.old_rest,
    }
}

fn listed(choices: Vec<El>) -> El {
    let lines = choices.into_iter().map(|choice| el("li").child(choice)).collect();
    el("ul").class("procedures").children(lines)
}

fn coming(w: &More) -> El {
    p("hint", w.old_coming).attr("role", "status")
}

fn failed(w: &More, again: impl Fn() + 'static) -> Vec<El> {
    vec![p("", w.load_failed).attr("role", "status"), button("old-again", Weight::Quiet, w.load_again, again)]
}
