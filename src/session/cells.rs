//! The signals of the cells, and how they follow the form.

use super::{Open, Session};
use crate::state::State;
use dossier::{Action, Changes, QuestionIx, Row, Shape, View};

/// The signals of one cell.
#[derive(Clone)]
pub(crate) struct Cell {
    /// What the core says of it.
    pub(crate) view: State<View>,
    /// Whether its findings are shown yet: after leaving the field, or on Continue.
    pub(crate) shown: State<bool>,
}

impl Open {
    /// Signals for every cell there is. A cell that stands where it stood keeps its own; `before` says where cells
    /// stood, `taken` which row was taken out: those after it have moved up.
    pub(super) fn reshape(&mut self, before: &Shape, taken: Option<Row>) {
        let known = std::mem::take(&mut self.cells);
        let (shape, form) = (self.form.shape(), &self.form);
        let moved = |row: Option<Row>| {
            taken.zip(row).is_some_and(|(taken, row)| taken.group == row.group && taken.row <= row.row)
        };
        let cell = |cell: QuestionIx| {
            let place = shape.place(cell);
            let same = known.get(cell.at()).filter(|_| before.place(cell) == place && !moved(place.1));
            let fresh = || Cell { view: State::new(form.view(cell)), shown: State::new(false) };
            same.cloned().unwrap_or_else(fresh)
        };
        self.cells =
            (0..shape.len()).filter_map(|at| u16::try_from(at).ok()).map(QuestionIx).map(cell).collect();
    }
}

impl Session {
    /// Lets one thing happen to the declaration under way, and tells the page what changed.
    pub(super) fn apply(&self, action: Action) {
        let taken = if let Action::RemoveRow(row) = &action { Some(*row) } else { None };
        let mut reshaped = false;
        let (changed, groups) = {
            let mut open = self.open.borrow_mut();
            let Some(open) = open.as_mut() else { return };
            let before = open.form.shape().clone();
            let cells = match open.form.apply(action) {
                Changes::Cells(cells) => cells,
                Changes::Shape => {
                    reshaped = true;
                    open.reshape(&before, taken);
                    open.form.shape().cells()
                }
            };
            let view = |cell: &QuestionIx| Some((open.cells.get(cell.at())?.clone(), open.form.view(*cell)));
            let asked = open.groups.iter().cloned().zip(open.form.evaluation().groups.clone());
            (cells.iter().filter_map(view).collect::<Vec<_>>(), asked.collect::<Vec<_>>())
        };
        for (cell, view) in changed {
            // With another row two hundred stay as they are.
            if !reshaped || cell.view.peek(|known| *known != view) {
                cell.view.set(view);
            }
        }
        for (group, asked) in groups {
            if group.now() != asked {
                group.set(asked);
            }
        }
        if reshaped {
            self.rows.set(self.rows.now() + 1);
        }
    }
}
