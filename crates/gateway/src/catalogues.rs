//! The catalogues: the one that is served, and every earlier one, because a dossier is judged and read with
//! the version it was made with.

use crate::folder::Folder;
use dossier::blob::{self, BlobError};
use dossier::index::Entry;
use dossier::paper::Paper;
use dossier::reader::Read;
use dossier::timetable::{self, Timetable};
use dossier::{Index, Procedure, Site, Tables};
use exchange::{Mapping, Targets, mapping};
use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use vietnam::date::Date;

const INDEX: &str = "index.bin";
/// What is for us alone: no part of the version, and served to nobody.
const OURS: [&str; 2] = [mapping::FILE, timetable::FILE];

/// One version, in memory.
#[derive(Debug)]
pub struct Catalogue {
    /// Its index.
    pub index: Index,
    /// All lists and places.
    pub tables: Tables,
    procedures: Vec<Procedure>,
    targets: Targets,
    timetable: Timetable,
    dir: PathBuf,
    files: HashSet<String>,
}

/// All versions.
#[derive(Debug)]
pub struct Catalogues {
    current: Arc<Catalogue>,
    by_version: BTreeMap<String, Arc<Catalogue>>,
}

/// Why a catalogue cannot be used.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum CatalogueError {
    #[error("the catalogue's file {0} cannot be read: {1}")]
    Unreadable(PathBuf, io::Error),
    #[error("the catalogue's file {0} was written for another version of this program; build both anew")]
    OtherSchema(PathBuf),
    #[error("the catalogue's file {0} is damaged; build the catalogue anew")]
    Damaged(PathBuf),
    #[error("the catalogue's version {0:?} cannot name a folder; build the catalogue anew")]
    Version(String),
    #[error("the catalogue cannot be copied to {0}: {1}")]
    NotCopied(PathBuf, io::Error),
}

impl Catalogue {
    /// Reads a compiled catalogue.
    pub fn load(dir: &Path) -> Result<Catalogue, CatalogueError> {
        let index: Index = read(dir, INDEX)?;
        let mut tables = Tables::new(index.provinces.clone());
        for (province, file) in index.provinces.iter().zip(&index.communes) {
            tables.learn_communes(province.code, read(dir, file)?);
        }
        for (list, file) in &index.lists {
            tables.learn_list(*list, read(dir, file)?);
        }
        let procedures = index.procedures.iter().map(|entry| procedure(dir, entry));
        let procedures = procedures.collect::<Result<_, _>>()?;
        let (targets, timetable) = (targets(dir, &index)?, timetable(dir, &index)?);
        let files = walk(dir).map_err(|error| CatalogueError::Unreadable(dir.into(), error))?;
        let files = files.into_iter().filter(|name| !is_ours(name)).collect();
        Ok(Catalogue { index, tables, procedures, targets, timetable, dir: dir.into(), files })
    }

    /// The version of a procedure that is the law on `day`, as the site has it.
    pub fn procedure(&self, code: &str, site: &Site, day: Date) -> Option<Procedure> {
        let mut procedure = self.procedures.get(self.place(code, site, day)?)?.clone();
        procedure.at_site(site);
        Some(procedure)
    }

    /// Does it say how dossiers are written in a format?
    pub fn speaks(&self, format: &str) -> bool {
        self.targets.formats.iter().any(|(name, _)| name == format)
    }

    /// How its dossiers are written in a format; `None` in a catalogue that was built before there were any.
    pub fn mapping(&self, format: &str, code: &str, site: &Site, day: Date) -> Option<&Mapping> {
        self.targets.mapping(format, self.place(code, site, day)?)
    }

    /// The official form of a procedure on paper, where the law has one.
    pub fn paper(&self, code: &str, site: &Site, day: Date) -> Result<Option<Paper>, CatalogueError> {
        let entry = self.place(code, site, day).and_then(|at| self.index.procedures.get(at));
        entry.and_then(Entry::paper).map(|file| read(&self.dir, &file)).transpose()
    }

    /// When offices work.
    pub fn timetable(&self) -> &Timetable {
        &self.timetable
    }

    /// The field (lĩnh vực) a procedure belongs to, in Vietnamese.
    pub fn field(&self, code: &str, site: &Site, day: Date) -> Option<&str> {
        Some(self.index.procedures.get(self.place(code, site, day)?)?.field.vi.as_str())
    }

