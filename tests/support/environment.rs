//! Where things lie: `cargo xtask test` says it in the environment.

use crate::citizen::FAILED;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

/// The path in the variable `name`.
///
/// # Panics
/// Without it: a journey that cannot be made has not passed.
#[must_use]
pub fn path(name: &str) -> PathBuf {
    match env::var_os(name) {
        Some(path) if !path.is_empty() => PathBuf::from(path),
        _ => panic!(
            "{name} is not set. The journeys need the built widget, the gateway and three browsers: run them with \
             `cargo xtask test`, which builds everything and says where it lies"
        ),
    }
}

/// Everything that `cargo xtask test` says.
const ALL: [&str; 11] = [
    "TO_KHAI_GATEWAY",
    "TO_KHAI_PROVINCE",
    "TO_KHAI_WEB",
    "TO_KHAI_CATALOGUE",
    "TO_KHAI_STORIES",
    "TO_KHAI_AXE",
    "TO_KHAI_PACKAGES",
    "TO_KHAI_SCREENS",
    "CHROMEDRIVER",
    "GECKODRIVER",
    "WEBKITWEBDRIVER",
];

/// # Panics
/// When something is not said.
pub fn check() {
    for name in ALL {
        let _ = path(name);
    }
}

/// Where the screenshots go.
pub fn screens() -> &'static Path {
    static SCREENS: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = made(path("TO_KHAI_SCREENS"));
        // What failed in an earlier run is not said of this one.
        for old in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            if old.file_name().to_string_lossy().contains(FAILED) {
                let _ = std::fs::remove_file(old.path());
            }
        }
        folder
    });
    &SCREENS
}

/// A folder of this run: databases, logs, profiles, papers. It stays until the next run, for whoever asks why.
pub fn scratch(name: &str) -> PathBuf {
    static SCRATCH: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = screens().with_file_name("journeys");
        let _ = std::fs::remove_dir_all(&folder);
        made(folder)
    });
    made(SCRATCH.join(name))
}

/// Writes a file that several journeys have: what another is reading does not change under it.
///
/// # Panics
/// When it cannot be written.
pub fn written(file: PathBuf, bytes: &[u8]) -> PathBuf {
    static WRITING: Mutex<()> = Mutex::new(());
    let _alone = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    if !std::fs::read(&file).is_ok_and(|there| there == bytes) {
        std::fs::write(&file, bytes).unwrap_or_else(|why| panic!("cannot write {}: {why}", file.display()));
    }
    file
}

fn made(folder: PathBuf) -> PathBuf {
    std::fs::create_dir_all(&folder).unwrap_or_else(|why| panic!("cannot make {}: {why}", folder.display()));
    std::path::absolute(folder).expect("a path that was just made")
}
