//! Find: what does the citizen want to do?

use super::heading;
use crate::platform::dom::{El, div, el, p};
use crate::platform::{clock, input};
use crate::session::Session;
use crate::state::State;
use dossier::index::Entry;
use vietnam::text::fold;

/// The page.
pub(crate) fn page(s: &Session) -> Vec<El> {
    let w = s.words();
    let query = State::new(String::new());
    let (typed, s) = (query.clone(), s.clone());
    let line = el("input")
        .attr("type", "text")
        .attr("id", "find")
        .attr("name", "find")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "search")
        .attr("aria-describedby", "find-hint")
        .on("input", move |event| typed.set(input::text(&event)));
    let found = move || {
        let query = fold(query.get().trim());
        let today = clock::now().date;
        let entries = s.index.procedures.iter().filter(|e| e.in_force.holds(today) && fits(e, &query));
        let all: Vec<El> = entries.map(|e| entry(&s, e)).collect();
        match all.is_empty() {
            true => vec![p("", s.words().find_none).attr("role", "status")],
            false => vec![el("ul").class("procedures").children(all)],
        }
    };
    vec![
        heading(w.find_title),
        div("question")
            .child(el("label").attr("for", "find").text(w.find_label))
            .child(p("hint", w.find_intro).attr("id", "find-hint"))
            .child(line),
        el("h2").text(w.procedures),
        div("").inside(found),
    ]
}

/// Every word typed is found in the names or in what people call it.
fn fits(entry: &Entry, query: &str) -> bool {
    let names = [entry.name.vi.as_str(), &entry.name.en, &entry.summary.vi, &entry.code];
    let all = names.into_iter().chain(entry.called.iter().map(String::as_str)).map(fold).collect::<Vec<_>>();
    query.split(' ').all(|word| all.iter().any(|name| holds(name, word)))
}

/// Byte by byte: the general search of the standard library weighs four kilobytes.
fn holds(name: &str, word: &str) -> bool {
    word.is_empty() || name.as_bytes().windows(word.len()).any(|part| part == word.as_bytes())
}

fn entry(s: &Session, entry: &Entry) -> El {
    let lang = s.lang();
    let (s, code) = (s.clone(), entry.code.clone());
    let button = el("button")
        .class("procedure")
        .attr("type", "button")
        .attr("data-action", "choose-procedure")
        .attr("data-procedure", &code)
        .child(el("strong").text(entry.name.get(lang)))
        .child(el("span").text(entry.summary.get(lang)))
        .on("click", move |_| s.choose(code.clone()));
    el("li").child(button)
}
