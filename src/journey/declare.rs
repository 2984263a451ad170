//! Declare: one step, its questions, Continue.

use super::heading;
use crate::components::button::{Weight, button};
use crate::components::{question::question, summary::summary};
use crate::session::Session;
use dossier::procedure::StepIx;
use leptos::prelude::*;

/// The page of one step.
pub(crate) fn page(s: &Session, at: StepIx) -> AnyView {
    let Some(procedure) = s.procedure() else { return ().into_any() };
    let Some(step) = procedure.steps.get(at.at()) else { return ().into_any() };
    let (w, lang) = (s.words(), s.lang());
    let intro = step.intro.as_ref().map_or("", |t| t.get(lang)).to_string();
    let questions = procedure.questions_of(step).map(|ix| question(s, ix)).collect::<Vec<_>>();
    let (forward, back) = (s.clone(), s.clone());
    view! {
        <p class="progress">{progress(s, at)}</p>
        {heading(step.title.get(lang))}
        <p class="lead" hidden=intro.is_empty()>{intro.clone()}</p>
        {summary(s)}
        {questions}
        <div class="actions">
            {button("continue", Weight::Primary, w.continue_, move || forward.continue_from(at))}
            {button("back", Weight::Quiet, w.back, move || back.back())}
        </div>
    }
    .into_any()
}

/// "Bước 2 trong 7": steps, papers and review counted.
fn progress(s: &Session, at: StepIx) -> String {
    let steps = s.steps();
    let here = steps.iter().position(|step| *step == at).map_or(1, |n| n + 1);
    let w = s.words();
    let total = (steps.len() + 2).to_string();
    [w.step, " ", &here.to_string(), " ", w.of, " ", &total].concat()
}
