//! What the widget is given: files in Vietnamese, English for those who ask, places in a readable order.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use catalogue::Compiled;
use dossier::tables::Listed;
use dossier::{Index, Lang, Procedure, blob};
use std::path::Path;
use vietnam::places::Commune;
use vietnam::text::fold;

fn compiled() -> Compiled {
    catalogue::compile(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))).unwrap()
}

fn file<T: dossier::reader::Read>(compiled: &Compiled, name: &str) -> T {
    blob::read(&compiled.files.iter().find(|file| file.name == name).unwrap().bytes).unwrap()
}

#[test]
fn every_file_is_read_as_it_was_written() {
    let compiled = compiled();
    let index: Index = file(&compiled, "index.bin");
    assert_eq!(index, compiled.index);
    for both in &compiled.procedures {
        assert_eq!(blob::read::<Procedure>(&blob::write(both)).as_ref(), Ok(both));
    }
    for (province, name) in index.provinces.iter().zip(&index.communes) {
        let communes: Vec<Commune> = file(&compiled, name);
        assert_eq!(Some(communes.as_slice()), compiled.tables.communes_of(province.code));
    }
    for (list, name) in &index.lists {
        let entries: Vec<Listed> = file(&compiled, name);
        assert_eq!(Some(entries.as_slice()), compiled.tables.list(*list));
    }
}

#[test]
fn a_file_cut_short_anywhere_is_not_taken() {
    let compiled = compiled();
    let name = &compiled.index.procedures[0].file;
    let bytes = &compiled.files.iter().find(|file| file.name == *name).unwrap().bytes;
    for end in (0..bytes.len()).step_by(7) {
        assert!(blob::read::<Procedure>(&bytes[..end]).is_err(), "{end} of {} bytes are taken", bytes.len());
    }
}

#[test]
fn english_laid_over_vietnamese_is_the_whole_procedure() {
    let compiled = compiled();
    for (entry, both) in compiled.index.procedures.iter().zip(&compiled.procedures) {
        let mut read: Procedure = file(&compiled, &entry.file);
        assert!(!format!("{read:?}").replace(" en: \"\"", "").contains(" en: \""), "a text is not visited");
        assert_eq!(read.result.get(Lang::En), both.result.vi);
        read.english(file(&compiled, &entry.english));
        assert_eq!(read, *both);
        assert_eq!(read.result.get(Lang::En), both.result.en);
    }
}

#[test]
fn english_of_another_version_is_left_aside() {
    let compiled = compiled();
    let entry = &compiled.index.procedures[0];
    let vietnamese: Procedure = file(&compiled, &entry.file);
    let mut texts: Vec<String> = file(&compiled, &entry.english);
    texts.pop();
    let mut read = vietnamese.clone();
    read.english(texts);
    assert_eq!(read, vietnamese);
}

#[test]
fn provinces_and_their_communes_stand_by_name() {
    let compiled = compiled();
    let index: Index = file(&compiled, "index.bin");
    let names: Vec<String> = index.provinces.iter().map(|province| fold(&province.name)).collect();
    assert_eq!(names.len(), 34);
    assert!(names.is_sorted());
    let mut country: Vec<Commune> = Vec::new();
    for (province, name) in index.provinces.iter().zip(&index.communes) {
        let communes: Vec<Commune> = file(&compiled, name);
        assert!(!communes.is_empty() && communes.iter().all(|commune| commune.province == province.code));
        country.extend(communes);
    }
    assert_eq!(file::<Vec<Commune>>(&compiled, &index.all_communes), country);
}
