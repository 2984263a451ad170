//! How long a phone's work takes here: checking the largest dossier, a household of two hundred; saying which
//! questions show; searching; reading the catalogue.
//!
//! `cargo xtask bench` runs it. The whole check is to stay under a millisecond; a phone is some ten times slower.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use catalogue::Compiled;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use dossier::index::Guide;
use dossier::{Action, Answers, Changes, Form, Index, Presence, Procedure, blob, evaluate};
use std::hint::black_box;
use std::path::Path;
use std::rc::Rc;
use vietnam::date::Date;
use vietnam::places::{self, OldPlaces, OldProvince, OldUnit};
use vietnam::text::fold;

/// The household.
const HOUSEHOLD: &str = "1.011607";
/// The birth, most of whose questions depend on others.
const BIRTH: &str = "1.001193";

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
fn served(compiled: &Compiled, code: &str) -> (Vec<u8>, Procedure) {
    let entry = compiled.index.procedures.iter().find(|entry| entry.code == code).unwrap();
    let bytes = file(compiled, &entry.file());
    (bytes.to_vec(), blob::read(bytes).unwrap())
}

fn file<'c>(compiled: &'c Compiled, name: &str) -> &'c [u8] {
    &compiled.files.iter().find(|file| file.name == name).unwrap().bytes
}

fn core(criterion: &mut Criterion) {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let compiled = catalogue::compile(root).unwrap();
    check(criterion, &compiled);
    visibility(criterion, &compiled);
    search(criterion, &compiled);
    old_names(criterion, &compiled);
    load(criterion, &compiled);
}

fn check(criterion: &mut Criterion, compiled: &Compiled) {
    let (_, procedure) = served(compiled, HOUSEHOLD);
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
        let mut form = Form::open(Rc::new(procedure.clone()), &typed, tables.clone(), today()).0;
        let cell = form.shape().find(&procedure, "members.100.name").unwrap();
        let mut names = ["Nguyễn Văn An", "Nguyễn Văn Bình"].into_iter().cycle();
        let edit = move || Action::Edit(cell, names.next().unwrap_or_default().into());
        bench.iter_batched(edit, |edit| form.apply(edit), BatchSize::SmallInput);
    });
}

fn visibility(criterion: &mut Criterion, compiled: &Compiled) {
    let (_, procedure) = served(compiled, BIRTH);
    let (procedure, tables) = (Rc::new(procedure), &compiled.tables);
    criterion.bench_function("which questions of a birth show", |bench| {
        let answers = Answers::from_paths(&procedure, [("birth.kind", "foundling")]).0;
        let asked = || {
            let e = evaluate(&procedure, black_box(&answers), today(), tables);
            e.presence.iter().filter(|presence| **presence == Presence::Asked).count()
        };
        assert!((1..procedure.questions.len()).contains(&asked()));
        bench.iter(asked);
    });
    criterion.bench_function("a choice that shows and hides a page of questions", |bench| {
        let mut form = Form::blank(procedure.clone(), tables.clone(), today());
        let cell = form.shape().find(&procedure, "birth.kind").unwrap();
        let mut kinds = ["foundling", "ordinary"].into_iter().cycle();
        let choose = move || Action::Edit(cell, kinds.next().unwrap_or_default().into());
        let shown = |changes| matches!(changes, Changes::Cells(cells) if cells.len() > 10);
        let run = |choice| assert!(shown(form.apply(choice)));
        bench.iter_batched(choose, run, BatchSize::SmallInput);
    });
}

fn search(criterion: &mut Criterion, compiled: &Compiled) {
    let country: Vec<_> = compiled.tables.communes().cloned().collect();
    let of_one = compiled.tables.communes_of(country[0].province).unwrap().to_vec();
    for (communes, what) in [(&of_one, "a province"), (&country, "the country")] {
        criterion.bench_function(&format!("make the keys of the communes of {what}"), |bench| {
            bench.iter(|| places::keys(black_box(communes)));
        });
        let keys = places::keys(communes);
        criterion.bench_function(&format!("find a commune in {what}"), |bench| {
            bench.iter(|| places::search(communes, &keys, black_box("xã tân"), 12));
        });
    }
    criterion.bench_function("make the keys procedures are found by", |bench| {
        let guide: Guide = blob::read(file(compiled, &compiled.index.guide)).unwrap();
        let all = || compiled.index.procedures.iter().zip(&guide.told);
        let names =
            || all().flat_map(|(e, told)| told.called.iter().chain([&e.name.vi, &e.code, &told.summary.vi]));
        bench.iter(|| names().map(|name| fold(black_box(name))).collect::<Vec<String>>());
    });
}

/// In the old province with the most communes.
fn old_names(criterion: &mut Criterion, compiled: &Compiled) {
    let all: Vec<(OldProvince, String)> = blob::read(file(compiled, &compiled.index.old_provinces)).unwrap();
    let (province, name) = all.into_iter().max_by_key(|(_, name)| file(compiled, name).len()).unwrap();
    let bytes = file(compiled, &name);
    let read = || blob::read::<Vec<OldUnit>>(black_box(bytes)).unwrap();
    criterion.bench_function("read the old names of a province", |bench| bench.iter(read));
    let units = read();
    criterion.bench_function("make the keys of its old names", |bench| {
        bench.iter_batched(|| units.clone(), |units| OldPlaces::new(&province, units), BatchSize::SmallInput);
    });
    let places = OldPlaces::new(&province, units);
    for (query, what) in [
        ("xã tân", "by name"),
        ("dong tien, trieu son", "by name and district"),
        // Words that stand in every line of this province.
        ("thanh", "by a word of the province"),
        ("thanh hoa", "by the province"),
    ] {
        assert!(!places.search(query, 20).is_empty());
        criterion.bench_function(&format!("find an old name {what}"), |bench| {
            bench.iter(|| places.search(black_box(query), 20));
        });
    }
    let district = places.search("huyen trieu son", 1)[0];
    assert!(places.ways(district).len() > 1);
    criterion.bench_function("where an old district went", |bench| {
        bench.iter(|| places.ways(black_box(district)));
    });
}

fn load(criterion: &mut Criterion, compiled: &Compiled) {
    let (bytes, _) = served(compiled, HOUSEHOLD);
    criterion.bench_function("read the index", |bench| {
        bench.iter(|| blob::read::<Index>(black_box(file(compiled, "index.bin"))).unwrap());
    });
    criterion.bench_function("read a procedure", |bench| {
        bench.iter(|| blob::read::<Procedure>(black_box(&bytes)).unwrap());
    });
    criterion.bench_function("read the communes of the country", |bench| {
        let bytes = file(compiled, &compiled.index.all_communes);
        bench.iter(|| blob::read::<Vec<places::Commune>>(black_box(bytes)).unwrap());
    });
}

criterion_group!(benches, core);
criterion_main!(benches);
