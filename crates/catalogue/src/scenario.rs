//! Scenarios are the specification: a day, answers, and what must follow (`procedures/scenarios/**`).

mod run;

use crate::compile::Compiled;
use crate::diagnostic::{Diagnostics, Position, Sink};
use crate::fields::{self, Fields};
use crate::files;
use crate::yaml::{Node, Value};
use dossier::procedure::{ComponentIx, Procedure};
use dossier::{Answers, Evaluation, RowsIx, Tables};
use std::collections::BTreeMap;
use std::path::Path;
use vietnam::calendar::Moment;
use vietnam::date::Date;

/// One story: somebody declares, on a day.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What must be true, in a sentence.
    pub name: String,
    /// Where it stands.
    pub at: Position,
    /// What `like` calls it.
    pub id: String,
    /// Code of the procedure.
    pub procedure: String,
    /// The day of judging.
    pub today: Date,
    /// What is typed, by path; defaults stand where nothing is said.
    answers: BTreeMap<String, (Position, String)>,
    /// Ids of the components that have a paper.
    pub(crate) attached: Vec<Told>,
    /// Says that nothing forbids sending it, and where.
    complete: Option<Position>,
    see: See,
}

/// What is expected; what is not mentioned is not looked at.
#[derive(Clone, Debug, Default)]
struct See {
    visible: Vec<Told>,
    hidden: Vec<Told>,
    copied: Vec<Told>,
    optional: Option<(Position, Vec<String>)>,
    findings: Option<(Position, Vec<String>)>,
    cases: Option<(Position, Vec<String>)>,
    components: Option<(Position, Vec<String>)>,
    fee: Option<(Position, Vec<String>)>,
    benefits: Option<(Position, Vec<String>)>,
    due: Option<Due>,
    sent: Vec<(Told, String)>,
    unsent: Vec<Told>,
}

/// Words, and where they stand.
type Told = (Position, String);

#[derive(Clone, Debug)]
struct Due {
    at: Position,
    site: String,
    received: Moment,
    on: Date,
}

const KEYS: &[&str] = &["name", "id", "like", "complete", "procedure", "today", "answers", "attached", "see"];
const SEE: &[&str] = &[
    "visible",
    "hidden",
    "copied",
    "optional",
    "findings",
    "cases",
    "components",
    "fee",
    "benefits",
    "due",
    "sent",
    "unsent",
];

/// Reads every scenario under `root`.
pub fn scenarios(root: &Path) -> Result<Vec<Scenario>, Diagnostics> {
    let sink = Sink::default();
    let all = read_all(root, &sink);
    sink.finish(Some(all))
}

/// The same, as far as they can be read.
pub(crate) fn read_all(root: &Path, sink: &Sink) -> Vec<Scenario> {
    let files = files::sources(root, "procedures/scenarios", sink);
    let mut sources = Sources(Vec::new());
    for (file, node) in &files {
        sources.add(file, node, sink);
    }
    sources.0.iter().filter_map(|source| read(source, &sources, sink, &[])).collect()
}

/// Scenarios as written, not yet read on top of each other.
struct Sources<'a>(Vec<Source<'a>>);

struct Source<'a> {
    file: &'a str,
    id: String,
    node: &'a Node,
}

impl<'a> Sources<'a> {
    /// The stories of a file: a list, or one alone that has the file's name. A table of expressions rather than
    /// a story is read by its own test.
    fn add(&mut self, file: &'a str, node: &'a Node, sink: &Sink) {
        if node.get("see").is_some() || node.get("name").is_some() {
            let id = node.get("id").and_then(Node::words).unwrap_or(stem(file)).to_string();
            return self.0.push(Source { file, id, node });
        }
        let Value::List(all) = &node.value else { return };
        for node in all {
            let Some(id) = Fields::of(node, sink, KEYS).and_then(|fields| fields.need_words("id")) else {
                continue;
            };
            if let Some(first) = self.0.iter().find(|other| other.file == file && other.id == id) {
                let help = format!("give one of them another id; the first is at {}", first.node.at);
                sink.error(&node.at, format!("the scenario \"{id}\" stands twice"), help);
            }
            self.0.push(Source { file, id: id.into(), node });
        }
    }

