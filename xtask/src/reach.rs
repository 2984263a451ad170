//! What of a linked module is reached without passing a gate. The linker's relocations say exactly who
//! names whom: functions by calls and by pointers, data by their addresses.

use crate::wasm::{self, byte, number, signed, text};
use anyhow::{Context, Result, bail, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What must be there at once; all else may come later.
pub(crate) struct Reached {
    /// Symbols of functions.
    pub(crate) functions: BTreeSet<String>,
    /// Addresses of initial data.
    pub(crate) data: Vec<Range<usize>>,
}

/// A module as `wasm-ld --emit-relocs` leaves it.
#[derive(Default)]
pub(crate) struct Linked {
    symbols: Vec<Symbol>,
    /// By symbol: the symbols that it names.
    names: Vec<Vec<Name>>,
}

/// That a symbol is named, and what is added to its address.
#[derive(Clone, Copy)]
struct Name {
    symbol: usize,
    added: i64,
}

#[derive(Clone, Default)]
struct Symbol {
    name: String,
    place: Place,
    /// Its data is the path of a source file.
    is_path: bool,
}

#[derive(Clone, Default, PartialEq)]
enum Place {
    Function(usize),
    Data(Range<usize>),
    #[default]
    Elsewhere,
}

const UNDEFINED: usize = 0x10;
const EXPLICIT_NAME: usize = 0x40;
const ABSOLUTE: usize = 0x200;

impl Linked {
    pub(crate) fn read(module: &[u8]) -> Result<Linked> {
        let sections = wasm::sections(module)?;
        let body = |wanted| sections.iter().find(|(id, _)| *id == wanted).map_or(&[][..], |(_, body)| body);
        let (imported, code, data) = (imported_functions(body(2))?, code(body(10))?, segments(body(11))?);
        let mut linked = Linked::default();
        for mut custom in sections.iter().filter(|(id, _)| *id == wasm::CUSTOM).map(|(_, body)| *body) {
            match text(&mut custom)? {
                "linking" => linked.symbols = symbols(custom, &data)?,
                "reloc.CODE" => {
                    let function = |at| imported + code.partition_point(|body| body.start <= at) - 1;
                    let by_place = linked.by_function();
                    linked.relocations(custom, &|at| by_place.get(&function(at)).cloned())?;
                }
                "reloc.DATA" => {
                    let of = |at| data.iter().find(|segment| segment.bytes.contains(&at));
                    let address = |at| of(at).map(|segment| segment.address + at - segment.bytes.start);
                    let by_place = linked.data();
                    let covers = |address| by_place.iter().filter(move |(_, data)| data.contains(&address));
                    linked.relocations(custom, &|at| {
                        address(at).map(|address| covers(address).map(|(at, _)| *at).collect())
                    })?;
                }
                _ => {}
            }
        }
        ensure!(!linked.names.is_empty(), "the linker left no relocations");
        for symbol in &mut linked.symbols {
            let Place::Data(range) = &symbol.place else { continue };
            let of = data.iter().rev().find(|segment| segment.address <= range.start);
            let bytes = of.and_then(|of| {
                let start = of.bytes.start + range.start - of.address;
                body(11).get(start..start + range.len())
            });
            symbol.is_path = bytes.is_some_and(|bytes| bytes.ends_with(b".rs") || bytes.ends_with(b".rs\0"));
        }
        Ok(linked)
    }

    /// The same without what such functions name, without the places in the source that panics tell of, and without
    /// data whose address no function holds any more: it is not among the `numbers`.
    pub(crate) fn without(&self, mute: &dyn Fn(&str) -> bool, numbers: &BTreeSet<i64>) -> Linked {
        let held = |name: &&Name| match &self.symbols[name.symbol].place {
            Place::Data(range) => numbers.contains(&(range.start as i64 + name.added)),
            _ => true,
        };
        let of = |(symbol, names): (&Symbol, &Vec<Name>)| {
            let told = names.iter().filter(|name| !self.is_location(name.symbol)).copied();
            match symbol.place {
                Place::Function(_) if mute(&symbol.name) => Vec::new(),
                Place::Function(_) => told.filter(|name| held(&name)).collect(),
                _ => told.collect(),
            }
        };
        let names = self.symbols.iter().zip(&self.names).map(of).collect();
        Linked { symbols: self.symbols.clone(), names }
    }

    /// Is it a `core::panic::Location`: a pointer to the path of a file, its length, a line, a column?
    fn is_location(&self, at: usize) -> bool {
        let of_path = |at: &usize| self.symbols.get(*at).is_some_and(|symbol| symbol.is_path);
        let size = |symbol: &Symbol| match &symbol.place {
            Place::Data(range) => range.len(),
            _ => 0,
        };
        self.symbols.get(at).is_some_and(|symbol| size(symbol) == 16)
            && matches!(self.names[at].as_slice(), [path] if of_path(&path.symbol))
    }

    /// Follows every name from the `roots`, but not through the `gates`.
    pub(crate) fn reach(&self, roots: &BTreeSet<&str>, gates: &BTreeSet<String>) -> Reached {
        let mut reached = vec![false; self.symbols.len()];
        let is_root = |s: &Symbol| roots.contains(s.name.as_str());
        let mut waiting: Vec<usize> =
            (0..self.symbols.len()).filter(|at| is_root(&self.symbols[*at])).collect();
        while let Some(at) = waiting.pop() {
            if !reached[at] && !gates.contains(&self.symbols[at].name) {
                reached[at] = true;
                waiting.extend(self.names[at].iter().map(|name| name.symbol));
            }
        }
        let any = |all: &[usize]| all.iter().any(|at| reached[*at]);
        let functions = self.by_function().into_values().filter(|all| any(all)).flatten();
        let data = self.data().into_iter().filter(|(at, _)| reached[*at]);
        Reached {
            functions: functions.map(|at| self.symbols[at].name.clone()).collect(),
            data: data.map(|(_, range)| range).collect(),
        }
    }

    /// Every function's symbol.
    pub(crate) fn functions(&self) -> impl Iterator<Item = &str> {
        self.symbols.iter().filter(|s| matches!(s.place, Place::Function(_))).map(|s| s.name.as_str())
    }

    /// The symbols of each function; it may have several.
    fn by_function(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut found = BTreeMap::<_, Vec<usize>>::new();
        for (at, symbol) in self.symbols.iter().enumerate() {
            if let Place::Function(index) = symbol.place {
                found.entry(index).or_default().push(at);
            }
        }
        found
    }

    fn data(&self) -> Vec<(usize, Range<usize>)> {
        let data = |(at, symbol): (usize, &Symbol)| match &symbol.place {
            Place::Data(range) => Some((at, range.clone())),
            _ => None,
        };
        self.symbols.iter().enumerate().filter_map(data).collect()
    }

    /// Reads who names whom; `owners` are the symbols at a place of the section.
    fn relocations(&mut self, mut body: &[u8], owners: &dyn Fn(usize) -> Option<Vec<usize>>) -> Result<()> {
        self.names.resize_with(self.symbols.len(), Vec::new);
        number(&mut body)?;
        for _ in 0..number(&mut body)? {
            let (kind, at, named) = (byte(&mut body)?, number(&mut body)?, number(&mut body)?);
            let added = match kind {
                // A function's index, a function's place in the table.
                0..=2 => 0,
                // An address, and what is added to it.
                3..=5 => signed(&mut body)?,
                // A type, a global, a table: always there.
                6 | 7 | 20 => continue,
                _ => bail!("a relocation of kind {kind}, which is not known here"),
            };
            for owner in owners(at).context("a relocation at no symbol's place")? {
                self.names[owner].push(Name { symbol: named, added });
            }
        }
        Ok(())
    }
}

fn imported_functions(mut body: &[u8]) -> Result<usize> {
    let count = number(&mut body)?;
    for _ in 0..count {
        text(&mut body)?;
        text(&mut body)?;
        ensure!(byte(&mut body)? == 0, "the widget imports something else than functions");
        number(&mut body)?;
    }
    Ok(count)
}

/// Where in its section each function's body lies.
fn code(section: &[u8]) -> Result<Vec<Range<usize>>> {
    let mut body = section;
    let mut found = Vec::new();
    for _ in 0..number(&mut body)? {
        let size = number(&mut body)?;
        let start = section.len() - body.len();
        body = body.get(size..).context("a function ends early")?;
        found.push(start..start + size);
    }
    Ok(found)
}

struct Segment {
    address: usize,
    /// Where in its section its bytes lie.
    bytes: Range<usize>,
}

fn segments(section: &[u8]) -> Result<Vec<Segment>> {
    let mut body = section;
    let mut found = Vec::new();
    for _ in 0..number(&mut body)? {
        let constant = (byte(&mut body)?, byte(&mut body)?);
        ensure!(constant == (0, 0x41), "a data segment without a fixed address");
        let address = number(&mut body)?;
        byte(&mut body)?;
        let size = number(&mut body)?;
        let start = section.len() - body.len();
        body = body.get(size..).context("a data segment ends early")?;
        found.push(Segment { address, bytes: start..start + size });
    }
    Ok(found)
}

/// The symbol table of the linking section.
fn symbols(mut body: &[u8], segments: &[Segment]) -> Result<Vec<Symbol>> {
    ensure!(number(&mut body)? == 2, "the linker writes its symbols in a way not known here");
    while !body.is_empty() {
        let (kind, size) = (byte(&mut body)?, number(&mut body)?);
        let (mut table, after) = body.split_at_checked(size).context("a table ends early")?;
        body = after;
        if kind == 8 {
            return (0..number(&mut table)?).map(|_| symbol(&mut table, segments)).collect();
        }
    }
    bail!("the linker left no symbols")
}

fn symbol(table: &mut &[u8], segments: &[Segment]) -> Result<Symbol> {
    let (kind, flags) = (byte(table)?, number(table)?);
    let defined = flags & UNDEFINED == 0;
    let mut symbol = Symbol::default();
    match kind {
        1 => {
            symbol.name = text(table)?.to_owned();
            if defined {
                let (segment, offset, size) = (number(table)?, number(table)?, number(table)?);
                let base = match flags & ABSOLUTE {
                    0 => segments.get(segment).context("a symbol outside of all data")?.address,
                    _ => 0,
                };
                symbol.place = Place::Data(base + offset..base + offset + size);
            }
        }
        0 | 2 | 4 | 5 => {
            let index = number(table)?;
            if defined || flags & EXPLICIT_NAME != 0 {
                symbol.name = text(table)?.to_owned();
            }
            if kind == 0 && defined {
                symbol.place = Place::Function(index);
            }
        }
        _ => _ = number(table)?,
    }
    Ok(symbol)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::{module, push_number, push_text};

    /// A name, the addresses of data, whom it names.
    type Noted<'a> = (&'a str, Option<Range<usize>>, &'a [usize]);

    impl Linked {
        /// A module of these symbols.
        pub(crate) fn of(all: &[Noted<'_>]) -> Linked {
            let symbol = |(at, (name, data, _)): (usize, &Noted<'_>)| {
                let place = data.clone().map_or(Place::Function(at), Place::Data);
                Symbol { name: (*name).to_owned(), place, is_path: false }
            };
            let name = |symbol: &usize| Name { symbol: *symbol, added: 0 };
            Linked {
                symbols: all.iter().enumerate().map(symbol).collect(),
                names: all.iter().map(|(_, _, names)| names.iter().map(name).collect()).collect(),
            }
        }
    }

    fn strings<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
        names.map(str::to_owned).into()
    }

    #[test]
    fn nothing_is_followed_through_a_gate() {
        let linked = Linked::of(&[
            ("main", None, &[1, 2]),
            ("gate", None, &[3, 2]),
            ("table", Some(0..4), &[4]),
            ("behind", None, &[5]),
            ("in table", None, &[]),
            ("far", Some(4..8), &[]),
        ]);
        let reached = linked.reach(&BTreeSet::from(["main"]), &strings(["gate"]));
        assert_eq!(reached.functions, strings(["main", "in table"]));
        assert!(reached.data.iter().eq([&(0..4)]));
        let reached = linked.reach(&BTreeSet::from(["main", "behind"]), &strings(["gate"]));
        assert!(reached.functions.contains("behind") && reached.data.contains(&(4..8)));
    }

    /// A custom section of that name.
    fn custom(name: &str, after: &[u8]) -> Vec<u8> {
        let mut body = Vec::new();
        push_text(&mut body, name);
        body.extend(after);
        body
    }

    #[test]
    fn the_linkers_notes_are_read() {
        // Function 0 names data `a` by its address; `a` holds a pointer to function 1.
        let code = [2, 7, 0, 0x41, 0x80, 0x88, 0x80, 0x80, 0, 2, 0, 0x0b];
        let data = [1, 0, 0x41, 0x80, 0x08, 0x0b, 4, 1, 0, 0, 0];
        let mut table = vec![3];
        for (index, name) in [(0, "main"), (1, "one")] {
            table.extend([0, 0, index]);
            push_text(&mut table, name);
        }
        table.extend([1, 0]);
        push_text(&mut table, "a");
        table.extend([0, 0, 4]);
        let mut linking = vec![2, 8];
        push_number(&mut linking, table.len());
        linking.extend(table);
        let sections = [
            (2, vec![0]),
            (7, [&[1, 4], &b"main"[..], &[0, 0]].concat()),
            (10, code.to_vec()),
            (11, data.to_vec()),
            (wasm::CUSTOM, custom("linking", &linking)),
            (wasm::CUSTOM, custom("reloc.CODE", &[10, 1, 4, 4, 2, 0])),
            (wasm::CUSTOM, custom("reloc.DATA", &[11, 1, 2, 7, 1])),
        ];
        let bytes = module(sections.iter().map(|(id, body)| (*id, body.as_slice())));
        let linked = Linked::read(&bytes).unwrap();
        let reached = linked.reach(&BTreeSet::from(["main"]), &BTreeSet::new());
        assert_eq!(reached.functions, strings(["main", "one"]));
        assert!(reached.data.iter().eq([&(1024..1028)]));
        assert!(Linked::read(&module([(7, &[0][..])])).is_err());
    }
}
