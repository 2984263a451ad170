//! The expression language of conditions and rules, as a tree; what it means is in [`eval`].
//!
//! Text is parsed and type-checked by the `catalogue` crate; here it is only evaluated.
//!
//! **Empty answers.** Truth has three values. Whatever reads an empty answer is [`Truth::Unknown`];
//! `and`, `or`, `not` follow Kleene. At the top, only [`Truth::True`] counts: nothing is asked and no
//! rule speaks before what it depends on is answered. `answered(x)` and `count(…)` always know.
//!
//! **Partial dates** ("1990") are spans of days, and numbers made of them are spans of numbers. A
//! comparison is known only when every day of the spans agrees.

mod eval;

use crate::answers::Value;
use crate::procedure::{QuestionIx, Rate, RateIx, RowsIx};
use crate::rows::{Row, Shape};
use serde::Serialize;
use vietnam::date::Date;

/// An expression. The `catalogue` guarantees its types.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Expr {
    /// The answer to a question.
    Answer(QuestionIx),
    /// The day of judging.
    Today,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A day.
    Date(Date),
    /// A choice's id, a code, or a quoted text.
    Text(String),
    /// `rate.x`: the number of the law in force today.
    Rate(RateIx),
    /// `not a`
    Not(Box<Expr>),
    /// `a and b and …`
    And(Vec<Expr>),
    /// `a or b or …`
    Or(Vec<Expr>),
    /// `a == b`, `a < b`, …
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// `a in [x, y]`
    In(Box<Expr>, Vec<Expr>),
    /// `answered(path)`
    Answered(QuestionIx),
    /// `exact(path)`: a whole day is answered, not a month or a year alone.
    Exact(QuestionIx),
    /// `count(a, b, …)`: how many of them are answered.
    Count(Vec<QuestionIx>),
    /// `days(a, b)`: days from a to b.
    Days(Box<Expr>, Box<Expr>),
    /// `age(born, on)`: full years.
    Age(Box<Expr>, Box<Expr>),
    /// `first_word(name)`: the family name as the forms write it, compared without tone placement.
    FirstWord(Box<Expr>),
    /// `a + b`, `min(a, b)`, …
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// `if(condition, a, b)`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `rows(group)`: how many there are.
    Rows(RowsIx),
    /// `sum_of(group, each)`, …: over all rows; names in `each` mean the first row's questions.
    Over(Fold, RowsIx, Box<Expr>),
    /// What stands at this place of [`crate::Procedure::shared`]: in files what is said often stands once.
    Shared(u16),
}

/// What is made of two numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`, rounded down; nothing is known when the divisor may be zero.
    Divide,
    /// `min`
    Least,
    /// `max`
    Greatest,
}

/// What is made of the rows of a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Fold {
    /// `sum_of`
    Sum,
    /// `most_of`
    Greatest,
    /// `least_of`
    Least,
    /// `count_of`
    Count,
    /// `any_of`
    Any,
    /// `all_of`
    All,
}

/// How two values are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// Yes, no, or not known yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// An answer it depends on is missing or too coarse.
    Unknown,
}

impl Truth {
    /// Known to hold.
    pub fn holds(self) -> bool {
        self == Truth::True
    }

    fn not(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(known: bool) -> Truth {
        if known { Truth::True } else { Truth::False }
    }
}

/// What expressions read.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// Values of visible cells; an empty or hidden one is `None`.
    pub values: &'a [Option<Value>],
    /// Which cells there are.
    pub shape: &'a Shape,
    /// The row that names mean.
    pub row: Option<Row>,
    /// Numbers of the law.
    pub rates: &'a [Rate],
    /// Expressions that others refer to.
    pub shared: &'a [Expr],
    /// The day of judging.
    pub today: Date,
}

impl<'a> Scope<'a> {
    /// The same, read from within a row.
    pub fn within(self, row: Option<Row>) -> Scope<'a> {
        Scope { row, ..self }
    }

    fn value(&self, question: QuestionIx) -> Option<&'a Value> {
        self.values.get(self.shape.within(question, self.row).at())?.as_ref()
    }

    /// The same scope in every row of a group.
    fn rows(&self, group: RowsIx) -> impl Iterator<Item = Scope<'a>> {
        let scope = *self;
        (0..self.shape.count(group)).map(move |row| scope.within(Some(Row { group, row })))
    }
}

impl Expr {
    /// Visits every question this expression reads; not what it shares with others.
    pub fn reads(&self, visit: &mut dyn FnMut(QuestionIx)) {
        match self {
            Expr::Answer(ix) | Expr::Answered(ix) | Expr::Exact(ix) => visit(*ix),
            Expr::Count(all) => all.iter().for_each(|ix| visit(*ix)),
            _ => self.parts().into_iter().for_each(|part| part.reads(visit)),
        }
    }

    /// The expressions it is made of, in the order they are written.
    pub fn parts(&self) -> Vec<&Expr> {
        match self {
            Expr::Not(a) | Expr::FirstWord(a) | Expr::Over(_, _, a) => vec![a],
            Expr::And(all) | Expr::Or(all) => all.iter().collect(),
            Expr::In(a, all) => [&**a].into_iter().chain(all).collect(),
            Expr::Compare(_, a, b) | Expr::Arithmetic(_, a, b) | Expr::Days(a, b) | Expr::Age(a, b) => {
                vec![a, b]
            }
            Expr::If(when, a, b) => vec![when, a, b],
            Expr::Answer(_)
            | Expr::Answered(_)
            | Expr::Exact(_)
            | Expr::Count(_)
            | Expr::Today
            | Expr::Rate(_)
            | Expr::Rows(_)
            | Expr::Bool(_)
            | Expr::Int(_)
            | Expr::Date(_)
            | Expr::Text(_)
            | Expr::Shared(_) => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub fn parts_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            Expr::Not(a) | Expr::FirstWord(a) | Expr::Over(_, _, a) => vec![a],
            Expr::And(all) | Expr::Or(all) => all.iter_mut().collect(),
            Expr::In(a, all) => [&mut **a].into_iter().chain(all).collect(),
            Expr::Compare(_, a, b) | Expr::Arithmetic(_, a, b) | Expr::Days(a, b) | Expr::Age(a, b) => {
                vec![a, b]
            }
            Expr::If(when, a, b) => vec![when, a, b],
            _ => Vec::new(),
        }
    }
}
