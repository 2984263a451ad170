//! Chance that is the same in every run: SplitMix64.

pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Chance {
        // Neighbouring seeds would go the same way, a step apart.
        Chance(Chance(seed).next())
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// From nothing to below `most`.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        (self.next() % most as u64) as usize
    }

    pub(crate) fn between(&mut self, least: f32, most: f32) -> f32 {
        least + (self.next() >> 40) as f32 / (1u32 << 24) as f32 * (most - least)
    }

    pub(crate) fn one_of<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// Around nothing, mostly within one.
    pub(crate) fn normal(&mut self) -> f32 {
        let sum: f32 = self.next().to_le_bytes().map(|byte| f32::from(byte) - 127.5).iter().sum();
        // Eight bytes, each with a deviation of 256/√12.
        sum / 209.0
    }
}
