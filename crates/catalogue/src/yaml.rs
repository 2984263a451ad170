//! A YAML file as a tree in which every node knows where it stands.

use crate::diagnostic::{Position, Sink};
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::rc::Rc;

/// A node of the tree.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Where it begins.
    pub(crate) at: Position,
    /// What it is.
    pub(crate) value: Value,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// Words, and where the first of them stands in the line after the node's beginning (a quote is 1);
    /// `None` for words on several lines.
    Scalar(String, Option<usize>),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in order; no key twice.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// The words of a scalar.
    pub(crate) fn words(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(words, _) => Some(words),
            _ => None,
        }
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(all) => all.iter().find(|(k, _)| k.words() == Some(key)).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The position of the `offset`-th byte of a scalar's words.
    pub(crate) fn within(&self, offset: usize) -> Position {
        match &self.value {
            Value::Scalar(words, Some(first)) => {
                let before = words.get(..offset).map_or(0, |w| w.chars().count());
                Position { column: self.at.column + first + before, ..self.at.clone() }
            }
            _ => self.at.clone(),
        }
    }

    /// What it is, for messages.
    pub(crate) fn what(&self) -> &'static str {
        match self.value {
            Value::Scalar(..) => "words",
            Value::List(_) => "a list",
            Value::Map(_) => "keys and values",
        }
    }
}

/// Reads a file; what is wrong goes to the sink.
pub(crate) fn parse(file: &str, text: &str, sink: &Sink) -> Option<Node> {
    let file: Rc<str> = file.into();
    let mut reader = Reader { file: file.clone(), sink, open: Vec::new(), root: None };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => reader.take(event, span),
            Err(error) => {
                let marker = error.marker();
                let at = Position { file, line: marker.line(), column: marker.col() + 1 };
                sink.error(
                    &at,
                    format!("not YAML: {}", error.info()),
                    "check indentation, colons and quotes",
                );
                return None;
            }
        }
    }
    if reader.root.is_none() {
        sink.error(&Position::start(&file), "the file is empty", "write its keys, or delete the file");
    }
    reader.root
}

struct Reader<'s> {
    file: Rc<str>,
    sink: &'s Sink,
    open: Vec<(Position, Open)>,
    root: Option<Node>,
}

enum Open {
    List(Vec<Node>),
    Map(Vec<(Node, Node)>, Option<Node>),
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        let at = Position { file: self.file.clone(), line: span.start.line(), column: span.start.col() + 1 };
        match event {
            Event::Scalar(words, style, ..) => {
                let one_line = span.start.line() == span.end.line();
                let first = match style {
                    ScalarStyle::Plain if one_line => Some(0),
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if one_line => Some(1),
                    _ => None,
                };
                self.put(Node { at, value: Value::Scalar(words.into_owned(), first) });
            }
            Event::SequenceStart(..) => self.open.push((at, Open::List(Vec::new()))),
            Event::MappingStart(..) => self.open.push((at, Open::Map(Vec::new(), None))),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some((at, open)) = self.open.pop() {
                    let value = match open {
                        Open::List(all) => Value::List(all),
                        Open::Map(all, _) => Value::Map(all),
                    };
                    self.put(Node { at, value });
                }
            }
            Event::Alias(_) => {
                self.sink.error(&at, "YAML aliases are not used here", "make a block and `use` it");
                self.put(Node { at, value: Value::Scalar(String::new(), None) });
            }
            _ => {}
        }
    }

    fn put(&mut self, node: Node) {
        match self.open.last_mut() {
            None if self.root.is_none() => self.root = Some(node),
            None => self.sink.error(&node.at, "a second document in one file", "one file holds one thing"),
            Some((_, Open::List(all))) => all.push(node),
            Some((_, Open::Map(all, key))) => match key.take() {
                None => {
                    let twice = all.iter().find(|(k, _)| k.words().is_some() && k.words() == node.words());
                    if let Some((first, _)) = twice {
                        let name = node.words().unwrap_or_default();
                        self.sink.error(
                            &node.at,
                            format!("the key \"{name}\" stands twice"),
                            format!("keep one of them; the first is at {}", first.at),
                        );
                    }
                    *key = Some(node);
                }
                Some(key) => all.push((key, node)),
            },
        }
    }
}
