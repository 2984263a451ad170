//! `cargo xtask tidy`: who may know whom, and the other rules of the house.

use crate::project::Project;
use crate::{files, run};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::fmt;

/// Everything that a crate may depend on; crates not named here may use what they like.
const MAY_USE: [(&str, &[&str]); 7] = [
    ("vietnam", &["serde"]),
    ("scan", &["rqrr"]),
    ("dossier", &["vietnam", "serde", "postcard", "validator"]),
    ("protocol", &["dossier", "vietnam", "serde", "postcard", "validator"]),
    ("exchange", &["dossier", "protocol", "vietnam", "serde", "serde_json"]),
    (
        "slips",
        &[
            "dossier",
            "vietnam",
            "serde",
            "serde_json",
            "typst",
            "typst-layout",
            "typst-pdf",
            "qrcode",
            "unicode-normalization",
        ],
    ),
    (
        "to-khai",
        &[
            "dossier",
            "protocol",
            "vietnam",
            "leptos",
            "postcard",
            "serde",
            "gloo-net",
            "js-sys",
            "web-sys",
            "talc",
            "wasm-bindgen",
            "wasm-bindgen-futures",
        ],
    ),
];

/// Between the widget and the gateway stands the HTTP contract. Who serves prints nothing: a typesetter is no part of it.
const MAY_NOT_USE: [(&str, &str); 4] =
    [("gateway", "to-khai"), ("catalogue", "to-khai"), ("gateway", "slips"), ("gateway", "desk")];

/// A second reading of a contract shares nothing with the first but what is true of Viet Nam.
const STRANGERS: [&str; 1] = ["province"];
const KNOWN_TO_STRANGERS: &str = "vietnam";

/// Words that some sources must do without.
struct Ban {
    words: &'static [&'static str],
    within: fn(&str) -> bool,
    why: &'static str,
}

const BANS: [Ban; 5] = [
    Ban {
        words: &["web_sys", "js_sys"],
        within: |path| is_widget(path) && !path.starts_with("src/platform") && path != "src/lib.rs",
        why: "src/platform alone knows the browser",
    },
    Ban { words: &["f32", "f64"], within: is_core, why: "money and days of the law are whole numbers" },
    Ban {
        words: &["std::time", "SystemTime", "regex"],
        within: |path| is_core(path) || path.starts_with("crates/scan/src/"),
        why: "the core has no clock and no regular expressions: today comes in as data",
    },
    Ban {
        words: &["std::fs", "std::io", "std::net", "std::env", "std::time", "SystemTime"],
        within: |path| path.starts_with("crates/slips/src/"),
        why: "what is printed follows from what is given: no files, no network, no clock",
    },
    Ban {
        words: &["style="],
        within: is_widget,
        why: "a strict content security policy refuses inline styles: use a class",
    },
];

const LONGEST_FILE: usize = 400;

const DOCUMENTS: [&str; 3] = ["CHANGELOG.md", "LICENSE", "README.md"];

/// A rule that is broken, and where.
#[derive(Debug, PartialEq)]
struct Breach {
    file: String,
    line: usize,
    why: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.why)
    }
}

pub(crate) fn tidy(project: &Project) -> Result<()> {
    let mut breaches = check_metadata(project)?;
    for folder in ["src", "crates", "xtask"] {
        for path in files::walk(&project.root().join(folder))? {
            if files::has_extension(&path, "rs") {
                let name = path.strip_prefix(project.root())?.to_string_lossy().into_owned();
                breaches.extend(check_source(&name, &files::read_text(&path)?));
            }
        }
    }
    for document in DOCUMENTS {
        if !project.root().join(document).is_file() {
            let why = "must be there for those who use and change the project".to_owned();
            breaches.push(Breach { file: document.to_owned(), line: 1, why });
        }
    }
    for breach in &breaches {
        eprintln!("{breach}");
    }
    if breaches.is_empty() { Ok(()) } else { bail!("rules of the house broken: {}", breaches.len()) }
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// `dev` or `build`; nothing for a normal dependency.
    kind: Option<String>,
}

