//! The whole catalogue: every procedure, the tables, the index.

use crate::diagnostic::{Diagnostics, Position, Sink};
use crate::expand::Blocks;
use crate::files::{self, Blob};
use crate::origins::Origins;
use crate::procedure::{Library, Read, procedure};
use crate::rates::{RateBook, overlap};
use crate::reference::{self, Reference};
use crate::share::share;
use crate::yaml::{Node, Value};
use crate::{abolished, guide, old, sites, targets};
use dossier::blob;
use dossier::index::{Abolished, Branch, Entry, Guide, Index, Site, Target, Told};
use dossier::kind::{Kind, ListId};
use dossier::paper::Paper;
use dossier::procedure::Procedure;
use dossier::tables::Tables;
use dossier::timetable::{self, SiteTime, Timetable};
use exchange::mapping::{self, Targets};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use vietnam::places::{Commune, OldProvince, OldUnit};

/// A compiled catalogue, in memory.
pub struct Compiled {
    /// What the widget loads first, in Vietnamese.
    pub index: Index,
    /// Procedures in both languages, in the order of the index.
    pub procedures: Vec<Procedure>,
    /// Every table, loaded in full.
    pub tables: Tables,
    /// How dossiers are written for other systems.
    pub targets: Targets,
    /// The files to be served; the index is `index.bin`.
    pub files: Vec<Blob>,
    /// Facts that nobody has verified yet, each with the file it belongs to.
    pub unverified: Vec<String>,
    /// How many of them each procedure rests on, those of its rates included.
    pub(crate) doubtful: Vec<usize>,
    /// Where the things of each procedure are written.
    pub origins: Vec<Origins>,
}

/// Codes of procedures, whether or not their files are sound.
#[derive(Default)]
pub(crate) struct Codes {
    /// Those that have a file.
    pub(crate) live: BTreeSet<String>,
    /// Those of which a file is not sound.
    pub(crate) broken: BTreeSet<String>,
    /// Those that are gone.
    pub(crate) gone: BTreeSet<String>,
    /// Lines of the fee of every sound one.
    pub(crate) fees: BTreeMap<String, Vec<String>>,
}

impl Codes {
    /// Does this code lead somewhere?
    pub(crate) fn leads(&self, code: &str) -> bool {
        self.live.contains(code) || self.gone.contains(code)
    }

    fn of(sources: &[&(String, Node)], gone: Option<&Node>, read: &[Read]) -> Codes {
        let code = |node: &Node| node.get("code").and_then(Node::words).map(str::to_string);
        let mut codes = Codes::default();
        for (file, node) in sources {
            let Some(code) = code(node) else { continue };
            if !read.iter().any(|one| *one.at.file == **file) {
                codes.broken.insert(code.clone());
            }
            codes.live.insert(code);
        }
        if let Some(Value::List(all)) = gone.map(|node| &node.value) {
            codes.gone = all.iter().filter_map(code).collect();
        }
        for procedure in read.iter().map(|one| &one.procedure) {
            if !codes.broken.contains(&procedure.code) {
                let lines = procedure.fee.iter().map(|line| line.id.clone());
                codes.fees.entry(procedure.code.clone()).or_default().extend(lines);
            }
        }
        codes
    }
}

/// Reads and proves everything under `root`.
pub fn compile(root: &Path) -> Result<Compiled, Diagnostics> {
    let sink = Sink::default();
    let (compiled, _) = read(root, &sink);
    sink.finish(Some(compiled))
}

