//! Where a name is looked up: a block sees its own questions first, then the procedure's full paths; what
//! the block was given is read where it was given.

use crate::diagnostic::{Position, Sink};
use crate::yaml::Node;
use dossier::procedure::QuestionIx;
use std::collections::BTreeMap;

/// A scope, by its place in [`Scopes`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct ScopeIx(usize);

/// The procedure itself.
pub(crate) const ROOT: ScopeIx = ScopeIx(0);

struct Scope<'a> {
    prefix: String,
    params: BTreeMap<&'a str, &'a Node>,
    caller: ScopeIx,
}

/// All scopes of a procedure: the procedure itself, and one for each use of a block.
pub(crate) struct Scopes<'a>(Vec<Scope<'a>>);

impl<'a> Scopes<'a> {
    /// The procedure alone.
    pub(crate) fn new() -> Scopes<'a> {
        Scopes(vec![Scope { prefix: String::new(), params: BTreeMap::new(), caller: ROOT }])
    }

    /// A use of a block under `prefix`, from `caller`.
    pub(crate) fn open(
        &mut self,
        caller: ScopeIx,
        prefix: String,
        params: BTreeMap<&'a str, &'a Node>,
    ) -> ScopeIx {
        self.0.push(Scope { prefix, params, caller });
        ScopeIx(self.0.len() - 1)
    }

    /// The full path of a question declared in this scope.
    pub(crate) fn join(&self, scope: ScopeIx, id: &str) -> String {
        match self.0[scope.0].prefix.as_str() {
            "" => id.to_string(),
            prefix => format!("{prefix}.{id}"),
        }
    }

    /// The full path a name means: the block's own question, else a path of the procedure.
    pub(crate) fn resolve(&self, scope: ScopeIx, name: &str, exists: impl Fn(&str) -> bool) -> String {
        let own = self.join(scope, name);
        if exists(&own) { own } else { name.to_string() }
    }

    /// What the parameter `name` stands for, and the scope it was written in.
    pub(crate) fn param(&self, scope: ScopeIx, name: &str) -> Option<(ScopeIx, &'a Node)> {
        let here = &self.0[scope.0];
        let node = here.params.get(name)?;
        Some(self.follow(here.caller, node))
    }

    /// The node itself, or what it stands for if it is `$name`.
    pub(crate) fn follow(&self, scope: ScopeIx, node: &'a Node) -> (ScopeIx, &'a Node) {
        let name = node.words().and_then(|words| words.strip_prefix('$'));
        name.and_then(|name| self.param(scope, name)).unwrap_or((scope, node))
    }

    /// Names of the parameters of this scope.
    pub(crate) fn params(&self, scope: ScopeIx) -> impl Iterator<Item = &'a str> {
        self.0[scope.0].params.keys().copied()
    }
}

/// The questions of a procedure, by name.
#[derive(Clone, Copy)]
pub(crate) struct Names<'c, 'a> {
    pub(crate) scopes: &'c Scopes<'a>,
    /// Every question's path; none for those a block leaves out.
    pub(crate) paths: &'c BTreeMap<String, Option<QuestionIx>>,
    pub(crate) sink: &'c Sink,
}

impl Names<'_, '_> {
    /// Is there a question of that name?
    pub(crate) fn knows(&self, scope: ScopeIx, name: &str) -> bool {
        self.paths.contains_key(&self.path(scope, name))
    }

    /// The question a name means.
    pub(crate) fn question(&self, scope: ScopeIx, name: &str, at: &Position) -> Option<QuestionIx> {
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

    /// The names a scope sees: a block's own questions by their short names, then every path.
    pub(crate) fn seen(&self, scope: ScopeIx) -> impl Iterator<Item = &str> {
        let prefix = self.scopes.join(scope, "");
        let own = self.paths.keys().filter_map(move |path| path.strip_prefix(prefix.as_str()));
        own.chain(self.paths.keys().filter(move |_| scope != ROOT).map(String::as_str))
    }

    fn path(&self, scope: ScopeIx, name: &str) -> String {
        self.scopes.resolve(scope, name, |path| self.paths.contains_key(path))
    }
}