fn check_metadata(project: &Project) -> Result<Vec<Breach>> {
    let json = run::answer(&mut project.cargo("metadata --no-deps --format-version 1"))
        .context("`cargo metadata` failed: run it to see why")?;
    let metadata: Metadata = serde_json::from_str(&json).context("`cargo metadata` is not understood")?;
    let mut breaches = Vec::new();
    for package in &metadata.packages {
        let manifest = files::read_text(package.manifest_path.as_ref())?;
        let file = package.manifest_path.trim_start_matches(&*project.root().to_string_lossy());
        let ours: Vec<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
        breaches.extend(check_dependencies(package, file.trim_start_matches('/'), &manifest, &ours));
    }
    Ok(breaches)
}

fn check_dependencies(package: &Package, file: &str, manifest: &str, ours: &[&str]) -> Vec<Breach> {
    let normal = package.dependencies.iter().filter(|dependency| dependency.kind.is_none());
    let forbidden = normal.filter(|dependency| !may_use(&package.name, &dependency.name, ours));
    let breach = |dependency: &Dependency| Breach {
        file: file.to_owned(),
        line: 1 + manifest.lines().position(|line| names(line, &dependency.name)).unwrap_or(0),
        why: format!("`{}` may not depend on `{}`", package.name, dependency.name),
    };
    forbidden.map(breach).collect()
}

fn may_use(package: &str, dependency: &str, ours: &[&str]) -> bool {
    let allowed =
        MAY_USE.iter().find(|rule| rule.0 == package).is_none_or(|rule| rule.1.contains(&dependency));
    let strange =
        STRANGERS.contains(&package) && ours.contains(&dependency) && dependency != KNOWN_TO_STRANGERS;
    allowed && !strange && !MAY_NOT_USE.contains(&(package, dependency))
}

/// Whether a line of a manifest declares this dependency: `name = …`, `name.workspace` or `[….name]`.
fn names(line: &str, dependency: &str) -> bool {
    line.strip_prefix(dependency).is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
        || line.ends_with(&format!("dependencies.{dependency}]"))
}

fn is_widget(path: &str) -> bool {
    path.starts_with("src/")
}

/// The crates without browser, clock or floating point.
fn is_core(path: &str) -> bool {
    ["vietnam", "dossier", "protocol", "exchange"]
        .iter()
        .any(|name| path.starts_with(&format!("crates/{name}/src/")))
}

fn check_source(path: &str, text: &str) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut breach = |line, why| breaches.push(Breach { file: path.to_owned(), line, why });
    for (number, line) in (1..).zip(text.lines()) {
        for ban in BANS.iter().filter(|ban| (ban.within)(path)) {
            if let Some(word) = ban.words.iter().find(|word| contains_word(code(line), word)) {
                breach(number, format!("`{word}` does not belong here: {}", ban.why));
            }
        }
    }
    let length = length_without_tests(text);
    if !is_test(path) && length > LONGEST_FILE {
        breach(LONGEST_FILE, format!("{length} lines without its tests: split it by the reader's questions"));
    }
    breaches
}

/// A line without its comment.
fn code(line: &str) -> &str {
    let comment = line.match_indices("//").find(|(at, _)| !line[..*at].ends_with(':'));
    comment.map_or(line, |(at, _)| &line[..at])
}

fn contains_word(text: &str, word: &str) -> bool {
    let part = |character: char| character.is_alphanumeric() || character == '_' || character == '-';
    text.match_indices(word).any(|(at, _)| {
        let open = word.ends_with('=') || !text[at + word.len()..].starts_with(part);
        open && !text[..at].ends_with(part)
    })
}

