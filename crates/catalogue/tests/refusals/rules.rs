//! Questions, and the rules that speak of them.

use crate::little::{PROCEDURE, refuses, told};

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
