//! Filling in a person without typing: from an identity card, or because the person was answered for before. What is
//! filled in says so, and typing is always possible.

mod card;

use super::button::{Weight, button};
use super::place_field::old;
use crate::i18n::fill;
use crate::platform::dom::{El, div, p};
use crate::platform::task::later;
use crate::session::{Open, Session};
use crate::state::State;
use card::Why;
use dossier::person::{Holder, Person};
use dossier::procedure::StepIx;
use dossier::{Presence, QuestionIx, Row, View};
use std::ops::Range;
use std::rc::Rc;
use vietnam::card::Card;

/// What is going on.
#[derive(Clone)]
enum Stage {
    /// Nothing yet.
    Offered,
    /// The ways to read a card are shown, and why the last try gave nothing.
    Reading(Option<Why>),
    /// A picture is looked through.
    Looking,
    /// The camera looks for a code.
    Watching,
    /// What a card says is shown, to be agreed to. It is nowhere else, and gone when it is refused.
    Said(Rc<Card>),
    /// It was filled in; from a card, with the residence that stands there.
    Filled(Origin, Option<String>),
}

/// Where what was filled in is from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// An identity card.
    Card,
    /// The person was answered for before.
    Before,
}

/// A person's part of the page.
#[derive(Clone)]
struct Offer {
    s: Session,
    holder: Rc<Holder>,
    row: Option<Row>,
    stage: State<Stage>,
}

/// Who can be filled in on a step.
pub(crate) fn persons(s: &Session, at: StepIx) -> El {
    let of = s.clone();
    div("persons").late(&s.rest, move || of_step(&of, at))
}

/// Lies in the rest.
#[inline(never)]
fn of_step(s: &Session, at: StepIx) -> Vec<El> {
    let Some(procedure) = s.procedure() else { return Vec::new() };
    let Some(step) = procedure.steps.get(at.at()) else { return Vec::new() };
    let shape = s.shape();
    let mut persons = Holder::among(&procedure, step.first..step.end);
    persons.retain(|person| shape.group_of(person.number).is_none());
    let several = persons.len() > 1;
    let whose = |person: &Holder| match procedure.heading_of(person.name.unwrap_or(person.number)) {
        Some(heading) if several => heading.get(s.lang()).to_owned(),
        _ => String::new(),
    };
    vec![
        div("").children(persons.into_iter().map(|person| offer(s, &whose(&person), person, None)).collect()),
    ]
}

/// Whoever a row is about.
pub(crate) fn of_row(s: &Session, questions: Range<u16>, row: Row) -> Vec<El> {
    let Some(procedure) = s.procedure() else { return Vec::new() };
    let persons = Holder::among(&procedure, questions);
    persons.into_iter().map(|person| offer(s, "", person, Some(row))).collect()
}

fn offer(s: &Session, whose: &str, holder: Holder, row: Option<Row>) -> El {
    let offer = Offer { s: s.clone(), holder: Rc::new(holder), row, stage: State::new(Stage::Offered) };
    let name = offer.cell(offer.holder.name.unwrap_or(offer.holder.number));
    let (asked, path) = (s.cell(name), s.path(name));
    offer.mark();
    let shown = offer.clone();
    let title = [s.more().card_read, if whose.is_empty() { "" } else { ": " }, whose].concat();
    div("question")
        .attr("data-person", &path)
        .keep(move |person| {
            // Who follows from another answer has nothing to fill in.
            let asked = asked.as_ref().map(|cell| cell.view.with(|v| v.presence == Presence::Asked));
            person.hide(asked != Some(true));
        })
        .inside(move || shown.draw(&title))
}

impl Offer {
    /// The cell of a question of this person.
    fn cell(&self, question: QuestionIx) -> QuestionIx {
        self.s.shape().within(question, self.row)
    }

