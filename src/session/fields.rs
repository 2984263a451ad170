//! What happens to fields and rows under a citizen's hands.

use super::Session;
use crate::platform::task::later;
use dossier::{Action, QuestionIx, Row, RowsIx};

impl Session {
    /// One more row, open for answering.
    pub(crate) fn add_row(&self, group: RowsIx) {
        self.row.set(Some(Row { group, row: self.shape().count(group) }));
        self.apply(Action::AddRow(group));
        self.keep();
    }

    /// Takes a row out.
    pub(crate) fn remove_row(&self, row: Row) {
        self.row.set(None);
        self.apply(Action::RemoveRow(row));
        self.keep();
    }

    /// The citizen left a field: if something stands there, its findings show. Not before a press is over:
    /// a sentence that appears moves what is being pressed away from under the finger.
    pub(crate) fn leave(&self, ix: QuestionIx) {
        self.left.borrow_mut().push(ix);
        if !self.pressed.get() {
            self.settle();
        }
    }

    /// A finger or the mouse goes down, or is lifted.
    pub(crate) fn press(&self, down: bool) {
        if self.pressed.replace(down) && !down {
            self.settle();
        }
    }

    fn settle(&self) {
        let s = self.clone();
        later(move || {
            for ix in s.left.take() {
                let touched = !s.raw(ix).trim_matches(['/', ' ']).is_empty();
                if touched && let Some(cell) = s.cell(ix) {
                    cell.shown.set(true);
                }
            }
        });
    }
}
