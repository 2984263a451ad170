//! Prepare: who may apply, papers, fee, days. Read before the first question.

use super::{heading, section};
use crate::components::button::{Weight, button};
use crate::i18n::{fill, money};
use crate::platform::clock;
use crate::session::Session;
use dossier::procedure::{Component, FeeRule, PaperKind, Procedure};
use dossier::{Lang, Text};
use leptos::prelude::*;

/// The page.
pub(crate) fn page(s: &Session) -> AnyView {
    let Some(procedure) = s.procedure() else { return ().into_any() };
    let (w, lang) = (s.words(), s.lang());
    let texts = |all: &[Text]| all.iter().map(|t| t.get(lang).to_string()).collect::<Vec<_>>();
    let papers = procedure.components.iter().map(|c| component(s, c)).collect::<Vec<_>>();
    let papers_title = w.prepare_papers;
    let (begin, again, has_draft) = (s.clone(), s.clone(), s.has_draft());
    let start = if has_draft { w.prepare_resume } else { w.prepare_start };
    view! {
        {heading(procedure.name.get(lang))}
        <p class="lead">{procedure.summary.get(lang).to_string()}</p>
        {section(w.prepare_who, texts(&procedure.who))}
        <section><h2>{papers_title}</h2><ul>{papers}</ul></section>
        {section(w.prepare_fee, fees(s, &procedure))}
        {section(w.prepare_time, times(s, &procedure))}
        {section(w.prepare_result, vec![procedure.result.get(lang).to_string()])}
        {section(w.prepare_next, texts(&procedure.next))}
        <div class="actions">
            {button("start", Weight::Primary, start, move || begin.begin_declaring())}
            {has_draft.then(|| button("restart", Weight::Quiet, w.prepare_restart, move || again.start_over()))}
        </div>
    }
    .into_any()
}

fn component(s: &Session, component: &Component) -> AnyView {
    let (w, lang) = (s.words(), s.lang());
    let when = if component.when.is_some() || component.optional {
        [" (", w.if_case, ")"].concat()
    } else {
        String::new()
    };
    let name = [component.name.get(lang), &when].concat();
    let one_of = component.papers.len() > 1;
    let papers =
        component.papers.iter().map(|p| view! { <li>{counted(s, p, lang)}</li> }).collect::<Vec<_>>();
    view! {
        <li>
            <span>{name}</span>
            {one_of.then(|| view! { <span>". "{w.prepare_one_of}</span> })}
            <ul>{papers}</ul>
        </li>
    }
    .into_any()
}

/// "Giấy chứng sinh: 1 bản chính".
fn counted(s: &Session, paper: &PaperKind, lang: Lang) -> String {
    let w = s.words();
    let count = |n: u8, one: &str, many: &str| match n {
        0 => None,
        1 => Some(["1 ", one].concat()),
        n => Some([&n.to_string(), " ", many].concat()),
    };
    let counts = [count(paper.originals, w.original, w.originals), count(paper.copies, w.copy, w.copies)];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    [paper.name.get(lang), ": ", &counts.join(", ")].concat()
}

/// Every line of the fee, before anything is answered.
fn fees(s: &Session, procedure: &Procedure) -> Vec<String> {
    let (w, today) = (s.words(), clock::now().date);
    let line = |item: &dossier::procedure::FeeItem| {
        let rate = |ix: &dossier::procedure::RateIx| {
            procedure.rates.get(ix.at()).and_then(|r| r.on(today)).map(money)
        };
        let amount = match &item.amount {
            FeeRule::Free => w.free.into(),
            FeeRule::ByProvince => {
                s.config.site.fee(&procedure.code, &item.id).map_or_else(|| w.by_province.into(), money)
            }
            FeeRule::Fixed(ix) | FeeRule::Each(ix, _) => rate(ix).unwrap_or_else(|| w.by_province.into()),
        };
        [item.label.get(s.lang()), ": ", &amount].concat()
    };
    procedure.fee.iter().map(line).collect()
}

fn times(s: &Session, procedure: &Procedure) -> Vec<String> {
    let mut lines: Vec<String> = procedure.time.iter().map(|t| t.text.get(s.lang()).to_string()).collect();
    let due = s.with(|open| {
        let e = open.form.evaluation();
        dossier::due(procedure, e, clock::now(), &s.index.calendar, s.config.site.closes)
    });
    if let Some(Some(due)) = due {
        lines.push(fill(s.words().time_if_received_today, &[&due.dmy()]));
    }
    lines
}
