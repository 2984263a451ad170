//! `cargo xtask bench`: how long a phone's work takes on this machine, how long beside other forms, and what survives
//! a storm.

use crate::project::{Made, Project};
use crate::tools::{WASM_BINDGEN, ensure_node};
use crate::{catalogue, files, run, stage, widget};
use anyhow::Result;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs the benchmarks. After `peers`, `args` go to `bench/measure.mjs`; after `faults` they say how many dossiers are
/// sent through the storm and by which chance; `places` takes none; else they go to criterion, e.g. a word of those
/// that are wanted.
pub(crate) fn bench(project: &Project, args: &[OsString]) -> Result<()> {
    match args.split_first() {
        Some((first, rest)) if first == "faults" => faults(project, rest),
        Some((first, rest)) if first == "peers" => peers(project, rest),
        Some((first, _)) if first == "places" => places(project),
        _ => {
            run::run(project.cargo("bench -p catalogue --bench core --").args(args))?;
            run::run(project.cargo("bench -p scan --bench photo --").args(args))?;
            run::run(project.cargo("bench -p slips --bench print --").args(args))
        }
    }
}

/// Builds the peers that are named and not built yet, the widget always, then measures.
fn peers(project: &Project, args: &[OsString]) -> Result<()> {
    let bench = tools(project)?;
    let (peers, adapters) = (bench.join("peers"), bench.join("adapters"));
    let is_peer = |name: &&OsString| adapters.join(name).with_added_extension("mjs").exists();
    let mut wanted: Vec<OsString> = args.iter().filter(is_peer).cloned().collect();
    if wanted.is_empty() {
        let all = files::walk(&adapters)?;
        wanted = all.iter().filter_map(|file| Some(file.file_stem()?.to_owned())).collect();
    }
    let stale = |name: &&OsString| *name == "to-khai" || !peers.join(name).join("dist").exists();
    let built = |name: &&OsString| peers.join(name).join("peer.mjs").exists() && stale(name);
    let mut build = node(&bench, "build.mjs");
    build
        .arg("--install")
        .args(wanted.iter().filter(built))
        .env("WASM_BINDGEN", WASM_BINDGEN.ensure(project)?);
    run::fetch("the peers", &mut build)?;
    run::run(node(&bench, "measure.mjs").args(args))
}

/// How long a letter takes where a place is looked for, on the gateway's own page.
fn places(project: &Project) -> Result<()> {
    let bench = tools(project)?;
    catalogue::build(project)?;
    widget::build(project)?;
    project.build_gateway()?;
    let served = [project.gateway(Made::ToRun), project.web(), project.catalogue()];
    run::run(node(&bench, "places.mjs").args(served))
}

/// The folder of what is measured in a browser, with its tools.
fn tools(project: &Project) -> Result<PathBuf> {
    const NPM: &str = "ci --no-audit --no-fund --no-update-notifier --loglevel=error";
    ensure_node()?;
    let bench = project.root().join("bench");
    if !bench.join("node_modules").exists() {
        let mut npm = run::program("npm");
        run::fetch("the tools of the bench", npm.args(NPM.split(' ')).current_dir(&bench))?;
    }
    Ok(bench)
}

fn node(bench: &Path, script: &str) -> Command {
    let mut node = run::program("node");
    node.arg(script).current_dir(bench);
    node
}

fn faults(project: &Project, args: &[OsString]) -> Result<()> {
    const BENCH: &str = "bench -p journeys --bench faults --";
    // `cargo xtask bench faults -- ARGS` as well as without the dashes.
    let args = args.strip_prefix(&[OsString::from("--")]).unwrap_or(args);
    let none_of = |option: &str| args.windows(2).any(|pair| pair[0] == option && pair[1] == "0");
    let mut bench = if none_of("--widget") && none_of("--typing") {
        stage::with_gateway(project, Made::ToRun, BENCH)?
    } else {
        stage::with_browsers(project, Made::ToRun, BENCH)?
    };
    run::run(bench.args(args))
}
