//! `cargo xtask test`: everything CI runs, cheap to dear, until the first failure.

use crate::project::{Made, Project};
use crate::tools::{self, WASM_BINDGEN};
use crate::{catalogue, run, size, stage, tidy, widget};
use anyhow::{Context, Result, ensure};
use std::ffi::OsString;
use std::time::{Duration, Instant};

/// One thing that must hold. Each prepares whatever it needs, so that it can be run alone.
struct Step {
    name: &'static str,
    run: fn(&Project, &[OsString]) -> Result<()>,
}

const STEPS: [Step; 10] = [
    Step { name: "format", run: format },
    Step { name: "lint", run: lint },
    Step { name: "tidy", run: |project, _| tidy::tidy(project) },
    Step { name: "unit", run: unit },
    Step { name: "wasm", run: wasm },
    Step { name: "catalogue", run: |project, _| catalogue::check(project, "") },
    Step { name: "widget", run: |project, _| widget::build(project) },
    Step { name: "gateway", run: |project, _| project.build_tested() },
    Step { name: "size", run: |project, _| size::size(project) },
    Step { name: "journeys", run: journeys },
];

/// Runs the steps whose name contains `filter`; `args` go to the test runners.
pub(crate) fn test(project: &Project, filter: Option<&str>, args: &[OsString]) -> Result<()> {
    let chosen = || STEPS.iter().filter(|step| filter.is_none_or(|filter| step.name.contains(filter)));
    ensure!(
        chosen().next().is_some(),
        "no step is named so; the steps are {}",
        STEPS.map(|step| step.name).join(", ")
    );
    let mut table = Vec::new();
    for step in chosen() {
        run::say(&format!("Step: {}", step.name));
        let start = Instant::now();
        let outcome = (step.run)(project, args);
        let row = row(step.name, start.elapsed(), outcome.is_ok());
        run::say(&row);
        table.push(row);
        if outcome.is_err() {
            println!("\n{}", table.join("\n"));
            return outcome.with_context(|| format!("step `{}`", step.name));
        }
    }
    println!("\n{}", table.join("\n"));
    Ok(())
}

fn row(name: &str, duration: Duration, passed: bool) -> String {
    format!("{name:<12} {:>8.1} s  {}", duration.as_secs_f64(), if passed { "passed" } else { "FAILED" })
}

fn format(project: &Project, _: &[OsString]) -> Result<()> {
    tools::ensure_component("rustfmt", "fmt")?;
    run::run(&mut project.cargo("fmt --all --check"))
}

fn lint(project: &Project, _: &[OsString]) -> Result<()> {
    tools::ensure_component("clippy", "clippy")?;
    tools::ensure_wasm_target()?;
    run::run(&mut project.cargo(
        "clippy --workspace --exclude to-khai --all-targets --test journeys --test faults -- -D warnings",
    ))?;
    run::run(&mut project.cargo("clippy -p to-khai -p scan --target wasm32-unknown-unknown -- -D warnings"))
}

fn unit(project: &Project, args: &[OsString]) -> Result<()> {
    tools::poppler::ensure()?;
    // What the journeys lean on has tests of its own, on the catalogue.
    run::run(stage::with_catalogue(project, "test --workspace --")?.args(args))
}

/// The core gives the same verdicts on a phone as on the gateway.
fn wasm(project: &Project, args: &[OsString]) -> Result<()> {
    tools::ensure_wasm_target()?;
    tools::ensure_node()?;
    let runner = WASM_BINDGEN.ensure(project)?.with_file_name("wasm-bindgen-test-runner");
    let golden = catalogue::write_golden(project)?;
    let mut tests = project.cargo("test -p dossier --test golden_wasm --target wasm32-unknown-unknown --");
    tests.args(args).env("TO_KHAI_GOLDEN", golden);
    run::run(tests.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner))
}

/// A citizen's way through the form, in real browsers, with the real gateway behind them.
fn journeys(project: &Project, args: &[OsString]) -> Result<()> {
    let line = "test --workspace --test journeys --test faults -- --nocapture --test-threads=3";
    let mut tests = stage::with_browsers(project, Made::ToTest, line)?;
    run::run(tests.args(args))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_does_not_exist_is_answered_with_those_that_do() {
        let project = Project::find().unwrap();
        let said = test(&project, Some("no-such-step"), &[]).unwrap_err().to_string();
        assert!(said.contains("format, lint, tidy"), "{said}");
    }

    #[test]
    fn a_row_tells_the_step_its_duration_and_its_outcome() {
        assert_eq!(row("unit", Duration::from_millis(61_250), false), "unit             61.2 s  FAILED");
    }
}
