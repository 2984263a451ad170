//! What scenarios give to others: verdicts for a second build of `dossier` (wasm) to repeat, and stories to be lived
//! through in a browser.

use crate::compile::compile;
use crate::diagnostic::Diagnostics;
use crate::scenario::{Scenario, scenarios};
use dossier::{Answers, Procedure, Tables, blob};
use serde::Serialize;
use std::path::Path;

/// The verdicts on one procedure: its file, and for every scenario the day (ISO), answers by path, components with
/// a paper, the verdict.
pub type Golden = (Vec<u8>, Vec<(String, Vec<(String, String)>, Vec<String>, String)>);

/// postcard of a `Vec<`[`Golden`]`>`. Judged without tables: a phone has not loaded them either.
pub fn golden(root: &Path) -> Result<Vec<u8>, Diagnostics> {
    let compiled = compile(root)?;
    let scenarios = scenarios(root)?;
    let all: Vec<Golden> = compiled
        .procedures
        .iter()
        .map(|procedure| {
            let of_it = scenarios.iter().filter(|s| is_of(s.procedure(&compiled), procedure));
            (blob::write(procedure), of_it.map(|scenario| case(scenario, procedure)).collect())
        })
        .collect();
    Ok(postcard::to_allocvec(&all).unwrap_or_default())
}

fn is_of(found: Option<&Procedure>, procedure: &Procedure) -> bool {
    found.is_some_and(|found| std::ptr::eq(found, procedure))
}

fn case(scenario: &Scenario, procedure: &Procedure) -> (String, Vec<(String, String)>, Vec<String>, String) {
    let answers = scenario.typed(procedure).by_path(procedure);
    // What travels decides: an empty row at the end does not.
    let typed = answers.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
    let (typed, _) = Answers::from_paths(procedure, typed);
    let e = dossier::evaluate(procedure, &typed, scenario.today, &Tables::default());
    let verdict = dossier::verdict::verdict(procedure, &e, &scenario.papers(procedure));
    (scenario.today.to_string(), answers, attached(scenario), verdict)
}

fn attached(scenario: &Scenario) -> Vec<String> {
    scenario.attached.iter().map(|(_, id)| id.clone()).collect()
}

/// A dossier that nothing forbids to send, as it is told.
#[derive(Serialize)]
pub struct Story {
    /// Code of the procedure.
    pub code: String,
    /// Name of the scenario.
    pub name: String,
    /// The day it is told of (ISO).
    pub today: String,
    /// What is typed, by path, defaults included.
    pub answers: Vec<(String, String)>,
    /// Components with a paper.
    pub attached: Vec<String>,
}

/// Every scenario that is marked `complete`, the latest version of a procedure first.
pub fn stories(root: &Path) -> Result<Vec<Story>, Diagnostics> {
    let compiled = compile(root)?;
    let mut all: Vec<Story> = scenarios(root)?
        .iter()
        .filter(|scenario| scenario.is_complete())
        .filter_map(|scenario| {
            let procedure = scenario.procedure(&compiled)?;
            Some(Story {
                code: procedure.code.clone(),
                name: scenario.name.clone(),
                today: scenario.today.to_string(),
                answers: scenario.typed(procedure).by_path(procedure),
                attached: attached(scenario),
            })
        })
        .collect();
    all.sort_by(|a, b| (&a.code, &b.today).cmp(&(&b.code, &a.today)));
    Ok(all)
}
