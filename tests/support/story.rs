//! A story of the catalogue lived through in a browser: whatever its definition asks, the story answers.
//! Nothing here knows any procedure.

use crate::citizen::Citizen;
use crate::environment::{path, scratch};
use crate::papers::Paper;
use crate::suite::today;
use dossier::index::Entry;
use dossier::kind::ListId;
use dossier::paper::Paper as OfficialForm;
use dossier::procedure::{Component, Step};
use dossier::reader::Read;
use dossier::tables::Listed;
use dossier::{Form, Index, Kind, Presence, Procedure, QuestionIx, Row, Tables, blob};
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;
use vietnam::date::{Date, PartialDate};
use vietnam::places::{Commune, CommuneCode};

/// A dossier of the catalogue's scenarios that nothing forbids to send.
#[derive(Clone, Debug)]
pub struct Story {
    /// Code of its procedure.
    pub code: String,
    /// Its name.
    pub name: String,
    day: Date,
    answers: Vec<(String, String)>,
    attached: Vec<String>,
}

/// The compiled catalogue, as the widget gets it.
pub struct Catalogue {
    /// What is found.
    pub index: Index,
    tables: Tables,
}

impl Catalogue {
    /// The one that the gateway serves.
    ///
    /// # Panics
    /// When it cannot be read.
    #[must_use]
    pub fn open() -> Catalogue {
        let index: Index = read("index.bin");
        let mut tables = Tables::new(index.provinces.clone());
        for (list, file) in &index.lists {
            let entries: Vec<Listed> = read(file);
            let list: ListId = *list;
            tables.learn_list(list, entries);
        }
        for (province, file) in index.provinces.iter().zip(&index.communes) {
            tables.learn_communes(province.code, read(file));
        }
        Catalogue { index, tables }
    }

    fn procedure(&self, code: &str) -> Option<(&Entry, Procedure)> {
        let site = self.index.sites.first()?;
        let entry = self.index.procedure(code, &site.id, today())?;
        let mut procedure: Procedure = read(&entry.file());
        procedure.at_site(site);
        Some((entry, procedure))
    }
}

fn read<T: Read>(name: &str) -> T {
    let file = path("TO_KHAI_CATALOGUE").join(name);
    let bytes = std::fs::read(&file).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
    blob::read(&bytes).unwrap_or_else(|why| panic!("{}: {why:?}", file.display()))
}

impl Story {
    /// One for every procedure of the catalogue, the first that is told in full.
    ///
    /// # Panics
    /// When the file of stories cannot be read.
    #[must_use]
    pub fn one_each() -> Vec<Story> {
        let file = path("TO_KHAI_STORIES");
        let text = std::fs::read_to_string(&file).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
        let all: Vec<Value> = serde_json::from_str(&text).expect("stories are JSON");
        let mut by_code = BTreeMap::new();
        for story in all.iter().map(Story::read) {
            by_code.entry(story.code.clone()).or_insert(story);
        }
        by_code.into_values().collect()
    }

    /// The story that is told soonest among those that give one file.
    ///
    /// # Panics
    /// When no story gives one.
    #[must_use]
    pub fn shortest(catalogue: &Catalogue) -> Story {
        let told = Story::one_each().into_iter().filter_map(|story| {
            let (_, form) = story.told(catalogue)?;
            let asked = form.shape().cells().into_iter().map(|cell| form.view(cell));
            let typed = asked.filter(|view| view.presence == Presence::Asked && !view.raw.is_empty()).count();
            (story.wanted(&form).len() == 1).then_some((typed, story))
        });
        told.min_by_key(|(typed, _)| *typed).expect("a story with one file").1
    }

    fn read(value: &Value) -> Story {
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let list = |key: &str| value[key].as_array().cloned().unwrap_or_default();
        let pair = |pair: &Value| (words(&pair[0]), words(&pair[1]));
        Story {
            code: text("code"),
            name: text("name"),
            day: text("today").parse().expect("a day"),
            answers: list("answers").iter().map(pair).collect(),
            attached: list("attached").iter().map(words).collect(),
        }
    }

    /// From the find page to the receipt, by the definition alone; answers the mã hồ sơ. None when the
    /// procedure is not the law today, or not at this site.
    ///
    /// # Panics
    /// Where the way is blocked.
    #[track_caller]
    pub fn live(&self, c: &Citizen, catalogue: &Catalogue) -> Option<(String, BTreeMap<String, String>)> {
        self.told(catalogue)?;
        // A page of its own: the last one may have ended at a receipt, or stuck.
        c.browser.go("about:blank");
        c.open("");
        c.arrives("find");
        c.type_in("find", &self.code).press_at(&format!("[data-procedure=\"{}\"]", self.code));
        c.arrives_at("prepare");
        self.begin(c, catalogue);
        self.declare(c, catalogue)
    }

