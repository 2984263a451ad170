//! The official declaration of every procedure, from the same definition as the screen.

use dossier::paper::{FilledLine, fill};
use dossier::{Answers, Procedure};
use slips::Declaration;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use crate::archive::assert_kept;
use crate::poppler::flowing;

static ROOT: LazyLock<&Path> = LazyLock::new(|| Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")));
static COMPILED: LazyLock<catalogue::Compiled> = LazyLock::new(|| catalogue::compile(&ROOT).unwrap());

/// The lines of a declaration as its story tells it.
fn told(story: &catalogue::Story) -> Option<(&'static Procedure, Vec<FilledLine>)> {
    let today = story.today.parse().unwrap();
    let compiled = &*COMPILED;
    let of_it = |it: &&Procedure| it.code == story.code && it.paper.is_some();
    let procedure = compiled.procedures.iter().rev().find(of_it)?;
    let answers = story.answers.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
    let (answers, _) = Answers::from_paths(procedure, answers);
    let evaluation = dossier::evaluate(procedure, &answers, today, &compiled.tables);
    Some((procedure, fill(procedure.paper.as_ref()?, procedure, &evaluation, &compiled.tables, today)))
}

pub(crate) fn birth() -> Vec<u8> {
    let stories = catalogue::stories(&ROOT).unwrap();
    let story = stories.iter().find(|story| story.code == "1.001193").unwrap();
    let (procedure, lines) = told(story).unwrap();
    let papers = ["Giấy chứng sinh".to_owned(), "Giấy ủy quyền".to_owned()];
    print(procedure, &lines, &papers)
}

fn print(procedure: &Procedure, lines: &[FilledLine], papers: &[String]) -> Vec<u8> {
    let paper = procedure.paper.as_ref().unwrap();
    slips::declaration(&Declaration { paper, lines, papers, day: "2026-11-03".parse().unwrap() }).unwrap()
}

#[test]
fn the_declaration_of_a_birth_says_what_was_answered() {
    let read = flowing(&birth());
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        "Hồ sơ đính kèm: Giấy chứng sinh; Giấy ủy quyền.",
        "ngày 03 tháng 11 năm 2026",
    ] {
        assert!(read.contains(words), "{words:?} is not in {read:?}");
    }
}

#[test]
fn the_declaration_of_every_procedure_is_printed_to_be_kept() {
    let mut done = BTreeSet::new();
    for story in catalogue::stories(&ROOT).unwrap() {
        if !done.insert(story.code.clone()) {
            continue;
        }
        let Some((procedure, lines)) = told(&story) else { continue };
        let pdf = print(procedure, &lines, &[]);
        assert_kept(&story.code, &pdf);
        let read = flowing(&pdf);
        for run in lines.iter().flat_map(|line| &line.runs) {
            if let dossier::paper::Run::Answer(answer) = run {
                assert!(read.contains(answer), "{}: {answer:?} is not in {read:?}", story.code);
            }
        }
    }
    assert!(done.len() > 50);
}
