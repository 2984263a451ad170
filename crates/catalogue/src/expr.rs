//! The expression language of conditions and rules: read, then checked, then a tree for `dossier`.
//!
//! What expressions mean, on empty answers too, is written in `dossier::expr`.

mod call;
mod check;
mod lex;
mod parse;
#[cfg(test)]
mod tests;

pub(crate) use check::Checker;
pub(crate) use parse::parse;

use crate::diagnostic::Position;
use crate::scope::ScopeIx;
use dossier::Shape;
use dossier::expr::{Arithmetic, Comparison, Expr, Scope};
use vietnam::date::Date;

/// An expression as written.
#[derive(Clone, Debug)]
pub(crate) struct Ast {
    /// Where it begins.
    pub(crate) at: Position,
    /// What it is.
    pub(crate) term: Term,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub(crate) enum Term {
    /// A question, or a choice of the other side of a comparison.
    Name(ScopeIx, String),
    /// `rate.x`
    Rate(String),
    Int(i64),
    Date(Date),
    Quoted(String),
    Bool(bool),
    Today,
    Not(Box<Ast>),
    And(Vec<Ast>),
    Or(Vec<Ast>),
    Compare(Comparison, Box<Ast>, Box<Ast>),
    In(Box<Ast>, Vec<Ast>),
    Arithmetic(Arithmetic, Box<Ast>, Box<Ast>),
    Call(String, Vec<Ast>),
}

impl Ast {
    /// `true` or `false` already, before any answer?
    pub(crate) fn constant(&self) -> Option<bool> {
        match self.term {
            Term::Bool(known) => Some(known),
            _ => None,
        }
    }

    /// All of them, joined by `and`; `None` when nothing is left to be asked.
    pub(crate) fn all(mut all: Vec<Ast>) -> Option<Ast> {
        all.retain(|one| one.constant() != Some(true));
        let at = all.first()?.at.clone();
        Some(Ast { at: at.clone(), term: join(all, false, at) })
    }
}

/// `and` (`winner` false) or `or` (`winner` true), with what is known already left out.
fn join(all: Vec<Ast>, winner: bool, at: Position) -> Term {
    let mut rest = Vec::new();
    for one in all {
        match one.constant() {
            Some(known) if known == winner => return Term::Bool(winner),
            Some(_) => {}
            None => rest.push(one),
        }
    }
    match rest.len() {
        0 => Term::Bool(!winner),
        1 => rest.pop().unwrap_or(Ast { at, term: Term::Bool(!winner) }).term,
        _ if winner => Term::Or(rest),
        _ => Term::And(rest),
    }
}

fn not(a: Ast) -> Term {
    match a.term {
        Term::Bool(known) => Term::Bool(!known),
        _ => Term::Not(Box::new(a)),
    }
}

/// The number that stands there already, before any answer.
pub(crate) fn constant_number(expr: &Expr) -> Option<i64> {
    let scope =
        Scope { values: &[], shape: &Shape::default(), row: None, rates: &[], shared: &[], today: Date::MIN };
    (!reads_something(expr)).then(|| expr.number(&scope)).flatten()
}

/// Does its value depend on answers, rates or the day?
pub(crate) fn reads_something(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Answer(_)
            | Expr::Answered(_)
            | Expr::Exact(_)
            | Expr::Count(_)
            | Expr::Today
            | Expr::Rate(_)
            | Expr::Rows(_)
    ) || expr.parts().into_iter().any(reads_something)
}
