//! Rows: which cells a declaration has, and where each one belongs.
//!
//! A *cell* is a question, or one row's copy of it; it is named by a [`QuestionIx`] too. The questions of
//! the procedure are the cells 0, 1, 2 …, and stand for the first row of a group. The cells of later rows
//! follow after them, group by group, row by row. So nothing moves that is not in a group, and a
//! procedure without groups has cells and questions alike.

use crate::procedure::{Procedure, Question, QuestionIx, RowsIx, Step, StepIx};

/// A row of a group, the first being 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    /// The group.
    pub group: RowsIx,
    /// Its place.
    pub row: u16,
}

/// How many rows each group has, and so which cells there are.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shape {
    questions: u16,
    groups: Vec<Group>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Group {
    first: u16,
    end: u16,
    count: u16,
    /// Cell of the first question of the second row.
    later: u16,
}

impl Shape {
    /// The cells for so many rows in each group; a number that is missing or out of bounds is put right.
    pub fn new(procedure: &Procedure, counts: &[u16]) -> Shape {
        let questions = u16::try_from(procedure.questions.len()).unwrap_or(u16::MAX);
        let mut later = questions;
        let mut groups = Vec::with_capacity(procedure.rows.len());
        for (at, rows) in procedure.rows.iter().enumerate() {
            let count = counts.get(at).copied().unwrap_or(rows.min).clamp(rows.min, rows.max.max(rows.min));
            groups.push(Group { first: rows.first, end: rows.end, count, later });
            let width = rows.end.saturating_sub(rows.first);
            later = later.saturating_add(count.saturating_sub(1).saturating_mul(width));
        }
        Shape { questions, groups }
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        self.groups.last().map_or(self.questions, |g| {
            g.later.saturating_add(g.count.saturating_sub(1).saturating_mul(g.width()))
        }) as usize
    }

    /// Is there no cell?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Rows of a group.
    pub fn count(&self, group: RowsIx) -> u16 {
        self.groups.get(group.at()).map_or(0, |g| g.count)
    }

    /// Rows of every group.
    pub fn counts(&self) -> Vec<u16> {
        self.groups.iter().map(|g| g.count).collect()
    }

    /// The group a question of the procedure belongs to.
    pub fn group_of(&self, question: QuestionIx) -> Option<RowsIx> {
        let at = self.groups.iter().position(|g| (g.first..g.end).contains(&question.0))?;
        u16::try_from(at).ok().map(RowsIx)
    }

    /// The question and the row behind a cell.
    pub fn place(&self, cell: QuestionIx) -> (QuestionIx, Option<Row>) {
        if cell.0 < self.questions {
            return (cell, self.group_of(cell).map(|group| Row { group, row: 0 }));
        }
        let groups = (0u16..).zip(&self.groups);
        let Some((at, group)) = groups.filter(|(_, g)| g.count > 1 && g.later <= cell.0).last() else {
            return (cell, None);
        };
        let (ahead, width) = (cell.0 - group.later, group.width().max(1));
        let question = QuestionIx(group.first + ahead % width);
        (question, Some(Row { group: RowsIx(at), row: 1 + ahead / width }))
    }

    /// The cell of `question` in `row`; the question itself when it is in no group, or in another.
    pub fn within(&self, question: QuestionIx, row: Option<Row>) -> QuestionIx {
        let Some(Row { group, row }) = row.filter(|row| row.row > 0) else { return question };
        match self.groups.get(group.at()) {
            Some(g) if (g.first..g.end).contains(&question.0) => {
                QuestionIx(g.later + (row - 1) * g.width() + (question.0 - g.first))
            }
            _ => question,
        }
    }

    /// The cells of a question: in that row, else in every row there is.
    pub fn cells_of(&self, question: QuestionIx, row: Option<Row>) -> Vec<QuestionIx> {
        match (self.group_of(question), row) {
            (Some(group), None) => {
                (0..self.count(group)).map(|row| self.within(question, Some(Row { group, row }))).collect()
            }
            _ => vec![self.within(question, row)],
        }
    }

    /// The cell that a neighbour's reference to `question` means: in its own row, if it has one.
    pub fn beside(&self, cell: QuestionIx, question: QuestionIx) -> QuestionIx {
        self.within(question, self.place(cell).1)
    }

