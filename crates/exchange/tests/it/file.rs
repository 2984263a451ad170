//! The compiled file: it says what the catalogue proved, and nothing else is read from it.

use crate::dossiers::compiled;
use dossier::blob;
use dossier::procedure::{Procedure, QuestionIx};
use exchange::mapping::{self, Content, Field, Term};
use exchange::{Mapping, Targets};

fn bytes() -> &'static [u8] {
    &compiled().files.iter().find(|file| file.name == mapping::FILE).unwrap().bytes
}

#[test]
fn it_is_read_as_it_was_written() {
    let read: Targets = blob::read(bytes()).unwrap();
    assert_eq!(read, compiled().targets);
    assert_eq!(
        read.formats.iter().map(|(name, all)| (name.as_str(), all.len())).collect::<Vec<_>>(),
        ["slip", "submit", "sync"].map(|name| (name, compiled().procedures.len()))
    );
}

#[test]
fn a_damaged_one_is_refused() {
    let whole = bytes();
    for end in (0..whole.len()).step_by(997) {
        assert!(blob::read::<Targets>(&whole[..end]).is_err(), "{end}");
    }
    for at in (4..whole.len()).step_by(997) {
        let mut bent = whole.to_vec();
        bent[at] ^= 0x80;
        // It may be read as something else, or not at all.
        let _ = blob::read::<Targets>(&bent);
    }
}

#[test]
fn whatever_it_points_to_is_there() {
    for (name, mappings) in &compiled().targets.formats {
        for (mapping, procedure) in mappings.iter().zip(&compiled().procedures) {
            let wrong = wrong(mapping, procedure);
            assert!(wrong.is_empty(), "{name} {}: {wrong:?}", procedure.code);
        }
    }
}

/// What a mapping points to that is not there.
fn wrong(mapping: &Mapping, procedure: &Procedure) -> Vec<String> {
    let question = |ix: &QuestionIx| procedure.question(*ix).is_some();
    let mut wrong = Vec::new();
    for person in mapping.roles.iter().flatten() {
        let components =
            person.only_with.iter().flatten().all(|ix| procedure.components.get(ix.at()).is_some());
        if !components || !person.name.iter().chain(person.known_by.iter().flatten()).all(question) {
            wrong.push(format!("{person:?}"));
        }
    }
    let mut open: Vec<&Field> = mapping.dossier.iter().chain(&mapping.later).collect();
    while let Some(field) = open.pop() {
        let sound = match &field.value {
            Content::Words(words) => words.from.iter().flatten().all(|term| match term {
                Term::Fact(_) => true,
                Term::Answer(ix) => question(ix),
                Term::Of(role, of) => {
                    let people = mapping.roles.get(usize::from(*role)).map(Vec::len);
                    people == Some(of.len()) && of.iter().flatten().all(question)
                }
            }),
            Content::Group(only, fields) => {
                open.extend(fields);
                only.iter().all(|(ix, _)| question(ix))
            }
            Content::Each(_, fields) => {
                open.extend(fields);
                true
            }
            Content::Answers => true,
        };
        if !sound {
            wrong.push(field.name.clone());
        }
    }
    wrong
}
