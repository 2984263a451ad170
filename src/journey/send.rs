//! Send: on its way, not yet arrived, or refused; each with one next step.

use super::heading;
use crate::components::button::{Weight, button};
use crate::components::summary::line;
use crate::i18n::Words;
use crate::session::{Page, Sending, Session};
use leptos::prelude::*;
use protocol::{Problem, ProblemKind};

/// The page.
pub(crate) fn page(s: &Session) -> AnyView {
    let s = s.clone();
    let state = move || {
        let w = s.words();
        match s.sending.get() {
            Sending::Idle | Sending::UnderWay => view! {
                {heading(w.sending_title)}
                <p role="status">{w.sending_intro}</p>
                <div class="bar" aria-hidden="true"></div>
            }
            .into_any(),
            Sending::Unknown => stuck(&s, w.send_failed_title, w.send_failed, true),
            Sending::Unable => stuck(&s, w.send_failed_title, w.no_crypto, false),
            Sending::Refused(problem) => refused(&s, &problem),
        }
    };
    view! { <div class="sending">{state}</div> }.into_any()
}

fn stuck(s: &Session, title: &'static str, text: &'static str, again: bool) -> AnyView {
    let w = s.words();
    let (send, back) = (s.clone(), s.clone());
    view! {
        {heading(title)}
        <p role="status">{text}</p>
        <div class="actions">
            {again.then(|| button("send-again", Weight::Primary, w.send_again, move || send.send_again()))}
            {button("review", Weight::Quiet, w.send_back, move || back.go(Page::Review))}
        </div>
    }
    .into_any()
}

fn refused(s: &Session, problem: &Problem) -> AnyView {
    let w = s.words();
    let findings = s.known(problem);
    if findings.is_empty() {
        return stuck(s, w.send_refused_title, reason(w, problem.kind), retries(problem.kind));
    }
    let item = |finding: Result<dossier::Finding, String>| match finding {
        Ok(finding) => line(s, finding),
        Err(path) => view! { <li>{path}</li> }.into_any(),
    };
    let lines = findings.into_iter().map(item).collect::<Vec<_>>();
    let back = s.clone();
    view! {
        {heading(w.send_refused_title)}
        <div class="summary error" data-refused=""><p>{w.send_refused}</p><ul>{lines}</ul></div>
        <div class="actions">{button("review", Weight::Primary, w.send_back, move || back.go(Page::Review))}</div>
    }
    .into_any()
}

fn retries(kind: ProblemKind) -> bool {
    matches!(kind, ProblemKind::Conflict | ProblemKind::BadFile)
}

fn reason(w: &Words, kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Conflict => w.send_conflict,
        ProblemKind::UnknownCatalogue | ProblemKind::Malformed => w.send_version,
        ProblemKind::BadFile => w.send_file,
        ProblemKind::TooLarge => w.send_limit,
        ProblemKind::UnknownProcedure | ProblemKind::NotFound => w.send_procedure,
        _ => w.send_failed,
    }
}
