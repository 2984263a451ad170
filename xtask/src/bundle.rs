//! From what Trunk built to what a browser fetches: small, named by its content, compressed.

use crate::project::Project;
use crate::shrink::shrink;
use crate::tools::LEAN_QR;
use crate::{files, run};
use anyhow::{Context, Result, bail, ensure};
use brotli::CompressorWriter;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What the loader and the service worker call the JSON object that names the assets.
const ASSETS: &str = "__ASSETS__";

/// What the service worker calls the version it belongs to.
const VERSION: &str = "__VERSION__";

/// The oldest browsers that the widget runs in.
const BROWSERS: &str = "--target=chrome97,safari15.4,firefox102";

/// What makes an app of the page, as it lies in `embed`.
const APP: [&str; 4] = ["manifest.webmanifest", "icon-192.png", "icon-512.png", "icon-maskable.png"];

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
    let asset = |extension: &str, bytes: &[u8]| -> Result<String> {
        let name = format!("assets/to-khai-{}.{extension}", files::hash(bytes));
        files::write(&partial.join(&name), bytes)?;
        Ok(name)
    };

    let glue = files::read_text(&only(&dist, "js")?)?;
    let scratch = partial.with_added_extension("scratch");
    let code = shrink(binaryen, &only(&dist, "wasm")?, &project.linked(), &glue, &scratch)?;
    let glue = minify(esbuild, "js", code.glue.into_bytes())?;
    let style = minify(esbuild, "css", style(project.root())?)?;
    let sheet = minify(esbuild, "css", files::read(&project.root().join(SHEET))?)?;
    let assets = serde_json::json!({
        "wasm": asset("wasm", &code.wasm)?,
        "rest": asset("rest.wasm", &code.rest)?,
        "glue": asset("js", &glue)?,
        "style": asset("css", &style)?,
        "sheet": asset("sheet.css", &sheet)?,
        "device": asset("device.js", &module(esbuild, project, "embed/device/index.js")?)?,
        "qr": asset("qr.js", &module(esbuild, project, "embed/device/qr.js")?)?,
    });
    let loader = files::read_text(&project.root().join("embed/to-khai.js"))?;
    let loader = minify(esbuild, "js", fill_in(&loader, ASSETS, &assets.to_string())?.into_bytes())?;
    files::write(&partial.join("to-khai.js"), &loader)?;
    let page = without_trunk(&files::read_text(&project.root().join("index.html"))?);
    files::write(&partial.join("index.html"), page.as_bytes())?;
    // The worker takes over with the code it belongs to, which the loader and the page name.
    let version = files::hash(&[&loader, page.as_bytes()].concat());
    let worker = files::read_text(&project.root().join("embed/sw.js"))?;
    let worker = fill_in(&fill_in(&worker, ASSETS, &assets.to_string())?, VERSION, &version)?;
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

/// All style sheets of the page as one.
fn style(root: &Path) -> Result<Vec<u8>> {
    let mut sheets = Vec::new();
    for folder in ["style", "src"] {
        sheets.extend(files::walk(&root.join(folder))?);
    }
    sheets.retain(|file| files::has_extension(file, "css") && !file.ends_with(SHEET));
    sheets.sort_by_key(|sheet| layer(sheet.strip_prefix(root).unwrap_or(sheet)));
    let mut style = Vec::new();
    for sheet in &sheets {
        style.extend(files::read(sheet)?);
        style.push(b'\n');
    }
    Ok(style)
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

/// A source of ours with its one placeholder filled in.
fn fill_in(source: &str, placeholder: &str, value: &str) -> Result<String> {
    let (before, after) = source
        .split_once(placeholder)
        .with_context(|| format!("a script in embed does not say {placeholder}"))?;
    ensure!(!after.contains(placeholder), "a script in embed says {placeholder} more than once");
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
        for sheet in ["style/tokens.css", "style/print.css", "style/layout.css", "style/base.css"] {
            files::write(&root.join(sheet), sheet.as_bytes()).unwrap();
        }
        files::write(&root.join("src/components/text/text.css"), b"text").unwrap();
        files::write(&root.join("src/components/text/mod.rs"), b"not a sheet").unwrap();
        let style = String::from_utf8(style(&root).unwrap()).unwrap();
        let order: Vec<&str> = style.lines().collect();
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
