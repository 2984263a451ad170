//! The wasm in two: what the first step needs, and the rest, which comes while the citizen reads.
//!
//! A gate is a function the first part calls and the rest holds; the widget calls none before the rest is
//! there (`src/session/rest.rs`). Behind a gate everything that nobody else reaches goes to the rest, with
//! its data. The rest fills its places in the table of functions when it is made, and calls back by exports.

use crate::reach::Linked;
use crate::wat::{self, CALLS, GLOBALS, Module, TABLES, line, named, plain};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;
use std::ops::Range;

/// The functions that the widget calls only once the rest is there.
pub(crate) const GATES: [&str; 31] = [
    "dossier::answers::Answers::add_row",
    "dossier::answers::Answers::remove_row",
    "to_khai::components::answers::told",
    "to_khai::components::aside::aside",
    "to_khai::components::date_field::date_in_words",
    "to_khai::components::person::of_step",
    "to_khai::components::place_field::old::old_names",
    "to_khai::components::question::message",
    "to_khai::components::rows::rows",
    "to_khai::components::summary::filled",
    "to_khai::i18n::en::words",
    "to_khai::journey::attach::page",
    "to_khai::journey::elsewhere::lapsed",
    "to_khai::journey::elsewhere::page",
    "to_khai::journey::find::hits",
    "to_khai::journey::guide::page",
    "to_khai::journey::kept::doors",
    "to_khai::journey::kept::list",
    "to_khai::journey::receipt::page",
    "to_khai::journey::review::page",
    "to_khai::journey::send::page",
    "to_khai::journey::send::status",
    "to_khai::journey::track::page",
    "to_khai::session::kept::refresh",
    "to_khai::session::kept::reopen",
    "to_khai::session::load::in_english",
    "to_khai::session::load::learn_english",
    "to_khai::session::navigate::continue_from",
    "to_khai::session::page::later",
    "to_khai::session::rest::arrive",
    "to_khai::session::tabs::claim",
];

/// Where a panic ends, by what stands in the mangled name. None returns, and what they would say nobody hears:
/// the widget's panic is a trap, and the loader says that it is dead. So each is a trap and nothing else.
const PANICS: [&str; 13] = [
    "11raw_vec12handle_error",
    "11raw_vec17capacity_overflow",
    "13assert_failed",
    "16slice_index_fail",
    "17len_mismatch_fail",
    "4cell22panic_already_borrowed",
    "4cell30panic_already_mutably_borrowed",
    "4core9panicking",
    "5alloc18handle_alloc_error",
    "5local18panic_access_error",
    "6option13expect_failed",
    "6option13unwrap_failed",
    "6result13unwrap_failed",
];

/// The module with every panic a trap: text for binaryen, as `text` was.
pub(crate) fn trapped(text: &str) -> Result<String> {
    let module = Module::read(text)?;
    let mut trapped = text.to_owned();
    for (name, form) in module.functions.iter().filter(|(name, _)| is_panic(name)) {
        let signature = module.signature(name)?;
        ensure!(!signature.contains("(result"), "{name} returns, so no panic ends in it");
        trapped = trapped.replacen(form, &format!("(func {name}{signature}\n  (unreachable)\n )"), 1);
    }
    Ok(trapped)
}

fn is_panic(name: &str) -> bool {
    PANICS.iter().any(|end| name.contains(end))
}

