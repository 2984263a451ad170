//! Which page shows: the language bar, the page of the journey, the line that says what is kept.

use crate::i18n::{self, clock_time, fill};
use crate::journey;
use crate::platform::dom::{El, div, el, p};
use crate::platform::history::Listener;
use crate::platform::input;
use crate::platform::page::{Container, Root};
use crate::session::{Page, Saved, Session};
use dossier::Lang;
use leptos::prelude::mount_to;
use std::any::Any;
use vietnam::calendar::Moment;

/// Keeps the widget in its container; dropping it ends every effect and listener.
pub(crate) struct Mounted {
    _view: Box<dyn Any>,
    _listener: Listener,
}

/// Draws the widget into `container` and follows Back and Forward.
pub(crate) fn mount(container: Container, session: &Session, lang: Lang) -> Mounted {
    let listener = session.start(lang);
    let (session, root) = (session.clone(), Root::new(container.clone()));
    // Leptos owns the effects made in here; the elements are ours.
    let view = mount_to(container, move || root.show(frame(&session)));
    Mounted { _view: Box::new(view), _listener: listener }
}

fn frame(s: &Session) -> El {
    let page = {
        let s = s.clone();
        move || {
            // The whole page is drawn anew for another language; what was typed lives in the session.
            let (page, lang) = (s.page.get(), s.lang.get());
            s.root.set_lang(i18n::code(lang));
            draw(&s, page)
        }
    };
    let (hook, status, writing) = (s.clone(), s.clone(), s.clone());
    let press = |down: bool| {
        let s = s.clone();
        move |_| s.press(down)
    };
    let frame = ["keydown", "keypress", "keyup"]
        .into_iter()
        .fold(div("frame"), |frame, key| frame.on(key, |event| input::stay(&event)));
    frame
        .on("pointerdown", press(true))
        .on("pointerup", press(false))
        .on("pointercancel", press(false))
        .on("pointerleave", press(false))
        .keep(move |frame| frame.set("data-page", &hook.page.get().hook(&hook)))
        .child(language(s))
        .child(preview(s))
        .child(div("page").inside(page))
        .child(
            p("status", "")
                .attr("role", "status")
                .keep(move |line| line.set("data-status", if writing.writing.get() { "writing" } else { "" }))
                .says(move || status_line(&status)),
        )
}

/// Says that another day's law is tried out.
fn preview(s: &Session) -> El {
    let (day, shown) = (s.config.day, s.clone());
    let words = move || {
        let words = i18n::words(shown.lang.get());
        day.map_or(String::new(), |day| fill(words.preview, &[&day.dmy()]))
    };
    p("warning", "").says(words).hidden(day.is_none())
}

fn language(s: &Session) -> El {
    let (shown, toggle) = (s.clone(), s.clone());
    let switch = el("button")
        .class("link")
        .attr("type", "button")
        .attr("data-action", "language")
        .keep(move |button| {
            button.set("lang", i18n::code(shown.other_lang()));
            button.clear();
            let _ = button.clone().text(i18n::words(shown.lang.get()).language);
        })
        .on("click", move |_| toggle.set_lang(toggle.other_lang()));
    div("language").child(switch)
}

fn draw(s: &Session, page: Page) -> Vec<El> {
    match page {
        Page::Loading => vec![p("loading", "…").attr("role", "status")],
        Page::Failed => journey::failed::page(s),
        Page::Lapsed => journey::elsewhere::lapsed(s),
        Page::Elsewhere => journey::elsewhere::page(s),
        Page::Find => journey::find::page(s),
        Page::Guide(trail) => journey::guide::page(s, trail),
        Page::Prepare => journey::prepare::page(s),
        Page::Declare(step) => journey::declare::page(s, step),
        Page::Attach => journey::attach::page(s),
        Page::Review => journey::review::page(s),
        Page::Send => journey::send::page(s),
        Page::Receipt => journey::receipt::page(s),
        Page::Track => journey::track::page(s),
    }
}

/// What is kept, and what is on its way: always on the screen.
fn status_line(s: &Session) -> String {
    // Before the rest has come nothing waits to be sent.
    if s.rest.get() {
        let waiting = journey::send::status(s);
        if !waiting.is_empty() {
            return waiting;
        }
    }
    let words = i18n::words(s.lang.get());
    match s.saved.get() {
        Saved::No => String::new(),
        Saved::Here(at) => fill(words.saved_here, &[&time_of(s, at)]),
        Saved::Tab(at) => fill(words.saved_tab, &[&time_of(s, at)]),
        Saved::Failed(_) => words.not_saved.into(),
    }
}

/// `10:42`, with the day unless it is today.
fn time_of(s: &Session, at: Moment) -> String {
    let time = clock_time(at.minute);
    if at.date == s.today() { time } else { [&time, ", ", &at.date.dmy()].concat() }
}
