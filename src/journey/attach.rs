//! Attach: a file for each paper the dossier needs. Bytes are read when they are picked.

use super::{heading, lead, progress, section};
use crate::components::button::{Weight, actions, button};
use crate::components::choice_field::choice;
use crate::components::summary::summary;
use crate::i18n::{fill, sentence, size};
use crate::platform::dom::{El, div, el, p};
use crate::platform::files::{self, Refused};
use crate::session::Session;
use crate::state::State;
use dossier::procedure::{Component, ComponentIx, PaperKind};
use dossier::{At, Code};
use protocol::media::MediaType;

/// The page.
#[inline(never)]
pub(crate) fn page(s: &Session) -> Vec<El> {
    let Some(procedure) = s.procedure() else { return Vec::new() };
    let w = s.more();
    let needed = s.with(|open| open.form.evaluation().components.clone()).unwrap_or_default();
    let part = |ix: &ComponentIx| Some(part(s, *ix, procedure.components.get(ix.at())?));
    let limits = fill(w.attach_limits, &[&size(s.config.site.files.bytes)]);
    let (forward, back) = (s.clone(), s.clone());
    vec![
        progress(s, s.steps().len() + 1),
        heading(w.attach_title),
        lead(&[w.attach_intro, " ", &limits].concat()),
        p("warning", w.attach_again).attr("role", "status").hidden(!s.files_lost()),
        summary(s),
        div("").children(needed.iter().filter_map(part).collect()),
        actions(vec![
            button("continue", Weight::Primary, w.continue_, move || forward.continue_attach()),
            button("back", Weight::Quiet, w.back, move || back.back()),
        ]),
    ]
}

fn part(s: &Session, ix: ComponentIx, component: &Component) -> El {
    let (w, lang) = (s.more(), s.lang());
    let id = ["attach.", &component.id].concat();
    let help = component.help.as_ref().map_or("", |t| t.get(lang));
    let help = if component.optional { [w.attach_optional, " ", help].concat() } else { help.to_string() };
    let paper = State::new(component.papers.first().map(|p| p.id.clone()).unwrap_or_default());
    let (hint, error) = ([&id, ".hint"].concat(), [&id, ".error"].concat());
    let (taker, listed, refused) = (s.clone(), s.clone(), s.clone());
    let (of, to, chosen) = (component.id.clone(), component.id.clone(), paper.clone());
    let picker = el("input")
        .attr("type", "file")
        .attr("name", &id)
        .attr("multiple", "")
        .attr("accept", MediaType::ACCEPT)
        .attr("aria-describedby", &[&hint, " ", &error].concat())
        .on("change", move |event| taker.take(ix, &to, chosen.now(), files::chosen(&event)));
    section(component.name.get(lang), Vec::new())
        .class("question")
        .attr("data-question", &id)
        .child(p("hint", &help).attr("id", &hint).hidden(help.is_empty()))
        .children(if component.papers.len() > 1 { vec![papers(s, component, &paper)] } else { Vec::new() })
        .child(div("messages").attr("id", &error).inside(move || message(&refused, ix).into_iter().collect()))
        .child(el("ul").class("files").inside(move || attached(&listed, &of)))
        .child(el("label").class("button pick").child(el("span").text(w.attach_choose)).child(picker))
}

/// Which of the papers that serve does the citizen have?
fn papers(s: &Session, component: &Component, chosen: &State<String>) -> El {
    let name = ["paper.", &component.id].concat();
    let radio = |paper: &PaperKind| {
        let (id, mine) = (paper.id.clone(), paper.id.clone());
        let (set, get) = (chosen.clone(), chosen.clone());
        let button = el("input").attr("type", "radio").attr("name", &name).attr("value", &id);
        let button = button.keep(move |button| button.tick(get.get() == mine));
        let button = button.on("change", move |_| set.set(id.clone()));
        choice(button, paper.name.get(s.lang()), "")
    };
    let radios = component.papers.iter().map(radio).collect();
    el("fieldset").child(el("legend").text(s.more().attach_which)).child(div("choices").children(radios))
}

fn attached(s: &Session, component: &str) -> Vec<El> {
    let w = s.more();
    let all = s.attached.get();
    let mine = all.iter().enumerate().filter(|(_, a)| a.component == component);
    mine.map(|(at, a)| {
        let s = s.clone();
        let remove = button("remove-file", Weight::Link, w.attach_remove, move || s.remove_file(at));
        let name = [&a.file.name, " (", &size(a.file.size), ")"].concat();
        let remove = remove.attr("aria-label", &[w.attach_remove, " ", &a.file.name].concat());
        el("li").child(el("span").class("file").text(&name)).child(remove)
    })
    .collect()
}

/// Why the last file was not taken, or that the paper is missing, once Continue has said so.
fn message(s: &Session, ix: ComponentIx) -> Option<El> {
    let refused = s.refused.get().filter(|(at, _, _)| *at == ix);
    // The summary has the focus already and says what is missing; a refused file speaks up for itself.
    let role = if refused.is_some() { "alert" } else { "note" };
    let missing = s.summary.with(|summary| summary.findings.iter().any(|f| f.at == At::Component(ix)));
    let procedure = s.procedure()?;
    let text = match refused {
        Some((_, why, name)) => reason(s, why, &name),
        None if missing => sentence(Code::PaperMissing, None, &procedure, s.lang()),
        None => return None,
    };
    let path = At::Component(ix).path(&procedure, &s.shape());
    let said = p("error", "").attr("role", role).attr("data-finding", &path);
    Some(said.child(el("strong").text(s.more().error_prefix)).text(&text))
}

fn reason(s: &Session, why: Refused, name: &str) -> String {
    let (w, limits) = (s.more(), s.config.site.files);
    match why {
        Refused::Empty => fill(w.file_empty, &[name]),
        Refused::TooLarge => fill(w.file_too_large, &[name, &size(limits.bytes)]),
        Refused::OtherType => fill(w.file_type, &[name]),
        Refused::Unreadable => fill(w.file_unreadable, &[name]),
        Refused::TooMany => fill(w.file_too_many, &[&limits.count.to_string()]),
    }
}
