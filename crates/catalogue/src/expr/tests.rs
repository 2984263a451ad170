//! The table of `procedures/scenarios/expressions.yaml`, and what the language refuses.

use super::{Checker, parse};
use crate::diagnostic::Sink;
use crate::expand::expand;
use crate::fields::{Fields, list};
use crate::kinds::Kinds;
use crate::rates::RateBook;
use crate::reference;
use crate::scope::{Names, ROOT};
use crate::texts::Texts;
use crate::yaml::{self, Node};
use dossier::answers::Value;
use dossier::expr::{Scope, Truth};
use dossier::judge;
use dossier::procedure::Period;
use std::collections::BTreeMap;
use std::path::Path;
use vietnam::date::Date;

const TABLE: &str = include_str!("../../../../procedures/scenarios/expressions.yaml");

/// The truth of an expression over answers, or what is wrong with it.
type Judged = Result<Truth, String>;

/// Judges each (expression, answers) over the questions of the table.
fn judge(rows: impl Fn(&Node) -> Vec<(Node, BTreeMap<String, String>)>) -> Vec<Judged> {
    let sink = Sink::default();
    let table = yaml::parse("expressions.yaml", TABLE, &sink).unwrap();
    let rows = rows(&table);
    let today: Date = table.get("today").and_then(Node::words).unwrap().parse().unwrap();
    let rates = RateBook::read(&[table.get("rates").unwrap().clone()], &sink);
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let tables = reference::read(root, &sink).tables;
    let steps = format!("- id: all\n  questions: {}", "[]");
    let mut step = yaml::parse("step.yaml", &steps, &sink).unwrap();
    if let yaml::Value::List(all) = &mut step.value
        && let yaml::Value::Map(keys) = &mut all[0].value
    {
        keys[1].1 = table.get("questions").unwrap().clone();
    }
    let expanded = expand(list(&step, &sink), &BTreeMap::new(), &sink);
    let paths = expanded.paths(&sink);
    let names = Names { scopes: &expanded.scopes, paths: &paths, sink: &sink };
    let period = Period { from: today, to: None };
    let texts = Texts { scopes: &expanded.scopes, rates: &rates, period, sink: &sink };
    let kinds = Kinds { names, texts };
    let kinds: Vec<_> =
        expanded.questions.iter().map(|d| kinds.read(ROOT, d.fields.get("kind").unwrap()).unwrap()).collect();
    assert_eq!(sink.count(), 0);
    let judge_one = |(node, answers): &(Node, BTreeMap<String, String>)| {
        let sink = Sink::default();
        let names = Names { sink: &sink, ..names };
        let checker = Checker { names, kinds: &kinds, rates: &rates, tables: &tables, sink: &sink };
        let node: &'static Node = Box::leak(Box::new(node.clone()));
        let scopes = crate::scope::Scopes::new();
        let checked = parse(&scopes, ROOT, node, &sink).and_then(|ast| checker.condition(&ast));
        let expr = sink.finish(checked).map_err(|wrong| wrong.to_string())?;
        let values: Vec<Option<Value>> = expanded
            .questions
            .iter()
            .zip(&kinds)
            .map(|(d, kind)| judge::read(kind, answers.get(&d.path)?, today, &tables).unwrap())
            .collect();
        let rates: Vec<_> = rates.peek_used();
        Ok(expr.truth(&Scope { values: &values, rates: &rates, today }))
    };
    rows.iter().map(judge_one).collect()
}

fn answers(node: Option<&Node>) -> BTreeMap<String, String> {
    match node.map(|n| &n.value) {
        Some(yaml::Value::Map(all)) => {
            all.iter().map(|(k, v)| (k.words().unwrap().into(), v.words().unwrap().into())).collect()
        }
        _ => BTreeMap::new(),
    }
}

#[test]
fn every_operator_means_what_the_table_says() {
    let sink = Sink::default();
    let table = yaml::parse("expressions.yaml", TABLE, &sink).unwrap();
    let cases: Vec<Fields<'_>> = list(table.get("cases").unwrap(), &sink)
        .iter()
        .map(|one| Fields::of(one, &sink, &["expr", "with", "is"]).unwrap())
        .collect();
    let judged = judge(|table| {
        let cases = list(table.get("cases").unwrap(), &sink).iter();
        cases.map(|one| (one.get("expr").unwrap().clone(), answers(one.get("with")))).collect()
    });
    let mut wrong = String::new();
    for (case, judged) in cases.iter().zip(judged) {
        let expected = match case.words("is").unwrap() {
            "true" => Truth::True,
            "false" => Truth::False,
            _ => Truth::Unknown,
        };
        if judged != Ok(expected) {
            wrong += &format!("{}: {} is {judged:?}\n", case.at(), case.words("expr").unwrap());
        }
    }
    assert!(wrong.is_empty() && sink.count() == 0, "{wrong}");
}

/// What the first diagnostic about each expression says, after its place; columns include the quote.
fn refused(exprs: &[&str]) -> Vec<String> {
    let judged = judge(|_| {
        let sink = Sink::default();
        let quoted = exprs.iter().map(|expr| format!("'{}'", expr.replace('\'', "''")));
        quoted.map(|quoted| (yaml::parse("x", &quoted, &sink).unwrap(), BTreeMap::new())).collect()
    });
    let first = |judged: Judged| match judged {
        Err(wrong) => wrong.lines().next().unwrap().strip_prefix("x:1:").unwrap().to_string(),
        Ok(truth) => format!("taken, and {truth:?}"),
    };
    judged.into_iter().map(first).collect()
}

#[test]
fn mistakes_are_named_where_they_stand() {
    let deep = "not ".repeat(60) + "sure";
    let cases = [
        ("flagg == yes", r#"2: unknown question "flagg"; did you mean "flag"?"#),
        ("flag == maybe", r#"10: there is no choice "maybe""#),
        ("land == \"XX\"", r#"10: the list countries has no code "XX""#),
        ("n == born", "7: a number cannot be compared with a day"),
        ("n == \"a\"", "7: a number cannot be compared with words"),
        ("flag < yes", "2: a choice is not more or less than another"),
        ("n", "2: a condition is needed here, this is a number"),
        ("flag == yes and n", "18: a condition is needed here, this is a number"),
        ("flag = yes", r#"7: "=" does not belong here"#),
        ("flag == yes && n == 1", r#"14: "&" does not belong here"#),
        ("(flag == yes", r#"14: ")" is missing here"#),
        ("flag in yes", "10: a list is needed after `in`"),
        ("flag == yes other == yes", "14: this does not belong to the expression"),
        ("flag ==", "9: the expression ends too early"),
        ("born < 2020-02-30", r#"9: "2020-02-30" is neither a whole number nor a day"#),
        ("n > rate.limt", r#"6: unknown rate "limt"; did you mean "limit"?"#),
        ("aged(born, today) > 1", r#"2: unknown function "aged"; did you mean "age"?"#),
        ("age(born) > 1", "2: age does not take 1 values"),
        ("age(n, today) > 1", "6: a day is needed here, this is a number"),
        ("sum(n, flag) > 1", "9: a number is needed here, this is a choice"),
        ("answered(1)", "11: a question is needed here"),
        ("n == $who", r#"7: unknown parameter "$who""#),
        ("name == \"a", "10: a quote without an end"),
        (&deep, "162: too deeply nested"),
    ];
    let exprs: Vec<&str> = cases.iter().map(|(expr, _)| *expr).collect();
    for ((expr, expected), found) in cases.iter().zip(refused(&exprs)) {
        assert_eq!(found, *expected, "for {expr}");
    }
}
