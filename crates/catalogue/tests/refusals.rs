//! What the build refuses: a sound little catalogue, damaged in one place, and what its author reads.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

const PROCEDURE: &str = r#"code: "9.000001"
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

const BLOCK: &str = r#"params: { who: }
questions:
  - { id: name, kind: name, label: { vi: Tên $who, en: Name of $who } }
  - { id: alias, kind: { text: { max: 50 } }, label: { vi: Tên khác, en: Alias }, when: answered(name), required: false }
paper:
  - "Tên: {name}"
"#;

const PAGE: &str = r#"params: { what: , asked: true }
id: finish
title: { vi: Xong, en: Finish }
questions:
  - { id: way, kind: yes_no, label: { vi: Gửi $what?, en: Send $what? }, when: $asked }
"#;

const PART: &str = r#"params: { code: , days: 3 }
components:
  - { id: sworn, name: { vi: Cam đoan, en: Oath }, source: Đ15, papers: [{ id: sworn, code: $code, name: { vi: Giấy, en: Note }, copies: 1 }] }
next:
  - { vi: Chờ $days ngày, en: Wait $days days }
spared:
  - { name: { vi: Sổ hộ khẩu, en: Household book }, source: Đ13 }
"#;

const GUIDE: &str = r#"- id: try
  title: { vi: Thử, en: Try }
  choices:
    - { label: { vi: Ở đây, en: Here }, to: "9.000001" }
    - { label: { vi: Nơi khác, en: Elsewhere }, elsewhere: { vi: Ở xã, en: At the commune } }
    - { label: { vi: Cũ, en: Old }, choices: [{ label: { vi: Cũ, en: Old }, to: "9.000009" }] }
"#;

const ABOLISHED: &str = r#"- { code: "9.000009", name: { vi: Cũ, en: Old }, called: [cũ], to: "9.000001", source: Đ14 }
- { code: "9.000008", name: { vi: Xưa, en: Ancient }, elsewhere: { vi: Ở tỉnh, en: At the province }, source: Đ14 }
"#;

const RATES: &str = r#"days: { values: [{ from: 2020-01-01, value: 60 }], source: Đ5 }
price: { values: [{ from: 2020-01-01, value: 8000 }], source: Đ6 }
factor: { values: [{ from: 2020-01-01, value: 2.5 }], source: Đ6 }
"#;

const SITE: &str = r#"id: here
name: { vi: Đây, en: Here }
province: "82"
agency: H20
source: Đ7
closes: { at: "17:00", source: Đ8 }
files: { megabytes: 10, count: 20, source: Đ9 }
fees: [{ procedure: "9.000001", item: copies, amount: 0, source: Đ10 }]
services: [home]
rates: [{ rate: price, values: [{ from: 2025-07-01, value: 9000 }], source: Đ10 }]
"#;

const STORY: &str = r#"name: Nobody sees what is not there
procedure: "9.000001"
today: 2026-11-20
answers: { kind: a }
see: { cases: [late] }
"#;

const FILES: [(&str, &str); 8] = [
    ("procedures/trial/trial.yaml", PROCEDURE),
    ("procedures/blocks/person.yaml", BLOCK),
    ("procedures/pages/finish.yaml", PAGE),
    ("procedures/parts/sworn.yaml", PART),
    ("procedures/guide.yaml", GUIDE),
    ("procedures/abolished.yaml", ABOLISHED),
    ("procedures/rates/trial.yaml", RATES),
    ("procedures/sites/here.yaml", SITE),
];

/// A folder with the little catalogue in it, `from` replaced by `to`, and further files.
fn catalogue(from: &str, to: &str, more: &[(&str, &str)]) -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("refusal-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    fs::create_dir_all(root.join("data")).unwrap();
    for table in ["provinces", "communes", "ethnic_groups", "countries_vi", "holidays", "agency_codes"] {
        let file = format!("{table}.csv");
        let text = fs::read_to_string(data.join(&file)).unwrap();
        // One province's communes are enough, and quick.
        let short =
            text.lines().filter(|l| table != "communes" || l.starts_with("code") || l.ends_with(",82"));
        fs::write(root.join("data").join(file), short.collect::<Vec<_>>().join("\n")).unwrap();
    }
    let touched = FILES.iter().filter(|(_, text)| text.contains(from)).count();
    assert!(from.is_empty() || touched == 1, "{from:?} stands in {touched} files");
    for (file, text) in FILES.iter().chain(more) {
        let at = root.join(file);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, if from.is_empty() { text.to_string() } else { text.replacen(from, to, 1) }).unwrap();
    }
    root
}

