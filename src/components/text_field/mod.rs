//! A line of text. Never rewritten while it is typed in: Telex composes letters there.

use super::question::Field;
use crate::platform::dom::El;
use crate::platform::input;

/// The control; `mode` chooses the keyboard: `text`, `name`, `numeric`, `tel`, `email`.
pub(crate) fn control(field: &Field, mode: &str) -> Vec<El> {
    let (keyboard, capitals) = match mode {
        "name" => ("text", "words"),
        "text" => ("text", "sentences"),
        other => (other, "none"),
    };
    let (s, ix, view) = (field.s.clone(), field.ix, field.cell.view.clone());
    let line = field
        .control("input")
        .class(if matches!(mode, "numeric" | "tel") { "short" } else { "" })
        .attr("type", "text")
        .attr("inputmode", keyboard)
        .attr("autocapitalize", capitals)
        .attr("spellcheck", "false")
        .keep(move |line| view.with(|v| line.write(&v.raw)))
        .on("input", move |event| s.edit(ix, input::text(&event)));
    vec![field.label(), field.hint(""), field.messages(), line]
}