fn length_without_tests(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines.windows(2).position(|pair| pair[0] == "#[cfg(test)]" && pair[1].ends_with('{'));
    tests.unwrap_or(lines.len())
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(path: &str, text: &str) -> Vec<String> {
        check_source(path, text).iter().map(ToString::to_string).collect()
    }

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Package {
        let dependency = |&(name, kind): &(&str, Option<&str>)| Dependency {
            name: name.to_owned(),
            kind: kind.map(str::to_owned),
        };
        let dependencies = dependencies.iter().map(dependency).collect();
        Package { name: name.to_owned(), manifest_path: String::new(), dependencies }
    }

    #[test]
    fn the_core_does_not_know_the_browser_and_may_test_with_anything() {
        let package = package("dossier", &[("vietnam", None), ("web-sys", None), ("proptest", Some("dev"))]);
        let manifest = "[dependencies]\nvietnam.workspace = true\nweb-sys = \"0.3\"\n";
        let breaches = check_dependencies(&package, "crates/dossier/Cargo.toml", manifest, &[]);
        let [breach] = breaches.as_slice() else { panic!("{breaches:?}") };
        assert_eq!(breach.to_string(), "crates/dossier/Cargo.toml:3: `dossier` may not depend on `web-sys`");
    }

    #[test]
    fn widget_and_gateway_never_know_each_other() {
        assert!(!may_use("gateway", "to-khai", &[]));
        assert!(!may_use("to-khai", "gateway", &[]));
        assert!(!may_use("to-khai", "catalogue", &[]));
        assert!(may_use("exchange", "protocol", &[]) && !may_use("exchange", "tokio", &[]));
        assert!(may_use("gateway", "axum", &[]));
        assert!(may_use("to-khai", "leptos", &[]));
    }

    #[test]
    fn the_stand_in_reads_the_contract_for_itself() {
        let ours = ["vietnam", "protocol", "gateway", "province"];
        assert!(!may_use("province", "protocol", &ours));
        assert!(!may_use("province", "gateway", &ours));
        assert!(may_use("province", "vietnam", &ours));
        assert!(may_use("province", "axum", &ours));
        assert!(may_use("gateway", "protocol", &ours));
    }

    #[test]
    fn the_browser_is_known_in_one_place() {
        let text = "use web_sys::window;";
        assert_eq!(
            words("src/app.rs", text),
            ["src/app.rs:1: `web_sys` does not belong here: src/platform alone knows the browser"]
        );
        assert!(words("src/platform/net.rs", text).is_empty());
        assert!(words("src/lib.rs", text).is_empty());
    }

    #[test]
    fn the_core_has_no_floats_and_no_clock() {
        assert_eq!(words("crates/dossier/src/fee.rs", "let a = 1;\nfn fee() -> f64 {}").len(), 1);
        assert_eq!(words("crates/vietnam/src/date.rs", "use std::time::Duration;").len(), 1);
        assert!(
            words("crates/vietnam/src/date.rs", "/// No f64, no regex. // SystemTime\nlet buf64 = 1;")
                .is_empty()
        );
        assert!(words("crates/gateway/src/clock.rs", "use std::time::SystemTime;").is_empty());
    }

    #[test]
    fn what_prints_has_no_files_and_no_clock() {
        assert_eq!(words("crates/slips/src/press.rs", "use std::fs::read;").len(), 1);
        assert_eq!(words("crates/slips/src/press.rs", "use std::time::Instant;").len(), 1);
        assert!(words("crates/slips/tests/it/poppler.rs", "use std::fs;").is_empty());
        assert!(!may_use("slips", "tokio", &[]));
        assert!(!may_use("gateway", "slips", &[]) && !may_use("gateway", "desk", &[]));
        assert!(may_use("desk", "slips", &[]));
    }

    #[test]
    fn a_style_attribute_is_refused_and_a_style_variable_is_not() {
        assert_eq!(words("src/app.rs", r#"<p style="color: red">"#).len(), 1);
        assert!(words("src/app.rs", r#"let style = 1; <p data-style="x">"#).is_empty());
    }

    #[test]
    fn a_long_file_is_refused_however_long_its_tests_may_be() {
        let long = "\n".repeat(LONGEST_FILE);
        let tests = format!("{long}#[cfg(test)]\nmod tests {{\n{long}}}\n");
        assert!(words("src/app.rs", &tests).is_empty());
        assert_eq!(words("src/app.rs", &format!("{long}fn one_more() {{}}\n")).len(), 1);
        assert!(words("crates/dossier/tests/golden.rs", &format!("{long}\n")).is_empty());
    }

    #[test]
    fn an_address_is_not_a_comment() {
        assert_eq!(code("let a = \"https://a.vn\"; // why"), "let a = \"https://a.vn\"; ");
    }
}
