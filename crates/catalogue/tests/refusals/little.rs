//! A sound little catalogue, damaged in one place, and what its author reads.

use std::fs;

pub(crate) const PROCEDURE: &str = r#"code: "9.000001"
name: { vi: Thử, en: Trial }
summary: { vi: Thử, en: Trial }
field: { vi: Thử, en: Trial }
in_force: { from: 2025-07-01 }
source: [Luật thử]
steps:
  - id: one
    title: { vi: Một, en: One }
    questions:
      - { id: kind, kind: { choice: [{ id: a, label: { vi: A, en: A } }, { id: b, label: { vi: B, en: B } }] }, label: { vi: Loại, en: Kind } }
      - { id: born, kind: { date: { from: 1900-01-01 } }, label: { vi: Sinh, en: Born }, when: kind == a }
      - { use: person, as: me, with: { who: { vi: tôi, en: me } } }
  - id: two
    title: { vi: Hai, en: Two }
    questions:
      - { id: copies, kind: { count: { min: 1, max: 5 } }, label: { vi: Bản, en: Copies } }
      - rows: papers
        min: 1
        max: 9
        title: { vi: Giấy tờ, en: Paper }
        add: { vi: Thêm giấy tờ, en: Add a paper }
        questions:
          - { id: name, kind: name, label: { vi: Tên, en: Name } }
          - { id: pages, kind: { count: { min: 1, max: 99 } }, label: { vi: Trang, en: Pages } }
  - { page: finish, with: { what: { vi: giấy, en: the paper } } }
cases:
  - { id: early, name: { vi: Sớm, en: Early }, when: "days(born, today) <= rate.days" }
rules:
  - { id: R-1, law: Đ1, notice_when: kind == b, at: kind, text: { vi: "{rate.days} ngày", en: "{rate.days} days" } }
  - { id: R-2, law: Đ1, warning_when: pages > 5, at: papers.pages, text: { vi: Dày, en: Thick }, suggests: "9.000001" }
components:
  - { id: proof, name: { vi: Giấy, en: Paper }, source: Đ2, papers: [{ id: note, name: { vi: Giấy, en: Note }, originals: 1 }] }
fee:
  - { id: copies, label: { vi: Bản sao, en: Copies }, amount: rate.price * copies, source: Đ3 }
time:
  - { term: { working_days: 3 }, text: { vi: Ba ngày, en: Three days }, source: Đ4 }
benefits:
  per: month
  from: { vi: từ tháng này, en: from this month }
  law: Đ11
  lines:
    - { id: young, label: { vi: Trẻ, en: Young }, when: kind == a, amount: rate.price * rate.factor, law: Đ12 }
    - { id: old, label: { vi: Già, en: Old }, when: kind == b, amount: rate.price, law: Đ12, beside: [young] }
parts: [{ use: sworn, with: { code: KQ1 } }]
results: [{ name: { vi: Giấy, en: Paper }, code: KQ2 }]
declaration: KQ3
sites: [here]
paper:
  title: TỜ KHAI
  source: Mẫu
  lines:
    - "Sinh: {born|words}, {kind + copies}"
    - { plain: "Tên: {me}, {name}", each: papers }
"#;

pub(crate) const BLOCK: &str = r#"params: { who: }
questions:
  - { id: name, kind: name, label: { vi: Tên $who, en: Name of $who } }
  - { id: alias, kind: { text: { max: 50 } }, label: { vi: Tên khác, en: Alias }, when: answered(name), required: false }
paper:
  - "Tên: {name}"
"#;

pub(crate) const PAGE: &str = r#"params: { what: , asked: true }
id: finish
title: { vi: Xong, en: Finish }
questions:
  - { id: way, kind: yes_no, label: { vi: Gửi $what?, en: Send $what? }, when: $asked }
"#;

pub(crate) const PART: &str = r#"params: { code: , days: 3 }
components:
  - { id: sworn, name: { vi: Cam đoan, en: Oath }, source: Đ15, papers: [{ id: sworn, code: $code, name: { vi: Giấy, en: Note }, copies: 1 }] }