/// Reads everything under `root`; what is not sound is left out and reported.
pub(crate) fn read(root: &Path, sink: &Sink) -> (Compiled, Codes) {
    let reference = reference::read(root, sink);
    let sources = files::sources_but(root, "procedures", "scenarios", sink);
    let folder = |folder: &str| {
        let folder = format!("procedures/{folder}/");
        sources.iter().filter(move |(name, _)| name.starts_with(&folder))
    };
    let file = |name: &str| sources.iter().find(|(file, _)| file == name).map(|(_, node)| node);
    let named =
        |name| folder(name).map(|(file, node)| (stem(file).to_string(), node)).collect::<Blocks<'_>>();
    let library = Library {
        blocks: named("blocks"),
        pages: named("pages"),
        parts: named("parts"),
        rates: RateBook::read(folder("rates").map(|(_, node)| node), sink),
        tables: reference.tables.clone(),
    };
    let is_procedure = |name: &str| {
        let place = name.split('/').nth(1).unwrap_or_default();
        !["blocks", "pages", "parts", "rates", "sites", "targets", GUIDE, ABOLISHED].contains(&place)
    };
    let procedures: Vec<&(String, Node)> = sources.iter().filter(|(name, _)| is_procedure(name)).collect();
    let read: Vec<Read> = procedures.iter().filter_map(|(_, node)| procedure(node, &library, sink)).collect();
    let gone = file("procedures/abolished.yaml");
    let codes = Codes::of(&procedures, gone, &read);
    let known = sites::Known { reference: &reference, codes: &codes, rates: &library.rates, sink };
    let sites: Vec<_> = folder("sites").filter_map(|(_, node)| sites::site(node, &known)).collect();
    one_version_a_day(&read, sink);
    sites_exist(&read, folder("sites"), sink);
    suggestions_lead(&read, &codes, sink);
    if !sites.is_empty() {
        services_exist(&read, sites.iter().map(|(site, ..)| site), sink);
    }
    let mut unverified = library.rates.doubts();
    unverified.extend(sites.iter().flat_map(|(_, _, doubts)| doubts.clone()));
    let (abolished, doubts) = abolished::abolished(gone, &codes, sink);
    unverified.extend(doubts);
    let guide = guide::guide(file("procedures/guide.yaml"), &codes, sink);
    let formats: Vec<_> = folder("targets").map(|(file, node)| (stem(file), node)).collect();
    let (formats, doubts) = targets::targets(&formats, &read, &codes, sink);
    unverified.extend(doubts);
    let (sites, times) = sites.into_iter().map(|(site, time, _)| (site, time)).unzip();
    let more = More { sites, times, abolished, guide, formats, unverified, old: old::read(root, sink) };
    let compiled = assemble(read, more, reference);
    (compiled, codes)
}

const GUIDE: &str = "guide.yaml";
const ABOLISHED: &str = "abolished.yaml";

/// What stands beside the procedures.
struct More {
    sites: Vec<Site>,
    times: Vec<SiteTime>,
    abolished: Vec<Abolished>,
    guide: Vec<Branch>,
    formats: targets::Formats,
    unverified: Vec<String>,
    old: Vec<(OldProvince, Vec<OldUnit>)>,
}

