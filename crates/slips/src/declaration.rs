//! The official declaration, as it is printed in the browser: the same lines, filled by `dossier::paper::fill`.

use dossier::paper::{FilledLine, Paper};
use vietnam::date::Date;

/// A declaration to print.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration<'a> {
    /// The form: its title, and who signs.
    pub paper: &'a Paper,
    /// Its lines with the answers in them.
    pub lines: &'a [FilledLine],
    /// Names of the papers that go with it.
    pub papers: &'a [String],
    /// The day it is made.
    pub day: Date,
}
