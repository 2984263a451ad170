//! Tools that are crates, and the parts of the Rust toolchain itself.

use crate::{files, run};
use anyhow::Result;
use std::path::Path;

const WASM: &str = "wasm32-unknown-unknown";

/// `cargo install` into `folder/bin`. A killed installation is taken up where it stopped.
pub(super) fn install(name: &str, version: &str, options: &str, folder: &Path) -> Result<()> {
    let build = folder.join("build");
    let mut cargo = run::program("cargo");
    cargo.args(["install", name, "--version", version]).args(options.split_whitespace());
    cargo.arg("--root").arg(folder).arg("--target-dir").arg(&build).current_dir(folder);
    run::fetch(&format!("{name} {version} from the Rust package registry"), &mut cargo)?;
    files::remove_dir(&build)
}

/// The standard library for WebAssembly.
pub(crate) fn ensure_wasm_target() -> Result<()> {
    let folder = run::answer(run::program("rustc").args(["--print", "target-libdir", "--target", WASM]));
    if folder.is_some_and(|folder| Path::new(folder.trim()).exists()) {
        return Ok(());
    }
    run::say("Adding the WebAssembly target to the Rust toolchain");
    run::fetch(&format!("the Rust target {WASM}"), run::program("rustup").args(["target", "add", WASM]))
}

/// rustfmt or clippy, which a minimal toolchain lacks.
pub(crate) fn ensure_component(name: &str, command: &str) -> Result<()> {
    if run::answer(run::program("cargo").args([command, "--version"])).is_some() {
        return Ok(());
    }
    run::say(&format!("Adding {name} to the Rust toolchain"));
    run::fetch(&format!("the Rust component {name}"), run::program("rustup").args(["component", "add", name]))
}