    /// The one of this name in the same file, else the file of this name beside it.
    fn find(&self, file: &str, name: &str) -> Option<&Source<'a>> {
        let beside =
            || self.0.iter().find(|s| folder(s.file) == folder(file) && stem(s.file) == name && s.id == name);
        self.0.iter().find(|s| s.file == file && s.id == name).or_else(beside)
    }
}

fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".yaml").unwrap_or(name)
}

/// `open` are the scenarios that are being read because they are like this one.
fn read(source: &Source<'_>, sources: &Sources<'_>, sink: &Sink, open: &[(&str, &str)]) -> Option<Scenario> {
    let fields = Fields::of(source.node, sink, KEYS)?;
    let base = match fields.get("like") {
        Some(like) => Some(base(source, like, sources, sink, open)?),
        None => None,
    };
    let mut answers = base.as_ref().map(|b| b.answers.clone()).unwrap_or_default();
    for ((at, path), raw) in pairs(&fields, "answers", sink) {
        answers.insert(path, (at, raw));
    }
    let procedure = fields.words("procedure").map(str::to_string);
    let procedure = procedure.or(base.as_ref().map(|b| b.procedure.clone()));
    let today = fields.date("today").or(base.as_ref().map(|b| b.today));
    let attached = match fields.get("attached") {
        Some(_) => told(&fields, "attached", sink),
        None => base.map(|b| b.attached).unwrap_or_default(),
    };
    if procedure.is_none() || today.is_none() {
        sink.error(
            fields.at(),
            "\"procedure\" or \"today\" is missing",
            "add it, or take it over with `like: id`",
        );
    }
    let complete =
        fields.flag("complete").then(|| fields.get("complete").map(|node| node.at.clone())).flatten();
    let see = match (fields.get("see"), &complete) {
        (None, Some(_)) => See::default(),
        _ => see(fields.need("see")?, sink)?,
    };
    Some(Scenario {
        name: fields.need_words("name")?.into(),
        at: source.node.at.clone(),
        id: source.id.clone(),
        procedure: procedure?,
        today: today?,
        answers,
        attached,
        complete,
        see,
    })
}

/// The scenario that this one changes.
fn base(
    source: &Source<'_>,
    like: &Node,
    sources: &Sources<'_>,
    sink: &Sink,
    open: &[(&str, &str)],
) -> Option<Scenario> {
    let name = fields::words(like, sink)?;
    let Some(other) = sources.find(source.file, name) else {
        let near = sources.0.iter().filter(|s| folder(s.file) == folder(source.file));
        sink.unknown(&like.at, "scenario", name, near.map(|s| s.id.as_str()));
        return None;
    };
    let open = [open, &[(source.file, source.id.as_str())]].concat();
    if open.contains(&(other.file, other.id.as_str())) {
        sink.error(
            &like.at,
            format!("\"{name}\" is like itself in the end"),
            "let one of them stand on its own",
        );
        return None;
    }
    read(other, sources, sink, &open)
}

/// A list of words, each with its place.
fn told(fields: &Fields<'_>, key: &str, sink: &Sink) -> Vec<Told> {
    let one = |node: &Node| Some((node.at.clone(), fields::words(node, sink)?.to_string()));
    fields.list(key).iter().filter_map(one).collect()
}

fn see(node: &Node, sink: &Sink) -> Option<See> {
    let fields = Fields::of(node, sink, SEE)?;
    let told = |key: &str| told(&fields, key, sink);
    let set = |key: &str| {
        let node = fields.get(key)?;
        Some((node.at.clone(), told(key).into_iter().map(|(_, words)| words).collect()))
    };
    let findings = fields.get("findings").map(|node| {
        let one = |node: &Node| {
            let fields = Fields::of(node, sink, &["path", "code", "severity"])?;
            let (path, code) = (fields.need_words("path")?, fields.need_words("code")?);
            Some(format!("{} {path} {code}", fields.need_words("severity")?))
        };
        (node.at.clone(), fields.list("findings").iter().filter_map(one).collect())
    });
    let amounts = |key: &str| {
        let lines = pairs(&fields, key, sink).into_iter().map(|((_, id), amount)| format!("{id} {amount}"));
        Some((fields.get(key)?.at.clone(), lines.collect()))
    };
    Some(See {
        visible: told("visible"),
        hidden: told("hidden"),
        copied: told("copied"),
        optional: set("optional"),
        findings,
        cases: set("cases"),
        components: set("components"),
        fee: amounts("fee"),
        benefits: amounts("benefits"),
        due: match fields.get("due") {
            Some(node) => Some(due(node, sink)?),
            None => None,
        },
        sent: pairs(&fields, "sent", sink),
        unsent: told("unsent"),
    })
}

