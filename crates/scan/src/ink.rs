//! What is dark beside its neighbourhood, however the light falls.

use crate::geometry::Point;
use crate::picture::Picture;

/// Which pixels of a picture are dark.
pub(crate) struct Ink {
    width: usize,
    height: usize,
    dark: Vec<bool>,
}

/// A threshold holds for a square of so many pixels.
const BLOCK: usize = 8;

impl Ink {
    /// Compares each pixel with the mean of the blocks around it, `reach` of them to each side.
    pub(crate) fn of(picture: &Picture, reach: usize) -> Ink {
        let (width, height) = (picture.width(), picture.height());
        let thresholds = thresholds(picture, reach);
        let blocks = width.div_ceil(BLOCK);
        let mut dark = Vec::with_capacity(width * height);
        for (y, row) in picture.rows().enumerate() {
            let limits = &thresholds[y / BLOCK * blocks..][..blocks];
            for (pixels, limit) in row.chunks(BLOCK).zip(limits) {
                dark.extend(pixels.iter().map(|pixel| pixel < limit));
            }
        }
        Ink { width, height, dark }
    }

    pub(crate) fn height(&self) -> usize {
        self.height
    }

    pub(crate) fn row(&self, y: usize) -> &[bool] {
        &self.dark[y * self.width..][..self.width]
    }

    /// Nothing outside of the picture.
    pub(crate) fn get(&self, x: isize, y: isize) -> Option<bool> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        (x < self.width && y < self.height).then(|| self.dark[y * self.width + x])
    }

    pub(crate) fn at(&self, place: Point) -> Option<bool> {
        self.get(place.x.floor() as isize, place.y.floor() as isize)
    }
}

/// For each block what is dark there: a twentieth below the mean, so that plain paper is not.
fn thresholds(picture: &Picture, reach: usize) -> Vec<u8> {
    let (columns, rows) = (picture.width().div_ceil(BLOCK), picture.height().div_ceil(BLOCK));
    // Sums over everything above and to the left, with a row and a column of nothing before.
    let mut sums = vec![0u64; (columns + 1) * (rows + 1)];
    for (y, row) in picture.rows().enumerate() {
        let sums = &mut sums[(y / BLOCK + 1) * (columns + 1) + 1..][..columns];
        for (sum, pixels) in sums.iter_mut().zip(row.chunks(BLOCK)) {
            *sum += pixels.iter().map(|pixel| u64::from(*pixel)).sum::<u64>();
        }
    }
    for y in 1..=rows {
        let mut left = 0;
        for x in 1..=columns {
            left += sums[y * (columns + 1) + x];
            sums[y * (columns + 1) + x] = left + sums[(y - 1) * (columns + 1) + x];
        }
    }
    let span = |at: usize, all: usize| (at.saturating_sub(reach), (at + reach + 1).min(all));
    let mut thresholds = Vec::with_capacity(columns * rows);
    for y in 0..rows {
        let (top, bottom) = span(y, rows);
        for x in 0..columns {
            let (left, right) = span(x, columns);
            let sum = |x: usize, y: usize| sums[y * (columns + 1) + x];
            let light = sum(right, bottom) + sum(left, top) - sum(left, bottom) - sum(right, top);
            let wide = (right * BLOCK).min(picture.width()) - left * BLOCK;
            let high = (bottom * BLOCK).min(picture.height()) - top * BLOCK;
            thresholds.push((light * 19 / (20 * (wide * high) as u64)) as u8);
        }
    }
    thresholds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_is_found_in_the_light_and_in_the_shade_and_none_on_plain_paper() {
        // Twice as light on the right as on the left, with a stripe every eight pixels.
        let light = |x: usize| 60 + x / 2;
        let pixel = |x: usize| if x % 8 < 2 { light(x) / 2 } else { light(x) } as u8;
        let striped = (0..20 * 120).map(|at| pixel(at % 120)).collect();
        let ink = Ink::of(&Picture::new(120, 20, striped).unwrap(), 2);
        assert!((0..120).all(|x| ink.row(10)[x] == (x % 8 < 2)), "{:?}", ink.row(10));
        let plain = Ink::of(&Picture::new(3, 3, vec![9; 9]).unwrap(), 2);
        assert_eq!(plain.get(1, 1), Some(false));
        assert_eq!((plain.get(-1, 0), plain.get(0, 3)), (None, None));
    }
}
