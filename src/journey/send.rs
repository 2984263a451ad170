//! Send: on its way, not yet arrived, or refused; each with one next step.

use super::heading;
use crate::components::button::{Weight, actions, button};
use crate::components::summary::line;
use crate::i18n::{More, fill};
use crate::platform::dom::{El, div, el, p};
use crate::session::{Page, Sending, Session};
use protocol::{Problem, ProblemKind};

/// The page.
#[inline(never)]
pub(crate) fn page(s: &Session) -> Vec<El> {
    let s = s.clone();
    let state = move || {
        let w = s.more();
        match s.sending.get() {
            Sending::Idle | Sending::UnderWay => vec![
                heading(w.sending_title),
                p("", w.sending_intro).attr("role", "status"),
                div("bar").attr("aria-hidden", "true"),
            ],
            Sending::Unknown => stuck(&s, w.send_failed_title, w.send_failed, true),
            Sending::Unable => stuck(&s, w.send_failed_title, w.no_crypto, false),
            Sending::Refused(problem) => refused(&s, &problem),
        }
    };
    vec![div("sending").inside(state)]
}

fn stuck(s: &Session, title: &str, text: &str, again: bool) -> Vec<El> {
    let w = s.more();
    let send = s.clone();
    let again = again.then(|| button("send-again", Weight::Primary, w.send_again, move || send.send_again()));
    let buttons = again.into_iter().chain([to_review(s, Weight::Quiet)]).collect();
    let hotline = s.config.site.hotline.as_deref().unwrap_or_default();
    let call = p("", &fill(w.hotline, &[hotline])).hidden(hotline.is_empty());
    vec![heading(title), p("", text).attr("role", "status"), call, actions(buttons)]
}

fn refused(s: &Session, problem: &Problem) -> Vec<El> {
    let w = s.more();
    let findings = s.known(problem);
    if problem.kind != ProblemKind::Rejected || findings.is_empty() {
        return stuck(s, w.send_refused_title, reason(w, problem.kind), retries(problem.kind));
    }
    let lines = el("ul").children(findings.into_iter().map(|finding| line(s, finding)).collect());
    let said = div("summary error").attr("data-refused", "").child(p("", w.send_refused)).child(lines);
    vec![heading(w.send_refused_title), said, actions(vec![to_review(s, Weight::Primary)])]
}

fn to_review(s: &Session, weight: Weight) -> El {
    let (w, s) = (s.more(), s.clone());
    button("review", weight, w.send_back, move || s.go(Page::Review))
}

fn retries(kind: ProblemKind) -> bool {
    matches!(kind, ProblemKind::Conflict | ProblemKind::BadFile)
}

fn reason(w: &More, kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Conflict => w.send_conflict,
        ProblemKind::UnknownCatalogue | ProblemKind::Malformed | ProblemKind::Rejected => w.send_version,
        ProblemKind::BadFile => w.send_file,
        ProblemKind::TooLarge => w.send_limit,
        ProblemKind::UnknownProcedure | ProblemKind::NotFound => w.send_procedure,
        _ => w.send_failed,
    }
}
