//! Births of every kind, from the first page to the receipt.

use journeys::suite::{eventually, is_dossier_code, today};
use journeys::{Birth, Citizen, Gateway, on};
use std::collections::BTreeMap;

fn iso(day: vietnam::date::Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

#[track_caller]
fn sent(answers: &BTreeMap<String, String>, path: &str) -> String {
    answers.get(path).cloned().unwrap_or_else(|| panic!("{path} was not sent: {answers:?}"))
}

fn an_ordinary_birth_is_declared_by_the_mother(c: &mut Citizen) {
    let birth = Birth::ordinary();
    Birth::begin(c);
    birth.go_to(c, "review");
    // She is asked nothing twice, and reads exactly what will be sent.
    assert!(c.read("[data-answer='mother.name'] dd").contains("LÊ THỊ MAI"), "{}", c.scene());
    assert!(c.read("[data-answer='child.name'] dd").contains("TRẦN MINH AN"), "{}", c.scene());
    c.tick("pledge.given").press("submit").arrives_at("receipt");

    let code = c.read("[data-dossier-code]");
    assert!(is_dossier_code(&code), "{code}");
    assert!(c.read("[data-page]").contains("Phường Gò Công"), "{}", c.scene());
    let answers = Gateway::shared().answers(&code);
    assert_eq!(sent(&answers, "child.name"), "TRẦN MINH AN");
    assert_eq!(sent(&answers, "child.born"), iso(birth.born));
    assert_eq!(sent(&answers, "child.sex"), "female");
    assert_eq!(sent(&answers, "requester.phone"), "0912345678");
    assert_eq!(sent(&answers, "mother.name"), "LÊ THỊ MAI");
    assert_eq!(sent(&answers, "mother.number"), "082195001234");
    assert_eq!(sent(&answers, "father.born"), "1992");
    c.picture("receipt", "filled");
}
on!(an_ordinary_birth_is_declared_by_the_mother: chromium_phone, chromium_desktop, firefox_desktop, webkit_phone);

fn a_late_birth_is_accepted_with_a_notice(c: &mut Citizen) {
    let birth = Birth { born: today().plus_days(-61), ..Birth::ordinary() };
    Birth::begin(c);
    birth.go_to(c, "declare:child");
    birth.fill(c, "declare:child");
    assert!(c.finding("child.born").contains("đăng ký quá hạn"), "{}", c.scene());
    c.inspect("late");
    c.press("continue").arrives_at("declare:requester");
    for page in birth.pages().into_iter().skip(2) {
        c.arrives_at(page);
        birth.fill(c, page);
        c.press("continue");
    }
    c.arrives_at("review");
    c.tick("pledge.given").press("submit").arrives_at("receipt");
    let answers = Gateway::shared().answers(&c.read("[data-dossier-code]"));
    assert_eq!(sent(&answers, "child.born"), iso(birth.born));
}
on!(a_late_birth_is_accepted_with_a_notice: chromium_phone, firefox_desktop);

fn a_father_who_is_not_declared_is_not_asked_for_and_not_sent(c: &mut Citizen) {
    // She began as for an ordinary birth, and has even named the father.
    let before = Birth { name: "Lê Minh An", ..Birth::ordinary() };
    Birth::begin(c);
    before.go_to(c, "review");
    c.change("birth.kind").arrives("declare:situation");
    c.choose("birth.kind", "father_unknown");
    assert!(c.finding("birth.kind").contains("người cha"), "{}", c.scene());
    c.press("continue").arrives_at("review");
    assert!(!c.sees("[data-answer^='father.']"), "{}", c.scene());
    c.tick("pledge.given").press("submit").arrives_at("receipt");
    let answers = Gateway::shared().answers(&c.read("[data-dossier-code]"));
    let father: Vec<_> = answers.keys().filter(|path| path.starts_with("father.")).collect();
    assert!(father.is_empty(), "{father:?} were sent");
}
on!(a_father_who_is_not_declared_is_not_asked_for_and_not_sent: chromium_desktop, webkit_phone);

fn a_foundling_is_declared_without_parents(c: &mut Citizen) {
    let birth = Birth { kind: "foundling", by: "other", ..Birth::ordinary() };
    Birth::begin(c);
    let code = birth.declare(c);
    let answers = Gateway::shared().answers(&code);
    assert_eq!(sent(&answers, "birth.kind"), "foundling");
    assert_eq!(sent(&answers, "requester.relation_other"), "Giám đốc cơ sở nuôi dưỡng");
    let parents: Vec<_> =
        answers.keys().filter(|path| path.starts_with("mother.") || path.starts_with("father.")).collect();
    assert!(parents.is_empty(), "{parents:?} were sent");
}
on!(a_foundling_is_declared_without_parents: chromium_phone, firefox_phone);

fn a_foreign_mother_gives_her_passport(c: &mut Citizen) {
    let birth = Birth { by: "father", foreign_mother: Some("JP"), ..Birth::ordinary() };
    Birth::begin(c);
    birth.go_to(c, "declare:mother");
    birth.fill(c, "declare:mother");
    // She hears that another procedure may fit better, and may go on here.
    let said = eventually("the notice is read", || Some(c.finding("mother.nationality")));
    assert!(said.contains("người nước ngoài"), "{said}");
    c.inspect("foreign");
    c.press("continue").arrives_at("declare:father");
    for page in ["declare:father", "declare:delivery", "attach"] {
        c.arrives_at(page);
        birth.fill(c, page);
        c.press("continue");
    }
    c.arrives_at("review");
    c.tick("pledge.given").press("submit").arrives_at("receipt");
    let answers = Gateway::shared().answers(&c.read("[data-dossier-code]"));
    assert_eq!(sent(&answers, "mother.paper.kind"), "6");
    assert_eq!(sent(&answers, "mother.paper.number"), "TR1234567");
    assert_eq!(sent(&answers, "mother.nationality"), "JP");
    assert!(!answers.contains_key("mother.number"), "{answers:?}");
}
on!(a_foreign_mother_gives_her_passport: chromium_phone, webkit_desktop);