    /// Begins on the prepare page; answers the page of the first questions, which shows then.
    ///
    /// # Panics
    /// Where the way is blocked.
    #[track_caller]
    pub fn begin(&self, c: &Citizen, catalogue: &Catalogue) -> String {
        let (_, form) = self.told(catalogue).expect("the law of today");
        let first = pages(&form).first().map(|step| here(step)).expect("a page that asks something");
        // What comes with the rest of the code would push the first questions down under the hand.
        c.until("the rest is there", || c.look("return Boolean(root.querySelector('ul.kept'))", &[]) == true);
        c.press("start").arrives_at(&first);
        first
    }

    /// From the first questions, which show, to the receipt; answers as [`live`](Story::live) does.
    ///
    /// # Panics
    /// Where the way is blocked.
    #[track_caller]
    pub fn declare(&self, c: &Citizen, catalogue: &Catalogue) -> Option<(String, BTreeMap<String, String>)> {
        let (entry, form) = self.told(catalogue)?;
        let procedure = form.procedure();
        for (at, step) in pages(&form).into_iter().enumerate() {
            let here = here(step);
            if at > 0 {
                c.arrives_at(&here);
            }
            self.fill(c, &form, &here);
            go_on(c, "continue", &here);
        }
        if c.page() == "attach" {
            self.attach(c, &form);
            go_on(c, "continue", "attach");
        }
        c.arrives_at("review");
        let benefits = &form.evaluation().benefits;
        if !benefits.is_empty() {
            let (said, sum) = (c.read("[data-estimate]"), grouped(dossier::evaluate::total(benefits)));
            assert!(said.starts_with(&sum), "{}: {said} is not {sum}", self.code);
            c.picture("estimate", &self.code);
        }
        if let Some(paper) = entry.paper() {
            let (words, sheet) = c.printed("declaration");
            assert!(words.contains(&read::<OfficialForm>(&paper).title), "{}:\n{words}", self.code);
            let file = scratch("sheets").join(format!("{}.html", self.code));
            std::fs::write(file, sheet).expect("a sheet can be kept");
        }
        self.fill(c, &form, "review");
        go_on(c, "submit", "review");
        c.arrives_at("receipt");
        let sent = form.evaluation().sent(procedure).into_iter().collect();
        Some((c.read("[data-dossier-code]"), sent))
    }

    /// The form as the story fills it in today; none when the procedure is not the law today, or not at this site.
    #[must_use]
    pub fn told<'a>(&self, catalogue: &'a Catalogue) -> Option<(&'a Entry, Form)> {
        let (entry, procedure) = catalogue.procedure(&self.code)?;
        let procedure = Rc::new(procedure);
        let typed = self.told_today(&procedure);
        Some((entry, Form::open(procedure, &typed, catalogue.tables.clone(), today()).0))
    }

    /// What the story gives a file for.
    #[must_use]
    pub fn wanted<'a>(&self, form: &'a Form) -> Vec<&'a Component> {
        let components = form.evaluation().components.iter();
        let components = components.filter_map(|ix| form.procedure().components.get(ix.at()));
        components.filter(|component| !component.optional || self.attached.contains(&component.id)).collect()
    }

    /// The story's answers, every day in them as long ago from today as it was from the story's own.
    fn told_today(&self, procedure: &Procedure) -> Vec<(String, String)> {
        let paths = self.answers.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
        let (answers, unknown) = dossier::Answers::from_paths(procedure, paths);
        assert!(unknown.is_empty(), "{}: nobody asks {unknown:?}", self.code);
        let moved = self.day.days_until(today());
        let told = |(path, raw): &(String, String)| {
            let shape = answers.shape();
            let question = shape.find(procedure, path).and_then(|cell| shape.question(procedure, cell));
            let is_date =
                question.is_some_and(|q| matches!(q.kind, Kind::Date { .. } | Kind::PartialDate { .. }));
            let day = match vietnam::date::parse_typed(raw) {
                Ok(Some(PartialDate::Day(day))) if is_date => Some(day),
                _ => None,
            };
            (path.clone(), day.map_or_else(|| raw.clone(), |day| day.plus_days(moved).dmy()))
        };
        self.answers.iter().map(told).collect()
    }

    /// Answers what a page asks.
    #[track_caller]
    pub fn fill(&self, c: &Citizen, form: &Form, page: &str) {
        let here = |step: &&Step| match page.strip_prefix("declare:") {
            Some(id) => step.id == id,
            None => step.on_review && page == "review",
        };
        for step in form.procedure().steps.iter().filter(here) {
            self.answer(c, form, &form.shape().cells_of_step(step));
        }
    }

    fn answer(&self, c: &Citizen, form: &Form, cells: &[QuestionIx]) {
        // Who comes back to a page finds answers there.
        let there = c.typed();
        let mut open: Option<Row> = None;
        for cell in cells {
            let (_, row) = form.shape().place(*cell);
            if let Some(at) = row.filter(|_| row != open) {
                open = row;
                if form.evaluation().groups.get(at.group.at()) == Some(&true) {
                    add_row(c, form, at);
                }
            }
            let (Some(question), view) = (form.question(*cell), form.view(*cell)) else { continue };
            let prefilled = question.default.as_deref() == Some(&view.raw);
            let stands = there.get(&form.path(*cell)) == Some(&view.raw);
            if view.presence == Presence::Asked && !view.raw.is_empty() && !prefilled && !stands {
                fill(c, form, *cell, &question.kind, &view.raw);
            }
        }
    }

    fn attach(&self, c: &Citizen, form: &Form) {
        for component in self.wanted(form) {
            c.attach(&component.id, Paper::Pdf);
            let listed = format!("[data-question=\"attach.{}\"] .files li", component.id);
            c.until("the file is listed", || c.sees(&listed));
        }
        c.sees_its_pictures();
    }
}

