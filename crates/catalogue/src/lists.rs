//! The lists of a procedure: its own entries, then those of the parts it uses (`procedures/parts/*.yaml`).

use crate::diagnostic::Sink;
use crate::expand::{Blocks, given};
use crate::fields::Fields;
use crate::keys;
use crate::scope::{ROOT, ScopeIx, Scopes};
use crate::yaml::Node;
use std::collections::BTreeMap;

/// An entry, and the scope it is written in.
pub(crate) type Entry<'a> = (ScopeIx, &'a Node);

/// The entries by key.
pub(crate) struct Lists<'a>(BTreeMap<&'static str, Vec<Entry<'a>>>);

impl<'a> Lists<'a> {
    /// The entries of a procedure and of its parts; opens a scope for each part.
    pub(crate) fn read(
        procedure: &Fields<'a>,
        parts: &Blocks<'a>,
        scopes: &mut Scopes<'a>,
        sink: &'a Sink,
    ) -> Lists<'a> {
        let mut lists = Lists(BTreeMap::new());
        lists.add(ROOT, procedure);
        for usage in procedure.list("parts") {
            let Some(usage) = Fields::of(usage, sink, keys::PART_USE) else { continue };
            let Some(name) = usage.need_words("use") else { continue };
            let Some(part) = parts.get(name) else {
                let at = usage.get("use").map_or(usage.at(), |node| &node.at);
                sink.unknown(at, "part", name, parts.keys().map(String::as_str));
                continue;
            };
            let known: Vec<&str> = ["params"].iter().chain(keys::LISTS).copied().collect();
            let Some(part) = Fields::of(part, sink, &known) else { continue };
            let params = given("part", name, &usage, part.get("params"), sink);
            lists.add(scopes.open(ROOT, String::new(), params), &part);
        }
        lists
    }

    fn add(&mut self, scope: ScopeIx, fields: &Fields<'a>) {
        for key in keys::LISTS {
            let entries = self.0.entry(key).or_default();
            match *key {
                "benefits" => entries.extend(fields.get(key).map(|node| (scope, node))),
                "source" => entries.extend(fields.some(key).iter().map(|node| (scope, node))),
                _ => entries.extend(fields.list(key).iter().map(|node| (scope, node))),
            }
        }
    }

    /// The entries under `key`.
    pub(crate) fn get(&self, key: &str) -> &[Entry<'a>] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }
}
