//! A payload of every version of every procedure in each format, checked in: what changes shows as a diff.
//! `GOLDEN=write cargo test -p exchange golden` writes them anew.

use crate::dossiers::{Dossier, compiled, scenarios};
use catalogue::Scenario;
use exchange::{SLIP, SUBMIT, SYNC};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// Every story that nothing forbids to send.
fn complete() -> impl Iterator<Item = Scenario> {
    scenarios().into_iter().filter(Scenario::is_complete)
}

/// The first complete story of every version.
fn dossiers() -> Vec<Dossier> {
    let mut all: Vec<Dossier> = Vec::new();
    for dossier in complete().filter_map(|scenario| Dossier::of(&scenario)) {
        if all.iter().all(|other| other.at != dossier.at) {
            all.push(dossier);
        }
    }
    all.sort_by_key(|dossier| dossier.at);
    all
}

/// Named by code, and by its first day where there are several versions.
fn name(dossier: &Dossier) -> String {
    let of_code = |code: &str| compiled().index.procedures.iter().filter(|entry| entry.code == code).count();
    let code = &dossier.procedure.code;
    if of_code(code) == 1 {
        format!("{code}.json")
    } else {
        format!("{code}-{}.json", dossier.procedure.in_force.from)
    }
}

/// Pretty, with the keys of inner objects in order, whatever map `serde_json` was built with.
fn pretty(value: Value) -> String {
    fn sorted(value: Value) -> Value {
        match value {
            Value::Array(all) => all.into_iter().map(sorted).collect(),
            Value::Object(all) => {
                let mut all: Vec<_> = all.into_iter().map(|(key, value)| (key, sorted(value))).collect();
                all.sort_by(|a, b| a.0.cmp(&b.0));
                Value::Object(all.into_iter().collect())
            }
            other => other,
        }
    }
    serde_json::to_string_pretty(&sorted(value)).unwrap()
}

/// A form as an object in the order of its fields; what is JSON in it is told as such.
fn form(form: &exchange::Form) -> String {
    let field = |(name, text): &(String, String)| {
        let inner = text.starts_with(['{', '[']).then(|| serde_json::from_str(text).ok()).flatten();
        let value = pretty(inner.unwrap_or_else(|| text.as_str().into())).replace('\n', "\n  ");
        format!("  {}: {value}", pretty(name.as_str().into()))
    };
    format!("{{\n{}\n}}\n", form.fields.iter().map(field).collect::<Vec<_>>().join(",\n"))
}

fn submitted(dossier: &Dossier) -> String {
    form(&exchange::submission(dossier.mapping(SUBMIT), &dossier.kept()))
}

fn told(dossier: &Dossier) -> String {
    let (mapping, kept) = (dossier.mapping(SYNC), dossier.kept());
    let address = |file: usize| format!("https://gateway.example/v1/provinces/sync/files/{file}");
    let steps: Vec<Value> =
        (1..kept.events.len()).map(|event| exchange::step(mapping, &kept, event)).collect();
    let all = serde_json::json!({ "HoSo": exchange::record(mapping, &kept, &address), "TienTrinh": steps });
    pretty(all) + "\n"
}

fn printed(dossier: &Dossier) -> String {
    pretty(exchange::record(dossier.mapping(SLIP), &dossier.kept(), &|file| file.to_string())) + "\n"
}

/// The lines between what is alike at the beginning and at the end.
fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let before = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[before..], &new[before..]);
    let after = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let told = |sign: &str, lines: &[&str]| -> String {
        lines[..lines.len() - after].iter().map(|line| format!("{sign} {line}\n")).collect()
    };
    format!("line {}\n{}{}", before + 1, told("-", old), told("+", new))
}

fn compare(format: &str, payload: fn(&Dossier) -> String) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format);
    let write = std::env::var("GOLDEN").is_ok_and(|word| word == "write");
    let dossiers = dossiers();
    assert_eq!(dossiers.len(), compiled().procedures.len(), "every version has a complete story");
    let mut wrong = String::new();
    for dossier in &dossiers {
        let (file, payload) = (folder.join(name(dossier)), payload(dossier));
        if write {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, &payload).unwrap();
        }
        let golden = fs::read_to_string(&file).unwrap_or_default();
        if golden != payload {
            wrong += &format!("{}: {}", file.display(), difference(&golden, &payload));
        }
    }
    let there = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<String> =
        there.collect::<BTreeSet<_>>().difference(&dossiers.iter().map(name).collect()).cloned().collect();
    assert!(left.is_empty(), "of no procedure: {left:?}");
    assert!(wrong.is_empty(), "{wrong}\nGOLDEN=write writes them anew");
}

#[test]
fn every_procedure_is_handed_in_as_before() {
    compare(SUBMIT, submitted);
}

#[test]
fn every_procedure_is_told_of_as_before() {
    compare(SYNC, told);
}

#[test]
fn every_procedure_has_the_slip_that_it_had() {
    compare(SLIP, printed);
}

#[test]
fn no_story_leaves_empty_what_the_other_side_insists_on() {
    let mut wrong = Vec::new();
    for scenario in complete() {
        let Some(dossier) = Dossier::of(&scenario) else { continue };
        for format in [SUBMIT, SYNC] {
            let missing = exchange::missing(dossier.mapping(format), &dossier.kept());
            if !missing.is_empty() {
                wrong.push(format!("{} {}: {format} {missing:?}", dossier.procedure.code, scenario.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
