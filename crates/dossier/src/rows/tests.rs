use super::{Row, Shape};
use crate::answers::Answers;
use crate::evaluate::evaluate;
use crate::expr::{Arithmetic, Comparison, Expr, Fold};
use crate::finding::{At, Code, Severity};
use crate::form::{Action, Changes, Form};
use crate::kind::Kind;
use crate::procedure::{
    FeeItem, FeeRule, Period, Procedure, Question, QuestionIx, Required, Rows, RowsIx, Rule, Step, Text,
};
use crate::tables::Tables;
use std::rc::Rc;
use vietnam::date::Date;

const PAPERS: RowsIx = RowsIx(0);
const SIGNERS: RowsIx = RowsIx(1);

fn today() -> Date {
    Date::new(2026, 11, 20).expect("a day")
}

fn text(words: &str) -> Text {
    Text { vi: words.into(), en: String::new() }
}

fn question(path: &str, kind: Kind) -> Question {
    Question {
        path: path.into(),
        kind,
        label: text(path),
        help: None,
        heading: None,
        when: None,
        required: Required::Always,
        copy: None,
        default: None,
        offer: None,
        autocomplete: None,
    }
}

fn group(path: &str, first: u16, end: u16, min: u16) -> Rows {
    let (title, add) = (text("Dòng"), text("Thêm"));
    Rows { path: path.into(), first, end, min, max: 4, when: None, title, add }
}

/// `name`, then papers with pages and copies, `note`, and signers: rows before and after single questions.
fn certification() -> Procedure {
    let count = || Kind::Count { min: 1, max: 500 };
    let mut copies = question("papers.copies", count());
    copies.default = Some("1".into());
    let questions = vec![
        question("name", Kind::Name),
        question("papers.pages", count()),
        copies,
        question("note", Kind::Text { max: 50 }),
        question("signers.name", Kind::Name),
    ];
    let (pages, copies) = (Expr::Answer(QuestionIx(1)), Expr::Answer(QuestionIx(2)));
    let product = Expr::Arithmetic(Arithmetic::Multiply, Box::new(pages.clone()), Box::new(copies));
    let many = Expr::Compare(Comparison::More, Box::new(pages), Box::new(Expr::Int(100)));
    Procedure {
        code: "2.000815".into(),
        name: text("Chứng thực"),
        summary: Text::default(),
        who: Vec::new(),
        next: Vec::new(),
        in_force: Period { from: today(), to: None },
        source: Vec::new(),
        steps: vec![Step {
            id: "all".into(),
            title: text("Tất cả"),
            intro: None,
            first: 0,
            end: 5,
            on_review: false,
        }],
        order: vec![(0, 5)],
        questions,
        rows: vec![group("papers", 1, 3, 1), group("signers", 4, 5, 0)],
        cases: Vec::new(),
        rules: vec![Rule {
            id: "MANY".into(),
            law: String::new(),
            severity: Severity::Notice,
            when: many,
            at: QuestionIx(1),
            text: text("Nhiều trang"),
            suggests: None,
        }],
        components: Vec::new(),
        spared: Vec::new(),
        fee: vec![FeeItem {
            id: "pages".into(),
            label: text("Trang"),
            when: None,
            amount: FeeRule::Amount(Expr::Over(Fold::Sum, PAPERS, Box::new(product))),
            note: None,
        }],
        time: Vec::new(),
        benefits: None,
        results: Vec::new(),
        declaration: None,
        rates: Vec::new(),
        shared: Vec::new(),
        paper: None,
    }
}

fn declared(typed: &[(&str, &str)]) -> (Procedure, Answers) {
    let procedure = certification();
    let (answers, unknown) = Answers::from_paths(&procedure, typed.iter().copied());
    assert!(unknown.is_empty(), "{unknown:?}");
    (procedure, answers)
}

#[test]
fn every_cell_has_a_path_of_its_own_and_is_found_by_it() {
    let procedure = certification();
    for counts in [[1, 0], [1, 1], [2, 0], [2, 3], [4, 4]] {
        let shape = Shape::new(&procedure, &counts);
        let cells = shape.cells();
        let paths: Vec<String> = cells.iter().map(|cell| shape.path(&procedure, *cell)).collect();
        assert_eq!(cells.len(), 2 + 2 * usize::from(counts[0]) + usize::from(counts[1]));
        for (cell, path) in cells.iter().zip(&paths) {
            assert_eq!(shape.find(&procedure, path), Some(*cell), "{path}");
            let (question, row) = shape.place(*cell);
            assert_eq!(shape.within(question, row), *cell);
            assert!(cell.at() < shape.len());
        }
        assert!(paths.is_sorted_by_key(|path| path.split('.').next().map(|of| match of {
            "name" => 0,
            "papers" => 1,
            "note" => 2,
            _ => 3,
        })));
    }
}

