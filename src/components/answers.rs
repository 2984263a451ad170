//! Answers in words, read-only: for the review page.

use crate::session::Session;
use dossier::display::display;
use dossier::{Presence, QuestionIx};

/// The answer to a question as a person reads it; empty when nothing was answered.
pub(crate) fn answer(s: &Session, ix: QuestionIx) -> String {
    let Some(question) = s.question(ix) else { return String::new() };
    s.with(|open| {
        let e = open.form.evaluation();
        e.value(ix).map(|value| display(&question, value, open.form.tables(), s.lang()))
    })
    .flatten()
    .unwrap_or_default()
}

/// The title of the step a cell stands on.
pub(crate) fn step_title(s: &Session, cell: QuestionIx) -> String {
    let Some(procedure) = s.procedure() else { return String::new() };
    let step = s.shape().step_of(&procedure, cell).and_then(|at| procedure.steps.get(at.at()));
    step.map_or(String::new(), |step| step.title.get(s.lang()).into())
}

/// Whether a question belongs on the review page: it was asked, or follows with an answer.
pub(crate) fn is_reviewed(s: &Session, ix: QuestionIx) -> bool {
    match s.presence(ix) {
        Presence::Hidden => false,
        Presence::Asked => true,
        Presence::Copied(_) => !answer(s, ix).is_empty(),
    }
}