    /// The question a cell asks.
    pub fn question<'p>(&self, procedure: &'p Procedure, cell: QuestionIx) -> Option<&'p Question> {
        procedure.question(self.place(cell).0)
    }

    /// All cells in the order of the form, row by row.
    pub fn cells(&self) -> Vec<QuestionIx> {
        self.cells_in(0, self.questions)
    }

    /// The cells of a step, in order.
    pub fn cells_of_step(&self, step: &Step) -> Vec<QuestionIx> {
        self.cells_in(step.first, step.end)
    }

    fn cells_in(&self, first: u16, end: u16) -> Vec<QuestionIx> {
        let (mut cells, mut at) = (Vec::new(), first);
        while at < end {
            match self.group_of(QuestionIx(at)).and_then(|ix| Some((ix, self.groups.get(ix.at())?))) {
                None => {
                    cells.push(QuestionIx(at));
                    at += 1;
                }
                Some((group, g)) => {
                    for row in 0..g.count {
                        let questions = (g.first..g.end).map(QuestionIx);
                        cells.extend(questions.map(|q| self.within(q, Some(Row { group, row }))));
                    }
                    at = g.end.max(at + 1);
                }
            }
        }
        cells
    }

    /// Where a cell stands in the order of the form.
    pub(crate) fn rank(&self, cell: QuestionIx) -> (u16, u16, u16) {
        match self.place(cell) {
            (question, None) => (question.0, 0, 0),
            (question, Some(Row { group, row })) => {
                (self.groups.get(group.at()).map_or(0, |g| g.first), row, question.0)
            }
        }
    }

    /// The public path of a cell, e.g. `papers.2.pages`.
    pub fn path(&self, procedure: &Procedure, cell: QuestionIx) -> String {
        let (question, row) = self.place(cell);
        let path = procedure.question(question).map(|q| q.path.as_str()).unwrap_or_default();
        let group = row.and_then(|row| Some((procedure.rows.get(row.group.at())?, row.row)));
        match group.and_then(|(rows, row)| Some((rows, row, path.strip_prefix(rows.path.as_str())?))) {
            Some((rows, row, rest)) => [&rows.path, ".", &(row + 1).to_string(), rest].concat(),
            None => path.into(),
        }
    }

    /// The cell at a path; `None` when no question has it, or the row is not there.
    pub fn find(&self, procedure: &Procedure, path: &str) -> Option<QuestionIx> {
        let (question, row) = locate(procedure, path)?;
        match row {
            Some(row) if row.row >= self.count(row.group) => None,
            row => Some(self.within(question, row)),
        }
    }

    /// The step a cell stands on.
    pub fn step_of(&self, procedure: &Procedure, cell: QuestionIx) -> Option<StepIx> {
        procedure.step_of(self.place(cell).0)
    }
}

impl Group {
    fn width(&self) -> u16 {
        self.end.saturating_sub(self.first)
    }
}

/// The question of a path and the row it names, however many rows there are.
pub(crate) fn locate(procedure: &Procedure, path: &str) -> Option<(QuestionIx, Option<Row>)> {
    for (at, rows) in (0u16..).zip(&procedure.rows) {
        let Some((number, rest)) = row_number(path, &rows.path) else { continue };
        let own = procedure.questions.get(usize::from(rows.first)..usize::from(rows.end))?;
        let at_rest = own.iter().position(|q| q.path.strip_prefix(rows.path.as_str()) == Some(rest))?;
        let question = QuestionIx(rows.first.checked_add(u16::try_from(at_rest).ok()?)?);
        return Some((question, Some(Row { group: RowsIx(at), row: number.checked_sub(1)? })));
    }
    let at = procedure.questions.iter().position(|q| q.path == path)?;
    let in_rows =
        |rows: &crate::procedure::Rows| (usize::from(rows.first)..usize::from(rows.end)).contains(&at);
    let question = u16::try_from(at).ok().map(QuestionIx)?;
    (!procedure.rows.iter().any(in_rows)).then_some((question, None))
}

/// `papers.12.pages` of the group `papers`: 12 and `.pages`. Only a plain number counts: one path a cell.
fn row_number<'a>(path: &'a str, group: &str) -> Option<(u16, &'a str)> {
    let rest = path.strip_prefix(group)?.strip_prefix('.')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = rest.split_at_checked(digits)?;
    (!number.starts_with('0') && rest.starts_with('.')).then_some(())?;
    Some((number.parse().ok()?, rest))
}

#[cfg(test)]
mod tests;
