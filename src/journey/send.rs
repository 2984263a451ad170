//! Send: waiting, on its way, or sent back; each with one next step. The device sends by itself.

use super::heading;
use super::kept::{state, trouble};
use crate::components::button::{Weight, actions, button};
use crate::components::summary::line;
use crate::draft::{Record, Stage};
use crate::i18n::{More, fill};
use crate::platform::clock;
use crate::platform::dom::{El, div, el, p};
use crate::session::{Page, Saved, Sending, Session};
use protocol::{Problem, ProblemKind};

/// The page.
#[inline(never)]
pub(crate) fn page(s: &Session) -> Vec<El> {
    let s = s.clone();
    let state = move || {
        let Some(record) = s.sent.get() else { return Vec::new() };
        match &record.stage {
            Stage::Waiting { tried, .. } => waiting(&s, *tried),
            Stage::Refused { .. } => refused(&s, s.problem()),
            // Another tab took it back, or has its receipt.
            Stage::Draft | Stage::Received { .. } => elsewhere(&s, &record),
        }
    };
    vec![div("sending").inside(state)]
}

fn waiting(s: &Session, tried: bool) -> Vec<El> {
    let w = s.more();
    let Some(record) = s.sent.now() else { return Vec::new() };
    let (hook, _) = state(s, &record);
    let (title, text) = match s.sending.get() {
        Sending::NoNetwork => (w.waiting_title, w.waiting),
        _ => (w.sending_title, w.sending_intro),
    };
    let text = match (s.saved.now(), s.kept.peek(|kept| kept.trouble)) {
        // Nothing is kept beyond this page: closing it would lose the dossier.
        (Saved::Failed(why), _) => [w.keep_open, " ", trouble(w, why)].concat(),
        (_, Some(_)) => w.keep_open.into(),
        _ => text.to_string(),
    };
    let number = [w.submission_number, ": ", record.number.as_str()].concat();
    let (now, back, list) = (s.clone(), s.clone(), s.clone());
    // The second tap of two on Submit falls on this page: it means nothing here.
    let settled = move || clock::unix().unsigned_abs() > record.at + 1;
    let hotline = s.config.site.hotline.as_deref().unwrap_or_default();
    vec![
        heading(title),
        p("", &text).attr("role", "status").attr("data-state", hook),
        p("hint", &number),
        div("bar").attr("aria-hidden", "true"),
        p("", &fill(w.hotline, &[hotline])).hidden(hotline.is_empty()),
        actions(vec![
            button("send-again", Weight::Primary, w.send_again, move || now.send_now()),
            button("take-back", Weight::Quiet, w.take_back, move || {
                if settled() {
                    back.take_back();
                }
            })
            .hidden(tried || hook == "sending"),
            button("find", Weight::Quiet, w.to_list, move || {
                if settled() {
                    list.go(Page::Find);
                }
            }),
        ]),
    ]
}

fn elsewhere(s: &Session, record: &Record) -> Vec<El> {
    let (opens, number) = (s.clone(), record.number.clone());
    let open = button("open-kept", Weight::Primary, s.more().kept_open, move || opens.open_kept(&number));
    vec![heading(state(s, record).1), actions(vec![open])]
}

/// What the gateway said against it; without a problem, a file's bytes are not on the device any more.
fn refused(s: &Session, problem: Option<Problem>) -> Vec<El> {
    let w = s.more();
    let findings = problem.as_ref().map(|problem| s.known(problem)).unwrap_or_default();
    let mend = s.clone();
    let mend = button("review", Weight::Primary, w.send_back, move || mend.mend());
    let state = |said: El| said.attr("data-state", "refused").attr("data-refused", "");
    if findings.is_empty() {
        let (kind, track) = (problem.map(|problem| problem.kind), s.clone());
        let closed = kind == Some(ProblemKind::Conflict) && s.is_supplement();
        let text = match kind {
            _ if closed => w.supplement_closed,
            None => w.send_file_lost,
            Some(kind) => reason(w, kind),
        };
        let next = match closed {
            true => button("track", Weight::Primary, w.track, move || track.track_sent()),
            false => mend,
        };
        return vec![
            heading(w.send_refused_title),
            state(p("", text).attr("role", "status")),
            actions(vec![next]),
        ];
    }
    let lines = el("ul").children(findings.into_iter().map(|finding| line(s, finding)).collect());
    let said = state(div("summary error").child(p("", w.send_refused)).child(lines));
    vec![heading(w.send_refused_title), said, actions(vec![mend])]
}

fn reason(w: &More, kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Conflict => w.send_conflict,
        ProblemKind::UnknownCatalogue | ProblemKind::Malformed | ProblemKind::Rejected => w.send_version,
        ProblemKind::BadFile => w.send_file,
        ProblemKind::TooLarge => w.send_limit,
        _ => w.send_procedure,
    }
}

/// What waits, was received or could not be kept, in the line that is always on the screen; empty when there is nothing
/// to say of that. Lies in the rest.
#[inline(never)]
pub(crate) fn status(s: &Session) -> String {
    let w = s.more();
    if s.clock_off.get() {
        return w.clock_off.into();
    }
    if let Saved::Failed(why) = s.saved.get() {
        return trouble(w, why).into();
    }
    let received = s.sent.with(|sent| sent.as_ref().and_then(Record::receipt));
    if let Some(receipt) = received.filter(|_| s.page.get() == Page::Receipt) {
        return [w.state_received, ": ", &receipt.code].concat();
    }
    let waits =
        s.kept.with(|kept| kept.records.iter().filter(|r| matches!(r.stage, Stage::Waiting { .. })).count());
    let count = waits.to_string();
    match s.sending.get() {
        _ if waits == 0 => String::new(),
        Sending::NoNetwork => fill(w.status_waiting, &[&count]),
        Sending::UnderWay { arrived, files, .. } if files > 0 && arrived < files => {
            fill(w.status_sending_files, &[&(arrived + 1).to_string(), &files.to_string()])
        }
        _ => fill(w.status_sending, &[&count]),
    }
}
