//! Steps and blocks, unfolded into one row of questions.

use crate::diagnostic::{Position, Sink};
use crate::expr::{self, Ast};
use crate::fields::Fields;
use crate::scope::{ROOT, ScopeIx, Scopes};
use crate::texts::Texts;
use crate::yaml::Node;
use dossier::procedure::QuestionIx;
use std::collections::BTreeMap;

/// Blocks by name.
pub(crate) type Blocks<'a> = BTreeMap<String, &'a Node>;

/// A step as written.
pub(crate) struct StepDraft<'a> {
    pub(crate) fields: Fields<'a>,
    pub(crate) id: &'a str,
    /// Places of its questions.
    pub(crate) first: usize,
    pub(crate) end: usize,
}

/// A question as written, with its full path.
pub(crate) struct Draft<'a> {
    pub(crate) path: String,
    pub(crate) fields: Fields<'a>,
    pub(crate) scope: ScopeIx,
    /// Its own condition, its blocks' and its step's.
    pub(crate) when: Option<Ast>,
    /// The key `title` of the block it opens, and the scope of that key.
    pub(crate) title: Option<(ScopeIx, &'a Node)>,
    pub(crate) copy: Option<CopyDraft>,
}

/// Where an answer is taken from.
#[derive(Clone)]
pub(crate) struct CopyDraft {
    pub(crate) at: Position,
    pub(crate) when: Ast,
    pub(crate) of: String,
    /// Copied because its whole block is: no matter if there is no such question.
    pub(crate) by_block: bool,
}

/// Everything a procedure asks.
pub(crate) struct Expanded<'a> {
    pub(crate) steps: Vec<StepDraft<'a>>,
    pub(crate) questions: Vec<Draft<'a>>,
    pub(crate) scopes: Scopes<'a>,
    /// Paths that a block's parameters leave out.
    pub(crate) left_out: Vec<String>,
}

const STEP: &[&str] = &["id", "title", "intro", "when", "on_review", "questions"];
const USE: &[&str] = &["use", "as", "with", "title", "when", "copy"];
const QUESTION: &[&str] = &[
    "id",
    "kind",
    "label",
    "help",
    "heading",
    "when",
    "required",
    "copy",
    "default",
    "autocomplete",
    "unverified",
];

/// Unfolds the steps of a procedure.
pub(crate) fn expand<'a>(steps: &'a [Node], blocks: &Blocks<'a>, sink: &'a Sink) -> Expanded<'a> {
    let expanded =
        Expanded { steps: Vec::new(), questions: Vec::new(), scopes: Scopes::new(), left_out: Vec::new() };
    let mut unfolder = Unfolder { out: expanded, blocks, sink, open: Vec::new() };
    for step in steps {
        unfolder.step(step);
    }
    unfolder.out
}

struct Unfolder<'b, 'a> {
    out: Expanded<'a>,
    blocks: &'b Blocks<'a>,
    sink: &'a Sink,
    /// Names of the blocks being unfolded.
    open: Vec<String>,
}

/// What questions inherit from what surrounds them.
#[derive(Clone)]
struct Around {
    scope: ScopeIx,
    whens: Vec<Ast>,
    /// Condition, prefix of the copies, prefix of the originals.
    copy: Option<(Ast, String, String)>,
}