/// The module in two, both as text for binaryen, as `text` was; `linked` tells who names whom.
pub(crate) fn split(text: &str, linked: &Linked, gates: &[&str]) -> Result<(String, String)> {
    let mut module = Module::read(text)?;
    let linked = &linked.without(&is_panic, &module.numbers());
    let gates = symbols(linked, gates)?;
    let known: BTreeSet<&str> = linked.functions().collect();
    // What wasm-bindgen wrote itself stays, with all that it calls.
    let mut roots = module.exported();
    for (name, function) in module.functions.iter().filter(|(name, _)| !known.contains(plain(name))) {
        roots.insert(plain(name));
        roots.extend(named(function, &CALLS).into_iter().map(plain));
    }
    // What nobody reaches at all is dropped: exports of Leptos' crates that have gone held it.
    let alive = linked.reach(&roots, &BTreeSet::new());
    module.keep(&|name| !known.contains(plain(name)) || alive.functions.contains(plain(name)));
    let reached = linked.reach(&roots, &gates);
    let moves = |name: &&str| known.contains(plain(name)) && !reached.functions.contains(plain(name));
    let moved: BTreeSet<&str> = module.functions.keys().copied().filter(moves).collect();
    let gates: Vec<&str> = moved.iter().copied().filter(|name| gates.contains(plain(name))).collect();
    for (name, function) in module.functions.iter().filter(|(name, _)| !moved.contains(*name)) {
        let astray = named(function, &CALLS).into_iter().find(|to| moved.contains(to) && !gates.contains(to));
        ensure!(astray.is_none(), "{name} calls {astray:?} past the gates");
    }
    let cut = Cut { module, moved, gates, kept: reached.data, alive: alive.data };
    Ok((cut.first()?, cut.rest()?))
}

/// The symbol of each gate: the path in it is mangled, each name with its length before it.
fn symbols(linked: &Linked, gates: &[&str]) -> Result<BTreeSet<String>> {
    let symbol = |gate: &&str| {
        let mangled: String = gate.split("::").map(|name| format!("{}{name}", name.len())).collect();
        let of = |symbol: &&str| symbol.split_once(&mangled).is_some_and(|(_, hash)| hash.starts_with("17h"));
        let mut found = linked.functions().filter(of);
        let symbol = found.next().map(str::to_owned);
        ensure!(found.next().is_none(), "more than one function is named {gate}");
        symbol.with_context(|| format!("no function is named {gate}: is it `#[inline(never)]`?"))
    };
    gates.iter().map(symbol).collect()
}

/// The module, and what of it goes to the rest.
struct Cut<'a> {
    module: Module<'a>,
    moved: BTreeSet<&'a str>,
    /// Those of the moved that the first part calls.
    gates: Vec<&'a str>,
    /// Addresses of the data that stays.
    kept: Vec<Range<usize>>,
    /// Addresses of the data that anybody names.
    alive: Vec<Range<usize>>,
}

impl<'a> Cut<'a> {
    /// The first part: in the place of a gate stands a call through the table.
    fn first(&self) -> Result<String> {
        let module = &self.module;
        let (table, size) = module.table()?;
        let mut out = String::from("(module\n");
        let same = [&module.types, &module.imports, &module.globals, &module.exports, &module.memory];
        same.into_iter().flatten().for_each(|form| line(&mut out, form));
        self.tables()?.iter().for_each(|form| line(&mut out, form));
        let mut in_table = module.in_table()?;
        in_table.retain(|(_, name)| !self.moved.contains(name));
        wat::elements(&mut out, table, &in_table);
        for (address, bytes) in module.data()? {
            // Binaryen knows that memory begins as zeros.
            let kept = (address..).zip(bytes).map(|(at, byte)| if self.stays(at) { byte } else { 0 });
            wat::data(&mut out, address, kept);
        }
        for (at, (kind, name)) in self.shared()?.iter().enumerate() {
            line(&mut out, &format!("(export \"{at}\" ({kind} {name}))"));
        }
        for name in &side_by_side(module, module.order.iter()) {
            match self.gates.iter().position(|gate| gate == name) {
                Some(at) => line(&mut out, &through_table(name, module.signature(name)?, table, size + at)),
                None if self.moved.contains(name) => {}
                None => line(&mut out, module.functions[name]),
            }
        }
        out.push(')');
        Ok(out)
    }

