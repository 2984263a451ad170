//! From what Trunk built to what a browser fetches: small, named by its content, compressed.

use crate::project::Project;
use crate::shrink::{Shrunk, shrink, shrink_scan};
use crate::tools::LEAN_QR;
use crate::{files, prerender, run};
use anyhow::{Context, Result, bail, ensure};
use brotli::CompressorWriter;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What the loader, `mount.js` and `scan.js` call the JSON object of the assets each loads: by name, file and checksum.
const PARTS: &str = "__PARTS__";

/// What the service worker calls the JSON list of all assets that it keeps at once.
const ASSETS: &str = "__ASSETS__";

/// What it calls the list of those that it keeps when they were wanted.
const SELDOM: &str = "__SELDOM__";

/// What `embed/device` calls the file and the checksum of the reader of codes.
const SCAN: &str = "__SCAN__";

/// What the page for iframes calls its script.
const FRAMED: &str = "__FRAMED__";

/// What `mount.js` calls the page to begin with.
const FIRST: &str = "__FIRST__";

/// What the service worker calls the version it belongs to.
const VERSION: &str = "__VERSION__";

/// The oldest browsers that the widget runs in.
const BROWSERS: &str = "--target=chrome97,safari15.4,firefox102";

/// What makes an app of the page, as it lies in `embed`.
pub(crate) const APP: [&str; 4] =
    ["manifest.webmanifest", "icon-192.png", "icon-512.png", "icon-maskable.png"];

/// Writes [`Project::web`]: the host page, the loader, and the assets it loads.
pub(crate) fn bundle(project: &Project, esbuild: &Path, binaryen: &Path) -> Result<()> {
    let (dist, web) = (project.dist(), project.web());
    ensure!(
        !dist.join("snippets").exists(),
        "a crate of the widget carries JavaScript snippets, and each would be one more request: \
         do without `inline_js` and `module = …`"
    );
    let partial = web.with_added_extension("partial");
    files::remove_dir(&partial)?;
    let asset = |extension: &str, bytes: &[u8]| -> Result<[String; 2]> {
        let name = format!("assets/to-khai-{}.{extension}", files::hash(bytes));
        files::write(&partial.join(&name), bytes)?;
        Ok([name, files::integrity(bytes)])
    };

    let glue = files::read_text(&only(&dist, "js")?)?;
    let scratch = partial.with_added_extension("scratch");
    let code = shrink(binaryen, &only(&dist, "wasm")?, &project.linked(), &glue, &scratch)?;
    let (early, late) = style(project.root())?;
    let (early, late) = (minify(esbuild, "css", early)?, minify(esbuild, "css", late)?);
    let sheet = minify(esbuild, "css", files::read(&project.root().join(SHEET))?)?;
    // From within: each names what it loads.
    let of_reader = BTreeMap::from([
        ("wasm", asset("scan.wasm", &shrink_scan(binaryen, &project.scan(), &scratch)?)?),
        ("worker", asset("scan-worker.js", &module(esbuild, project, "embed/scan/worker.js")?)?),
    ]);
    let reader = module(esbuild, project, "embed/scan/scan.js")?;
    let reader = asset("scan.js", &with(PARTS, &of_reader, reader)?)?;
    let later = BTreeMap::from([
        ("rest", asset("rest.wasm", &code.rest)?),
        ("late", asset("late.css", &late)?),
        ("sheet", asset("sheet.css", &sheet)?),
        (
            "device",
            asset("device.js", &with(SCAN, &reader, module(esbuild, project, "embed/device/index.js")?)?)?,
        ),
        ("qr", asset("qr.js", &module(esbuild, project, "embed/device/qr.js")?)?),
    ]);
    let first = BTreeMap::from([
        ("js", asset("js", &mount(project, esbuild, &code, &serde_json::to_string(&later)?)?)?),
        ("wasm", asset("wasm", &code.wasm)?),
        ("css", asset("css", &early)?),
    ]);
    let loader = files::read_text(&project.root().join("embed/to-khai.js"))?;
    let loader = fill_in(&loader, PARTS, &serde_json::to_string(&first)?)?;
    let loader = minify(esbuild, "js", loader.into_bytes())?;
    let assets: Vec<&String> = first.values().chain(later.values()).map(|[name, _]| name).collect();
    let assets = serde_json::to_string(&assets)?;
    let seldom: Vec<&String> = of_reader.values().chain([&reader]).map(|[name, _]| name).collect();
    let seldom = serde_json::to_string(&seldom)?;
    files::write(&partial.join("to-khai.js"), &loader)?;
    let page = without_trunk(&files::read_text(&project.root().join("index.html"))?);
    files::write(&partial.join("index.html"), page.as_bytes())?;
    let [framed, _] = asset("frame.js", &module(esbuild, project, "embed/framed.js")?)?;
    let frame = files::read_text(&project.root().join("embed/frame.html"))?;
    files::write(&partial.join("frame.html"), fill_in(&frame, FRAMED, &framed)?.as_bytes())?;
    let around = minify(esbuild, "js", files::read(&project.root().join("embed/frame.js"))?)?;
    files::write(&partial.join("frame.js"), &around)?;
    // The worker takes over with the code it belongs to, which the loader and the page name.
    let version = files::hash(&[&loader, page.as_bytes()].concat());
    let worker = files::read_text(&project.root().join("embed/sw.js"))?;
    let worker = fill_in(&fill_in(&worker, ASSETS, &assets)?, SELDOM, &seldom)?;
    let worker = fill_in(&worker, VERSION, &version)?;
    files::write(&partial.join("sw.js"), &minify(esbuild, "js", worker.into_bytes())?)?;
    for name in APP {
        files::write(&partial.join(name), &files::read(&project.root().join("embed").join(name))?)?;
    }
    // The names of countries are Unicode's; their licence goes with every copy.
    let notice = files::read(&project.root().join("data/LICENSE-unicode.txt"))?;
    files::write(&partial.join("LICENSE-unicode.txt"), &notice)?;
    compress_all(&partial)?;
    files::replace_dir(&partial, &web)
}

