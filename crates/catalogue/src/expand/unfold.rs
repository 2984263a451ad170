//! Steps, pages, blocks and rows as written, one inside the other.

use super::{Blocks, Draft, Expanded, RowsDraft, Source, StepDraft, UseDraft, check_id};
use crate::diagnostic::{Position, Sink};
use crate::expr::{self, Ast};
use crate::fields::Fields;
use crate::keys;
use crate::scope::{Given, Params, ROOT, ScopeIx, Scopes};
use crate::yaml::{Node, Value};
use dossier::procedure::RowsIx;

/// Cells there may be of all rows: their places are told by 16 bits.
const CELLS: usize = 20_000;

/// Unfolds the steps of a procedure.
pub(crate) fn expand<'a>(
    steps: &'a [Node],
    blocks: &Blocks<'a>,
    pages: &Blocks<'a>,
    sink: &'a Sink,
) -> Expanded<'a> {
    let out = Expanded {
        steps: Vec::new(),
        questions: Vec::new(),
        rows: Vec::new(),
        uses: Vec::new(),
        scopes: Scopes::new(),
        left_out: Vec::new(),
    };
    let mut unfolder = Unfolder { out, blocks, pages, sink, open: Vec::new() };
    for step in steps {
        match step.get("page") {
            Some(_) => unfolder.page(step),
            None => unfolder.step(step),
        }
    }
    unfolder.count_cells();
    unfolder.out
}

struct Unfolder<'b, 'a> {
    out: Expanded<'a>,
    blocks: &'b Blocks<'a>,
    pages: &'b Blocks<'a>,
    sink: &'a Sink,
    /// Names of the blocks being unfolded.
    open: Vec<String>,
}

/// What questions inherit from what surrounds them.
#[derive(Clone)]
struct Around {
    scope: ScopeIx,
    whens: Vec<Ast>,
    copy: Option<(Ast, Group)>,
    offer: Option<Group>,
}

/// The group of questions that a block's are taken from or offered.
#[derive(Clone)]
struct Group {
    at: Position,
    scope: ScopeIx,
    of: String,
    /// Prefix of the questions that take.
    to: String,
}

impl Group {
    fn source(&self, path: &str) -> Option<Source> {
        let rest = path.strip_prefix(self.to.as_str())?.strip_prefix('.')?;
        let (at, of, rest) = (self.at.clone(), self.of.clone(), Some(rest.to_string()));
        Some(Source { at, scope: self.scope, of, rest })
    }
}

