//! What the citizen typed, and what it means.
//!
//! The raw text is kept beside the parsed value: the citizen sees what was typed, the rules use what
//! was meant. A date's raw text is its three boxes joined by `/`.

use crate::procedure::{Procedure, QuestionIx, RowsIx};
use crate::rows::{Row, Shape, locate};
use std::cmp::Ordering;
use vietnam::date::PartialDate;

/// The meaning of an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// Words, a code, or a choice's id.
    Text(String),
    /// A whole number.
    Count(u32),
    /// A date, as much of it as is known.
    Date(PartialDate),
    /// A statement confirmed.
    Confirmed,
}

impl Value {
    /// How it is sent: plain text, digits, ISO 8601 (`1990`, `1990-03`, `1990-03-12`), `yes`.
    pub fn wire(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Count(n) => n.to_string(),
            Value::Date(date) => date.iso(),
            Value::Confirmed => CONFIRMED.into(),
        }
    }
}

/// The raw text of a confirmed statement.
pub const CONFIRMED: &str = "yes";

/// Raw answers of one declaration, one per cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answers {
    shape: Shape,
    raw: Vec<String>,
}

impl Answers {
    /// Nothing typed yet; defaults filled in.
    pub fn blank(procedure: &Procedure) -> Answers {
        let mut answers = Answers::empty(procedure, &[]);
        for cell in answers.shape.cells() {
            answers.set(cell, default(procedure, &answers.shape, cell));
        }
        answers
    }

    fn empty(procedure: &Procedure, counts: &[u16]) -> Answers {
        let shape = Shape::new(procedure, counts);
        Answers { raw: vec![String::new(); shape.len()], shape }
    }

    /// Answers by path, without defaults, with as many rows as the paths name; what no question takes is
    /// returned beside them.
    pub fn from_paths<'a>(
        procedure: &Procedure,
        by_path: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> (Answers, Vec<&'a str>) {
        let mut counts = vec![0; procedure.rows.len()];
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for (path, raw) in by_path {
            let place = locate(procedure, path);
            let fits = |row: &Row| procedure.rows.get(row.group.at()).is_some_and(|r| row.row < r.max);
            match place {
                Some((question, row)) if row.as_ref().is_none_or(fits) => {
                    if let Some((row, count)) = row.and_then(|r| Some((r.row, counts.get_mut(r.group.at())?)))
                    {
                        *count = row.saturating_add(1).max(*count);
                    }
                    known.push((question, row, raw));
                }
                _ => unknown.push(path),
            }
        }
        let mut answers = Answers::empty(procedure, &counts);
        for (question, row, raw) in known {
            answers.set(answers.shape.within(question, row), raw.into());
        }
        (answers, unknown)
    }

    /// Which cells there are.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The raw text of a cell; empty when nothing was typed.
    pub fn raw(&self, cell: QuestionIx) -> &str {
        self.raw.get(cell.at()).map_or("", String::as_str)
    }

    /// Replaces the raw text of a cell.
    pub fn set(&mut self, cell: QuestionIx, raw: String) {
        if let Some(slot) = self.raw.get_mut(cell.at()) {
            *slot = raw;
        }
    }

    /// One more row at the end of a group, with its defaults; nothing when there are as many as may be. In the
    /// widget it lies in the rest, as rows do.
    #[inline(never)]
    pub fn add_row(&mut self, procedure: &Procedure, group: RowsIx) {
        let row = self.shape.count(group);
        self.reshape(procedure, group, row.saturating_add(1), |row| row);
        for cell in self.shape.cells() {
            if self.shape.place(cell).1 == Some(Row { group, row }) {
                self.set(cell, default(procedure, &self.shape, cell));
            }
        }
    }

    /// Takes a row out; those after it move up. The last rows that must be there are emptied instead. It lies
    /// where [`Answers::add_row`] does.
    #[inline(never)]
    pub fn remove_row(&mut self, procedure: &Procedure, Row { group, row }: Row) {
        let count = self.shape.count(group).saturating_sub(1);
        self.reshape(procedure, group, count, |old| match old.cmp(&row) {
            Ordering::Less => old,
            Ordering::Equal => u16::MAX,
            Ordering::Greater => old - 1,
        });
    }

    /// Gives a group another number of rows; `moved` says where an old row goes.
    fn reshape(&mut self, procedure: &Procedure, group: RowsIx, count: u16, moved: impl Fn(u16) -> u16) {
        let mut counts = self.shape.counts();
        if let Some(slot) = counts.get_mut(group.at()) {
            *slot = count;
        }
        let old = std::mem::replace(self, Answers::empty(procedure, &counts));
        for (cell, raw) in (0u16..).map(QuestionIx).zip(old.raw) {
            let (question, row) = old.shape.place(cell);
            let to = row.map(|r| if r.group == group { Row { row: moved(r.row), ..r } } else { r });
            if to.is_none_or(|r| r.row < self.shape.count(r.group)) {
                self.set(self.shape.within(question, to), raw);
            }
        }
    }

    /// What was typed, by path, in the order of the form; what is empty is left out.
    pub fn by_path(&self, procedure: &Procedure) -> Vec<(String, String)> {
        let typed = self.shape.cells().into_iter().filter(|cell| !self.raw(*cell).is_empty());
        typed.map(|cell| (self.shape.path(procedure, cell), self.raw(cell).into())).collect()
    }
}

fn default(procedure: &Procedure, shape: &Shape, cell: QuestionIx) -> String {
    shape.question(procedure, cell).and_then(|q| q.default.clone()).unwrap_or_default()
}
