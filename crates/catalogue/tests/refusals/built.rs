//! What a sound catalogue becomes, and how mistakes are told.

use crate::little::{FILES, PROCEDURE, STORY, refuses, told};
use dossier::blob;
use dossier::timetable::{self, Timetable};
use std::fs;
use vietnam::places::CommuneCode;

#[test]
fn the_sound_catalogue_is_accepted() {
    assert_eq!(told("", "", &[]), "accepted");
}

#[test]
fn what_stands_beside_a_procedure_reaches_the_widget() {
    let root = crate::common::little(&FILES, "", "", &[]);
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
fn when_an_office_works_reaches_whoever_receives() {
    let root = crate::common::little(&FILES, "", "", &[]);
    let compiled = catalogue::compile(&root).unwrap();
    fs::remove_dir_all(root).unwrap();
    let file = compiled.files.iter().find(|file| file.name == timetable::FILE).unwrap();
    let times: Timetable = blob::read(&file.bytes).unwrap();
    let index = &compiled.index;
    assert_eq!(times.version, index.version);
    let site = index.site("here").unwrap();
    let (calendar, closes) = times.of(site, CommuneCode::parse("28249"), &index.calendar);
    assert_eq!(closes, 11 * 60 + 30);
    let works = |iso: &str| calendar.is_working_day(iso.parse().unwrap());
    assert!(!works("2026-11-23") && works("2026-11-21"));
    let others = times.of(site, CommuneCode::parse("30130"), &index.calendar);
    assert_eq!(others, (index.calendar.clone(), 17 * 60));
    assert!(times.paying_stops(site));
}

#[test]
fn a_mistake_in_one_file_hides_none_in_another() {
    let broken = PROCEDURE.replace("9.000001", "9.000003").replace("kind: name", "kind: nam");
    let root = crate::common::little(
        &FILES,
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
    let root = crate::common::little(&FILES, "", "", &[]);
    let out = root.join("out");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join("procedure-9.000001-00000000.bin"), "old").unwrap();
    let summary = catalogue::build(&root, &out).unwrap();
    let index: dossier::Index = blob::read(&fs::read(out.join("index.bin")).unwrap()).unwrap();
    assert_eq!(index.version, summary.version);
    assert_eq!(index.version.len(), 16);
    let file = index.procedures[0].file();
    let read: dossier::Procedure = blob::read(&fs::read(out.join(&file)).unwrap()).unwrap();
    assert_eq!(read.code, "9.000001");
    assert!(out.join(format!("{file}.br")).exists());
    assert!(!out.join("procedure-9.000001-00000000.bin").exists());
    let again = catalogue::build(&root, &out).unwrap();
    assert_eq!(summary, again);
    fs::remove_dir_all(root).unwrap();
}
