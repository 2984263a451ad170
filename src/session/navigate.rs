//! From page to page: Continue, Back, Change, and the browser's own Back.

use super::kept::{refresh, reopen};
use super::load::learn_english;
use super::{Page, Session, Summary};
use crate::i18n;
use crate::platform::history::Listener;
use crate::platform::{events, storage};
use dossier::evaluate::missing_papers;
use dossier::finding::DatePart;
use dossier::procedure::{ComponentIx, Procedure, StepIx};
use dossier::{At, Code, Finding, Kind, Lang, Presence, QuestionIx, Severity};
use protocol::SubmissionNumber;
use vietnam::places::{CommuneCode, ProvinceCode};

impl Session {
    /// Shows the first page, or the one a reload left; follows Back and Forward from now on.
    pub(crate) fn start(&self, lang: Lang) -> Listener {
        let s = self.clone();
        let listener = self.config.history.on_move(move |word| s.restore(&word));
        match storage::read(&self.config.lang_key()).map_or(lang, |chosen| i18n::lang(&chosen)) {
            Lang::Vi => self.resume(),
            Lang::En => self.with_rest(Box::new(|s| {
                s.lang.set(Lang::En);
                learn_english(s);
                s.resume();
            })),
        }
        events::emit(&self.root, "ready", "");
        listener
    }

    /// Shows the page the present history entry names, or the first one.
    pub(crate) fn resume(&self) {
        match self.config.history.current() {
            Some(word) => self.restore(&word),
            None if self.config.procedure.is_empty() => self.show(Page::Find),
            None => self.open(self.config.procedure.clone(), Session::beginning),
        }
    }

    /// The first page of a procedure that the host chose.
    fn beginning(&self) -> Page {
        let first = self.steps().first().copied().filter(|_| self.config.declares);
        let Some(first) = first else { return Page::Prepare };
        // Back leads to what one should know before.
        self.config.history.replace(&self.word(Page::Prepare));
        self.config.history.push(&self.word(Page::Declare(first)));
        Page::Declare(first)
    }

    /// Shows the page of a history entry, without making a new one: `page@procedure/number`.
    fn restore(&self, word: &str) {
        let (hook, what) = word.split_once('@').unwrap_or((word, ""));
        let (code, number) = what.split_once('/').unwrap_or((what, ""));
        let hook = hook.to_string();
        if code.is_empty() {
            let named = move |s: &Session| s.show(Page::named(&hook, s).unwrap_or(Page::Find));
            return if word == "find" { named(self) } else { self.with_rest(Box::new(named)) };
        }
        match SubmissionNumber::parse(number) {
            // What is on the screen already needs no reading, unless it was submitted since.
            Some(number) if self.with(|o| o.number.as_ref() == Some(&number) && !o.locked) == Some(true) => {
                self.show(Page::named(&hook, self).unwrap_or(Page::Prepare));
            }
            // So does what was submitted here.
            Some(number) if self.sent.peek(|r| r.as_ref().is_some_and(|r| r.number == number)) => {
                self.show(self.page_of_sent(&hook));
            }
            Some(number) => self.with_rest(Box::new(move |s| reopen(s, number, hook))),
            // Before the first letter: later pages have a number.
            None => self.open(code.into(), move |s| Page::named(&hook, s).unwrap_or(Page::Prepare)),
        }
    }

    /// Draws a page and puts the focus on its heading; the history entry gets its name.
    pub(super) fn show(&self, page: Page) {
        if !self.rest.now() {
            if page.in_rest(self) {
                return self.with_rest(Box::new(move |s| s.show(page)));
            }
            // What is kept stands above all else and comes with the rest: the page is not pushed apart later.
            // Without it the page is better than none.
            if self.config.kept && matches!(page, Page::Find | Page::Prepare) {
                return self.after_rest(move |s| s.draw(page));
            }
        }
        self.draw(page);
    }

    fn draw(&self, page: Page) {
        self.summary.set(Summary::default());
        self.refused.set(None);
        if page == Page::Review {
            self.reviewed.set(true);
        }
        // On the very first page the focus stays where the host has it.
        let first = self.fresh.take() && (self.config.declares || self.config.arrives);
        self.page.set(page);
        self.name_entry();
        if self.rest.now() && matches!(page, Page::Find | Page::Prepare) {
            refresh(self);
        }
        events::emit(&self.root, "step", &page.hook(self));
        if !first {
            self.root.focus("h1".into());
        }
        self.fetch_rest();
    }

    /// Goes forward to a page: a new entry of the history.
    pub(crate) fn go(&self, page: Page) {
        self.config.history.push(&self.word(page));
        self.show(page);
    }

