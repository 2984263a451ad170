//! What follows from the answers to a procedure: its cases and rules, the papers it needs, fee and time, what
//! a person gets, and the numbers of the law.

use crate::expr::Expr;
use crate::procedure::{Period, QuestionIx, Text};
use serde::Serialize;
use vietnam::calendar::Term;
use vietnam::date::Date;

/// A variant of the procedure.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Case {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// When it applies.
    pub when: Expr,
}

/// A rule between answers, with the article it rests on.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Rule {
    /// Stable id, e.g. `R-KS1`.
    pub id: String,
    /// Article.
    pub law: String,
    /// What it means for the dossier.
    pub severity: crate::finding::Severity,
    /// When it speaks.
    pub when: Expr,
    /// The question it is shown at.
    pub at: QuestionIx,
    /// What the citizen reads.
    pub text: Text,
    /// Code of the procedure that fits better, if it names one.
    pub suggests: Option<String>,
}

/// A thing to be proven by papers: one of several alternatives.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Component {
    /// Stable id.
    pub id: String,
    /// What it proves.
    pub name: Text,
    /// Why, and how to photograph it.
    pub help: Option<Text>,
    /// Needed only when this holds.
    pub when: Option<Expr>,
    /// May the dossier go without it?
    pub optional: bool,
    /// The papers that serve, the usual one first; never empty.
    pub papers: Vec<PaperKind>,
}

/// A paper that serves a component.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PaperKind {
    /// Stable id.
    pub id: String,
    /// Code of the national catalogue, e.g. `KQ004389`.
    pub code: Option<String>,
    /// Its name.
    pub name: Text,
    /// Number of originals the dossier must hold.
    pub originals: u8,
    /// Number of copies.
    pub copies: u8,
}

/// A line of the fee.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FeeItem {
    /// Stable id; sites override by it.
    pub id: String,
    /// What is paid for.
    pub label: Text,
    /// When it is due.
    pub when: Option<Expr>,
    /// How much.
    pub amount: FeeRule,
    /// What is said of it before the amount is known: "8.000 đồng mỗi bản".
    pub note: Option<Text>,
}

/// How an amount is found.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub enum FeeRule {
    /// Nothing.
    Free,
    /// Đồng, from rates and answers.
    Amount(Expr),
    /// Set by the provincial People's Council; unknown unless the site says.
    ByProvince,
}

/// What a person would get. Of the lines that apply the highest counts, with those that are paid beside it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Benefits {
    /// Every month, or once?
    pub per: Per,
    /// From when, in plain words.
    pub from: Text,
    /// Article on choosing among them and on the beginning.
    pub law: String,
    /// The lines.
    pub lines: Vec<Benefit>,
}

/// How often a benefit is paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Per {
    /// Every month.
    Month,
    /// Once.
    Once,
}

/// A line of what a person would get.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Benefit {
    /// Stable id.
    pub id: String,
    /// Who gets it.
    pub label: Text,
    /// When it applies.
    pub when: Expr,
    /// Đồng.
    pub amount: Expr,
    /// Article.
    pub law: String,
    /// Lines, by place, that are paid beside this one; said at one of the two.
    pub beside: Vec<u16>,
}

/// A paper that the citizen receives.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ResultPaper {
    /// Its name.
    pub name: Text,
    /// Code of the national catalogue, e.g. `KQ.G15.000031`.
    pub code: Option<String>,
}

/// How long it takes.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Processing {
    /// When this one applies; none means always.
    pub when: Option<Expr>,
    /// Days and how they are counted.
    pub term: Term,
    /// In plain words, with the cut-off.
    pub text: Text,
}

/// A number of the law, with its versions.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Rate {
    /// Stable id, e.g. `birth_registration_days`.
    pub id: String,
    /// Values by period; at most one is in force on a day.
    pub values: Vec<(Period, i64)>,
}

impl Rate {
    /// The value in force on `day`.
    pub fn on(&self, day: Date) -> Option<i64> {
        self.values.iter().find(|(period, _)| period.holds(day)).map(|(_, value)| *value)
    }
}
