//! `cargo xtask catalogue`: the procedures as data, proven and compiled.

use crate::project::Project;
use crate::{bundle, files, run};
use anyhow::{Result, bail};
use pico_args::Arguments;

/// Whatever can change a byte of the compiled catalogue.
const INPUTS: [&str; 7] =
    ["Cargo.lock", "crates/catalogue", "crates/dossier", "crates/vietnam", "data", "procedures", "xtask/src"];

pub(crate) fn command(project: &Project, mut args: Arguments) -> Result<()> {
    match args.subcommand()?.as_deref() {
        Some("build") => build(project),
        Some("check") => check(project),
        _ => bail!("say `cargo xtask catalogue build`, `check` or `new`"),
    }
}

/// Leaves the compiled catalogue in [`Project::catalogue`].
pub(crate) fn build(project: &Project) -> Result<()> {
    let place = project.catalogue();
    project.refresh(&place, &INPUTS, || {
        run::say("Building the catalogue");
        let partial = place.with_added_extension("partial");
        files::remove_dir(&partial)?;
        let mut command = project.cargo("run --release -p catalogue -- build --out");
        run::fetch("the catalogue's Rust crates", command.arg(&partial))?;
        bundle::compress_all(&partial)?;
        files::replace_dir(&partial, &place)
    })
}

pub(crate) fn check(project: &Project) -> Result<()> {
    run::run(&mut project.cargo("run --release -p catalogue -- check"))
}