/// What the author reads after replacing `from` by `to`.
fn told(from: &str, to: &str, more: &[(&str, &str)]) -> String {
    let root = catalogue(from, to, more);
    let told = match catalogue::compile(&root) {
        Ok(_) => "accepted".into(),
        Err(wrong) => wrong.to_string(),
    };
    fs::remove_dir_all(root).unwrap();
    told
}

/// The mistake is told with its file, line, column and remedy.
#[track_caller]
fn refuses(from: &str, to: &str, expected: &str) {
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

#[test]
fn the_sound_catalogue_is_accepted() {
    assert_eq!(told("", "", &[]), "accepted");
}

#[test]
fn what_stands_beside_a_procedure_reaches_the_widget() {
    let root = catalogue("", "", &[]);
    let compiled = catalogue::compile(&root).unwrap();
    fs::remove_dir_all(root).unwrap();
    let (index, procedure) = (&compiled.index, &compiled.procedures[0]);
    let day = "2026-11-24".parse().unwrap();
    assert!(index.procedure("9.000001", "here", day).is_some());
    assert!(index.procedure("9.000001", "there", day).is_none(), "it is only for one site");
    assert!(index.procedure("9.000009", "here", day).is_some(), "an old code leads on");
    let site = index.site("here").unwrap();
    assert_eq!(site.services, ["home"]);
    let price =
        |p: &dossier::Procedure| p.rates.iter().find(|rate| rate.id == "price").and_then(|rate| rate.on(day));
    let mut here = procedure.clone();
    here.at_site(site);
    assert_eq!((price(procedure), price(&here)), (Some(8000), Some(9000)));
    let ids: Vec<&str> = procedure.components.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["proof", "sworn"], "the part's come after the procedure's own");
    assert_eq!(procedure.components[1].papers[0].code.as_deref(), Some("KQ1"));
    assert_eq!(procedure.next[0].vi, "Chờ 3 ngày");
    assert_eq!(procedure.steps[2].id, "finish");
    assert_eq!(
        (procedure.spared[0].en.as_str(), procedure.results[0].code.as_deref()),
        ("Household book", Some("KQ2"))
    );
    assert_eq!(procedure.declaration.as_deref(), Some("KQ3"));
}

#[test]
fn an_unknown_question_is_named_with_its_neighbour() {
    refuses(
        "days(born, today) <=",
        "days(bron, today) <=",
        "procedures/trial/trial.yaml:28:60: unknown question \"bron\"; did you mean \"born\"?",
    );
}

#[test]
fn a_choice_the_question_does_not_have_is_refused() {
    refuses("notice_when: kind == b", "notice_when: kind == c", "trial.yaml:30:46: there is no choice \"c\"");
    assert!(told("notice_when: kind == b", "notice_when: kind == c", &[]).contains("the question has: a, b"));
}

#[test]
fn types_that_do_not_fit_are_refused() {
    refuses(
        "when: kind == a",
        "when: kind == 3",
        "trial.yaml:12:104: a choice cannot be compared with a number",
    );
    refuses("rate.price * copies,", "rate.price * born,", "a day");
}

#[test]
fn a_circle_is_printed() {
    refuses(
        "label: { vi: Loại, en: Kind } }",
        "label: { vi: Loại, en: Kind }, when: answered(born) }",
        "questions depend on each other in a circle: kind → born → kind",
    );
}

#[test]
fn nothing_reads_ahead_to_a_later_step() {
    refuses(
        "when: kind == a",
        "when: kind == a and copies > 1",
        "trial.yaml:12:9: \"born\" (step 1) reads \"copies\", which is asked on a later step",
    );
}