/// The pages that ask something.
fn pages(form: &Form) -> Vec<&Step> {
    let procedure = form.procedure();
    let asks = |step: &&Step| {
        let asked = |cell: &QuestionIx| form.view(*cell).presence == Presence::Asked;
        // A group of rows is asked although it has no row yet.
        let rows = procedure.rows.iter().zip(&form.evaluation().groups);
        let mut rows = rows.filter(|(rows, _)| (step.first..step.end).contains(&rows.first));
        !step.on_review
            && (form.shape().cells_of_step(step).iter().any(asked) || rows.any(|(_, asked)| *asked))
    };
    procedure.steps.iter().filter(asks).collect()
}

/// How the page of a step is called.
fn here(step: &Step) -> String {
    format!("declare:{}", step.id)
}

/// A row that is not there from the beginning is added.
fn add_row(c: &Citizen, form: &Form, at: Row) {
    let Some(rows) = form.procedure().rows.get(at.group.at()) else { return };
    let place = format!("[data-row=\"{}.{}\"]", rows.path, at.row + 1);
    if at.row >= rows.min {
        c.press_at(&format!("[data-action=\"add-row\"][data-rows=\"{}\"]", rows.path));
    } else if rows.min > 1 {
        c.press_at(&format!("{place} [data-action=\"edit-row\"]"));
    }
    c.until("the row is open", || c.sees(&format!("{place} [data-question]")));
}

fn fill(c: &Citizen, form: &Form, cell: QuestionIx, kind: &Kind, raw: &str) {
    let name = form.path(cell);
    match kind {
        Kind::Choice { .. } | Kind::Listed { .. } | Kind::Province => c.choose(&name, raw),
        Kind::Confirm => c.tick(&name),
        Kind::Commune { .. } | Kind::Office => {
            let code = CommuneCode::parse(raw).expect("a commune of a story");
            let commune: &Commune = form.tables().commune(code).expect("a commune of today");
            c.pick_commune(&name, &commune.name, &commune.full_name())
        }
        Kind::Date { .. } | Kind::PartialDate { .. } => {
            for (box_, text) in ["day", "month", "year"].iter().zip(raw.splitn(3, '/')) {
                if !text.is_empty() {
                    c.type_in(&format!("{name}.{box_}"), text);
                }
            }
            c
        }
        _ => c.type_in(&name, raw),
    };
}

/// Presses on until the page is another one; a warning is read and passed.
#[track_caller]
pub(crate) fn go_on(c: &Citizen, action: &str, here: &str) {
    let gone = || !matches!(&*c.page(), "loading" | "") && c.page() != here;
    c.press(action);
    c.until("the page goes on or says why not", || gone() || c.sees(".summary"));
    if c.page() == here {
        assert!(c.sees(".summary.warning"), "stopped on {here}:\n{}", c.scene());
        c.press(action);
        c.until("a warning can be passed", gone);
    }
}

/// `1350000` as `1.350.000`.
fn grouped(amount: i64) -> String {
    let digits = amount.to_string();
    let parts: Vec<&[u8]> = digits.as_bytes().rchunks(3).rev().collect();
    parts.iter().map(|part| String::from_utf8_lossy(part)).collect::<Vec<_>>().join(".")
}

fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
