//! How a code lies in a picture: from three corners to the perspective of the whole.

use crate::finder::{Corners, Finder};
use crate::geometry::{Perspective, Point};
use crate::ink::Ink;
use crate::pattern::{Mark, SIZES, marks, ring};
use crate::picture::Picture;

/// A code's modules as they are seen.
pub(crate) struct Grid {
    /// Modules to a side.
    pub(crate) size: usize,
    /// From modules to pixels.
    pub(crate) seen: Perspective,
}

/// How many of what is known beforehand must be so, in a hundred.
const AGREED: usize = 72;
/// The same, before the grid is moved to where it fits best.
const PROMISING: usize = 58;
/// How far from where it is expected the small square is looked for, in half modules.
const FAR: i8 = 10;

/// The grids that fit three corners, the best first; none when these are no corners of a code.
pub(crate) fn grids(picture: &Picture, ink: &Ink, corners: &Corners) -> Vec<Grid> {
    let frame = Frame::measured(ink, corners);
    let mut fits: Vec<(f32, Fit)> = Vec::new();
    for size in frame.sizes() {
        let fit = Fit::begun(picture, &frame, size);
        if fit.agreed(ink) >= PROMISING {
            fits.push((fit.contrast(picture), fit));
        }
    }
    fits.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    fits.truncate(2);
    let settled = fits.into_iter().map(|(contrast, fit)| fit.settled(picture, contrast));
    settled
        .filter(|fit| fit.agreed(ink) >= AGREED)
        .map(|fit| Grid { size: fit.size, seen: fit.seen() })
        .collect()
}

/// What the three corners alone tell.
struct Frame {
    corners: [Point; 3],
    /// How much nearer the eye the code is at the corner than at the end of its row, and of its column.
    nearer: [f32; 2],
    /// Modules from middle to middle.
    across: f32,
}

impl Frame {
    fn measured(ink: &Ink, [corner, right, below]: &Corners) -> Frame {
        let side = |end: &Finder| {
            let here = module(ink, corner, end.middle);
            let there = module(ink, end, corner.middle);
            // Along a line that is seen at a slant the number of modules goes by the root of both sizes.
            let across = (end.middle - corner.middle).length() / (here * there).sqrt();
            ((here / there).sqrt() - 1.0, across)
        };
        let (row, column) = (side(right), side(below));
        Frame {
            corners: [corner.middle, right.middle, below.middle],
            nearer: [row.0, column.0].map(|slant| slant.clamp(-0.4, 0.6)),
            across: (row.1 + column.1) / 2.0,
        }
    }

    /// How many modules to a side there may be: the likeliest, and its neighbours, for a measure errs.
    fn sizes(&self) -> impl Iterator<Item = usize> {
        let (least, most, step) = SIZES;
        let nearest =
            least + (self.across + 7.0 - least as f32).clamp(0.0, most as f32) as usize / step * step;
        let around = [nearest.saturating_sub(step), nearest, nearest + step, nearest + 2 * step];
        around.into_iter().filter(move |size| (least..=most).contains(size))
    }

    /// The middle of a square that there is not, in the fourth corner.
    fn fourth(&self) -> Point {
        let ([corner, right, below], [row, column]) = (self.corners, self.nearer);
        (right * (1.0 + row) + below * (1.0 + column) - corner) * (1.0 / (1.0 + row + column).max(0.3))
    }
}

/// The size of a module of a square along the line to another: from edge to edge there are seven.
fn module(ink: &Ink, finder: &Finder, to: Point) -> f32 {
    let way = to - finder.middle;
    let step = way * (0.25 / way.length());
    let reach = |step: Point| {
        let (mut at, mut changes, mut dark) = (finder.middle, 0, true);
        for steps in 0..(finder.module * 24.0) as u32 {
            let now = ink.at(at).unwrap_or(false);
            changes += u8::from(now != dark);
            dark = now;
            if changes == 3 {
                return Some(steps as f32 * 0.25);
            }
            at = at + step;
        }
        None
    };
    match (reach(step), reach(step * -1.0)) {
        (Some(forth), Some(back)) if forth + back > 1.0 => (forth + back) / 7.0,
        _ => finder.module,
    }
}

/// A grid on trial: four points of the code, and where they are seen.
struct Fit {
    size: usize,
    known: [Point; 4],
    places: [Point; 4],
    marks: Vec<Mark>,
}

