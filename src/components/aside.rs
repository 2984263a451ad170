//! Answers that a changed form has no place for: shown until the citizen has seen them.

use super::button::{Weight, button};
use crate::platform::dom::{El, div, el, p};
use crate::session::Session;

/// The answers left over, if there are any: only what was read with the rest has such.
pub(crate) fn left_over(s: &Session) -> El {
    if s.has_aside() { aside(s) } else { div("").hidden(true) }
}

/// The answers left over. Lies in the rest.
#[inline(never)]
fn aside(s: &Session) -> El {
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
        .child(el("h2").text(w.aside_title))
        .child(p("", w.aside))
        .child(el("ul").children(lines))
        .child(button("aside-seen", Weight::Quiet, w.aside_seen, press))
}