impl<'a> Unfolder<'_, 'a> {
    fn step(&mut self, node: &'a Node) {
        let Some(fields) = Fields::of(node, self.sink, STEP) else { return };
        let Some(id) = fields.need_words("id") else { return };
        check_id(id, fields.at(), self.sink);
        let first = self.out.questions.len();
        let whens = self.condition(ROOT, &fields).into_iter().collect();
        let around = Around { scope: ROOT, whens, copy: None };
        fields.need("questions");
        for question in fields.list("questions") {
            self.entry(question, &around);
        }
        let end = self.out.questions.len();
        self.out.steps.push(StepDraft { fields, id, first, end });
    }

    fn entry(&mut self, node: &'a Node, around: &Around) {
        match node.get("use") {
            Some(_) => self.block(node, around),
            None => self.question(node, around),
        }
    }

    fn condition(&self, scope: ScopeIx, fields: &Fields<'a>) -> Option<Ast> {
        expr::parse(&self.out.scopes, scope, fields.get("when")?, self.sink)
    }

    fn question(&mut self, node: &'a Node, around: &Around) {
        let Some(fields) = Fields::of(node, self.sink, QUESTION) else { return };
        let Some(id) = fields.need_words("id") else { return };
        check_id(id, fields.at(), self.sink);
        let path = self.out.scopes.join(around.scope, id);
        let whens = around.whens.iter().cloned().chain(self.condition(around.scope, &fields)).collect();
        let when = Ast::all(whens);
        if around.scope != ROOT && when.as_ref().and_then(Ast::constant) == Some(false) {
            self.out.left_out.push(path);
            return;
        }
        let copy = self.copy(&path, &fields, around);
        self.out.questions.push(Draft { path, fields, scope: around.scope, when, title: None, copy });
    }

    fn copy(&self, path: &str, fields: &Fields<'a>, around: &Around) -> Option<CopyDraft> {
        if let Some(node) = fields.get("copy") {
            let copy = Fields::of(node, self.sink, &["when", "of"])?;
            let when = expr::parse(&self.out.scopes, around.scope, copy.need("when")?, self.sink)?;
            let of = copy.need_words("of")?;
            return Some(CopyDraft { at: node.at.clone(), when, of: of.into(), by_block: false });
        }
        let (when, to, from) = around.copy.as_ref()?;
        let of = format!("{from}{}", path.strip_prefix(to.as_str())?);
        Some(CopyDraft { at: when.at.clone(), when: when.clone(), of, by_block: true })
    }

    fn block(&mut self, node: &'a Node, around: &Around) {
        let Some(fields) = Fields::of(node, self.sink, USE) else { return };
        let (Some(name), Some(prefix)) = (fields.need_words("use"), fields.need_words("as")) else { return };
        check_id(prefix, fields.at(), self.sink);
        let Some(block) = self.blocks.get(name) else {
            let at = fields.get("use").map_or(fields.at(), |node| &node.at);
            return self.sink.unknown(at, "block", name, self.blocks.keys().map(String::as_str));
        };
        if self.open.iter().any(|open| open == name) {
            let circle = format!("{} → {name}", self.open.join(" → "));
            let message = format!("the block uses itself: {circle}");
            return self.sink.error(fields.at(), message, "take one of the `use` lines out");
        }
        let Some(parts) = Fields::of(block, self.sink, &["params", "questions"]) else { return };
        let params = self.params(&fields, &parts, name);
        let prefix = self.out.scopes.join(around.scope, prefix);
        let mut inner = around.clone();
        inner.whens.extend(self.condition(around.scope, &fields));
        if let Some(copy) = fields.get("copy").and_then(|node| Fields::of(node, self.sink, &["when", "of"])) {
            let when =
                copy.need("when").and_then(|n| expr::parse(&self.out.scopes, around.scope, n, self.sink));
            if let (Some(when), Some(of)) = (when, copy.need_words("of")) {
                inner.copy = Some((when, prefix.clone(), self.out.scopes.join(around.scope, of)));
            }
        }
        inner.scope = self.out.scopes.open(around.scope, prefix, params);
        let first = self.out.questions.len();
        self.open.push(name.into());
        parts.need("questions");
        for question in parts.list("questions") {
            self.entry(question, &inner);
        }
        self.open.pop();
        if let (Some(opening), Some(title)) = (self.out.questions.get_mut(first), fields.get("title")) {
            opening.title.get_or_insert((around.scope, title));
        }
    }

    /// What the block is given, by name; all that it declares and nothing else.
    fn params(&self, usage: &Fields<'a>, block: &Fields<'a>, name: &str) -> BTreeMap<&'a str, &'a Node> {
        let declared: Vec<&str> = block.list("params").iter().filter_map(Node::words).collect();
        if let Some(node) = usage.get("with") {
            Fields::of(node, self.sink, &declared);
        }
        let mut params = BTreeMap::new();
        for param in declared {
            match usage.get("with").and_then(|node| node.get(param)) {
                Some(given) => {
                    params.insert(param, given);
                }
                None => self.sink.error(
                    usage.at(),
                    format!("the block \"{name}\" needs \"{param}\""),
                    format!("add `with: {{ {param}: … }}`"),
                ),
            }
        }
        params
    }
}

impl<'a> Expanded<'a> {
    /// Every path and the question behind it; none for those left out. Reports what stands twice.
    pub(crate) fn paths(&self, sink: &Sink) -> BTreeMap<String, Option<QuestionIx>> {
        let mut paths: BTreeMap<String, Option<QuestionIx>> =
            self.left_out.iter().map(|path| (path.clone(), None)).collect();
        for (at, draft) in (0u16..).zip(&self.questions) {
            if let Some(Some(first)) = paths.insert(draft.path.clone(), Some(QuestionIx(at))) {
                let place = &self.questions[first.at()].fields.node.at;
                sink.error(
                    draft.fields.at(),
                    format!("the question \"{}\" stands twice", draft.path),
                    format!("give one of them another id; the first is at {place}"),
                );
            }
        }
        for draft in &self.questions {
            let group = format!("{}.", draft.path);
            if let Some(inner) = paths.range(group.clone()..).next().filter(|(p, _)| p.starts_with(&group)) {
                let message = format!("\"{}\" is a question and also begins \"{}\"", draft.path, inner.0);
                sink.error(draft.fields.at(), message, "give it another id: a path is a question or a group");
            }
        }
        paths
    }

    /// The heading above a question.
    pub(crate) fn heading(&self, draft: &Draft<'a>, texts: &Texts<'_, 'a>) -> Option<dossier::Text> {
        match draft.title {
            Some((scope, node)) => texts.text(scope, node),
            None => texts.get(draft.scope, &draft.fields, "heading"),
        }
    }
}

/// Ids are small letters, digits and `_`, groups joined by dots; no word of the expression language.
pub(crate) fn check_id(id: &str, at: &Position, sink: &Sink) {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    const WORDS: [&str; 8] = ["and", "or", "not", "in", "true", "false", "today", "rate"];
    if !id.split('.').all(part) {
        sink.error(
            at,
            format!("\"{id}\" is not an id"),
            "small letters a–z, digits and _, groups joined by dots",
        );
    } else if WORDS.contains(&id.split('.').next().unwrap_or_default()) {
        sink.error(at, format!("\"{id}\" is a word of the expression language"), "choose another id");
    }
}