#[test]
fn a_question_nobody_can_reach_is_refused() {
    refuses(
        "when: kind == a",
        "when: kind == a and kind == b",
        "trial.yaml:12:9: the question \"born\" can never be asked",
    );
    refuses("when: kind == a", "when: false", "the question \"born\" can never be asked");
    refuses("when: kind == a", "when: \"kind not in [a, b]\"", "the question \"born\" can never be asked");
}

#[test]
fn a_rule_that_never_speaks_is_refused() {
    refuses(
        "notice_when: kind == b",
        "notice_when: kind == b and 2 > 3",
        "trial.yaml:30:38: this condition never holds",
    );
}

#[test]
fn a_missing_language_is_refused() {
    refuses("{ vi: Sinh, en: Born }", "{ vi: Sinh }", "trial.yaml:12:66: \"en\" is missing");
    refuses("{ vi: Sinh, en: Born }", "Sinh", "a text is needed in Vietnamese and in English");
}

#[test]
fn nothing_has_the_name_of_something_else() {
    refuses("- { id: born,", "- { id: kind,", "trial.yaml:12:9: the question \"kind\" stands twice");
    refuses("- id: two", "- id: one", "trial.yaml:14:5: the step \"one\" stands twice");
    refuses(
        "en: Trial }\nsummary",
        "en: Trial }\nname: x\nsummary",
        "trial.yaml:3:1: the key \"name\" stands twice",
    );
    refuses("{ id: b, label", "{ id: a, label", "the choice \"a\" stands twice");
    refuses("id: copies, kind", "id: me, kind", "\"me\" is a question and also begins \"me.alias\"");
    let again = "  - { id: R-1, law: Đ1, notice_when: kind == a, at: kind, text: { vi: A, en: A } }\n";
    refuses(
        "components:\n  - { id: proof",
        &format!("{again}components:\n  - {{ id: proof"),
        "trial.yaml:32:5: the id \"R-1\" stands twice",
    );
}

#[test]
fn two_versions_are_never_in_force_on_one_day() {
    let second = PROCEDURE.replace("from: 2025-07-01 }", "from: 2026-01-01 }");
    let told_of = told("", "", &[("procedures/trial/trial-2026.yaml", &second)]);
    assert!(
        told_of.contains("trial.yaml:1:1: two versions of 9.000001 are in force on one day"),
        "{told_of}"
    );
    let first = ("in_force: { from: 2025-07-01 }", "in_force: { from: 2025-07-01, to: 2025-12-31 }");
    assert_eq!(told(first.0, first.1, &[("procedures/trial/trial-2026.yaml", &second)]), "accepted");
}

#[test]
fn a_number_without_a_source_is_refused() {
    refuses(", source: Đ5 }", " }", "procedures/rates/trial.yaml:1:7: the rate \"days\" has no source");
    refuses(", source: Đ4 }", " }", "the time to the result has no source");
    refuses(", source: Đ2,", ",", "the component \"proof\" has no source");
    refuses(", source: Đ3 }", " }", "the fee \"copies\" has no source");
    refuses("source: [Luật thử]", "source: []", "the procedure has no source");
    refuses(", source: Đ9 }", " }", "the limit of files has no source");
}

#[test]
fn a_label_fits_into_the_form() {
    let long = format!("{{ vi: {}, en: Born }}", "x".repeat(161));
    refuses("{ vi: Sinh, en: Born }", &long, "the label has 161 letters; the form has room for 160");
}

#[test]
fn a_component_names_papers_and_how_many() {
    refuses(", originals: 1 }", " }", "of the paper \"note\" none is needed");
    refuses(
        "[{ id: note, name: { vi: Giấy, en: Note }, originals: 1 }]",
        "[]",
        "the component \"proof\" names no paper",
    );
}

#[test]
fn an_unknown_key_is_refused() {
    refuses("label: { vi: Sinh", "lable: { vi: Sinh", "unknown key \"lable\"; did you mean \"label\"?");
}

