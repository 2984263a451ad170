//! `common.yaml`: who is meant by a role, and how codes differ between systems.

use crate::compile::Codes as Known;
use crate::diagnostic::Sink;
use crate::fields::{self, Fields};
use crate::yaml::{Node, Value};
use exchange::mapping::Codes;

/// What all formats share.
#[derive(Default)]
pub(super) struct Common<'a> {
    pub(super) roles: Vec<Role<'a>>,
    codes: Vec<(&'a str, Codes)>,
}

/// Who may be meant.
pub(super) struct Role<'a> {
    name: &'a str,
    pub(super) rules: Vec<Rule<'a>>,
}

/// A line of a role.
pub(super) struct Rule<'a> {
    pub(super) node: &'a Node,
    /// What the paths of each person begin with.
    pub(super) who: Vec<&'a str>,
    /// Only in these procedures; none means all.
    pub(super) of: Option<Vec<&'a str>>,
    /// Only with a paper for one of these components.
    pub(super) with: Option<Vec<&'a str>>,
    /// Only if one of these of the person is answered.
    pub(super) known_by: Option<Vec<&'a str>>,
}

impl<'a> Common<'a> {
    pub(super) fn read(node: Option<&'a Node>, known: &Known, sink: &'a Sink) -> Common<'a> {
        let Some(fields) = node.and_then(|node| Fields::of(node, sink, &["roles", "codes"])) else {
            return Common::default();
        };
        Common {
            roles: named(fields.get("roles"))
                .filter_map(|(name, node)| role(name, node, known, sink))
                .collect(),
            codes: named(fields.get("codes"))
                .filter_map(|(name, node)| Some((name, codes(name, node, sink)?)))
                .collect(),
        }
    }

    /// A role, by place.
    pub(super) fn role(&self, name: &str) -> Option<usize> {
        self.roles.iter().position(|role| role.name == name)
    }

    /// The table of that name.
    pub(super) fn codes(&self, node: &Node, sink: &Sink) -> Option<Codes> {
        let name = fields::words(node, sink)?;
        let found = self.codes.iter().find(|(known, _)| *known == name);
        if found.is_none() {
            sink.unknown(&node.at, "table of codes", name, self.codes.iter().map(|(name, _)| *name));
        }
        found.map(|(_, codes)| codes.clone())
    }
}

fn named(node: Option<&Node>) -> impl Iterator<Item = (&str, &Node)> {
    let all = match node.map(|node| &node.value) {
        Some(Value::Map(all)) => all.as_slice(),
        _ => &[],
    };
    all.iter().filter_map(|(name, node)| Some((name.words()?, node)))
}

fn role<'a>(name: &'a str, node: &'a Node, known: &Known, sink: &'a Sink) -> Option<Role<'a>> {
    let fields = Fields::of(node, sink, &["source", "unverified", "who"])?;
    fields.need_source(&format!("the role \"{name}\""));
    fields.need("who");
    let rule = |node: &'a Node| {
        let fields = Fields::of(node, sink, &["is", "of", "with", "known_by"])?;
        fields.need("is");
        let some =
            |key| Some(fields.get(key).map(|_| fields.some(key))?.iter().filter_map(Node::words).collect());
        Some(Rule {
            node,
            who: fields.some("is").iter().filter_map(|one| fields::words(one, sink)).collect(),
            of: fields.get("of").map(|_| procedures(fields.list("of"), known, sink)),
            with: some("with"),
            known_by: some("known_by"),
        })
    };
    Some(Role { name, rules: fields.list("who").iter().filter_map(rule).collect() })
}

fn codes(name: &str, node: &Node, sink: &Sink) -> Option<Codes> {
    let fields = Fields::of(node, sink, &["source", "unverified", "values", "others"])?;
    fields.need_source(&format!("the table \"{name}\""));
    fields.need("values");
    let pairs = named(fields.get("values"));
    let pairs =
        pairs.filter_map(|(ours, theirs)| Some((ours.to_string(), fields::words(theirs, sink)?.to_string())));
    let others = fields.need("others")?;
    let others_stay = match fields::words(others, sink)? {
        "stay" => true,
        "left_out" => false,
        other => {
            sink.unknown(&others.at, "way with other codes", other, ["stay", "left_out"]);
            return None;
        }
    };
    Some(Codes { pairs: pairs.collect(), others_stay })
}

/// Codes of procedures that exist.
pub(super) fn procedures<'a>(nodes: &'a [Node], known: &Known, sink: &Sink) -> Vec<&'a str> {
    let code = |node: &'a Node| {
        let code = fields::words(node, sink)?;
        if !known.live.contains(code) {
            sink.unknown(&node.at, "procedure", code, known.live.iter().map(String::as_str));
        }
        Some(code)
    };
    nodes.iter().filter_map(code).collect()
}
