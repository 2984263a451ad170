//! `cargo xtask catalogue`: the procedures as data, proven and compiled.

use crate::project::Project;
use crate::{bundle, files, run};
use anyhow::{Result, anyhow, bail};
use pico_args::Arguments;
use std::path::PathBuf;

/// Whatever can change a byte of the compiled catalogue.
const INPUTS: [&str; 7] =
    ["Cargo.lock", "crates/catalogue", "crates/dossier", "crates/vietnam", "data", "procedures", "xtask/src"];

pub(crate) fn command(project: &Project, mut args: Arguments) -> Result<()> {
    match args.subcommand()?.as_deref() {
        Some("build") => build(project),
        Some("check") => check(project),
        _ => bail!("say `cargo xtask catalogue build` or `check`"),
    }
}

/// Leaves the compiled catalogue in [`Project::catalogue`].
pub(crate) fn build(project: &Project) -> Result<()> {
    let place = project.catalogue();
    project.refresh(&place, &INPUTS, || {
        run::say("Building the catalogue");
        let partial = place.with_added_extension("partial");
        files::remove_dir(&partial)?;
        let summary = catalogue::build(project.root(), &partial).map_err(refused)?;
        run::say(&summary.to_string());
        bundle::compress_all(&partial)?;
        files::replace_dir(&partial, &place)
    })
}

pub(crate) fn check(project: &Project) -> Result<()> {
    let summary = catalogue::check(project.root()).map_err(refused)?;
    run::say(&summary.to_string());
    Ok(())
}

/// Writes the verdicts on every scenario, for the core's second build to repeat.
pub(crate) fn write_golden(project: &Project) -> Result<PathBuf> {
    let file = project.out().join("golden.bin");
    files::write(&file, &catalogue::golden(project.root()).map_err(refused)?)?;
    Ok(file)
}

fn refused(diagnostics: catalogue::Diagnostics) -> anyhow::Error {
    anyhow!("the catalogue is refused:\n{diagnostics}")
}