/// `mount.js` with the glue, the names of the assets that come `later`, and the first page drawn beforehand.
fn mount(project: &Project, esbuild: &Path, code: &Shrunk, later: &str) -> Result<Vec<u8>> {
    let glue = project.glue();
    files::write(&glue, code.glue.as_bytes())?;
    files::write(&glue.with_extension("wasm"), &code.wasm)?;
    let first = prerender::page(project, &project.catalogue(), &[])?.to_string();
    let mount = files::read_text(&project.root().join("embed/mount.js"))?;
    let mount = fill_in(&fill_in(&mount, PARTS, later)?, FIRST, &first)?;
    // Beside the glue, which it imports.
    let file = glue.with_file_name("mount.js");
    files::write(&file, mount.as_bytes())?;
    module(esbuild, project, &file.display().to_string())
}

/// Puts `.br` and `.gz` beside every file of a folder.
pub(crate) fn compress_all(folder: &Path) -> Result<()> {
    for file in files::walk(folder)? {
        if files::has_extension(&file, "br") || files::has_extension(&file, "gz") {
            continue;
        }
        let bytes = files::read(&file)?;
        files::write(&file.with_added_extension("br"), &brotli(&bytes)?)?;
        files::write(&file.with_added_extension("gz"), &gzip(&bytes)?)?;
    }
    Ok(())
}

/// Brotli at its best.
fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = CompressorWriter::new(Vec::new(), 4096, 11, 22);
    writer.write_all(bytes)?;
    Ok(writer.into_inner())
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

/// The one file of a kind that Trunk left.
fn only(dist: &Path, extension: &str) -> Result<PathBuf> {
    let found = files::walk(dist)?.into_iter().filter(|file| files::has_extension(file, extension));
    match found.collect::<Vec<_>>().as_slice() {
        [file] => Ok(file.clone()),
        found => bail!("Trunk left {} .{extension} files in {} instead of one", found.len(), dist.display()),
    }
}

fn minify(esbuild: &Path, kind: &str, source: Vec<u8>) -> Result<Vec<u8>> {
    let mut command = run::program(esbuild);
    command.args(["--minify", "--charset=utf8", "--log-level=warning", BROWSERS]);
    command.arg(format!("--loader={kind}"));
    if kind == "js" {
        command.arg("--format=esm");
    }
    run::filter(&mut command, source)
}

/// A module of ours with all that it imports, as one file.
fn module(esbuild: &Path, project: &Project, entry: &str) -> Result<Vec<u8>> {
    let lean_qr = LEAN_QR.ensure(project)?;
    let packages = lean_qr.ancestors().nth(2).context("an npm package lies in a folder of packages")?;
    let mut command = run::program(esbuild);
    command.env("NODE_PATH", packages);
    command.args(["--bundle", "--minify", "--charset=utf8", "--log-level=warning", "--format=esm", BROWSERS]);
    run::filter(command.arg(entry).current_dir(project.root()), Vec::new())
}

/// What is printed has a sheet of its own: who prints fetches it.
const SHEET: &str = "style/sheet.css";

