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
    unverified: Option<String>,
}

impl RateBook {
    /// Reads the rates of all files.
    pub(crate) fn read(files: &[Node], sink: &Sink) -> RateBook {
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

    /// The rates used since the last call, in order, and what is unverified about them.
    pub(crate) fn take_used(&self) -> (Vec<Rate>, Vec<String>) {
        let used = self.used.take();
        let known: Vec<&Known> = used.iter().filter_map(|id| self.all.get(id)).collect();
        let doubts =
            known.iter().filter_map(|k| Some(format!("rate.{}: {}", k.rate.id, k.unverified.as_ref()?)));
        (known.iter().map(|k| k.rate.clone()).collect(), doubts.collect())
    }
}

fn rate(id: &str, node: &Node, sink: &Sink) -> Option<Known> {
    let fields = Fields::of(node, sink, &["values", "source", "unverified"])?;
    fields.need_source(&format!("the rate \"{id}\""));
    let mut values = Vec::new();
    for one in fields::list(fields.need("values")?, sink) {
        let Some(entry) = Fields::of(one, sink, &["from", "to", "value"]) else { continue };
        entry.need("from");
        let (Some(from), Some(value)) = (entry.date("from"), entry.number("value")) else { continue };
        let period = Period { from, to: entry.date("to") };
        if values.iter().any(|(other, _)| overlap(other, &period)) {
            let message = format!("two values of \"{id}\" are in force on one day");
            sink.error(&one.at, message, "end the earlier one with `to:` the day before the later begins");
        }
        values.push((period, value));
    }
    let unverified = fields.words("unverified").map(str::to_string);
    Some(Known { at: node.at.clone(), rate: Rate { id: id.into(), values }, unverified })
}

/// Is there a day in both periods?
pub(crate) fn overlap(a: &Period, b: &Period) -> bool {
    a.to.is_none_or(|to| b.from <= to) && b.to.is_none_or(|to| a.from <= to)
}
