//! The first page of the widget, drawn by the widget itself when it is built: what a citizen sees, and can type
//! into, before the wasm has come (`embed/prerender.mjs`, `embed/mount.js`). And the tag that brings it along.

use crate::project::Project;
use crate::tools::{self, LINKEDOM};
use crate::{catalogue, files, run, widget};
use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// An attribute of the element, and its value.
pub(crate) type Attribute = (String, String);

/// Those the tag may have.
const ATTRIBUTES: [&str; 9] =
    ["id", "site", "office", "procedure", "begin", "day", "gateway", "worker", "history"];

/// What a host writes there itself.
const FALLBACK: &str = "Khai trực tuyến không mở được? Xin gọi … hoặc đến bộ phận một cửa …";

/// The page that a widget with these attributes begins with: a tree of `[tag, attributes, ...children]`.
pub(crate) fn page(project: &Project, catalogue: &Path, attributes: &[Attribute]) -> Result<Value> {
    tools::ensure_node()?;
    let glue = project.glue();
    let given: Map<_, _> =
        attributes.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
    let mut node = run::program("node");
    node.arg(project.root().join("embed/prerender.mjs"))
        .args([&LINKEDOM.ensure(project)?, &glue, &glue.with_extension("wasm")])
        .args([&catalogue.join("index.bin"), catalogue])
        .arg(Value::from(given).to_string());
    let drawn = run::filter(&mut node, Vec::new())?;
    serde_json::from_slice(&drawn).context("the first page is not understood")
}

/// `cargo xtask tag`: the tag for a host page with the first page inside it, for a widget served at `address`,
/// with the project's catalogue or another.
pub(crate) fn tag(
    project: &Project,
    address: &str,
    other: Option<PathBuf>,
    given: &[String],
) -> Result<String> {
    let attribute = |given: &String| -> Result<Attribute> {
        let (name, value) =
            given.split_once('=').with_context(|| format!("`{given}` is not `name=value`"))?;
        ensure!(ATTRIBUTES.contains(&name), "no attribute `{name}`; there are {}", ATTRIBUTES.join(", "));
        Ok((name.to_owned(), value.to_owned()))
    };
    let attributes = given.iter().map(attribute).collect::<Result<Vec<_>>>()?;
    catalogue::build(project)?;
    widget::build(project)?;
    let address = escape(address.trim_end_matches('/'));
    let style = style(project)?;
    let mut tag = format!("<script type=\"module\" src=\"{address}/to-khai.js\"></script>\n\n");
    element(&mut tag, "to-khai", attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    tag += "<template shadowrootmode=\"open\">";
    element(
        &mut tag,
        "link",
        [("rel", "stylesheet"), ("href", &format!("{address}/assets/{style}"))].into_iter(),
    );
    let catalogue = other.unwrap_or_else(|| project.catalogue());
    html(&mut tag, &page(project, &catalogue, &attributes)?)?;
    let _ = write!(tag, "<slot></slot></template>\n  <p>{FALLBACK}</p>\n</to-khai>\n");
    Ok(tag)
}

/// The file of the widget's style.
fn style(project: &Project) -> Result<String> {
    let name = |file: &PathBuf| {
        let name = file.file_name()?.to_str()?.to_owned();
        name.strip_suffix(".css").is_some_and(|stem| !stem.contains('.')).then_some(name)
    };
    files::walk(&project.web().join("assets"))?.iter().find_map(name).context("the widget has no style")
}

/// Writes a tree as markup.
fn html(out: &mut String, tree: &Value) -> Result<()> {
    const VOID: [&str; 3] = ["input", "br", "img"];
    let [tag, attributes, children @ ..] = tree.as_array().map_or(&[][..], Vec::as_slice) else {
        out.push_str(&escape(tree.as_str().context("a tree of something else")?));
        return Ok(());
    };
    let tag = tag.as_str().context("an element without a name")?;
    let attributes = attributes.as_object().into_iter().flatten();
    element(out, tag, attributes.map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default())));
    children.iter().try_for_each(|child| html(out, child))?;
    if !VOID.contains(&tag) {
        let _ = write!(out, "</{tag}>");
    }
    Ok(())
}

/// Writes the beginning of an element.
fn element<'a>(out: &mut String, tag: &str, attributes: impl Iterator<Item = (&'a str, &'a str)>) {
    let _ = write!(out, "<{tag}");
    for (name, value) in attributes {
        let _ = write!(out, " {name}=\"{}\"", escape(value));
    }
    out.push('>');
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_becomes_markup_that_means_the_same() {
        let tree =
            serde_json::json!(["p", { "class": "a\"b" }, "1 < 2 & 3", ["input", { "name": "x" }], ["b", {}]]);
        let mut out = String::new();
        html(&mut out, &tree).unwrap();
        assert_eq!(out, "<p class=\"a&quot;b\">1 &lt; 2 &amp; 3<input name=\"x\"><b></b></p>");
    }

    #[test]
    fn an_attribute_that_does_not_exist_is_answered_with_those_that_do() {
        let project = Project::find().unwrap();
        let said = tag(&project, "", None, &["colour=red".to_owned()]).unwrap_err().to_string();
        assert!(said.contains("no attribute `colour`; there are id, site"), "{said}");
        assert!(tag(&project, "", None, &["site".to_owned()]).is_err());
    }
}
