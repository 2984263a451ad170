//! What expressions mean.

use super::{Arithmetic, Comparison, Expr, Fold, Scope, Truth};
use crate::answers::Value;
use crate::procedure::{QuestionIx, RowsIx};
use vietnam::date::Date;

/// The value of a subexpression; spans are inclusive.
enum Result<'a> {
    Empty,
    Truth(Truth),
    Text(std::borrow::Cow<'a, str>),
    Int(i64, i64),
    Date(Date, Date),
}

impl Expr {
    /// Does this hold? Anything but a truth is `Unknown`.
    pub fn truth(&self, scope: &Scope<'_>) -> Truth {
        match self.eval(scope) {
            Result::Truth(truth) => truth,
            _ => Truth::Unknown,
        }
    }

    /// The number this is; `None` when it is not known exactly.
    pub fn number(&self, scope: &Scope<'_>) -> Option<i64> {
        match self.eval(scope) {
            Result::Int(low, high) if low == high => Some(low),
            _ => None,
        }
    }

    fn eval<'a>(&'a self, scope: &Scope<'a>) -> Result<'a> {
        match self {
            Expr::Answer(ix) => answer(scope, *ix),
            Expr::Today => Result::Date(scope.today, scope.today),
            Expr::Bool(known) => Result::Truth((*known).into()),
            Expr::Int(n) => Result::Int(*n, *n),
            Expr::Date(day) => Result::Date(*day, *day),
            Expr::Text(text) => Result::Text(text.as_str().into()),
            Expr::Rate(ix) => match scope.rates.get(ix.at()).and_then(|rate| rate.on(scope.today)) {
                Some(value) => Result::Int(value, value),
                None => Result::Empty,
            },
            Expr::Not(a) => Result::Truth(a.truth(scope).not()),
            Expr::And(all) => Result::Truth(join(all, scope, Truth::False)),
            Expr::Or(all) => Result::Truth(join(all, scope, Truth::True)),
            Expr::Compare(how, a, b) => Result::Truth(compare(*how, &a.eval(scope), &b.eval(scope))),
            Expr::In(a, all) => {
                let a = a.eval(scope);
                let found = all.iter().map(|b| compare(Comparison::Equal, &a, &b.eval(scope)));
                Result::Truth(decide(found, Truth::True))
            }
            Expr::Answered(ix) => Result::Truth(is_answered(scope, *ix).into()),
            Expr::Exact(ix) => match answer(scope, *ix) {
                Result::Date(first, last) => Result::Truth((first == last).into()),
                _ => Result::Empty,
            },
            Expr::Count(all) => {
                let n = all.iter().filter(|ix| is_answered(scope, **ix)).count();
                let n = i64::try_from(n).unwrap_or(i64::MAX);
                Result::Int(n, n)
            }
            Expr::Days(a, b) => span(a, b, scope, Date::days_until),
            Expr::Age(a, b) => span(a, b, scope, Date::age_on),
            Expr::FirstWord(a) => match a.eval(scope) {
                Result::Text(text) => {
                    let first = text.split(' ').next().unwrap_or_default();
                    Result::Text(vietnam::name::comparable(first).into())
                }
                _ => Result::Empty,
            },
            Expr::Arithmetic(how, a, b) => arithmetic(*how, &a.eval(scope), &b.eval(scope)),
            Expr::If(when, a, b) => match when.truth(scope) {
                Truth::True => a.eval(scope),
                Truth::False => b.eval(scope),
                Truth::Unknown => Result::Empty,
            },
            Expr::Rows(group) => {
                let n = i64::from(scope.shape.count(*group));
                Result::Int(n, n)
            }
            Expr::Over(fold, group, each) => over(*fold, *group, each, scope),
            // It may refer to those before it alone: no bytes can make this go round in a circle.
            Expr::Shared(at) => match scope.shared.split_at_checked(usize::from(*at)) {
                Some((before, [this, ..])) => this.eval(&Scope { shared: before, ..*scope }),
                _ => Result::Empty,
            },
        }
    }
}

fn answer<'a>(scope: &Scope<'a>, ix: QuestionIx) -> Result<'a> {
    match scope.value(ix) {
        None => Result::Empty,
        Some(Value::Text(text)) => Result::Text(text.as_str().into()),
        Some(Value::Count(n)) => Result::Int(i64::from(*n), i64::from(*n)),
        Some(Value::Date(date)) => Result::Date(date.earliest(), date.latest()),
        Some(Value::Confirmed) => Result::Truth(Truth::True),
    }
}

fn is_answered(scope: &Scope<'_>, ix: QuestionIx) -> bool {
    scope.value(ix).is_some()
}

/// Kleene's `or` for `winner == True`, `and` for `winner == False`.
fn decide(all: impl Iterator<Item = Truth>, winner: Truth) -> Truth {
    let mut unknown = false;
    for truth in all {
        if truth == winner {
            return winner;
        }
        unknown |= truth == Truth::Unknown;
    }
    if unknown { Truth::Unknown } else { winner.not() }
}

