//! The catalogues: the one that is served, and every earlier one, because a dossier is judged and read with
//! the version it was made with.

use crate::folder::Folder;
use dossier::blob::{self, BlobError};
use dossier::index::Entry;
use dossier::reader::Read;
use dossier::{Index, Procedure, Site, Tables};
use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use vietnam::date::Date;

const INDEX: &str = "index.bin";

/// One version, in memory.
#[derive(Debug)]
pub struct Catalogue {
    /// Its index.
    pub index: Index,
    /// All lists and places.
    pub tables: Tables,
    procedures: Vec<Procedure>,
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
        let files = walk(dir).map_err(|error| CatalogueError::Unreadable(dir.into(), error))?;
        Ok(Catalogue { index, tables, procedures, dir: dir.into(), files: files.into_iter().collect() })
    }

    /// The version of a procedure that is the law on `day`, as the site has it.
    pub fn procedure(&self, code: &str, site: &Site, day: Date) -> Option<Procedure> {
        let at = self.index.procedures.iter().position(|e| e.code == code && e.holds(&site.id, day))?;
        let mut procedure = self.procedures.get(at)?.clone();
        procedure.at_site(site);
        Some(procedure)
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

/// Copies what is missing; the index last, so that a copy without one is known to be cut short.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut names = walk(from)?;
    names.sort_by_key(|name| (name.starts_with(INDEX), name.clone()));
    for name in names {
        let target = to.join(&name);
        if target.exists() {
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
