//! Fewer bytes over the wire, after wasm-bindgen: what nobody calls goes, names get short, and
//! functions are not inlined, because brotli has already learned the call.

use crate::{files, run};
use anyhow::{Context, Result, bail, ensure};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::Path;

/// Classes of a crate that Leptos brings along (wasm-streams); no page of ours makes one.
const UNUSED_CLASSES: [&str; 3] = ["IntoUnderlyingByteSource", "IntoUnderlyingSink", "IntoUnderlyingSource"];

/// Inlining of a function called once makes the wasm smaller and its brotli seven per cent larger.
const NO_INLINING: [&str; 6] = [
    "--always-inline-max-function-size=0",
    "--flexible-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=0",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

/// The module and its glue, smaller; `binaryen` is the folder of wasm-opt and wasm-metadce.
pub(crate) fn shrink(binaryen: &Path, wasm: &Path, glue: &str, scratch: &Path) -> Result<(Vec<u8>, String)> {
    let glue = without_classes(glue);
    let (graph, small) = (scratch.join("graph.json"), scratch.join("small.wasm"));
    files::write(&graph, graph_of(&exports_called(&glue)).as_bytes())?;
    let mut metadce = run::program(binaryen.join("wasm-metadce"));
    // It tells on its standard output what it dropped.
    drop(run::filter(metadce.arg(wasm).arg("--graph-file").arg(&graph).arg("-o").arg(&small), Vec::new())?);
    let mut opt = run::program(binaryen.join("wasm-opt"));
    run::run(opt.arg("-Oz").args(NO_INLINING).arg(&small).arg("-o").arg(&small))?;
    short_names(&files::read(&small)?, glue)
}

/// The glue without the classes nobody makes; esbuild cannot tell, for they register themselves.
fn without_classes(glue: &str) -> String {
    let mut kept = String::with_capacity(glue.len());
    let mut inside = false;
    for line in glue.split_inclusive('\n') {
        let of_unused =
            |begin: &str| UNUSED_CLASSES.iter().any(|class| line.starts_with(&format!("{begin}{class}")));
        inside |= of_unused("export class ") || of_unused("const ");
        let ends = line.starts_with('}')
            || line.trim_end().ends_with(';') && !line.starts_with(' ')
            || line.trim_end().ends_with("));");
        if !inside && !of_unused("if (Symbol.dispose) ") {
            kept.push_str(line);
        }
        inside &= !ends;
    }
    kept
}

/// Every export the glue names: `wasm.<name>`.
fn exports_called(glue: &str) -> BTreeSet<String> {
    let after = glue.split("wasm.").skip(1);
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    after.map(name).filter(|name| !name.is_empty()).collect()
}

/// What wasm-metadce reads: the page reaches these exports and nothing else.
fn graph_of(exports: &BTreeSet<String>) -> String {
    let node = |name: &String| serde_json::json!({ "name": format!("export {name}"), "export": name });
    let reaches: Vec<_> = exports.iter().map(|name| format!("export {name}")).collect();
    let mut nodes = vec![serde_json::json!({ "name": "page", "root": true, "reaches": reaches })];
    nodes.extend(exports.iter().map(node));
    serde_json::Value::from(nodes).to_string()
}

/// Renames every import and export to a letter or two, in the module and in the glue alike.
fn short_names(wasm: &[u8], glue: String) -> Result<(Vec<u8>, String)> {
    let mut names: Vec<String> = Vec::new();
    let wasm = rewrite(wasm, &mut |name| {
        // The glue reads these by name outside of `wasm.`, or they are the page's own words.
        let fixed = name == "memory" || name.starts_with("./");
        match names.iter().position(|long| long == name) {
            _ if fixed => name.to_owned(),
            Some(known) => short(known),
            None => {
                names.push(name.to_owned());
                short(names.len() - 1)
            }
        }
    })?;
    // Longest first: one name may begin with another.
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| Reverse(names[*at].len()));
    let mut out = glue;
    for at in order {
        let long = &names[at];
        let renamed = rename_in_glue(&out, long, &short(at));
        ensure!(renamed != out, "the glue of wasm-bindgen does not name {long} in a way known here");
        out = renamed;
    }
    Ok((wasm, out))
}

/// `wasm.long` and `long: function` and `"long": …`, but not the function a page imports by that name.
fn rename_in_glue(glue: &str, long: &str, short: &str) -> String {
    glue.replace(&format!("wasm.{long}("), &format!("wasm.{short}("))
        .replace(&format!("wasm.{long};"), &format!("wasm.{short};"))
        .replace(&format!("wasm.{long},"), &format!("wasm.{short},"))
        .replace(&format!("wasm.{long})"), &format!("wasm.{short})"))
        .replace(&format!("wasm.{long}."), &format!("wasm.{short}."))
        .replace(&format!(" {long}: function"), &format!(" {short}: function"))
        .replace(&format!(" {long}: "), &format!(" {short}: "))
        .replace(&format!("\"{long}\": "), &format!("\"{short}\": "))
}