    /// Chooses a procedure on the find page.
    pub(crate) fn choose(&self, code: String) {
        self.config.history.push(&["prepare@", &code].concat());
        self.open(code, |_| Page::Prepare);
    }

    /// One page back, as the browser's own button does.
    pub(crate) fn back(&self) {
        self.config.history.back();
    }

    /// The steps that ask something, in order; the undertaking stands on the review page.
    pub(crate) fn steps(&self) -> Vec<StepIx> {
        let Some(procedure) = self.procedure() else { return Vec::new() };
        let shape = self.shape();
        let asks = |step: &dossier::Step| {
            let asked = |cell: &QuestionIx| self.presence(*cell) == Presence::Asked;
            !step.on_review && (shape.cells_of_step(step).iter().any(asked) || self.asks_rows(step))
        };
        let all = (0u16..).zip(&procedure.steps);
        all.filter(|(_, step)| asks(step)).map(|(at, _)| StepIx(at)).collect()
    }

    /// Does the step hold a group of rows that is asked? It may have no row yet.
    fn asks_rows(&self, step: &dossier::Step) -> bool {
        let rows = self.with(|open| {
            let all = open.form.procedure().rows.iter().zip(&open.form.evaluation().groups);
            all.filter(|(rows, asked)| **asked && (step.first..step.end).contains(&rows.first)).count() > 0
        });
        rows.unwrap_or_default()
    }

    /// How many pages there are until the dossier is sent: steps, papers if any, review.
    pub(crate) fn pages(&self) -> usize {
        self.steps().len() + if self.after_steps() == Page::Attach { 2 } else { 1 }
    }

    /// The declaration begins.
    pub(crate) fn begin_declaring(&self) {
        if let Some(first) = self.steps().first() {
            self.go(Page::Declare(*first));
        }
    }

    /// Continue on a step: forward when nothing is wrong, else the summary takes the focus.
    pub(crate) fn continue_from(&self, step: StepIx) {
        self.with_rest(Box::new(move |s| continue_from(s, step)));
    }

    fn go_on_from(&self, step: StepIx) {
        let Some(procedure) = self.procedure() else { return };
        let Some(here) = procedure.steps.get(step.at()) else { return };
        let questions = self.shape().cells_of_step(here);
        if !self.pass(&questions) {
            return;
        }
        let later = self.steps().into_iter().find(|at| *at > step);
        let next = match later {
            _ if self.reviewed.get() => self.first_fault(&procedure),
            Some(step) => Page::Declare(step),
            None => self.after_steps(),
        };
        self.go_on(next);
    }

    /// Goes on where the declaration leads; it is kept that the citizen came so far.
    fn go_on(&self, page: Page) {
        self.go(page);
        if self.number().is_some() {
            self.keep();
        }
    }

    /// The first page that still has an error, or the review.
    fn first_fault(&self, procedure: &Procedure) -> Page {
        let faulty = self.with(|open| {
            let errors = open.form.evaluation().findings.iter().filter(|f| f.severity == Severity::Error);
            let mut steps = errors.filter_map(|f| match f.at {
                At::Question(cell) => open.form.shape().step_of(procedure, cell),
                At::Component(_) => None,
            });
            steps.find(|at| procedure.steps.get(at.at()).is_some_and(|step| !step.on_review))
        });
        match faulty.flatten() {
            Some(step) => Page::Declare(step),
            None if !self.missing().is_empty() => Page::Attach,
            None => Page::Review,
        }
    }

    pub(super) fn after_steps(&self) -> Page {
        let papers = self.with(|open| !open.form.evaluation().components.is_empty());
        if papers == Some(true) { Page::Attach } else { Page::Review }
    }

    /// The papers still missing.
    pub(crate) fn missing(&self) -> Vec<Finding> {
        let Some(procedure) = self.procedure() else { return Vec::new() };
        let served = self.served(&procedure);
        self.with(|open| missing_papers(&procedure, open.form.evaluation(), &served)).unwrap_or_default()
    }

    /// Continue on the attach page.
    pub(crate) fn continue_attach(&self) {
        let missing = self.missing();
        if missing.is_empty() {
            return self.go_on(Page::Review);
        }
        self.summarise(Severity::Error, missing);
    }

