//! WebAssembly as text, the way binaryen writes it: each form of a module begins a line, one space in.

use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What comes before the name of a function that is called or pointed to.
pub(crate) const CALLS: [&str; 3] = ["(call ", "(return_call ", "(ref.func "];
pub(crate) const GLOBALS: [&str; 2] = ["(global.get ", "(global.set "];
pub(crate) const TABLES: [&str; 7] = [
    "(call_indirect ",
    "(return_call_indirect ",
    "(table.get ",
    "(table.set ",
    "(table.grow ",
    "(table.fill ",
    "(table.size ",
];

/// The names behind these words.
pub(crate) fn named<'a>(text: &'a str, words: &[&str]) -> BTreeSet<&'a str> {
    let behind = |word: &&str| text.split(*word).skip(1).filter_map(name).collect::<Vec<_>>();
    words.iter().flat_map(behind).collect()
}

/// The name at the beginning: `$name` or `$"any name"`.
pub(crate) fn name(text: &str) -> Option<&str> {
    let after = text.strip_prefix('$')?;
    let length = match after.strip_prefix('"') {
        Some(quoted) => 2 + closing_quote(quoted)?,
        None => after.find([' ', ')', '\n']).unwrap_or(after.len()),
    };
    text.get(..=length)
}

fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })
}

/// The forms of a module.
#[derive(Default)]
pub(crate) struct Module<'a> {
    pub(crate) types: Vec<&'a str>,
    /// In the order of the text, for brotli knows them best so.
    pub(crate) order: Vec<&'a str>,
    /// By name, the whole form.
    pub(crate) functions: BTreeMap<&'a str, &'a str>,
    /// By name, parameters and result.
    pub(crate) imported: BTreeMap<&'a str, &'a str>,
    pub(crate) imports: Vec<&'a str>,
    pub(crate) globals: Vec<&'a str>,
    /// One.
    pub(crate) memory: Vec<&'a str>,
    pub(crate) tables: Vec<&'a str>,
    elements: &'a str,
    data: Vec<&'a str>,
    pub(crate) exports: Vec<&'a str>,
}

impl<'a> Module<'a> {
    pub(crate) fn read(text: &'a str) -> Result<Module<'a>> {
        let mut module = Module::default();
        let (head, body) = text.split_once('\n').context("binaryen wrote no module")?;
        ensure!(head.starts_with("(module"), "binaryen wrote something else than a module");
        let mut rest = body.trim_end().strip_suffix(')').context("the module has no end")?;
        while !rest.is_empty() {
            let end = rest.find("\n (").map_or(rest.len(), |at| at + 1);
            let (form, after) = rest.split_at(end);
            rest = after;
            let form = form.split("\n ;;").next().unwrap_or(form).trim();
            let (kind, after) = form.split_once(' ').context("a form without a kind")?;
            match kind {
                "(type" | "(rec" => module.types.push(form),
                "(import" => {
                    let (_, function) = after.split_once("(func ").context("an import of something else")?;
                    let name = name(function).context("an import without a name")?;
                    let signature = function[name.len()..].strip_suffix("))");
                    module.imported.insert(name, signature.context("an import without an end")?);
                    module.imports.push(form);
                }
                "(global" => module.globals.push(form),
                "(memory" => module.memory.push(form),
                "(table" => module.tables.push(form),
                "(elem" => {
                    ensure!(module.elements.is_empty(), "the table is filled from more than one list");
                    module.elements = form;
                }
                "(data" => module.data.push(form),
                "(export" => module.exports.push(form),
                "(func" => {
                    let name = name(after).context("a function without a name")?;
                    module.order.push(name);
                    module.functions.insert(name, form);
                }
                _ => ensure!(kind.starts_with(";;"), "the module has a form not known here: {kind}"),
            }
        }
        Ok(module)
    }

    pub(crate) fn exported(&self) -> BTreeSet<&'a str> {
        self.exports.iter().flat_map(|form| named(form, &["(func "])).map(plain).collect()
    }

    /// Every number in a function that may be an address.
    pub(crate) fn numbers(&self) -> BTreeSet<i64> {
        let digits = |after: &str| {
            let end = after.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(after.len());
            after[..end].parse::<i64>().ok()
        };
        let of = |form: &&str| {
            let behind = |word: &str| form.split(word).skip(1).filter_map(digits).collect::<Vec<_>>();
            [behind("(i32.const "), behind(" offset=")].concat()
        };
        self.functions.values().flat_map(of).collect()
    }

    /// Drops all functions but these.
    pub(crate) fn keep(&mut self, stays: &dyn Fn(&str) -> bool) {
        self.order.retain(|name| stays(name));
        self.functions.retain(|name, _| stays(name));
    }

