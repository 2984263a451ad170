//! Can a condition ever hold? Every combination of the choices it reads is tried; all else may be anything.

use crate::expr::reads_something;
use dossier::Shape;
use dossier::expr::{Comparison, Expr, Fold, Scope, Truth};
use dossier::kind::Kind;
use dossier::procedure::{Question, QuestionIx};
use vietnam::date::Date;

/// Most combinations tried; beyond them a condition is taken to be possible.
const COMBINATIONS: usize = 50_000;

/// Whether there are answers for which `condition` holds, and in a row for each condition on rows in it.
pub(crate) fn possible(condition: &Expr, questions: &[Question]) -> bool {
    may_hold(condition, questions) && over_rows(condition).into_iter().all(|each| possible(each, questions))
}

/// Conditions that are judged row by row.
fn over_rows(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Over(Fold::Any | Fold::All | Fold::Count, _, each) => vec![each],
        _ => expr.parts().into_iter().flat_map(over_rows).collect(),
    }
}

fn may_hold(condition: &Expr, questions: &[Question]) -> bool {
    let direct = choices_read(condition, questions, Vec::new());
    let all = closure(direct.clone(), questions);
    let choices = if combinations(&all, questions) <= COMBINATIONS { all } else { direct };
    if combinations(&choices, questions) > COMBINATIONS {
        return true;
    }
    let mut answers = Answers { questions, choices: &choices, picked: vec![0; choices.len()] };
    loop {
        if answers.are_asked() && answers.may(condition).0 {
            return true;
        }
        if !answers.next() {
            return false;
        }
    }
}

fn options(ix: QuestionIx, questions: &[Question]) -> &[dossier::kind::Choice] {
    match questions.get(ix.at()).map(|q| &q.kind) {
        Some(Kind::Choice { options }) => options,
        _ => &[],
    }
}

/// The choices read; not those of rows, which may differ from row to row.
fn choices_read(expr: &Expr, questions: &[Question], mut into: Vec<QuestionIx>) -> Vec<QuestionIx> {
    if matches!(expr, Expr::Over(..)) {
        return into;
    }
    let read = match expr {
        Expr::Answer(ix) | Expr::Answered(ix) => std::slice::from_ref(ix),
        Expr::Count(all) => all,
        _ => &[],
    };
    for ix in read {
        if !options(*ix, questions).is_empty() && !into.contains(ix) {
            into.push(*ix);
        }
    }
    expr.parts().into_iter().fold(into, |into, part| choices_read(part, questions, into))
}

/// The choices, and those that decide whether they are asked.
fn closure(mut all: Vec<QuestionIx>, questions: &[Question]) -> Vec<QuestionIx> {
    let mut at = 0;
    while let Some(ix) = all.get(at) {
        if let Some(when) = questions.get(ix.at()).and_then(|q| q.when.as_ref()) {
            all = choices_read(when, questions, all);
        }
        at += 1;
    }
    all
}

fn combinations(choices: &[QuestionIx], questions: &[Question]) -> usize {
    choices.iter().fold(1, |n, ix| n.saturating_mul(options(*ix, questions).len() + 1))
}

/// One combination; 0 picks nothing, n the n-th option.
struct Answers<'r> {
    questions: &'r [Question],
    choices: &'r [QuestionIx],
    picked: Vec<usize>,
}

/// Whether a condition may hold, and whether it may not. Neither: it is not known.
type May = (bool, bool);

impl Answers<'_> {
    fn next(&mut self) -> bool {
        for (picked, ix) in self.picked.iter_mut().zip(self.choices) {
            *picked += 1;
            if *picked <= options(*ix, self.questions).len() {
                return true;
            }
            *picked = 0;
        }
        false
    }

    /// Only what is asked can have been picked.
    fn are_asked(&self) -> bool {
        self.choices.iter().zip(&self.picked).all(|(ix, picked)| {
            let when = self.questions.get(ix.at()).and_then(|q| q.when.as_ref());
            *picked == 0 || when.is_none_or(|when| self.may(when).0)
        })
    }

    /// The id picked; `None` for a question that is not tried here.
    fn picked<'e>(&'e self, expr: &'e Expr) -> Option<Option<&'e str>> {
        match expr {
            Expr::Text(text) => Some(Some(text)),
            Expr::Answer(ix) => {
                let at = self.choices.iter().position(|one| one == ix)?;
                let n = self.picked.get(at)?.checked_sub(1);
                Some(n.and_then(|n| Some(options(*ix, self.questions).get(n)?.id.as_str())))
            }
            _ => None,
        }
    }

    fn may(&self, expr: &Expr) -> May {
        match expr {
            Expr::Not(a) => {
                let (yes, no) = self.may(a);
                (no, yes)
            }
            Expr::And(all) => {
                let all: Vec<May> = all.iter().map(|e| self.may(e)).collect();
                (all.iter().all(|may| may.0), all.iter().any(|may| may.1))
            }
            Expr::Or(all) => {
                let all: Vec<May> = all.iter().map(|e| self.may(e)).collect();
                (all.iter().any(|may| may.0), all.iter().all(|may| may.1))
            }
            Expr::Compare(how, a, b) => match (self.picked(a), self.picked(b)) {
                (Some(Some(a)), Some(Some(b))) => known((a == b) == (*how == Comparison::Equal)),
                (Some(_), Some(_)) => (false, false),
                _ => constant(expr),
            },
            Expr::In(a, all) => {
                let picked: Option<Vec<_>> = all.iter().map(|b| self.picked(b)).collect();
                match (self.picked(a), picked) {
                    (Some(Some(a)), Some(all)) => known(all.contains(&Some(a))),
                    (Some(None), _) => (false, false),
                    _ => (true, true),
                }
            }
            Expr::Answered(ix) => match self.picked(&Expr::Answer(*ix)) {
                Some(picked) => known(picked.is_some()),
                None => (true, true),
            },
            _ => constant(expr),
        }
    }
}

fn known(holds: bool) -> May {
    (holds, !holds)
}

/// What reads nothing has one value; all else may be anything.
fn constant(expr: &Expr) -> May {
    if reads_something(expr) {
        return (true, true);
    }
    match expr.truth(&Scope {
        values: &[],
        shape: &Shape::default(),
        row: None,
        shared: &[],
        rates: &[],
        today: Date::MIN,
    }) {
        Truth::True => (true, false),
        Truth::False => (false, true),
        Truth::Unknown => (false, false),
    }
}