#[test]
fn the_paper_prints_only_what_is_asked() {
    refuses("{kind + copies}", "{kind + copis}", "unknown question \"copis\"; did you mean \"copies\"?");
    refuses("{born|words}", "{kind|words}", "\"kind\" cannot be written as \"words\"");
}

#[test]
fn kinds_lists_blocks_and_parameters_must_exist() {
    refuses("kind: { count: { min: 1, max: 5 } }", "kind: numbr", "unknown kind \"numbr\"");
    refuses("kind: { count: { min: 1, max: 5 } }", "kind: { listed: lands }", "unknown list \"lands\"");
    refuses("use: person", "use: persn", "unknown block \"persn\"; did you mean \"person\"?");
    refuses(", with: { who: { vi: tôi, en: me } } }", " }", "the block \"person\" needs \"who\"");
    refuses("Name of $who", "Name of $whom", "blocks/person.yaml:3:56: unknown parameter \"whom\"");
    refuses(
        "when: answered(name)",
        "when: answered(nam)",
        "blocks/person.yaml:4:98: unknown question \"nam\"; did you mean \"name\"?",
    );
}

#[test]
fn a_block_does_not_use_itself() {
    refuses(
        "params: { who: }\nquestions:\n",
        "params: { who: }\nquestions:\n  - { use: person, as: x, with: { who: $who } }\n",
        "the block uses itself: person → person",
    );
}

#[test]
fn what_is_filled_in_beforehand_is_an_answer() {
    refuses("en: Kind } }", "en: Kind }, default: c }", "\"c\" is no answer to \"kind\"");
}

#[test]
fn a_copy_is_of_the_same_kind() {
    refuses(
        "when: answered(name), required: false }",
        "copy: { when: answered(name), of: name } }",
        "\"me.alias\" cannot take its answer from \"me.name\"",
    );
}

#[test]
fn a_number_in_a_text_holds_as_long_as_the_procedure() {
    let two =
        "days: { values: [{ from: 2020-01-01, to: 2025-12-31, value: 60 }, { from: 2026-01-01, value: 90 }],";
    refuses(
        "days: { values: [{ from: 2020-01-01, value: 60 }],",
        two,
        "rate.days changes while this procedure is in force",
    );
    let both =
        "days: { values: [{ from: 2020-01-01, to: 2026-01-01, value: 60 }, { from: 2026-01-01, value: 90 }],";
    refuses(
        "days: { values: [{ from: 2020-01-01, value: 60 }],",
        both,
        "two values of \"days\" are in force on one day",
    );
}

#[test]
fn a_site_names_a_province_an_agency_and_a_fee_that_exist() {
    refuses("province: \"82\"", "province: \"99\"", "unknown province \"99\"");
    refuses("agency: H20", "agency: H58", "no agency in use has the code \"H58\"");
    refuses("item: copies", "item: copy", "unknown fee \"copy\"");
}

#[test]
fn a_site_replaces_only_numbers_that_exist() {
    refuses(
        "rates: [{ rate: price",
        "rates: [{ rate: prise",
        "unknown rate \"prise\"; did you mean \"price\"?",
    );
    refuses("value: 9000 }], source: Đ10 }", "value: 9000 }] }", "the rate \"price\" has no source");
    refuses("value: 9000 }", "value: 9.5 }", "\"9.5\" is not a number that fits here");
    refuses("item: copies, amount: 0, source: Đ10 }", "item: copies, amount: 0 }", "the fee has no source");
    refuses(
        "sites: [here]",
        "sites: [there]",
        "trial.yaml:48:9: unknown site \"there\"; did you mean \"here\"?",
    );
}

#[test]
fn a_choice_waits_only_for_what_a_site_offers() {
    let there = "{ id: b, where: home, label: { vi: B, en: B } }";
    assert_eq!(told("{ id: b, label: { vi: B, en: B } }", there, &[]), "accepted");
    let slip = "{ id: b, where: hom, label: { vi: B, en: B } }";
    refuses(
        "{ id: b, label: { vi: B, en: B } }",
        slip,
        "unknown service of a site \"hom\"; did you mean \"home\"?",
    );
}