/// The style of pages and rows that come with the rest of the code.
const LATE: [&str; 3] =
    ["style/later.css", "src/components/rows/rows.css", "src/components/summary/summary.css"];

/// All style sheets of the page as two: what the first questions need, and what comes with the rest of the code.
fn style(root: &Path) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut sheets = Vec::new();
    for folder in ["style", "src"] {
        sheets.extend(files::walk(&root.join(folder))?);
    }
    sheets.retain(|file| files::has_extension(file, "css") && !file.ends_with(SHEET));
    sheets.sort_by_key(|sheet| layer(sheet.strip_prefix(root).unwrap_or(sheet)));
    let (mut early, mut late) = (Vec::new(), Vec::new());
    for sheet in &sheets {
        let style = if LATE.iter().any(|one| sheet.ends_with(one)) { &mut late } else { &mut early };
        style.extend(files::read(sheet)?);
        style.push(b'\n');
    }
    Ok((early, late))
}

/// From the general to the particular: the later sheet has the last word. The sort is stable, so
/// sheets of one layer stay in the order of their names.
fn layer(sheet: &Path) -> usize {
    const GENERAL: [&str; 3] = ["style/tokens.css", "style/base.css", "style/layout.css"];
    let place = GENERAL.iter().position(|general| sheet == Path::new(general));
    place.unwrap_or(if sheet.starts_with("style") { GENERAL.len() } else { GENERAL.len() + 1 })
}

/// The host page without the line that tells Trunk what to build.
fn without_trunk(page: &str) -> String {
    page.split_inclusive('\n').filter(|line| !line.contains("data-trunk")).collect()
}

/// A module of ours that names what it loads.
fn with(placeholder: &str, names: &impl Serialize, module: Vec<u8>) -> Result<Vec<u8>> {
    let module = String::from_utf8(module).context("esbuild writes UTF-8")?;
    Ok(fill_in(&module, placeholder, &serde_json::to_string(names)?)?.into_bytes())
}

/// A source of ours with its one placeholder filled in.
pub(crate) fn fill_in(source: &str, placeholder: &str, value: &str) -> Result<String> {
    let (before, after) = source
        .split_once(placeholder)
        .with_context(|| format!("a file in embed does not say {placeholder}"))?;
    ensure!(!after.contains(placeholder), "a file in embed says {placeholder} more than once");
    Ok(format!("{before}{value}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::tests::scratch;

    #[test]
    fn the_loader_learns_the_names_of_its_assets() {
        let loader =
            fill_in("const assets = __ASSETS__;", ASSETS, r#"{"wasm":"assets/to-khai-1.wasm"}"#).unwrap();
        assert_eq!(loader, r#"const assets = {"wasm":"assets/to-khai-1.wasm"};"#);
        assert!(fill_in("no placeholder", ASSETS, "{}").is_err());
        assert!(fill_in("__ASSETS__ __ASSETS__", ASSETS, "{}").is_err());
    }

    #[test]
    fn the_host_page_knows_nothing_of_trunk() {
        let page = "<head>\n  <link data-trunk rel=\"rust\">\n</head>\n";
        assert_eq!(without_trunk(page), "<head>\n</head>\n");
    }

    #[test]
    fn a_component_has_the_last_word_over_the_general_style() {
        let root = scratch("style");
        for sheet in
            ["style/tokens.css", "style/print.css", "style/later.css", "style/layout.css", "style/base.css"]
        {
            files::write(&root.join(sheet), sheet.as_bytes()).unwrap();
        }
        files::write(&root.join("src/components/text/text.css"), b"text").unwrap();
        files::write(&root.join("src/components/text/mod.rs"), b"not a sheet").unwrap();
        let (early, late) = style(&root).unwrap();
        assert_eq!(late, b"style/later.css\n");
        let early = String::from_utf8(early).unwrap();
        let order: Vec<&str> = early.lines().collect();
        assert_eq!(
            order,
            ["style/tokens.css", "style/base.css", "style/layout.css", "style/print.css", "text"]
        );
        files::remove_dir(&root).unwrap();
    }

    #[test]
    fn every_file_gets_its_compressed_twins_once() {
        let folder = scratch("compress");
        files::write(&folder.join("a.js"), &[b'a'; 1000]).unwrap();
        compress_all(&folder).unwrap();
        compress_all(&folder).unwrap();
        let names: Vec<_> =
            files::walk(&folder).unwrap().iter().map(|f| f.file_name().unwrap().to_owned()).collect();
        assert_eq!(names, ["a.js", "a.js.br", "a.js.gz"]);
        assert!(files::read(&folder.join("a.js.br")).unwrap().len() < 50);
        files::remove_dir(&folder).unwrap();
    }
}
