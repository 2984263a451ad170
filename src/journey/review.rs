//! Review: exactly what will be sent, a Change beside each answer, the undertaking, Send.

use super::kept::carry_this;
use super::{estimate, fee_lines, heading, lead, list, listed, progress, section};
use crate::components::answers::{answer, is_reviewed, pair, step_title};
use crate::components::aside::left_over;
use crate::components::button::{Weight, actions, button};
use crate::components::rows::row_title;
use crate::components::{question::question, summary::summary};
use crate::i18n::{fill, size};
use crate::outbox::Attached;
use crate::platform::dom::{El, div, el, p};
use crate::session::{Page, Session};
use dossier::{Presence, Procedure, Question, QuestionIx, Step};
use std::rc::Rc;

/// The page.
#[inline(never)]
pub(crate) fn page(s: &Session) -> Vec<El> {
    let Some(procedure) = s.procedure() else { return Vec::new() };
    let w = s.more();
    s.learn_all();
    let steps = procedure.steps.iter();
    let shape = s.shape();
    let declared = steps.filter(|step| step.on_review).flat_map(|step| shape.cells_of_step(step));
    let (named, of) = (s.clone(), procedure.clone());
    let (submit, back, print) = (s.clone(), s.clone(), s.clone());
    vec![
        progress(s, s.pages()),
        heading(w.review_title),
        lead(w.review_intro),
        left_over(s),
        summary(s),
        // Names behind codes may still be on their way: the page is not drawn anew under the heading's focus.
        div("").inside(move || {
            named.tables.follow();
            told(&named, &of)
        }),
        section(w.review_declare, declared.map(|ix| question(s, ix)).collect()),
        actions(vec![
            button("submit", Weight::Primary, w.submit, move || submit.submit())
                .hidden(s.config.day.is_some()),
            button("print-declaration", Weight::Quiet, w.print_declaration, move || {
                print.print_declaration();
            })
            .hidden(!s.has_paper()),
            carry_this(s),
            button("back", Weight::Quiet, w.back, move || back.back()),
        ]),
    ]
}

/// What was answered and attached, and what follows for the fee and the benefit.
fn told(s: &Session, procedure: &Procedure) -> Vec<El> {
    let fee = s.with(|open| open.form.evaluation().fee.clone()).unwrap_or_default();
    let mut told = given(s);
    told.extend([papers(s, procedure), listed(s.more().review_fee, fee_lines(s, &fee)), estimate(s)]);
    told
}

/// Everything that was answered, step by step.
pub(super) fn given(s: &Session) -> Vec<El> {
    let Some(procedure) = s.procedure() else { return Vec::new() };
    let steps = procedure.steps.iter().filter(|step| !step.on_review);
    steps.map(|step| group(s, &procedure, step)).collect()
}

fn group(s: &Session, procedure: &Procedure, step: &Step) -> El {
    let lang = s.lang();
    let (mut parts, mut rows) = (Vec::new(), Vec::new());
    let (shape, mut group) = (s.shape(), None);
    for ix in shape.cells_of_step(step) {
        let (at, place) = shape.place(ix);
        let Some(asked) = procedure.question(at) else { continue };
        let reviewed = is_reviewed(s, ix);
        // So does a row.
        if reviewed && place != group {
            group = place;
            parts.push(answers(std::mem::take(&mut rows)));
            parts.push(
                el("h3").text(&place.map_or(String::new(), |at| row_title(s, at))).hidden(place.is_none()),
            );
        }
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
    let path = s.path(ix);
    let row = pair(label, text).attr("data-answer", &path);
    if let Presence::Copied(of) = s.presence(ix) {
        return row.child(el("dd").class("hint").text(&fill(w.same_as, &[&step_title(s, of)])));
    }
    // What another tab writes is not changed here.
    if s.page.now() == Page::Elsewhere {
        return row;
    }
    let s = s.clone();
    let change = button("change", Weight::Link, w.change, move || s.change(ix));
    let change = change.attr("data-change", &path).attr("aria-label", &[w.change, " ", label].concat());
    row.child(el("dd").class("change").child(change))
}

fn papers(s: &Session, procedure: &Procedure) -> El {
    let (w, lang) = (s.more(), s.lang());
    let attached = s.attached.now();
    let line = |a: &Rc<Attached>| {
        let component = procedure.components.iter().find(|c| c.id == a.manifest.component);
        let paper = component.and_then(|c| c.papers.iter().find(|p| p.id == a.manifest.paper));
        [paper.map_or("", |p| p.name.get(lang)), ": ", &a.manifest.name, " (", &size(a.manifest.size), ")"]
            .concat()
    };
    let any = s.with(|open| !open.form.evaluation().components.is_empty()).unwrap_or_default();
    let go = s.clone();
    let change = [w.change, " ", w.review_papers].concat();
    let change = button("change-papers", Weight::Link, &change, move || go.go(Page::Attach));
    let none = if s.is_supplement() { w.held } else { w.not_answered };
    let none = p("", none).hidden(!attached.is_empty());
    section(w.review_papers, vec![list(attached.iter().map(line)), none, change]).hidden(!any)
}
