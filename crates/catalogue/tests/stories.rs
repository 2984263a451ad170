//! A little office that certifies copies: rows, pages, offers, amounts and benefits, and the stories that tell them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;

const PROCEDURE: &str = r#"code: "9.000002"
name: { vi: Chứng thực, en: Certification }
summary: { vi: Thử, en: Trial }
field: { vi: Thử, en: Trial }
in_force: { from: 2025-07-01 }
source: [Luật thử]
steps:
  - { page: requester, with: { helped: true } }
  - id: helper
    title: { vi: Người giúp, en: Helper }
    when: requester.helped == yes
    questions:
      - { use: person, as: helper, with: { who: { vi: người giúp, en: the helper } } }
  - id: papers
    title: { vi: Giấy tờ, en: Papers }
    questions:
      - { id: thick, kind: yes_no, label: { vi: Có giấy dày?, en: Any thick one? } }
      - rows: papers
        when: answered(requester.name)
        min: 1
        max: 3
        title: { vi: Giấy tờ, en: Paper }
        add: { vi: Thêm, en: Add }
        questions:
          - { id: kind, kind: { choice: [{ id: note, label: { vi: A, en: A } }, { id: book, label: { vi: B, en: B }, where: books }] }, label: { vi: Loại, en: Kind }, default: note }
          - { id: pages, kind: { count: { min: 1, max: 99 } }, label: { vi: Trang, en: Pages } }
          - { id: copies, kind: { count: { min: 0, max: 99 } }, label: { vi: Bản, en: Copies }, when: pages < 50 }
          - { use: person, as: owner, with: { who: { vi: chủ, en: the owner } }, copy: { when: kind == book, of: requester }, offer: requester }
          - { use: person, as: witness, with: { who: { vi: người chứng, en: the witness }, adult: true }, offer: owner }
      - { id: sure, kind: confirm, required: false, label: { vi: Đã xem, en: Seen }, when: "any_of(papers, pages > 20)" }
rules:
  - { id: R-THICK, law: Đ1, warning_when: pages > 20 and thick == no, at: papers.pages, text: { vi: Dày, en: Thick } }
  - { id: R-MANY, law: Đ1, notice_when: rows(papers) > 2, at: thick, text: { vi: Nhiều, en: Many } }
components:
  - { id: proof, name: { vi: Giấy, en: Paper }, when: "sum_of(papers, pages) > 10", source: Đ2, papers: [{ id: proof, name: { vi: Giấy, en: Paper }, originals: 1 }] }
fee:
  - { id: copies, label: { vi: Bản, en: Copies }, amount: "rate.first_pages * sum_of(papers, copies * min(pages, 2)) + rate.further * sum_of(papers, copies * max(pages - 2, 0))", note: { vi: "{rate.first_pages} đồng", en: "{rate.first_pages} đồng" }, source: Đ3 }
  - { id: seal, label: { vi: Dấu, en: Seal }, free: true, source: Đ3 }
time:
  - { term: { working_days: 3 }, text: { vi: Ba ngày, en: Three days }, source: Đ4 }
benefits:
  per: once
  from: { vi: từ nay, en: from now }
  law: Đ5
  lines:
    - { id: reader, label: { vi: A, en: A }, when: answered(thick), amount: rate.first_pages * rate.factor, law: Đ5 }
    - { id: owner, label: { vi: B, en: B }, when: "all_of(papers, kind == book)", amount: rate.further * 4, law: Đ5, beside: [reader] }
results: [{ name: { vi: Giấy, en: Paper } }]
"#;

const PAGE: &str = r#"params: { helped: false, who: { vi: người yêu cầu, en: the applicant } }
id: requester
title: { vi: $Who, en: $Who }
questions:
  - { use: person, as: requester, with: { who: $who, adult: true } }
  - { id: requester.helped, kind: yes_no, label: { vi: Có người giúp?, en: Helped? }, when: $helped }
"#;

const BLOCK: &str = r#"params: { who: , adult: false }
questions:
  - { id: name, kind: name, label: { vi: Tên $who, en: Name of $who } }
  - { id: born, kind: { date: { from: 1900-01-01 } }, label: { vi: Sinh, en: Born }, when: $adult }
  - { id: number, kind: { citizen_id: { born: born } }, required: false, label: { vi: Số, en: Number }, when: $adult }
"#;

const RATES: &str = r#"first_pages: { values: [{ from: 2020-01-01, value: 2000 }], source: Đ6 }
further: { values: [{ from: 2020-01-01, value: 1000 }], source: Đ6 }
factor: { values: [{ from: 2020-01-01, value: 1.5 }], source: Đ6 }
"#;

const STORIES: &str = r#"- id: one
  name: One thin paper
  procedure: "9.000002"
  today: 2026-11-20
  complete: true
  answers:
    requester.name: lê thị mai
    requester.born: 5/3/1995
    requester.helped: no
    thick: no
    papers.1.pages: "3"
    papers.1.copies: "2"
    papers.1.owner.name: trần an
    papers.1.witness.name: trần bình
    papers.1.witness.born: 1/2/1990
  see:
    visible: [papers.1.copies]
    hidden: [helper.name, sure, papers.2.pages]
    findings: []
    components: []
    fee: { copies: 10000, seal: 0 }
    benefits: { reader: 3000 }
    sent: { papers.1.kind: note, papers.1.owner.name: TRẦN AN }
    unsent: [papers.2.kind]