/// Two versions of one procedure never hold on one day at one site.
fn one_version_a_day(all: &[Read], sink: &Sink) {
    let meet = |a: &Read, b: &Read| {
        a.sites.is_empty()
            || b.sites.is_empty()
            || a.sites.iter().any(|(_, a)| b.sites.iter().any(|(_, b)| a == b))
    };
    for (at, one) in all.iter().enumerate() {
        for other in &all[..at] {
            let (a, b) = (&one.procedure, &other.procedure);
            if a.code == b.code && meet(one, other) && overlap(&a.in_force, &b.in_force) {
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

/// Sites that procedures name exist.
fn sites_exist<'a>(all: &[Read], sites: impl Iterator<Item = &'a (String, Node)>, sink: &Sink) {
    let known: Vec<&str> = sites.filter_map(|(_, node)| node.get("id")?.words()).collect();
    for (at, site) in
        all.iter().flat_map(|read| &read.sites).filter(|(_, site)| !known.contains(&site.as_str()))
    {
        sink.unknown(at, "site", site, known.iter().copied());
    }
}

/// What a choice is only offered with (`where:`), one site at least offers.
fn services_exist<'s>(all: &[Read], sites: impl Iterator<Item = &'s Site>, sink: &Sink) {
    let known: Vec<&str> = sites.flat_map(|site| &site.services).map(String::as_str).collect();
    for read in all {
        for question in &read.procedure.questions {
            let Kind::Choice { options } = &question.kind else { continue };
            for service in options.iter().filter_map(|option| option.service.as_deref()) {
                if !known.contains(&service) {
                    sink.unknown(&read.at, "service of a site", service, known.iter().copied());
                }
            }
        }
    }
}

/// Codes that rules suggest are those of a procedure, or are known to be gone.
fn suggestions_lead(all: &[Read], codes: &Codes, sink: &Sink) {
    for (at, code) in all.iter().flat_map(|read| &read.suggests).filter(|(_, code)| !codes.leads(code)) {
        sink.unknown(at, "procedure", code, codes.live.iter().chain(&codes.gone).map(String::as_str));
    }
}

fn assemble(read: Vec<Read>, more: More, reference: Reference) -> Compiled {
    let tables = reference.tables;
    let mut files = Vec::new();
    let (mut entries, mut told) = (Vec::new(), Vec::new());
    let mut procedures = Vec::new();
    let (mut unverified, mut doubtful, mut origins) = (Vec::new(), Vec::new(), Vec::new());
    for Read { procedure, field, called, sites, doubts, of_rates, at, origins: origin, .. } in read {
        origins.push(origin);
        unverified.extend(doubts.iter().map(|why| format!("{} {why}", at.file)));
        doubtful.push(doubts.len() + of_rates);
        let parts = apart(&procedure);
        let entry = Entry {
            code: procedure.code.clone(),
            name: procedure.name.clone(),
            field,
            in_force: procedure.in_force,
            sites: sites.into_iter().map(|(_, site)| site).collect(),
            content: hash(&blob::write(&parts)),
            has_paper: parts.paper.is_some(),
        };
        files.extend([
            Blob { name: entry.file(), bytes: blob::write(&parts.core) },
            Blob { name: entry.said(), bytes: blob::write(&parts.said) },
            Blob { name: entry.english(), bytes: blob::write(&parts.english) },
        ]);
        let paper = entry.paper().zip(parts.paper.as_ref());
        files.extend(paper.map(|(name, paper)| Blob { name, bytes: blob::write(paper) }));
        entries.push(entry);
        told.push(Told { summary: procedure.summary.clone(), called });
        procedures.push(procedure);
    }
    let all: Vec<&Commune> = tables.communes().collect();
    let replaced = |old: &Abolished| match &old.target {
        Target::Procedure(code) => Some((old.code.clone(), code.clone())),
        _ => None,
    };
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
        old_provinces: old_provinces(&mut files, more.old),
        lists: [ListId::EthnicGroups, ListId::Countries]
            .into_iter()
            .filter_map(|id| Some((id, add(&mut files, &format!("list-{}", id.id()), &tables.list(id)?))))
            .collect(),
        calendar: reference.calendar,
        sites: more.sites,
        replaced: more.abolished.iter().filter_map(replaced).collect(),
        guide: add(&mut files, "guide", &Guide { events: more.guide, told, abolished: more.abolished }),
        english: String::new(),
    };
    let mut english = Vec::new();
    index.texts_mut(&mut |text| english.push(std::mem::take(&mut text.en)));
    index.english = add(&mut files, "english-index", &english);
    unverified.extend(more.unverified);
    index.version = version(&files, &index);
    files.push(Blob { name: "index.bin".into(), bytes: blob::write(&index) });
    // They are none of what a dossier is declared with: no version of that changes with them.
    let targets = Targets { version: index.version.clone(), formats: more.formats };
    if !targets.formats.is_empty() {
        files.push(Blob { name: mapping::FILE.into(), bytes: blob::write(&targets) });
    }
    let timetable = Timetable { version: index.version.clone(), sites: more.times };
    files.push(Blob { name: timetable::FILE.into(), bytes: blob::write(&timetable) });
    Compiled { index, procedures, tables, targets, files, unverified, doubtful, origins }
}

/// A procedure in the files that a phone reads.
#[derive(Serialize)]
struct Apart {
    /// What the questions need.
    core: Procedure,
    /// What is said of answers, in the order of [`Procedure::said_mut`].
    said: Vec<String>,
    /// All words in English, in the order of [`Procedure::texts_mut`].
    english: Vec<String>,
    /// The form on paper.
    paper: Option<Paper>,
}

/// Half of a procedure is words, and few of them are needed for the first question.
fn apart(procedure: &Procedure) -> Apart {
    let (mut core, mut said, mut english) = (procedure.clone(), Vec::new(), Vec::new());
    let paper = core.paper.take();
    core.texts_mut(&mut |text| english.push(std::mem::take(&mut text.en)));
    core.said_mut(&mut |words| said.push(std::mem::take(words)));
    share(&mut core);
    Apart { core, said, english, paper }
}

/// Adds a file; returns its name, which holds a hash of its content.
fn add(files: &mut Vec<Blob>, stem: &str, value: &impl Serialize) -> String {
    let bytes = blob::write(value);
    let name = format!("{stem}-{}.bin", hash(&bytes));
    files.push(Blob { name: name.clone(), bytes });
    name
}

/// A file for each old province, and one that names them.
fn old_provinces(files: &mut Vec<Blob>, all: Vec<(OldProvince, Vec<OldUnit>)>) -> String {
    let named = all.into_iter().map(|(province, units)| {
        let file = add(files, &format!("old-{}", province.code), &units);
        (province, file)
    });
    let named: Vec<(OldProvince, String)> = named.collect();
    add(files, "old-provinces", &named)
}

/// What tells a file's content from another's, in its name.
fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))[..8].to_string()
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
