//! Where a name is looked up: a block sees its own questions first, then the procedure's full paths; a row
//! sees its own questions first, then what is seen around it; what a block was given is read where it was given.

use crate::diagnostic::{Position, Sink};
use crate::expand::RowsDraft;
use crate::yaml::Node;
use dossier::procedure::{QuestionIx, RowsIx};
use std::collections::BTreeMap;

/// A scope, by its place in [`Scopes`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct ScopeIx(usize);

/// The procedure itself.
pub(crate) const ROOT: ScopeIx = ScopeIx(0);

/// Parameters by name.
pub(crate) type Params<'a> = BTreeMap<&'a str, &'a Node>;

/// What was given, and what stands for what was not.
pub(crate) type Given<'a> = (Params<'a>, Params<'a>);

#[derive(Default)]
struct Scope<'a> {
    prefix: String,
    /// What it was given, read in `caller`.
    given: Params<'a>,
    /// What stands for what it was not given, read here.
    defaults: Params<'a>,
    caller: Option<ScopeIx>,
    /// The group whose row it is in.
    row: Option<RowsIx>,
    /// Is it the row itself, and not a block?
    is_row: bool,
}

/// All scopes of a procedure: the procedure itself, and one for each use of a block, page or part, and each
/// group of rows.
pub(crate) struct Scopes<'a>(Vec<Scope<'a>>);

impl<'a> Scopes<'a> {
    /// The procedure alone.
    pub(crate) fn new() -> Scopes<'a> {
        Scopes(vec![Scope::default()])
    }

    /// A use of a block under `prefix`, from `caller`.
    pub(crate) fn open(&mut self, caller: ScopeIx, prefix: String, (given, defaults): Given<'a>) -> ScopeIx {
        let row = self.row(caller);
        self.push(Scope { prefix, given, defaults, caller: Some(caller), row, is_row: false })
    }

    /// A row of a group of this path.
    pub(crate) fn open_row(&mut self, caller: ScopeIx, prefix: String, group: RowsIx) -> ScopeIx {
        let row = Some(group);
        self.push(Scope { prefix, caller: Some(caller), row, is_row: true, ..Scope::default() })
    }

    fn push(&mut self, scope: Scope<'a>) -> ScopeIx {
        self.0.push(scope);
        ScopeIx(self.0.len() - 1)
    }

    /// The group in whose row this scope is.
    pub(crate) fn row(&self, scope: ScopeIx) -> Option<RowsIx> {
        self.0[scope.0].row
    }

    /// The full path of a question declared in this scope.
    pub(crate) fn join(&self, scope: ScopeIx, id: &str) -> String {
        match self.0[scope.0].prefix.as_str() {
            "" => id.to_string(),
            prefix => format!("{prefix}.{id}"),
        }
    }

    /// The full path a name means: the block's or row's own, else what it means around a row, else a path of
    /// the procedure.
    pub(crate) fn resolve(&self, scope: ScopeIx, name: &str, exists: &dyn Fn(&str) -> bool) -> String {
        let own = self.join(scope, name);
        match self.around(scope) {
            _ if exists(&own) => own,
            Some(around) => self.resolve(around, name, exists),
            None => name.to_string(),
        }
    }

    /// What the parameter `name` stands for, and the scope it was written in.
    pub(crate) fn param(&self, scope: ScopeIx, name: &str) -> Option<(ScopeIx, &'a Node)> {
        if let Some(around) = self.around(scope) {
            return self.param(around, name);
        }
        let here = &self.0[scope.0];
        match (here.given.get(name), here.caller) {
            (Some(node), Some(caller)) => Some(self.follow(caller, node)),
            _ => here.defaults.get(name).map(|node| (scope, *node)),
        }
    }

    /// The node itself, or what it stands for if it is `$name`.
    pub(crate) fn follow(&self, scope: ScopeIx, node: &'a Node) -> (ScopeIx, &'a Node) {
        let name = node.words().and_then(|words| words.strip_prefix('$'));
        name.and_then(|name| self.param(scope, name)).unwrap_or((scope, node))
    }

    /// Names of the parameters of this scope.
    pub(crate) fn params(&self, scope: ScopeIx) -> impl Iterator<Item = &'a str> {
        let here = &self.0[self.beyond_rows(scope).0];
        here.given.keys().chain(here.defaults.keys()).copied()
    }

    /// The block, page or part a row is written in; the scope itself when it is no row.
    pub(crate) fn beyond_rows(&self, scope: ScopeIx) -> ScopeIx {
        self.around(scope).map_or(scope, |around| self.beyond_rows(around))
    }

    /// What surrounds a row.
    fn around(&self, scope: ScopeIx) -> Option<ScopeIx> {
        let here = &self.0[scope.0];
        here.caller.filter(|_| here.is_row)
    }
}

/// The questions of a procedure, by name.
#[derive(Clone, Copy)]
pub(crate) struct Names<'c, 'a> {
    pub(crate) scopes: &'c Scopes<'a>,
    /// Every question's path; none for those a block leaves out.
    pub(crate) paths: &'c BTreeMap<String, Option<QuestionIx>>,
    pub(crate) rows: &'c [RowsDraft<'a>],
    /// The group in whose row names are read, wherever they are written.
    pub(crate) row: Option<RowsIx>,
    pub(crate) sink: &'c Sink,
}

