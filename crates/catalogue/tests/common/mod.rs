//! Little catalogues in folders of their own, with tables that are short and quick.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

const TABLES: [&str; 6] =
    ["provinces", "communes", "ethnic_groups", "countries_vi", "holidays", "agency_codes"];

/// Of these a little catalogue has the columns and no row.
const OLD_TABLES: [&str; 5] =
    ["provinces_old", "districts_old", "communes_old", "communes_old_to_new", "units_former_2019_2025"];

/// A folder with these files, `from` in one of them replaced by `to`, and further files.
pub(crate) fn little(files: &[(&str, &str)], from: &str, to: &str, more: &[(&str, &str)]) -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("little-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(root.join("data")).unwrap();
    // One province's communes are enough.
    table(&root, &TABLES, |name, line| name != "communes" || line.ends_with(",82"));
    table(&root, &OLD_TABLES, |_, _| false);
    let touched = files.iter().filter(|(_, text)| text.contains(from)).count();
    assert!(from.is_empty() || touched == 1, "{from:?} stands in {touched} files");
    for (file, text) in files.iter().chain(more) {
        let at = root.join(file);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, if from.is_empty() { text.to_string() } else { text.replacen(from, to, 1) }).unwrap();
    }
    root
}

/// Copies tables with their first line and those that are wanted.
fn table(root: &Path, names: &[&str], wanted: impl Fn(&str, &str) -> bool) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    for name in names {
        let file = format!("{name}.csv");
        let text = fs::read_to_string(data.join(&file)).unwrap();
        let lines = text.lines().enumerate().filter(|(at, line)| *at == 0 || wanted(name, line));
        let short: Vec<&str> = lines.map(|(_, line)| line).collect();
        fs::write(root.join("data").join(file), short.join("\n")).unwrap();
    }
}
