//! The programs that build and test: each pinned, installed once and shared by all checkouts.

mod apt;
pub(crate) mod browsers;
mod cargo;
mod npm;
pub(crate) mod poppler;

pub(crate) use cargo::{ensure_component, ensure_wasm_target};
pub(crate) use npm::need as ensure_node;

use crate::project::Project;
use crate::{files, run};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// One program at one version.
pub(crate) struct Tool {
    /// Its folder in the cache is `<name>-<version>`.
    name: &'static str,
    version: Version,
    source: Source,
    /// What is wanted of it, inside its folder.
    file: &'static str,
}

enum Version {
    Is(&'static str),
    /// That of the crate of the same name in Cargo.lock.
    AsLocked,
}

enum Source {
    Crate { name: &'static str, options: &'static str },
    Npm,
}

// Trunk and geckodriver are fast enough unoptimized, and installed in half the time.
const FAST: &str = "--locked --debug";
const TRUNK_OPTIONS: &str = "--locked --debug --no-default-features --features rustls";

#[rustfmt::skip]
mod table {
    use super::{FAST, Source::{Crate, Npm}, TRUNK_OPTIONS, Tool, Version::{AsLocked, Is}};

    pub(crate) const TRUNK: Tool = Tool { name: "trunk", version: Is("0.21.14"), source: Crate { name: "trunk", options: TRUNK_OPTIONS }, file: "bin/trunk" };
    pub(crate) const WASM_BINDGEN: Tool = Tool { name: "wasm-bindgen", version: AsLocked, source: Crate { name: "wasm-bindgen-cli", options: "" }, file: "bin/wasm-bindgen" };
    pub(crate) const GECKODRIVER: Tool = Tool { name: "geckodriver", version: Is("0.37.1"), source: Crate { name: "geckodriver", options: FAST }, file: "bin/geckodriver" };
    pub(crate) const BINARYEN: Tool = Tool { name: "binaryen", version: Is("132.0.0"), source: Npm, file: "node_modules/.bin/wasm-opt" };
    pub(crate) const ESBUILD: Tool = Tool { name: "esbuild", version: Is("0.28.2"), source: Npm, file: "node_modules/.bin/esbuild" };
    pub(crate) const LEAN_QR: Tool = Tool { name: "lean-qr", version: Is("2.7.4"), source: Npm, file: "node_modules/lean-qr/nano.mjs" };
    pub(crate) const LINKEDOM: Tool = Tool { name: "linkedom", version: Is("0.18.15"), source: Npm, file: "node_modules/linkedom/esm/index.js" };
    pub(crate) const AXE: Tool = Tool { name: "axe-core", version: Is("4.14.1"), source: Npm, file: "node_modules/axe-core/axe.min.js" };
    pub(crate) const BOOTSTRAP: Tool = Tool { name: "bootstrap", version: Is("5.3.9"), source: Npm, file: "node_modules/bootstrap/package.json" };
    pub(crate) const JQUERY: Tool = Tool { name: "jquery", version: Is("3.7.1"), source: Npm, file: "node_modules/jquery/package.json" };
    pub(crate) const JQUERY_UI: Tool = Tool { name: "jquery-ui", version: Is("1.14.2"), source: Npm, file: "node_modules/jquery-ui/package.json" };
}
pub(crate) use table::{
    AXE, BINARYEN, BOOTSTRAP, ESBUILD, GECKODRIVER, JQUERY, JQUERY_UI, LEAN_QR, LINKEDOM, TRUNK, WASM_BINDGEN,
};

impl Tool {
    /// Where the wanted file lies, installed first if need be.
    pub(crate) fn ensure(&self, project: &Project) -> Result<PathBuf> {
        let version = self.version(project)?;
        let home = home(|name| env::var_os(name))?;
        let folder = home.join(format!("{}-{version}", self.name));
        let file = folder.join(self.file);
        if file.exists() {
            self.needs_node()?;
            return Ok(file);
        }
        if let Some(found) = self.on_path(&version) {
            return Ok(found);
        }
        let _lock = lock(&folder.with_added_extension("lock"), self.name)?;
        if !file.exists() {
            run::say(&format!("Installing {} {version}, once for all checkouts", self.name));
            let partial = folder.with_added_extension("partial");
            files::create_dir(&partial)?;
            match &self.source {
                Source::Crate { name, options } => cargo::install(name, &version, options, &partial)?,
                Source::Npm => npm::install(self.name, &version, &partial)?,
            }
            if !partial.join(self.file).exists() {
                bail!("{} {version} was installed without its `{}`", self.name, self.file);
            }
            files::replace_dir(&partial, &folder)?;
        }
        Ok(file)
    }

