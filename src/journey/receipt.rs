//! Receipt: the number first, then what happens, when, and how; printable.

use super::{estimate, heading, lead, listed, pair};
use crate::components::button::{Weight, actions, button};
use crate::i18n::{date_time, day};
use crate::platform::dom::{El, div, el, p};
use crate::session::{Page, Session};
use protocol::Receipt;

/// The page.
#[inline(never)]
pub(crate) fn page(s: &Session) -> Vec<El> {
    let Some(receipt) = s.sent.get().and_then(|record| record.receipt()) else { return Vec::new() };
    s.tables.follow();
    let (w, lang) = (s.more(), s.lang());
    let procedure = s.procedure();
    let next = procedure.map_or(Vec::new(), |p| p.next.iter().map(|t| t.get(lang).to_string()).collect());
    let (again, paper, track) = (s.clone(), s.clone(), s.clone());
    let code = p("code", &receipt.code).attr("data-dossier-code", "");
    vec![
        heading(w.receipt_state),
        div("receipt").child(p("", w.dossier_code)).child(code),
        lead(w.receipt_intro),
        el("dl").class("answers").children(rows(s, &receipt)),
        estimate(s),
        listed(w.receipt_next, next),
        p("", w.receipt_is_not_slip),
        actions(vec![
            button("print-receipt", Weight::Primary, w.print_receipt, move || paper.print_receipt()),
            button("track", Weight::Quiet, w.track, move || {
                track.go(Page::Track);
                track.track_sent();
            }),
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
