//! One administrative procedure, compiled: everything a journey needs, in dense vectors.
//!
//! Made from YAML by the `catalogue` crate, which proves that every index below is in range and
//! that conditions form no cycle. Readers still use `get`: a blob from the network proves nothing.

use crate::expr::Expr;
use crate::index::Site;
use crate::kind::Kind;
pub use crate::outcome::{
    Benefit, Benefits, Case, Component, FeeItem, FeeRule, PaperKind, Per, Processing, Rate, ResultPaper, Rule,
};
use crate::paper::Paper;
use serde::Serialize;
use vietnam::date::Date;

/// A language of the interface. Vietnamese is the language of the law and the fallback.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub enum Lang {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

/// A text in every language we speak.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Text {
    /// Vietnamese.
    pub vi: String,
    /// English; empty until its file has arrived.
    pub en: String,
}

impl Text {
    /// The text in `lang`, in Vietnamese while that is not there.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.en.is_empty() => &self.en,
            _ => &self.vi,
        }
    }
}

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
        pub struct $name(pub u16);
        impl $name {
            /// As an index into its vector.
            pub fn at(self) -> usize {
                usize::from(self.0)
            }
        }
    };
}
index!(
    /// A question, by its place in [`Procedure::questions`].
    QuestionIx
);
index!(
    /// A rate, by its place in [`Procedure::rates`].
    RateIx
);
index!(
    /// A rule, by its place in [`Procedure::rules`].
    RuleIx
);
index!(
    /// A component, by its place in [`Procedure::components`].
    ComponentIx
);
index!(
    /// A group of rows, by its place in [`Procedure::rows`].
    RowsIx
);
index!(
    /// A step, by its place in [`Procedure::steps`].
    StepIx
);

/// From a day to a day, both included; no end means "until replaced".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Period {
    /// First day in force.
    pub from: Date,
    /// Last day in force.
    pub to: Option<Date>,
}

impl Period {
    /// Is `day` within?
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// A procedure of the national catalogue, in force for one period.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Procedure {
    /// National code, e.g. `1.001193`.
    pub code: String,
    /// Official name.
    pub name: Text,
    /// One plain sentence: what the citizen gets.
    pub summary: Text,
    /// Who may apply, one sentence each.
    pub who: Vec<Text>,
    /// What happens after sending, one sentence each, in order.
    pub next: Vec<Text>,
    /// Days on which this version is the law.
    pub in_force: Period,
    /// Legal sources.
    pub source: Vec<String>,
    /// Pages of the declaration, in order.
    pub steps: Vec<Step>,
    /// All questions, in the order of the steps; those of a group of rows once.
    pub questions: Vec<Question>,
    /// Groups of questions that may be there several times, in the order of the steps.
    pub rows: Vec<Rows>,
    /// Order in which questions are evaluated, as runs from a first to one past the last: whatever a condition
    /// reads comes before it.
    pub order: Vec<(u16, u16)>,
    /// Variants of the procedure that change what is asked.
    pub cases: Vec<Case>,
    /// Rules between answers.
    pub rules: Vec<Rule>,
    /// Papers the dossier must contain.
    pub components: Vec<Component>,
    /// Papers that need not be handed in, because the State has the data.
    pub spared: Vec<Text>,
    /// Lines of the fee.
    pub fee: Vec<FeeItem>,
    /// Time to the result: the first whose condition holds applies.
    pub time: Vec<Processing>,
    /// What a person would get, as an estimate.
    pub benefits: Option<Benefits>,
    /// What the citizen receives.
    pub results: Vec<ResultPaper>,
    /// Code of the component that the declaration itself fills, e.g. `KQ003967`.
    pub declaration: Option<String>,
    /// Numbers of the law that expressions and fees read.
    pub rates: Vec<Rate>,
    /// Expressions that others refer to, each to earlier ones alone.
    pub shared: Vec<Expr>,
    /// The official form on paper, where the law has one. It has a file of its own.
    pub paper: Option<Paper>,
}

