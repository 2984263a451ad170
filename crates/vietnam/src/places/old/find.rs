//! Finding an old unit by what people type, with its district where the name alone is not enough.

use super::{OldPlaces, OldProvince, OldUnit};
use crate::places::search::{Key, RANKS, Wanted, key, readings};
use std::ops::Range;

/// A name that fits another type comes after all that fit this one: papers and memories mix them.
const OTHER_TYPE: u8 = 2 * RANKS;
/// Only the words of name, district and province stand there in order; with each word left over one worse.
const IN_LINE: u8 = 4 * RANKS;
const LEFT_OVER: u8 = 9;

/// Nobody types more words than these to find a place.
const WORDS: usize = 16;

/// Words of types, which may stand between a query's names.
const TYPE_WORDS: [&str; 17] = [
    "xa", "x", "phuong", "p", "thi", "tran", "tt", "tx", "thanh", "pho", "tp", "huyen", "h", "quan", "q",
    "tinh", "t",
];

/// What the units are found by.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    /// Every word of the lines once, in order: a line is told by places in here.
    words: Vec<String>,
    /// Of each unit, in their order.
    units: Vec<UnitKeys>,
}

#[derive(Clone, Debug)]
struct UnitKeys {
    /// Of its name and its other spellings.
    names: Vec<Key>,
    /// The words of unit, district and province: "vinh binh go cong tay tien giang".
    line: Vec<u16>,
    /// So many of them come before the province.
    own: usize,
}

impl Keys {
    pub(super) fn new(province: &OldProvince, units: &[OldUnit]) -> Keys {
        let mut keys = Keys { words: Vec::new(), units: Vec::new() };
        let of = [" ", &key(&province.name)].concat();
        let owns: Vec<String> = units.iter().map(|unit| own(unit, units)).collect();
        owns.iter().for_each(|own| keys.learn(own));
        keys.learn(&of);
        keys.units = units
            .iter()
            .zip(&owns)
            .map(|(unit, own)| UnitKeys {
                names: [&unit.name].into_iter().chain(&unit.also).map(|name| Key::of(name)).collect(),
                line: words([own, of.as_str()].concat().as_str())
                    .map(|word| keys.places(word, true).start)
                    .collect(),
                own: words(own).count(),
            })
            .collect();
        keys
    }

    fn learn(&mut self, text: &str) {
        for word in words(text) {
            let at = self.first(word);
            if self.words.get(at).is_none_or(|known| known != word) {
                self.words.insert(at, word.to_owned());
            }
        }
    }

    /// Where the word stands, or would.
    fn first(&self, word: &str) -> usize {
        self.words.partition_point(|known| known.as_str() < word)
    }

    /// The places of a word; of all that begin so when it may not be finished.
    fn places(&self, word: &str, finished: bool) -> Range<u16> {
        let from = self.first(word);
        let fits = |known: &&String| if finished { *known == word } else { known.starts_with(word) };
        let many = self.words.iter().skip(from).take_while(fits).count();
        // No province has sixty thousand words.
        let place = |at| u16::try_from(at).unwrap_or(u16::MAX);
        place(from)..place(from + many)
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').filter(|word| !word.is_empty())
}

/// "vinh binh go cong tay".
fn own(unit: &OldUnit, units: &[OldUnit]) -> String {
    let district = unit.district.and_then(|at| units.get(usize::from(at)));
    key(&[unit.name.as_str(), " ", district.map_or("", |district| district.name.as_str())].concat())
}

impl OldPlaces {
    /// Up to `limit` units that fit the query, best first, by their places; else in the order of the units.
    ///
    /// Names are compared as [`crate::places::search`] does. A district behind the name tells those of one name
    /// apart: "tân an, gò công tây".
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<usize> {
        let readings: Vec<Reading> = readings(query).into_iter().map(|wanted| self.reading(wanted)).collect();
        let Some(typed) = readings.first().map(|whole| whole.words.len()) else { return Vec::new() };
        let rank = |at: usize, unit: &OldUnit, keys: &UnitKeys| {
            let by_name = readings.iter().filter_map(|reading| reading.by_name(unit, keys)).min();
            // "1, 3" is Phường 1 of Quận 3 before it is a Phường 13.
            let may_be_in_full = unit.district.is_some() && keys.own <= typed;
            if by_name.is_some() && !may_be_in_full {
                return Some((by_name?, at));
            }
            let in_line = readings.iter().filter_map(|reading| reading.in_line(unit, keys)).min();
            let told_in_full = unit.district.is_some() && in_line == Some(IN_LINE);
            Some((if told_in_full { 0 } else { by_name.or(in_line)? }, at))
        };
        let both = self.units.iter().zip(&self.keys.units).enumerate();
        let fitting: Vec<(u8, usize)> = both.filter_map(|(at, (unit, keys))| rank(at, unit, keys)).collect();
        let of_rank = |wanted| fitting.iter().filter(move |(rank, _)| *rank == wanted).map(|&(_, at)| at);
        (0..=IN_LINE + LEFT_OVER).flat_map(of_rank).take(limit).collect()
    }

    fn reading(&self, wanted: Wanted) -> Reading {
        let many = words(&wanted.folded).count();
        let each = words(&wanted.folded).zip(1..);
        let words = each.map(|(word, at)| (self.keys.places(word, at < many), TYPE_WORDS.contains(&word)));
        Reading { words: words.collect(), wanted }
    }
}

/// A reading of the query, as a name and as words of the line.
struct Reading {
    wanted: Wanted,
    /// Each with whether it tells a type.
    words: Vec<(Range<u16>, bool)>,
}

impl Reading {
    fn by_name(&self, unit: &OldUnit, keys: &UnitKeys) -> Option<u8> {
        let names = [&unit.name].into_iter().chain(&unit.also).zip(&keys.names);
        let rank = names.filter_map(|(name, key)| self.wanted.rank(name, key)).min()?;
        Some(if self.is_of_other_type(unit) { rank + OTHER_TYPE } else { rank })
    }

    /// The rank when the words stand in the line in this order. The last may not be finished.
    fn in_line(&self, unit: &OldUnit, keys: &UnitKeys) -> Option<u8> {
        if self.words.is_empty() || self.words.len() > WORDS {
            return None;
        }
        let over = left_over(&self.words, &keys.line, keys.own)? + usize::from(self.is_of_other_type(unit));
        Some(IN_LINE + u8::try_from(over).map_or(LEFT_OVER, |over| over.min(LEFT_OVER)))
    }

    fn is_of_other_type(&self, unit: &OldUnit) -> bool {
        self.wanted.kind.is_some_and(|kind| kind != unit.kind)
    }
}

/// How many of the line's own words, which are the first `own`, are not among the words, and how many words tell a
/// type and nothing else: "thành phố" is not the first word of Thanh Hóa, and Đông Xá is not Đông Quan without its xã.
fn left_over(words: &[(Range<u16>, bool)], line: &[u16], own: usize) -> Option<usize> {
    let Some(((places, tells_type), words)) = words.split_first() else { return Some(own) };
    let found = line.iter().position(|word| places.contains(word));
    let taken = found.and_then(|at| {
        let over = left_over(words, line.get(at + 1..)?, own.saturating_sub(at + 1))?;
        Some(over + own.min(at))
    });
    let passed = if *tells_type { left_over(words, line, own) } else { None };
    taken.into_iter().chain(passed.map(|over| over + 1)).min()
}
