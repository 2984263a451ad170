//! `cargo xtask catalogue`: the procedures as data, proven and compiled.

use crate::project::Project;
use crate::{bundle, files, run};
use anyhow::{Result, anyhow, bail};
use catalogue::Date;
use pico_args::Arguments;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Whatever can change a byte of the compiled catalogue.
const INPUTS: [&str; 8] = [
    "Cargo.lock",
    "crates/catalogue",
    "crates/dossier",
    "crates/exchange",
    "crates/vietnam",
    "data",
    "procedures",
    "xtask/src",
];

pub(crate) fn command(project: &Project, mut args: Arguments) -> Result<()> {
    let name = args.subcommand()?;
    let rest: Vec<String> = args.finish().iter().map(|arg| arg.to_string_lossy().into_owned()).collect();
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    match (name.as_deref(), &rest[..]) {
        (Some("build"), []) => build(project),
        (Some("build"), [from, into]) => compile(from.as_ref(), into.as_ref()),
        (Some("check"), []) => check(project, ""),
        (Some("check"), [word]) => check(project, word),
        (Some("list"), []) => list(project),
        (Some("new"), [code, field, name]) => new(project, code, field, name),
        (Some("new"), _) => {
            bail!("say `cargo xtask catalogue new CODE ho-tich|chung-thuc|bao-tro-xa-hoi \"NAME\"`")
        }
        _ => bail!("say `cargo xtask catalogue build [FROM INTO]`, `check [WORD]`, `list` or `new`"),
    }
}

/// Leaves the compiled catalogue in [`Project::catalogue`].
pub(crate) fn build(project: &Project) -> Result<()> {
    let place = project.catalogue();
    project.refresh(&place, &INPUTS, || compile(project.root(), &place))
}

/// Compiles the `procedures/` and `data/` of a folder into another.
fn compile(from: &Path, into: &Path) -> Result<()> {
    run::say("Building the catalogue");
    let partial = into.with_added_extension("partial");
    files::remove_dir(&partial)?;
    let summary = catalogue::build(from, &partial).map_err(refused)?;
    run::say(&summary.to_string());
    bundle::compress_all(&partial)?;
    files::replace_dir(&partial, into)
}

/// Proves everything; with a word, tells only of files whose name has it.
pub(crate) fn check(project: &Project, word: &str) -> Result<()> {
    let (mut summary, mut wrong) = catalogue::prove(project.root());
    summary.unverified.retain(|why| why.split(' ').next().is_some_and(|file| file.contains(word)));
    let all = wrong.0.len();
    wrong.0.retain(|one| one.at.file.contains(word));
    run::say(&summary.to_string());
    if wrong.0.len() < all {
        run::say(&format!(
            "{} mistakes in files without \"{word}\" in their name are hidden",
            all - wrong.0.len()
        ));
    }
    if wrong.0.is_empty() { Ok(()) } else { Err(refused(wrong)) }
}

fn list(project: &Project) -> Result<()> {
    let (listing, wrong) = catalogue::list(project.root());
    print!("{listing}");
    if !wrong.0.is_empty() {
        run::say(&format!("{} mistakes; `check` tells them, and what has them is not listed", wrong.0.len()));
    }
    Ok(())
}

fn new(project: &Project, code: &str, field: &str, name: &str) -> Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let today = Date::from_days(i32::try_from(now / 86_400).unwrap_or_default());
    let files = catalogue::begin(project.root(), code, field, name, today).map_err(|why| anyhow!(why))?;
    files.iter().for_each(|file| run::say(&format!("{} is there to be filled in", file.display())));
    Ok(())
}

/// Writes the verdicts on every scenario, for the core's second build to repeat.
pub(crate) fn write_golden(project: &Project) -> Result<PathBuf> {
    let file = project.out().join("golden.bin");
    files::write(&file, &catalogue::golden(project.root()).map_err(refused)?)?;
    Ok(file)
}

/// Writes the scenarios that are told in full, for the journeys to live through.
pub(crate) fn write_stories(project: &Project) -> Result<PathBuf> {
    let file = project.out().join("stories.json");
    let stories = catalogue::stories(project.root()).map_err(refused)?;
    files::write(&file, &serde_json::to_vec_pretty(&stories)?)?;
    Ok(file)
}

fn refused(diagnostics: catalogue::Diagnostics) -> anyhow::Error {
    anyhow!("the catalogue is refused:\n{diagnostics}")
}
