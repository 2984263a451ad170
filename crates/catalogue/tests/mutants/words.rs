//! Expressions as an author writes them within a block: the same in every use of it.

use dossier::expr::{Arithmetic, Comparison, Fold};
use dossier::{Expr, Procedure, QuestionIx};

pub(crate) fn words(expr: &Expr, procedure: &Procedure) -> String {
    let say = |expr: &Expr| words(expr, procedure);
    let path = |ix: &QuestionIx| procedure.question(*ix).map_or("", |q| last(&q.path)).to_string();
    let list = |all: &[Expr], between: &str| all.iter().map(say).collect::<Vec<_>>().join(between);
    match expr {
        Expr::Answer(ix) => path(ix),
        Expr::Today => "today".into(),
        Expr::Bool(known) => known.to_string(),
        Expr::Int(n) => n.to_string(),
        Expr::Date(day) => day.to_string(),
        Expr::Text(text) => text.clone(),
        Expr::Rate(ix) => {
            procedure.rates.get(ix.at()).map_or_else(String::new, |rate| format!("rate.{}", rate.id))
        }
        Expr::Not(a) => format!("not ({})", say(a)),
        Expr::And(all) => format!("({})", list(all, " and ")),
        Expr::Or(all) => format!("({})", list(all, " or ")),
        Expr::Compare(how, a, b) => format!("{} {} {}", say(a), sign(*how), say(b)),
        Expr::In(a, all) => format!("{} in [{}]", say(a), list(all, ", ")),
        Expr::Answered(ix) => format!("answered({})", path(ix)),
        Expr::Exact(ix) => format!("exact({})", path(ix)),
        Expr::Count(all) => format!("count({})", all.iter().map(path).collect::<Vec<_>>().join(", ")),
        Expr::Days(a, b) => format!("days({}, {})", say(a), say(b)),
        Expr::Age(a, b) => format!("age({}, {})", say(a), say(b)),
        Expr::FirstWord(a) => format!("first_word({})", say(a)),
        Expr::Arithmetic(how, a, b) => {
            let (a, b) = (say(a), say(b));
            match how {
                Arithmetic::Add => format!("({a} + {b})"),
                Arithmetic::Subtract => format!("({a} - {b})"),
                Arithmetic::Multiply => format!("{a} * {b}"),
                Arithmetic::Divide => format!("{a} / {b}"),
                Arithmetic::Least => format!("min({a}, {b})"),
                Arithmetic::Greatest => format!("max({a}, {b})"),
            }
        }
        Expr::If(when, a, b) => format!("if({}, {}, {})", say(when), say(a), say(b)),
        Expr::Rows(group) => format!("rows({})", rows(procedure, group.at())),
        Expr::Over(fold, group, each) => {
            let fold = match fold {
                Fold::Sum => "sum_of",
                Fold::Greatest => "most_of",
                Fold::Least => "least_of",
                Fold::Count => "count_of",
                Fold::Any => "any_of",
                Fold::All => "all_of",
            };
            format!("{fold}({}, {})", rows(procedure, group.at()), say(each))
        }
        Expr::Shared(at) => procedure.shared.get(usize::from(*at)).map_or_else(String::new, say),
    }
}

fn rows(procedure: &Procedure, at: usize) -> &str {
    procedure.rows.get(at).map_or("", |rows| rows.path.as_str())
}

fn sign(how: Comparison) -> &'static str {
    match how {
        Comparison::Equal => "==",
        Comparison::Unequal => "!=",
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::More => ">",
        Comparison::AtLeast => ">=",
    }
}

/// A path without that of the block it is in.
pub(crate) fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}
