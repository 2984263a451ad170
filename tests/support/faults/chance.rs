//! Chance that can be repeated: everything drawn follows from one seed.

use std::ops::RangeInclusive;
use std::time::Duration;

/// A stream of random numbers (SplitMix64). The same seed draws the same.
#[derive(Clone, Debug)]
pub struct Chance(u64);

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Chance {
    /// The stream of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Chance {
        Chance(mix(seed))
    }

    /// A stream of its own for the thing numbered `which`, whatever else is drawn from this one.
    #[must_use]
    pub fn of(&self, which: u64) -> Chance {
        Chance(mix(self.0 ^ mix(which.wrapping_add(STEP))))
    }

    /// Any number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// One of the numbers from 0 to before `end`; 0 when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let end = end.max(1) as u64;
        usize::try_from(self.draw() % end).expect("less than a usize")
    }

    /// One of these numbers.
    pub fn within(&mut self, range: RangeInclusive<usize>) -> usize {
        range.start() + self.below(range.end() - range.start() + 1)
    }

    /// One of these, in milliseconds.
    pub fn millis(&mut self, range: RangeInclusive<usize>) -> Duration {
        Duration::from_millis(self.within(range) as u64)
    }

    /// True so many times out of a thousand.
    pub fn happens(&mut self, per_mille: u32) -> bool {
        self.draw() % 1000 < u64::from(per_mille)
    }

    /// One of these.
    ///
    /// # Panics
    /// When there is none.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// So many random bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes: Vec<u8> = Vec::with_capacity(count + 8);
        while bytes.len() < count {
            bytes.extend(self.draw().to_le_bytes());
        }
        bytes.truncate(count);
        bytes
    }

    /// A number up to `most` whose every order of magnitude is as likely.
    pub fn size(&mut self, most: usize) -> usize {
        let order = self.below(most.max(1).ilog2() as usize + 2);
        self.within(0..=(1 << order)).min(most)
    }
}

fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_draws_the_same_again_and_another_draws_something_else() {
        let drawn = |seed: u64| {
            let mut chance = Chance::new(seed);
            (0..8).map(|_| chance.draw()).collect::<Vec<_>>()
        };
        assert_eq!(drawn(1), drawn(1));
        assert_ne!(drawn(1), drawn(2));
    }

    #[test]
    fn what_is_drawn_for_one_thing_does_not_depend_on_what_another_drew() {
        let chance = Chance::new(7);
        let alone = chance.of(3).draw();
        chance.of(2).draw();
        assert_eq!(chance.of(3).draw(), alone);
        assert_ne!(chance.of(2).draw(), alone);
    }

    #[test]
    fn chance_is_as_often_as_it_says_and_stays_in_its_bounds() {
        let mut chance = Chance::new(1);
        let often = (0..10_000).filter(|_| chance.happens(250)).count();
        assert!((2_300..2_700).contains(&often), "{often}");
        let sizes: Vec<usize> = (0..10_000).map(|_| chance.size(300_000)).collect();
        assert!(sizes.iter().all(|size| *size <= 300_000));
        assert!(sizes.iter().any(|size| *size <= 1) && sizes.iter().any(|size| *size > 200_000));
        assert_eq!(chance.below(0), 0);
        assert_eq!(chance.bytes(13).len(), 13);
    }
}
