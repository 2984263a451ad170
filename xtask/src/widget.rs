//! The widget: Trunk compiles it, then it is bundled for the web.

use crate::project::Project;
use crate::tools::{self, BINARYEN, ESBUILD, TRUNK, WASM_BINDGEN};
use crate::{bundle, catalogue, run};
use anyhow::Result;

/// Whatever can change a byte of the bundle.
const INPUTS: [&str; 12] = [
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "crates/dossier",
    "crates/protocol",
    "crates/scan",
    "crates/vietnam",
    "embed",
    "index.html",
    "src",
    "style",
    "xtask/src",
];

/// Leaves the bundle in [`Project::web`].
pub(crate) fn build(project: &Project) -> Result<()> {
    project.refresh(&project.web(), &INPUTS, || {
        trunk(project)?;
        scan(project)?;
        // The first page is drawn beforehand, from what the catalogue offers.
        catalogue::build(project)?;
        run::say("Bundling the widget");
        let wasm_opt = BINARYEN.ensure(project)?;
        let binaryen = wasm_opt.parent().unwrap_or(&wasm_opt);
        bundle::bundle(project, &ESBUILD.ensure(project)?, binaryen)
    })
}

/// Trunk drives cargo and wasm-bindgen, and downloads nothing: all stand ready.
fn trunk(project: &Project) -> Result<()> {
    tools::ensure_wasm_target()?;
    let trunk = TRUNK.ensure(project)?;
    let wasm_bindgen = WASM_BINDGEN.ensure(project)?;
    run::say("Building the widget");
    // Of every platform: Trunk asks cargo, offline, about the whole workspace.
    run::fetch("the Rust crates", &mut project.cargo("fetch"))?;
    let mut command = run::program(&trunk);
    command
        .args(["build", "--release", "--dist"])
        .arg(project.dist())
        .current_dir(project.root())
        .env("PATH", tools::path_with(&[&wasm_bindgen])?)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-Clink-arg=--emit-relocs")
        // Trunk takes it for a flag and refuses the usual `NO_COLOR=1`.
        .env_remove("NO_COLOR")
        .env_remove("RUST_BACKTRACE");
    run::run(&mut command)
}

/// The reader of codes: a module of its own, without glue.
fn scan(project: &Project) -> Result<()> {
    run::say("Building the reader of QR codes");
    run::run(&mut project.cargo("build -p scan --lib --profile scan --target wasm32-unknown-unknown"))
}
