//! Types: what is compared must be comparable, and every name must be known.

use super::{Ast, Term};
use crate::diagnostic::{Position, Sink};
use crate::rates::RateBook;
use crate::scope::{Names, ROOT};
use dossier::expr::{Comparison, Expr};
use dossier::kind::{Kind, ListId};
use dossier::tables::Tables;

/// What expressions of one procedure may read.
#[derive(Clone, Copy)]
pub(crate) struct Checker<'c, 'a> {
    pub(crate) names: Names<'c, 'a>,
    pub(crate) kinds: &'c [Kind],
    pub(crate) rates: &'c RateBook,
    pub(crate) tables: &'c Tables,
    pub(crate) sink: &'c Sink,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Type {
    Bool,
    Int,
    /// A rate written with a point, in tenths.
    Coefficient,
    Date,
    Text,
    Choice(Vec<String>),
    Listed(ListId),
}

impl Type {
    fn name(&self) -> &'static str {
        match self {
            Type::Bool => "a condition",
            Type::Int => "a number",
            Type::Coefficient => "a coefficient",
            Type::Date => "a day",
            Type::Text => "words",
            Type::Choice(_) => "a choice",
            Type::Listed(_) => "an entry of a list",
        }
    }

    fn of(kind: &Kind) -> Type {
        match kind {
            Kind::Count { .. } => Type::Int,
            Kind::Date { .. } | Kind::PartialDate { .. } => Type::Date,
            Kind::Choice { options } => Type::Choice(options.iter().map(|o| o.id.clone()).collect()),
            Kind::Listed { list } => Type::Listed(*list),
            Kind::Confirm => Type::Bool,
            _ => Type::Text,
        }
    }

    /// May values of both types be the same?
    fn meets(&self, other: &Type) -> bool {
        match (self, other) {
            (Type::Choice(a), Type::Choice(b)) => a.iter().any(|id| b.contains(id)),
            (Type::Choice(_) | Type::Listed(_), Type::Text)
            | (Type::Text, Type::Choice(_) | Type::Listed(_)) => true,
            (a, b) => a == b,
        }
    }
}

pub(super) type Typed = Option<(Expr, Type)>;

impl Checker<'_, '_> {
    /// The condition, as a tree.
    pub(crate) fn condition(&self, ast: &Ast) -> Option<Expr> {
        self.expect(ast, &Type::Bool)
    }

    pub(super) fn expect(&self, ast: &Ast, wanted: &Type) -> Option<Expr> {
        let (expr, found) = self.typed(ast)?;
        if found.meets(wanted) { Some(expr) } else { self.needed(ast, wanted, &found) }
    }

    pub(super) fn needed<T>(&self, ast: &Ast, wanted: &Type, found: &Type) -> Option<T> {
        let help = match (wanted, found) {
            (Type::Bool, _) => "compare it with something, e.g. `== yes`, or write `answered(…)`".to_string(),
            (Type::Int, Type::Date) => {
                "write `days(from, to)` or `age(born, on)`: they make a number of days".into()
            }
            (Type::Int, Type::Coefficient) => {
                "multiply an amount by it: `rate.amount * rate.coefficient`".into()
            }
            (Type::Int, Type::Bool) => "write `if(condition, 1, 0)`, or `count_of(…)` over rows".into(),
            _ => format!("write {} here", wanted.name()),
        };
        let message = format!("{} is needed here, this is {}", wanted.name(), found.name());
        self.sink.error(&ast.at, message, help);
        None
    }

    fn expect_all(&self, all: &[Ast], wanted: &Type) -> Option<Vec<Expr>> {
        let checked: Vec<_> = all.iter().map(|one| self.expect(one, wanted)).collect();
        checked.into_iter().collect()
    }