/// `$a`, `$b`, …: no such name is a word of the glue.
fn short(mut at: usize) -> String {
    let mut name = String::from("$");
    loop {
        name.push(char::from(b'a' + u8::try_from(at % 26).unwrap_or(0)));
        at /= 26;
        if at == 0 {
            return name;
        }
        at -= 1;
    }
}

/// Copies a module with the names of its import and export sections changed.
fn rewrite(wasm: &[u8], rename: &mut dyn FnMut(&str) -> String) -> Result<Vec<u8>> {
    ensure!(wasm.starts_with(b"\0asm"), "wasm-opt left something that is no wasm module");
    let (mut out, mut rest) = (wasm[..8].to_vec(), &wasm[8..]);
    while let Some((&id, after)) = rest.split_first() {
        rest = after;
        let size = number(&mut rest)?;
        let (body, after) = rest.split_at_checked(size).context("a section ends early")?;
        rest = after;
        let body = match id {
            2 => names_changed(body, rename, true)?,
            7 => names_changed(body, rename, false)?,
            _ => body.to_vec(),
        };
        out.push(id);
        push_number(&mut out, body.len());
        out.extend(body);
    }
    Ok(out)
}

fn names_changed(mut body: &[u8], rename: &mut dyn FnMut(&str) -> String, imports: bool) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let count = number(&mut body)?;
    push_number(&mut out, count);
    for _ in 0..count {
        if imports {
            let module = text(&mut body)?;
            push_text(&mut out, module);
        }
        let name = rename(text(&mut body)?);
        push_text(&mut out, &name);
        let whole = body;
        let (&kind, after) = body.split_first().context("an entry ends early")?;
        body = after;
        match (imports, kind) {
            // A function or tag of a type; anything exported is named by an index.
            (false, _) | (true, 0) => _ = number(&mut body)?,
            (true, _) => bail!("the widget imports something else than functions"),
        }
        out.extend(&whole[..whole.len() - body.len()]);
    }
    Ok(out)
}

fn number(bytes: &mut &[u8]) -> Result<usize> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let (&byte, rest) = bytes.split_first().context("a number ends early")?;
        *bytes = rest;
        number |= usize::from(byte & 127) << shift;
        if byte < 128 {
            return Ok(number);
        }
    }
    bail!("a number without an end")
}

fn text<'a>(bytes: &mut &'a [u8]) -> Result<&'a str> {
    let length = number(bytes)?;
    let (text, rest) = bytes.split_at_checked(length).context("a name ends early")?;
    *bytes = rest;
    Ok(std::str::from_utf8(text)?)
}

fn push_number(out: &mut Vec<u8>, mut number: usize) {
    while number > 127 {
        out.push(u8::try_from(number & 127).unwrap_or(0) | 128);
        number >>= 7;
    }
    out.push(u8::try_from(number).unwrap_or(0));
}

fn push_text(out: &mut Vec<u8>, text: &str) {
    push_number(out, text.len());
    out.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_nobody_makes_goes_with_everything_of_it() {
        let glue = "export class Handle {\n  free() { wasm.handle_free(); }\n}\n\
            export class IntoUnderlyingSink {\n    close() {\n    }\n}\n\
            if (Symbol.dispose) IntoUnderlyingSink.prototype[Symbol.dispose] = IntoUnderlyingSink.prototype.free;\n\
            const IntoUnderlyingSinkFinalization = (typeof FinalizationRegistry === 'undefined')\n    ? { register: () => {} }\n    : new FinalizationRegistry(ptr => wasm.sink_free(ptr, 1));\n\
            let after = 1;\n";
        let kept = without_classes(glue);
        assert_eq!(kept, "export class Handle {\n  free() { wasm.handle_free(); }\n}\nlet after = 1;\n");
        assert_eq!(exports_called(&kept).into_iter().collect::<Vec<_>>(), ["handle_free"]);
    }

    #[test]
    fn names_are_short_and_never_meet() {
        let all: BTreeSet<String> = (0..2000).map(short).collect();
        assert_eq!(all.len(), 2000);
        assert!(all.iter().all(|name| name.len() <= 4));
    }

    #[test]
    fn a_module_and_its_glue_are_renamed_alike() {
        // One type, one imported function, that function exported.
        let wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x09\x01\x02./\x02fn\0\0\x07\x08\x01\x04main\0\0";
        let glue = "x = { fn: function() {} }; wasm.main();".to_owned();
        let (wasm, glue) = short_names(wasm, glue).unwrap();
        assert_eq!(glue, "x = { $a: function() {} }; wasm.$b();");
        assert!(wasm.windows(2).any(|two| two == b"$a") && wasm.windows(2).any(|two| two == b"$b"));
    }
}