- id: three
  name: Every row by itself
  like: one
  complete: true
  answers:
    papers.2.kind: book
    papers.2.pages: "60"
    papers.2.witness.name: trần bình
    papers.2.witness.born: 1/2/1990
    papers.3.pages: "30"
    papers.3.copies: "0"
    papers.3.owner.name: trần an
    papers.3.witness.name: trần bình
    papers.3.witness.born: 1/2/1990
    papers.3.witness.number: "001095001234"
  attached: [proof]
  see:
    visible: [papers.3.copies, sure]
    hidden: [papers.2.copies]
    copied: [papers.2.owner.name]
    findings:
      - { path: thick, code: R-MANY, severity: notice }
      - { path: papers.2.pages, code: R-THICK, severity: warning }
      - { path: papers.3.pages, code: R-THICK, severity: warning }
      - { path: papers.3.witness.number, code: id_other_birth, severity: warning }
    components: [proof]
    fee: { seal: 0 }
    sent: { papers.2.owner.name: LÊ THỊ MAI, papers.3.kind: note }
    unsent: [papers.2.copies]
- id: without
  name: One paper short
  like: three
  attached: []
  see: { findings: [{ path: thick, code: R-MANY, severity: notice }, { path: papers.2.pages, code: R-THICK, severity: warning }, { path: papers.3.pages, code: R-THICK, severity: warning }, { path: papers.3.witness.number, code: id_other_birth, severity: warning }, { path: attach.proof, code: paper_missing, severity: error }] }
- id: books
  name: Books alone
  like: one
  answers: { papers.1.kind: book }
  see: { benefits: { reader: 3000, owner: 4000 } }
"#;

const FILES: [(&str, &str); 5] = [
    ("procedures/trial/trial.yaml", PROCEDURE),
    ("procedures/pages/requester.yaml", PAGE),
    ("procedures/blocks/person.yaml", BLOCK),
    ("procedures/rates/trial.yaml", RATES),
    ("procedures/scenarios/trial.yaml", STORIES),
];

/// What the author reads after replacing `from` by `to`.
fn told(from: &str, to: &str) -> String {
    let root = common::little(&FILES, from, to, &[]);
    let told = catalogue::check(&root).map_or_else(|wrong| wrong.to_string(), |_| "accepted".into());
    fs::remove_dir_all(root).unwrap();
    told
}

#[track_caller]
fn refuses(from: &str, to: &str, expected: &str) {
    let told = told(from, to);
    assert!(told.contains(expected), "expected: {expected}\ntold: {told}");
    assert!(told.contains("\n  help: "), "no remedy in: {told}");
}

#[test]
fn the_stories_come_true() {
    assert_eq!(told("", ""), "accepted");
}

