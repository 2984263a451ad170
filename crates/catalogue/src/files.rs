//! Reading the sources and writing the compiled files.

use crate::diagnostic::{Position, Sink};
use crate::yaml::{self, Node};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Every YAML file under `root/folder`, parsed, in the order of paths; the path is relative to `root`.
pub(crate) fn sources(root: &Path, folder: &str, sink: &Sink) -> Vec<(String, Node)> {
    sources_but(root, folder, "", sink)
}

/// The same, without the folder `but` in it.
pub(crate) fn sources_but(root: &Path, folder: &str, but: &str, sink: &Sink) -> Vec<(String, Node)> {
    let mut files = Vec::new();
    walk(&root.join(folder), &mut files);
    files.retain(|file| but.is_empty() || !file.starts_with(root.join(folder).join(but)));
    files.sort();
    let read = |file: PathBuf| {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        match fs::read_to_string(&file) {
            Ok(text) => Some((name.clone(), yaml::parse(&name, &text, sink)?)),
            Err(error) => {
                sink.error(&Position::start(&name), format!("cannot be read: {error}"), "check the file");
                None
            }
        }
    };
    files.into_iter().filter_map(read).collect()
}

fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, into);
        } else if path.extension().is_some_and(|ext| ext == "yaml") {
            into.push(path);
        }
    }
}

/// A compiled file, named by its content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Blob {
    /// Its name in the output folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Size of a written file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// Its name.
    pub name: String,
    /// Bytes as they are.
    pub raw: usize,
    /// Bytes in brotli, quality 11.
    pub brotli: usize,
}

/// Writes the files, each also in brotli, and removes compiled files of earlier builds.
pub(crate) fn write(out: &Path, blobs: &[Blob]) -> io::Result<Vec<Written>> {
    fs::create_dir_all(out)?;
    for entry in fs::read_dir(out)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let compiled = name.ends_with(".bin") || name.ends_with(".bin.br");
        if compiled && !blobs.iter().any(|blob| name.trim_end_matches(".br") == blob.name) {
            fs::remove_file(path)?;
        }
    }
    blobs.iter().map(|blob| write_one(out, blob)).collect()
}

fn write_one(out: &Path, blob: &Blob) -> io::Result<Written> {
    let plain = out.join(&blob.name);
    let packed = out.join(format!("{}.br", blob.name));
    let fresh = fs::read(&plain).is_ok_and(|old| old == blob.bytes) && packed.exists();
    if !fresh {
        fs::write(&plain, &blob.bytes)?;
        fs::write(&packed, brotli(&blob.bytes)?)?;
    }
    let brotli = usize::try_from(fs::metadata(&packed)?.len()).unwrap_or(usize::MAX);
    Ok(Written { name: blob.name.clone(), raw: blob.bytes.len(), brotli })
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, 11, 22);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(packed)
}