impl<'a> Unfolder<'_, 'a> {
    fn page(&mut self, node: &'a Node) {
        let Some(usage) = Fields::of(node, self.sink, keys::PAGE_USE) else { return };
        let Some(name) = usage.need_words("page") else { return };
        let Some(page) = self.pages.get(name) else {
            let at = usage.get("page").map_or(usage.at(), |node| &node.at);
            return self.sink.unknown(at, "page", name, self.pages.keys().map(String::as_str));
        };
        let Some(fields) = Fields::of(page, self.sink, keys::PAGE) else { return };
        let given = given("page", name, &usage, fields.get("params"), self.sink);
        let scope = self.out.scopes.open(ROOT, String::new(), given);
        let when = self.condition(ROOT, &usage);
        self.questions_of_step(fields, scope, when);
    }

    fn step(&mut self, node: &'a Node) {
        if let Some(fields) = Fields::of(node, self.sink, keys::STEP) {
            self.questions_of_step(fields, ROOT, None);
        }
    }

    fn questions_of_step(&mut self, fields: Fields<'a>, scope: ScopeIx, when: Option<Ast>) {
        let Some(id) = fields.need_words("id") else { return };
        check_id(id, fields.at(), self.sink);
        let (first, left_out) = (self.out.questions.len(), self.out.left_out.len());
        let whens: Vec<Ast> = when.into_iter().chain(self.condition(scope, &fields)).collect();
        let when = Ast::all(whens.clone());
        let around = Around { scope, whens, copy: None, offer: None };
        fields.need("questions");
        for question in fields.list("questions") {
            self.entry(question, &around);
        }
        let end = self.out.questions.len();
        if first == end && left_out < self.out.left_out.len() {
            return;
        }
        let paper = fields.get("paper");
        self.out.steps.push(StepDraft { fields, scope, id, when, paper, first, end });
    }

    fn entry(&mut self, node: &'a Node, around: &Around) {
        if node.get("use").is_some() {
            self.block(node, around);
        } else if node.get("rows").is_some() {
            self.rows(node, around);
        } else {
            self.question(node, around);
        }
    }

    fn condition(&self, scope: ScopeIx, fields: &Fields<'a>) -> Option<Ast> {
        expr::parse(&self.out.scopes, scope, fields.get("when")?, self.sink)
    }

    fn question(&mut self, node: &'a Node, around: &Around) {
        let Some(fields) = Fields::of(node, self.sink, keys::QUESTION) else { return };
        let Some(id) = fields.need_words("id") else { return };
        check_id(id, fields.at(), self.sink);
        let scope = around.scope;
        let path = self.out.scopes.join(scope, id);
        let whens = around.whens.iter().cloned().chain(self.condition(scope, &fields)).collect();
        let when = Ast::all(whens);
        // Only parameters leave questions out: whoever wrote it must know that it is meant.
        let by_params = self.out.scopes.beyond_rows(scope) != ROOT;
        if by_params && when.as_ref().and_then(Ast::constant) == Some(false) {
            self.out.left_out.push(path);
            return;
        }
        let copy = self.copy(&path, &fields, around);
        let offer = self.offer(&path, &fields, around);
        self.out.questions.push(Draft { path, fields, scope, when, title: None, copy, offer });
    }

    fn copy(&self, path: &str, fields: &Fields<'a>, around: &Around) -> Option<(Ast, Source)> {
        let Some(node) = fields.get("copy") else {
            let (when, group) = around.copy.as_ref()?;
            return Some((when.clone(), group.source(path)?));
        };
        let copy = Fields::of(node, self.sink, keys::COPY)?;
        let when = expr::parse(&self.out.scopes, around.scope, copy.need("when")?, self.sink)?;
        Some((when, self.source(around.scope, copy.need("of")?, node)?))
    }

    fn offer(&self, path: &str, fields: &Fields<'a>, around: &Around) -> Option<Source> {
        match fields.get("offer") {
            Some(node) => self.source(around.scope, node, node),
            None => around.offer.as_ref()?.source(path),
        }
    }

    fn source(&self, scope: ScopeIx, node: &'a Node, place: &Node) -> Option<Source> {
        let (scope, node) = self.out.scopes.follow(scope, node);
        let of = crate::fields::words(node, self.sink).filter(|word| *word != "none")?;
        Some(Source { at: place.at.clone(), scope, of: of.into(), rest: None })
    }

    fn group(&self, scope: ScopeIx, node: &'a Node, to: &str) -> Option<Group> {
        let Source { at, scope, of, .. } = self.source(scope, node, node)?;
        Some(Group { at, scope, of, to: to.into() })
    }

    fn block(&mut self, node: &'a Node, around: &Around) {
        let Some(fields) = Fields::of(node, self.sink, keys::USE) else { return };
        let (Some(name), Some(prefix)) = (fields.need_words("use"), fields.need_words("as")) else { return };
        check_id(prefix, fields.at(), self.sink);
        let Some(block) = self.blocks.get(name).copied() else {
            let at = fields.get("use").map_or(fields.at(), |node| &node.at);
            return self.sink.unknown(at, "block", name, self.blocks.keys().map(String::as_str));
        };
        if self.open.iter().any(|open| open == name) {
            let circle = format!("{} → {name}", self.open.join(" → "));
            let message = format!("the block uses itself: {circle}");
            return self.sink.error(fields.at(), message, "take one of the `use` lines out");
        }
        let Some(parts) = Fields::of(block, self.sink, keys::BLOCK) else { return };
        let given = given("block", name, &fields, parts.get("params"), self.sink);
        let prefix = self.out.scopes.join(around.scope, prefix);
        let mut inner = around.clone();
        inner.whens.extend(self.condition(around.scope, &fields));
        if let Some(copy) = fields.get("copy").and_then(|node| Fields::of(node, self.sink, keys::COPY)) {
            let when =
                copy.need("when").and_then(|n| expr::parse(&self.out.scopes, around.scope, n, self.sink));
            let group = copy.need("of").and_then(|n| self.group(around.scope, n, &prefix));
            inner.copy = when.zip(group);
        }
        if let Some(offer) = fields.get("offer") {
            inner.offer = self.group(around.scope, offer, &prefix);
        }
        inner.scope = self.out.scopes.open(around.scope, prefix, given);
        let first = self.out.questions.len();
        let at = self.out.uses.len();
        let (when, paper) = (Ast::all(inner.whens.clone()), parts.get("paper"));
        self.out.uses.push(UseDraft { scope: inner.scope, when, paper, first, end: first });
        self.open.push(name.into());
        parts.need("questions");
        for question in parts.list("questions") {
            self.entry(question, &inner);
        }
        self.open.pop();
        self.out.uses[at].end = self.out.questions.len();
        if let (Some(opening), Some(title)) = (self.out.questions.get_mut(first), fields.get("title")) {
            opening.title.get_or_insert((around.scope, title));
        }
    }

    fn rows(&mut self, node: &'a Node, around: &Around) {
        let Some(fields) = Fields::of(node, self.sink, keys::ROWS) else { return };
        let (Some(id), Some(min), Some(max)) =
            (fields.need_words("rows"), fields.number("min"), fields.number("max"))
        else {
            return;
        };
        check_id(id, fields.at(), self.sink);
        if self.out.scopes.row(around.scope).is_some() {
            let message = format!("the rows \"{id}\" stand in a row of others");
            return self.sink.error(
                fields.at(),
                message,
                "groups of rows do not nest: ask them one after the other",
            );
        }
        if min > max || max == 0 {
            let message = format!("\"{id}\" has at least {min} and at most {max} rows");
            self.sink.error(fields.at(), message, "`max` is at least 1 and not below `min`");
        }
        let path = self.out.scopes.join(around.scope, id);
        if let Some(other) = self.out.rows.iter().find(|other| other.path == path) {
            let help = format!("give one of them another id; the first is at {}", other.fields.at());
            self.sink.error(fields.at(), format!("the rows \"{path}\" stand twice"), help);
        }
        let Ok(ix) = u16::try_from(self.out.rows.len()) else { return };
        let mut inner = around.clone();
        inner.whens.extend(self.condition(around.scope, &fields));
        inner.scope = self.out.scopes.open_row(around.scope, path.clone(), RowsIx(ix));
        let (first, left_out) = (self.out.questions.len(), self.out.left_out.len());
        let (scope, when) = (inner.scope, Ast::all(inner.whens.clone()));
        self.out.rows.push(RowsDraft { path, fields, scope, when, min, max, first, end: first });
        fields.need("questions");
        for question in fields.list("questions") {
            self.entry(question, &inner);
        }
        let end = self.out.questions.len();
        self.out.rows[usize::from(ix)].end = end;
        if first == end && left_out < self.out.left_out.len() {
            self.out.rows.pop();
        } else if first == end {
            self.sink.error(fields.at(), format!("the rows \"{id}\" ask nothing"), "list `questions:`");
        }
    }

    fn count_cells(&self) {
        let mut cells = 0_usize;
        for rows in &self.out.rows {
            cells = cells.saturating_add((rows.end - rows.first).saturating_mul(rows.max.into()));
            if cells > CELLS {
                let message =
                    format!("\"{}\" may have too many answers: {cells} of at most {CELLS}", rows.path);
                self.sink.error(rows.fields.at(), message, "lower `max`, or ask less in a row");
            }
        }
    }
}

