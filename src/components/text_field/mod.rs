//! A line of text, or several. Never rewritten while it is typed in: Telex composes letters there.

use super::question::Field;
use crate::platform::dom::{El, div, el, p};
use crate::platform::input;
use crate::state::State;

/// The control; `mode` chooses the keyboard: `text`, `name`, `numeric`, `tel`, `email`; `lines` for several.
pub(crate) fn control(field: &Field, mode: &str) -> Vec<El> {
    let (keyboard, capitals) = match mode {
        "name" => ("text", "words"),
        "text" | "lines" => ("text", "sentences"),
        other => (other, "none"),
    };
    let (s, ix, view) = (field.s.clone(), field.ix, field.cell.view.clone());
    let line = field
        .control(if mode == "lines" { "textarea" } else { "input" })
        .class(if matches!(mode, "numeric" | "tel") { "short" } else { "" })
        .attr("type", "text")
        .attr("inputmode", keyboard)
        .attr("autocapitalize", capitals)
        .attr("spellcheck", "false")
        .keep(move |line| view.with(|v| line.write(&v.raw)))
        .on("input", move |event| s.edit(ix, input::text(&event)));
    vec![field.label(), field.hint(""), field.messages(), line]
}

/// A labelled line that is no question of a declaration; `typed` is what stands in it, and follows.
pub(crate) fn line(name: &str, label: &str, hint: &str, mode: &str, typed: &State<String>) -> El {
    let (known, typed, said) = (typed.now(), typed.clone(), [name, ".hint"].concat());
    let control = el("input")
        .attr("type", "text")
        .attr("id", name)
        .attr("name", name)
        .attr("inputmode", mode)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", &said)
        .on("input", move |event| typed.set(input::text(&event)));
    control.write(&known);
    div("question")
        .child(el("label").attr("for", name).text(label))
        .child(p("hint", hint).attr("id", &said))
        .child(control)
}