    /// The place in the index of the version that is the law on `day`.
    fn place(&self, code: &str, site: &Site, day: Date) -> Option<usize> {
        self.index.procedures.iter().position(|e| e.code == code && e.holds(&site.id, day))
    }
}

impl Catalogues {
    /// Keeps a copy of the catalogue in `served`, and loads all copies kept.
    pub fn open(served: &Path, folder: &Folder) -> Result<Catalogues, CatalogueError> {
        let version = Catalogue::load(served)?.index.version;
        if !names_a_folder(&version) {
            return Err(CatalogueError::Version(version));
        }
        let home = folder.catalogues().join(&version);
        copy(served, &home).map_err(|error| CatalogueError::NotCopied(home.clone(), error))?;
        let current = Arc::new(Catalogue::load(&home)?);
        let mut by_version = kept(folder);
        by_version.insert(version, Arc::clone(&current));
        Ok(Catalogues { current, by_version })
    }

    /// The copies kept, for reading dossiers without serving.
    pub fn kept(folder: &Folder) -> BTreeMap<String, Arc<Catalogue>> {
        kept(folder)
    }

    /// The version served now.
    pub fn current(&self) -> &Catalogue {
        &self.current
    }

    /// A version.
    pub fn version(&self, version: &str) -> Option<&Arc<Catalogue>> {
        self.by_version.get(version)
    }

    /// The folder that holds a file: of the version served now, or, because a page stays open for days, of
    /// an earlier one.
    pub fn folder_of(&self, file: &str) -> Option<&Path> {
        let all = std::iter::once(&self.current).chain(self.by_version.values().rev());
        all.into_iter().find(|c| c.files.contains(file)).map(|c| c.dir.as_path())
    }
}

fn kept(folder: &Folder) -> BTreeMap<String, Arc<Catalogue>> {
    let entries = fs::read_dir(folder.catalogues()).into_iter().flatten().flatten();
    let mut all = BTreeMap::new();
    for entry in entries {
        match Catalogue::load(&entry.path()) {
            Ok(catalogue) => {
                all.insert(catalogue.index.version.clone(), Arc::new(catalogue));
            }
            // A copy cut short, or of another schema: its dossiers stay, their labels cannot be shown.
            Err(error) => tracing::warn!(%error, "a kept catalogue is left aside"),
        }
    }
    all
}

/// A procedure with what it says of answers, which a dossier's findings are named by.
fn procedure(dir: &Path, entry: &Entry) -> Result<Procedure, CatalogueError> {
    let mut procedure: Procedure = read(dir, &entry.file())?;
    let said = entry.said();
    match procedure.say(read(dir, &said)?) {
        true => Ok(procedure),
        false => Err(CatalogueError::Damaged(dir.join(said))),
    }
}

/// How dossiers are written for other systems; nothing where the catalogue does not say.
fn targets(dir: &Path, index: &Index) -> Result<Targets, CatalogueError> {
    if !dir.join(mapping::FILE).exists() {
        return Ok(Targets::default());
    }
    let targets: Targets = read(dir, mapping::FILE)?;
    let whole = targets.formats.iter().all(|(_, all)| all.len() == index.procedures.len());
    if whole && targets.version == index.version {
        Ok(targets)
    } else {
        Err(CatalogueError::Damaged(dir.join(mapping::FILE)))
    }
}

/// When offices work; as all do, in a catalogue that was built before it was told apart.
fn timetable(dir: &Path, index: &Index) -> Result<Timetable, CatalogueError> {
    if !dir.join(timetable::FILE).exists() {
        return Ok(Timetable::default());
    }
    let timetable: Timetable = read(dir, timetable::FILE)?;
    let whole = timetable.version == index.version;
    if whole { Ok(timetable) } else { Err(CatalogueError::Damaged(dir.join(timetable::FILE))) }
}

fn is_ours(name: &str) -> bool {
    OURS.iter().any(|ours| name.starts_with(ours))
}

fn read<T: Read>(dir: &Path, name: &str) -> Result<T, CatalogueError> {
    let path = dir.join(name);
    let bytes = fs::read(&path).map_err(|error| CatalogueError::Unreadable(path.clone(), error))?;
    blob::read(&bytes).map_err(|error| match error {
        BlobError::OtherSchema(_) => CatalogueError::OtherSchema(path),
        BlobError::NotACatalogueFile | BlobError::Damaged => CatalogueError::Damaged(path),
    })
}

