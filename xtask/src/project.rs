//! Where things lie: the checkout and what is built from it.

use crate::{files, run};
use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One checkout and its build folder.
pub(crate) struct Project {
    root: PathBuf,
    target: PathBuf,
}

impl Project {
    /// The checkout this `xtask` belongs to, whatever folder it was called from.
    pub(crate) fn find() -> Result<Project> {
        let xtask = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = xtask.parent().context("xtask must lie in the checkout")?.to_owned();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => std::path::absolute(dir)?,
            None => root.join("target"),
        };
        Ok(Project { root, target })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Everything `xtask` writes.
    pub(crate) fn out(&self) -> PathBuf {
        self.target.join("to-khai")
    }

    /// What Trunk leaves behind, before it is bundled.
    pub(crate) fn dist(&self) -> PathBuf {
        self.out().join("dist")
    }

    /// The widget's wasm as the linker left it, with its notes on who names whom.
    pub(crate) fn linked(&self) -> PathBuf {
        self.target.join("wasm32-unknown-unknown/wasm/to_khai.wasm")
    }

    /// The reader of codes as the linker left it.
    pub(crate) fn scan(&self) -> PathBuf {
        self.target.join("wasm32-unknown-unknown/scan/scan.wasm")
    }

    /// The glue of the wasm before it is bundled, with the first part of the wasm beside it: they draw a page
    /// beforehand.
    pub(crate) fn glue(&self) -> PathBuf {
        self.out().join("first/glue.js")
    }

    /// What a browser fetches besides the catalogue.
    pub(crate) fn web(&self) -> PathBuf {
        self.out().join("web")
    }

    /// What a static host serves, with what its webmaster needs to know.
    pub(crate) fn package(&self) -> PathBuf {
        self.out().join("package")
    }

    /// The same for those who build their pages with npm.
    pub(crate) fn npm(&self) -> PathBuf {
        self.out().join("npm")
    }

    /// The compiled procedures, places and lists.
    pub(crate) fn catalogue(&self) -> PathBuf {
        self.out().join("catalogue")
    }

    /// The gateway as it was made.
    pub(crate) fn gateway(&self, made: Made) -> PathBuf {
        self.target.join(made.folder()).join("to-khai-gateway")
    }

    /// The stand-in for the province as it was made.
    pub(crate) fn province(&self, made: Made) -> PathBuf {
        self.target.join(made.folder()).join("to-khai-province")
    }

    /// What the journeys photograph.
    pub(crate) fn screens(&self) -> PathBuf {
        self.target.join("screens")
    }

    /// `cargo` in this checkout, with the arguments of a command line.
    pub(crate) fn cargo(&self, line: &str) -> Command {
        let mut cargo = run::program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(line.split_whitespace()).current_dir(&self.root);
        if env::var_os("CARGO_TARGET_DIR").is_some() {
            cargo.env("CARGO_TARGET_DIR", &self.target);
        }
        cargo
    }

    /// Builds `place` unless it stands there from the same `inputs`, told by their contents.
    pub(crate) fn refresh(
        &self,
        place: &Path,
        inputs: &[&str],
        build: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let stamp = place.with_added_extension("stamp");
        let now = files::hash_tree(&self.root, inputs)?;
        if place.exists() && files::read(&stamp).is_ok_and(|last| last == now.as_bytes()) {
            return Ok(());
        }
        build()?;
        files::write(&stamp, now.as_bytes())
    }

    /// The gateway as people run it.
    pub(crate) fn build_gateway(&self) -> Result<()> {
        run::say("Building the gateway");
        run::fetch("the gateway's Rust crates", &mut self.cargo("build --release -p gateway"))
    }

    /// The stand-in as people run it: apart from the gateway, so that neither has what the other asks of a crate
    /// they share.
    pub(crate) fn build_province(&self) -> Result<()> {
        run::say("Building the stand-in for the province");
        run::fetch("the stand-in's Rust crates", &mut self.cargo("build --release -p province"))
    }

    /// Both as their own tests run them, with the journeys on them. Named with the whole workspace, so that crates
    /// have the same features as in the tests of all and none is compiled a second time.
    pub(crate) fn build_tested(&self) -> Result<()> {
        run::say("Building the gateway, the stand-in and the journeys");
        let line =
            "build --workspace --bin to-khai-gateway --bin to-khai-province --test journeys --test faults";
        run::fetch("the journeys' Rust crates", &mut self.cargo(line))
    }
}

/// How a program is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    /// As people run it.
    ToRun,
    /// As its own tests run it: an overflow is a panic.
    ToTest,
}

impl Made {
    fn folder(self) -> &'static str {
        if self == Made::ToRun { "release" } else { "debug" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::tests::scratch;
    use std::cell::Cell;

    #[test]
    fn what_is_up_to_date_is_not_built_again_and_what_failed_is() {
        let root = scratch("refresh");
        let project = Project { target: root.join("target"), root: root.clone() };
        let builds = Cell::new(0);
        let refresh = |outcome: fn() -> Result<()>| {
            project.refresh(&project.web(), &["src"], || {
                builds.set(builds.get() + 1);
                files::create_dir(&project.web()).and_then(|()| outcome())
            })
        };
        files::write(&root.join("src/a.rs"), b"one").unwrap();
        assert!(refresh(|| anyhow::bail!("no network")).is_err());
        refresh(|| Ok(())).unwrap();
        assert_eq!(builds.get(), 2);
        refresh(|| Ok(())).unwrap();
        assert_eq!(builds.get(), 2);
        files::write(&root.join("src/a.rs"), b"two").unwrap();
        refresh(|| Ok(())).unwrap();
        assert_eq!(builds.get(), 3);
        files::remove_dir(&project.web()).unwrap();
        refresh(|| Ok(())).unwrap();
        assert_eq!(builds.get(), 4);
        files::remove_dir(&root).unwrap();
    }
}