    /// Parameters and result of a function.
    pub(crate) fn signature(&self, name: &str) -> Result<&'a str> {
        if let Some(signature) = self.imported.get(name) {
            return Ok(signature);
        }
        let form = self.functions.get(name).with_context(|| format!("no function {name}"))?;
        let line = form.lines().next().unwrap_or(form);
        line.split_once(name).map(|(_, signature)| signature).context("a function without its name")
    }

    /// What follows the name of a global in its import.
    pub(crate) fn global(&self, name: &str) -> Result<&'a str> {
        let after = self.globals.iter().filter_map(|form| form.strip_prefix("(global ")?.strip_prefix(name));
        let mut kinds = after.filter_map(|after| Some(after.split_once(" (i32.const")?.0));
        kinds.next().with_context(|| format!("no global {name} of a known kind"))
    }

    /// The memory: its name and limits.
    pub(crate) fn memory(&self) -> Result<(&'a str, &'a str)> {
        let memory = self.memory.first().and_then(|form| form.strip_prefix("(memory ")?.strip_suffix(')'));
        memory.and_then(|form| form.split_once(' ')).context("a memory not known here")
    }

    /// The table of functions: its name and size.
    pub(crate) fn table(&self) -> Result<(&'a str, usize)> {
        let table =
            self.tables.iter().find(|table| table.ends_with("funcref)")).context("no functions' table")?;
        let mut words = table.split(' ').skip(1);
        let (name, size) = words.next().zip(words.next()).context("a table without a size")?;
        Ok((name, size.parse()?))
    }

    /// The functions in the table, each with its place.
    pub(crate) fn in_table(&self) -> Result<Vec<(usize, &'a str)>> {
        let (before, mut list) = self.elements.split_once(" func ").context("nothing in the table")?;
        let (_, first) = before.split_once("(i32.const ").context("a list without a place")?;
        let mut at: usize = first.trim_end_matches(')').parse()?;
        let mut found = Vec::new();
        while let Some(name) = name(list) {
            found.push((at, name));
            list = list[name.len()..].trim_start();
            at += 1;
        }
        ensure!(list == ")", "the list of the table's functions is not understood: {list}");
        found.retain(|(_, name)| self.functions.contains_key(name) || self.imported.contains_key(name));
        Ok(found)
    }

    /// The initial data: address and bytes.
    pub(crate) fn data(&self) -> Result<Vec<(usize, Vec<u8>)>> {
        let read = |form: &&str| {
            let (before, literal) = form.split_once(" \"").context("data without bytes")?;
            let (_, address) = before.split_once("(i32.const ").context("data without an address")?;
            let literal = literal.strip_suffix("\")").context("data without an end")?;
            Ok((address.trim_end_matches(')').parse()?, unescape(literal)?))
        };
        self.data.iter().map(read).collect()
    }
}

/// A name as the linker writes it.
pub(crate) fn plain(name: &str) -> &str {
    name.trim_start_matches('$').trim_matches('"')
}

pub(crate) fn line(out: &mut String, form: &str) {
    out.push(' ');
    out.push_str(form);
    out.push('\n');
}

/// Fills places of the table; a list for each run of them.
pub(crate) fn elements(out: &mut String, table: &str, all: &[(usize, &str)]) {
    for run in all.chunk_by(|(one, _), (next, _)| one + 1 == *next) {
        let names: Vec<&str> = run.iter().map(|(_, name)| *name).collect();
        line(out, &format!("(elem (table {table}) (i32.const {}) func {})", run[0].0, names.join(" ")));
    }
}

pub(crate) fn data(out: &mut String, address: usize, bytes: impl Iterator<Item = u8>) {
    let mut form = format!("(data (i32.const {address}) \"");
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(form, "\\{byte:02x}");
    }
    form.push_str("\")");
    line(out, &form);
}

fn unescape(literal: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = literal.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let byte = match (byte, after) {
            (b'\\', [b't', ..]) => b'\t',
            (b'\\', [b'n', ..]) => b'\n',
            (b'\\', [b'r', ..]) => b'\r',
            (b'\\', [same @ (b'"' | b'\'' | b'\\'), ..]) => *same,
            (b'\\', [high, low, ..]) => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let both = digit(*high).zip(digit(*low)).context("data is not understood")?;
                rest = &rest[1..];
                u8::try_from(both.0 * 16 + both.1)?
            }
            (byte, _) => {
                bytes.push(byte);
                continue;
            }
        };
        rest = &rest[1..];
        bytes.push(byte);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_they_end() {
        assert_eq!(name("$a.b$c (param i32)"), Some("$a.b$c"));
        assert_eq!(name("$a)"), Some("$a"));
        assert_eq!(name(r#"$"a \" b" $c"#), Some(r#"$"a \" b""#));
        assert_eq!(name("0"), None);
        assert_eq!(plain(r#"$"a b""#), "a b");
        assert_eq!(named("(call $a (call $b)\n(drop", &CALLS), BTreeSet::from(["$a", "$b"]));
    }

    #[test]
    fn data_is_read_as_binaryen_writes_it() {
        assert_eq!(unescape(r#"a\00\ff\t\n\r\"\'\\b"#).unwrap(), b"a\0\xff\t\n\r\"'\\b");
        assert!(unescape(r"\zz").is_err());
    }
}
