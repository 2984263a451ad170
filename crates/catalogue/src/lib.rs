//! From procedures written in YAML to a proven, compiled catalogue. Native only.
//!
//! [`compile`] reads `procedures/` and `data/`, resolves and type-checks everything, and refuses what could
//! mislead a citizen; [`build`] writes the result for the widget and the gateway. Authors read
//! `docs/procedures.md` and [`Diagnostics`].

mod compile;
mod defaults;
mod diagnostic;
mod expand;
mod expr;
mod fields;
mod files;
mod golden;
mod kinds;
mod order;
mod paper;
mod parts;
mod procedure;
mod rates;
mod reach;
mod reference;
mod scenario;
mod scope;
mod sites;
mod texts;
mod yaml;

pub use compile::{Compiled, compile};
pub use diagnostic::{Diagnostic, Diagnostics, Position};
pub use files::{Blob, Written};
pub use golden::{Golden, golden};
pub use scenario::{Scenario, scenarios};

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
    let compiled = compile(root)?;
    let mut wrong = Vec::new();
    for scenario in scenarios(root)? {
        wrong.extend(scenario.run(&compiled).err().into_iter().flat_map(|all| all.0));
    }
    if wrong.is_empty() { Ok(Summary::of(&compiled, Vec::new())) } else { Err(Diagnostics(wrong)) }
}
