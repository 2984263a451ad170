//! Scenarios are the specification: a day, answers, and what must follow (`procedures/scenarios/**`).

mod run;

use crate::compile::Compiled;
use crate::diagnostic::{Diagnostics, Position, Sink};
use crate::fields::{self, Fields};
use crate::files;
use crate::yaml::{Node, Value};
use dossier::procedure::{ComponentIx, Procedure};
use dossier::{Answers, Evaluation, Tables};
use std::collections::BTreeMap;
use std::path::Path;
use vietnam::calendar::Moment;
use vietnam::date::Date;

/// One story: somebody declares, on a day.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What must be true, in a sentence.
    pub name: String,
    /// Its file.
    pub at: Position,
    /// Code of the procedure.
    pub procedure: String,
    /// The day of judging.
    pub today: Date,
    /// What is typed, by path; defaults stand where nothing is said.
    pub answers: BTreeMap<String, String>,
    /// Ids of the components that have a paper.
    pub attached: Vec<String>,
    see: See,
}

/// What is expected; what is not mentioned is not looked at.
#[derive(Clone, Debug, Default)]
struct See {
    visible: Vec<Told>,
    hidden: Vec<Told>,
    copied: Vec<Told>,
    findings: Option<(Position, Vec<String>)>,
    cases: Option<(Position, Vec<String>)>,
    components: Option<(Position, Vec<String>)>,
    fee: Option<(Position, Vec<String>)>,
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

/// Scenarios by file, not yet read on top of each other.
type Sources = BTreeMap<String, Node>;

const KEYS: &[&str] = &["name", "like", "procedure", "today", "answers", "attached", "see"];
const SEE: &[&str] =
    &["visible", "hidden", "copied", "findings", "cases", "components", "fee", "due", "sent", "unsent"];

/// Reads every scenario under `root`.
pub fn scenarios(root: &Path) -> Result<Vec<Scenario>, Diagnostics> {
    let sink = Sink::default();
    let sources: Sources = files::sources(root, "procedures/scenarios", &sink).into_iter().collect();
    // A file that is a table of expressions rather than a story is read by its own test.
    let stories = sources.iter().filter(|(_, node)| node.get("see").is_some() || node.get("name").is_some());
    let all = stories.filter_map(|(file, node)| read(file, node, &sources, &sink)).collect();
    sink.finish(Some(all))
}

fn read(file: &str, node: &Node, sources: &Sources, sink: &Sink) -> Option<Scenario> {
    let fields = Fields::of(node, sink, KEYS)?;
    let base = match fields.get("like") {
        Some(like) => Some(base(file, like, sources, sink)?),
        None => None,
    };
    let mut answers = base.as_ref().map(|b| b.answers.clone()).unwrap_or_default();
    for (path, raw) in pairs(&fields, "answers", sink) {
        answers.insert(path.1, raw);
    }
    let inherited = |key: &str| fields.words(key).map(str::to_string);
    let procedure = inherited("procedure").or(base.as_ref().map(|b| b.procedure.clone()));
    let today = fields.date("today").or(base.as_ref().map(|b| b.today));
    let attached = match fields.get("attached") {
        Some(_) => fields.lines("attached"),
        None => base.map(|b| b.attached).unwrap_or_default(),
    };
    if procedure.is_none() || today.is_none() {
        sink.error(
            fields.at(),
            "\"procedure\" or \"today\" is missing",
            "add it, or take it over with `like: file`",
        );
    }
    Some(Scenario {
        name: fields.need_words("name")?.into(),
        at: Position::start(file),
        procedure: procedure?,
        today: today?,
        answers,
        attached,
        see: see(fields.need("see")?, sink)?,
    })
}

/// The scenario that this one changes: a file beside it.
fn base(file: &str, like: &Node, sources: &Sources, sink: &Sink) -> Option<Scenario> {
    let name = fields::words(like, sink)?;
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let other = format!("{folder}/{name}.yaml");
    match sources.get(&other) {
        // Only a story that stands on its own can be changed: no chains to follow, no circles.
        Some(node) if node.get("like").is_none() => read(&other, node, sources, sink),
        Some(_) => {
            sink.error(
                &like.at,
                format!("\"{name}\" is itself like another scenario"),
                "name that other one",
            );
            None
        }
        None => {
            let stems = sources
                .keys()
                .filter_map(|f| f.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".yaml"));
            sink.unknown(&like.at, "scenario", name, stems);
            None
        }
    }
}

fn see(node: &Node, sink: &Sink) -> Option<See> {
    let fields = Fields::of(node, sink, SEE)?;
    let told = |key: &str| -> Vec<Told> {
        fields
            .list(key)
            .iter()
            .filter_map(|n| Some((n.at.clone(), fields::words(n, sink)?.to_string())))
            .collect()
    };
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
    let fee = fields.get("fee").map(|node| {
        let lines = pairs(&fields, "fee", sink).into_iter().map(|((_, id), amount)| format!("{id} {amount}"));
        (node.at.clone(), lines.collect())
    });
    Some(See {
        visible: told("visible"),
        hidden: told("hidden"),
        copied: told("copied"),
        findings,
        cases: set("cases"),
        components: set("components"),
        fee,
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
        let sink = Sink::default();
        run::run(self, compiled, &sink);
        sink.finish(Some(()))
    }

    /// The version of the procedure that is in force on the day.
    pub fn procedure<'c>(&self, compiled: &'c Compiled) -> Option<&'c Procedure> {
        compiled.procedures.iter().find(|p| p.code == self.procedure && p.in_force.holds(self.today))
    }

    /// What is typed, with defaults; paths the procedure does not have are left out.
    pub fn typed(&self, procedure: &Procedure) -> Answers {
        let mut answers = Answers::blank(procedure);
        for (path, raw) in &self.answers {
            if let Some(ix) = procedure.find(path) {
                answers.set(ix, raw.clone());
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
        all.filter(|(_, component)| self.attached.contains(&component.id)).map(|(ix, _)| ix).collect()
    }
}
