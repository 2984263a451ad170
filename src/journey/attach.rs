//! Attach: a file for each paper the dossier needs. Bytes are read when they are picked.

use super::kept::carry_this;
use super::{heading, lead, list, progress, section};
use crate::components::aside::left_over;
use crate::components::button::{Weight, actions, button};
use crate::components::choice_field::choice;
use crate::components::summary::summary;
use crate::i18n::{fill, sentence, size};
use crate::outbox::Attached;
use crate::platform::dom::{El, div, el, p};
use crate::platform::files::Refused;
use crate::session::Session;
use crate::state::State;
use dossier::procedure::{Component, ComponentIx, PaperKind};
use dossier::{At, Code};
use protocol::media::MediaType;
use std::rc::Rc;

/// The page.
#[inline(never)]
pub(crate) fn page(s: &Session) -> Vec<El> {
    let Some(procedure) = s.procedure() else { return Vec::new() };
    let w = s.more();
    let needed = s.with(|open| open.form.evaluation().components.clone()).unwrap_or_default();
    let part = |ix: &ComponentIx| Some(part(s, *ix, procedure.components.get(ix.at())?));
    let limits = fill(w.attach_limits, &[&size(s.config.site.files.bytes.into())]);
    let (forward, back, missing) = (s.clone(), s.clone(), s.clone());
    vec![
        progress(s, s.steps().len() + 1),
        heading(w.attach_title),
        lead(&[w.attach_intro, " ", &limits].concat()),
        div("").inside(move || lost(&missing)),
        left_over(s),
        summary(s),
        div("").children(needed.iter().filter_map(part).collect()),
        actions(vec![
            button("continue", Weight::Primary, w.continue_, move || forward.continue_attach()),
            carry_this(s),
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
    let (listed, drawn, refused) = (s.clone(), s.clone(), s.clone());
    let (of, chosen) = (component.id.clone(), paper.clone());
    let described = [&hint, " ", &error].concat();
    let pick = |name: &str, words: &str| {
        let (taker, to, chosen) = (s.clone(), component.id.clone(), chosen.clone());
        let taken = move |event| taker.take(ix, &to, chosen.now(), taker.chosen(&event), None);
        let picker = input(name).attr("aria-describedby", &described).on("change", taken);
        (el("label").class("button pick").child(el("span").text(words)), picker)
    };
    let (camera, camera_input) = pick(&["camera.", &component.id].concat(), w.attach_camera);
    let (file, file_input) = pick(&id, w.attach_choose);
    let camera = camera.child(camera_input.attr("accept", MediaType::CAMERA).attr("capture", "environment"));
    let file = file.child(file_input.attr("accept", MediaType::ACCEPT).attr("multiple", ""));
    section(component.name.get(lang), Vec::new())
        .class("question")
        .attr("data-question", &id)
        .child(p("hint", &help).attr("id", &hint).hidden(help.is_empty()))
        .children(if component.papers.len() > 1 { vec![papers(s, component, &paper)] } else { Vec::new() })
        .child(div("messages").attr("id", &error).inside(move || message(&refused, ix).into_iter().collect()))
        .child(held(s, &component.id))
        // A picture that is shown already stays as it is when another comes: the page moves for that alone.
        .child(
            el("ul")
                .class("files")
                .each(move || attached(&listed, &of), move |at, of| page_of(&drawn, ix, at, of)),
        )
        .child(div("picks").child(camera).child(file))
}

/// A file input: it lies invisible over its label.
fn input(name: &str) -> El {
    el("input").attr("type", "file").attr("name", name)
}

/// Files that a draft names and the device has not any more.
fn lost(s: &Session) -> Vec<El> {
    let names = s.lost.get();
    let said = p("warning", &fill(s.more().attach_lost, &[&names.join(", ")])).attr("role", "status");
    vec![said.hidden(names.is_empty())]
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

/// What the office has already for a component: it need not come again.
fn held(s: &Session, component: &str) -> El {
    let mut mine = Vec::new();
    for file in &s.held() {
        if file.component == component {
            mine.push([s.more().held, ": ", &file.name, " (", &size(file.size), ")"].concat());
        }
    }
    let none = mine.is_empty();
    list(mine).attr("data-held", component).hidden(none)
}

/// The files of a component, each by what tells it from every other.
fn attached(s: &Session, component: &str) -> Vec<usize> {
    let mine = |file: &&Rc<Attached>| file.manifest.component == component;
    s.attached.with(|all| all.iter().filter(mine).map(key).collect())
}

fn key(file: &Rc<Attached>) -> usize {
    Rc::as_ptr(file).addr()
}

/// One file: what it looks like, and whether it can be read, for else the office sends it back.
fn page_of(s: &Session, ix: ComponentIx, at: usize, of: usize) -> El {
    let found = s.attached.peek(|all| all.iter().find(|file| key(file) == of).cloned());
    let Some(file) = found else { return el("li").hidden(true) };
    let (w, name) = (s.more(), &file.manifest.name);
    let (remover, taker, gone) = (s.clone(), s.clone(), file.clone());
    let remove = button("remove-file", Weight::Link, w.attach_remove, move || remover.remove_file(&gone));
    let remove = remove.attr("aria-label", &[w.attach_remove, " ", name].concat());
    let line = el("span").class("file").text(&[name.as_str(), " (", &size(file.manifest.size), ")"].concat());
    let line = el("li").child(line);
    if file.manifest.media_type == MediaType::Pdf.name() {
        return line.child(remove);
    }
    let canvas = el("canvas").class("preview").attr("role", "img").attr("aria-label", name);
    s.preview(&file.blob, &canvas);
    let (to, paper) = (file.manifest.component.clone(), file.manifest.paper.clone());
    let retake = input(&["retake.", &to, ".", &at.to_string()].concat())
        .attr("accept", MediaType::CAMERA)
        .attr("capture", "environment")
        .attr("aria-label", &[w.attach_retake, " ", name].concat())
        .on("change", move |event| {
            taker.take(ix, &to, paper.clone(), taker.chosen(&event), Some(file.clone()));
        });
    line.child(canvas)
        .child(p("", w.attach_legible))
        .child(el("label").class("button pick").child(el("span").text(w.attach_retake)).child(retake))
        .child(remove)
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
        Refused::TooLarge => fill(w.file_too_large, &[name, &size(limits.bytes.into())]),
        Refused::Heic => fill(w.file_heic, &[name]),
        Refused::OtherType => fill(w.file_type, &[name]),
        Refused::Unreadable => fill(w.file_unreadable, &[name]),
        Refused::TooMany => fill(w.file_too_many, &[&limits.count.to_string()]),
    }
}