    fn to(&self, stage: Stage) -> impl Fn() + 'static {
        let offer = self.clone();
        move || offer.go(stage.clone())
    }

    /// What is drawn anew takes the focus along.
    fn go(&self, stage: Stage) {
        let focus = match stage {
            Stage::Offered => "button",
            Stage::Reading(_) if self.s.is_shared() => "[inputmode=none]",
            Stage::Said(_) => "h2",
            Stage::Reading(_) | Stage::Looking | Stage::Watching => "button",
            Stage::Filled(..) => "p",
        };
        self.stage.set(stage);
        let name = self.cell(self.holder.name.unwrap_or(self.holder.number));
        self.s.root.focus(["[data-person=\"", &self.s.path(name), "\"] ", focus].concat());
    }

    fn draw(&self, title: &str) -> Vec<El> {
        let w = self.s.more();
        match self.stage.get() {
            Stage::Offered => self.offered(title),
            Stage::Reading(why) => self.ways(title, why),
            Stage::Looking => self.looking(title),
            Stage::Watching => self.watched(title),
            Stage::Said(card) => self.said(&card),
            Stage::Filled(origin, residence) => {
                let said = match origin {
                    Origin::Card => w.card_filled,
                    Origin::Before => w.again_filled,
                };
                let said = div("messages").child(p("notice", said).attr("tabindex", "-1"));
                let home = residence.map(|residence| self.home(&residence));
                vec![said].into_iter().chain(home).chain(self.offered(title)).collect()
            }
        }
    }

    fn offered(&self, title: &str) -> Vec<El> {
        let again = self.known().into_iter().map(|person| {
            let (offer, year) = (self.clone(), person.number.birth_year().to_string());
            let label = fill(self.s.more().again, &[person.name.as_typed(), &year]);
            let press = move || offer.fill(&person, Origin::Before, None);
            div("").child(button("use-person", Weight::Link, &label, press))
        });
        let read = button("read-card", Weight::Quiet, title, self.to(Stage::Reading(None)));
        vec![read].into_iter().chain(again).collect()
    }

    /// Who could be filled in here: persons of this dossier, then of those that the device keeps, unless strangers
    /// share it.
    fn known(&self) -> Vec<Person> {
        let here = self.s.with(|open| Person::among(&open.form.answers().by_path(open.form.procedure())));
        let mut all = here.unwrap_or_default();
        if !self.s.is_shared() {
            self.s.kept.peek(|kept| all.extend(kept.records.iter().flat_map(|r| Person::among(&r.typed))));
        }
        let stands = self.s.raw(self.cell(self.holder.number));
        let mut known: Vec<Person> = Vec::new();
        for person in all {
            let new = known.iter().all(|other| other.number != person.number);
            if new && known.len() < KNOWN && stands != person.number.as_str() && self.holder.may_be(&person) {
                known.push(person);
            }
        }
        known
    }

    /// Where the card says that the person lives, as it is called today; where that is asked at all.
    fn home(&self, residence: &str) -> El {
        let home = div("");
        let Some((commune, province)) = self.holder.residence else { return home };
        let at = (self.cell(commune), self.cell(province));
        let asked = |view: &View| view.presence == Presence::Asked;
        let Some(cell) = self.s.cell(at.0).filter(|cell| cell.view.peek(asked)) else { return home };
        home.child(p("hint", &fill(self.s.more().card_home, &[residence])))
            .children(old::by_address(&self.s, at, residence))
            .keep(move |home| home.hide(!cell.view.with(asked)))
    }

    fn fill(&self, person: &Person, origin: Origin, residence: Option<String>) {
        let answers = self.holder.answers(person);
        let answers: Vec<_> = answers.into_iter().map(|(question, raw)| (self.cell(question), raw)).collect();
        let filled = answers.iter().map(|(cell, raw)| (self.s.path(*cell), raw.clone())).collect::<Vec<_>>();
        self.s.note(|open| match origin {
            Origin::Card => open.from_card.extend(filled),
            Origin::Before => open.from_before.extend(filled),
        });
        for (cell, raw) in answers {
            self.s.edit(cell, raw);
        }
        self.go(Stage::Filled(origin, residence));
    }

    /// What was filled in says where it is from, as long as it stands so. The questions are drawn by the first step's
    /// code, which knows nothing of this: so the mark is put into them from here.
    fn mark(&self) {
        for cell in self.holder.questions().map(|question| self.cell(question)) {
            let (s, path) = (self.s.clone(), self.s.path(cell));
            let Some(shown) = s.cell(cell) else { continue };
            let (of, known, w) = (path.clone(), s.clone(), s.more());
            let mark = p("hint", "").attr("data-filled", "").keep(move |mark| {
                let raw = shown.view.with(|view| view.raw.clone());
                let words = match known.with(|open| origin(open, &of, &raw)).flatten() {
                    Some(Origin::Card) => w.card_from,
                    Some(Origin::Before) => w.again_from,
                    None => "",
                };
                mark.clear();
                mark.hide(words.is_empty());
                let _ = mark.clone().text(words);
            });
            later(move || s.root.put(&["[data-question=\"", &path, "\"]"].concat(), &mark));
        }
    }
}

/// Where an answer is from, if it stands as it was filled in.
fn origin(open: &Open, path: &str, raw: &str) -> Option<Origin> {
    let stands = |all: &[(String, String)]| all.iter().any(|(of, was)| of == path && was == raw);
    match (stands(&open.from_card), stands(&open.from_before)) {
        (true, _) => Some(Origin::Card),
        (_, true) => Some(Origin::Before),
        _ => None,
    }
}

/// Persons that are offered at a time.
const KNOWN: usize = 4;
