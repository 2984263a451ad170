//! `cargo xtask bench`: how long a phone's work takes on this machine.

use crate::project::Project;
use crate::run;
use anyhow::Result;
use std::ffi::OsString;

/// Runs the benchmarks; `args` go to criterion, e.g. a word of those that are wanted.
pub(crate) fn bench(project: &Project, args: &[OsString]) -> Result<()> {
    run::run(project.cargo("bench -p catalogue --bench check --").args(args))
}
