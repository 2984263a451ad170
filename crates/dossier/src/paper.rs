//! The official form on paper: numbered lines with the answers in them, blank where not answered.
//!
//! Templates are data of the procedure, in Vietnamese alone: it is a legal text.

use crate::answers::Value;
use crate::display::display;
use crate::evaluate::Evaluation;
use crate::expr::Expr;
use crate::procedure::{Lang, Procedure, QuestionIx, RowsIx};
use crate::rows::Row;
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
    /// Who signs, from left to right.
    pub signatures: Vec<String>,
}

/// A line of the form.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Line {
    /// How it is set.
    pub style: LineStyle,
    /// Printed only when this holds.
    pub when: Option<Expr>,
    /// Printed once for every row of this group.
    pub each: Option<RowsIx>,
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
    /// The number of the line; only lines that are printed count.
    Number,
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
pub fn fill(
    paper: &Paper,
    procedure: &Procedure,
    e: &Evaluation,
    tables: &Tables,
    today: Date,
) -> Vec<FilledLine> {
    let (mut filled, mut number) = (Vec::new(), 0u16);
    for line in &paper.lines {
        let rows = match line.each {
            None => 0..1,
            Some(group) => 0..e.shape.count(group),
        };
        for row in rows {
            let row = line.each.map(|group| Row { group, row });
            let scope = e.scope(procedure, today).within(row);
            if line.when.as_ref().is_none_or(|when| when.truth(&scope).holds()) {
                number = number.saturating_add(line.pieces.contains(&Piece::Number).into());
                let run = |piece: &Piece| match piece {
                    Piece::Number => Run::Words([&number.to_string(), ". "].concat()),
                    _ => run(piece, procedure, e, tables, row),
                };
                filled.push(FilledLine { style: line.style, runs: line.pieces.iter().map(run).collect() });
            }
        }
    }
    filled
}

fn run(piece: &Piece, procedure: &Procedure, e: &Evaluation, tables: &Tables, row: Option<Row>) -> Run {
    match piece {
        Piece::Words(words) => Run::Words(words.clone()),
        Piece::Answers(all) => {
            let cells = all.iter().flat_map(|ix| e.shape.cells_of(*ix, row));
            let texts = cells.filter_map(|cell| {
                Some(display(e.shape.question(procedure, cell)?, e.value(cell)?, tables, Lang::Vi))
            });
            answered(texts.collect::<Vec<_>>().join(", "))
        }
        Piece::InWords(ix) => answered(match e.value(e.shape.within(*ix, row)) {
            Some(Value::Date(PartialDate::Day(day))) => vietnam::words::date_in_words(*day),
            Some(Value::Date(part)) => vietnam::words::partial_in_words(*part),
            _ => String::new(),
        }),
        Piece::Number => Run::Blank,
    }
}

fn answered(text: String) -> Run {
    if text.is_empty() { Run::Blank } else { Run::Answer(text) }
}