impl Fit {
    /// From the three corners, and the small square near the fourth.
    fn begun(picture: &Picture, frame: &Frame, size: usize) -> Fit {
        let (near, far) = (3.5, size as f32 - 3.5);
        let known = [(near, near), (far, near), (far, far), (near, far)].map(|(x, y)| Point::new(x, y));
        let [corner, right, below] = frame.corners;
        let mut fit = Fit { size, known, places: [corner, right, frame.fourth(), below], marks: marks(size) };
        // The smallest code has none.
        if size > SIZES.0 {
            let square = Point::new(size as f32 - 6.5, size as f32 - 6.5);
            fit.places[2] = found_square(picture, &fit.seen(), square);
            fit.known[2] = square;
        }
        fit
    }

    fn seen(&self) -> Perspective {
        Perspective::between(self.known, self.places)
    }

    /// How many in a hundred of the known modules are as they must be.
    fn agreed(&self, ink: &Ink) -> usize {
        let seen = self.seen();
        let right = self.marks.iter().filter(|mark| ink.at(seen.map(mark.at)) == Some(mark.dark)).count();
        right * 100 / self.marks.len()
    }

    /// How much lighter the known light modules are than the dark ones.
    fn contrast(&self, picture: &Picture) -> f32 {
        contrast(picture, &self.seen(), self.marks.iter().map(|mark| (mark.at, mark.dark)))
    }

    /// Moved, point by point, to where the known modules stand out most.
    fn settled(mut self, picture: &Picture, mut best: f32) -> Fit {
        let module = (self.places[1] - self.places[0]).length() / (self.size - 7) as f32;
        let mut step = 0.6 * module;
        // Each round either betters something or halves the step.
        for _ in 0..40 {
            let before = best;
            for point in 0..4 {
                for way in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
                    let place = self.places[point];
                    self.places[point] = place + Point::new(way.0, way.1) * step;
                    let now = self.contrast(picture);
                    if now > best {
                        best = now;
                    } else {
                        self.places[point] = place;
                    }
                }
            }
            if best <= before {
                step /= 2.0;
            }
            if step < 0.07 * module {
                break;
            }
        }
        self
    }
}

/// Where the small square is seen, at or around the place where it is expected.
fn found_square(picture: &Picture, seen: &Perspective, expected: Point) -> Point {
    let cells = (0..25).map(|cell| (cell % 5, cell / 5));
    let cells = cells.map(|(x, y)| (Point::new(x as f32 - 2.0, y as f32 - 2.0), ring(x, y) != 1));
    let square = |middle: Point| contrast(picture, seen, cells.clone().map(|(at, dark)| (middle + at, dark)));
    let best = |middle: Point, reach: i8, unit: f32| {
        let around = (-reach..=reach).flat_map(|y| (-reach..=reach).map(move |x| (x, y)));
        let places = around.map(|(x, y)| middle + Point::new(f32::from(x), f32::from(y)) * unit);
        places.map(|place| (square(place), place)).max_by(|(a, _), (b, _)| a.total_cmp(b))
    };
    let coarse = best(expected, FAR, 0.5).map_or(expected, |(_, place)| place);
    seen.map(best(coarse, 2, 0.2).map_or(coarse, |(_, place)| place))
}

/// How much lighter the light ones of these modules are than the dark ones.
fn contrast(picture: &Picture, seen: &Perspective, modules: impl Iterator<Item = (Point, bool)>) -> f32 {
    let (mut sums, mut counts) = ([0.0, 0.0], [0.0, 0.0]);
    for (at, dark) in modules {
        sums[usize::from(dark)] += picture.at(seen.map(at));
        counts[usize::from(dark)] += 1.0;
    }
    sums[0] / counts[0] - sums[1] / counts[1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_between_two_sizes_tries_both() {
        let frame = |across| Frame { corners: [Point::new(0.0, 0.0); 3], nearer: [0.0; 2], across };
        assert_eq!(frame(38.0).sizes().collect::<Vec<_>>(), [41, 45, 49, 53]);
        assert_eq!(frame(13.0).sizes().collect::<Vec<_>>(), [21, 25, 29]);
        assert_eq!(frame(171.0).sizes().collect::<Vec<_>>(), [173, 177]);
        assert_eq!(frame(f32::NAN).sizes().collect::<Vec<_>>(), [21, 25, 29]);
        assert!(frame(f32::INFINITY).sizes().next().is_none());
    }
}