fn join(all: &[Expr], scope: &Scope<'_>, winner: Truth) -> Truth {
    decide(all.iter().map(|e| e.truth(scope)), winner)
}

fn arithmetic<'a>(how: Arithmetic, a: &Result<'_>, b: &Result<'_>) -> Result<'a> {
    let (Result::Int(a, b), Result::Int(c, d)) = (a, b) else { return Result::Empty };
    let corners = |of: fn(i64, i64) -> i64| {
        let all = [of(*a, *c), of(*a, *d), of(*b, *c), of(*b, *d)];
        let least = all.iter().fold(i64::MAX, |x, y| x.min(*y));
        Result::Int(least, all.iter().fold(i64::MIN, |x, y| x.max(*y)))
    };
    match how {
        Arithmetic::Add => corners(i64::saturating_add),
        Arithmetic::Subtract => corners(i64::saturating_sub),
        Arithmetic::Multiply => corners(i64::saturating_mul),
        Arithmetic::Divide if *c <= 0 && 0 <= *d => Result::Empty,
        Arithmetic::Divide => corners(|x, y| x.checked_div_euclid(y).unwrap_or_default()),
        Arithmetic::Least => corners(Ord::min),
        Arithmetic::Greatest => corners(Ord::max),
    }
}

/// A row that does not know leaves a number unknown; truths are joined as `and` and `or` join them.
fn over<'a>(fold: Fold, group: RowsIx, each: &'a Expr, scope: &Scope<'a>) -> Result<'a> {
    let winner = match fold {
        Fold::Any => Some(Truth::True),
        Fold::All => Some(Truth::False),
        _ => None,
    };
    if let Some(winner) = winner {
        return Result::Truth(decide(scope.rows(group).map(|row| each.truth(&row)), winner));
    }
    let how = match fold {
        Fold::Greatest => Arithmetic::Greatest,
        Fold::Least => Arithmetic::Least,
        _ => Arithmetic::Add,
    };
    let mut total = match fold {
        Fold::Sum | Fold::Count => Some(Result::Int(0, 0)),
        _ => None,
    };
    for row in scope.rows(group) {
        let one = match (fold, each.eval(&row)) {
            (Fold::Count, Result::Truth(Truth::True)) => Result::Int(1, 1),
            (Fold::Count, Result::Truth(Truth::Unknown) | Result::Empty) => Result::Int(0, 1),
            (Fold::Count, _) => Result::Int(0, 0),
            (_, one) => one,
        };
        total = Some(match total {
            None => one,
            Some(total) => arithmetic(how, &total, &one),
        });
    }
    total.unwrap_or(Result::Empty)
}

/// A number that grows with `b` and falls with `a`, over spans of days.
fn span<'a>(a: &'a Expr, b: &'a Expr, scope: &Scope<'a>, measure: fn(Date, Date) -> i32) -> Result<'a> {
    let (Result::Date(a_low, a_high), Result::Date(b_low, b_high)) = (a.eval(scope), b.eval(scope)) else {
        return Result::Empty;
    };
    Result::Int(measure(a_high, b_low).into(), measure(a_low, b_high).into())
}

fn compare(how: Comparison, a: &Result<'_>, b: &Result<'_>) -> Truth {
    match (a, b) {
        (Result::Int(a, b), Result::Int(c, d)) => spans(how, (a, b), (c, d)),
        (Result::Date(a, b), Result::Date(c, d)) => spans(how, (a, b), (c, d)),
        (Result::Text(a), Result::Text(b)) => match how {
            Comparison::Equal => (a == b).into(),
            Comparison::Unequal => (a != b).into(),
            _ => Truth::Unknown,
        },
        (Result::Truth(a), Result::Truth(b)) if *a != Truth::Unknown && *b != Truth::Unknown => match how {
            Comparison::Equal => (a == b).into(),
            Comparison::Unequal => (a != b).into(),
            _ => Truth::Unknown,
        },
        _ => Truth::Unknown,
    }
}

fn spans<T: Ord>(how: Comparison, a: (T, T), b: (T, T)) -> Truth {
    let less = |a: &(T, T), b: &(T, T)| {
        if a.1 < b.0 {
            Truth::True
        } else if a.0 >= b.1 {
            Truth::False
        } else {
            Truth::Unknown
        }
    };
    let equal = || {
        if a.1 < b.0 || b.1 < a.0 {
            Truth::False
        } else if a.0 == a.1 && b.0 == b.1 {
            Truth::True
        } else {
            Truth::Unknown
        }
    };
    match how {
        Comparison::Equal => equal(),
        Comparison::Unequal => equal().not(),
        Comparison::Less => less(&a, &b),
        Comparison::AtLeast => less(&a, &b).not(),
        Comparison::More => less(&b, &a),
        Comparison::AtMost => less(&b, &a).not(),
    }
}
