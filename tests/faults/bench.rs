//! `cargo xtask bench faults`: thousands of dossiers through the storm, and a table of what became of them.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to the person who ran it")]

use journeys::faults::{Outcome, Plan, gateway, relay, typing, widget};
use pico_args::{Arguments, Error};
use std::process::ExitCode;

type Run = fn(Plan) -> Outcome;

/// How many of each, and by what chance.
struct Options {
    gateway: usize,
    relay: usize,
    widget: usize,
    typing: usize,
    seed: u64,
}

fn main() -> ExitCode {
    let options = match options(Arguments::from_env()) {
        Ok(options) => options,
        Err(why) => {
            eprintln!("error: {why}; say `--gateway 10000 --relay 1000 --widget 1000 --typing 200 --seed 1`");
            return ExitCode::FAILURE;
        }
    };
    let plan = |runs, at_once| Plan { runs, at_once, seed: options.seed };
    let all: [(Plan, Run); 4] = [
        (plan(options.gateway, 32), gateway::run),
        (plan(options.relay, 32), relay::run),
        (plan(options.widget, 2), widget::run),
        (plan(options.typing, 2), typing::run),
    ];
    let mut good = true;
    for (plan, run) in all.into_iter().filter(|(plan, _)| plan.runs > 0) {
        let outcome = run(plan);
        println!("{outcome}");
        good &= outcome.wrong.is_nothing();
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn options(mut args: Arguments) -> Result<Options, Error> {
    // Cargo says it to every benchmark.
    let _ = args.contains("--bench");
    let options = Options {
        gateway: args.opt_value_from_str("--gateway")?.unwrap_or(10_000),
        relay: args.opt_value_from_str("--relay")?.unwrap_or(1_000),
        widget: args.opt_value_from_str("--widget")?.unwrap_or(1_000),
        typing: args.opt_value_from_str("--typing")?.unwrap_or(200),
        seed: args.opt_value_from_str("--seed")?.unwrap_or(1),
    };
    match args.finish().first() {
        Some(stray) => {
            Err(Error::ArgumentParsingFailed { cause: format!("`{}` is not understood", stray.display()) })
        }
        None => Ok(options),
    }
}
