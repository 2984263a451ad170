//! Find: what does the citizen want to do? By words, by an event of life, or in the list of all.

use super::guide::events;
use super::{heading, kept};
use crate::components::button::choice;
use crate::platform::dom::{El, div, el, p};
use crate::platform::input;
use crate::platform::task::later;
use crate::session::Session;
use crate::state::State;
use dossier::Index;
use dossier::index::{Abolished, Entry, Target, Told};
use vietnam::text::fold;

/// The page.
pub(crate) fn page(s: &Session) -> Vec<El> {
    s.learn_guide();
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
        // What holds is a question of the day.
        inner.clock_off.follow();
        let query = fold(found.get().trim());
        if !query.is_empty() {
            if inner.rest.get() {
                return hits(&inner, &query);
            }
            // What searches is on its way, and is asked for once more; the list serves meanwhile.
            inner.fetch_rest();
            let mut drawn = vec![p("loading", "…").attr("role", "status")];
            drawn.extend(all(&inner));
            return drawn;
        }
        // Before the first letter, not with it; and anew when the guide has come, for this is drawn anew then.
        let ready = inner.clone();
        later(move || drop(keys(&ready)));
        all(&inner)
    };
    let (kept, doors) = (s.clone(), s.clone());
    vec![
        heading(w.find_title),
        div("").live().late(&s.rest, move || kept::list(&kept, "")),
        div("question")
            .child(el("label").attr("for", "find").text(w.find_label))
            .child(p("hint", w.find_intro).attr("id", "find-hint"))
            .child(line),
        div("").live().inside(found),
        div("").late(&s.rest, move || vec![kept::doors(&doors)]),
    ]
}

/// Events of life, then every procedure by its field, folded away.
fn all(s: &Session) -> Vec<El> {
    let (w, lang) = (s.words(), s.lang());
    let none = s.guide.with(|guide| guide.events.is_empty());
    let mut drawn = vec![el("h2").text(w.events).hidden(none), events(s), el("h2").text(w.procedures)];
    let index = s.index();
    let today = here(s, &index);
    for of_field in today.chunk_by(|(_, a), (_, b)| a.field == b.field) {
        let Some((_, first)) = of_field.first() else { continue };
        let entries = of_field.iter().map(|(at, e)| el("li").child(entry(s, *at, e))).collect();
        let fold = el("details").child(el("summary").text(first.field.get(lang)));
        let fold = fold.child(el("ul").class("procedures").children(entries));
        // A short list need not be unfolded.
        drawn.push(if today.len() <= 5 { fold.attr("open", "") } else { fold });
    }
    drawn
}

/// What holds today at this site, with its place in the index.
fn here<'i>(s: &Session, index: &'i Index) -> Vec<(usize, &'i Entry)> {
    let (site, today) = (&s.config.site.id, s.today());
    index.procedures.iter().enumerate().filter(|(_, e)| e.holds(site, today)).collect()
}

/// What fits the words, the best first; then what is gone and what has lost its law. Lies in the rest.
#[inline(never)]
fn hits(s: &Session, query: &str) -> Vec<El> {
    let w = s.words();
    let guide = s.guide.get();
    let (keys, index) = (keys(s), s.index());
    let (site, today) = (&s.config.site.id, s.today());
    let (mut full, mut part) = (Vec::new(), Vec::new());
    let words: Vec<&str> = query.split(' ').filter(|word| !word.is_empty()).collect();
    for ((at, entry), keys) in index.procedures.iter().enumerate().zip(keys.iter()) {
        if !entry.sites.is_empty() && !entry.sites.contains(site) {
            continue;
        }
        match fit(keys, query, &words) {
            Fit::Whole(rank) => full.push((rank, Hit::Entry(at, entry))),
            Fit::Part(found) => part.push((RANKS.saturating_sub(found + 1), Hit::Entry(at, entry))),
            Fit::None => {}
        }
    }
    for (old, keys) in guide.abolished.iter().zip(keys.iter().skip(index.procedures.len())) {
        if let Fit::Whole(rank) = fit(keys, query, &words) {
            full.push((rank + 5, Hit::Gone(old)));
        }
    }
    let best = if full.is_empty() { part } else { full };
    let ranked = (0..RANKS).flat_map(|rank| best.iter().filter(move |(of, _)| *of == rank));
    let drawn = ranked.filter_map(|(_, hit)| match hit {
        Hit::Entry(at, one) if one.holds(site, today) => Some(entry(s, *at, one)),
        hit => gone(s, hit),
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
    Entry(usize, &'i Entry),
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

/// What procedures and abolished codes are found by, without diacritics; made once, and once more when the guide
/// has come: until then by name and code alone.
fn keys(s: &Session) -> std::cell::Ref<'_, Vec<Vec<String>>> {
    if s.keys.borrow().is_empty() {
        let (index, guide) = (s.index(), s.guide.now());
        let live = index.procedures.iter().enumerate().map(|(at, e)| {
            let told = guide.told.get(at);
            let (called, summary) = told.map_or((&[][..], ""), |told| (&told.called, &told.summary.vi));
            let names = [&e.name.vi, &e.name.en, &e.code, summary];
            called.iter().map(String::as_str).chain(names).map(fold).collect()
        });
        let gone = guide.abolished.iter().map(|e| {
            let names = [&e.name.vi, &e.name.en, &e.code, &e.code];
            e.called.iter().chain(names).map(|name| fold(name)).collect()
        });
        *s.keys.borrow_mut() = live.chain(gone).collect();
    }
    s.keys.borrow()
}

/// A procedure to choose; `at` is its place in the index.
fn entry(s: &Session, at: usize, entry: &Entry) -> El {
    let (lang, to, code, guide) = (s.lang(), s.clone(), entry.code.clone(), s.guide.get());
    let press = move || to.choose(code.clone());
    let summary = guide.told.get(at).map_or("", |told: &Told| told.summary.get(lang));
    choice(entry.name.get(lang), summary, "choose-procedure", press).attr("data-procedure", &entry.code)
}

/// What is no longer to be had, and what to do instead.
fn gone(s: &Session, hit: &Hit<'_>) -> Option<El> {
    match hit {
        Hit::Entry(_, entry) => lapsed(s, entry),
        Hit::Gone(old) => abolished(s, old),
    }
}

/// A version whose time is over, when no other has taken its place here.
fn lapsed(s: &Session, entry: &Entry) -> Option<El> {
    let (site, today) = (&s.config.site.id, s.today());
    let over = entry.in_force.to.is_some_and(|to| to < today);
    let replaced = s.index().procedure(&entry.code, site, today).is_some();
    let said = p("", s.more().not_in_force);
    (over && !replaced).then(|| div("gone").child(el("strong").text(entry.name.get(s.lang()))).child(said))
}

/// A code that is gone, and what to do instead.
fn abolished(s: &Session, old: &Abolished) -> Option<El> {
    let (w, lang) = (s.more(), s.lang());
    let gone = div("gone").child(el("strong").text(&[&old.code, " ", old.name.get(lang)].concat()));
    let gone = gone.child(p("", w.abolished));
    Some(match &old.target {
        Target::Procedure(code) => {
            let index = s.index();
            let now = index.procedure(code, &s.config.site.id, s.today())?;
            let at = index.procedures.iter().position(|entry| entry == now)?;
            gone.child(p("", w.replaced_by)).child(entry(s, at, now))
        }
        Target::Elsewhere(text) => gone.child(p("", text.get(lang))),
        Target::Choices(_) => return None,
    })
}
