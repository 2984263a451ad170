//! Verdicts on every scenario, for a second build of `dossier` (wasm) to repeat.

use crate::compile::compile;
use crate::diagnostic::Diagnostics;
use crate::scenario::scenarios;
use dossier::{Tables, blob};
use std::path::Path;

/// One verdict: the procedure's file, the day (ISO), answers by path, components with a paper, the verdict.
pub type Golden = (Vec<u8>, String, Vec<(String, String)>, Vec<String>, String);

/// postcard of a `Vec<`[`Golden`]`>`. Judged without tables: a phone has not loaded them either.
pub fn golden(root: &Path) -> Result<Vec<u8>, Diagnostics> {
    let compiled = compile(root)?;
    let all: Vec<Golden> = scenarios(root)?
        .into_iter()
        .filter_map(|scenario| {
            let procedure = scenario.procedure(&compiled)?;
            let e = scenario.evaluate(procedure, &Tables::default());
            let verdict = dossier::verdict::verdict(procedure, &e, &scenario.papers(procedure));
            let answers = scenario.typed(procedure).by_path(procedure);
            let today = scenario.today.to_string();
            Some((blob::write(procedure), today, answers, scenario.attached.clone(), verdict))
        })
        .collect();
    Ok(postcard::to_allocvec(&all).unwrap_or_default())
}
