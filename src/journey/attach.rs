//! Attach: a file for each paper the dossier needs. Bytes are read when they are picked.

use super::heading;
use crate::components::button::{Weight, button};
use crate::components::summary::summary;
use crate::i18n::{fill, size};
use crate::platform::files::{self, Refused};
use crate::session::Session;
use dossier::procedure::{Component, ComponentIx};
use leptos::prelude::*;
use protocol::media::MediaType;

/// The page.
pub(crate) fn page(s: &Session) -> AnyView {
    let Some(procedure) = s.procedure() else { return ().into_any() };
    let w = s.words();
    let needed = s.with(|open| open.form.evaluation().components.clone()).unwrap_or_default();
    let all = needed.into_iter();
    let parts =
        all.filter_map(|ix| Some(part(s, ix, procedure.components.get(ix.at())?))).collect::<Vec<_>>();
    let limits = fill(w.attach_limits, &[&size(s.config.site.files.bytes)]);
    let (forward, back, lost) = (s.clone(), s.clone(), s.files_lost());
    view! {
        {heading(w.attach_title)}
        <p class="lead">{w.attach_intro}" "{limits}</p>
        {lost.then(|| view! { <p class="warning" role="status">{w.attach_again}</p> })}
        {summary(s)}
        {parts}
        <div class="actions">
            {button("continue", Weight::Primary, w.continue_, move || forward.continue_attach())}
            {button("back", Weight::Quiet, w.back, move || back.back())}
        </div>
    }
    .into_any()
}

fn part(s: &Session, ix: ComponentIx, component: &Component) -> AnyView {
    let (w, lang) = (s.words(), s.lang());
    let id = ["attach.", &component.id].concat();
    let help = component.help.as_ref().map_or("", |t| t.get(lang));
    let help = if component.optional { [w.attach_optional, " ", help].concat() } else { help.to_string() };
    let paper = ArcRwSignal::new(component.papers.first().map(|p| p.id.clone()).unwrap_or_default());
    let picked = {
        let (s, component, paper) = (s.clone(), component.id.clone(), paper.clone());
        move |event: leptos::ev::Event| s.take(ix, &component, paper.get_untracked(), files::chosen(&event))
    };
    let (hint, error) = ([&id, ".hint"].concat(), [&id, ".error"].concat());
    let (listed, refused) = (s.clone(), s.clone());
    let of = component.id.clone();
    let has_choice = component.papers.len() > 1;
    view! {
        <section class="question" data-question=id.clone()>
            <h2>{component.name.get(lang).to_string()}</h2>
            <p class="hint" id=hint.clone() hidden=help.is_empty()>{help.clone()}</p>
            {has_choice.then(|| papers(s, component, &paper))}
            <div class="messages" id=error.clone()>{move || message(&refused, ix)}</div>
            <ul class="files">{move || attached(&listed, &of)}</ul>
            <label class="button pick">
                <span>{w.attach_choose}</span>
                <input type="file" name=id.clone() multiple accept=MediaType::ACCEPT
                    aria-describedby=[&hint, " ", &error].concat() on:change=picked />
            </label>
        </section>
    }
    .into_any()
}

/// Which of the papers that serve does the citizen have?
fn papers(s: &Session, component: &Component, chosen: &ArcRwSignal<String>) -> AnyView {
    let lang = s.lang();
    let name = ["paper.", &component.id].concat();
    let radio = |paper: &dossier::procedure::PaperKind| {
        let (id, set, get) = (paper.id.clone(), chosen.clone(), chosen.clone());
        let (mine, value) = (id.clone(), id.clone());
        view! {
            <label class="choice">
                <input type="radio" name=name.clone() value=value prop:checked=move || get.get() == mine
                    on:change=move |_| set.set(id.clone()) />
                <span class="choice-text">{paper.name.get(lang).to_string()}</span>
            </label>
        }
    };
    let radios = component.papers.iter().map(radio).collect::<Vec<_>>();
    view! { <fieldset><legend>{s.words().attach_which}</legend><div class="choices">{radios}</div></fieldset> }.into_any()
}

fn attached(s: &Session, component: &str) -> Vec<AnyView> {
    let w = s.words();
    let all = s.attached.get();
    let mine = all.iter().enumerate().filter(|(_, a)| a.component == component);
    mine.map(|(at, a)| {
        let s = s.clone();
        let name = [&a.file.name, " (", &size(a.file.size), ")"].concat();
        let label = [w.attach_remove, " ", &a.file.name].concat();
        view! {
            <li>
                <span class="file">{name}</span>
                <button type="button" class="link" data-action="remove-file" aria-label=label
                    on:click=move |_| s.remove_file(at)>{w.attach_remove}</button>
            </li>
        }
        .into_any()
    })
    .collect()
}

fn message(s: &Session, ix: ComponentIx) -> Option<AnyView> {
    let (at, why, name) = s.refused.get()?;
    if at != ix {
        return None;
    }
    let w = s.words();
    let limits = s.config.site.files;
    let text = match why {
        Refused::Empty => fill(w.file_empty, &[&name]),
        Refused::TooLarge => fill(w.file_too_large, &[&name, &size(limits.bytes)]),
        Refused::OtherType => fill(w.file_type, &[&name]),
        Refused::Unreadable => fill(w.file_unreadable, &[&name]),
        Refused::TooMany => fill(w.file_too_many, &[&limits.count.to_string()]),
    };
    let path = s.procedure().and_then(|p| Some(["attach.", &p.components.get(ix.at())?.id].concat()));
    Some(
        view! { <p class="error" role="alert" data-finding=path.unwrap_or_default()><strong class="prefix">{w.error_prefix}</strong>{text}</p> }
            .into_any(),
    )
}