/// What a block, page or part is given, and what stands for what it is not given; all that it declares and
/// nothing else.
pub(crate) fn given<'a>(
    what: &str,
    name: &str,
    usage: &Fields<'a>,
    declared: Option<&'a Node>,
    sink: &Sink,
) -> Given<'a> {
    let declared: &'a [(Node, Node)] = match declared.map(|node| (node, &node.value)) {
        None => &[],
        Some((_, Value::Map(all))) => all,
        Some((node, _)) => {
            let message = format!("the parameters of the {what} \"{name}\" are no keys");
            let help =
                "write `params: { who: , sex: none }`: one with a value may be given, one without must be";
            sink.error(&node.at, message, help);
            &[]
        }
    };
    let owner = name;
    let names: Vec<&str> = declared.iter().filter_map(|(name, _)| name.words()).collect();
    if let Some(node) = usage.get("with") {
        Fields::of(node, sink, &names);
    }
    let (mut given, mut defaults) = (Params::new(), Params::new());
    for (name, default) in declared.iter().filter_map(|(name, default)| Some((name.words()?, default))) {
        match usage.get("with").and_then(|node| node.get(name)) {
            Some(node) => drop(given.insert(name, node)),
            None if matches!(&default.value, Value::Scalar(words, Some(0) | None) if words.is_empty()) => {
                let message = format!("the {what} \"{owner}\" needs \"{name}\"");
                sink.error(usage.at(), message, format!("add `with: {{ {name}: … }}`"));
            }
            None => drop(defaults.insert(name, default)),
        }
    }
    (given, defaults)
}