    pub(super) fn typed(&self, ast: &Ast) -> Typed {
        Some(match &ast.term {
            Term::Name(scope, name) => {
                let ix = self.names.question(*scope, name, &ast.at)?;
                (Expr::Answer(ix), Type::of(self.kinds.get(ix.at())?))
            }
            Term::Rate(id) => match self.rates.index(id) {
                Some(ix) if self.rates.in_tenths(id) => (Expr::Rate(ix), Type::Coefficient),
                Some(ix) => (Expr::Rate(ix), Type::Int),
                None => {
                    self.sink.unknown(&ast.at, "rate", id, self.rates.ids());
                    return None;
                }
            },
            Term::Int(number) => (Expr::Int(*number), Type::Int),
            Term::Date(day) => (Expr::Date(*day), Type::Date),
            Term::Quoted(text) => (Expr::Text(text.clone()), Type::Text),
            Term::Bool(known) => (Expr::Bool(*known), Type::Bool),
            Term::Today => (Expr::Today, Type::Date),
            Term::Not(a) => (Expr::Not(Box::new(self.expect(a, &Type::Bool)?)), Type::Bool),
            Term::And(all) => (Expr::And(self.expect_all(all, &Type::Bool)?), Type::Bool),
            Term::Or(all) => (Expr::Or(self.expect_all(all, &Type::Bool)?), Type::Bool),
            Term::Compare(how, a, b) => (self.compare(*how, a, b, &ast.at)?, Type::Bool),
            Term::In(a, all) => {
                let (expr, found) = self.typed(a)?;
                let among: Vec<_> = all.iter().map(|one| self.like(one, &found)).collect();
                (Expr::In(Box::new(expr), among.into_iter().collect::<Option<_>>()?), Type::Bool)
            }
            Term::Arithmetic(how, a, b) => return self.arithmetic(*how, a, b, &ast.at),
            Term::Call(name, args) => return self.call(name, args, &ast.at),
        })
    }

    fn compare(&self, how: Comparison, a: &Ast, b: &Ast, at: &Position) -> Option<Expr> {
        let (a, b, ty) = if self.is_bare(a) && !self.is_bare(b) {
            let (b, ty) = self.typed(b)?;
            (self.like(a, &ty)?, b, ty)
        } else {
            let (a, ty) = self.typed(a)?;
            let b = self.like(b, &ty)?;
            (a, b, ty)
        };
        let ordered = matches!(ty, Type::Int | Type::Coefficient | Type::Date);
        if !ordered && !matches!(how, Comparison::Equal | Comparison::Unequal) {
            let message = format!("{} is not more or less than another", ty.name());
            self.sink.error(at, message, "compare by == or !=, or with `in [a, b]`");
            return None;
        }
        Some(Expr::Compare(how, Box::new(a), Box::new(b)))
    }

    /// A word without a dot that is no question: the id of a choice.
    fn is_bare(&self, ast: &Ast) -> bool {
        let Term::Name(scope, name) = &ast.term else { return false };
        !name.contains('.') && !self.names.knows(*scope, name)
    }

    /// An expression compared with something of type `other`: a choice's id may stand there.
    fn like(&self, ast: &Ast, other: &Type) -> Option<Expr> {
        let word = match &ast.term {
            Term::Name(_, word) if !word.contains('.') => Some(word),
            Term::Quoted(word) => Some(word),
            _ => None,
        };
        if let Some(word) = word {
            let quoted = matches!(ast.term, Term::Quoted(_));
            let known = match other {
                Type::Choice(ids) => ids.contains(word),
                Type::Listed(list) => self.tables.holds(*list, word) != Some(false),
                Type::Text => quoted,
                _ => false,
            };
            if known {
                return Some(Expr::Text(word.clone()));
            }
            if quoted || self.is_bare(ast) {
                return self.no_such(ast, word, other);
            }
        }
        let (expr, found) = self.typed(ast)?;
        if found.meets(other) {
            return Some(expr);
        }
        let message = format!("{} cannot be compared with {}", other.name(), found.name());
        self.sink.error(&ast.at, message, format!("compare it with {}", other.name()));
        None
    }

    fn no_such<T>(&self, ast: &Ast, word: &str, other: &Type) -> Option<T> {
        match other {
            Type::Choice(ids) => self.sink.error(
                &ast.at,
                format!("there is no choice \"{word}\""),
                format!("the question has: {}", ids.join(", ")),
            ),
            Type::Listed(list) => self.sink.error(
                &ast.at,
                format!("the list {} has no code \"{word}\"", list.id()),
                "look the code up in data/",
            ),
            _ if matches!(ast.term, Term::Quoted(_)) => self.sink.error(
                &ast.at,
                format!("{} cannot be compared with words", other.name()),
                format!("compare it with {}", other.name()),
            ),
            _ => self.sink.unknown(&ast.at, "question", word, self.names.seen(ROOT)),
        }
        None
    }
}