#[test]
fn a_coefficient_has_one_digit_after_the_point() {
    refuses("value: 2.5 }", "value: 2.55 }", "\"2.55\" is not a coefficient");
    refuses("value: 2.5 }", "value: 2.x }", "\"2.x\" is not a coefficient");
}

#[test]
fn a_value_ends_when_the_next_begins() {
    let two = "values: [{ from: 2020-01-01, value: 8000 }, { from: 2026-07-01, value: 9000 }], source: Đ6";
    assert_eq!(told("values: [{ from: 2020-01-01, value: 8000 }], source: Đ6", two, &[]), "accepted");
}

#[test]
fn rows_are_read_together_or_in_their_own_row() {
    refuses(
        "warning_when: pages > 5, at: papers.pages",
        "warning_when: papers.pages > 5, at: kind",
        "it is not clear which row is meant",
    );
    refuses("each: papers }", "each: paper }", "unknown group of rows \"paper\"; did you mean \"papers\"?");
    refuses(
        "min: 1\n        max: 9",
        "min: 5\n        max: 2",
        "\"papers\" has at least 5 and at most 2 rows",
    );
    refuses("        add: { vi: Thêm giấy tờ, en: Add a paper }\n", "", "\"add\" is missing");
    refuses(
        "warning_when: pages > 5",
        "warning_when: page > 5",
        "unknown question \"page\"; did you mean \"pages\"?",
    );
    let inner =
        "- { rows: more, min: 1, max: 2, title: { vi: A, en: A }, add: { vi: A, en: A }, questions: [] }";
    refuses(
        "- { id: name, kind: name, label: { vi: Tên, en: Name } }",
        inner,
        "the rows \"more\" stand in a row of others",
    );
}

#[test]
fn sums_are_made_of_numbers() {
    refuses("amount: rate.price * copies,", "amount: rate.price * copy,", "unknown question \"copy\"");
    refuses("amount: rate.price * copies,", "amount: rate.price * ,", "trial.yaml:35:");
    refuses(
        "amount: rate.price * copies,",
        "amount: \"sum_of(papers, name)\",",
        "a number is needed here, this is words",
    );
    refuses(
        "amount: rate.price * copies,",
        "amount: \"sum_of(paper, pages)\",",
        "unknown group of rows \"paper\"",
    );
    refuses("amount: rate.price * copies,", "amount: kind == a,", "a number is needed");
    refuses("amount: rate.price * copies,", "free: true, by_province: true,", "a fee has one amount");
}

#[test]
fn a_benefit_stands_beside_one_that_exists() {
    refuses("beside: [young]", "beside: [yung]", "\"yung\"");
    refuses("per: month", "per: week", "\"week\"");
    refuses("  from: { vi: từ tháng này, en: from this month }\n", "", "\"from\" is missing");
}

#[test]
fn pages_and_parts_are_given_what_they_need() {
    refuses(
        "page: finish",
        "page: finsh",
        "trial.yaml:26:13: unknown page \"finsh\"; did you mean \"finish\"?",
    );
    refuses(
        "page: finish, with: { what: { vi: giấy, en: the paper } } }",
        "page: finish }",
        "the page \"finish\" needs \"what\"",
    );
    refuses("use: sworn", "use: swore", "trial.yaml:45:16: unknown part \"swore\"; did you mean \"sworn\"?");
    refuses("use: sworn, with: { code: KQ1 } }", "use: sworn }", "the part \"sworn\" needs \"code\"");
    refuses(
        "with: { code: KQ1 }",
        "with: { code: KQ1, dayz: 4 }",
        "unknown key \"dayz\"; did you mean \"days\"?",
    );
    refuses("vi: Chờ $days ngày", "vi: Chờ $day ngày", "parts/sworn.yaml:5:11: unknown parameter \"day\"");
    refuses(
        "id: sworn, name: { vi: Cam đoan",
        "id: proof, name: { vi: Cam đoan",
        "the id \"proof\" stands twice",
    );
    refuses("spared:\n", "results:\n", "parts/sworn.yaml:6:1: unknown key \"results\"");
    refuses(
        "en: Household book }, source: Đ13 }",
        "en: Household book } }",
        "the paper that is spared has no source",
    );
}