#[test]
fn a_path_that_is_not_plain_is_nobodys() {
    let procedure = certification();
    let shape = Shape::new(&procedure, &[4, 4]);
    for path in
        ["papers.pages", "papers.0.pages", "papers.01.pages", "papers.5.pages", "papers.-1.pages", "papers.1"]
    {
        assert_eq!(shape.find(&procedure, path), None, "{path}");
        assert_eq!(Answers::from_paths(&procedure, [(path, "1")]).1, [path], "{path}");
    }
}

#[test]
fn rows_are_added_up_and_judged_one_by_one() {
    let (procedure, answers) = declared(&[
        ("papers.1.pages", "3"),
        ("papers.1.copies", "2"),
        ("papers.2.pages", "200"),
        ("papers.2.copies", "1"),
        ("signers.1.name", "Lê Thị Mai"),
    ]);
    let e = evaluate(&procedure, &answers, today(), &Tables::default());
    assert_eq!(e.fee[0].amount, crate::Amount::Known(206));
    let second = e.shape.find(&procedure, "papers.2.pages").expect("two rows");
    let said: Vec<_> = e.findings_at(At::Question(second)).iter().map(|f| f.code.id(&procedure)).collect();
    assert_eq!(said, ["MANY"]);
    let sent: Vec<String> = e.sent(&procedure).into_iter().map(|(path, _)| path).collect();
    assert_eq!(
        sent,
        ["papers.1.pages", "papers.1.copies", "papers.2.pages", "papers.2.copies", "signers.1.name"]
    );
}

#[test]
fn a_sum_is_unknown_while_a_row_is_incomplete() {
    let (procedure, answers) = declared(&[("papers.1.pages", "3"), ("papers.2.copies", "1")]);
    assert!(evaluate(&procedure, &answers, today(), &Tables::default()).fee.is_empty());
}

#[test]
fn findings_stand_in_the_order_of_the_form() {
    let (procedure, answers) = declared(&[("papers.3.copies", "1"), ("signers.2.name", "")]);
    let e = evaluate(&procedure, &answers, today(), &Tables::default());
    let places: Vec<String> = e.findings.iter().map(|f| f.at.path(&procedure, &e.shape)).collect();
    assert_eq!(
        places,
        [
            "name",
            "papers.1.pages",
            "papers.1.copies",
            "papers.2.pages",
            "papers.2.copies",
            "papers.3.pages",
            "note",
            "signers.1.name",
            "signers.2.name"
        ]
    );
    assert!(e.findings.iter().all(|f| f.code == Code::Required));
}

#[test]
fn a_row_comes_with_its_defaults_and_goes_without_disturbing_the_others() {
    let mut form = Form::blank(Rc::new(certification()), Tables::default(), today());
    let edit = |form: &mut Form, path: &str, raw: &str| {
        let cell = form.shape().find(form.procedure(), path).expect("a cell");
        form.apply(Action::Edit(cell, raw.into()));
    };
    edit(&mut form, "papers.1.pages", "1");
    assert_eq!(form.apply(Action::AddRow(PAPERS)), Changes::Shape);
    edit(&mut form, "papers.2.pages", "2");
    form.apply(Action::AddRow(SIGNERS));
    edit(&mut form, "signers.1.name", "Lê Thị Mai");
    form.apply(Action::AddRow(PAPERS));
    edit(&mut form, "papers.3.pages", "3");
    let kept = |form: &Form| form.answers().by_path(form.procedure());
    let pair = |path: &str, raw: &str| (path.to_string(), raw.to_string());
    assert_eq!(kept(&form)[1], pair("papers.1.copies", "1"));
    assert_eq!(form.apply(Action::RemoveRow(Row { group: PAPERS, row: 1 })), Changes::Shape);
    assert_eq!(
        kept(&form),
        [
            pair("papers.1.pages", "1"),
            pair("papers.1.copies", "1"),
            pair("papers.2.pages", "3"),
            pair("papers.2.copies", "1"),
            pair("signers.1.name", "Lê Thị Mai"),
        ]
    );
}

#[test]
fn there_are_never_more_rows_than_may_be_nor_fewer_than_must() {
    let mut form = Form::blank(Rc::new(certification()), Tables::default(), today());
    for _ in 0..9 {
        form.apply(Action::AddRow(PAPERS));
    }
    assert_eq!(form.shape().count(PAPERS), 4);
    for _ in 0..9 {
        form.apply(Action::RemoveRow(Row { group: PAPERS, row: 0 }));
    }
    assert_eq!(form.shape().count(PAPERS), 1);
    assert_eq!(form.answers().by_path(form.procedure()), Vec::new());
}
