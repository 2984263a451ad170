//! Codes that are gone, and where to turn instead: `procedures/abolished.yaml`.

use crate::compile::Codes;
use crate::diagnostic::Sink;
use crate::fields::{self, Fields};
use crate::texts;
use crate::yaml::Node;
use dossier::index::{Abolished, Target};

/// What became of every code that is gone, and what is unverified about it.
pub(crate) fn abolished(file: Option<&Node>, codes: &Codes, sink: &Sink) -> (Vec<Abolished>, Vec<String>) {
    let (mut all, mut doubts): (Vec<Abolished>, Vec<String>) = Default::default();
    for node in file.map_or(&[][..], |node| fields::list(node, sink)) {
        let Some((one, doubt)) = one(node, codes, sink) else { continue };
        if all.iter().any(|other| other.code == one.code) {
            sink.error(&node.at, format!("the code \"{}\" stands twice", one.code), "keep one of them");
        }
        if codes.live.contains(&one.code) {
            let message = format!("{} is said to be gone, but is a procedure too", one.code);
            sink.error(&node.at, message, "take it out here, or delete the procedure's file");
        }
        doubts.extend(doubt);
        all.push(one);
    }
    (all, doubts)
}

fn one(node: &Node, codes: &Codes, sink: &Sink) -> Option<(Abolished, Option<String>)> {
    let keys = ["code", "name", "called", "to", "elsewhere", "source", "unverified"];
    let fields = Fields::of(node, sink, &keys)?;
    let code = fields.need_words("code")?;
    fields.need_source(&format!("the end of {code}"));
    let name = texts::text(fields.need("name")?, sink);
    let target = target(&fields, "", |code| codes.live.contains(code), codes, sink);
    let doubt = fields.words("unverified").map(|why| format!("{} {code}: {why}", node.at.file));
    let called = fields.lines("called");
    Some((Abolished { code: code.into(), name: name?, called, target: target? }, doubt))
}

/// Where `to` or `elsewhere` leads; `other` is a third key that may stand instead.
pub(crate) fn target(
    fields: &Fields<'_>,
    other: &str,
    leads: impl Fn(&str) -> bool,
    codes: &Codes,
    sink: &Sink,
) -> Option<Target> {
    match (fields.get("to"), fields.get("elsewhere")) {
        (Some(node), None) => {
            let code = fields::words(node, sink)?;
            if !leads(code) {
                sink.unknown(&node.at, "procedure", code, codes.live.iter().map(String::as_str));
            }
            Some(Target::Procedure(code.into()))
        }
        (None, Some(text)) => texts::text(text, sink).map(Target::Elsewhere),
        _ => {
            let third = if other.is_empty() { String::new() } else { format!(" or `{other}: […]`") };
            let help = format!("write one of `to: \"code\"`, `elsewhere: {{ vi: …, en: … }}`{third}");
            sink.error(fields.at(), "it is not said where this leads", help);
            None
        }
    }
}
