//! Two conditions that hold for the same answers, whatever these are.
//!
//! Proven by trying every combination of answers that the two read, and of those that decide whether these are
//! asked. Where that is not possible (days, names compared by their first word, groups of rows) nothing is proven.

use crate::make::walk;
use dossier::expr::Scope;
use dossier::procedure::Period;
use dossier::{Expr, Kind, Procedure, QuestionIx, Shape, Value};
use std::collections::BTreeSet;
use vietnam::date::{Date, PartialDate};

/// More combinations are not tried.
const MOST: usize = 200_000;

/// Do both hold for the same answers, wherever `given` holds?
pub(crate) fn is_same(procedure: &Procedure, before: &Expr, after: &Expr, given: Option<&Expr>) -> bool {
    let mut tried = Tried::default();
    if !tried.reads(procedure, before) || !tried.reads(procedure, after) {
        return false;
    }
    let given = given.filter(|given| tried.also(procedure, given));
    let mut at = 0;
    while let Some((question, _)) = tried.all.get(at) {
        if let Some(when) = procedure.question(*question).and_then(|q| q.when.as_ref()) {
            tried.also(procedure, when);
        }
        at += 1;
    }
    let shape = Shape::new(procedure, &[]);
    days(procedure).into_iter().all(|today| {
        let mut picked = vec![0; tried.all.len()];
        loop {
            let mut values = vec![None; shape.len()];
            for ((question, domain), picked) in tried.all.iter().zip(&picked) {
                values[question.at()] = domain[*picked].clone();
            }
            let scope = Scope {
                values: &values,
                shape: &shape,
                row: None,
                rates: &procedure.rates,
                shared: &[],
                today,
            };
            let holds = |expr: &Expr| expr.truth(&scope).holds();
            let counts = given.is_none_or(holds) && tried.can_be(procedure, &values, &holds);
            if counts && holds(before) != holds(after) {
                return false;
            }
            let Some(next) = (0..picked.len()).find(|at| picked[*at] + 1 < tried.all[*at].1.len()) else {
                return true;
            };
            picked[..next].fill(0);
            picked[next] += 1;
        }
    })
}

/// The days on which numbers of the law change, while this version is the law.
fn days(procedure: &Procedure) -> BTreeSet<Date> {
    let Period { from, .. } = procedure.in_force;
    let changes = procedure.rates.iter().flat_map(|rate| &rate.values).map(|(period, _)| period.from);
    changes.filter(|day| procedure.in_force.holds(*day)).chain([from]).collect()
}

/// The questions whose answers are tried, with what each may be.
#[derive(Clone, Default)]
struct Tried {
    all: Vec<(QuestionIx, Vec<Option<Value>>)>,
}

impl Tried {
    /// Adds what an expression reads, unless that cannot be tried.
    fn also(&mut self, procedure: &Procedure, expr: &Expr) -> bool {
        let mut more = self.clone();
        let fits = more.reads(procedure, expr);
        if fits {
            *self = more;
        }
        fits
    }

    fn reads(&mut self, procedure: &Procedure, expr: &Expr) -> bool {
        let (mut whole, mut merely, mut words) = (Vec::new(), Vec::new(), Vec::new());
        let mut known = true;
        walk(expr, &mut |part| match part {
            Expr::Answer(ix) | Expr::Exact(ix) => whole.push(*ix),
            Expr::Answered(ix) => merely.push(*ix),
            Expr::Count(all) => merely.extend(all),
            Expr::Text(text) => words.push(text.clone()),
            Expr::Today | Expr::FirstWord(_) | Expr::Over(..) | Expr::Rows(_) | Expr::Shared(_) => {
                known = false;
            }
            _ => {}
        });
        for (ix, wholly) in whole.iter().map(|ix| (ix, true)).chain(merely.iter().map(|ix| (ix, false))) {
            match domain(procedure, *ix, wholly, &words) {
                None => known = false,
                Some(domain) => match self.all.iter_mut().find(|(other, _)| other == ix) {
                    None => self.all.push((*ix, domain)),
                    Some((_, had)) => {
                        let fresh: Vec<_> = domain.into_iter().filter(|one| !had.contains(one)).collect();
                        had.extend(fresh);
                    }
                },
            }
        }
        known && self.all.iter().fold(1_usize, |n, (_, d)| n.saturating_mul(d.len())) <= MOST
    }

    /// Only what is asked has an answer.
    fn can_be(&self, procedure: &Procedure, values: &[Option<Value>], holds: &dyn Fn(&Expr) -> bool) -> bool {
        let known = |when: &Expr| {
            let mut all = true;
            walk(when, &mut |part| match part {
                Expr::Answer(ix) | Expr::Answered(ix) | Expr::Exact(ix) => all &= self.has(*ix),
                Expr::Count(many) => all &= many.iter().all(|ix| self.has(*ix)),
                Expr::Today | Expr::Over(..) | Expr::Rows(_) | Expr::Shared(_) => all = false,
                _ => {}
            });
            all
        };
        self.all.iter().all(|(ix, _)| {
            let when = procedure.question(*ix).and_then(|question| question.when.as_ref());
            values[ix.at()].is_none() || when.is_none_or(|when| !known(when) || holds(when))
        })
    }

    fn has(&self, ix: QuestionIx) -> bool {
        self.all.iter().any(|(other, _)| *other == ix)
    }
}

/// What an answer may be as far as it is read; `None` when that is too much to try.
fn domain(
    procedure: &Procedure,
    ix: QuestionIx,
    wholly: bool,
    words: &[String],
) -> Option<Vec<Option<Value>>> {
    let text = |text: &str| Some(Value::Text(text.into()));
    let some: Vec<Option<Value>> = match &procedure.question(ix)?.kind {
        Kind::Choice { options } => options.iter().map(|option| text(&option.id)).collect(),
        Kind::Confirm => vec![Some(Value::Confirmed)],
        Kind::Count { min, max } if wholly && max - min > 400 => return None,
        Kind::Count { min, max } if wholly => (*min..=*max).map(|n| Some(Value::Count(n))).collect(),
        Kind::Count { min, .. } => vec![Some(Value::Count(*min))],
        Kind::Date { .. } | Kind::PartialDate { .. } if wholly => return None,
        Kind::Date { .. } | Kind::PartialDate { .. } => {
            vec![Some(Value::Date(PartialDate::Year(2000)))]
        }
        // Compared with words or with one another: those words, and two others.
        _ => words.iter().map(String::as_str).chain(["~1", "~2"]).map(text).collect(),
    };
    Some([None].into_iter().chain(some).collect())
}
