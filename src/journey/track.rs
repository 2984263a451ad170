//! Track: how a dossier stands, by the secret on its receipt, or by what its citizen knows.

use super::{heading, lead, section};
use crate::components::answers::pair;
use crate::components::button::{Weight, actions, button};
use crate::components::text_field::line;
use crate::i18n::{More, date_time, day};
use crate::platform::dom::{El, div, el, p};
use crate::session::{Session, Tracked};
use crate::state::State;
use protocol::{Progress, Proof, State as DossierState, Track};
use std::rc::Rc;

/// The page.
#[inline(never)]
pub(crate) fn page(s: &Session) -> Vec<El> {
    let w = s.more();
    let shown = s.clone();
    let typed: [State<String>; 4] = std::array::from_fn(|_| State::new(String::new()));
    let [dossier, secret, digits, phone] = &typed;
    dossier.set(s.on_slip().unwrap_or_default());
    let asks = (s.clone(), typed.clone());
    let ask = move || {
        let (s, [dossier, secret, digits, phone]) = &asks;
        let cleaned = |typed: &State<String>| typed.now().trim().to_ascii_uppercase();
        let proof = match cleaned(secret) {
            secret if secret.is_empty() => Proof::Person { digits: cleaned(digits), phone: cleaned(phone) },
            secret => Proof::Secret(secret),
        };
        s.track(Rc::new(Track { dossier: cleaned(dossier), proof }));
    };
    let back = s.clone();
    vec![
        heading(w.track_title),
        lead(w.track_intro),
        div("").inside(move || answered(&shown)),
        line("track.dossier", w.track_dossier, w.track_dossier_hint, "text", dossier),
        line("track.secret", w.secret, w.track_secret_hint, "text", secret),
        section(
            w.track_without,
            vec![
                line("track.digits", w.track_digits, w.track_digits_hint, "numeric", digits),
                line("track.phone", w.track_phone, w.track_phone_hint, "tel", phone),
            ],
        ),
        actions(vec![
            button("ask", Weight::Primary, w.track_ask, ask),
            button("back", Weight::Quiet, w.back, move || back.back()),
        ]),
    ]
}

fn answered(s: &Session) -> Vec<El> {
    let w = s.more();
    let said = |class: &str, text: &str| {
        let said = p(class, text).attr("role", "alert").attr("tabindex", "-1").attr("data-tracked", "");
        vec![div("messages").child(said)]
    };
    match s.tracked.get() {
        Tracked::Nothing => Vec::new(),
        Tracked::Asking => vec![p("loading", "…").attr("role", "status")],
        Tracked::Unknown => said("error", w.track_unknown),
        Tracked::TooOften => said("error", w.track_too_often),
        Tracked::NoAnswer => said("error", w.track_no_answer),
        Tracked::NotHere => said("error", w.track_supplement_next),
        Tracked::Known(progress, track) => vec![known(s, &progress, track)],
    }
}

fn known(s: &Session, progress: &Progress, track: Rc<Track>) -> El {
    let w = s.more();
    let Some(last) = progress.events.last() else { return div("") };
    // Who must do something is told so; the due day counts while the office works.
    let (class, works) = match last.state {
        DossierState::Received
        | DossierState::Accepted
        | DossierState::Processing
        | DossierState::Supplemented => ("receipt", true),
        DossierState::Finished | DossierState::Returned | DossierState::Withdrawn => ("receipt", false),
        DossierState::Undeliverable
        | DossierState::Refused
        | DossierState::Supplement
        | DossierState::Paying
        | DossierState::Stopped => ("summary error", false),
    };
    let due = progress.due.as_deref().filter(|_| works).map(day).unwrap_or_default();
    let until = last.until.as_deref().map(day).unwrap_or_default();
    let rows = [
        (w.track_words, last.words.clone()),
        (w.track_until, until),
        (w.dossier_code, progress.code.clone()),
        (w.procedure, s.name_of(&progress.procedure)),
        (w.office, s.office_name(&progress.office)),
        (w.due_day, due),
    ];
    let rows = rows.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| pair(name, value));
    let events = progress.events.iter().map(|event| {
        let colon = if event.words.is_empty() { "" } else { ": " };
        let what = [&date_time(&event.at), ": ", called(w, event.state).0, colon, &event.words];
        el("li").text(&what.concat())
    });
    let (title, next) = called(w, last.state);
    // Whoever holds the receipt completes it here.
    let here = last.state == DossierState::Supplement && matches!(track.proof, Proof::Secret(_));
    let next = if here { w.track_supplement_here } else { next };
    let opens = s.clone();
    let complete = button("supplement", Weight::Primary, w.supplement, move || opens.complete(track.clone()));
    let hotline = s.config.site.hotline.as_deref().unwrap_or_default();
    div(class)
        .attr("tabindex", "-1")
        .attr("data-tracked", last.state.word())
        .child(el("h2").text(title))
        .child(p("", next))
        .child(p("", &crate::i18n::fill(w.hotline, &[hotline])).hidden(hotline.is_empty()))
        .child(el("dl").class("answers").children(rows.collect()))
        .child(actions(vec![complete]).hidden(!here))
        .child(el("ul").class("events").children(events.collect()))
}

/// What a state is called, and what comes next.
fn called(w: &More, state: DossierState) -> (&'static str, &'static str) {
    match state {
        DossierState::Received => (w.track_received, w.track_received_next),
        DossierState::Undeliverable => (w.track_undeliverable, w.track_undeliverable_next),
        DossierState::Accepted => (w.track_accepted, w.track_accepted_next),
        DossierState::Refused => (w.track_refused, w.track_refused_next),
        DossierState::Supplement => (w.track_supplement, w.track_supplement_next),
        DossierState::Finished => (w.track_finished, w.track_finished_next),
        DossierState::Returned => (w.track_returned, w.track_returned_next),
        DossierState::Processing => (w.track_processing, w.track_processing_next),
        DossierState::Paying => (w.track_paying, w.track_paying_next),
        DossierState::Withdrawn => (w.track_withdrawn, w.track_withdrawn_next),
        DossierState::Stopped => (w.track_stopped, w.track_stopped_next),
        DossierState::Supplemented => (w.supplement_received, w.track_received_next),
    }
}
