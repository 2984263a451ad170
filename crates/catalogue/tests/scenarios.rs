//! The catalogue of this repository is proven, and every scenario comes true.

use std::path::Path;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

#[test]
fn every_scenario_comes_true() {
    if let Err(wrong) = catalogue::check(root()) {
        panic!("\n{wrong}");
    }
}

#[test]
fn every_rule_of_birth_registration_can_be_found() {
    let text = std::fs::read_to_string(root().join("procedures/ho-tich/1.001193-khai-sinh.yaml")).unwrap();
    for n in 1..=9 {
        assert!(text.contains(&format!("R-KS{n}")), "R-KS{n} is nowhere");
    }
}

#[test]
fn a_second_build_is_given_a_verdict_for_every_scenario() {
    let golden = catalogue::golden(root()).unwrap();
    assert_eq!(golden, catalogue::golden(root()).unwrap());
    let all: Vec<catalogue::Golden> = postcard::from_bytes(&golden).unwrap();
    let cases: Vec<_> = all.iter().flat_map(|(_, cases)| cases).collect();
    assert_eq!(cases.len(), catalogue::scenarios(root()).unwrap().len());
    let births = all.iter().find(|(file, _)| {
        dossier::blob::read(file).is_ok_and(|procedure: dossier::Procedure| procedure.code == "1.001193")
    });
    let (_, births) = births.unwrap();
    let (.., late) = births.iter().find(|(.., verdict)| verdict.contains("case late\n")).unwrap();
    assert!(late.contains("notice child.born R-KS1\n"));
    assert!(late.contains("fee registration_late by_province\n"));
    assert!(late.contains("send mother.name=LÊ THỊ MAI"));
}
