//! Declare: one step, its questions, Continue.

use super::{heading, lead, progress};
use crate::components::aside::left_over;
use crate::components::button::{Weight, actions, button};
use crate::components::{person::persons, question::question, rows::rows, summary::summary};
use crate::platform::dom::{El, div};
use crate::session::Session;
use dossier::procedure::StepIx;
use dossier::{QuestionIx, Step};

/// The page of one step.
pub(crate) fn page(s: &Session, at: StepIx) -> Vec<El> {
    let Some(procedure) = s.procedure() else { return Vec::new() };
    let Some(step) = procedure.steps.get(at.at()) else { return Vec::new() };
    let (w, lang) = (s.words(), s.lang());
    let (forward, back) = (s.clone(), s.clone());
    vec![
        progress(s, s.steps().iter().position(|step| *step == at).map_or(1, |n| n + 1)),
        heading(step.title.get(lang)),
        lead(step.intro.as_ref().map_or("", |t| t.get(lang))),
        left_over(s),
        summary(s),
        persons(s, at),
        div("").children(questions(s, step)),
        actions(vec![
            button("continue", Weight::Primary, w.continue_, move || forward.continue_from(at)),
            button("back", Weight::Quiet, w.back, move || back.back()),
        ]),
    ]
}

/// The questions of a step, each group of rows in its place.
fn questions(s: &Session, step: &Step) -> Vec<El> {
    let (shape, mut all, mut at) = (s.shape(), Vec::new(), step.first);
    while at < step.end {
        match shape.group_of(QuestionIx(at)) {
            None => {
                all.push(question(s, QuestionIx(at)));
                at += 1;
            }
            Some(group) => {
                all.push(rows(s, group));
                let end = s.procedure().and_then(|p| Some(p.rows.get(group.at())?.end));
                at = end.unwrap_or(step.end).max(at + 1);
            }
        }
    }
    all
}
