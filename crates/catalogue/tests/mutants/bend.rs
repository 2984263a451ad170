//! Expressions that say something else in one place.

use crate::words::words;
use dossier::expr::Comparison;
use dossier::{Expr, Procedure};

/// What is joined by `and`, however it was nested.
pub(crate) fn conjuncts(when: &Option<Expr>) -> Vec<Expr> {
    fn flatten(when: &Expr, into: &mut Vec<Expr>) {
        match when {
            Expr::And(all) => all.iter().for_each(|one| flatten(one, into)),
            one => into.push(one.clone()),
        }
    }
    let mut all = Vec::new();
    when.iter().for_each(|when| flatten(when, &mut all));
    all
}

pub(crate) fn negated(when: &Expr, procedure: &Procedure) -> (String, Expr) {
    (format!("not `{}`", words(when, procedure)), Expr::Not(Box::new(when.clone())))
}

/// Every expression that differs in one place, each with what was changed.
pub(crate) fn changed(expr: &Expr, procedure: &Procedure) -> Vec<(String, Expr)> {
    let own: Vec<Expr> = match expr {
        Expr::Compare(how, a, b) => vec![Expr::Compare(flipped(*how), a.clone(), b.clone())],
        Expr::And(all) => vec![Expr::Or(all.clone())],
        Expr::Or(all) => vec![Expr::And(all.clone())],
        Expr::Int(n) => vec![Expr::Int(n + 1), Expr::Int(n - 1)],
        Expr::Date(day) => vec![Expr::Date(day.plus_days(1)), Expr::Date(day.plus_days(-1))],
        _ => Vec::new(),
    };
    let say = |expr: &Expr| words(expr, procedure);
    let told = |other: Expr| (format!("`{}` instead of `{}`", say(&other), say(expr)), other);
    let mut all: Vec<(String, Expr)> = own.into_iter().map(told).collect();
    let mut whole = expr.clone();
    for (at, part) in whole.parts_mut().into_iter().enumerate() {
        for (change, other) in changed(part, procedure) {
            let mut whole = expr.clone();
            *whole.parts_mut()[at] = other;
            all.push((change, whole));
        }
    }
    all
}

fn flipped(how: Comparison) -> Comparison {
    match how {
        Comparison::Equal => Comparison::Unequal,
        Comparison::Unequal => Comparison::Equal,
        Comparison::Less => Comparison::AtMost,
        Comparison::AtMost => Comparison::Less,
        Comparison::More => Comparison::AtLeast,
        Comparison::AtLeast => Comparison::More,
    }
}

/// Visits an expression and all its parts.
pub(crate) fn walk(expr: &Expr, visit: &mut dyn FnMut(&Expr)) {
    visit(expr);
    expr.parts().into_iter().for_each(|part| walk(part, visit));
}
