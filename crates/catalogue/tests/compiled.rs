//! What the widget is given: files in Vietnamese, English for those who ask, places in a readable order.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use catalogue::Compiled;
use dossier::index::{Guide, Target, Way};
use dossier::paper::Paper;
use dossier::tables::Listed;
use dossier::verdict::verdict;
use dossier::{Index, Lang, Procedure, blob};
use std::path::Path;
use std::sync::LazyLock;
use vietnam::places::Commune;
use vietnam::text::fold;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn compiled() -> &'static Compiled {
    static COMPILED: LazyLock<Compiled> = LazyLock::new(|| catalogue::compile(Path::new(ROOT)).unwrap());
    &COMPILED
}

fn file<T: dossier::reader::Read>(compiled: &Compiled, name: &str) -> T {
    blob::read(&compiled.files.iter().find(|file| file.name == name).unwrap().bytes).unwrap()
}

#[test]
fn every_file_is_read_as_it_was_written() {
    let compiled = compiled();
    let index: Index = file(compiled, "index.bin");
    assert_eq!(index, compiled.index);
    for both in &compiled.procedures {
        assert_eq!(blob::read::<Procedure>(&blob::write(both)).as_ref(), Ok(both));
    }
    for (province, name) in index.provinces.iter().zip(&index.communes) {
        let communes: Vec<Commune> = file(compiled, name);
        assert_eq!(Some(communes.as_slice()), compiled.tables.communes_of(province.code));
    }
    for (list, name) in &index.lists {
        let entries: Vec<Listed> = file(compiled, name);
        assert_eq!(Some(entries.as_slice()), compiled.tables.list(*list));
    }
}

#[test]
fn a_file_cut_short_anywhere_is_not_taken() {
    let compiled = compiled();
    let name = compiled.index.procedures[0].file();
    let bytes = &compiled.files.iter().find(|file| file.name == name).unwrap().bytes;
    for end in (0..bytes.len()).step_by(7) {
        assert!(blob::read::<Procedure>(&bytes[..end]).is_err(), "{end} of {} bytes are taken", bytes.len());
    }
}

#[test]
fn a_procedure_s_files_together_are_the_whole_of_it() {
    let compiled = compiled();
    let texts = |mut procedure: Procedure| {
        let mut all = Vec::new();
        procedure.texts_mut(&mut |text| all.push(text.clone()));
        all
    };
    let named = |procedure: &Procedure| {
        let rules = procedure.rules.iter().map(|rule| (rule.id.clone(), rule.law.clone()));
        let all = procedure.benefits.iter().map(|all| (String::new(), all.law.clone()));
        let lines = procedure.benefits.iter().flat_map(|all| &all.lines);
        let lines = lines.map(|line| (line.id.clone(), line.law.clone()));
        rules.chain(all).chain(lines).collect::<Vec<_>>()
    };
    for (entry, both) in compiled.index.procedures.iter().zip(&compiled.procedures) {
        let mut read: Procedure = file(compiled, &entry.file());
        assert_eq!(read.paper, None);
        match &both.paper {
            None => assert_eq!(entry.paper(), None),
            Some(paper) => assert_eq!(file::<Paper>(compiled, &entry.paper().unwrap()), *paper),
        }
        assert!(!format!("{read:?}").replace(" en: \"\"", "").contains(" en: \""), "a text is not visited");
        assert_eq!(read.speaks(), both.rules.is_empty() && both.benefits.is_none());
        assert!(read.say(file(compiled, &entry.said())));
        assert!(read.speaks());
        assert_eq!(read.summary.get(Lang::En), both.summary.vi);
        read.english(file(compiled, &entry.english()));
        assert_eq!(read.summary.get(Lang::En), both.summary.en);
        assert_eq!((&read.source, named(&read)), (&both.source, named(both)));
        assert_eq!(texts(read), texts(both.clone()));
    }
}

#[test]
fn the_index_speaks_english_once_its_words_have_come() {
    let compiled = compiled();
    let mut index: Index = file(compiled, "index.bin");
    assert!(!format!("{index:?}").replace(" en: \"\"", "").contains(" en: \""), "a text is not visited");
    let words: Vec<String> = file(compiled, &index.english);
    index.in_english(words[1..].to_vec());
    assert_eq!(index, compiled.index, "words of another version are left aside");
    index.in_english(words);
    for (entry, both) in index.procedures.iter().zip(&compiled.procedures) {
        assert_eq!(entry.name, both.name);
        assert!(!entry.field.en.is_empty());
    }
    assert!(index.sites.iter().all(|site| !site.name.en.is_empty()));
}

#[test]
fn the_guide_leads_only_where_something_is() {
    fn leads(index: &Index, guide: &Guide, way: &Way) -> bool {
        match &way.target {
            Target::Procedure(code) => {
                index.procedures.iter().any(|e| e.code == *code)
                    || guide.abolished.iter().any(|old| old.code == *code)
            }
            Target::Elsewhere(text) => !text.vi.is_empty() && !text.en.is_empty(),
            Target::Choices(ways) => !ways.is_empty() && ways.iter().all(|way| leads(index, guide, way)),
        }
    }
    let compiled = compiled();
    let guide: Guide = file(compiled, &compiled.index.guide);
    for way in guide.events.iter().flat_map(|branch| &branch.choices) {
        assert!(leads(&compiled.index, &guide, way), "{way:?}");
    }
}

#[test]
fn words_of_another_version_are_left_aside() {
    let compiled = compiled();
    let entry = &compiled.index.procedures[0];
    let core: Procedure = file(compiled, &entry.file());
    let (mut said, mut english): (Vec<String>, Vec<String>) =
        (file(compiled, &entry.said()), file(compiled, &entry.english()));
    said.pop();
    english.pop();
    let mut read = core.clone();
    assert!(!read.say(said));
    read.english(english);
    assert_eq!(read, core);
}

#[test]
fn provinces_and_their_communes_stand_by_name() {
    let compiled = compiled();
    let index: Index = file(compiled, "index.bin");
    let names: Vec<String> = index.provinces.iter().map(|province| fold(&province.name)).collect();
    assert_eq!(names.len(), 34);
    assert!(names.is_sorted());
    let mut country: Vec<Commune> = Vec::new();
    for (province, name) in index.provinces.iter().zip(&index.communes) {
        let communes: Vec<Commune> = file(compiled, name);
        assert!(!communes.is_empty() && communes.iter().all(|commune| commune.province == province.code));
        country.extend(communes);
    }
    assert_eq!(file::<Vec<Commune>>(compiled, &index.all_communes), country);
}

/// What a phone reads refers to conditions that stand once; it judges as the whole text does.
#[test]
fn shared_conditions_mean_what_they_meant() {
    let compiled = compiled();
    let mut shared = 0;
    for scenario in catalogue::scenarios(Path::new(ROOT)).unwrap() {
        let Some(whole) = scenario.procedure(compiled) else { continue };
        let at = compiled.procedures.iter().position(|p| std::ptr::eq(p, whole)).unwrap();
        let entry = &compiled.index.procedures[at];
        let mut read: Procedure = file(compiled, &entry.file());
        assert!(read.say(file(compiled, &entry.said())));
        shared += read.shared.len();
        let judged = |p: &Procedure| verdict(p, &scenario.evaluate(p, &compiled.tables), &scenario.papers(p));
        assert_eq!(judged(&read), judged(whole), "{}", scenario.name);
    }
    assert!(shared > 0);
}
