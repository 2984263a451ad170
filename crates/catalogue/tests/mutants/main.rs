//! Would anybody notice if a definition said something else?
//!
//! Every definition is changed in one place at a time, as a slip of the pen would change it, and the scenarios are
//! told again. A change is caught when one of them does not come true any more. What a block, page or part says
//! is one place, however many procedures use it: a story of any of them may catch it. What nobody would notice is
//! listed in `target/mutants.txt`, for the author to write the story that is missing.
//!
//! `MUTANTS=1.001193 cargo test -p catalogue --test mutants` shows the files whose name has that word.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bend;
mod make;
mod words;

use catalogue::{Compiled, Origins, Scenario};
use dossier::{Answers, Evaluation, Procedure};
use make::{Mutant, mutants};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, thread};

/// Of a hundred changes so many are caught: of all, and of those in one file.
const OF_ALL: usize = 95;
const OF_A_FILE: usize = 85;

/// File, line and column, what is changed and how: the same for every use of a block.
type Change = ((String, String, usize), String);

/// A scenario with what follows from it now.
struct Told<'a> {
    scenario: &'a Scenario,
    answers: Answers,
    follows: Evaluation,
}

impl Told<'_> {
    fn catches(&self, mutant: &Mutant, compiled: &Compiled) -> bool {
        let today = self.scenario.today;
        let same = !mutant.beyond_answers
            && dossier::evaluate(&mutant.procedure, &self.answers, today, &compiled.tables) == self.follows;
        !same && self.scenario.run_on(&mutant.procedure, compiled).is_err()
    }
}

/// Every change of a procedure, and whether one of its scenarios catches it.
fn changes(
    procedure: &Procedure,
    origins: &Origins,
    scenarios: &[Scenario],
    compiled: &Compiled,
) -> Vec<(Change, bool)> {
    let mut bare = procedure.clone();
    bare.paper = None;
    bare.texts_mut(&mut |text| (text.vi, text.en) = Default::default());
    let of_it = |s: &&Scenario| s.procedure(compiled).is_some_and(|other| std::ptr::eq(other, procedure));
    let tell = |scenario| {
        let answers = Scenario::typed(scenario, &bare);
        let follows = dossier::evaluate(&bare, &answers, scenario.today, &compiled.tables);
        Told { scenario, answers, follows }
    };
    let mut told: Vec<Told<'_>> = scenarios.iter().filter(of_it).map(tell).collect();
    let mut changes = Vec::new();
    mutants(&bare, origins, &mut |mutant| {
        let caught = told.iter().position(|told| told.catches(&mutant, compiled));
        // The next change is often in the same place.
        caught.into_iter().for_each(|at| told[..=at].rotate_right(1));
        changes.push(((mutant.place, mutant.change), caught.is_some()));
    });
    changes
}

fn root() -> PathBuf {
    let here = env::var("CARGO_MANIFEST_DIR").unwrap_or(env!("CARGO_MANIFEST_DIR").into());
    Path::new(&here).join("../..")
}

/// Those of all procedures. One that several procedures share is caught when a scenario of any of them catches it.
fn all_changes() -> BTreeMap<Change, bool> {
    let compiled = catalogue::compile(&root()).unwrap();
    let procedures: Vec<_> = compiled.procedures.iter().zip(&compiled.origins).collect();
    let (next, all) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let scenarios = catalogue::scenarios(&root()).unwrap();
                while let Some((procedure, origins)) = procedures.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let changes = changes(procedure, origins, &scenarios, &compiled);
                    let mut all = all.lock().unwrap();
                    for (change, caught) in changes {
                        *all.entry(change).or_insert(false) |= caught;
                    }
                }
            });
        }
    });
    all.into_inner().unwrap()
}

/// The changes of a file, or of all.
#[derive(Default)]
struct Report {
    caught: usize,
    survivors: Vec<String>,
}

impl Report {
    fn add(&mut self, ((written, what, _), change): &Change, caught: bool) {
        match caught {
            true => self.caught += 1,
            false => self.survivors.push(format!("{written} {what}: {change}")),
        }
    }

    fn is_weaker_than(&self, percent: usize) -> bool {
        self.caught * 100 < (self.caught + self.survivors.len()) * percent
    }

    fn line(&self, title: &str) -> String {
        let Report { caught, survivors } = self;
        let made = caught + survivors.len();
        let thousandths = (caught * 1000).checked_div(made).unwrap_or(1000);
        format!("{}.{} % {title}: {caught} of {made} caught", thousandths / 10, thousandths % 10)
    }
}

#[test]
fn the_scenarios_notice_what_is_changed_in_a_definition() {
    let wanted = env::var("MUTANTS").unwrap_or_default();
    let (mut files, mut whole) = (BTreeMap::<String, Report>::new(), Report::default());
    for (change, caught) in all_changes() {
        let file = change.0.0.split(':').next().unwrap_or_default();
        if file.contains(&wanted) {
            files.entry(file.into()).or_default().add(&change, caught);
            whole.add(&change, caught);
        }
    }
    let mut text = String::new();
    for (file, report) in &files {
        writeln!(text, "{}", report.line(file)).unwrap();
        report.survivors.iter().for_each(|survivor| writeln!(text, "  {survivor}").unwrap());
    }
    writeln!(text, "{}", whole.line("altogether")).unwrap();
    fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("../mutants.txt"), &text).unwrap();
    let weak = files.iter().filter(|(_, report)| report.is_weaker_than(OF_A_FILE));
    let weak: Vec<String> = weak.map(|(file, report)| report.line(file)).collect();
    let strong = weak.is_empty() && !whole.is_weaker_than(OF_ALL);
    assert!(
        strong,
        "the survivors are in target/mutants.txt\n{}\n{}",
        weak.join("\n"),
        whole.line("altogether")
    );
}