    /// The rest: it imports whatever it names of the first part.
    fn rest(&self) -> Result<String> {
        let module = &self.module;
        let (table, size) = module.table()?;
        let mut out = String::from("(module\n");
        module.types.iter().for_each(|form| line(&mut out, form));
        for (at, (kind, name)) in self.shared()?.iter().enumerate() {
            let is = match *kind {
                "func" => module.signature(name)?.to_owned(),
                "global" => module.global(name)?.to_owned(),
                "memory" => format!(" {}", module.memory()?.1),
                _ => {
                    let after = |form: &String| Some(form.split_once(name)?.1.strip_suffix(')')?.to_owned());
                    self.tables()?.iter().find_map(after).context("a table not known here")?
                }
            };
            line(&mut out, &format!("(import \"\" \"{at}\" ({kind} {name}{is}))"));
        }
        let mut in_table = module.in_table()?;
        in_table.retain(|(_, name)| self.moved.contains(name));
        in_table.extend((size..).zip(self.gates.iter().copied()));
        wat::elements(&mut out, table, &in_table);
        for (address, bytes) in module.data()? {
            let all: Vec<(usize, u8)> = (address..).zip(bytes).collect();
            for run in all.chunk_by(|(one, _), (other, _)| self.goes(*one) == self.goes(*other)) {
                if self.goes(run[0].0) && run.iter().any(|(_, byte)| *byte != 0) {
                    wat::data(&mut out, run[0].0, run.iter().map(|(_, byte)| *byte));
                }
            }
        }
        let moved = module.order.iter().filter(|name| self.moved.contains(*name));
        side_by_side(module, moved).iter().for_each(|name| line(&mut out, module.functions[name]));
        out.push(')');
        Ok(out)
    }

    /// Kind and name of everything that the rest names of the first part; each goes by its number.
    fn shared(&self) -> Result<Vec<(&'static str, &'a str)>> {
        let (module, stays) = (&self.module, |name: &&&'a str| !self.moved.contains(**name));
        let rest = || module.order.iter().filter(|name| !stays(name));
        let of = |words: &[&str]| -> BTreeSet<&'a str> {
            rest().flat_map(|name| named(module.functions[name], words)).collect()
        };
        let (called, mut tables) = (of(&CALLS), of(&TABLES));
        tables.insert(module.table()?.0);
        let functions = module.imported.keys().chain(module.order.iter().filter(stays));
        let mut shared = vec![("memory", module.memory()?.0)];
        shared.extend(of(&GLOBALS).into_iter().map(|name| ("global", name)));
        shared.extend(tables.into_iter().map(|name| ("table", name)));
        shared.extend(functions.filter(|name| called.contains(*name)).map(|name| ("func", *name)));
        Ok(shared)
    }

    fn stays(&self, address: usize) -> bool {
        self.kept.iter().any(|range| range.contains(&address))
    }

    fn goes(&self, address: usize) -> bool {
        !self.stays(address) && self.alive.iter().any(|range| range.contains(&address))
    }

    /// The tables; that of the functions has a place more for each gate.
    fn tables(&self) -> Result<Vec<String>> {
        let (name, size) = self.module.table()?;
        let (before, after) = (format!("{name} {size} {size} "), size + self.gates.len());
        let grown = |form: &&str| form.replace(&before, &format!("{name} {after} {after} "));
        Ok(self.module.tables.iter().map(grown).collect())
    }
}

/// Functions that begin alike stand together: brotli finds the one in the other, 3 % of the whole.
fn side_by_side<'a>(module: &Module<'a>, names: impl Iterator<Item = &'a &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.copied().collect();
    names.sort_by_cached_key(|name| {
        let words = module.functions[name].split('(').skip(1);
        words.filter_map(|word| word.split_whitespace().next()).take(150).collect::<Vec<_>>()
    });
    names
}

