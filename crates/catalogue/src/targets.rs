//! How dossiers are written for other systems: `procedures/targets`. `common.yaml` says who is who and which codes
//! others speak; every other file is a format.

mod common;
mod resolve;

use crate::compile::Codes as Known;
use crate::diagnostic::{Position, Sink};
use crate::fields::{self, Fields};
use crate::procedure::Read;
use crate::yaml::{Node, Value};
use common::Common;
use exchange::mapping::{Codes, Fact, Form, List, Mapping, Place};
use resolve::Resolve;
use std::rc::Rc;

const COMMON: &str = "common";

const FORMAT: &[&str] = &["source", "unverified", "dossier", "later"];
const FIELD: &[&str] = &[
    "field",
    "from",
    "by",
    "or",
    "codes",
    "as",
    "most",
    "is",
    "otherwise",
    "required",
    "excused",
    "when",
    "fields",
    "each",
    "answers",
    "unverified",
];

/// A field of a format, not yet of a procedure.
struct Draft<'a> {
    name: &'a str,
    at: &'a Position,
    required: bool,
    /// Procedures that may leave it empty.
    excused: Vec<&'a str>,
    content: DraftContent<'a>,
}

enum DraftContent<'a> {
    Words(DraftWords<'a>),
    Group(Option<(&'a Node, Vec<String>)>, Vec<Draft<'a>>),
    Each(List, Vec<Draft<'a>>),
    Answers,
}

struct DraftWords<'a> {
    from: Vec<Vec<Name<'a>>>,
    by: &'a str,
    /// What stands there when all is empty, and what does in some procedures.
    or: &'a str,
    otherwise: Vec<(&'a str, Vec<&'a str>)>,
    codes: Option<Codes>,
    form: Form,
    most: u16,
}

/// What a term names.
enum Name<'a> {
    Fact(Fact),
    /// An answer of whom a role means.
    Of(usize, &'a str),
    Path(&'a str),
}

/// A format as it is written.
struct Format<'a> {
    name: &'a str,
    file: Rc<str>,
    dossier: Vec<Draft<'a>>,
    later: Vec<Draft<'a>>,
}

/// The name of each format, and its mapping for each procedure.
pub(crate) type Formats = Vec<(String, Vec<Mapping>)>;

/// Every format, complete for every procedure, and what is unverified about them.
pub(crate) fn targets<'a>(
    files: &[(&'a str, &'a Node)],
    read: &[Read],
    known: &Known,
    sink: &'a Sink,
) -> (Formats, Vec<String>) {
    let common = files.iter().find(|(name, _)| *name == COMMON);
    let common = Common::read(common.map(|(_, node)| *node), known, sink);
    let reader = Reader { common: &common, known, sink };
    let formats: Vec<Format<'_>> = files
        .iter()
        .filter(|(name, _)| *name != COMMON)
        .filter_map(|(name, node)| reader.format(name, node))
        .collect();
    let resolve = Resolve { common: &common, read, sink };
    if known.broken.is_empty() {
        formats.iter().for_each(|format| resolve.names_exist(format));
    }
    let doubts = files.iter().flat_map(|(_, node)| doubts(node, "")).collect();
    (formats.iter().map(|format| (format.name.to_string(), resolve.format(format))).collect(), doubts)
}

struct Reader<'r, 'a> {
    common: &'r Common<'a>,
    known: &'r Known,
    sink: &'a Sink,
}

