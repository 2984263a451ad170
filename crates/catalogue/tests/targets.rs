//! How dossiers are written for other systems: what a little format becomes, and what is refused.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use catalogue::Compiled;
use dossier::procedure::{ComponentIx, QuestionIx};
use exchange::mapping::{Content, Fact, List, Term};
use std::fs;

const PROCEDURE: &str = r#"code: "9.000003"
name: { vi: Thử, en: Trial }
summary: { vi: Thử, en: Trial }
field: { vi: Thử, en: Trial }
in_force: { from: 2025-07-01 }
source: [Luật thử]
steps:
  - id: one
    title: { vi: Một, en: One }
    questions:
      - { id: me.name, kind: name, label: { vi: Tên, en: Name } }
      - { id: me.number, kind: citizen_id, label: { vi: Số, en: Number } }
      - { id: child.given_name, kind: { text: { max: 50 } }, label: { vi: Tên, en: Name } }
      - { id: way, kind: { choice: [{ id: post, label: { vi: A, en: A } }, { id: office, label: { vi: B, en: B } }] }, label: { vi: Cách, en: Way } }
      - rows: papers
        min: 1
        max: 9
        title: { vi: Giấy, en: Paper }
        add: { vi: Thêm, en: Add }
        questions:
          - { id: name, kind: name, label: { vi: Tên, en: Name } }
components:
  - { id: letter, name: { vi: Giấy, en: Paper }, source: Đ2, papers: [{ id: note, name: { vi: Giấy, en: Note }, originals: 1 }] }
fee:
  - { id: none, label: { vi: Phí, en: Fee }, free: true, source: Đ3 }
time:
  - { term: { working_days: 3 }, text: { vi: Ba ngày, en: Three days }, source: Đ4 }
results: [{ name: { vi: Giấy, en: Paper } }]
"#;

const OTHER: &str = r#"code: "9.000004"
name: { vi: Khác, en: Other }
summary: { vi: Thử, en: Trial }
field: { vi: Thử, en: Trial }
in_force: { from: 2025-07-01 }
source: [Luật thử]
steps:
  - id: one
    title: { vi: Một, en: One }
    questions:
      - { id: what, kind: { text: { max: 50 } }, label: { vi: Gì, en: What } }
fee:
  - { id: none, label: { vi: Phí, en: Fee }, free: true, source: Đ3 }
time:
  - { term: { working_days: 3 }, text: { vi: Ba ngày, en: Three days }, source: Đ4 }
results: [{ name: { vi: Giấy, en: Paper } }]
"#;

const COMMON: &str = r#"roles:
  owner:
    source: Đ5
    unverified: chưa ai xem
    who:
      - { is: child, of: ["9.000003"], with: letter }
      - { is: me, known_by: [number, paper] }
codes:
  ways: { source: Đ6, others: stay, values: { post: "1" } }
"#;

const FORMAT: &str = r#"source: Đ7
dossier:
  - { field: Ma, from: our.procedure, required: true }
  - { field: Ten, from: owner.name, required: true, excused: ["9.000004"] }
  - { field: So, from: [me.number, owner.number] }
  - { field: Cach, from: way, codes: ways, unverified: ["mã, cách", tên] }
  - { field: Muc, is: "4", otherwise: { "3": ["9.000004"] }, required: true }
  - field: Buu
    when: { way: [post] }
    fields:
      - { field: Ai, from: me.name + way, by: "; ", most: 50, required: true }
  - field: Giay
    each: papers
    fields:
      - { field: Ten, from: each.name, as: read, required: true }
      - field: Tep
        each: files
        fields:
          - { field: Co, from: each.size, as: number }
  - { field: Loi, answers: true }
later:
  - { field: Noi, from: each.words }
"#;

const FILES: [(&str, &str); 4] = [
    ("procedures/trial/trial.yaml", PROCEDURE),
    ("procedures/trial/other.yaml", OTHER),
    ("procedures/targets/common.yaml", COMMON),
    ("procedures/targets/fax.yaml", FORMAT),
];

fn compiled(from: &str, to: &str) -> Result<Compiled, String> {
    let root = common::little(&FILES, from, to, &[]);
    let compiled = catalogue::compile(&root).map_err(|wrong| wrong.to_string());
    fs::remove_dir_all(root).unwrap();
    compiled
}

/// The mistake is told at that place, with its remedy.
#[track_caller]
fn refuses(from: &str, to: &str, expected: &str) {
    let told = compiled(from, to).err().unwrap_or_default();
    let mut lines = told.lines().skip_while(|line| !line.starts_with(expected));
    assert!(lines.next().is_some(), "expected: {expected}\ntold: {told}");
    assert!(lines.next().is_some_and(|help| help.starts_with("  help: ")), "no remedy in: {told}");
}

