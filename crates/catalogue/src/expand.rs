//! Steps, pages, blocks and rows, unfolded into one list of questions.

mod unfold;

pub(crate) use unfold::{expand, given};

use crate::diagnostic::{Position, Sink};
use crate::expr::Ast;
use crate::fields::Fields;
use crate::scope::{Names, ScopeIx, Scopes};
use crate::texts::Texts;
use crate::yaml::Node;
use dossier::procedure::QuestionIx;
use std::collections::BTreeMap;

/// Blocks, or pages, by name.
pub(crate) type Blocks<'a> = BTreeMap<String, &'a Node>;

/// A step as written.
pub(crate) struct StepDraft<'a> {
    pub(crate) fields: Fields<'a>,
    pub(crate) scope: ScopeIx,
    pub(crate) id: &'a str,
    pub(crate) when: Option<Ast>,
    /// How it is printed.
    pub(crate) paper: Option<&'a Node>,
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
    pub(crate) copy: Option<(Ast, Source)>,
    pub(crate) offer: Option<Source>,
}

/// Another question, as it is named.
#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) at: Position,
    scope: ScopeIx,
    of: String,
    /// Its place below the group `of`, when a whole block is meant: no matter if there is no such question.
    rest: Option<String>,
}

impl Source {
    /// The question; what is wrong is reported.
    pub(crate) fn question(&self, names: &Names<'_, '_>) -> Option<QuestionIx> {
        match &self.rest {
            None => names.question(self.scope, &self.of, &self.at),
            Some(rest) => names.below(self.scope, &self.of, rest, &self.at),
        }
    }

    /// Was a whole block meant?
    pub(crate) fn by_block(&self) -> bool {
        self.rest.is_some()
    }
}

/// A group of rows as written.
pub(crate) struct RowsDraft<'a> {
    pub(crate) path: String,
    pub(crate) fields: Fields<'a>,
    /// That of a row.
    pub(crate) scope: ScopeIx,
    pub(crate) when: Option<Ast>,
    pub(crate) min: u16,
    pub(crate) max: u16,
    /// Places of its questions.
    pub(crate) first: usize,
    pub(crate) end: usize,
}

/// One use of a block.
pub(crate) struct UseDraft<'a> {
    /// The block's own.
    pub(crate) scope: ScopeIx,
    /// All around it, without its questions' own.
    pub(crate) when: Option<Ast>,
    /// How it is printed.
    pub(crate) paper: Option<&'a Node>,
    /// Places of its questions, nested blocks included.
    pub(crate) first: usize,
    pub(crate) end: usize,
}

/// Everything a procedure asks.
pub(crate) struct Expanded<'a> {
    pub(crate) steps: Vec<StepDraft<'a>>,
    pub(crate) questions: Vec<Draft<'a>>,
    pub(crate) rows: Vec<RowsDraft<'a>>,
    /// Outer before inner.
    pub(crate) uses: Vec<UseDraft<'a>>,
    pub(crate) scopes: Scopes<'a>,
    /// Paths that a block's parameters leave out.
    pub(crate) left_out: Vec<String>,
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
