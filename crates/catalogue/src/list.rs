//! What there is: every version of every procedure in a table, with totals.

use crate::compile::{self, Compiled};
use crate::diagnostic::{Diagnostics, Sink};
use dossier::index::Entry;
use dossier::procedure::Procedure;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// A row for every version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listing(Vec<Row>);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Row {
    code: String,
    name: String,
    field: String,
    /// Questions, rules, components.
    counts: [usize; 3],
    source: String,
    unverified: usize,
    in_force: String,
}

/// What there is under `root`, without what is not sound, and what is wrong with that.
pub fn list(root: &Path) -> (Listing, Diagnostics) {
    let sink = Sink::default();
    let (compiled, _) = compile::read(root, &sink);
    (Listing::of(&compiled), sink.finish::<()>(None).err().unwrap_or_default())
}

impl Listing {
    fn of(compiled: &Compiled) -> Listing {
        let row = |((entry, procedure), unverified): ((&Entry, &Procedure), &usize)| Row {
            code: procedure.code.clone(),
            name: procedure.name.vi.clone(),
            field: entry.field.vi.clone(),
            counts: [procedure.questions.len(), procedure.rules.len(), procedure.components.len()],
            source: procedure.source.first().cloned().unwrap_or_default(),
            unverified: *unverified,
            in_force: match procedure.in_force.to {
                None => format!("{} –", procedure.in_force.from),
                Some(to) => format!("{} – {to}", procedure.in_force.from),
            },
        };
        let all = compiled.index.procedures.iter().zip(&compiled.procedures).zip(&compiled.doubtful);
        Listing(all.map(row).collect())
    }
}

impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["questions", "rules", "components", "unverified"];
        writeln!(
            f,
            "{:9} {:48} {:16} {:>9} {:>5} {:>10} {:>10}  {:23}  source",
            "code", "name", "field", head[0], head[1], head[2], head[3], "in force"
        )?;
        for Row { code, name, field, counts: [questions, rules, components], source, unverified, in_force } in
            &self.0
        {
            let (name, source) = (cut(name, 48), cut(source, 60));
            writeln!(
                f,
                "{code:9} {name:48} {field:16} {questions:9} {rules:5} {components:10} {unverified:10}  \
                 {in_force:23}  {source}"
            )?;
        }
        let mut fields: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in &self.0 {
            fields.entry(&row.field).or_default().push(row);
        }
        for (field, rows) in fields {
            writeln!(f, "{field}: {}", total(&rows))?;
        }
        writeln!(f, "together: {}", total(&self.0.iter().collect::<Vec<_>>()))
    }
}

fn total(rows: &[&Row]) -> String {
    let mut codes: Vec<&str> = rows.iter().map(|row| row.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let sum = |of: fn(&Row) -> usize| rows.iter().map(|row| of(row)).sum::<usize>();
    format!(
        "{} procedures in {} versions, {} questions, {} rules, {} components, {} unverified",
        codes.len(),
        rows.len(),
        sum(|row| row.counts[0]),
        sum(|row| row.counts[1]),
        sum(|row| row.counts[2]),
        sum(|row| row.unverified),
    )
}

/// The first letters, with … for the rest.
fn cut(words: &str, letters: usize) -> String {
    if words.chars().count() <= letters {
        return words.into();
    }
    words.chars().take(letters - 1).chain(['…']).collect()
}