next:
  - { vi: Chờ $days ngày, en: Wait $days days }
spared:
  - { name: { vi: Sổ hộ khẩu, en: Household book }, source: Đ13 }
"#;

pub(crate) const GUIDE: &str = r#"- id: try
  title: { vi: Thử, en: Try }
  choices:
    - { label: { vi: Ở đây, en: Here }, to: "9.000001" }
    - { label: { vi: Nơi khác, en: Elsewhere }, elsewhere: { vi: Ở xã, en: At the commune } }
    - { label: { vi: Cũ, en: Old }, choices: [{ label: { vi: Cũ, en: Old }, to: "9.000009" }] }
"#;

pub(crate) const ABOLISHED: &str = r#"- { code: "9.000009", name: { vi: Cũ, en: Old }, called: [cũ], to: "9.000001", source: Đ14 }
- { code: "9.000008", name: { vi: Xưa, en: Ancient }, elsewhere: { vi: Ở tỉnh, en: At the province }, source: Đ14 }
"#;

pub(crate) const RATES: &str = r#"days: { values: [{ from: 2020-01-01, value: 60 }], source: Đ5 }
price: { values: [{ from: 2020-01-01, value: 8000 }], source: Đ6 }
factor: { values: [{ from: 2020-01-01, value: 2.5 }], source: Đ6 }
"#;

pub(crate) const SITE: &str = r#"id: here
name: { vi: Đây, en: Here }
province: "82"
agency: H20
source: Đ7
closes: { at: "17:00", source: Đ8 }
hours: [{ commune: "28249", closes: "11:30", off: [2026-11-23], worked: [2026-11-21], source: Đ8 }]
paying_stops: { is: true, source: Đ8 }
files: { megabytes: 10, count: 20, source: Đ9 }
fees: [{ procedure: "9.000001", item: copies, amount: 0, source: Đ10 }]
services: [home]
rates: [{ rate: price, values: [{ from: 2025-07-01, value: 9000 }], source: Đ10 }]
"#;

pub(crate) const STORY: &str = r#"name: Nobody sees what is not there
procedure: "9.000001"
today: 2026-11-20
answers: { kind: a }
see: { cases: [late] }
"#;

pub(crate) const FILES: [(&str, &str); 8] = [
    ("procedures/trial/trial.yaml", PROCEDURE),
    ("procedures/blocks/person.yaml", BLOCK),
    ("procedures/pages/finish.yaml", PAGE),
    ("procedures/parts/sworn.yaml", PART),
    ("procedures/guide.yaml", GUIDE),
    ("procedures/abolished.yaml", ABOLISHED),
    ("procedures/rates/trial.yaml", RATES),
    ("procedures/sites/here.yaml", SITE),
];

/// What the author reads after replacing `from` by `to`.
pub(crate) fn told(from: &str, to: &str, more: &[(&str, &str)]) -> String {
    let root = crate::common::little(&FILES, from, to, more);
    let told = match catalogue::compile(&root) {
        Ok(_) => "accepted".into(),
        Err(wrong) => wrong.to_string(),
    };
    fs::remove_dir_all(root).unwrap();
    told
}

/// The mistake is told with its file, line, column and remedy.
#[track_caller]
pub(crate) fn refuses(from: &str, to: &str, expected: &str) {
    let told = told(from, to, &[]);
    let mut lines = told.lines();
    let line = lines.find(|line| line.contains(expected));
    let place = line.and_then(|line| line.split_once(": "));
    let place: Vec<&str> = place.map(|(place, _)| place.split(':').collect()).unwrap_or_default();
    assert!(
        matches!(place[..], [file, line, column] if file.starts_with("procedures/")
            && line.parse::<usize>().is_ok() && column.parse::<usize>().is_ok()),
        "expected: {expected}\ntold: {told}"
    );
    assert!(lines.next().is_some_and(|help| help.starts_with("  help: ")), "no remedy in: {told}");
}
