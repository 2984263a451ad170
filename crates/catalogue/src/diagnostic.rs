//! What the author of a procedure reads when something is wrong: file, line, column and the remedy.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// A place in a file; line and column count from 1.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    /// Path from the root of the repository.
    pub file: Rc<str>,
    /// Line.
    pub line: usize,
    /// Column, in characters.
    pub column: usize,
}

impl Position {
    /// The beginning of a file.
    pub(crate) fn start(file: &str) -> Position {
        Position { file: file.into(), line: 1, column: 1 }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One thing that is wrong, and how to put it right.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Diagnostic {
    /// Where.
    pub at: Position,
    /// What is wrong.
    pub message: String,
    /// The remedy.
    pub help: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.at, self.message)?;
        write!(f, "  help: {}", self.help)
    }
}

/// Everything that is wrong with a catalogue, in the order of files and lines.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|one| writeln!(f, "{one}"))
    }
}

impl std::error::Error for Diagnostics {}

/// Where diagnostics are collected: one mistake does not hide the next.
#[derive(Default)]
pub(crate) struct Sink(RefCell<Vec<Diagnostic>>);

impl Sink {
    /// Notes a mistake.
    pub(crate) fn error(&self, at: &Position, message: impl Into<String>, help: impl Into<String>) {
        self.0.borrow_mut().push(Diagnostic { at: at.clone(), message: message.into(), help: help.into() });
    }

    /// Notes a name that is not known, with the known one that looks most like it.
    pub(crate) fn unknown<'a>(
        &self,
        at: &Position,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        let known: Vec<&str> = known.into_iter().collect();
        match closest(name, &known) {
            Some(near) => self.error(
                at,
                format!("unknown {what} \"{name}\"; did you mean \"{near}\"?"),
                format!("write \"{near}\", or add the {what} \"{name}\""),
            ),
            None => {
                let help = match known.len() {
                    0 => format!("add the {what} \"{name}\" first"),
                    1..=24 => format!("known here: {}", known.join(", ")),
                    n => format!("add the {what} \"{name}\", or use one of the {n} known ones"),
                };
                self.error(at, format!("unknown {what} \"{name}\""), help);
            }
        }
    }

    /// How many mistakes are noted so far.
    pub(crate) fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// The value, unless something was wrong.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Diagnostics> {
        let mut all = self.0.into_inner();
        all.sort();
        all.dedup();
        match value {
            Some(value) if all.is_empty() => Ok(value),
            _ => Err(Diagnostics(all)),
        }
    }
}

/// The known name nearest to `name`, if it is near enough to be a slip of the pen.
fn closest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).max(1);
    let near = known.iter().map(|one| (distance(name, one), *one)).min()?;
    (near.0 <= limit).then_some(near.1)
}

/// Letters to insert, delete, replace or swap with the next to get from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_recognised() {
        assert_eq!(closest("child.bron", &["child.name", "child.born"]), Some("child.born"));
        assert_eq!(closest("lable", &["label", "help"]), Some("label"));
        assert_eq!(closest("zebra", &["label", "help"]), None);
    }
}
