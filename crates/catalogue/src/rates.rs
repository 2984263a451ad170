//! Numbers of the law: `procedures/rates/*.yaml`. None without a source.

use crate::diagnostic::{Position, Sink};
use crate::fields::{self, Fields};
use crate::yaml::{Node, Value};
use dossier::procedure::{Period, Rate, RateIx};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Every rate known, and those a procedure has used so far.
pub(crate) struct RateBook {
    all: BTreeMap<String, Known>,
    used: RefCell<Vec<String>>,
}

struct Known {
    at: Position,
    rate: Rate,
    in_tenths: bool,
    unverified: Option<String>,
}

impl RateBook {
    /// Reads the rates of all files.
    pub(crate) fn read<'f>(files: impl Iterator<Item = &'f Node>, sink: &Sink) -> RateBook {
        let mut book = RateBook { all: BTreeMap::new(), used: RefCell::default() };
        for file in files {
            let Value::Map(entries) = &file.value else {
                sink.error(&file.at, "rates are needed here", "write `name: { values: […], source: … }`");
                continue;
            };
            for (key, node) in entries {
                let id = key.words().unwrap_or_default();
                let Some(known) = rate(id, node, sink) else { continue };
                if let Some(first) = book.all.get(id) {
                    let help = format!("keep one of them; the first is at {}", first.at);
                    sink.error(&key.at, format!("the rate \"{id}\" stands twice"), help);
                }
                book.all.insert(id.into(), known);
            }
        }
        book
    }

    /// The rate's place in the procedure at hand; notes that it is used.
    pub(crate) fn index(&self, id: &str) -> Option<RateIx> {
        self.all.get(id)?;
        let mut used = self.used.borrow_mut();
        let at = used.iter().position(|one| one == id).unwrap_or_else(|| {
            used.push(id.into());
            used.len() - 1
        });
        u16::try_from(at).ok().map(RateIx)
    }

    /// The one value a rate has throughout `period`; `None` when it changes or is not known for all of it.
    pub(crate) fn only_value(&self, id: &str, period: &Period) -> Option<i64> {
        let values = &self.all.get(id)?.rate.values;
        let (_, value) = values.iter().find(|(within, _)| {
            within.from <= period.from && within.to.is_none_or(|to| period.to.is_some_and(|end| end <= to))
        })?;
        Some(*value)
    }

    /// Is it a coefficient, kept in tenths?
    pub(crate) fn in_tenths(&self, id: &str) -> bool {
        self.all.get(id).is_some_and(|known| known.in_tenths)
    }

    /// What is unverified about rates, each with its file.
    pub(crate) fn doubts(&self) -> Vec<String> {
        let one = |k: &Known| Some(format!("{} {}: {}", k.at.file, k.rate.id, k.unverified.as_ref()?));
        self.all.values().filter_map(one).collect()
    }

    /// The ids of all rates.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.all.keys().map(String::as_str)
    }

    /// Is there such a rate?
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.all.contains_key(id)
    }

    /// The rates used so far, in order.
    #[cfg(test)]
    pub(crate) fn peek_used(&self) -> Vec<Rate> {
        self.used.borrow().iter().filter_map(|id| Some(self.all.get(id)?.rate.clone())).collect()
    }

    /// The rates used since the last call, in order, and how many of them are unverified.
    pub(crate) fn take_used(&self) -> (Vec<Rate>, usize) {
        let used = self.used.take();
        let known: Vec<&Known> = used.iter().filter_map(|id| self.all.get(id)).collect();
        let doubts = known.iter().filter(|k| k.unverified.is_some()).count();
        (known.iter().map(|k| k.rate.clone()).collect(), doubts)
    }
}

fn rate(id: &str, node: &Node, sink: &Sink) -> Option<Known> {
    let fields = Fields::of(node, sink, &["values", "source", "unverified"])?;
    fields.need_source(&format!("the rate \"{id}\""));
    let nodes = fields::list(fields.need("values")?, sink);
    let in_tenths = nodes.iter().any(|one| one.get("value").and_then(Node::words).is_some_and(has_point));
    let rate = Rate { id: id.into(), values: values(id, nodes, in_tenths, sink) };
    let unverified = fields.words("unverified").map(str::to_string);
    Some(Known { at: node.at.clone(), rate, in_tenths, unverified })
}

fn has_point(words: &str) -> bool {
    words.contains('.')
}

/// Values by period; one without an end holds until the next begins.
pub(crate) fn values(id: &str, nodes: &[Node], in_tenths: bool, sink: &Sink) -> Vec<(Period, i64)> {
    let mut values: Vec<(Period, i64)> = Vec::new();
    for one in nodes {
        let Some(entry) = Fields::of(one, sink, &["from", "to", "value"]) else { continue };
        entry.need("from");
        let (Some(from), Some(value)) = (entry.date("from"), amount(&entry, in_tenths, sink)) else {
            continue;
        };
        let period = Period { from, to: entry.date("to") };
        for (other, _) in &mut values {
            if other.to.is_none() && other.from < from {
                other.to = Some(from.plus_days(-1));
            }
        }
        if values.iter().any(|(other, _)| overlap(other, &period)) {
            let message = format!("two values of \"{id}\" are in force on one day");
            sink.error(&one.at, message, "end the earlier one the day before the later begins, oldest first");
        }
        values.push((period, value));
    }
    values
}

/// A whole number; a coefficient such as `2.5`, in tenths.
fn amount(entry: &Fields<'_>, in_tenths: bool, sink: &Sink) -> Option<i64> {
    if !in_tenths {
        return entry.number("value");
    }
    let node = entry.need("value")?;
    let words = fields::words(node, sink)?;
    let (whole, tenth) = words.split_once('.').unwrap_or((words, "0"));
    let tenths = (tenth.len() == 1).then(|| format!("{whole}{tenth}").parse().ok()).flatten();
    if tenths.is_none() {
        let help = "write a coefficient with one digit after the point, e.g. 2.5";
        sink.error(&node.at, format!("\"{words}\" is not a coefficient"), help);
    }
    tenths
}

/// Is there a day in both periods?
pub(crate) fn overlap(a: &Period, b: &Period) -> bool {
    a.to.is_none_or(|to| b.from <= to) && b.to.is_none_or(|to| a.from <= to)
}
