//! Find: what does the citizen want to do? By words, by an event of life, or in the list of all.

use super::guide::{choice, events};
use super::{heading, kept};
use crate::platform::dom::{El, div, el, p};
use crate::platform::input;
use crate::platform::task::later;
use crate::session::Session;
use crate::state::State;
use dossier::Index;
use dossier::index::{Abolished, Entry, Target};
use vietnam::text::fold;

/// The page.
pub(crate) fn page(s: &Session) -> Vec<El> {
    s.learn_guide();
    // Before the first letter, not with it.
    let ready = s.clone();
    later(move || drop(keys(&ready)));
    let w = s.words();
    let query = State::new(String::new());
    let (typed, found, inner) = (query.clone(), query.clone(), s.clone());
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
        let query = fold(found.get().trim());
        if query.is_empty() { all(&inner) } else { hits(&inner, &query) }
    };
    let (kept, doors) = (s.clone(), s.clone());
    vec![
        heading(w.find_title),
        div("").inside(move || if kept.rest.get() { kept::list(&kept, "") } else { Vec::new() }),
        div("question")
            .child(el("label").attr("for", "find").text(w.find_label))
            .child(p("hint", w.find_intro).attr("id", "find-hint"))
            .child(line),
        div("").inside(found),
        div("").inside(move || if doors.rest.get() { vec![kept::doors(&doors)] } else { Vec::new() }),
    ]
}

/// Events of life, then every procedure by its field, folded away.
fn all(s: &Session) -> Vec<El> {
    let (w, lang) = (s.words(), s.lang());
    let none = s.guide.with(Vec::is_empty);
    let mut drawn = vec![el("h2").text(w.events).hidden(none), events(s), el("h2").text(w.procedures)];
    let index = s.index();
    let today = here(s, &index);
    for of_field in today.chunk_by(|a, b| a.field == b.field) {
        let Some(first) = of_field.first() else { continue };
        let entries = of_field.iter().map(|e| el("li").child(entry(s, e))).collect();
        let fold = el("details").child(el("summary").text(first.field.get(lang)));
        let fold = fold.child(el("ul").class("procedures").children(entries));
        // A short list need not be unfolded.
        drawn.push(if today.len() <= 5 { fold.attr("open", "") } else { fold });
    }
    drawn
}

/// What holds today at this site, in the order of the index.
fn here<'i>(s: &Session, index: &'i Index) -> Vec<&'i Entry> {
    let (site, today) = (&s.config.site.id, s.today());
    index.procedures.iter().filter(|e| e.holds(site, today)).collect()
}

/// What fits the words, the best first; then what is gone and what has lost its law.
fn hits(s: &Session, query: &str) -> Vec<El> {
    let w = s.words();
    let (keys, index) = (keys(s), s.index());
    let (site, today) = (&s.config.site.id, s.today());
    let (mut full, mut part) = (Vec::new(), Vec::new());
    let words: Vec<&str> = query.split(' ').filter(|word| !word.is_empty()).collect();
    for (entry, keys) in index.procedures.iter().zip(keys.iter()) {
        if !entry.sites.is_empty() && !entry.sites.contains(site) {
            continue;
        }
        match fit(keys, query, &words) {
            Fit::Whole(rank) => full.push((rank, Hit::Entry(entry))),
            Fit::Part(found) => part.push((RANKS.saturating_sub(found + 1), Hit::Entry(entry))),
            Fit::None => {}
        }
    }
    for (old, keys) in index.abolished.iter().zip(keys.iter().skip(index.procedures.len())) {
        if let Fit::Whole(rank) = fit(keys, query, &words) {
            full.push((rank + 5, Hit::Gone(old)));
        }
    }
    let best = if full.is_empty() { part } else { full };
    let ranked = (0..RANKS).flat_map(|rank| best.iter().filter(move |(of, _)| *of == rank));
    let drawn = ranked.filter_map(|(_, hit)| match hit {
        Hit::Entry(one) if one.holds(site, today) => Some(entry(s, one)),
        Hit::Entry(one) => lapsed(s, one),
        Hit::Gone(old) => abolished(s, old),
    });
    let drawn: Vec<El> = drawn.take(SHOWN).map(|hit| el("li").child(hit)).collect();
    match drawn.len() {
        0 => vec![p("", w.find_none).attr("role", "status")],
        many => {
            vec![el("ul").class("procedures").children(drawn), p("hint", w.find_more).hidden(many < SHOWN)]
        }
    }
}

/// As many as one looks through; whoever sees so many types on.
const SHOWN: usize = 8;

