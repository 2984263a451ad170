//! axe-core: what a machine can tell about a page's accessibility.

use crate::environment::path;
use crate::session::Session;
use serde_json::{Value, json};
use std::sync::LazyLock;

const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const RUN: &str = r"
    const [tags, done] = arguments;
    axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations', 'passes'] }).then(
        found => done(found.passes.length === 0 ? ['axe looked at nothing'] : found.violations.flatMap(rule => rule.nodes.map(node =>
            `${rule.id} (${rule.help})\n    at ${node.target.flat().join(' >>> ')}\n    ${node.html}\n    ${node.failureSummary.replace(/\n\s*/g, ' ')}`))),
        why => done([`axe could not look: ${why}`]));
";

/// Everything axe finds wrong with the page: rule, target, HTML, remedy.
#[must_use]
pub fn violations(session: &Session) -> Vec<String> {
    static SOURCE: LazyLock<String> = LazyLock::new(|| {
        let file = path("TO_KHAI_AXE");
        std::fs::read_to_string(&file).unwrap_or_else(|why| panic!("cannot read {}: {why}", file.display()))
    });
    // It stays in the page until the next reload.
    if session.script("return typeof axe", &[]) != json!("object") {
        let _ = session.script(&SOURCE, &[]);
    }
    let found = session.script_async(RUN, &[json!(TAGS)]);
    let all = found.as_array().unwrap_or_else(|| panic!("axe answered {found}"));
    all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
