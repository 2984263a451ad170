//! How a run under faults went, as a table for people.

use super::ledger::Wrong;
use super::mood::{Fault, Tally};
use std::fmt;
use std::time::Duration;

/// How many dossiers to send through a storm, or batteries to take out, and what chance it all follows from.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Dossiers, or batteries.
    pub runs: usize,
    /// How many of them are on their way at the same time.
    pub at_once: usize,
    /// The same seed draws the same dossiers and the same storm.
    pub seed: u64,
}

/// How it went.
pub struct Outcome {
    /// What was run.
    pub what: &'static str,
    /// By which plan.
    pub plan: Plan,
    /// What went wrong on the way, and how often.
    pub faults: Vec<(Fault, u64)>,
    /// What was done to devices and gateway, and how often; what else was counted.
    pub blows: Vec<(&'static str, u64)>,
    /// What was wrong at the end.
    pub wrong: Wrong,
    /// How long it took.
    pub took: Duration,
}

impl Outcome {
    /// What a proxy has counted.
    #[must_use]
    pub fn faults(tally: &Tally) -> Vec<(Fault, u64)> {
        Fault::ALL.map(|fault| (fault, tally.of(fault))).into()
    }

    /// # Panics
    /// When anything was lost, double or otherwise wrong: with the table, which names the seed.
    pub fn must_be_good(&self) {
        assert!(self.wrong.is_nothing(), "\n{self}");
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 20;
        let Plan { runs, seed, .. } = self.plan;
        writeln!(f, "{}, seed {seed}", self.what)?;
        let mut row = |name: &dyn fmt::Display, count: u64| writeln!(f, "  {name:<22} {count:>8}");
        row(&"runs", runs as u64)?;
        for (fault, count) in &self.faults {
            row(fault, *count)?;
        }
        for (blow, count) in &self.blows {
            row(blow, *count)?;
        }
        let Wrong { lost, double, otherwise } = &self.wrong;
        row(&"lost", lost.len() as u64)?;
        row(&"double", double.len() as u64)?;
        row(&"otherwise wrong", otherwise.len() as u64)?;
        writeln!(f, "  {:<22} {:>8.1} s", "took", self.took.as_secs_f64())?;
        lost.iter().chain(double).chain(otherwise).take(SHOWN).try_for_each(|why| writeln!(f, "  ! {why}"))
    }
}
