//! Receipt: the number first, then what happens, when, and how; printable.

use super::{heading, section};
use crate::components::button::{Weight, button};
use crate::i18n::{date_time, day};
use crate::session::Session;
use leptos::prelude::*;
use protocol::Receipt;

/// The page.
pub(crate) fn page(s: &Session) -> AnyView {
    let Some(receipt) = s.receipt.get() else { return ().into_any() };
    s.tables.track();
    let (w, lang) = (s.words(), s.lang());
    let procedure = s.procedure();
    let next =
        procedure.as_ref().map_or(Vec::new(), |p| p.next.iter().map(|t| t.get(lang).to_string()).collect());
    let (again, paper) = (s.clone(), s.clone());
    view! {
        {heading(w.receipt_state)}
        <div class="receipt">
            <p>{w.dossier_code}</p>
            <p class="code" data-dossier-code="">{receipt.code.clone()}</p>
        </div>
        <p class="lead">{w.receipt_intro}</p>
        <dl class="answers">{rows(s, &receipt)}</dl>
        {section(w.receipt_next, next)}
        <p>{w.receipt_is_not_slip}</p>
        <p class="hint">{w.keep_number}</p>
        <div class="actions">
            {button("print-receipt", Weight::Primary, w.print_receipt, move || paper.print_receipt())}
            {button("another", Weight::Quiet, w.another, move || again.another())}
        </div>
    }
    .into_any()
}

fn rows(s: &Session, receipt: &Receipt) -> Vec<AnyView> {
    let w = s.words();
    let procedure = s.procedure().map_or(String::new(), |p| p.name.get(s.lang()).into());
    let rows = [
        (w.submission_number, receipt.number.as_str().to_string()),
        (w.procedure, procedure),
        (w.office, s.office_name(&receipt.office)),
        (w.received_at, date_time(&receipt.received_at)),
        (w.due_day, receipt.due.as_deref().map(day).unwrap_or_default()),
    ];
    let files = receipt.files.iter().map(|f| (w.file, f.name.clone()));
    let shown = rows.into_iter().chain(files).filter(|(_, value)| !value.is_empty());
    shown
        .map(|(name, value)| view! { <div class="answer"><dt>{name}</dt><dd>{value}</dd></div> }.into_any())
        .collect()
}
