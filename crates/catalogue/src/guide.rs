//! From events of life to a procedure, or to another office: `procedures/guide.yaml`.

use crate::abolished::target;
use crate::compile::Codes;
use crate::diagnostic::Sink;
use crate::expand::check_id;
use crate::fields::{self, Fields};
use crate::texts;
use crate::yaml::Node;
use dossier::index::{Branch, Target, Way};

/// Every event of life; none when there is no such file.
pub(crate) fn guide(file: Option<&Node>, codes: &Codes, sink: &Sink) -> Vec<Branch> {
    let mut branches: Vec<Branch> = Vec::new();
    for node in file.map_or(&[][..], |node| fields::list(node, sink)) {
        let Some(branch) = branch(node, codes, sink) else { continue };
        if branches.iter().any(|other| other.id == branch.id) {
            let message = format!("the event \"{}\" stands twice", branch.id);
            sink.error(&node.at, message, "give one of them another id");
        }
        branches.push(branch);
    }
    branches
}

fn branch(node: &Node, codes: &Codes, sink: &Sink) -> Option<Branch> {
    let fields = Fields::of(node, sink, &["id", "title", "choices"])?;
    let id = fields.need_words("id")?;
    check_id(id, fields.at(), sink);
    let title = texts::text(fields.need("title")?, sink);
    let choices = ways(fields.need("choices")?, codes, sink);
    Some(Branch { id: id.into(), title: title?, choices })
}

fn ways(node: &Node, codes: &Codes, sink: &Sink) -> Vec<Way> {
    let all = fields::list(node, sink);
    if all.is_empty() {
        sink.error(&node.at, "nothing can be chosen here", "list `- { label: …, to: … }`");
    }
    all.iter().filter_map(|node| way(node, codes, sink)).collect()
}

fn way(node: &Node, codes: &Codes, sink: &Sink) -> Option<Way> {
    let fields = Fields::of(node, sink, &["label", "to", "elsewhere", "choices"])?;
    let label = texts::text(fields.need("label")?, sink);
    let target = match fields.get("choices") {
        Some(choices) if fields.get("to").is_none() && fields.get("elsewhere").is_none() => {
            Some(Target::Choices(ways(choices, codes, sink)))
        }
        _ => target(&fields, "choices", |code| codes.leads(code), codes, sink),
    };
    Some(Way { label: label?, target: target? })
}
