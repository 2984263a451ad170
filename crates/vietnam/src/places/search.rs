//! Finding a commune by what people type: without diacritics, with or without its type, in part.

use super::{Commune, UnitKind};
use crate::text::{fold, spelling};

/// How well a name fits, best first; with diacritics that fit too, a name comes before all that fit without.
const EXACT: u8 = 0;
const PREFIX: u8 = 1;
const WORD: u8 = 2;
const INSIDE: u8 = 3;
const TYPE_ONLY: u8 = 4;
pub(super) const RANKS: u8 = 5;

/// Words before a name that tell its type.
const TYPE_WORDS: [(&str, UnitKind); 14] = [
    ("xa", UnitKind::Xa),
    ("x", UnitKind::Xa),
    ("phuong", UnitKind::Phuong),
    ("p", UnitKind::Phuong),
    ("dac khu", UnitKind::DacKhu),
    ("thi tran", UnitKind::ThiTran),
    ("tt", UnitKind::ThiTran),
    ("thi xa", UnitKind::ThiXa),
    ("tx", UnitKind::ThiXa),
    ("thanh pho", UnitKind::ThanhPho),
    ("tp", UnitKind::ThanhPho),
    ("huyen", UnitKind::Huyen),
    ("quan", UnitKind::Quan),
    ("q", UnitKind::Quan),
];

/// What a name is found by.
#[derive(Clone, Debug)]
pub struct Key {
    /// "ea hleo".
    pub(super) words: String,
    letters: Letters,
}

impl Key {
    pub(super) fn of(name: &str) -> Key {
        let words = key(name);
        Key { letters: Letters::of(&words), words }
    }
}

/// Which letters stand in a text, a bit each, wherever the blanks are: most names are passed by with one look. A
/// digit shares the bit of a letter.
#[derive(Clone, Copy, Debug)]
struct Letters(u32);

impl Letters {
    fn of(text: &str) -> Letters {
        let bit = |byte: u8| 1u32.wrapping_shl(byte.into());
        Letters(letters(text.as_bytes()).map(bit).fold(0, std::ops::BitOr::bitor))
    }

    fn hold(self, other: Letters) -> bool {
        other.0 & !self.0 == 0
    }
}

/// The search keys of the communes, in their order; made once per table.
#[must_use]
pub fn keys(communes: &[Commune]) -> Vec<Key> {
    communes.iter().map(|commune| Key::of(&commune.name)).collect()
}

/// Up to `limit` communes that fit the query, best first, else in the order of the table.
///
/// `keys` are those of [`keys`] for the same communes. A whole name comes before one that begins so, then one
/// with a word that begins so, then one with the letters anywhere. A type in front ("xã", "p.", "đặc khu")
/// narrows to that type, unless none of that type fits: types change, and old papers keep the old one. When
/// the query has diacritics, names with the same come first, wherever the tone mark of oa, oe, uy was put.
#[must_use]
pub fn search<'a>(communes: &'a [Commune], keys: &[Key], query: &str, limit: usize) -> Vec<&'a Commune> {
    let mut readings = readings(query);
    // A type abolished in 2025 tells nothing now.
    readings.iter_mut().for_each(|wanted| wanted.kind = wanted.kind.filter(|kind| kind.lives_on()));
    let found = ranked(communes, keys, &readings, limit);
    if !found.is_empty() || readings.iter().all(|wanted| wanted.kind.is_none()) {
        return found;
    }
    readings.iter_mut().for_each(|wanted| wanted.kind = None);
    ranked(communes, keys, &readings, limit)
}

/// What the query may mean; nothing when nothing was typed.
pub(super) fn readings(query: &str) -> Vec<Wanted> {
    let whole = Wanted::new(query);
    if whole.folded.is_empty() {
        return Vec::new();
    }
    let mut readings = vec![whole];
    readings.extend(readings[0].without_type());
    readings
}

/// One reading of the query: as a name whole, or as a type and a name.
pub(super) struct Wanted {
    pub(super) folded: String,
    /// Those without which no name fits.
    letters: Letters,
    /// With its diacritics, if it has any.
    accented: Option<String>,
    pub(super) kind: Option<UnitKind>,
}

impl Wanted {
    fn new(query: &str) -> Wanted {
        let (folded, spelled) = (key(query), spaced(&spelling(query)));
        let accented = (spelled != folded).then_some(spelled);
        Wanted { letters: Letters::of(&folded), folded, accented, kind: None }
    }

    /// The reading in which the first word or two are a type.
    fn without_type(&self) -> Option<Wanted> {
        TYPE_WORDS.iter().find_map(|&(word, kind)| {
            let rest = self.folded.strip_prefix(word)?;
            let rest = if rest.is_empty() { rest } else { rest.strip_prefix(' ')? };
            let words = word.split(' ').count();
            let accented = self.accented.as_deref().and_then(|text| text.splitn(words + 1, ' ').nth(words));
            let accented = accented.filter(|&text| text != rest).map(String::from);
            let letters = Letters::of(rest);
            Some(Wanted { folded: rest.to_owned(), letters, accented, kind: Some(kind) })
        })
    }

    /// 0 to 4 with the query's diacritics, 5 to 9 without; the type is not looked at. `key` is that of the name.
    pub(super) fn rank(&self, name: &str, key: &Key) -> Option<u8> {
        if !key.letters.hold(self.letters) {
            return None;
        }
        if self.folded.is_empty() {
            return self.kind.and(Some(TYPE_ONLY));
        }
        let unaccented = rank_name(&key.words, &self.folded)?;
        match &self.accented {
            None => Some(unaccented),
            Some(accented) => rank_name(&spaced(&spelling(name)), accented).or(Some(RANKS + unaccented)),
        }
    }
}

fn ranked<'a>(communes: &'a [Commune], keys: &[Key], readings: &[Wanted], limit: usize) -> Vec<&'a Commune> {
    let rank = |(commune, key): (&'a Commune, &Key)| {
        let of_type = |wanted: &&Wanted| wanted.kind.is_none_or(|kind| kind == commune.kind.into());
        let ranks = readings.iter().filter(of_type).filter_map(|wanted| wanted.rank(&commune.name, key));
        ranks.min().map(|rank| (rank, commune))
    };
    let fitting: Vec<(u8, &Commune)> = communes.iter().zip(keys).filter_map(rank).collect();
    let of_rank =
        |wanted| fitting.iter().filter(move |(rank, _)| *rank == wanted).map(|&(_, commune)| commune);
    (0..2 * RANKS).flat_map(of_rank).take(limit).collect()
}

fn rank_name(name: &str, query: &str) -> Option<u8> {
    // By bytes: a letter never begins within another.
    let (name, query) = (name.as_bytes(), query.as_bytes());
    let rank = |at: usize| {
        let (before, tail) = name.split_at_checked(at)?;
        match before.last() {
            None if tail == query => Some(EXACT),
            None if tail.starts_with(query) => Some(PREFIX),
            Some(b' ') if tail.starts_with(query) => Some(WORD),
            // "gocong", "ea h leo": blanks are where people put them.
            _ => {
                let mut tail = letters(tail);
                letters(query).all(|byte| tail.next() == Some(byte)).then_some(INSIDE)
            }
        }
    };
    (0..name.len()).filter_map(rank).min()
}

fn letters(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().copied().filter(|&byte| byte != b' ')
}

pub(super) fn key(text: &str) -> String {
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
    // There is one blank at most.
    if words.ends_with(' ') {
        words.pop();
    }
    words
}
