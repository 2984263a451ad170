//! The form on paper that nobody wrote line by line: what an official finds on it, and in which order.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use dossier::paper::{FilledLine, LineStyle, Run, fill};
use dossier::{Answers, Tables};
use std::fs;
use std::path::Path;

const PROCEDURE: &str = r#"code: "9.000001"
name: { vi: Thử, en: Trial }
summary: { vi: Thử, en: Trial }
field: { vi: Thử, en: Trial }
in_force: { from: 2025-07-01 }
source: Luật thử
steps:
  - id: one
    title: { vi: Người yêu cầu, en: Applicant }
    questions:
      - { id: office, kind: office, label: { vi: Nơi gửi, en: To } }
      - { use: person, as: me, title: { vi: Thông tin, en: About }, with: { who: { vi: người yêu cầu, en: me } } }
      - { id: kind, kind: yes_no, label: { vi: Lần đầu?, en: First? } }
      - { id: why, kind: { text: { max: 50 } }, label: { vi: Vì sao, en: Why }, when: kind == no }
  - id: two
    title: { vi: Chỉ khi lần sau, en: Only later }
    questions:
      - { id: again, kind: { count: { min: 1, max: 9 } }, label: { vi: Lần thứ, en: Times }, when: kind == no }
  - id: three
    title: { vi: Giấy tờ, en: Papers }
    questions:
      - rows: papers
        min: 1
        max: 9
        title: { vi: Giấy, en: Paper }
        add: { vi: Thêm, en: Add }
        questions:
          - { id: name, kind: { text: { max: 50 } }, label: { vi: Tên, en: Name } }
          - { id: pages, kind: { count: { min: 1, max: 99 } }, label: { vi: Trang, en: Pages } }
      - { use: place, as: born, title: { vi: Nơi sinh, en: Place of birth } }
      - { id: own, kind: yes_no, label: { vi: 2.1. Của mình, en: 2.1. Own } }
      - { use: quiet, as: quiet }
  - id: pledge
    title: { vi: Cam đoan, en: Undertaking }
    intro: { vi: Tôi cam đoan., en: I undertake. }
    on_review: true
    questions:
      - { id: given, kind: confirm, label: { vi: Đồng ý, en: Agreed } }
results: [{ name: { vi: Giấy, en: Paper } }]
paper: { title: TỜ KHAI, source: Mẫu }
"#;

const PERSON: &str = r#"params: { who: , alias: false }
questions:
  - { id: name, kind: { text: { max: 50 } }, label: { vi: Tên, en: Name } }
  - { id: alias, when: $alias, kind: { text: { max: 50 } }, label: { vi: Tên khác, en: Alias } }
  - { use: place, as: home }
paper:
  - "Họ tên $who: {name}    Tên khác: {alias}"
  - "Gọi là: {alias}"
  - "Nơi ở: {home}"
"#;

const PLACE: &str = r#"questions:
  - { id: abroad, kind: yes_no, label: { vi: Nước ngoài?, en: Abroad? } }
  - { id: town, kind: { text: { max: 50 } }, label: { vi: Xã, en: Town } }
  - { id: street, kind: { text: { max: 50 } }, label: { vi: Đường, en: Street } }
paper: ["{street + town}"]
"#;

const QUIET: &str = r#"questions:
  - { id: way, kind: { text: { max: 50 } }, required: false, label: { vi: Cách nhận, en: Way } }
paper: []
"#;

fn words(line: &FilledLine) -> String {
    let run = |run: &Run| match run {
        Run::Words(words) | Run::Answer(words) => words.clone(),
        Run::Blank => "…".into(),
    };
    let style = match line.style {
        LineStyle::Head => "# ",
        LineStyle::Centred => "> ",
        LineStyle::Text => "| ",
        LineStyle::Plain => "",
    };
    style.to_string() + &line.runs.iter().map(run).collect::<String>()
}

/// The form with these answers in it.
fn printed(answers: &[(&str, &str)], rows: u16) -> Vec<String> {
    let root =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("printed-{}-{}", std::process::id(), rows));
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    for (file, text) in [
        ("procedures/trial/trial.yaml", PROCEDURE),
        ("procedures/blocks/person.yaml", PERSON),
        ("procedures/blocks/place.yaml", PLACE),
        ("procedures/blocks/quiet.yaml", QUIET),
    ] {
        fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
        fs::write(root.join(file), text).unwrap();
    }
    fs::create_dir_all(root.join("data")).unwrap();
    for entry in fs::read_dir(data).unwrap().flatten() {
        if entry.path().extension().is_some_and(|ext| ext == "csv") {
            fs::copy(entry.path(), root.join("data").join(entry.file_name())).unwrap();
        }
    }
    let compiled = catalogue::compile(&root).unwrap_or_else(|wrong| panic!("{wrong}"));
    fs::remove_dir_all(root).unwrap();
    let procedure = &compiled.procedures[0];
    let (typed, unknown) = Answers::from_paths(procedure, answers.iter().copied());
    assert!(unknown.is_empty(), "{unknown:?}");
    let today = "2026-11-20".parse().unwrap();
    let evaluation = dossier::evaluate(procedure, &typed, today, &Tables::default());
    let paper = procedure.paper.as_ref().unwrap();
    fill(paper, procedure, &evaluation, &compiled.tables, today).iter().map(words).collect()
}

#[test]
fn every_step_block_question_and_row_is_printed_in_order() {
    let answers = [
        ("me.name", "Lan"),
        ("me.home.abroad", "no"),
        ("me.home.town", "Tân Phú"),
        ("me.home.street", "Số 5"),
        ("kind", "yes"),
        ("papers.1.name", "Bằng"),
        ("papers.1.pages", "2"),
        ("papers.2.name", "Thẻ"),
        ("quiet.way", "Bưu điện"),
    ];
    assert_eq!(
        printed(&answers, 2),
        [
            "> Kính gửi: Ủy ban nhân dân …",
            "# Người yêu cầu",
            "# Thông tin",
            "1. Họ tên người yêu cầu: Lan",
            "2. Nơi ở: Số 5, Tân Phú",
            "3. Lần đầu? Có",
            "# Giấy tờ",
            "4. Giấy – Tên: Bằng; Trang: 2",
            "5. Giấy – Tên: Thẻ; Trang: …",
            "6. Nơi sinh: …",
            "2.1. Của mình: …",
            "| Tôi cam đoan.",
        ]
    );
}

#[test]
fn what_is_not_asked_leaves_no_gap_in_the_numbers() {
    let lines = printed(&[("kind", "no"), ("why", "Mất giấy"), ("again", "2")], 1);
    assert_eq!(
        lines[2..],
        [
            "# Thông tin",
            "1. Họ tên người yêu cầu: …",
            "2. Nơi ở: …",
            "3. Lần đầu? Không",
            "4. Vì sao: Mất giấy",
            "# Chỉ khi lần sau",
            "5. Lần thứ: 2",
            "# Giấy tờ",
            "6. Giấy – Tên: …; Trang: …",
            "7. Nơi sinh: …",
            "2.1. Của mình: …",
            "| Tôi cam đoan.",
        ]
    );
}
