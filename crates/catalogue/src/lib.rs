//! From procedures written in YAML to a proven, compiled catalogue. Native only.
//!
//! [`compile`] reads `procedures/` and `data/`, resolves and type-checks everything, and refuses what could
//! mislead a citizen; [`build`] writes the result for the widget and the gateway. Authors read
//! `docs/procedures.md` and [`Diagnostics`].

mod abolished;
mod begin;
mod compile;
mod defaults;
mod diagnostic;
mod expand;
mod expr;
mod fields;
mod files;
mod golden;
mod guide;
mod keys;
mod kinds;
mod list;
mod lists;
mod old;
mod order;
mod origins;
mod paper;
mod parts;
mod procedure;
mod rates;
mod reach;
mod reference;
mod scenario;
#[cfg(test)]
mod schema;
mod scope;
mod share;
mod sites;
mod targets;
mod texts;
mod yaml;

pub use begin::begin;
pub use compile::{Compiled, compile};
pub use diagnostic::{Diagnostic, Diagnostics, Position};
pub use files::{Blob, Written};
pub use golden::{Golden, Story, golden, stories};
pub use list::{Listing, list};
pub use origins::Origins;
pub use scenario::{Scenario, scenarios};
pub use vietnam::date::Date;

use diagnostic::Sink;
use std::fmt;
use std::path::Path;

/// What was built.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summary {
    /// Version of the catalogue.
    pub version: String,
    /// Number of procedures.
    pub procedures: usize,
    /// Number of questions of all procedures.
    pub questions: usize,
    /// Files written; none after a mere check.
    pub files: Vec<Written>,
    /// Facts that nobody has verified yet.
    pub unverified: Vec<String>,
}

impl Summary {
    fn of(compiled: &Compiled, files: Vec<Written>) -> Summary {
        Summary {
            version: compiled.index.version.clone(),
            procedures: compiled.procedures.len(),
            questions: compiled.procedures.iter().map(|p| p.questions.len()).sum(),
            files,
            unverified: compiled.unverified.clone(),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Summary { version, procedures, questions, files, unverified } = self;
        writeln!(f, "catalogue {version}: {procedures} procedures, {questions} questions")?;
        files
            .iter()
            .try_for_each(|file| writeln!(f, "  {} {} B, brotli {} B", file.name, file.raw, file.brotli))?;
        unverified.iter().try_for_each(|why| writeln!(f, "  unverified: {why}"))
    }
}

/// Proves the catalogue under `root` (the repository) and writes it to `out`, each file also in brotli.
/// Compiled files of earlier builds are removed from `out`.
pub fn build(root: &Path, out: &Path) -> Result<Summary, Diagnostics> {
    let compiled = compile(root)?;
    let files = files::write(out, &compiled.files).map_err(|error| compile::failed(out, &error))?;
    Ok(Summary::of(&compiled, files))
}

/// Proves the catalogue under `root` and runs every scenario, without writing anything.
pub fn check(root: &Path) -> Result<Summary, Diagnostics> {
    let (summary, wrong) = prove(root);
    if wrong.0.is_empty() { Ok(summary) } else { Err(wrong) }
}

/// The same, as far as it goes: what is not sound is left out, the rest is proven. No mistake hides one in
/// another file.
pub fn prove(root: &Path) -> (Summary, Diagnostics) {
    let sink = Sink::default();
    let (compiled, codes) = compile::read(root, &sink);
    let mut wrong = Vec::new();
    for scenario in scenario::read_all(root, &sink) {
        if !codes.broken.contains(&scenario.procedure) {
            wrong.extend(scenario.run(&compiled).err().into_iter().flat_map(|all| all.0));
        }
    }
    wrong.extend(sink.finish::<()>(None).err().into_iter().flat_map(|all| all.0));
    wrong.sort();
    (Summary::of(&compiled, Vec::new()), Diagnostics(wrong))
}
