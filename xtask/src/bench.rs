//! `cargo xtask bench`: how long a phone's work takes on this machine, and what survives a storm.

use crate::project::Project;
use crate::{run, stage};
use anyhow::Result;
use std::ffi::OsString;

/// Runs the benchmarks. After `faults`, `args` say how many dossiers are sent through the storm and by which
/// chance; else they go to criterion, e.g. a word of those that are wanted.
pub(crate) fn bench(project: &Project, args: &[OsString]) -> Result<()> {
    match args.split_first() {
        Some((first, rest)) if first == "faults" => faults(project, rest),
        _ => run::run(project.cargo("bench -p catalogue --bench check --").args(args)),
    }
}

fn faults(project: &Project, args: &[OsString]) -> Result<()> {
    const BENCH: &str = "bench -p journeys --bench faults --";
    // `cargo xtask bench faults -- ARGS` as well as without the dashes.
    let args = args.strip_prefix(&[OsString::from("--")]).unwrap_or(args);
    let none_of = |option: &str| args.windows(2).any(|pair| pair[0] == option && pair[1] == "0");
    let mut bench = if none_of("--widget") && none_of("--typing") {
        stage::with_gateway(project, BENCH)?
    } else {
        stage::with_browsers(project, BENCH)?
    };
    run::run(bench.args(args))
}
