//! Reading and writing files, with the file named when it fails.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256, Sha384};
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

pub(crate) fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        create_dir(folder)?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

pub(crate) fn create_dir(path: &Path) -> Result<()> {
    fs::create_dir_all(path).with_context(|| format!("cannot create the folder {}", path.display()))
}

/// Removes a folder, if it is there.
pub(crate) fn remove_dir(path: &Path) -> Result<()> {
    if path.exists() {
        fs::remove_dir_all(path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}

/// Puts a finished folder in the place of an older one, so that a killed build never looks complete.
pub(crate) fn replace_dir(finished: &Path, place: &Path) -> Result<()> {
    remove_dir(place)?;
    fs::rename(finished, place).with_context(|| format!("cannot write {}", place.display()))
}

/// Every file at or below `path`, sorted; none if it does not exist.
pub(crate) fn walk(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![path.to_owned()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path).with_context(|| format!("cannot read {}", path.display()))? {
                waiting.push(entry?.path());
            }
        } else if path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether the name of a file ends in `.extension`.
pub(crate) fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

/// The SHA-256 of `bytes`, in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The beginning of the SHA-256 of `bytes`: 16 hexadecimal digits.
pub(crate) fn hash(bytes: &[u8]) -> String {
    sha256(bytes).chars().take(16).collect()
}

/// What a page writes into `integrity` to load these very bytes: the SHA-384 in base 64, which needs no padding.
pub(crate) fn integrity(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha384::digest(bytes);
    let four = |three: &[u8]| {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        [18, 12, 6, 0].map(|shift| char::from(LETTERS[bits >> shift & 63]))
    };
    format!("sha384-{}", digest.chunks(3).flat_map(four).collect::<String>())
}

/// One hash of the names and contents of all files at or below `inputs` (relative to `root`).
pub(crate) fn hash_tree(root: &Path, inputs: &[&str]) -> Result<String> {
    let mut all = Sha256::new();
    for input in inputs {
        for file in walk(&root.join(input))? {
            let name = file.strip_prefix(root).unwrap_or(&file);
            all.update(name.as_os_str().as_encoded_bytes());
            all.update([0]);
            all.update(Sha256::digest(read(&file)?));
        }
    }
    Ok(hash(&all.finalize()))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A folder of this test's own, empty.
    pub(crate) fn scratch(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("to-khai-xtask-{}-{name}", std::process::id()));
        remove_dir(&dir).unwrap();
        create_dir(&dir).unwrap();
        dir
    }

    #[test]
    fn bytes_are_pinned_as_browsers_compare_them() {
        // `printf abc | openssl dgst -sha384 -binary | base64`
        let abc = "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn";
        assert_eq!(integrity(b"abc"), abc);
        assert!(sha256(b"abc").starts_with(&hash(b"abc")));
        assert_eq!(hash(b"abc"), "ba7816bf8f01cfea");
    }

    #[test]
    fn the_stamp_changes_with_a_content_or_a_name_and_with_nothing_else() {
        let dir = scratch("stamp");
        let stamp = || hash_tree(&dir, &["src", "Cargo.toml"]).unwrap();
        write(&dir.join("src/a.rs"), b"one").unwrap();
        write(&dir.join("Cargo.toml"), b"[package]").unwrap();
        let first = stamp();
        write(&dir.join("src/a.rs"), b"one").unwrap();
        write(&dir.join("README.md"), b"not an input").unwrap();
        assert_eq!(stamp(), first);
        write(&dir.join("src/a.rs"), b"two").unwrap();
        let second = stamp();
        assert_ne!(second, first);
        fs::rename(dir.join("src/a.rs"), dir.join("src/b.rs")).unwrap();
        assert_ne!(stamp(), second);
        remove_dir(&dir).unwrap();
    }
}
