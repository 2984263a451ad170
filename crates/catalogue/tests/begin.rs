//! A new procedure begins with a file that is sound as it is, and with a scenario that comes true.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// A folder with this repository's data and pieces, and no procedure.
fn empty() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("begin-{}", std::process::id()));
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for folder in ["data", "procedures/blocks", "procedures/pages", "procedures/parts", "procedures/rates"] {
        fs::create_dir_all(root.join(folder)).unwrap();
        for entry in fs::read_dir(here.join(folder)).unwrap().flatten() {
            fs::copy(entry.path(), root.join(folder).join(entry.file_name())).unwrap();
        }
    }
    root
}

#[test]
fn what_is_begun_is_sound_and_never_overwrites() {
    let root = empty();
    let today = "2026-11-24".parse().unwrap();
    let new = |code: &str, field: &str, name: &str| catalogue::begin(&root, code, field, name, today);
    let [procedure, scenario] = new("9.000001", "ho-tich", "Thủ tục đăng ký việc thử").unwrap();
    assert_eq!(procedure, Path::new("procedures/ho-tich/9.000001-viec-thu.yaml"));
    assert_eq!(scenario, Path::new("procedures/scenarios/ho-tich/9.000001.yaml"));
    let summary = catalogue::check(&root).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!(summary.procedures, 1);
    assert!(summary.unverified.iter().any(|why| why.contains("9.000001-viec-thu.yaml bản nháp")));
    assert_eq!(catalogue::scenarios(&root).unwrap().len(), 1);

    assert!(new("9.000001", "ho-tich", "Việc khác").unwrap_err().contains("has this code"));
    assert!(new("9000001", "ho-tich", "Việc thử").unwrap_err().contains("is no code"));
    assert!(new("9.000002", "hotich", "Việc thử").unwrap_err().contains("there are: ho-tich, chung-thuc"));
    assert!(new("9.000002", "ho-tich", "Việc \"thử\"").unwrap_err().contains("without quotes"));
    fs::remove_dir_all(root).unwrap();
}
