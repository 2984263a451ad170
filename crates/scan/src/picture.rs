//! Grey pictures, and what is done to them before a code is looked for.

use crate::geometry::Point;

/// A grey picture: a byte a pixel, row by row.
#[derive(Clone)]
pub struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Picture {
    /// More than any phone's camera makes, and what is done with one still fits into a browser's memory.
    pub const MOST_PIXELS: usize = 64 << 20;

    /// Nothing when there are not so many pixels, none, or too many.
    #[must_use]
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Option<Picture> {
        let fits = width.checked_mul(height) == Some(pixels.len())
            && (1..=Picture::MOST_PIXELS).contains(&pixels.len());
        fits.then_some(Picture { width, height, pixels })
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn height(&self) -> usize {
        self.height
    }

    pub(crate) fn long_edge(&self) -> usize {
        self.width.max(self.height)
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.pixels.chunks_exact(self.width)
    }

    /// How light it is at a place, between the pixels too. Outside it is as at the edge.
    pub(crate) fn at(&self, place: Point) -> f32 {
        // `max` and `min` make a number of what is none.
        let x = (place.x - 0.5).max(0.0).min((self.width - 1) as f32);
        let y = (place.y - 0.5).max(0.0).min((self.height - 1) as f32);
        let (left, top) = (x as usize, y as usize);
        let (right, below) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (across, down) = (x - left as f32, y - top as f32);
        let pixel = |x: usize, y: usize| f32::from(self.pixels[y * self.width + x]);
        let upper = pixel(left, top) * (1.0 - across) + pixel(right, top) * across;
        let lower = pixel(left, below) * (1.0 - across) + pixel(right, below) * across;
        upper * (1.0 - down) + lower * down
    }

    /// Half as wide and high; nothing when it is too small for that.
    pub(crate) fn halved(&self) -> Option<Picture> {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut pixels = Vec::with_capacity(width * height);
        for rows in self.pixels.chunks_exact(2 * self.width) {
            let (upper, lower) = rows.split_at(self.width);
            let pairs = upper.chunks_exact(2).zip(lower.chunks_exact(2));
            let four = |(a, b): (&[u8], &[u8])| a.iter().chain(b).map(|pixel| u16::from(*pixel)).sum::<u16>();
            pixels.extend(pairs.map(|two| ((four(two) + 2) / 4) as u8));
        }
        Picture::new(width, height, pixels)
    }

    /// Twice as wide and high.
    pub(crate) fn doubled(&self) -> Option<Picture> {
        let (width, height) = (2 * self.width, 2 * self.height);
        let place = |at: usize| (at as f32 + 0.5) / 2.0;
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| Point::new(place(x), place(y))));
        Picture::new(width, height, pixels.map(|at| self.at(at).round() as u8).collect())
    }

    /// Each pixel as its neighbourhood is: grain goes.
    pub(crate) fn smoothed(&self) -> Picture {
        let (width, height) = (self.width, self.height);
        let mut across = vec![0u16; width * height];
        for (row, sums) in self.rows().zip(across.chunks_exact_mut(width)) {
            for (x, sum) in sums.iter_mut().enumerate() {
                let [left, right] = [x.saturating_sub(1), (x + 1).min(width - 1)].map(|x| u16::from(row[x]));
                *sum = left + 2 * u16::from(row[x]) + right;
            }
        }
        let row = |y: usize| across[y * width..(y + 1) * width].iter();
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let around = row(y.saturating_sub(1)).zip(row((y + 1).min(height - 1)));
            let column = around.zip(row(y)).map(|((above, below), here)| above + 2 * here + below);
            pixels.extend(column.map(|sum| ((sum + 8) / 16) as u8));
        }
        Picture { width, height, pixels }
    }

    /// Each pixel further from its neighbourhood than it is: edges that were blurred come out.
    pub(crate) fn sharpened(&self) -> Picture {
        let soft = self.smoothed().smoothed();
        let further = |(here, around): (&u8, u8)| {
            let [here, around] = [*here, around].map(i16::from);
            (here + 2 * (here - around)).clamp(0, 255) as u8
        };
        Picture { pixels: self.pixels.iter().zip(soft.pixels).map(further).collect(), ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: usize, pixels: &[u8]) -> Picture {
        Picture::new(width, pixels.len() / width, pixels.to_vec()).unwrap()
    }

    #[test]
    fn a_picture_has_as_many_pixels_as_it_says() {
        assert!(Picture::new(2, 2, vec![0; 3]).is_none());
        assert!(Picture::new(0, 0, vec![]).is_none());
        assert!(Picture::new(usize::MAX, 2, vec![0; 4]).is_none());
        assert!(Picture::new(2, 2, vec![0; 4]).is_some());
    }

    #[test]
    fn half_a_picture_is_the_mean_of_fours_and_an_odd_edge_goes() {
        let half = picture(3, &[0, 4, 9, 8, 12, 9, 1, 1, 1]).halved().unwrap();
        assert_eq!((half.width, half.height, half.pixels), (1, 1, vec![6]));
        assert!(picture(1, &[7, 7]).halved().is_none());
    }

    #[test]
    fn between_two_pixels_it_is_between_them_and_outside_as_at_the_edge() {
        let two = picture(2, &[100, 200]);
        assert_eq!(two.at(Point::new(1.0, 0.5)), 150.0);
        assert_eq!(two.at(Point::new(-9.0, 9.0)), 100.0);
        assert_eq!(two.at(Point::new(f32::INFINITY, 0.0)), 200.0);
        assert_eq!(two.at(Point::new(f32::NAN, f32::NAN)), 100.0);
        assert_eq!(two.doubled().unwrap().pixels, [100, 125, 175, 200, 100, 125, 175, 200]);
    }

    #[test]
    fn what_is_plain_stays_plain_whatever_is_done_to_it() {
        let plain = picture(3, &[90; 9]);
        assert_eq!(plain.smoothed().pixels, [90; 9]);
        assert_eq!(plain.sharpened().pixels, [90; 9]);
    }

    #[test]
    fn an_edge_is_steeper_after_sharpening() {
        let edge = picture(4, &[80, 100, 140, 160]).sharpened();
        assert!(edge.pixels[1] < 100 && edge.pixels[2] > 140, "{:?}", edge.pixels);
    }
}