impl Procedure {
    /// The question behind an index that is none of a later row; see [`crate::Shape::question`].
    pub fn question(&self, ix: QuestionIx) -> Option<&Question> {
        self.questions.get(ix.at())
    }

    /// All indices of questions, in the order of the form.
    pub fn indices(&self) -> impl Iterator<Item = QuestionIx> + use<> {
        (0..u16::try_from(self.questions.len()).unwrap_or(u16::MAX)).map(QuestionIx)
    }

    /// The heading a question stands under within its step, if any.
    pub fn heading_of(&self, ix: QuestionIx) -> Option<&Text> {
        let step = self.steps.get(self.step_of(ix)?.at())?;
        let before = self.questions.get(usize::from(step.first)..=ix.at())?;
        before.iter().rev().find_map(|q| q.heading.as_ref())
    }

    /// The step a question stands on.
    pub fn step_of(&self, ix: QuestionIx) -> Option<StepIx> {
        let at = self.steps.iter().position(|s| (s.first..s.end).contains(&ix.0))?;
        u16::try_from(at).ok().map(StepIx)
    }

    /// This procedure as a province has it: its own numbers, and only what it offers.
    pub fn at_site(&mut self, site: &Site) {
        for rate in &mut self.rates {
            if let Some((_, values)) = site.rates.iter().find(|(id, _)| *id == rate.id) {
                rate.values.clone_from(values);
            }
        }
        for question in &mut self.questions {
            if let Kind::Choice { options } = &mut question.kind {
                options.retain(|o| o.service.as_ref().is_none_or(|service| site.services.contains(service)));
            }
        }
    }
}

/// A page of the journey.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Step {
    /// Stable id, part of the public hook `declare:<id>`.
    pub id: String,
    /// Heading.
    pub title: Text,
    /// A sentence under the heading.
    pub intro: Option<Text>,
    /// First question of the step.
    pub first: u16,
    /// One past the last question of the step.
    pub end: u16,
    /// Asked on the review page, under the answers (the undertaking), instead of on a page of its own.
    pub on_review: bool,
}

/// One thing asked.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Question {
    /// Stable path, e.g. `mother.born`; the control's `name`.
    pub path: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// Wording of the official form.
    pub label: Text,
    /// Why it is asked, where it stands on the paper, an example.
    pub help: Option<Text>,
    /// A heading above this question that opens a group within the step.
    pub heading: Option<Text>,
    /// Asked only when this holds; already joined with its block's and step's conditions.
    pub when: Option<Expr>,
    /// When it must be answered.
    pub required: Required,
    /// When it follows from another answer and is not asked again.
    pub copy: Option<Copy>,
    /// Filled in beforehand; the citizen may change it.
    pub default: Option<String>,
    /// An answer given before that is offered here.
    pub offer: Option<QuestionIx>,
    /// HTML autocomplete token; only for the person who types.
    pub autocomplete: Option<String>,
}

/// Questions that may be there several times: the papers to certify, the members of a household.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Rows {
    /// Begins the path of its questions: `papers` of `papers.2.pages`.
    pub path: String,
    /// First question.
    pub first: u16,
    /// One past the last question.
    pub end: u16,
    /// Rows there are from the beginning.
    pub min: u16,
    /// Greatest number of rows.
    pub max: u16,
    /// Asked only when this holds; joined into each of its questions too.
    pub when: Option<Expr>,
    /// Heading of a row, before its number.
    pub title: Text,
    /// What the button says that adds a row.
    pub add: Text,
}

/// When a question must be answered.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub enum Required {
    /// Whenever it is asked.
    Always,
    /// May stay empty.
    Never,
    /// When the condition holds.
    When(Expr),
}

/// "The mother is the one who fills this in": the answer is taken from there.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Copy {
    /// When the answer is taken over.
    pub when: Expr,
    /// From which question.
    pub of: QuestionIx,
}
