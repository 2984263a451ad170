//! Whatever the bytes and the sizes are, an answer comes.

use proptest::prelude::*;
use scan::Picture;

/// A code as small as there is one, drawn at a place: then chance spoils it.
fn spoiled(width: usize, height: usize, module: usize, spoil: &[(usize, u8)]) -> Vec<u8> {
    let corner = |x: usize, y: usize| {
        let ring = |a: usize, b: usize| x.abs_diff(a).max(y.abs_diff(b));
        [ring(3, 3), ring(17, 3), ring(3, 17)].into_iter().any(|ring| ring < 2 || ring == 3)
    };
    let pixel = |at: usize| if corner(at % width / module, at / width / module) { 20 } else { 230 };
    let mut pixels: Vec<u8> = (0..width * height).map(pixel).collect();
    for (at, value) in spoil {
        let at = at % pixels.len();
        pixels[at] = *value;
    }
    pixels
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_of_any_size_are_answered(
        width in 0usize..200, height in 0usize..200, bytes in proptest::collection::vec(any::<u8>(), 1..64),
    ) {
        let pixels: Vec<u8> = bytes.into_iter().cycle().take(width * height).collect();
        if let Some(picture) = Picture::new(width, height, pixels) {
            let _ = scan::read(picture);
        }
    }

    #[test]
    fn any_noise_is_answered(width in 1usize..160, seed in any::<u64>()) {
        let mut word = seed | 1;
        let mut next = || { word ^= word << 13; word ^= word >> 7; word ^= word << 17; word as u8 };
        let pixels: Vec<u8> = (0..width * 90).map(|_| next()).collect();
        prop_assert!(scan::read(Picture::new(width, 90, pixels).unwrap()).is_empty());
    }

    #[test]
    fn corners_without_a_code_are_answered(
        width in 40usize..180, height in 40usize..180, module in 1usize..8,
        spoil in proptest::collection::vec((any::<usize>(), any::<u8>()), 0..400),
    ) {
        let pixels = spoiled(width, height, module, &spoil);
        let _ = scan::read(Picture::new(width, height, pixels).unwrap());
    }
}
