//! Track: how a dossier stands, by the secret on its receipt, or by what its citizen knows.

use super::{heading, lead, pair, section};
use crate::components::button::{Weight, actions, button};
use crate::i18n::{date_time, day};
use crate::platform::dom::{El, div, el, p};
use crate::platform::input;
use crate::session::{Session, Tracked};
use crate::state::State;
use protocol::{Progress, Proof, State as DossierState};

/// The page.
#[inline(never)]
pub(crate) fn page(s: &Session) -> Vec<El> {
    let w = s.more();
    let shown = s.clone();
    let typed: [State<String>; 4] = std::array::from_fn(|_| State::new(String::new()));
    let [dossier, secret, digits, phone] = &typed;
    let asks = (s.clone(), typed.clone());
    let ask = move || {
        let (s, [dossier, secret, digits, phone]) = &asks;
        let cleaned = |typed: &State<String>| typed.now().trim().to_uppercase();
        let proof = match cleaned(secret) {
            secret if secret.is_empty() => Proof::Person { digits: cleaned(digits), phone: cleaned(phone) },
            secret => Proof::Secret(secret),
        };
        s.track(cleaned(dossier), proof);
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

fn line(name: &str, label: &str, hint: &str, mode: &str, typed: &State<String>) -> El {
    let (typed, said) = (typed.clone(), [name, ".hint"].concat());
    let control = el("input")
        .attr("type", "text")
        .attr("id", name)
        .attr("name", name)
        .attr("inputmode", mode)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", &said)
        .on("input", move |event| typed.set(input::text(&event)));
    div("question")
        .child(el("label").attr("for", name).text(label))
        .child(p("hint", hint).attr("id", &said))
        .child(control)
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
        Tracked::Known(progress) => vec![known(s, &progress)],
    }
}

fn known(s: &Session, progress: &Progress) -> El {
    let w = s.more();
    let last = progress.events.last().map_or(DossierState::Received, |event| event.state);
    let (title, next) = match last {
        DossierState::Received => (w.track_received, w.track_received_next),
        DossierState::Undeliverable => (w.track_undeliverable, w.track_undeliverable_next),
    };
    let hook = match last {
        DossierState::Received => "received",
        DossierState::Undeliverable => "undeliverable",
    };
    let due = progress.due.as_deref().filter(|_| last == DossierState::Received).map(day).unwrap_or_default();
    let rows = [
        (w.dossier_code, progress.code.clone()),
        (w.procedure, s.name_of(&progress.procedure)),
        (w.office, s.office_name(&progress.office)),
        (w.due_day, due),
    ];
    let rows = rows.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| pair(name, value));
    let events = progress.events.iter().map(|event| {
        let what = match event.state {
            DossierState::Received => w.track_received,
            DossierState::Undeliverable => w.track_undeliverable,
        };
        el("li").text(&[&date_time(&event.at), ": ", what].concat())
    });
    let hotline = s.config.site.hotline.as_deref().unwrap_or_default();
    let class = if last == DossierState::Received { "receipt" } else { "summary error" };
    div(class)
        .attr("tabindex", "-1")
        .attr("data-tracked", hook)
        .child(el("h2").text(title))
        .child(p("", next))
        .child(p("", &crate::i18n::fill(w.hotline, &[hotline])).hidden(hotline.is_empty()))
        .child(el("dl").class("answers").children(rows.collect()))
        .child(el("ul").children(events.collect()))
}
