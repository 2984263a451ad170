//! Find: what does the citizen want to do?

use super::heading;
use crate::platform::input;
use crate::session::Session;
use dossier::index::Entry;
use leptos::prelude::*;
use vietnam::text::fold;

/// The page.
pub(crate) fn page(s: &Session) -> AnyView {
    let w = s.words();
    let query = ArcRwSignal::new(String::new());
    let typed = {
        let query = query.clone();
        move |event: leptos::ev::Event| query.set(input::text(&event))
    };
    let s = s.clone();
    let found = move || {
        let query = fold(query.get().trim());
        let today = crate::platform::clock::now().date;
        let entries = s.index.procedures.iter().filter(|e| e.in_force.holds(today) && fits(e, &query));
        let all = entries.map(|e| entry(&s, e)).collect::<Vec<_>>();
        match all.is_empty() {
            true => view! { <p role="status">{s.words().find_none}</p> }.into_any(),
            false => view! { <ul class="procedures">{all}</ul> }.into_any(),
        }
    };
    view! {
        {heading(w.find_title)}
        <div class="question">
            <label for="find">{w.find_label}</label>
            <p class="hint" id="find-hint">{w.find_intro}</p>
            <input type="text" id="find" name="find" autocomplete="off" spellcheck="false"
                aria-describedby="find-hint" enterkeyhint="search" on:input=typed />
        </div>
        <h2>{w.procedures}</h2>
        {found}
    }
    .into_any()
}

/// Every word typed is found in the names or in what people call it.
fn fits(entry: &Entry, query: &str) -> bool {
    let names = [entry.name.vi.as_str(), &entry.name.en, &entry.summary.vi, &entry.code];
    let all = names.into_iter().chain(entry.called.iter().map(String::as_str)).map(fold).collect::<Vec<_>>();
    query.split(' ').all(|word| all.iter().any(|name| name.contains(word)))
}

fn entry(s: &Session, entry: &Entry) -> AnyView {
    let lang = s.lang();
    let (s, code) = (s.clone(), entry.code.clone());
    view! {
        <li>
            <button type="button" class="procedure" data-action="choose-procedure"
                data-procedure=entry.code.clone() on:click=move |_| s.choose(code.clone())>
                <strong>{entry.name.get(lang).to_string()}</strong>
                <span>{entry.summary.get(lang).to_string()}</span>
            </button>
        </li>
    }
    .into_any()
}
