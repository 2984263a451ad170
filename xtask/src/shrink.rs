//! Fewer bytes over the wire, after wasm-bindgen: what nobody calls goes, names get short, and
//! functions are not inlined, because brotli has already learned the call.

use crate::reach::Linked;
use crate::split::{GATES, split, trapped};
use crate::wasm::{self, number, push_number, push_text, text};
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

/// The functions stay in the order that `split` gives them; what these passes save in bytes they cost after brotli.
const SKIPPED: [&str; 4] = [
    "--skip-pass=reorder-functions",
    "--skip-pass=local-cse",
    "--skip-pass=code-pushing",
    "--skip-pass=memory-packing",
];

/// What a browser is given of the widget's code.
pub(crate) struct Shrunk {
    pub(crate) glue: String,
    /// What the first step needs.
    pub(crate) wasm: Vec<u8>,
    /// The rest, which imports whatever it needs of the first part.
    pub(crate) rest: Vec<u8>,
}

/// What rustc 1.95 lets its wasm use, which text does not tell.
const FEATURES: [&str; 8] = [
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
];

/// The module and its glue, smaller and the module in two; `binaryen` is the folder of wasm-opt and
/// wasm-metadce, `linked` the module as the linker left it.
pub(crate) fn shrink(
    binaryen: &Path,
    wasm: &Path,
    linked: &Path,
    glue: &str,
    scratch: &Path,
) -> Result<Shrunk> {
    let glue = without_classes(glue);
    let (graph, bare, whole) =
        (scratch.join("graph.json"), scratch.join("bare.wasm"), scratch.join("whole.wat"));
    files::write(&graph, graph_of(&exports_called(&glue)).as_bytes())?;
    files::write(&bare, &without_linking(&files::read(wasm)?)?)?;
    let mut metadce = run::program(binaryen.join("wasm-metadce"));
    metadce.arg(&bare).arg("--graph-file").arg(&graph).args(["-g", "-S", "-o"]).arg(&whole);
    // It tells on its standard output what it dropped.
    drop(run::filter(&mut metadce, Vec::new())?);
    // Panics become traps, and what they were given is not made any more: then whom nobody names is known.
    files::write(&whole, trapped(&files::read_text(&whole)?)?.as_bytes())?;
    let mut opt = run::program(binaryen.join("wasm-opt"));
    opt.arg(&whole).args(FEATURES).args(["--dae", "--vacuum", "-S", "-g", "-o"]).arg(&whole);
    run::run(&mut opt)?;
    let (first, rest) = split(&files::read_text(&whole)?, &Linked::read(&files::read(linked)?)?, &GATES)?;
    let small = |name: &str, text: String| -> Result<Vec<u8>> {
        let (text_file, small) = (scratch.join(name).with_extension("wat"), scratch.join(name));
        files::write(&text_file, text.as_bytes())?;
        let mut opt = run::program(binaryen.join("wasm-opt"));
        opt.arg("-Os").args(FEATURES).args(NO_INLINING).args(SKIPPED);
        run::run(opt.arg(&text_file).arg("-o").arg(&small))?;
        files::read(&small)
    };
    let rest = small("rest.wasm", rest)?;
    let (wasm, glue) = short_names(&small("first.wasm", first)?, glue)?;
    Ok(Shrunk { glue: without_imports(&glue), wasm, rest })
}

/// The reader of codes, smaller: it has neither glue nor a second part.
pub(crate) fn shrink_scan(binaryen: &Path, wasm: &Path, scratch: &Path) -> Result<Vec<u8>> {
    let small = scratch.join("scan.wasm");
    files::create_dir(scratch)?;
    let mut opt = run::program(binaryen.join("wasm-opt"));
    opt.arg("-O3").args(FEATURES).args(["--strip-debug", "--strip-producers", "--strip-target-features"]);
    run::run(opt.arg(wasm).arg("-o").arg(&small))?;
    files::read(&small)
}

/// Without the linker's notes, which hold no longer after wasm-bindgen.
fn without_linking(module: &[u8]) -> Result<Vec<u8>> {
    let notes =
        |mut body: &[u8]| text(&mut body).is_ok_and(|name| name == "linking" || name.starts_with("reloc."));
    let sections = wasm::sections(module)?.into_iter();
    Ok(wasm::module(sections.filter(|(id, body)| *id != wasm::CUSTOM || !notes(body))))
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

/// The glue without the functions nobody imports: those that still have their long names.
fn without_imports(glue: &str) -> String {
    let mut inside = false;
    let kept = glue.split_inclusive('\n').filter(|line| {
        let entry = line.strip_prefix("        ").unwrap_or_default();
        inside |= entry.starts_with("__wb") && entry.contains(": function(");
        let stays = !inside;
        inside &= !entry.starts_with('}');
        stays
    });
    kept.collect()
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
        // A number is what the rest of the module knows it by.
        let fixed =
            name == "memory" || name.starts_with("./") || name.starts_with(|c: char| c.is_ascii_digit());
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
fn rewrite(module: &[u8], rename: &mut dyn FnMut(&str) -> String) -> Result<Vec<u8>> {
    let mut changed = Vec::new();
    for (id, body) in wasm::sections(module)? {
        changed.push(match id {
            2 => (id, names_changed(body, rename, true)?),
            7 => (id, names_changed(body, rename, false)?),
            _ => (id, body.to_vec()),
        });
    }
    Ok(wasm::module(changed.iter().map(|(id, body)| (*id, body.as_slice()))))
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
    fn a_function_nobody_imports_goes_from_the_glue() {
        let glue = "    const import0 = {\n        $a: function() {\n            return 1;\n        },\n        \
            __wbg_old_0a: function() { return handleError(function () {\n            return 2;\n        }, arguments); },\n        \
            __wbg_old_0b: function() {\n            return 3;\n        },\n        $b: function() {\n        },\n    };\n";
        let kept = "    const import0 = {\n        $a: function() {\n            return 1;\n        },\n        \
            $b: function() {\n        },\n    };\n";
        assert_eq!(without_imports(glue), kept);
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