/// Something that fits.
enum Hit<'i> {
    Entry(&'i Entry),
    Gone(&'i Abolished),
}

/// Ranks a hit can have; more words than this need not be told apart.
const RANKS: usize = 16;

/// How well something fits.
enum Fit {
    /// Every word is found; the smaller the better.
    Whole(usize),
    /// So many of the words are.
    Part(usize),
    None,
}

/// What people call it comes first in the keys, then the name, the code, the summary.
fn fit(keys: &[String], query: &str, words: &[&str]) -> Fit {
    let called = keys.len().saturating_sub(4);
    if keys.iter().any(|key| key == query) {
        return Fit::Whole(0);
    }
    if let Some(at) = keys.iter().position(|key| holds(key, query)) {
        return Fit::Whole(if at < called { 1 } else { 2 });
    }
    // "làm giấy khai sinh cho con" says more than "làm giấy khai sinh", by which it is called.
    let mut phrases = keys.iter().take(called).filter(|key| key.bytes().any(|letter| letter == b' '));
    if phrases.any(|phrase| holds(query, phrase)) {
        return Fit::Whole(3);
    }
    // The last word may not be finished yet; the others are.
    let last = words.len().saturating_sub(1);
    let found = words.iter().enumerate();
    let found = found.filter(|(at, word)| keys.iter().any(|key| has_word(key, word, *at == last))).count();
    match found {
        all if all == words.len() => Fit::Whole(4),
        // "tôi muốn làm giấy khai sinh cho con": most of it names something.
        most if most > 1 && most * 2 >= words.len() => Fit::Part(most),
        _ => Fit::None,
    }
}

/// Is the word among those of the key, or at least its beginning?
fn has_word(key: &str, word: &str, beginning: bool) -> bool {
    key.split(' ').any(|one| if beginning { one.starts_with(word) } else { one == word })
}

/// Byte by byte: the general search of the standard library weighs four kilobytes.
fn holds(key: &str, word: &str) -> bool {
    let (key, word) = (key.as_bytes(), word.as_bytes());
    let Some(first) = word.first() else { return true };
    // Most places end at the first letter.
    key.windows(word.len()).any(|part| part.first() == Some(first) && part == word)
}

/// What procedures and abolished codes are found by, without diacritics; made once.
fn keys(s: &Session) -> std::cell::Ref<'_, Vec<Vec<String>>> {
    if s.keys.borrow().is_empty() {
        let index = s.index();
        let live = index.procedures.iter().map(|e| {
            let names = [&e.name.vi, &e.name.en, &e.code, &e.summary.vi];
            e.called.iter().chain(names).map(|name| fold(name)).collect()
        });
        let gone = index.abolished.iter().map(|e| {
            let names = [&e.name.vi, &e.name.en, &e.code, &e.code];
            e.called.iter().chain(names).map(|name| fold(name)).collect()
        });
        *s.keys.borrow_mut() = live.chain(gone).collect();
    }
    s.keys.borrow()
}

fn entry(s: &Session, entry: &Entry) -> El {
    let (lang, to, code) = (s.lang(), s.clone(), entry.code.clone());
    let press = move || to.choose(code.clone());
    choice(entry.name.get(lang), entry.summary.get(lang), "choose-procedure", press)
        .attr("data-procedure", &entry.code)
}

/// A version whose time is over, when no other has taken its place here.
fn lapsed(s: &Session, entry: &Entry) -> Option<El> {
    let (site, today) = (&s.config.site.id, s.today());
    let over = entry.in_force.to.is_some_and(|to| to < today);
    let replaced = s.index().procedure(&entry.code, site, today).is_some();
    let said = p("", s.words().not_in_force);
    (over && !replaced).then(|| div("gone").child(el("strong").text(entry.name.get(s.lang()))).child(said))
}

/// A code that is gone, and what to do instead.
fn abolished(s: &Session, old: &Abolished) -> Option<El> {
    let (w, lang) = (s.words(), s.lang());
    let gone = div("gone").child(el("strong").text(&[&old.code, " ", old.name.get(lang)].concat()));
    let gone = gone.child(p("", w.abolished));
    Some(match &old.target {
        Target::Procedure(code) => {
            let index = s.index();
            let now = index.procedure(code, &s.config.site.id, s.today())?;
            gone.child(p("", w.replaced_by)).child(entry(s, now))
        }
        Target::Elsewhere(text) => gone.child(p("", text.get(lang))),
        Target::Choices(_) => return None,
    })
}