impl<'a> Reader<'_, 'a> {
    fn format(&self, name: &'a str, node: &'a Node) -> Option<Format<'a>> {
        let fields = Fields::of(node, self.sink, FORMAT)?;
        fields.need_source("the format");
        fields.need("dossier");
        Some(Format {
            name,
            file: Rc::clone(&node.at.file),
            dossier: self.fields(fields.list("dossier"), Place::Dossier),
            later: self.fields(fields.list("later"), Place::Later),
        })
    }

    fn fields(&self, nodes: &'a [Node], place: Place) -> Vec<Draft<'a>> {
        let mut all: Vec<Draft<'a>> = Vec::new();
        for draft in nodes.iter().filter_map(|node| self.field(node, place)) {
            if let Some(first) = all.iter().find(|other| other.name == draft.name) {
                let help = format!("keep one of them; the first is at {}", first.at);
                self.sink.error(draft.at, format!("the field \"{}\" stands twice", draft.name), help);
            }
            all.push(draft);
        }
        all
    }

    fn field(&self, node: &'a Node, place: Place) -> Option<Draft<'a>> {
        let fields = Fields::of(node, self.sink, FIELD)?;
        let name = fields.need_words("field")?;
        let content = match (fields.get("each"), fields.get("fields")) {
            (Some(each), _) => {
                let list = self.word(each, "list", &List::WORDS)?;
                DraftContent::Each(list, self.fields(fields.list("fields"), Place::In(list)))
            }
            (None, Some(_)) => {
                DraftContent::Group(self.when(&fields), self.fields(fields.list("fields"), place))
            }
            (None, None) if fields.flag("answers") => DraftContent::Answers,
            (None, None) => DraftContent::Words(self.words(&fields, place)?),
        };
        let excused = self.codes_of(fields.list("excused"));
        Some(Draft { name, at: &node.at, required: fields.flag("required"), excused, content })
    }

    fn words(&self, fields: &Fields<'a>, place: Place) -> Option<DraftWords<'a>> {
        let from: Vec<_> = fields.some("from").iter().map(|node| self.terms(node, place)).collect();
        let is = fields.words("is");
        if from.is_empty() && is.is_none() {
            let help = "write `from: path`, `is: \"…\"`, `fields: […]`, `each: …`, or `answers: true`";
            self.sink.error(fields.at(), "it is not said what fills this field", help);
        }
        let otherwise = match fields.get("otherwise").map(|node| &node.value) {
            Some(Value::Map(all)) => all
                .iter()
                .filter_map(|(is, of)| Some((is.words()?, self.codes_of(fields::list(of, self.sink)))))
                .collect(),
            _ => Vec::new(),
        };
        let codes = match fields.get("codes") {
            Some(node) => Some(self.common.codes(node, self.sink)?),
            None => None,
        };
        Some(DraftWords {
            from: from.into_iter().collect::<Option<_>>()?,
            by: fields.words("by").unwrap_or(", "),
            or: is.or(fields.words("or")).unwrap_or_default(),
            otherwise,
            codes,
            form: match fields.get("as") {
                Some(node) => self.word(node, "form of words", &Form::WORDS)?,
                None => Form::Kept,
            },
            most: fields.number_or_zero("most"),
        })
    }

    /// `a + b`: names with a plus between them.
    fn terms(&self, node: &'a Node, place: Place) -> Option<Vec<Name<'a>>> {
        let terms =
            fields::words(node, self.sink)?.split('+').map(|name| self.name(name.trim(), node, place));
        terms.collect()
    }

    fn name(&self, name: &'a str, node: &'a Node, place: Place) -> Option<Name<'a>> {
        if name.starts_with("our.") || name.starts_with("each.") {
            let known = || Fact::ALL.into_iter().filter(|fact| fact.is_known(place));
            let fact = known().find(|fact| fact.word() == name);
            if fact.is_none() {
                self.sink.unknown(&node.at, "fact", name, known().map(Fact::word));
            }
            return fact.map(Name::Fact);
        }
        let (first, rest) = name.split_once('.').unwrap_or((name, ""));
        match self.common.role(first) {
            Some(role) => Some(Name::Of(role, rest)),
            None => Some(Name::Path(name)),
        }
    }

    /// `when: { path: [a, b] }`
    fn when(&self, fields: &Fields<'a>) -> Option<(&'a Node, Vec<String>)> {
        let node = fields.get("when")?;
        match &node.value {
            Value::Map(all) if all.len() == 1 => {
                let (path, among) = all.first()?;
                let among =
                    fields::list(among, self.sink).iter().filter_map(|one| one.words().map(str::to_string));
                Some((path, among.collect()))
            }
            _ => {
                self.sink.error(
                    &node.at,
                    "one question and its answers are needed",
                    "write `when: { path: [a, b] }`",
                );
                None
            }
        }
    }

    /// Codes of procedures.
    fn codes_of(&self, nodes: &'a [Node]) -> Vec<&'a str> {
        common::procedures(nodes, self.known, self.sink)
    }

    fn word<T: Copy>(&self, node: &'a Node, what: &str, known: &[(&'static str, T)]) -> Option<T> {
        let word = fields::words(node, self.sink)?;
        let found = known.iter().find(|(name, _)| *name == word);
        if found.is_none() {
            self.sink.unknown(&node.at, what, word, known.iter().map(|(name, _)| *name));
        }
        found.map(|(_, value)| *value)
    }
}

/// What is unverified in a file, with the name of the nearest thing around it.
fn doubts(node: &Node, about: &str) -> Vec<String> {
    match &node.value {
        Value::Scalar(..) => Vec::new(),
        Value::List(all) => all.iter().flat_map(|one| doubts(one, about)).collect(),
        Value::Map(all) => {
            let about = node.get("field").and_then(Node::words).unwrap_or(about);
            let name = if about.is_empty() { String::new() } else { format!(" {about}:") };
            let said = |why: &Node| Some(format!("{}{name} {}", node.at.file, why.words()?));
            let one = |(key, value): &(Node, Node)| match (key.words(), &value.value) {
                (Some("unverified"), Value::List(all)) => all.iter().filter_map(said).collect(),
                (Some("unverified"), _) => said(value).into_iter().collect(),
                (Some(key), Value::Map(_)) => doubts(value, key),
                _ => doubts(value, about),
            };
            all.iter().flat_map(one).collect()
        }
    }
}
