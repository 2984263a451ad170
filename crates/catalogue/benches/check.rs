//! How long a phone's work takes here: the largest dossier, a household of two hundred, checked as a whole.
//!
//! `cargo xtask bench` runs it. The whole check is to stay under a millisecond; a phone is some ten times slower.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use catalogue::Compiled;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use dossier::{Action, Answers, Form, Index, Procedure, blob, evaluate};
use std::hint::black_box;
use std::path::Path;
use std::rc::Rc;
use vietnam::date::Date;
use vietnam::text::fold;

const CODE: &str = "1.011607";

fn today() -> Date {
    "2026-11-20".parse().unwrap()
}

/// Everybody of the household, told in full.
fn household() -> Vec<(String, String)> {
    let mut typed: Vec<(String, String)> = [
        ("office", "30130"),
        ("requester.name", "Lê Thị Mai"),
        ("requester.number", "082190001234"),
        ("household.ethnic", "01"),
        ("household.address.province", "82"),
        ("household.address.commune", "30130"),
        ("household.address.detail", "Ấp Bình An"),
        ("household.reason", "Chồng mất, một mình nuôi các con nhỏ."),
        ("pledge.given", "yes"),
    ]
    .map(|(path, raw)| (path.into(), raw.into()))
    .to_vec();
    for row in 1..=200 {
        let year = 1926 + row / 2;
        let (relation, status) = if row == 1 { ("head", "idle") } else { ("child", "studying") };
        let person = [
            ("name", "Nguyễn Thị Ngọc Hòa".to_string()),
            ("sex", "female".into()),
            ("born", format!("{}/{}/{year}", 1 + row % 28, 1 + row % 12)),
            ("relation", relation.into()),
            ("status", status.into()),
        ];
        typed.extend(person.map(|(name, raw)| (format!("members.{row}.{name}"), raw)));
    }
    typed
}

/// As a phone has it: read from the file that is served.
fn served(compiled: &Compiled) -> (Vec<u8>, Procedure) {
    let entry = compiled.index.procedures.iter().find(|entry| entry.code == CODE).unwrap();
    let file = compiled.files.iter().find(|file| file.name == entry.file()).unwrap();
    (file.bytes.clone(), blob::read(&file.bytes).unwrap())
}

fn check(criterion: &mut Criterion) {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let compiled = catalogue::compile(root).unwrap();
    let (bytes, procedure) = served(&compiled);
    let (typed, tables) = (household(), &compiled.tables);
    let paths = || typed.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
    let (answers, unknown) = Answers::from_paths(&procedure, paths());
    assert!(unknown.is_empty(), "{unknown:?}");
    let whole = evaluate(&procedure, &answers, today(), tables);
    assert!(whole.values.iter().flatten().count() >= 1_000, "{:?}", whole.findings);

    criterion.bench_function("check a household of 200", |bench| {
        bench.iter(|| evaluate(&procedure, black_box(&answers), today(), tables));
    });
    criterion.bench_function("check it with two mistakes in every row", |bench| {
        // Without a name, and at work as a small child.
        let slip = |(path, raw): &(String, String)| {
            let raw = match path.rsplit('.').next() {
                Some("name") => "",
                Some("born") => "1/1/2024",
                Some("status") => "working",
                _ => raw,
            };
            (path.clone(), raw.to_string())
        };
        let typed: Vec<(String, String)> = typed.iter().map(slip).collect();
        let typed = typed.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
        let (answers, _) = Answers::from_paths(&procedure, typed);
        assert!(evaluate(&procedure, &answers, today(), tables).findings.len() >= 400);
        bench.iter(|| evaluate(&procedure, black_box(&answers), today(), tables));
    });
    criterion.bench_function("open a declaration with 200 rows", |bench| {
        let procedure = Rc::new(procedure.clone());
        bench.iter(|| Form::open(procedure.clone(), black_box(&typed), tables.clone(), today()));
    });
    criterion.bench_function("one edit among 200 rows", |bench| {
        let mut form = Form::open(Rc::new(procedure.clone()), &typed, tables.clone(), today());
        let cell = form.shape().find(&procedure, "members.100.name").unwrap();
        let mut names = ["Nguyễn Văn An", "Nguyễn Văn Bình"].into_iter().cycle();
        let edit = move || Action::Edit(cell, names.next().unwrap_or_default().into());
        bench.iter_batched(edit, |edit| form.apply(edit), BatchSize::SmallInput);
    });
    let index = compiled.files.iter().find(|file| file.name == "index.bin").unwrap();
    criterion.bench_function("read the index", |bench| {
        bench.iter(|| blob::read::<Index>(black_box(&index.bytes)).unwrap());
    });
    criterion.bench_function("read a procedure", |bench| {
        bench.iter(|| blob::read::<Procedure>(black_box(&bytes)).unwrap());
    });
    criterion.bench_function("make the keys procedures are found by", |bench| {
        let entries = &compiled.index.procedures;
        let names =
            || entries.iter().flat_map(|e| e.called.iter().chain([&e.name.vi, &e.code, &e.summary.vi]));
        bench.iter(|| names().map(|name| fold(black_box(name))).collect::<Vec<String>>());
    });
}

criterion_group!(benches, check);
criterion_main!(benches);
