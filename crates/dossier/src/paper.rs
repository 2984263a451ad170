//! The official form on paper: numbered lines with the answers in them, blank where not answered.
//!
//! Templates are data of the procedure, in Vietnamese alone: it is a legal text.

use crate::answers::Value;
use crate::display::display;
use crate::evaluate::Evaluation;
use crate::expr::{Expr, Scope};
use crate::procedure::{Lang, Procedure, QuestionIx};
use crate::tables::Tables;
use serde::Serialize;
use vietnam::date::{Date, PartialDate};

/// The layout of the form.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Paper {
    /// TỜ KHAI ĐĂNG KÝ …
    pub title: String,
    /// Where the layout comes from.
    pub source: String,
    /// Lines in order.
    pub lines: Vec<Line>,
}

/// A line of the form.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Line {
    /// How it is set.
    pub style: LineStyle,
    /// Printed only when this holds.
    pub when: Option<Expr>,
    /// Fixed words and answers.
    pub pieces: Vec<Piece>,
}

/// How a line is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum LineStyle {
    /// An ordinary line.
    Plain,
    /// Bold: the head of a part.
    Head,
    /// Centred: the addressee.
    Centred,
    /// A paragraph of fixed words.
    Text,
}

/// A part of a line.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub enum Piece {
    /// Fixed words.
    Words(String),
    /// Answers joined by commas, the empty ones left out; dots when all are empty.
    Answers(Vec<QuestionIx>),
    /// A date written out in words.
    InWords(QuestionIx),
}

/// A line with the answers filled in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilledLine {
    /// How it is set.
    pub style: LineStyle,
    /// Runs of text; `true` marks an answer, `None` a blank to fill by hand.
    pub runs: Vec<Run>,
}

/// A run of a filled line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Run {
    /// Fixed words.
    Words(String),
    /// An answer.
    Answer(String),
    /// Nothing answered: room to write by hand.
    Blank,
}

/// The lines of the form with the answers in them.
pub fn fill(procedure: &Procedure, e: &Evaluation, tables: &Tables, today: Date) -> Vec<FilledLine> {
    let scope = Scope { values: &e.values, rates: &procedure.rates, today };
    let lines = procedure.paper.lines.iter();
    let shown = lines.filter(|line| line.when.as_ref().is_none_or(|when| when.truth(&scope).holds()));
    let run = |piece: &Piece| match piece {
        Piece::Words(words) => Run::Words(words.clone()),
        Piece::Answers(all) => answered(
            all.iter().filter_map(|ix| text(procedure, e, tables, *ix)).collect::<Vec<_>>().join(", "),
        ),
        Piece::InWords(ix) => answered(match e.value(*ix) {
            Some(Value::Date(PartialDate::Day(day))) => vietnam::words::date_in_words(*day),
            Some(Value::Date(part)) => vietnam::words::partial_in_words(*part),
            _ => String::new(),
        }),
    };
    shown.map(|l| FilledLine { style: l.style, runs: l.pieces.iter().map(run).collect() }).collect()
}

fn text(procedure: &Procedure, e: &Evaluation, tables: &Tables, ix: QuestionIx) -> Option<String> {
    Some(display(procedure.question(ix)?, e.value(ix)?, tables, Lang::Vi))
}

fn answered(text: String) -> Run {
    if text.is_empty() { Run::Blank } else { Run::Answer(text) }
}
