//! Prepare: who may apply, papers, fee, days. Read before the first question.

use super::{heading, kept, lead, list, listed, section};
use crate::components::button::{Weight, actions, button};
use crate::i18n::{fill, money};
use crate::platform::clock;
use crate::platform::dom::{El, div, el};
use crate::session::Session;
use dossier::procedure::{Component, FeeRule, PaperKind, Procedure};
use dossier::{Amount, Lang, Text};

/// The page.
pub(crate) fn page(s: &Session) -> Vec<El> {
    let Some(procedure) = s.procedure() else { return Vec::new() };
    let (w, lang) = (s.words(), s.lang());
    let texts = |all: &[Text]| all.iter().map(|t| t.get(lang).to_string()).collect::<Vec<_>>();
    let papers = el("ul").children(procedure.components.iter().map(|c| component(s, c)).collect());
    let (begin, again, kept, has_draft) = (s.clone(), s.clone(), s.clone(), s.has_draft());
    let start = if has_draft { w.prepare_resume } else { w.prepare_start };
    let mut buttons = vec![button("start", Weight::Primary, start, move || begin.begin_declaring())];
    if has_draft {
        buttons.push(button("restart", Weight::Quiet, w.prepare_restart, move || again.start_over()));
    }
    let code = procedure.code.clone();
    // What was left half-way earlier comes first, unless it is open already.
    let kept = move || match kept.rest.get() && !has_draft {
        true => kept::list(&kept, &code),
        false => Vec::new(),
    };
    let (timed, of) = (s.clone(), procedure.clone());
    let time = move || {
        timed.clock_off.follow();
        vec![listed(timed.words().prepare_time, times(&timed, &of))]
    };
    vec![
        heading(procedure.name.get(lang)),
        lead(procedure.summary.get(lang)),
        div("").inside(kept),
        listed(w.prepare_who, texts(&procedure.who)),
        section(w.prepare_papers, vec![papers]).hidden(procedure.components.is_empty()),
        listed(w.prepare_spared, texts(&procedure.spared)),
        listed(w.prepare_fee, fees(s, &procedure)),
        div("").live().inside(time),
        listed(w.prepare_result, procedure.results.iter().map(|r| r.name.get(lang).to_string()).collect()),
        listed(w.prepare_next, texts(&procedure.next)),
        actions(buttons),
    ]
}

/// A paper by its name, or what several papers prove and which they are.
fn component(s: &Session, component: &Component) -> El {
    let (w, lang) = (s.words(), s.lang());
    let when = match (component.optional, &component.when) {
        (true, _) => [" (", w.if_any, ")"].concat(),
        (false, Some(_)) => [" (", w.if_case, ")"].concat(),
        (false, None) => String::new(),
    };
    let papers: Vec<String> = component.papers.iter().map(|p| counted(s, p, lang)).collect();
    match papers.as_slice() {
        [only] => el("li").text(only).text(&when),
        _ => {
            let name = [component.name.get(lang), &when, ". ", w.prepare_one_of].concat();
            el("li").text(&name).child(list(papers))
        }
    }
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
    let w = s.words();
    let known = s.with(|open| open.form.evaluation().fee.clone()).unwrap_or_default();
    let line = |(at, item): (u16, &dossier::procedure::FeeItem)| {
        let now = known.iter().find(|line| line.item == at).map(|line| line.amount);
        let amount = match (&item.note, &item.amount, now) {
            (Some(note), _, _) => note.get(s.lang()).into(),
            (_, FeeRule::Free, _) => w.free.into(),
            (_, _, Some(Amount::Known(amount))) => money(amount),
            _ => s.config.site.fee(&procedure.code, &item.id).map_or_else(|| w.by_province.into(), money),
        };
        [item.label.get(s.lang()), ": ", &amount].concat()
    };
    (0u16..).zip(&procedure.fee).map(line).collect()
}

fn times(s: &Session, procedure: &Procedure) -> Vec<String> {
    let mut lines: Vec<String> = procedure.time.iter().map(|t| t.text.get(s.lang()).to_string()).collect();
    let due = s.with(|open| {
        let e = open.form.evaluation();
        dossier::due(procedure, e, clock::now(), &s.index().calendar, s.config.site.closes)
    });
    if let Some(Some(due)) = due {
        lines.push(fill(s.words().time_if_received_today, &[&due.dmy()]));
    }
    lines
}
