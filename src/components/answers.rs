//! Answers in words, read-only.

use crate::platform::dom::{El, div, el};
use crate::session::Session;
use dossier::display::display;
use dossier::{Presence, QuestionIx};

/// The answer to a question as a person reads it; empty when nothing was answered, or while the rest of the
/// code has not come.
pub(crate) fn answer(s: &Session, ix: QuestionIx) -> String {
    if s.rest.get() { told(s, ix).unwrap_or_default() } else { String::new() }
}

/// Lies in the rest.
#[inline(never)]
fn told(s: &Session, ix: QuestionIx) -> Option<String> {
    s.with(|open| {
        let question = open.form.question(ix)?;
        let value = open.form.evaluation().value(ix)?;
        Some(display(question, value, open.form.tables(), s.lang()))
    })?
}

/// The title of the step a cell stands on.
pub(crate) fn step_title(s: &Session, cell: QuestionIx) -> String {
    let Some(procedure) = s.procedure() else { return String::new() };
    let step = s.shape().step_of(&procedure, cell).and_then(|at| procedure.steps.get(at.at()));
    step.map_or(String::new(), |step| step.title.get(s.lang()).into())
}

/// A term and what it is, in a list of such.
pub(crate) fn pair(term: &str, is: &str) -> El {
    div("answer").child(el("dt").text(term)).child(el("dd").text(is))
}

/// Whether a question belongs on the review page: it was asked, or follows with an answer.
pub(crate) fn is_reviewed(s: &Session, ix: QuestionIx) -> bool {
    match s.presence(ix) {
        Presence::Hidden => false,
        Presence::Asked => true,
        Presence::Copied(_) => !answer(s, ix).is_empty(),
    }
}
