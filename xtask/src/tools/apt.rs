//! What only the system's package manager can install.

use crate::run;
use anyhow::{Result, bail};
use std::path::Path;

/// Installs Debian packages when that is in our power, else says how to.
pub(super) fn install(what: &str, packages: &[&str]) -> Result<()> {
    let packages_line = packages.join(" ");
    if !Path::new("/etc/debian_version").exists() {
        bail!(
            "{what} is missing: install it with your system's package manager (on Debian: {packages_line}), \
             then run the same command again"
        );
    }
    if !is_root() {
        bail!(
            "{what} is missing: run `sudo apt-get update && sudo apt-get install -y --no-install-recommends \
             {packages_line}`, then the same command again"
        );
    }
    run::say(&format!("Installing {what} with apt-get"));
    let fetched = format!("the Debian packages {packages_line}");
    run::fetch(&fetched, &mut apt_get(&["update", "-qq"]))?;
    run::fetch(&fetched, apt_get(&["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
}

fn apt_get(args: &[&str]) -> std::process::Command {
    let mut apt = run::program("apt-get");
    apt.args(args).env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

fn is_root() -> bool {
    run::answer(run::program("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}
