//! Declare: one step, its questions, Continue.

use super::{heading, lead};
use crate::components::button::{Weight, actions, button};
use crate::components::{question::question, summary::summary};
use crate::platform::dom::{El, div, p};
use crate::session::Session;
use dossier::procedure::StepIx;

/// The page of one step.
pub(crate) fn page(s: &Session, at: StepIx) -> Vec<El> {
    let Some(procedure) = s.procedure() else { return Vec::new() };
    let Some(step) = procedure.steps.get(at.at()) else { return Vec::new() };
    let (w, lang) = (s.words(), s.lang());
    let (forward, back) = (s.clone(), s.clone());
    vec![
        p("progress", &progress(s, at)),
        heading(step.title.get(lang)),
        lead(step.intro.as_ref().map_or("", |t| t.get(lang))),
        summary(s),
        div("").children(procedure.questions_of(step).map(|ix| question(s, ix)).collect()),
        actions(vec![
            button("continue", Weight::Primary, w.continue_, move || forward.continue_from(at)),
            button("back", Weight::Quiet, w.back, move || back.back()),
        ]),
    ]
}

/// "Bước 2 trong 7": steps, papers and review counted.
fn progress(s: &Session, at: StepIx) -> String {
    let steps = s.steps();
    let here = steps.iter().position(|step| *step == at).map_or(1, |n| n + 1);
    let w = s.words();
    let total = (steps.len() + 2).to_string();
    [w.step, " ", &here.to_string(), " ", w.of, " ", &total].concat()
}