#[test]
fn names_become_the_questions_of_each_procedure() {
    let compiled = compiled("", "").unwrap();
    let at = |code: &str| compiled.procedures.iter().position(|one| one.code == code).unwrap();
    let field = |code: &str, name: &str| {
        let mapping = compiled.targets.mapping("fax", at(code)).unwrap();
        mapping.dossier.iter().find(|field| field.name == name).unwrap().clone()
    };
    let words = |code: &str, name: &str| match field(code, name).value {
        Content::Words(words) => words,
        other => panic!("{other:?}"),
    };
    assert_eq!(words("9.000003", "Ma").from, [[Term::Fact(Fact::Procedure)]]);
    let number = QuestionIx(1);
    let of_me = Term::Of(0, vec![vec![], vec![number]]);
    assert_eq!(words("9.000003", "So").from, [[Term::Answer(number)], [of_me]]);
    let way = words("9.000003", "Cach").codes.unwrap();
    assert!(way.others_stay && way.pairs == [("post".to_string(), "1".to_string())]);
    // The child is meant only with a letter, and named by its given name; I only by my number: no paper is asked.
    let owner = &compiled.targets.mapping("fax", at("9.000003")).unwrap().roles[0];
    assert_eq!((&owner[0].name, &owner[0].only_with), (&vec![QuestionIx(2)], &Some(vec![ComponentIx(0)])));
    assert_eq!(owner[1].known_by, Some(vec![number]));
    assert!(matches!(field("9.000003", "Buu").value, Content::Group(Some((QuestionIx(3), _)), _)));
    assert!(matches!(field("9.000003", "Giay").value, Content::Each(List::Papers, _)));
    // The other asks for none of this: it is excused, and nothing is made of what it does not ask.
    assert!(field("9.000003", "Ten").required && !field("9.000004", "Ten").required);
    assert!(words("9.000004", "So").from.is_empty() && words("9.000004", "Buu").from.is_empty());
    assert_eq!((words("9.000003", "Muc").or, words("9.000004", "Muc").or), ("4".into(), "3".into()));
}

#[test]
fn what_is_unverified_is_listed_with_its_place() {
    let unverified = compiled("", "").unwrap().unverified;
    for expected in [
        "procedures/targets/common.yaml owner: chưa ai xem",
        "procedures/targets/fax.yaml Cach: mã, cách",
        "procedures/targets/fax.yaml Cach: tên",
    ] {
        assert!(unverified.iter().any(|why| why == expected), "{unverified:?}");
    }
}

#[test]
fn what_the_phone_reads_does_not_change_with_a_format() {
    let files = |from: &str, to: &str| {
        let mut files = compiled(from, to).unwrap().files;
        files.retain(|file| file.name != exchange::mapping::FILE);
        files
    };
    assert_eq!(files("", ""), files("field: Ma,", "field: MaKhac,"));
}

#[test]
fn a_procedure_that_cannot_fill_what_is_required_is_refused_with_all_that_is_missing() {
    refuses(
        "required: true, excused: [\"9.000004\"] }\n  - { field: So, from: [me.number, owner.number]",
        "required: true }\n  - { field: So, from: [me.number, owner.number], required: true",
        "procedures/trial/other.yaml:1:1: 9.000004 cannot be sent as \"fax\": nothing fills Ten, So",
    );
    refuses(
        "from: each.name, as: read, required: true }",
        "from: what, required: true }",
        "procedures/trial/trial.yaml:1:1: 9.000003 cannot be sent as \"fax\": nothing fills Giay.Ten",
    );
}

#[test]
fn slips_are_refused_where_they_stand() {
    let fax = |at: &str, told: &str| format!("procedures/targets/fax.yaml:{at}: {told}");
    refuses(
        "from: our.procedure,",
        "from: our.procedur,",
        &fax("3:24", "unknown fact \"our.procedur\"; did you mean"),
    );
    refuses("from: way,", "from: wai,", &fax("6:5", "unknown question \"wai\"; did you mean \"way\"?"));
    refuses("from: owner.name,", "from: owner.nam,", &fax("4:5", "unknown question \"nam\""));
    refuses(
        "codes: ways,",
        "codes: wais,",
        &fax("6:38", "unknown table of codes \"wais\"; did you mean \"ways\"?"),
    );
    refuses(
        "way: [post]",
        "way: [pots]",
        &fax("9:13", "no procedure has the question \"way\" with the choice \"pots\""),
    );
    refuses("each: papers", "each: paper", &fax("13:11", "unknown list \"paper\"; did you mean \"papers\"?"));
    refuses("as: read", "as: reed", &fax("15:44", "unknown form of words \"reed\"; did you mean \"read\"?"));
    refuses("from: each.size", "from: each.amount", &fax("19:32", "unknown fact \"each.amount\""));
    refuses("from: each.words", "from: each.sha256", &fax("22:25", "unknown fact \"each.sha256\""));
    refuses("field: So, from", "field: Ten, from", &fax("5:5", "the field \"Ten\" stands twice"));
    refuses(
        "is: \"4\", otherwise: { \"3\": [\"9.000004\"] }, ",
        "",
        &fax("7:5", "it is not said what fills this field"),
    );
    refuses("\"3\": [\"9.000004\"]", "\"3\": [\"9.000005\"]", &fax("7:47", "unknown procedure \"9.000005\""));
    refuses("source: Đ7", "unverified: x", &fax("1:1", "the format has no source"));
    let common = |at: &str, told: &str| format!("procedures/targets/common.yaml:{at}: {told}");
    refuses("is: me,", "is: mi,", &common("7:9", "unknown person \"mi\"; did you mean \"me\"?"));
    refuses(
        "with: letter",
        "with: lettre",
        &common("6:9", "unknown component \"lettre\"; did you mean \"letter\"?"),
    );
    refuses("of: [\"9.000003\"]", "of: [\"9.000007\"]", &common("6:27", "unknown procedure \"9.000007\""));
    refuses("    source: Đ5\n", "", &common("3:5", "the role \"owner\" has no source"));
    refuses("source: Đ6, ", "", &common("9:9", "the table \"ways\" has no source"));
    refuses("others: stay", "others: go", &common("9:31", "unknown way with other codes \"go\""));
}