fn names_a_folder(version: &str) -> bool {
    (1..=64).contains(&version.len())
        && version.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        && !version.starts_with('.')
}

/// Copies what is missing; the index last, so that a copy without one is known to be cut short. What is for us alone
/// may have been mended since.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut names = walk(from)?;
    names.sort_by_key(|name| (name.starts_with(INDEX), name.clone()));
    for name in names {
        let target = to.join(&name);
        let mended = || -> io::Result<bool> {
            Ok(is_ours(&name) && fs::read(from.join(&name))? != fs::read(&target)?)
        };
        if target.exists() && !mended()? {
            continue;
        }
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        let partial = target.with_added_extension("partial");
        fs::copy(from.join(&name), &partial)?;
        File::open(&partial)?.sync_all()?;
        fs::rename(partial, target)?;
    }
    File::open(to)?.sync_all()
}

/// Names of all files, with `/` between folders.
fn walk(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            names.extend(walk(&entry.path())?.iter().map(|inner| format!("{name}/{inner}")));
        } else {
            names.push(name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dossier::blob;

    const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

    /// The compiled catalogue in a folder of its own.
    fn served() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in catalogue::compile(Path::new(ROOT)).unwrap().files {
            fs::write(dir.path().join(file.name), file.bytes).unwrap();
        }
        dir
    }

    fn birth<'c>(catalogue: &'c Catalogue, format: &str) -> Option<&'c Mapping> {
        let site = catalogue.index.site("dong-thap").unwrap();
        catalogue.mapping(format, "1.001193", site, "2026-11-20".parse().unwrap())
    }

    #[test]
    fn a_catalogue_says_how_its_dossiers_are_written_for_others_and_serves_no_file_of_it() {
        let dir = served();
        let catalogue = Catalogue::load(dir.path()).unwrap();
        let fields = |format| birth(&catalogue, format).map_or(0, |mapping| mapping.dossier.len());
        assert!(fields(exchange::SUBMIT) > 20 && fields(exchange::SYNC) > 20);
        assert!(birth(&catalogue, "fax").is_none());
        assert!(OURS.iter().all(|ours| !catalogue.files.contains(*ours)) && catalogue.files.contains(INDEX));
    }

    #[test]
    fn an_older_catalogue_is_read_without_it() {
        let dir = served();
        OURS.iter().for_each(|ours| fs::remove_file(dir.path().join(ours)).unwrap());
        let catalogue = Catalogue::load(dir.path()).unwrap();
        assert!(birth(&catalogue, exchange::SUBMIT).is_none());
        assert_eq!(*catalogue.timetable(), Timetable::default());
    }

    #[test]
    fn that_of_another_catalogue_is_refused() {
        let dir = served();
        let file = dir.path().join(mapping::FILE);
        let targets: Targets = blob::read(&fs::read(&file).unwrap()).unwrap();
        let of_another = Targets { version: "another".into(), ..targets.clone() };
        let too_short = Targets { formats: vec![("submit".into(), Vec::new())], ..targets };
        for wrong in [of_another, too_short] {
            fs::write(&file, blob::write(&wrong)).unwrap();
            assert!(matches!(Catalogue::load(dir.path()), Err(CatalogueError::Damaged(at)) if at == file));
        }
        let (dir, of_another) = (served(), Timetable { version: "another".into(), ..Timetable::default() });
        let file = dir.path().join(timetable::FILE);
        fs::write(&file, blob::write(&of_another)).unwrap();
        assert!(matches!(Catalogue::load(dir.path()), Err(CatalogueError::Damaged(at)) if at == file));
    }

    #[test]
    fn what_was_mended_replaces_what_was_kept_of_the_same_version() {
        let (dir, data) = (served(), tempfile::tempdir().unwrap());
        let home = data.path().join("home");
        fs::create_dir(&home).unwrap();
        copy(dir.path(), &home).unwrap();
        let file = dir.path().join(mapping::FILE);
        let mut targets: Targets = blob::read(&fs::read(&file).unwrap()).unwrap();
        targets.formats.pop();
        fs::write(&file, blob::write(&targets)).unwrap();
        copy(dir.path(), &home).unwrap();
        assert_eq!(fs::read(home.join(mapping::FILE)).unwrap(), fs::read(&file).unwrap());
    }
}