    /// Shows the findings of these questions; true when the citizen may go on. Warnings hold once.
    pub(super) fn pass(&self, questions: &[QuestionIx]) -> bool {
        for cell in questions.iter().filter_map(|ix| self.cell(*ix)) {
            cell.shown.set(true);
        }
        let of = |severity: Severity| {
            let here = |f: &&Finding| matches!(f.at, At::Question(ix) if questions.contains(&ix));
            let all = self.with(|open| {
                let findings = open.form.evaluation().findings.iter();
                findings.filter(|f| f.severity == severity).filter(here).copied().collect::<Vec<_>>()
            });
            all.unwrap_or_default()
        };
        let errors = of(Severity::Error);
        if !errors.is_empty() {
            self.summarise(Severity::Error, errors);
            return false;
        }
        let warnings = of(Severity::Warning);
        let unseen = {
            let mut open = self.open.borrow_mut();
            let Some(open) = open.as_mut() else { return false };
            let before = open.seen.len();
            for warning in &warnings {
                if !open.seen.contains(warning) {
                    open.seen.push(*warning);
                }
            }
            open.seen.len() > before
        };
        if unseen {
            self.summarise(Severity::Warning, warnings);
        }
        !unseen
    }

    pub(super) fn summarise(&self, severity: Severity, findings: Vec<Finding>) {
        self.summary.set(Summary { severity: Some(severity), findings });
        self.root.focus(".summary".into());
    }

    /// Goes to the step of a question and puts the focus on its control.
    pub(crate) fn change(&self, ix: QuestionIx) {
        let Some(step) = self.procedure().and_then(|p| self.shape().step_of(&p, ix)) else { return };
        self.row.set(self.shape().place(ix).1);
        self.go(Page::Declare(step));
        self.focus_on(ix, None);
    }

    /// From a summary to the control at fault, on whatever page it stands.
    pub(crate) fn lead_to(&self, ix: QuestionIx, code: Code) {
        let Some(procedure) = self.procedure() else { return };
        let (at, row) = (self.shape().step_of(&procedure, ix), self.shape().place(ix).1);
        let Some(at) = at else { return };
        // A closed row opens, so that its control is there.
        if row.is_some() {
            self.row.set(row);
        }
        let on_review = procedure.steps.get(at.at()).is_some_and(|step| step.on_review);
        let page = if on_review { Page::Review } else { Page::Declare(at) };
        if let Some(cell) = self.cell(ix) {
            cell.shown.set(true);
        }
        if self.page.now() != page {
            self.go(page);
        }
        self.focus_on(ix, Some(code));
    }

    /// From a summary to the place where a paper is attached.
    pub(crate) fn lead_to_paper(&self, ix: ComponentIx) {
        let Some(procedure) = self.procedure() else { return };
        let Some(component) = procedure.components.get(ix.at()) else { return };
        if self.page.now() != Page::Attach {
            self.go(Page::Attach);
        }
        self.root.focus(["[name=\"attach.", &component.id, "\"]"].concat());
    }

    /// Another province: a commune of the former one no longer fits and is asked anew.
    pub(crate) fn province_chosen(&self, ix: QuestionIx) {
        let province = ProvinceCode::parse(&self.raw(ix));
        let (Some(procedure), shape) = (self.procedure(), self.shape()) else { return };
        for commune in shape.cells() {
            let hangs = matches!(shape.question(&procedure, commune).map(|q| &q.kind),
                Some(Kind::Commune { province }) if shape.beside(commune, *province) == ix);
            let Some(code) = CommuneCode::parse(&self.raw(commune)) else { continue };
            let of = self.with(|open| open.form.tables().commune(code).map(|c| c.province)).flatten();
            if hangs && of != province {
                self.edit(commune, String::new());
            }
        }
        if let Some(province) = province {
            self.learn_communes(province);
        }
    }

    /// Puts the focus on the control of a question, on the box at fault of a date.
    pub(crate) fn focus_on(&self, ix: QuestionIx, code: Option<Code>) {
        let Some(procedure) = self.procedure() else { return };
        let Some(question) = procedure.question(self.asked(ix)) else { return };
        self.root.focus(["[name=\"", &self.path(ix), box_of(&question.kind, code), "\"]"].concat());
    }
}

/// Lies in the rest.
#[inline(never)]
fn continue_from(s: &Session, step: StepIx) {
    s.go_on_from(step);
}

/// Which box of a date holds the fault.
fn box_of(kind: &Kind, code: Option<Code>) -> &'static str {
    if !matches!(kind, Kind::Date { .. } | Kind::PartialDate { .. }) {
        return "";
    }
    match code {
        Some(Code::DateNotNumbers(part) | Code::DateIncomplete(part)) => match part {
            DatePart::Day => ".day",
            DatePart::Month => ".month",
            DatePart::Year => ".year",
        },
        Some(Code::DateMonth) => ".month",
        Some(Code::DateYearShort | Code::DateTooEarly(_)) => ".year",
        Some(Code::Required) if matches!(kind, Kind::PartialDate { .. }) => ".year",
        _ => ".day",
    }
}
