//! Review: exactly what will be sent, a Change beside each answer, the undertaking, Send.

use super::{fee_lines, heading, lead, list, listed, pair, progress, section};
use crate::components::answers::{answer, is_reviewed};
use crate::components::button::{Weight, actions, button};
use crate::components::{question::question, summary::summary};
use crate::i18n::size;
use crate::outbox::Attached;
use crate::platform::dom::{El, div, el, p};
use crate::session::{Page, Session};
use dossier::{Presence, Procedure, Question, QuestionIx, Step};

/// The page.
#[inline(never)]
pub(crate) fn page(s: &Session) -> Vec<El> {
    let Some(procedure) = s.procedure() else { return Vec::new() };
    let w = s.more();
    // Names behind codes may still be on their way.
    s.tables.follow();
    s.learn_all();
    let steps = procedure.steps.iter();
    let groups =
        steps.clone().filter(|step| !step.on_review).map(|step| group(s, &procedure, step)).collect();
    let declared = steps.filter(|step| step.on_review).flat_map(|step| procedure.questions_of(step));
    let fee = s.with(|open| open.form.evaluation().fee.clone()).unwrap_or_default();
    let (submit, back, print) = (s.clone(), s.clone(), s.clone());
    vec![
        progress(s, s.pages()),
        heading(w.review_title),
        lead(w.review_intro),
        summary(s),
        div("").children(groups),
        papers(s, &procedure),
        listed(w.review_fee, fee_lines(s, &fee)),
        section(w.review_declare, declared.map(|ix| question(s, ix)).collect()),
        actions(vec![
            button("submit", Weight::Primary, w.submit, move || submit.submit()),
            button("print-declaration", Weight::Quiet, w.print_declaration, move || {
                print.print_declaration();
            }),
            button("back", Weight::Quiet, w.back, move || back.back()),
        ]),
    ]
}

fn group(s: &Session, procedure: &Procedure, step: &Step) -> El {
    let lang = s.lang();
    let (mut parts, mut rows) = (Vec::new(), Vec::new());
    for ix in procedure.questions_of(step) {
        let Some(asked) = procedure.question(ix) else { continue };
        let reviewed = is_reviewed(s, ix);
        // A heading of the step opens a list of its own here too.
        if let Some(heading) = asked.heading.as_ref().filter(|_| reviewed) {
            parts.push(answers(std::mem::take(&mut rows)));
            parts.push(el("h3").text(heading.get(lang)));
        }
        if reviewed {
            rows.push(row(s, asked, ix));
        }
    }
    let none = parts.is_empty() && rows.is_empty();
    parts.push(answers(rows));
    section(step.title.get(lang), parts).hidden(none)
}

fn answers(rows: Vec<El>) -> El {
    let none = rows.is_empty();
    el("dl").class("answers").children(rows).hidden(none)
}

fn row(s: &Session, asked: &Question, ix: QuestionIx) -> El {
    let w = s.more();
    let label = asked.label.get(s.lang());
    let text = answer(s, ix);
    let text = if text.is_empty() { w.not_answered } else { &text };
    let row = pair(label, text).attr("data-answer", &asked.path);
    if matches!(s.presence(ix), Presence::Copied(_)) {
        return row.child(el("dd").class("hint").text(w.same_as_requester));
    }
    let s = s.clone();
    let change = button("change", Weight::Link, w.change, move || s.change(ix));
    let change = change.attr("data-change", &asked.path).attr("aria-label", &[w.change, " ", label].concat());
    row.child(el("dd").class("change").child(change))
}

fn papers(s: &Session, procedure: &Procedure) -> El {
    let (w, lang) = (s.more(), s.lang());
    let attached = s.attached.now();
    let line = |a: &Attached| {
        let component = procedure.components.iter().find(|c| c.id == a.component);
        let paper = component.and_then(|c| c.papers.iter().find(|p| p.id == a.paper));
        [paper.map_or("", |p| p.name.get(lang)), ": ", &a.file.name, " (", &size(a.file.size), ")"].concat()
    };
    let any = s.with(|open| !open.form.evaluation().components.is_empty()).unwrap_or_default();
    let go = s.clone();
    let change = [w.change, " ", w.review_papers].concat();
    let change = button("change-papers", Weight::Link, &change, move || go.go(Page::Attach));
    let none = p("", w.not_answered).hidden(!attached.is_empty());
    section(w.review_papers, vec![list(attached.iter().map(line)), none, change]).hidden(!any)
}
