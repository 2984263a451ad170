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
        let w = s.words();
        let count = summary.findings.len().to_string();
        let (class, title, after) = match summary.severity {
            None => return Vec::new(),
            Some(Severity::Error) => ("summary error", fill(w.error_summary, &[&count]), ""),
            Some(_) => ("summary warning", fill(w.warning_summary, &[&count]), w.warning_go_on),
        };
        let lines = summary.findings.into_iter().map(|f| line(&s, f)).collect();
        let around =
            div(class).attr("tabindex", "-1").attr("role", "group").attr("aria-labelledby", "summary-title");
        vec![
            around
                .child(el("h2").attr("id", "summary-title").text(&title))
                .child(el("ul").children(lines))
                .child(p("", after).hidden(after.is_empty())),
        ]
    };
    div("").inside(shown)
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