#[test]
fn a_story_that_does_not_come_true_says_where() {
    let cases = [
        (
            "copied: [papers.2.owner.name]",
            "copied: [papers.1.owner.name]",
            r#""papers.1.owner.name" is asked, expected copied"#,
        ),
        (
            "unsent: [papers.2.kind]",
            "copied: [papers.2.pages]",
            r#""papers.2.pages" is hidden, expected copied"#,
        ),
        (
            "benefits: { reader: 3000 }",
            "benefits: { reader: 3001 }",
            r#"benefit "reader 3001" is expected, but not there"#,
        ),
        (
            "  attached: [proof]\n",
            "",
            r#"trial.yaml:28:13: it is not complete: paper_missing at "attach.proof""#,
        ),
        ("    papers.1.pages: \"3\"\n", "", r#"it is not complete: required at "papers.1.pages""#),
        (
            "code: R-THICK, severity: warning }\n      - { path: papers.3.pages",
            "code: R-THICK, severity: error }\n      - { path: papers.3.pages",
            r#"finding "error papers.2.pages R-THICK" is expected, but not there"#,
        ),
    ];
    for (from, to, expected) in cases {
        refuses(from, to, expected);
    }
}

#[test]
fn a_story_names_what_there_is() {
    let cases = [
        (
            "    papers.2.pages: \"60\"",
            "    papers.2.pagse: \"60\"",
            r#"trial.yaml:31:5: unknown question "papers.2.pagse"; did you mean "papers.2.pages"?"#,
        ),
        (
            "    papers.2.pages: \"60\"",
            "    papers.4.pages: \"60\"",
            r#"trial.yaml:31:5: "papers.4.pages" is a row too many"#,
        ),
        (
            "    papers.1.pages:",
            "    papers.pages:",
            r#"unknown question "papers.pages"; did you mean "papers.1.pages"?"#,
        ),
        ("unsent: [papers.2.copies]", "unsent: [papers.2.copy]", r#"unknown question "papers.2.copy""#),
        ("attached: [proof]", "attached: [prof]", r#"unknown component "prof"; did you mean "proof"?"#),
        ("like: three", "like: tree", r#"unknown scenario "tree"; did you mean "three"?"#),
        ("like: three", "like: without", r#""without" is like itself in the end"#),
        ("- id: without", "- id: three", r#"the scenario "three" stands twice"#),
        ("- id: without\n  name", "- name", r#""id" is missing"#),
        ("  see: { benefits", "  sea: { benefits", r#"unknown key "sea"; did you mean "see"?"#),
        ("today: 2026-11-20", "today: 2024-11-20", "no version of 9.000002 is in force on 2024-11-20"),
    ];
    for (from, to, expected) in cases {
        refuses(from, to, expected);
    }
}

#[test]
fn rows_offers_and_benefits_are_refused_with_a_remedy() {
    let cases = [
        (
            "when: \"any_of(papers, pages > 20)\"",
            "when: papers.pages > 20",
            "it is not clear which row is meant",
        ),
        (
            "when: \"any_of(papers, pages > 20)\"",
            "when: \"any_of(papers, kind == note and kind == book)\"",
            r#"the question "sure" can never be asked"#,
        ),
        (
            "min: 1\n        max: 3",
            "min: 1\n        max: 3000",
            r#""papers" may have too many answers: 21000 of at most 20000"#,
        ),
        ("- rows: papers\n", "- rows: thick\n", r#""thick" is a question and also begins "thick.copies""#),
        (
            "    when: requester.helped == yes\n",
            "    when: requester.helped == yes and rows(papers) > 1\n",
            r#""helper.name" (step 2) reads "papers.kind", which is asked on a later step"#,
        ),
        ("offer: owner }", "offer: ownner }", r#"unknown group of questions "ownner""#),
        (
            "of: requester }",
            "of: requestr }",
            r#"unknown group of questions "requestr"; did you mean "requester"?"#,
        ),
        (
            "when: pages < 50 }",
            "when: pages < 50, offer: thick }",
            r#""papers.copies" cannot be offered the answer to "thick""#,
        ),
        ("when: pages < 50 }", "when: pages < 50, offer: pages }", "accepted"),
        (
            "label: { vi: Trang, en: Pages } }",
            "label: { vi: Trang, en: Pages }, offer: copies }",
            r#""papers.pages" is offered "papers.copies", which is asked later"#,
        ),
        ("with: { helped: true }", "with: { helpd: true }", r#"unknown key "helpd"; did you mean "helped"?"#),
        ("page: requester", "page: requestor", r#"unknown page "requestor"; did you mean "requester"?"#),
        (
            "label: { vi: Loại, en: Kind }, default: note",
            "label: { vi: Loại, en: Kind }, default: book",
            r#""book" is not there at every site"#,
        ),
        (
            "label: { vi: A, en: A } }, { id: book,",
            "label: { vi: A, en: A }, where: x }, { id: book,",
            "at some sites there is nothing to choose",
        ),
        ("offer: owner }", "offer: none }", "accepted"),
        (
            "helped: true",
            "helped: false",
            r#"the question "requester.helped" is left out by its block's parameters"#,
        ),
        ("free: true", "free: true, by_province: true", "a fee has one amount"),
        ("beside: [reader]", "beside: [readers]", r#"unknown benefit "readers"; did you mean "reader"?"#),
        ("per: once", "per: year", r#"unknown period "year""#),
        ("amount: rate.further * 4", "amount: thick", "a number is needed here, this is a choice"),
    ];
    for (from, to, expected) in cases {
        match expected {
            "accepted" => assert_eq!(told(from, to), expected),
            _ => refuses(from, to, expected),
        }
    }
}

/// What travels to a second build of the judge: rows too.
#[test]
fn verdicts_are_repeated_from_what_travels() {
    let root = common::little(&FILES, "", "", &[]);
    let all: Vec<catalogue::Golden> = postcard::from_bytes(&catalogue::golden(&root).unwrap()).unwrap();
    fs::remove_dir_all(root).unwrap();
    let [(file, cases)] = &all[..] else { panic!("there is one procedure") };
    assert_eq!(cases.len(), 4);
    let procedure: dossier::Procedure = dossier::blob::read(file).unwrap();
    for (today, typed, attached, expected) in cases {
        let typed = typed.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
        let (answers, unknown) = dossier::Answers::from_paths(&procedure, typed);
        assert!(unknown.is_empty(), "{unknown:?}");
        let e = dossier::evaluate(&procedure, &answers, today.parse().unwrap(), &dossier::Tables::default());
        let papers = (0u16..).map(dossier::procedure::ComponentIx).zip(&procedure.components);
        let papers: Vec<_> = papers.filter(|(_, one)| attached.contains(&one.id)).map(|(ix, _)| ix).collect();
        assert_eq!(dossier::verdict::verdict(&procedure, &e, &papers), *expected);
        assert!(expected.contains("send papers.1.witness.born=1990-02-01"), "{expected}");
    }
}
