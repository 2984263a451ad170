//! Tools that are npm packages: they run on Node.js.

use super::{apt, find_on_path};
use crate::run;
use anyhow::Result;
use std::path::Path;

/// `npm install` into `folder/node_modules`.
pub(super) fn install(name: &str, version: &str, folder: &Path) -> Result<()> {
    need()?;
    let mut npm = run::program("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]);
    // None of ours needs a script of its own to be installed.
    npm.args(["--ignore-scripts", "--prefix"]).arg(folder);
    npm.arg(format!("{name}@{version}")).current_dir(folder);
    run::fetch(&format!("{name} {version} from the npm registry"), &mut npm)
}

/// Node.js and npm themselves.
pub(crate) fn need() -> Result<()> {
    if find_on_path("node").is_some() && find_on_path("npm").is_some() {
        return Ok(());
    }
    apt::install("Node.js", &["nodejs", "npm"])
}
