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

    /// What a browser fetches besides the catalogue.
    pub(crate) fn web(&self) -> PathBuf {
        self.out().join("web")
    }

    /// The compiled procedures, places and lists.
    pub(crate) fn catalogue(&self) -> PathBuf {
        self.out().join("catalogue")
    }

    /// The gateway as [`Project::build_gateway`] leaves it.
    pub(crate) fn gateway(&self) -> PathBuf {
        self.target.join("release/to-khai-gateway")
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

    pub(crate) fn build_gateway(&self) -> Result<()> {
        run::say("Building the gateway");
        run::fetch("the gateway's Rust crates", &mut self.cargo("build --release -p gateway"))
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
