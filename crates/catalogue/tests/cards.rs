//! An identity card fills in every person that a procedure asks about.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use dossier::person::{Holder, Person};
use dossier::{Action, Form, Kind, Presence, Procedure, QuestionIx, Tables};
use std::path::Path;
use std::rc::Rc;
use vietnam::card::Card;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn card() -> Card {
    Card::parse("031195012345||NGUYỄN THỊ HÒA|15081995|Nữ|Thôn 3, Vĩnh Bảo, Hải Phòng|12092021").unwrap()
}

fn persons(procedure: &Procedure) -> Vec<Holder> {
    Holder::among(procedure, 0..u16::try_from(procedure.questions.len()).unwrap())
}

fn path(procedure: &Procedure, ix: QuestionIx) -> &str {
    &procedure.question(ix).unwrap().path
}

#[test]
fn whoever_has_a_number_has_a_name_that_the_card_fills_in() {
    let compiled = catalogue::compile(Path::new(ROOT)).unwrap();
    let mut count = 0;
    for procedure in &compiled.procedures {
        for person in persons(procedure) {
            count += 1;
            let number = path(procedure, person.number);
            assert!(person.name.is_some(), "{}: nobody is named beside {number}", procedure.code);
        }
    }
    assert!(count > procedures_with_numbers(&compiled.procedures), "{count}");
}

fn procedures_with_numbers(all: &[Procedure]) -> usize {
    let asks = |p: &&Procedure| p.questions.iter().any(|q| matches!(q.kind, Kind::CitizenId { .. }));
    all.iter().filter(asks).count()
}

#[test]
fn what_a_card_fills_in_is_taken_by_its_questions() {
    let compiled = catalogue::compile(Path::new(ROOT)).unwrap();
    let today = vietnam::date::Date::new(2026, 11, 20).unwrap();
    for procedure in &compiled.procedures {
        for person in persons(procedure) {
            let tables = Tables::new(compiled.index.provinces.clone());
            let mut form = Form::blank(Rc::new(procedure.clone()), tables, today);
            let shape = form.shape().clone();
            // In the first row, if it stands in one.
            let row = shape.group_of(person.number).map(|group| dossier::Row { group, row: 0 });
            if let Some(row) = row.filter(|row| shape.count(row.group) == 0) {
                form.apply(Action::AddRow(row.group));
            }
            let cell = |form: &Form, ix| form.shape().within(ix, row);
            for (question, raw) in person.answers(&Person::from(&card())) {
                let at = cell(&form, question);
                form.apply(Action::Edit(at, raw));
            }
            for question in person.questions() {
                let at = cell(&form, question);
                let asked = form.evaluation().presence[at.at()] == Presence::Asked;
                let value = form.evaluation().value(at);
                let where_ = format!("{} {}", procedure.code, path(procedure, question));
                assert!(!asked || value.is_some(), "{where_} does not take what the card says");
            }
        }
    }
}

#[test]
fn a_card_says_that_there_is_a_number() {
    let compiled = catalogue::compile(Path::new(ROOT)).unwrap();
    let birth = compiled.procedures.iter().find(|p| p.code == "1.001193").unwrap();
    let mother = persons(birth).into_iter().find(|p| path(birth, p.number) == "mother.number").unwrap();
    let answers = mother.answers(&Person::from(&card()));
    let told: Vec<(&str, &str)> = answers.iter().map(|(ix, raw)| (path(birth, *ix), raw.as_str())).collect();
    assert_eq!(
        told,
        [
            ("mother.has_number", "yes"),
            ("mother.name", "NGUYỄN THỊ HÒA"),
            ("mother.number", "031195012345"),
            ("mother.born", "15/08/1995"),
        ]
    );
}

#[test]
fn who_was_answered_for_before_is_known_again() {
    let typed = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(path, raw)| ((*path).to_owned(), (*raw).to_owned())).collect()
    };
    let answers = typed(&[
        ("child.name", "Trần Minh An"),
        ("mother.name", "Lê Thị Mai"),
        ("mother.number", "082 195 001 234"),
        ("mother.born", "//1995"),
        ("father.name", "Trần Văn Bình"),
        ("father.number", "0820920043"),
        ("members.2.name", "Phạm Văn Tâm"),
        ("members.2.number", "082070005678"),
        ("members.2.born", "99/99/1970"),
        ("members.2.sex", "male"),
        ("paper.number", "082070005678"),
        ("mother.residence.address.detail", "Số 5, ấp Bình An"),
    ]);
    let known = Person::among(&answers);
    let told: Vec<_> =
        known.iter().map(|p| (p.name.as_typed(), p.number.as_str(), p.born.as_deref(), p.sex)).collect();
    assert_eq!(
        told,
        [
            ("Lê Thị Mai", "082195001234", Some("//1995"), None),
            ("Phạm Văn Tâm", "082070005678", None, Some(vietnam::identity::Sex::Male)),
        ]
    );
    // Of a dossier that is sent no more stays on the device than this.
    let kept = Person::answers_among(&answers);
    assert!(Person::among(&kept) == known);
    assert!(kept.iter().all(|(path, _)| path.starts_with("mother.")
        || path.starts_with("members.")
        || path.starts_with("paper.")));
    assert!(!kept.iter().any(|(path, _)| path.contains("residence")));
}

#[test]
fn a_mother_is_not_offered_as_the_father() {
    let compiled = catalogue::compile(Path::new(ROOT)).unwrap();
    let birth = compiled.procedures.iter().find(|p| p.code == "1.001193").unwrap();
    let may_be = |group: &str| {
        let number = format!("{group}.number");
        let person = persons(birth).into_iter().find(|p| path(birth, p.number) == number).unwrap();
        person.may_be(&Person::from(&card()))
    };
    assert!(may_be("mother") && may_be("requester") && !may_be("father"));
}
