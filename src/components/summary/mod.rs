//! What is to be put right, above the page, with the focus on it; each line leads to its control.

use super::question::said;
use crate::i18n::fill;
use crate::session::Session;
use dossier::{At, Finding, Severity};
use leptos::prelude::*;

/// The summary of the page that shows; nothing while all is well.
pub(crate) fn summary(s: &Session) -> AnyView {
    let s = s.clone();
    let shown = move || {
        let summary = s.summary.get();
        let w = s.words();
        let count = summary.findings.len().to_string();
        let (class, title, after) = match summary.severity? {
            Severity::Error => ("summary error", fill(w.error_summary, &[&count]), ""),
            _ => ("summary warning", fill(w.warning_summary, &[&count]), w.warning_go_on),
        };
        let lines = summary.findings.into_iter().map(|f| line(&s, f)).collect::<Vec<_>>();
        Some(view! {
            <div class=class tabindex="-1" role="group" aria-labelledby="summary-title">
                <h2 id="summary-title">{title}</h2>
                <ul>{lines}</ul>
                <p hidden=after.is_empty()>{after}</p>
            </div>
        })
    };
    view! { <div class="summary-place">{shown}</div> }.into_any()
}

/// One line; pressing it puts the focus on the control.
pub(crate) fn line(s: &Session, finding: Finding) -> AnyView {
    let text = said(s, finding);
    let s = s.clone();
    let go = move |_| match finding.at {
        At::Question(ix) => s.lead_to(ix, finding.code),
        At::Component(ix) => s.lead_to_paper(ix),
    };
    view! { <li><button type="button" class="link" data-action="go-to-finding" on:click=go>{text}</button></li> }.into_any()
}