#[test]
fn what_the_citizen_receives_is_named() {
    refuses("results: [{ name: { vi: Giấy, en: Paper }, code: KQ2 }]\n", "", "\"results\" is missing");
    refuses(
        "results: [{ name: { vi: Giấy, en: Paper }",
        "results: [{ nam: { vi: Giấy, en: Paper }",
        "unknown key \"nam\"",
    );
}

#[test]
fn whoever_is_led_on_arrives() {
    refuses("to: \"9.000001\" }", "to: \"9.000002\" }", "guide.yaml:4:45: unknown procedure \"9.000002\"");
    refuses("elsewhere: { vi: Ở xã, en: At the commune } }", "}", "it is not said where this leads");
    refuses(
        "choices: [{ label: { vi: Cũ, en: Old }, to: \"9.000009\" }] }",
        "choices: [] }",
        "nothing can be chosen here",
    );
    refuses(
        "called: [cũ], to: \"9.000001\"",
        "called: [cũ], to: \"9.000007\"",
        "abolished.yaml:1:68: unknown procedure",
    );
    refuses(
        "- { code: \"9.000008\"",
        "- { code: \"9.000001\"",
        "9.000001 is said to be gone, but is a procedure too",
    );
    refuses("- { code: \"9.000008\"", "- { code: \"9.000009\"", "the code \"9.000009\" stands twice");
    refuses(
        "en: At the province }, source: Đ14 }",
        "en: At the province } }",
        "the end of 9.000008 has no source",
    );
    refuses(
        "suggests: \"9.000001\"",
        "suggests: \"9.000011\"",
        "trial.yaml:31:108: unknown procedure \"9.000011\"",
    );
    refuses("- id: try", "- id: Try", "\"Try\" is not an id");
}

#[test]
fn a_mistake_in_one_file_hides_none_in_another() {
    let broken = PROCEDURE.replace("9.000001", "9.000003").replace("kind: name", "kind: nam");
    let root = catalogue(
        "",
        "",
        &[("procedures/trial/broken.yaml", &broken), ("procedures/scenarios/a.yaml", STORY)],
    );
    let (summary, wrong) = catalogue::prove(&root);
    assert_eq!(summary.procedures, 1);
    let files: Vec<String> = wrong.0.iter().map(|one| one.at.file.to_string()).collect();
    assert!(files.contains(&"procedures/trial/broken.yaml".into()), "{wrong}");
    assert!(files.contains(&"procedures/scenarios/a.yaml".into()), "{wrong}");
    fs::remove_dir_all(root).unwrap();
}

#[test]
fn what_is_not_yaml_is_refused_where_it_breaks() {
    refuses("source: [Luật thử]", "source: [Luật thử", "not YAML");
    let empty = told("", "", &[("procedures/trial/empty.yaml", "")]);
    assert!(empty.contains("procedures/trial/empty.yaml:1:1: the file is empty"), "{empty}");
}

#[test]
fn what_is_built_can_be_read_and_stale_files_go() {
    let root = catalogue("", "", &[]);
    let out = root.join("out");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("procedure-9.000001-00000000.bin"), "old").unwrap();
    let summary = catalogue::build(&root, &out).unwrap();
    let index: dossier::Index = dossier::blob::read(&fs::read(out.join("index.bin")).unwrap()).unwrap();
    assert_eq!(index.version, summary.version);
    assert_eq!(index.version.len(), 16);
    let file = index.procedures[0].file();
    let read: dossier::Procedure = dossier::blob::read(&fs::read(out.join(&file)).unwrap()).unwrap();
    assert_eq!(read.code, "9.000001");
    assert!(out.join(format!("{file}.br")).exists());
    assert!(!out.join("procedure-9.000001-00000000.bin").exists());
    let again = catalogue::build(&root, &out).unwrap();
    assert_eq!(summary, again);
    fs::remove_dir_all(root).unwrap();
}
