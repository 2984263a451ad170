//! Reading the keys of a mapping: unknown ones, missing ones and wrong values are all reported.

use crate::diagnostic::{Position, Sink};
use crate::yaml::{Node, Value};
use vietnam::date::Date;

/// The keys of a mapping, of which all are known.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    /// The mapping.
    pub(crate) node: &'a Node,
    sink: &'a Sink,
}

impl<'a> Fields<'a> {
    /// The keys of `node`; anything but `known` is a mistake. `None` when it is no mapping.
    pub(crate) fn of(node: &'a Node, sink: &'a Sink, known: &[&str]) -> Option<Fields<'a>> {
        let Value::Map(all) = &node.value else {
            let help = format!("write keys here: {}", known.join(", "));
            sink.error(&node.at, format!("keys and values are needed, this is {}", node.what()), help);
            return None;
        };
        for (key, _) in all {
            let name = key.words().unwrap_or_default();
            if name.contains(' ') {
                let help =
                    "if it belongs to the text before it, put that text in quotes: it has a comma or a colon";
                sink.error(&key.at, format!("\"{name}\" is no key"), help);
            } else if !known.contains(&name) {
                sink.unknown(&key.at, "key", name, known.iter().copied());
            }
        }
        Some(Fields { node, sink })
    }

    /// The keys of `node`, whose names somebody else has checked. `None` when it is no mapping.
    pub(crate) fn any(node: &'a Node, sink: &'a Sink) -> Option<Fields<'a>> {
        matches!(node.value, Value::Map(_)).then_some(Fields { node, sink })
    }

    /// Where the mapping begins.
    pub(crate) fn at(&self) -> &'a Position {
        &self.node.at
    }

    /// The value of a key that may be absent.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Node> {
        self.node.get(key)
    }

    /// The value of a key that must be there.
    pub(crate) fn need(&self, key: &str) -> Option<&'a Node> {
        let value = self.get(key);
        if value.is_none() {
            self.sink.error(self.at(), format!("\"{key}\" is missing"), format!("add `{key}: …`"));
        }
        value
    }

    /// Words under a key that may be absent.
    pub(crate) fn words(&self, key: &str) -> Option<&'a str> {
        words(self.get(key)?, self.sink)
    }

    /// Words under a key that must be there.
    pub(crate) fn need_words(&self, key: &str) -> Option<&'a str> {
        words(self.need(key)?, self.sink)
    }

    /// The entries of a list; none when the key is absent.
    pub(crate) fn list(&self, key: &str) -> &'a [Node] {
        self.get(key).map_or(&[], |node| list(node, self.sink))
    }

    /// Lines of words; a single one need be no list.
    pub(crate) fn lines(&self, key: &str) -> Vec<String> {
        self.some(key).iter().filter_map(|one| Some(words(one, self.sink)?.to_string())).collect()
    }

    /// The entries of a list, or the one thing there is.
    pub(crate) fn some(&self, key: &str) -> &'a [Node] {
        match self.get(key) {
            Some(one @ Node { value: Value::Scalar(..), .. }) => std::slice::from_ref(one),
            _ => self.list(key),
        }
    }

    /// `true` or `false`; false when absent.
    pub(crate) fn flag(&self, key: &str) -> bool {
        self.get(key).is_some_and(|node| flag(node, self.sink))
    }

    /// A whole number that must be there.
    pub(crate) fn number<T: std::str::FromStr>(&self, key: &str) -> Option<T> {
        number(self.need(key)?, self.sink)
    }

    /// A whole number; zero when absent.
    pub(crate) fn number_or_zero<T: std::str::FromStr + Default>(&self, key: &str) -> T {
        self.get(key).and_then(|node| number(node, self.sink)).unwrap_or_default()
    }

    /// A day.
    pub(crate) fn date(&self, key: &str) -> Option<Date> {
        date(self.get(key)?, self.sink)
    }

    /// Refuses a number of the law without a source.
    pub(crate) fn need_source(&self, what: &str) {
        let given = self.get("source").is_some_and(|node| match &node.value {
            Value::Scalar(words, _) => !words.trim().is_empty(),
            Value::List(all) => !all.is_empty(),
            Value::Map(_) => false,
        });
        if !given {
            self.sink.error(
                self.at(),
                format!("{what} has no source"),
                "add `source:` with the law and its article; if nobody has checked it yet, add `unverified: why` too",
            );
        }
    }
}

/// Words of a scalar.
pub(crate) fn words<'a>(node: &'a Node, sink: &Sink) -> Option<&'a str> {
    let words = node.words();
    if words.is_none() {
        sink.error(
            &node.at,
            format!("words are needed, this is {}", node.what()),
            "write words, in quotes if they hold a colon",
        );
    }
    words
}

/// The entries of a list.
pub(crate) fn list<'a>(node: &'a Node, sink: &Sink) -> &'a [Node] {
    match &node.value {
        Value::List(all) => all,
        _ => {
            sink.error(
                &node.at,
                format!("a list is needed, this is {}", node.what()),
                "write `[a, b]`, or a line `- a` for each",
            );
            &[]
        }
    }
}

/// `true` or `false`.
pub(crate) fn flag(node: &Node, sink: &Sink) -> bool {
    match words(node, sink) {
        Some("true") => true,
        Some("false") | None => false,
        Some(other) => {
            let message = format!("\"{other}\" is neither true nor false");
            sink.error(&node.at, message, "write true or false");
            false
        }
    }
}

/// A whole number.
pub(crate) fn number<T: std::str::FromStr>(node: &Node, sink: &Sink) -> Option<T> {
    let words = words(node, sink)?;
    let number = words.parse().ok();
    if number.is_none() {
        sink.error(
            &node.at,
            format!("\"{words}\" is not a number that fits here"),
            "write a whole number, without signs or separators",
        );
    }
    number
}

/// A day.
pub(crate) fn date(node: &Node, sink: &Sink) -> Option<Date> {
    let words = words(node, sink)?;
    let date = words.parse().ok();
    if date.is_none() {
        sink.error(&node.at, format!("\"{words}\" is not a day"), "write year-month-day, e.g. 2025-07-01");
    }
    date
}

/// A time of day, in minutes since midnight.
pub(crate) fn minute(node: &Node, sink: &Sink) -> Option<u16> {
    let words = words(node, sink)?;
    let time =
        words.split_once(':').and_then(|(h, m)| Some((h.parse::<u16>().ok()?, m.parse::<u16>().ok()?)));
    match time {
        Some((hour, minute)) if hour < 24 && minute < 60 => Some(hour * 60 + minute),
        _ => {
            sink.error(
                &node.at,
                format!("\"{words}\" is not a time of day"),
                "write hours and minutes in quotes, e.g. \"15:00\"",
            );
            None
        }
    }
}
