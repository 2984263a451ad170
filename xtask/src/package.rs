//! What leaves the house besides the gateway: a folder for any static host, and one for npm.

use crate::bundle::{APP, fill_in};
use crate::project::Project;
use crate::{files, run, widget};
use anyhow::{Context, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// That of all crates of the workspace.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A file of the widget, as those who serve or pin it want to know it.
#[derive(Serialize)]
struct Shipped {
    bytes: usize,
    brotli: usize,
    sha256: String,
    integrity: String,
}

/// The names of the files, as pages ask for them.
type Manifest = BTreeMap<String, Shipped>;

/// Leaves [`Project::package`] and [`Project::npm`].
pub(crate) fn package(project: &Project) -> Result<()> {
    widget::build(project)?;
    run::say("Packing the widget");
    finished(&project.package(), |folder| for_a_host(project, folder))?;
    finished(&project.npm(), |folder| for_npm(project, folder))?;
    run::say(&format!("{} and {} are ready", project.package().display(), project.npm().display()));
    Ok(())
}

/// Writes a folder beside its place, and puts it there when it is whole.
fn finished(place: &Path, write: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let partial = place.with_added_extension("partial");
    files::remove_dir(&partial)?;
    write(&partial)?;
    files::replace_dir(&partial, place)
}

fn for_a_host(project: &Project, folder: &Path) -> Result<()> {
    let manifest = ship(&project.web(), &folder.join("to-khai"))?;
    let texts = project.root().join("embed/host");
    for name in ["Caddyfile", "nginx.conf", "policy.txt"] {
        files::write(&folder.join(name), &files::read(&texts.join(name))?)?;
    }
    let loader = manifest.get("to-khai.js").context("the widget has no to-khai.js")?;
    let readme = fill_in(&files::read_text(&texts.join("README.md"))?, "__VERSION__", VERSION)?;
    let readme = fill_in(&readme, "__INTEGRITY__", &loader.integrity)?;
    files::write(&folder.join("README.md"), readme.as_bytes())?;
    let manifest = serde_json::json!({ "name": "to-khai", "version": VERSION, "files": manifest });
    files::write(&folder.join("manifest.json"), format!("{manifest:#}\n").as_bytes())
}

fn for_npm(project: &Project, folder: &Path) -> Result<()> {
    ship(&project.web(), &folder.join("web"))?;
    let texts = project.root().join("embed/npm");
    for name in ["README.md", "index.js", "react.d.ts", "to-khai.d.ts"] {
        files::write(&folder.join(name), &files::read(&texts.join(name))?)?;
    }
    files::write(&folder.join("LICENSE"), &files::read(&project.root().join("LICENSE"))?)?;
    let package = fill_in(&files::read_text(&texts.join("package.json"))?, "__VERSION__", VERSION)?;
    files::write(&folder.join("package.json"), package.as_bytes())
}

/// Copies what is fetched by a page that is not the gateway's, with its compressed twins.
fn ship(web: &Path, folder: &Path) -> Result<Manifest> {
    let mut manifest = Manifest::new();
    for file in files::walk(web)? {
        let name = file.strip_prefix(web)?.to_string_lossy().into_owned();
        if is_a_twin(&name) || is_of_the_gateways_pages(&name) {
            continue;
        }
        let place = folder.join(&name);
        let copy = |from: &Path, to: &Path| -> Result<Vec<u8>> {
            let bytes = files::read(from)?;
            files::write(to, &bytes)?;
            Ok(bytes)
        };
        let bytes = copy(&file, &place)?;
        let [brotli, _] = ["br", "gz"]
            .map(|twin| copy(&file.with_added_extension(twin), &place.with_added_extension(twin)));
        let shipped = Shipped {
            bytes: bytes.len(),
            brotli: brotli?.len(),
            sha256: files::sha256(&bytes),
            integrity: files::integrity(&bytes),
        };
        manifest.insert(name, shipped);
    }
    Ok(manifest)
}

fn is_a_twin(name: &str) -> bool {
    [".br", ".gz"].iter().any(|ending| name.ends_with(ending))
}

/// They show the catalogue that lies beside them, so they stay at the gateway.
fn is_of_the_gateways_pages(name: &str) -> bool {
    APP.contains(&name) || name.ends_with(".html") || name.ends_with(".frame.js")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::tests::scratch;

    fn text(name: &str) -> String {
        files::read_text(&Project::find().unwrap().root().join(name)).unwrap()
    }

    #[test]
    fn what_others_serve_is_named_with_what_it_weighs_and_what_pins_it() {
        let root = scratch("ship");
        let (web, folder) = (root.join("web"), root.join("package"));
        for name in [
            "to-khai.js",
            "assets/to-khai-1.wasm",
            "frame.html",
            "sw.js",
            "icon-192.png",
            "assets/a.frame.js",
        ] {
            for (name, bytes) in
                [(name.to_owned(), "abc"), (format!("{name}.br"), "b"), (format!("{name}.gz"), "gz")]
            {
                files::write(&web.join(name), bytes.as_bytes()).unwrap();
            }
        }
        let manifest = ship(&web, &folder).unwrap();
        assert_eq!(manifest.keys().collect::<Vec<_>>(), ["assets/to-khai-1.wasm", "sw.js", "to-khai.js"]);
        let loader = &manifest["to-khai.js"];
        assert_eq!((loader.bytes, loader.brotli), (3, 1));
        assert_eq!(loader.integrity, files::integrity(b"abc"));
        assert_eq!(loader.sha256, files::sha256(b"abc"));
        assert_eq!(files::walk(&folder).unwrap().len(), 9);
        files::remove_dir(&root).unwrap();
    }

    #[test]
    fn a_half_written_package_never_takes_the_place_of_a_whole_one() {
        let root = scratch("finished");
        let place = root.join("package");
        let write = |text: &'static str| {
            move |folder: &Path| files::write(&folder.join("README.md"), text.as_bytes())
        };
        finished(&place, write("whole")).unwrap();
        let broken = |folder: &Path| write("half")(folder).and_then(|()| anyhow::bail!("the disk is full"));
        assert!(finished(&place, broken).is_err());
        assert_eq!(files::read_text(&place.join("README.md")).unwrap(), "whole");
        finished(&place, write("newer")).unwrap();
        assert_eq!(files::read_text(&place.join("README.md")).unwrap(), "newer");
        files::remove_dir(&root).unwrap();
    }

    #[test]
    fn the_policy_that_is_shipped_is_the_one_that_is_documented() {
        let policy = text("embed/host/policy.txt");
        assert!(text("docs/embedding.md").contains(&format!("```\n{policy}```\n")));
        // And it is the one under which the gateway's page is tested, with its own address for the gateway's.
        let served = text("crates/gateway/src/web.rs").replace("'self'", "https://khai.example.gov.vn");
        for directive in policy.split(';').map(str::trim) {
            assert!(served.contains(directive), "the gateway's policy lacks `{directive}`");
        }
    }

    #[test]
    fn every_server_is_told_the_same_as_the_gateway_does() {
        let gateway = text("crates/gateway/src/web.rs");
        for server in ["embed/host/nginx.conf", "embed/host/Caddyfile"].map(text) {
            for cache in ["public, max-age=31536000, immutable", "public, max-age=300", "no-cache"] {
                assert!(gateway.contains(&format!("\"{cache}\"")), "{cache}");
                assert!(server.contains(cache), "{cache}:\n{server}");
            }
            for header in
                ["Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy", "Timing-Allow-Origin"]
            {
                assert!(server.contains(header), "{header}:\n{server}");
            }
        }
    }

    #[test]
    fn the_types_know_every_attribute_and_every_event_that_is_documented() {
        let (docs, types) = (text("docs/embedding.md"), text("embed/npm/to-khai.d.ts"));
        let named = |heading: &str| -> Vec<String> {
            let (_, section) = docs.split_once(&format!("\n## {heading}\n")).unwrap();
            let (section, _) = section.split_once("\n## ").unwrap();
            let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
            rows.map(|(name, _)| name.to_owned()).collect()
        };
        let (attributes, events) = (named("Attributes"), named("Events"));
        assert!(attributes.len() >= 8 && events.len() >= 4);
        for name in attributes {
            assert!(types.contains(&format!("\n  {name}?: ")), "{name}");
        }
        for name in events {
            assert!(types.contains(&format!("\n  '{name}': CustomEvent<string>;")), "{name}");
        }
    }
}
