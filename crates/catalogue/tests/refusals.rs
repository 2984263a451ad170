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
cases:
  - { id: early, name: { vi: Sớm, en: Early }, when: "days(born, today) <= rate.days" }
rules:
  - { id: R-1, law: Đ1, notice_when: kind == b, at: kind, text: { vi: "{rate.days} ngày", en: "{rate.days} days" } }
components:
  - { id: proof, name: { vi: Giấy, en: Paper }, source: Đ2, papers: [{ id: note, name: { vi: Giấy, en: Note }, originals: 1 }] }
fee:
  - { id: copies, label: { vi: Bản sao, en: Copies }, each: { rate: price, count: copies }, source: Đ3 }
time:
  - { term: { working_days: 3 }, text: { vi: Ba ngày, en: Three days }, source: Đ4 }
result: { vi: Giấy, en: Paper }
paper:
  title: TỜ KHAI
  source: Mẫu
  lines:
    - "Sinh: {born|words}, {kind + copies}"
"#;

const BLOCK: &str = r#"params: [who]
questions:
  - { id: name, kind: name, label: { vi: Tên $who, en: Name of $who } }
  - { id: alias, kind: { text: { max: 50 } }, label: { vi: Tên khác, en: Alias }, when: answered(name), required: false }
"#;

const RATES: &str = r#"days: { values: [{ from: 2020-01-01, value: 60 }], source: Đ5 }
price: { values: [{ from: 2020-01-01, value: 8000 }], source: Đ6 }
"#;

const SITE: &str = r#"id: here
name: { vi: Đây, en: Here }
province: "82"
agency: H20
source: Đ7
closes: { at: "17:00", source: Đ8 }
files: { megabytes: 10, count: 20, source: Đ9 }
fees: [{ procedure: "9.000001", item: copies, amount: 0, source: Đ10 }]
"#;

const FILES: [(&str, &str); 4] = [
    ("procedures/trial/trial.yaml", PROCEDURE),
    ("procedures/blocks/person.yaml", BLOCK),
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

#[track_caller]
fn refuses(from: &str, to: &str, expected: &str) {
    let told = told(from, to, &[]);
    assert!(told.contains(expected), "expected: {expected}\ntold: {told}");
    assert!(told.contains("\n  help: "), "no remedy in: {told}");
}

#[test]
fn the_sound_catalogue_is_accepted() {
    assert_eq!(told("", "", &[]), "accepted");
}

#[test]
fn an_unknown_question_is_named_with_its_neighbour() {
    refuses(
        "days(born, today) <=",
        "days(bron, today) <=",
        "procedures/trial/trial.yaml:19:60: unknown question \"bron\"; did you mean \"born\"?",
    );
}

#[test]
fn a_choice_the_question_does_not_have_is_refused() {
    refuses("notice_when: kind == b", "notice_when: kind == c", "trial.yaml:21:46: there is no choice \"c\"");
    assert!(told("notice_when: kind == b", "notice_when: kind == c", &[]).contains("the question has: a, b"));
}

#[test]
fn types_that_do_not_fit_are_refused() {
    refuses(
        "when: kind == a",
        "when: kind == 3",
        "trial.yaml:12:104: a choice cannot be compared with a number",
    );
    refuses("count: copies }", "count: born }", "the number of pieces is no `count`");
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
        "trial.yaml:21:38: this condition never holds",
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
        "components:\n",
        &format!("{again}components:\n"),
        "trial.yaml:22:5: the id \"R-1\" stands twice",
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
        "params: [who]\nquestions:\n",
        "params: [who]\nquestions:\n  - { use: person, as: x, with: { who: $who } }\n",
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
    let both = "days: { values: [{ from: 2020-01-01, value: 60 }, { from: 2026-01-01, value: 90 }],";
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
    let file = &index.procedures[0].file;
    let read: dossier::Procedure = dossier::blob::read(&fs::read(out.join(file)).unwrap()).unwrap();
    assert_eq!(read.code, "9.000001");
    assert!(out.join(format!("{file}.br")).exists());
    assert!(!out.join("procedure-9.000001-00000000.bin").exists());
    let again = catalogue::build(&root, &out).unwrap();
    assert_eq!(summary, again);
    fs::remove_dir_all(root).unwrap();
}
