//! `cargo xtask`: everything that is done to this repository, in one place.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to the person who ran it")]

mod bench;
mod bundle;
mod catalogue;
mod files;
mod package;
mod prerender;
mod project;
mod province;
mod reach;
mod run;
mod shrink;
mod size;
mod split;
mod stage;
mod start;
mod test;
mod tidy;
mod tools;
mod wasm;
mod wat;
mod widget;

use anyhow::{Context, Result, bail};
use pico_args::Arguments;
use project::Project;
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  start [--port 8080] [--host 127.0.0.1] [--data .to-khai] [--with-province]
                            build what has changed and serve it on this machine; with a stand-in for the systems
                            that dossiers are handed on to, at the port after
  test [--filter STEP] [-- ARGS]
                            everything CI runs, cheap to dear; ARGS go to the test runners
  bench                     how long the core takes, for the largest dossier, and the reading of a card
  bench peers [NAMES] [--runs 5] [--check]
                            the widget beside other forms, in Chromium (bench/README.md)
  bench faults [--gateway 10000] [--relay 1000] [--widget 1000] [--typing 200] [--seed 1]
                            dossiers sent through a storm: none is lost, none is double
  size                      what a phone downloads, against budgets.toml
  tidy                      who may know whom, and the other rules of the house
  catalogue build [FROM INTO]  the procedures as data, proven and compiled; FROM another folder's
            check [WORD]    prove them; with a word, tell only of files whose name has it
            list            what there is, as a table
            new CODE FIELD NAME  begin a procedure: a file to fill in and its first scenario
  widget                    build the widget into target/to-khai/web
  tag [--at ADDRESS] [--catalogue FOLDER] [NAME=VALUE …]
                            the tag for a host page, with the first page of the widget drawn beforehand
  package                   the widget for a static host (target/to-khai/package) and for npm (target/to-khai/npm)
  tools                     install the pinned tools, and print where they are
";

fn main() -> ExitCode {
    match command(Arguments::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command(mut args: Arguments) -> Result<()> {
    if args.contains(["-h", "--help"]) {
        print!("{HELP}");
        return Ok(());
    }
    let name = args.subcommand().context("Arguments must be readable as UTF-8")?;
    let project = Project::find()?;
    match name.as_deref() {
        Some("start") => {
            let options = start::Options {
                host: option(&mut args, "--host")?.unwrap_or_else(|| "127.0.0.1".to_owned()),
                port: start::parse_port(option(&mut args, "--port")?.as_deref())?,
                data: option(&mut args, "--data")?
                    .map_or_else(|| project.root().join(".to-khai"), PathBuf::from),
                with_province: args.contains("--with-province"),
            };
            nothing_left(args)?;
            start::start(&project, &options)
        }
        Some("announce") => start::announce(&args.finish()),
        Some("attend") => province::attend(&args.finish()),
        Some("test") => {
            let filter = option(&mut args, "--filter")?;
            let mut rest = args.finish();
            if rest.first().is_some_and(|first| first == "--") {
                rest.remove(0);
            } else if let Some(stray) = rest.first() {
                bail!("`{}` is not understood; `cargo xtask --help` lists the commands", stray.display());
            }
            test::test(&project, filter.as_deref(), &rest)
        }
        Some("bench") => bench::bench(&project, &args.finish()),
        Some("size") => nothing_left(args).and_then(|()| size::size(&project)),
        Some("tidy") => nothing_left(args).and_then(|()| tidy::tidy(&project)),
        Some("widget") => nothing_left(args).and_then(|()| widget::build(&project)),
        Some("tag") => {
            let address = option(&mut args, "--at")?.unwrap_or_else(|| "https://khai.example.gov.vn".into());
            let catalogue = option(&mut args, "--catalogue")?.map(PathBuf::from);
            let given = args.finish().into_iter().map(|given| given.to_string_lossy().into_owned());
            print!("{}", prerender::tag(&project, &address, catalogue, &given.collect::<Vec<_>>())?);
            Ok(())
        }
        Some("package") => nothing_left(args).and_then(|()| package::package(&project)),
        Some("tools") => nothing_left(args).and_then(|()| tools::ensure_all(&project)),
        Some("catalogue") => catalogue::command(&project, args),
        Some(other) => bail!("there is no command `{other}`; `cargo xtask --help` lists the commands"),
        None => {
            print!("{HELP}");
            Ok(())
        }
    }
}

fn option(args: &mut Arguments, name: &'static str) -> Result<Option<String>> {
    args.opt_value_from_str(name).with_context(|| format!("`{name}` needs a value after it"))
}

fn nothing_left(args: Arguments) -> Result<()> {
    match args.finish().first() {
        Some(stray) => {
            bail!("`{}` is not understood; `cargo xtask --help` lists the commands", stray.display())
        }
        None => Ok(()),
    }
}