impl Names<'_, '_> {
    /// The same names, read inside a row.
    pub(crate) fn within(self, row: Option<RowsIx>) -> Self {
        Names { row: row.or(self.row), ..self }
    }

    /// Is there a question of that name?
    pub(crate) fn knows(&self, scope: ScopeIx, name: &str) -> bool {
        self.paths.contains_key(&self.path(scope, name))
    }

    /// The question a name means.
    pub(crate) fn question(&self, scope: ScopeIx, name: &str, at: &Position) -> Option<QuestionIx> {
        let ix = self.any_question(scope, name, at)?;
        let Some(group) = self.group_of(ix) else { return Some(ix) };
        if self.row.or(self.scopes.row(scope)) == Some(group) {
            return Some(ix);
        }
        let rows = self.rows.get(group.at()).map(|rows| rows.path.as_str()).unwrap_or_default();
        let own = name.strip_prefix(rows).and_then(|rest| rest.strip_prefix('.')).unwrap_or(name);
        self.sink.error(
            at,
            format!("\"{name}\" is answered in every row of \"{rows}\"; it is not clear which row is meant"),
            format!(
                "read the rows together, e.g. any_of({rows}, {own} …), sum_of({rows}, {own}), rows({rows})"
            ),
        );
        None
    }

    /// The question a name means, whatever rows it is in.
    pub(crate) fn any_question(&self, scope: ScopeIx, name: &str, at: &Position) -> Option<QuestionIx> {
        let path = self.path(scope, name);
        match self.paths.get(&path) {
            Some(Some(ix)) => Some(*ix),
            Some(None) => {
                self.sink.error(
                    at,
                    format!("the question \"{path}\" is left out by its block's parameters"),
                    "do not read it, or give the block other parameters",
                );
                None
            }
            None => {
                self.sink.unknown(at, "question", name, self.seen(scope));
                None
            }
        }
    }

    /// The question below a group of paths, if there is one: `requester` and `name`.
    pub(crate) fn below(&self, scope: ScopeIx, group: &str, rest: &str, at: &Position) -> Option<QuestionIx> {
        let begins = |path: &str| {
            let inner = format!("{path}.");
            self.paths.range(inner.clone()..).next().is_some_and(|(found, _)| found.starts_with(&inner))
        };
        let path = self.scopes.resolve(scope, group, &begins);
        if !begins(&path) {
            let groups = self.paths.keys().filter_map(|path| Some(path.rsplit_once('.')?.0));
            self.sink.unknown(at, "group of questions", group, groups);
            return None;
        }
        let path = format!("{path}.{rest}");
        self.paths.get(&path)?.as_ref()?;
        self.question(scope, &path, at)
    }

    /// The group of paths a name means: `mother` of `mother.name`.
    pub(crate) fn group(&self, scope: ScopeIx, name: &str) -> Option<String> {
        let begins = |path: &str| {
            let inner = format!("{path}.");
            self.paths.range(inner.clone()..).next().is_some_and(|(found, _)| found.starts_with(&inner))
        };
        let in_row = self.row.and_then(|row| Some(format!("{}.{name}", self.rows.get(row.at())?.path)));
        let path = in_row.filter(|path| begins(path));
        let path = path.unwrap_or_else(|| self.scopes.resolve(scope, name, &begins));
        begins(&path).then_some(path)
    }

    /// Is it a question that a block's parameters leave out?
    pub(crate) fn is_left_out(&self, scope: ScopeIx, name: &str) -> bool {
        self.paths.get(&self.path(scope, name)).is_some_and(Option::is_none)
    }

    /// The group of rows a name means.
    pub(crate) fn rows(&self, scope: ScopeIx, name: &str, at: &Position) -> Option<RowsIx> {
        let find = |path: &str| self.rows.iter().position(|rows| rows.path == path);
        let path = self.scopes.resolve(scope, name, &|path| find(path).is_some());
        let found = find(&path).and_then(|at| u16::try_from(at).ok());
        if found.is_none() {
            self.sink.unknown(at, "group of rows", name, self.rows.iter().map(|rows| rows.path.as_str()));
        }
        found.map(RowsIx)
    }

    /// The group a question is in.
    pub(crate) fn group_of(&self, ix: QuestionIx) -> Option<RowsIx> {
        let at = self.rows.iter().position(|rows| (rows.first..rows.end).contains(&ix.at()))?;
        u16::try_from(at).ok().map(RowsIx)
    }

    /// The names a scope sees: a block's own questions by their short names, then every path.
    pub(crate) fn seen(&self, scope: ScopeIx) -> impl Iterator<Item = &str> {
        let row = self.row.and_then(|row| Some(format!("{}.", self.rows.get(row.at())?.path)));
        let prefix = row.unwrap_or_else(|| self.scopes.join(scope, ""));
        let all = scope != ROOT || self.row.is_some();
        let own = self.paths.keys().filter_map(move |path| path.strip_prefix(prefix.as_str()));
        own.chain(self.paths.keys().filter(move |_| all).map(String::as_str))
    }

    fn path(&self, scope: ScopeIx, name: &str) -> String {
        let exists = |path: &str| self.paths.contains_key(path);
        let in_row = self.row.and_then(|row| Some(format!("{}.{name}", self.rows.get(row.at())?.path)));
        match in_row {
            Some(path) if exists(&path) => path,
            _ => self.scopes.resolve(scope, name, &exists),
        }
    }
}
