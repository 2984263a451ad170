//! Sites, their offices and numbers, and what stands beside the procedures.

use crate::little::{refuses, told};

#[test]
fn hours_are_those_of_an_office_of_the_province_and_have_a_source() {
    refuses("commune: \"28249\"", "commune: \"10525\"", "has no commune \"10525\"");
    refuses("closes: \"11:30\"", "closes: \"11h30\"", "is not a time of day");
    refuses("off: [2026-11-23]", "off: [\"23/11\"]", "is not a day");
    refuses("worked: [2026-11-21], source: Đ8", "worked: [2026-11-21]", "the office's hours");
    refuses("is: true, source: Đ8", "is: true", "what stops the time");
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
fn a_benefit_stands_beside_one_that_exists() {
    refuses("beside: [young]", "beside: [yung]", "\"yung\"");
    refuses("per: month", "per: week", "\"week\"");
    refuses("  from: { vi: từ tháng này, en: from this month }\n", "", "\"from\" is missing");
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
