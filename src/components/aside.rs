//! What stands above every page of a declaration: what the office asks for, and answers that a changed form has no
//! place for, until the citizen has seen them.

use super::button::{Weight, button};
use crate::i18n::{day, fill};
use crate::platform::dom::{El, div, el, p};
use crate::session::Session;

/// Both, if there are any: only what was read with the rest has such.
pub(crate) fn left_over(s: &Session) -> El {
    if s.has_aside() { aside(s) } else { div("").hidden(true) }
}

/// Both. Lies in the rest.
#[inline(never)]
fn aside(s: &Session) -> El {
    div("").child(asked(s)).child(gone(s))
}

/// What the office asks for, in its own words.
fn asked(s: &Session) -> El {
    let (w, Some(asked)) = (s.more(), s.completes()) else { return div("").hidden(true) };
    let until =
        asked.until.map(|until| [w.track_until, " ", &day(&until), ". "].concat()).unwrap_or_default();
    div("receipt")
        .attr("data-asked", "")
        .child(el("h2").text(w.track_supplement))
        .child(p("", &asked.words))
        .child(p("hint", &[until, fill(w.supplement_of, &[&asked.code])].concat()))
}

/// The answers left over.
fn gone(s: &Session) -> El {
    let w = s.more();
    let all = s.with(|open| open.aside.clone()).unwrap_or_default();
    let lines = all.iter().map(|(_, raw)| el("li").text(raw)).collect();
    let (around, seen) = (div("gone").attr("data-aside", ""), s.clone());
    let gone = around.clone();
    let press = move || {
        seen.forget_aside();
        gone.hide(true);
    };
    around
        .hidden(all.is_empty())
        .child(el("h2").text(w.aside_title))
        .child(p("", w.aside))
        .child(el("ul").children(lines))
        .child(button("aside-seen", Weight::Quiet, w.aside_seen, press))
}
