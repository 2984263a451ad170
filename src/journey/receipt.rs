//! Receipt: the number first, then what happens, when, and how; printable.

use super::{estimate, heading, lead, listed};
use crate::components::answers::pair;
use crate::components::button::{Weight, actions, button};
use crate::draft::Record;
use crate::i18n::{date_time, day};
use crate::platform::dom::{El, div, el, p};
use crate::session::Session;
use protocol::Receipt;

/// The page.
#[inline(never)]
pub(crate) fn page(s: &Session) -> Vec<El> {
    let sent = s.sent.get();
    let Some(receipt) = sent.as_ref().and_then(Record::receipt) else { return Vec::new() };
    let (w, lang) = (s.more(), s.lang());
    let own = sent.is_some_and(|record| record.completes.is_empty());
    let title = if own { w.receipt_state } else { w.supplement_received };
    let procedure = s.procedure();
    let next = procedure.map_or(Vec::new(), |p| p.next.iter().map(|t| t.get(lang).to_string()).collect());
    let (again, paper, track, named) = (s.clone(), s.clone(), s.clone(), s.clone());
    let code = p("code", &receipt.code).attr("data-dossier-code", "");
    vec![
        heading(title),
        div("receipt").child(p("", w.dossier_code)).child(code),
        lead(w.receipt_intro),
        // The name of the office may still be on its way: the page is not drawn anew under the heading's focus.
        el("dl").class("answers").inside(move || {
            named.tables.follow();
            rows(&named, &receipt)
        }),
        estimate(s),
        listed(w.receipt_next, next),
        p("", w.receipt_is_not_slip),
        actions(vec![
            button("print-receipt", Weight::Primary, w.print_receipt, move || paper.print_receipt()),
            button("track", Weight::Quiet, w.track, move || track.track_sent()),
            button("another", Weight::Quiet, w.another, move || again.another()),
        ]),
    ]
}

fn rows(s: &Session, receipt: &Receipt) -> Vec<El> {
    let w = s.more();
    let rows = [
        (w.submission_number, receipt.number.as_str().to_string()),
        (w.procedure, s.name_of(&receipt.procedure)),
        (w.office, s.office_name(&receipt.office)),
        (w.received_at, date_time(&receipt.received_at)),
        (w.due_day, receipt.due.as_deref().map(day).unwrap_or_default()),
        (w.secret, receipt.secret.clone()),
    ];
    let files = receipt.files.iter().map(|f| (w.file, f.name.clone()));
    let shown = rows.into_iter().chain(files).filter(|(_, value)| !value.is_empty());
    shown.map(|(name, value)| pair(name, &value)).collect()
}
