//! `cargo xtask bench faults`: thousands of dossiers through the storm, and a table of what became of them.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to the person who ran it")]

use journeys::faults::{Outcome, Plan, gateway};
use pico_args::Arguments;
use std::process::ExitCode;

/// How many, and by what chance.
struct Options {
    gateway: usize,
    seed: u64,
}

fn main() -> ExitCode {
    let options = match options(Arguments::from_env()) {
        Ok(options) => options,
        Err(why) => {
            eprintln!("error: {why}; say `--gateway 10000 --seed 1`");
            return ExitCode::FAILURE;
        }
    };
    let outcomes: Vec<Outcome> = [(options.gateway > 0)
        .then(|| gateway::run(Plan { runs: options.gateway, at_once: 32, seed: options.seed }))]
    .into_iter()
    .flatten()
    .collect();
    for outcome in &outcomes {
        println!("{outcome}");
    }
    if outcomes.iter().all(|outcome| outcome.wrong.is_nothing()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn options(mut args: Arguments) -> Result<Options, pico_args::Error> {
    // Cargo says it to every benchmark.
    let _ = args.contains("--bench");
    let options = Options {
        gateway: args.opt_value_from_str("--gateway")?.unwrap_or(10_000),
        seed: args.opt_value_from_str("--seed")?.unwrap_or(1),
    };
    match args.finish().first() {
        Some(stray) => Err(pico_args::Error::ArgumentParsingFailed {
            cause: format!("`{}` is not understood", stray.display()),
        }),
        None => Ok(options),
    }
}