fn due(node: &Node, sink: &Sink) -> Option<Due> {
    let fields = Fields::of(node, sink, &["site", "received", "on"])?;
    let received = fields.need("received")?;
    let words = fields::words(received, sink)?;
    let Some((day, time)) = words.split_once('T') else {
        sink.error(&received.at, format!("\"{words}\" is not a moment"), "write e.g. 2026-11-20T15:30");
        return None;
    };
    let part = |words: &str| Node { at: received.at.clone(), value: Value::Scalar(words.into(), None) };
    let date = fields::date(&part(day), sink)?;
    let minute = fields::minute(&part(time), sink)?;
    fields.need("on")?;
    let (site, on) = (fields.need_words("site")?.into(), fields.date("on")?);
    Some(Due { at: node.at.clone(), site, received: Moment { date, minute }, on })
}

/// Keys and values of a mapping; none when it is absent.
fn pairs(fields: &Fields<'_>, key: &str, sink: &Sink) -> Vec<(Told, String)> {
    let Some(node) = fields.get(key) else { return Vec::new() };
    let Value::Map(all) = &node.value else {
        sink.error(&node.at, "keys and values are needed", format!("write `{key}: {{ a: b }}`"));
        return Vec::new();
    };
    let pair = |(k, v): &(Node, Node)| {
        Some(((k.at.clone(), k.words()?.to_string()), fields::words(v, sink)?.to_string()))
    };
    all.iter().filter_map(pair).collect()
}

impl Scenario {
    /// Does what must follow, follow?
    pub fn run(&self, compiled: &Compiled) -> Result<(), Diagnostics> {
        if let Some(procedure) = self.procedure(compiled) {
            return self.run_on(procedure, compiled);
        }
        let sink = Sink::default();
        let message = format!("no version of {} is in force on {}", self.procedure, self.today);
        sink.error(&self.at, message, "correct `procedure` or `today`");
        sink.finish(None)
    }

    /// Does it follow from this version of the procedure?
    pub fn run_on(&self, procedure: &Procedure, compiled: &Compiled) -> Result<(), Diagnostics> {
        let sink = Sink::default();
        run::run(self, procedure, compiled, &sink);
        sink.finish(Some(()))
    }

    /// The version of the procedure that is in force on the day.
    pub fn procedure<'c>(&self, compiled: &'c Compiled) -> Option<&'c Procedure> {
        compiled.procedures.iter().find(|p| p.code == self.procedure && p.in_force.holds(self.today))
    }

    /// What is typed, without defaults, and the paths that the procedure does not have.
    fn as_typed(&self, procedure: &Procedure) -> (Answers, Vec<&str>) {
        Answers::from_paths(
            procedure,
            self.answers.iter().map(|(path, (_, raw))| (path.as_str(), raw.as_str())),
        )
    }

    /// Nothing forbids to send it, and every paper is there.
    pub fn is_complete(&self) -> bool {
        self.complete.is_some()
    }

    /// What is typed, with defaults and as many rows as are named; paths the procedure does not have are left out.
    pub fn typed(&self, procedure: &Procedure) -> Answers {
        let named = self.as_typed(procedure).0.shape().counts();
        let mut answers = Answers::blank(procedure);
        for (group, count) in (0u16..).map(RowsIx).zip(named) {
            for _ in answers.shape().count(group)..count {
                answers.add_row(procedure, group);
            }
        }
        for (path, (_, raw)) in &self.answers {
            if let Some(cell) = answers.shape().find(procedure, path) {
                answers.set(cell, raw.clone());
            }
        }
        answers
    }

    /// Everything that follows.
    pub fn evaluate(&self, procedure: &Procedure, tables: &Tables) -> Evaluation {
        dossier::evaluate(procedure, &self.typed(procedure), self.today, tables)
    }

    /// The components that have a paper.
    pub fn papers(&self, procedure: &Procedure) -> Vec<ComponentIx> {
        let all = (0u16..).map(ComponentIx).zip(&procedure.components);
        all.filter(|(_, component)| self.attached.iter().any(|(_, id)| *id == component.id))
            .map(|(ix, _)| ix)
            .collect()
    }
}