/// A function that calls the one in that place of the table.
fn through_table(name: &str, signature: &str, table: &str, place: usize) -> String {
    let parameters: Vec<&str> = signature.split("(param ").skip(1).filter_map(wat::name).collect();
    let types: String =
        parameters.iter().fold(signature.to_owned(), |all, name| all.replace(&format!("{name} "), ""));
    let values: String = parameters.iter().map(|name| format!(" (local.get {name})")).collect();
    format!("(func {name}{signature} (call_indirect {table}{types}{values} (i32.const {place})))")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `main` calls `near` and, through the gate, `far`, which calls `near` and has data and a place in the
    /// table of its own.
    const WHOLE: &str = r#"(module $to_khai.wasm
 (type $0 (func (param i32) (result i32)))
 (import "./glue.js" "log" (func $log (param i32)))
 (global $stack (mut i32) (i32.const 1024))
 (memory $0 1)
 (data $.rodata (i32.const 1024) "near\00far\"")
 (table $0 3 3 funcref)
 (elem $0 (table $0) (i32.const 1) func $near $"in far")
 (export "main" (func $main))
 (func $main (param $0 i32) (result i32)
  (call $3far17h0E
   (call $near)
  )
 )
 (func $near
  (global.set $stack (i32.const 0))
  (drop
   (i32.const 1024)
  )
 )
 (func $3far17h0E (param $0 i32) (result i32)
  (call $near)
  (call $log (i32.const 1029))
  (global.get $stack)
 )
 (func $"in far"
  (call_indirect $0 (type $0) (i32.const 1))
 )
 ;; custom section "producers", size 1
)
"#;

    fn linked() -> Linked {
        Linked::of(&[
            ("main", None, &[1, 2]),
            ("near", None, &[4]),
            ("3far17h0E", None, &[1, 3, 5]),
            ("in far", None, &[]),
            (".near", Some(1024..1029), &[]),
            (".far", Some(1029..1033), &[]),
        ])
    }

    #[test]
    fn what_lies_behind_a_gate_alone_goes_with_its_data_and_its_places() {
        let (first, rest) = split(WHOLE, &linked(), &["far"]).unwrap();
        for (part, holds, lacks) in [
            (
                &first,
                [
                    "(table $0 4 4 funcref)",
                    "(elem (table $0) (i32.const 1) func $near)",
                    r#"(data (i32.const 1024) "\6e\65\61\72\00\00\00\00\00")"#,
                    r#"(export "main" (func $main))"#,
                    r#"(export "0" (memory $0))"#,
                    "(call_indirect $0 (param i32) (result i32) (local.get $0) (i32.const 3))",
                ],
                "(func $\"in far\"",
            ),
            (
                &rest,
                [
                    "(elem (table $0) (i32.const 2) func $\"in far\" $3far17h0E)",
                    r#"(data (i32.const 1029) "\66\61\72\22")"#,
                    r#"(import "" "1" (global $stack (mut i32)))"#,
                    r#"(import "" "2" (table $0 4 4 funcref))"#,
                    r#"(import "" "3" (func $log (param i32)))"#,
                    r#"(import "" "4" (func $near))"#,
                ],
                "(func $main",
            ),
        ] {
            holds.iter().for_each(|form| assert!(part.contains(form), "no {form} in {part}"));
            assert!(!part.contains(lacks), "{part}");
        }
    }

    #[test]
    fn a_panic_is_a_trap_and_nothing_else() {
        let whole = WHOLE.replace("$near", "$_RNv4core9panicking9panic_fmt");
        let trapped = trapped(&whole).unwrap();
        assert!(trapped.contains("(func $_RNv4core9panicking9panic_fmt\n  (unreachable)\n )"), "{trapped}");
        assert!(!trapped.contains("(i32.const 1024)\n  )"), "{trapped}");
        assert_eq!(trapped.matches("(unreachable)").count(), 1);
        let returns = whole.replace("panic_fmt\n", "panic_fmt (result i32)\n");
        let said = super::trapped(&returns).unwrap_err().to_string();
        assert!(said.contains("no panic ends in it"), "{said}");
    }

    #[test]
    fn data_that_no_function_holds_any_more_is_dropped() {
        let (first, rest) =
            split(&WHOLE.replace("(i32.const 1029)", "(i32.const 0)"), &linked(), &["far"]).unwrap();
        assert!(first.contains("\\6e\\65\\61\\72") && !rest.contains("(data "), "{rest}");
    }

    #[test]
    fn a_gate_that_is_not_there_stops_the_build() {
        let said = split(WHOLE, &linked(), &["far", "gone"]).unwrap_err().to_string();
        assert!(said.contains("no function is named gone"), "{said}");
    }

    #[test]
    fn a_call_past_the_gates_stops_the_build() {
        let astray = WHOLE.replacen("(call $near)", "(call $\"in far\")", 1);
        let said = split(&astray, &linked(), &["far"]).unwrap_err().to_string();
        assert!(said.contains("past the gates"), "{said}");
    }
}
