//! Finding a commune by what people type: without diacritics, with or without its type, in part.

use super::{Commune, CommuneType};
use crate::text::{fold, spelling};

/// How well a name fits, best first; with diacritics that fit too, a name comes before all that fit without.
const EXACT: u8 = 0;
const PREFIX: u8 = 1;
const WORD: u8 = 2;
const INSIDE: u8 = 3;
const TYPE_ONLY: u8 = 4;
const RANKS: u8 = 5;

/// Words before a name that tell its type, and those of the types abolished in 2025, which tell nothing now.
const TYPE_WORDS: [(&str, Option<CommuneType>); 14] = [
    ("xa", Some(CommuneType::Xa)),
    ("x", Some(CommuneType::Xa)),
    ("phuong", Some(CommuneType::Phuong)),
    ("p", Some(CommuneType::Phuong)),
    ("dac khu", Some(CommuneType::DacKhu)),
    ("thi tran", None),
    ("tt", None),
    ("thi xa", None),
    ("tx", None),
    ("thanh pho", None),
    ("tp", None),
    ("huyen", None),
    ("quan", None),
    ("q", None),
];

/// The search keys of the communes, in their order; made once per table.
#[must_use]
pub fn keys(communes: &[Commune]) -> Vec<String> {
    communes.iter().map(|commune| key(&commune.name)).collect()
}

/// Up to `limit` communes that fit the query, best first, else in the order of the table.
///
/// `keys` are those of [`keys`] for the same communes. A whole name comes before one that begins so, then one
/// with a word that begins so, then one with the letters anywhere. A type in front ("xã", "p.", "đặc khu")
/// narrows to that type, unless none of that type fits: types change, and old papers keep the old one. When
/// the query has diacritics, names with the same come first, wherever the tone mark of oa, oe, uy was put.
#[must_use]
pub fn search<'a>(communes: &'a [Commune], keys: &[String], query: &str, limit: usize) -> Vec<&'a Commune> {
    let whole = Wanted::new(query);
    if whole.folded.is_empty() {
        return Vec::new();
    }
    let mut readings = vec![whole];
    readings.extend(readings[0].without_type());
    let found = ranked(communes, keys, &readings, limit);
    if !found.is_empty() {
        return found;
    }
    readings.iter_mut().for_each(|wanted| wanted.kind = None);
    ranked(communes, keys, &readings, limit)
}

/// One reading of the query: as a name whole, or as a type and a name.
struct Wanted {
    folded: String,
    /// With its diacritics, if it has any.
    accented: Option<String>,
    kind: Option<CommuneType>,
}

impl Wanted {
    fn new(query: &str) -> Wanted {
        let (folded, spelled) = (key(query), spaced(&spelling(query)));
        let accented = (spelled != folded).then_some(spelled);
        Wanted { folded, accented, kind: None }
    }

    /// The reading in which the first word or two are a type.
    fn without_type(&self) -> Option<Wanted> {
        TYPE_WORDS.iter().find_map(|&(word, kind)| {
            let rest = self.folded.strip_prefix(word)?;
            let rest = if rest.is_empty() { rest } else { rest.strip_prefix(' ')? };
            let words = word.split(' ').count();
            let accented = self.accented.as_deref().and_then(|text| text.splitn(words + 1, ' ').nth(words));
            let accented = accented.filter(|&text| text != rest).map(String::from);
            Some(Wanted { folded: rest.to_owned(), accented, kind })
        })
    }

    /// 0 to 4 with the query's diacritics, 5 to 9 without.
    fn rank(&self, commune: &Commune, key: &str) -> Option<u8> {
        if self.kind.is_some_and(|kind| kind != commune.kind) {
            return None;
        }
        if self.folded.is_empty() {
            return self.kind.and(Some(TYPE_ONLY));
        }
        let unaccented = rank_name(key, &self.folded)?;
        match &self.accented {
            None => Some(unaccented),
            Some(accented) => {
                rank_name(&spaced(&spelling(&commune.name)), accented).or(Some(RANKS + unaccented))
            }
        }
    }
}

fn ranked<'a>(
    communes: &'a [Commune],
    keys: &[String],
    readings: &[Wanted],
    limit: usize,
) -> Vec<&'a Commune> {
    let rank = |(commune, key): (&'a Commune, &String)| {
        readings.iter().filter_map(|wanted| wanted.rank(commune, key)).min().map(|rank| (rank, commune))
    };
    let fitting: Vec<(u8, &Commune)> = communes.iter().zip(keys).filter_map(rank).collect();
    let of_rank =
        |wanted| fitting.iter().filter(move |(rank, _)| *rank == wanted).map(|&(_, commune)| commune);
    (0..2 * RANKS).flat_map(of_rank).take(limit).collect()
}

fn rank_name(name: &str, query: &str) -> Option<u8> {
    if name == query {
        return Some(EXACT);
    }
    if name.starts_with(query) {
        return Some(PREFIX);
    }
    let tails = || (0..name.len()).filter_map(|at| name.get(at..));
    if tails().any(|tail| tail.strip_prefix(' ').is_some_and(|word| word.starts_with(query))) {
        return Some(WORD);
    }
    // "gocong", "ea h leo": blanks are where people put them.
    let fits = |tail| {
        let mut tail = letters(tail);
        letters(query).all(|c| tail.next() == Some(c))
    };
    tails().any(fits).then_some(INSIDE)
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|&c| c != ' ')
}

fn key(text: &str) -> String {
    spaced(&fold(text))
}

/// Words alone: "ea h'leo" is "ea hleo", "xuan huong - da lat" is "xuan huong da lat".
fn spaced(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for c in text.chars().filter(|&c| c != '\'') {
        match c {
            ' ' | '-' | '.' | ',' | '/' if words.is_empty() || words.ends_with(' ') => {}
            ' ' | '-' | '.' | ',' | '/' => words.push(' '),
            c => words.push(c),
        }
    }
    words.truncate(words.trim_end_matches(' ').len());
    words
}
