//! Review: exactly what will be sent, a Change beside each answer, the undertaking, Send.

use super::{fee_lines, heading, section};
use crate::components::answers::{answer, is_reviewed};
use crate::components::button::{Weight, button};
use crate::components::{question::question, summary::summary};
use crate::i18n::size;
use crate::session::{Page, Session};
use dossier::{Presence, Procedure, QuestionIx, Step};
use leptos::prelude::*;

/// The page.
pub(crate) fn page(s: &Session) -> AnyView {
    let Some(procedure) = s.procedure() else { return ().into_any() };
    let w = s.words();
    // Names behind codes may still be on their way.
    s.tables.track();
    s.learn_all();
    let steps = procedure.steps.iter();
    let groups = steps
        .clone()
        .filter(|step| !step.on_review)
        .map(|step| group(s, &procedure, step))
        .collect::<Vec<_>>();
    let declared = steps.filter(|step| step.on_review).flat_map(|step| procedure.questions_of(step));
    let declared = declared.map(|ix| question(s, ix)).collect::<Vec<_>>();
    let fee = s.with(|open| open.form.evaluation().fee.clone()).unwrap_or_default();
    let (submit, back, print) = (s.clone(), s.clone(), s.clone());
    view! {
        {heading(w.review_title)}
        <p class="lead">{w.review_intro}</p>
        {summary(s)}
        {groups}
        {papers(s)}
        {section(w.review_fee, fee_lines(s, &fee))}
        <section><h2>{w.review_declare}</h2>{declared}</section>
        <div class="actions">
            {button("submit", Weight::Primary, w.submit, move || submit.submit())}
            {button("print-declaration", Weight::Quiet, w.print_declaration, move || print.print_declaration())}
            {button("back", Weight::Quiet, w.back, move || back.back())}
        </div>
    }
    .into_any()
}

fn group(s: &Session, procedure: &Procedure, step: &Step) -> AnyView {
    let rows = procedure
        .questions_of(step)
        .filter(|ix| is_reviewed(s, *ix))
        .map(|ix| row(s, procedure, ix))
        .collect::<Vec<_>>();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <section><h2>{step.title.get(s.lang()).to_string()}</h2><dl class="answers">{rows}</dl></section> }.into_any()
}

fn row(s: &Session, procedure: &Procedure, ix: QuestionIx) -> AnyView {
    let w = s.words();
    let Some(asked) = procedure.question(ix) else { return ().into_any() };
    let text = answer(s, ix);
    let text = if text.is_empty() { w.not_answered.to_string() } else { text };
    let label = asked.label.get(s.lang()).to_string();
    let copied = matches!(s.presence(ix), Presence::Copied(_));
    let change = {
        let (s, name) = (s.clone(), [w.change, " ", &label].concat());
        view! { <button type="button" class="link" data-action="change" data-change=asked.path.clone() aria-label=name on:click=move |_| s.change(ix)>{w.change}</button> }
    };
    view! {
        <div class="answer" data-answer=asked.path.clone()>
            <dt>{label.clone()}</dt>
            <dd><span>{text}</span>" "{copied.then_some(w.same_as_requester)}</dd>
            {(!copied).then(|| view! { <dd class="change">{change}</dd> })}
        </div>
    }
    .into_any()
}

fn papers(s: &Session) -> AnyView {
    let Some(procedure) = s.procedure() else { return ().into_any() };
    let (w, lang) = (s.words(), s.lang());
    let attached = s.attached.get_untracked();
    let line = |a: &crate::outbox::Attached| {
        let component = procedure.components.iter().find(|c| c.id == a.component);
        let paper = component.and_then(|c| c.papers.iter().find(|p| p.id == a.paper));
        [paper.map_or("", |p| p.name.get(lang)), ": ", &a.file.name, " (", &size(a.file.size), ")"].concat()
    };
    let lines = attached.iter().map(line).collect::<Vec<_>>();
    let any = s.with(|open| !open.form.evaluation().components.is_empty()).unwrap_or_default();
    if !any {
        return ().into_any();
    }
    let go = s.clone();
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
    let none = lines.is_empty().then(|| view! { <p>{w.not_answered}</p> });
    view! {
        <section>
            <h2>{w.review_papers}</h2>
            <ul>{lines}</ul>
            {none}
            {button("change-papers", Weight::Link, [w.change, " ", &w.review_papers.to_lowercase()].concat(), move || go.go(Page::Attach))}
        </section>
    }
    .into_any()
}
