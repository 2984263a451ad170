//! What is to be put right, above the page, with the focus on it; each line leads to its control.

use super::button::{Weight, button};
use super::question::said;
use crate::i18n::fill;
use crate::platform::dom::{El, div, el, p};
use crate::session::Session;
use dossier::{At, Finding, Severity};

/// The summary of the page that shows; nothing while all is well.
pub(crate) fn summary(s: &Session) -> El {
    let s = s.clone();
    let shown = move || {
        let summary = s.summary.get();
        summary.severity.map(|severity| filled(&s, severity, summary.findings)).into_iter().collect()
    };
    div("").inside(shown)
}

/// Lies in the rest, as Continue does.
#[inline(never)]
fn filled(s: &Session, severity: Severity, findings: Vec<Finding>) -> El {
    let w = s.more();
    let count = findings.len().to_string();
    let (class, title, after) = match severity {
        Severity::Error => ("summary error", fill(w.error_summary, &[&count]), ""),
        _ => ("summary warning", fill(w.warning_summary, &[&count]), w.warning_go_on),
    };
    let lines = findings.into_iter().map(|f| line(s, f)).collect();
    let around =
        div(class).attr("tabindex", "-1").attr("role", "group").attr("aria-labelledby", "summary-title");
    around
        .child(el("h2").attr("id", "summary-title").text(&title))
        .child(el("ul").children(lines))
        .child(p("", after).hidden(after.is_empty()))
}

/// One line; pressing it puts the focus on the control.
pub(crate) fn line(s: &Session, finding: Finding) -> El {
    let (text, s) = (said(s, finding), s.clone());
    let go = move || match finding.at {
        At::Question(ix) => s.lead_to(ix, finding.code),
        At::Component(ix) => s.lead_to_paper(ix),
    };
    el("li").child(button("go-to-finding", Weight::Link, &text, go))
}
