//! The table of `procedures/scenarios/expressions.yaml`, and what the language refuses.

use super::{Checker, parse};
use crate::diagnostic::Sink;
use crate::expand::{Blocks, expand};
use crate::fields::{Fields, list};
use crate::procedure::Library;
use crate::rates::RateBook;
use crate::reference;
use crate::scope::{Names, ROOT, Scopes};
use crate::yaml::{self, Node};
use dossier::Answers;
use dossier::expr::{Scope, Truth};
use std::collections::BTreeMap;
use std::path::Path;
use vietnam::date::Date;

const TABLE: &str = include_str!("../../../../procedures/scenarios/expressions.yaml");

/// The truth of an expression over answers, or what is wrong with it.
type Judged = Result<Truth, String>;

/// The questions of the table in a procedure of their own.
fn procedure_of(table: &Node) -> Node {
    let text = r#"
code: "9.000009"
name: { vi: Thử, en: Trial }
summary: { vi: Thử, en: Trial }
field: { vi: Thử, en: Trial }
in_force: { from: 2025-07-01 }
source: [Luật thử]
steps: [{ id: all, title: { vi: Thử, en: Trial }, questions: [] }]
results: [{ name: { vi: Thử, en: Trial } }]
"#;
    let mut node = yaml::parse("procedure.yaml", text, &Sink::default()).unwrap();
    let yaml::Value::Map(keys) = &mut node.value else { unreachable!() };
    let (_, steps) = keys.iter_mut().find(|(key, _)| key.words() == Some("steps")).unwrap();
    let yaml::Value::List(steps) = &mut steps.value else { unreachable!() };
    let yaml::Value::Map(keys) = &mut steps[0].value else { unreachable!() };
    keys.last_mut().unwrap().1 = table.get("questions").unwrap().clone();
    node
}

/// Judges each (expression, answers) over the questions of the table.
fn judge(rows: impl Fn(&Node) -> Vec<(Node, BTreeMap<String, String>)>) -> Vec<Judged> {
    let sink = Sink::default();
    let table = yaml::parse("expressions.yaml", TABLE, &sink).unwrap();
    let rows = rows(&table);
    let today: Date = table.get("today").and_then(Node::words).unwrap().parse().unwrap();
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let none = Blocks::new;
    let library = Library {
        blocks: none(),
        pages: none(),
        parts: none(),
        rates: RateBook::read(table.get("rates").into_iter(), &sink),
        tables: reference::read(root, &sink).tables,
    };
    let node = procedure_of(&table);
    let procedure = crate::procedure::procedure(&node, &library, &sink).unwrap().procedure;
    let kinds: Vec<_> = procedure.questions.iter().map(|question| question.kind.clone()).collect();
    let expanded = expand(list(node.get("steps").unwrap(), &sink), &library.blocks, &library.pages, &sink);
    let paths = expanded.paths(&sink);
    assert_eq!(sink.count(), 0);
    let judge_one = |(node, typed): &(Node, BTreeMap<String, String>)| {
        let sink = Sink::default();
        let names =
            Names { scopes: &expanded.scopes, paths: &paths, rows: &expanded.rows, row: None, sink: &sink };
        let (rates, tables) = (&library.rates, &library.tables);
        let checker = Checker { names, kinds: &kinds, rates, tables, sink: &sink };
        let node: &'static Node = Box::leak(Box::new(node.clone()));
        let checked = parse(&Scopes::new(), ROOT, node, &sink).and_then(|ast| checker.condition(&ast));
        let expr = sink.finish(checked).map_err(|wrong| wrong.to_string())?;
        let typed = typed.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
        let (answers, unknown) = Answers::from_paths(&procedure, typed);
        assert!(unknown.is_empty(), "{unknown:?}");
        let e = dossier::evaluate(&procedure, &answers, today, tables);
        let scope = Scope {
            values: &e.values,
            shape: &e.shape,
            row: None,
            rates: &rates.peek_used(),
            shared: &[],
            today,
        };
        Ok(expr.truth(&scope))
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
        ("exact(n)", "8: a day is needed here, this is a number"),
        ("exact(today)", "8: a question is needed here"),
        ("n + born > 1", "6: a number is needed here, this is a day"),
        ("born * 2 > 1", "2: a number is needed here, this is a day"),
        ("n * 2", "2: a condition is needed here, this is a number"),
        ("n / 0 > 1", "6: this divides by zero"),
        ("n / (3 - 3) > 1", "7: this divides by zero"),
        ("n * 2.5 > 1", r#"6: the number "2.5" with a point stands in a condition"#),
        ("rate.half + n > 1", "2: this is not what a coefficient is for"),
        ("rate.half * rate.half > 1", "2: this is not what a coefficient is for"),
        ("n / rate.half > 1", "2: this is not what a coefficient is for"),
        ("rate.half > 1", "14: a coefficient cannot be compared with a number"),
        ("if(n, 1, 2) > 1", "5: a condition is needed here, this is a number"),
        ("if(sure, 1, born) > 1", "14: a number is needed here, this is a day"),
        ("if(sure, 1, rate.half) > 1", "14: a number is needed here, this is a coefficient"),
        ("min(sure) > 1", "6: a number is needed here, this is a condition"),
        ("n - > 1", "6: a question or a value is needed here"),
        (
            "papers.pages > 1",
            r#"2: "papers.pages" is answered in every row of "papers"; it is not clear which row is meant"#,
        ),
        (
            "answered(papers.pages)",
            r#"11: "papers.pages" is answered in every row of "papers"; it is not clear which row is meant"#,
        ),
        ("rows(paper) > 1", r#"7: unknown group of rows "paper"; did you mean "papers"?"#),
        ("rows(1) > 1", "7: a group of rows is needed here"),
        ("sum_of(papers, page) > 1", r#"17: unknown question "page"; did you mean "pages"?"#),
        ("sum_of(papers, pages > 1) > 1", "17: a number is needed here, this is a condition"),
        ("any_of(papers, pages)", "17: a condition is needed here, this is a number"),
        ("any_of(papers, any_of(others, pages > 1))", r#"32: unknown question "pages""#),
        ("sum_of(papers) > 1", "2: sum_of does not take 1 values"),
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
