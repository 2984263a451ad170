//! The whole catalogue: every procedure, the tables, the index.

use crate::diagnostic::{Diagnostics, Position, Sink};
use crate::expand::Blocks;
use crate::files::{self, Blob};
use crate::procedure::{Library, Read, procedure};
use crate::rates::{RateBook, overlap};
use crate::reference::{self, Reference};
use crate::sites;
use crate::yaml::Node;
use dossier::blob;
use dossier::index::{Entry, Index, Site};
use dossier::kind::ListId;
use dossier::procedure::Procedure;
use dossier::tables::Tables;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::path::Path;
use vietnam::places::Commune;

/// A compiled catalogue, in memory.
pub struct Compiled {
    /// What the widget loads first.
    pub index: Index,
    /// Procedures in both languages, in the order of the index.
    pub procedures: Vec<Procedure>,
    /// Every table, loaded in full.
    pub tables: Tables,
    /// The files to be served; the index is `index.bin`.
    pub files: Vec<Blob>,
    /// Facts that nobody has verified yet, each with the place it belongs to.
    pub unverified: Vec<String>,
}

/// Reads and proves everything under `root`.
pub fn compile(root: &Path) -> Result<Compiled, Diagnostics> {
    let sink = Sink::default();
    let reference = reference::read(root, &sink);
    let blocks = files::sources(root, "procedures/blocks", &sink);
    let rates: Vec<Node> =
        files::sources(root, "procedures/rates", &sink).into_iter().map(|(_, n)| n).collect();
    let library = Library {
        blocks: blocks.iter().map(|(name, node)| (stem(name).to_string(), node)).collect::<Blocks<'_>>(),
        rates: RateBook::read(&rates, &sink),
        tables: reference.tables.clone(),
    };
    let sources = files::sources(root, "procedures", &sink);
    let is_procedure = |name: &str| {
        let folder = name.split('/').nth(1).unwrap_or_default();
        !matches!(folder, "blocks" | "rates" | "sites" | "scenarios")
    };
    let sources: Vec<&(String, Node)> = sources.iter().filter(|(name, _)| is_procedure(name)).collect();
    let read: Vec<Read> = sources.iter().filter_map(|(_, node)| procedure(node, &library, &sink)).collect();
    one_version_a_day(&read, &sink);
    let procedures: Vec<&Procedure> = read.iter().map(|r| &r.procedure).collect();
    let procedures = (sink.count() == 0).then_some(procedures.as_slice());
    let known = sites::Known { reference: &reference, procedures, sink: &sink };
    let sites = files::sources(root, "procedures/sites", &sink);
    let sites: Vec<_> = sites.iter().filter_map(|(_, node)| sites::site(node, &known)).collect();
    suggestions(&read, &sink);
    let compiled = assemble(read, sites, reference);
    drop(library);
    sink.finish(Some(compiled))
}

/// Two versions of one procedure never hold on one day.
fn one_version_a_day(all: &[Read], sink: &Sink) {
    for (at, one) in all.iter().enumerate() {
        for other in &all[..at] {
            let (a, b) = (&one.procedure, &other.procedure);
            if a.code == b.code && overlap(&a.in_force, &b.in_force) {
                sink.error(
                    &one.at,
                    format!(
                        "two versions of {} are in force on one day; the other is at {}",
                        a.code, other.at
                    ),
                    "end the earlier one with `in_force: { from: …, to: … }` the day before the later begins",
                );
            }
        }
    }
}

/// A code that a rule suggests has the form of a national code.
fn suggestions(all: &[Read], sink: &Sink) {
    for read in all {
        for rule in &read.procedure.rules {
            let Some(code) = &rule.suggests else { continue };
            let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            if !code.split_once('.').is_some_and(|(level, number)| digits(level) && digits(number)) {
                let message = format!("the rule \"{}\" suggests \"{code}\", which is no code", rule.id);
                sink.error(&read.at, message, "write the national code, e.g. \"3.000722\"");
            }
        }
    }
}

fn assemble(read: Vec<Read>, sites: Vec<(Site, Vec<String>)>, reference: Reference) -> Compiled {
    let tables = reference.tables;
    let mut files = Vec::new();
    let mut entries = Vec::new();
    let mut procedures = Vec::new();
    let mut unverified: Vec<String> = sites.iter().flat_map(|(_, doubts)| doubts.clone()).collect();
    for Read { procedure, field, called, .. } in read {
        unverified.extend(procedure.unverified.iter().map(|why| format!("{} {why}", procedure.code)));
        let (vietnamese, english) = by_language(&procedure);
        entries.push(Entry {
            code: procedure.code.clone(),
            name: procedure.name.clone(),
            summary: procedure.summary.clone(),
            field,
            called,
            in_force: procedure.in_force,
            file: add(&mut files, &format!("procedure-{}", procedure.code), &vietnamese),
            english: add(&mut files, &format!("english-{}", procedure.code), &english),
        });
        procedures.push(procedure);
    }
    let all: Vec<&Commune> = tables.communes().collect();
    let mut index = Index {
        version: String::new(),
        procedures: entries,
        provinces: tables.provinces.clone(),
        communes: tables
            .provinces
            .iter()
            .map(|p| {
                add(
                    &mut files,
                    &format!("places-{}", p.code),
                    &tables.communes_of(p.code).unwrap_or_default(),
                )
            })
            .collect(),
        all_communes: add(&mut files, "places-all", &all),
        lists: [ListId::EthnicGroups, ListId::Countries]
            .into_iter()
            .filter_map(|id| Some((id, add(&mut files, &format!("list-{}", id.id()), &tables.list(id)?))))
            .collect(),
        calendar: reference.calendar,
        sites: sites.into_iter().map(|(site, _)| site).collect(),
    };
    index.version = version(&files, &index);
    files.push(Blob { name: "index.bin".into(), bytes: blob::write(&index) });
    Compiled { index, procedures, tables, files, unverified }
}

/// A procedure with its words in Vietnamese alone, and those in English, in the order of
/// [`Procedure::texts_mut`]: few ask for them, and half of a file is words.
fn by_language(procedure: &Procedure) -> (Procedure, Vec<String>) {
    let (mut vietnamese, mut english) = (procedure.clone(), Vec::new());
    vietnamese.texts_mut(&mut |text| english.push(std::mem::take(&mut text.en)));
    (vietnamese, english)
}

/// Adds a file; returns its name, which holds a hash of its content.
fn add(files: &mut Vec<Blob>, stem: &str, value: &impl Serialize) -> String {
    let bytes = blob::write(value);
    let name = format!("{stem}-{}.bin", &hex(&Sha256::digest(&bytes))[..8]);
    files.push(Blob { name: name.clone(), bytes });
    name
}

/// Changes with every change of any file, the index included.
fn version(files: &[Blob], index: &Index) -> String {
    let mut sorted: Vec<&Blob> = files.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let mut hash = Sha256::new();
    for file in sorted {
        hash.update(file.name.as_bytes());
        hash.update(&file.bytes);
    }
    hash.update(blob::write(index));
    hex(&hash.finalize())[..16].to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The name of a file without its folder and ending.
fn stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.strip_suffix(".yaml").unwrap_or(file)
}

/// A mistake that belongs to no file of the sources.
pub(crate) fn failed(at: &Path, error: &std::io::Error) -> Diagnostics {
    let sink = Sink::default();
    sink.error(
        &Position::start(&at.to_string_lossy()),
        format!("cannot be written: {error}"),
        "check the folder",
    );
    sink.finish::<()>(None).err().unwrap_or_default()
}