    fn version(&self, project: &Project) -> Result<String> {
        match self.version {
            Version::Is(version) => Ok(version.to_owned()),
            Version::AsLocked => {
                let lock = files::read_text(&project.root().join("Cargo.lock"))?;
                let version = locked_version(&lock, self.name);
                version.with_context(|| format!("Cargo.lock does not name `{}`", self.name))
            }
        }
    }

    /// The program on PATH, if it is of this very version.
    fn on_path(&self, version: &str) -> Option<PathBuf> {
        let program = find_on_path(Path::new(self.file).file_name()?.to_str()?)?;
        let said = run::answer(run::program(&program).arg("--version"))?;
        same_version(version, version_in(&said)?).then_some(program)
    }

    fn needs_node(&self) -> Result<()> {
        match self.source {
            Source::Npm => ensure_node(),
            Source::Crate { .. } => Ok(()),
        }
    }
}

/// Installs whatever is missing of everything, and prints where it lies.
pub(crate) fn ensure_all(project: &Project) -> Result<()> {
    ensure_wasm_target()?;
    let host = [BOOTSTRAP, JQUERY, JQUERY_UI];
    for tool in
        [TRUNK, WASM_BINDGEN, BINARYEN, ESBUILD, LEAN_QR, LINKEDOM, GECKODRIVER, AXE].iter().chain(&host)
    {
        println!("{}", tool.ensure(project)?.display());
    }
    Ok(())
}

/// PATH with the folders of these programs in front.
pub(crate) fn path_with(programs: &[&Path]) -> Result<OsString> {
    let folders = programs.iter().filter_map(|program| program.parent()).map(Path::to_owned);
    let inherited = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(folders.chain(env::split_paths(&inherited)))?)
}

fn find_on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|candidate| candidate.is_file())
}

/// The cache folder, shared by all checkouts.
fn home(variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf> {
    let folder = |name| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    folder("TO_KHAI_TOOLS")
        .or_else(|| Some(folder("XDG_CACHE_HOME")?.join("to-khai/tools")))
        .or_else(|| Some(folder("HOME")?.join(".cache/to-khai/tools")))
        .context("set TO_KHAI_TOOLS to a folder for the tools, for there is no home folder")
}

/// Held while installing; dropped, or its process killed, it is free again.
fn lock(path: &Path, name: &str) -> Result<File> {
    files::create_dir(path.parent().unwrap_or(path))?;
    let lock = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    if let Err(TryLockError::WouldBlock) = lock.try_lock() {
        run::say(&format!("Waiting for another checkout that is installing {name}"));
        lock.lock()?;
    }
    Ok(lock)
}

/// The version of a crate in the text of Cargo.lock.
fn locked_version(lock: &str, name: &str) -> Option<String> {
    let (_, after) = lock.split_once(&format!("\nname = \"{name}\"\nversion = \""))?;
    Some(after.split_once('"')?.0.to_owned())
}

/// The first word of an answer to `--version` that begins like a number.
fn version_in(said: &str) -> Option<&str> {
    said.split_whitespace()
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))
}

/// `132` is `132.0.0`: wasm-opt tells its major version alone.
fn same_version(one: &str, other: &str) -> bool {
    one.trim_end_matches(".0") == other.trim_end_matches(".0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tools_lie_where_the_user_says_else_in_the_cache() {
        let home_of = |pairs: &[(&str, &str)]| {
            home(|name| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.into()))
        };
        let all = [("TO_KHAI_TOOLS", "/t"), ("XDG_CACHE_HOME", "/c"), ("HOME", "/h")];
        assert_eq!(home_of(&all).unwrap(), Path::new("/t"));
        assert_eq!(home_of(&all[1..]).unwrap(), Path::new("/c/to-khai/tools"));
        assert_eq!(home_of(&[("XDG_CACHE_HOME", ""), all[2]]).unwrap(), Path::new("/h/.cache/to-khai/tools"));
        assert!(home_of(&[]).unwrap_err().to_string().contains("TO_KHAI_TOOLS"));
    }

    #[test]
    fn a_program_tells_its_version_in_its_own_way() {
        for (said, version) in [
            ("trunk 0.21.14\n", "0.21.14"),
            ("wasm-bindgen 0.2.130", "0.2.130"),
            ("wasm-opt version 132 (version_132)", "132.0.0"),
            ("0.28.2\n", "0.28.2"),
            ("v20.20.2", "20.20.2"),
        ] {
            assert!(same_version(version, version_in(said).unwrap()), "{said}");
        }
        assert!(!same_version("0.21.14", "0.21.1"));
        assert_eq!(version_in("no number here"), None);
    }

    #[test]
    fn the_lock_file_decides_the_version_of_wasm_bindgen() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "leptos"), None);
    }
}
