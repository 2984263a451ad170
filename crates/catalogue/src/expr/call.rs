//! Numbers and functions: what they take, and what they are made into.

use super::check::{Checker, Type, Typed};
use super::{Ast, Term, constant_number};
use crate::diagnostic::Position;
use dossier::expr::{Arithmetic, Expr, Fold};
use dossier::procedure::QuestionIx;

const FOLDS: [(&str, Fold); 6] = [
    ("sum_of", Fold::Sum),
    ("most_of", Fold::Greatest),
    ("least_of", Fold::Least),
    ("count_of", Fold::Count),
    ("any_of", Fold::Any),
    ("all_of", Fold::All),
];

const USES: [(&str, &str); 17] = [
    ("answered", "answered(question)"),
    ("exact", "exact(day)"),
    ("count", "count(question, question, …)"),
    ("sum", "sum(number, number, …)"),
    ("min", "min(number, number, …)"),
    ("max", "max(number, number, …)"),
    ("if", "if(condition, number, number)"),
    ("days", "days(from, to)"),
    ("age", "age(born, on)"),
    ("first_word", "first_word(name)"),
    ("rows", "rows(group)"),
    ("sum_of", "sum_of(group, number)"),
    ("most_of", "most_of(group, number)"),
    ("least_of", "least_of(group, number)"),
    ("count_of", "count_of(group, condition)"),
    ("any_of", "any_of(group, condition)"),
    ("all_of", "all_of(group, condition)"),
];

impl Checker<'_, '_> {
    /// An amount, as a tree.
    pub(crate) fn amount(&self, ast: &Ast) -> Option<Expr> {
        self.expect(ast, &Type::Int)
    }

    /// `a + b`, `a * b`. A coefficient is kept in tenths, and only multiplies an amount.
    pub(super) fn arithmetic(&self, how: Arithmetic, a: &Ast, b: &Ast, at: &Position) -> Typed {
        let (left, right) = (self.number(a), self.number(b));
        let ((left, of_left), (right, of_right)) = (left?, right?);
        let coefficients = [of_left, of_right].iter().filter(|ty| **ty == Type::Coefficient).count();
        if how == Arithmetic::Multiply && coefficients == 1 {
            let tenths = made(Arithmetic::Multiply, left, right);
            return Some((made(Arithmetic::Divide, tenths, Expr::Int(10)), Type::Int));
        }
        if coefficients > 0 {
            let help = "a coefficient (a rate with a point) only multiplies an amount: `rate.amount * rate.coefficient`";
            self.sink.error(at, "this is not what a coefficient is for", help);
            return None;
        }
        if how == Arithmetic::Divide && constant_number(&right) == Some(0) {
            self.sink.error(&b.at, "this divides by zero", "divide by a number that is not 0");
            return None;
        }
        Some((made(how, left, right), Type::Int))
    }

    /// A number or a coefficient.
    fn number(&self, ast: &Ast) -> Typed {
        let (expr, found) = self.typed(ast)?;
        match found {
            Type::Int | Type::Coefficient => Some((expr, found)),
            _ => self.needed(ast, &Type::Int, &found),
        }
    }

    /// Numbers, or coefficients, all of one type.
    fn numbers(&self, all: &[Ast]) -> Option<(Vec<Expr>, Type)> {
        let (first, rest) = all.split_first()?;
        let (first, ty) = self.number(first)?;
        let rest: Option<Vec<Expr>> = rest.iter().map(|one| self.expect(one, &ty)).collect();
        Some(([vec![first], rest?].concat(), ty))
    }

    fn joined(&self, how: Arithmetic, all: &[Ast]) -> Typed {
        let (all, ty) = self.numbers(all)?;
        Some((all.into_iter().reduce(|a, b| made(how, a, b))?, ty))
    }

    pub(super) fn call(&self, name: &str, args: &[Ast], at: &Position) -> Typed {
        if let (Some((_, fold)), [group, each]) = (FOLDS.iter().find(|(known, _)| *known == name), args) {
            return self.over(*fold, group, each);
        }
        match (name, args) {
            ("answered", [one]) => Some((Expr::Answered(self.asked(one)?), Type::Bool)),
            ("exact", [one]) => {
                self.expect(one, &Type::Date)?;
                Some((Expr::Exact(self.asked(one)?), Type::Bool))
            }
            ("count", [_, ..]) => {
                let all: Vec<_> = args.iter().map(|one| self.asked(one)).collect();
                Some((Expr::Count(all.into_iter().collect::<Option<_>>()?), Type::Int))
            }
            ("sum", [_, ..]) => Some((self.joined(Arithmetic::Add, args)?.0, Type::Int)),
            ("min", [_, ..]) => self.joined(Arithmetic::Least, args),
            ("max", [_, ..]) => self.joined(Arithmetic::Greatest, args),
            ("if", [when, a, b]) => {
                let when = self.condition(when);
                let (numbers, ty) = self.numbers(&[a.clone(), b.clone()])?;
                let [a, b] = <[Expr; 2]>::try_from(numbers).ok()?;
                Some((Expr::If(Box::new(when?), Box::new(a), Box::new(b)), ty))
            }
            ("days", [a, b]) => {
                let (a, b) = (self.expect(a, &Type::Date), self.expect(b, &Type::Date));
                Some((Expr::Days(Box::new(a?), Box::new(b?)), Type::Int))
            }
            ("age", [born, on]) => {
                let (born, on) = (self.expect(born, &Type::Date), self.expect(on, &Type::Date));
                Some((Expr::Age(Box::new(born?), Box::new(on?)), Type::Int))
            }
            ("first_word", [one]) => {
                Some((Expr::FirstWord(Box::new(self.expect(one, &Type::Text)?)), Type::Text))
            }
            ("rows", [group]) => Some((Expr::Rows(self.group(group)?), Type::Int)),
            _ => {
                match USES.iter().find(|(known, _)| *known == name) {
                    Some((_, usage)) => {
                        self.sink.error(
                            at,
                            format!("{name} does not take {} values", args.len()),
                            format!("write {usage}"),
                        );
                    }
                    None => self.sink.unknown(at, "function", name, USES.iter().map(|(known, _)| *known)),
                }
                None
            }
        }
    }

    /// Over the rows of a group; names in `each` mean the row's own questions first.
    fn over(&self, fold: Fold, group: &Ast, each: &Ast) -> Typed {
        let group = self.group(group)?;
        let row = Checker { names: self.names.within(Some(group)), ..*self };
        let (wanted, ty) = match fold {
            Fold::Sum | Fold::Greatest | Fold::Least => (Type::Int, Type::Int),
            Fold::Count => (Type::Bool, Type::Int),
            Fold::Any | Fold::All => (Type::Bool, Type::Bool),
        };
        Some((Expr::Over(fold, group, Box::new(row.expect(each, &wanted)?)), ty))
    }

    fn group(&self, ast: &Ast) -> Option<dossier::RowsIx> {
        if let Term::Name(scope, name) = &ast.term {
            return self.names.rows(*scope, name, &ast.at);
        }
        self.sink.error(&ast.at, "a group of rows is needed here", "write the id after `rows:`, e.g. papers");
        None
    }

    fn asked(&self, ast: &Ast) -> Option<QuestionIx> {
        if let Term::Name(scope, name) = &ast.term {
            return self.names.question(*scope, name, &ast.at);
        }
        self.sink.error(
            &ast.at,
            "a question is needed here",
            "write the path of a question, e.g. mother.born",
        );
        None
    }
}

fn made(how: Arithmetic, a: Expr, b: Expr) -> Expr {
    Expr::Arithmetic(how, Box::new(a), Box::new(b))
}
