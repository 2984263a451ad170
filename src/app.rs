//! Which page shows: the language bar, the page of the journey, the line that says what is kept.

use crate::i18n::{self, fill};
use crate::journey;
use crate::platform::history::Listener;
use crate::platform::page::Container;
use crate::session::{Page, Session};
use leptos::prelude::*;
use send_wrapper::SendWrapper;

/// Keeps the widget in its container; dropping it removes the widget.
pub(crate) struct Mounted {
    _view: Box<dyn std::any::Any>,
    _listener: Listener,
}

/// Draws the widget into `container` and follows Back and Forward.
pub(crate) fn mount(container: Container, session: &Session) -> Mounted {
    let listener = session.start();
    let session = session.clone();
    let view = mount_to(container, move || frame(&session));
    Mounted { _view: Box::new(SendWrapper::new(view)), _listener: listener }
}

fn frame(s: &Session) -> AnyView {
    let page = {
        let s = s.clone();
        move || {
            // The whole page is drawn anew for another language; what was typed lives in the session.
            let (page, lang) = (s.page.get(), s.lang.get());
            s.root.set_lang(i18n::code(lang));
            draw(&s, page)
        }
    };
    let name = {
        let s = s.clone();
        move || s.page.get().hook(&s)
    };
    let switch = {
        let s = s.clone();
        move || i18n::words(s.lang.get()).language
    };
    let other = {
        let s = s.clone();
        move || i18n::code(s.other_lang())
    };
    let toggle = {
        let s = s.clone();
        move |_| s.set_lang(s.other_lang())
    };
    let status = {
        let s = s.clone();
        move || status_line(&s)
    };
    view! {
        <div class="frame" data-page=name>
            <p class="language">
                <button type="button" class="link" data-action="language" lang=other on:click=toggle>{switch}</button>
            </p>
            {page}
            <p class="status" role="status" data-status="">{status}</p>
        </div>
    }
    .into_any()
}

fn draw(s: &Session, page: Page) -> AnyView {
    match page {
        Page::Loading => view! { <p class="loading" role="status">"…"</p> }.into_any(),
        Page::Failed => journey::failed::page(s),
        Page::Find => journey::find::page(s),
        Page::Prepare => journey::prepare::page(s),
        Page::Declare(step) => journey::declare::page(s, step),
        Page::Attach => journey::attach::page(s),
        Page::Review => journey::review::page(s),
        Page::Send => journey::send::page(s),
        Page::Receipt => journey::receipt::page(s),
    }
}

fn status_line(s: &Session) -> String {
    let words = i18n::words(s.lang.get());
    match s.saved.get() {
        None => String::new(),
        Some(Ok(minute)) => {
            let two = |n: u16| [if n < 10 { "0" } else { "" }, &n.to_string()].concat();
            fill(words.saved_here, &[&[&two(minute / 60), ":", &two(minute % 60)].concat()])
        }
        Some(Err(())) => words.not_saved.into(),
    }
}
