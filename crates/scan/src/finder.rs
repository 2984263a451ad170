//! The square in three corners of a code: a line through its middle is dark, light, dark, light, dark, as 1 : 1 : 3 : 1 : 1.

use crate::geometry::Point;
use crate::ink::Ink;
use std::cmp::Reverse;

/// Something that looks like such a square.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Finder {
    pub(crate) middle: Point,
    /// Pixels to a module, more where the square is turned.
    pub(crate) module: f32,
    /// How many lines through it said so.
    seen: u16,
}

/// Three of them as a code has them: at the corner, at the end of its row, at the end of its column.
pub(crate) type Corners = [Finder; 3];

/// More are noise: they are tried in the order of how well they look.
const MOST_FINDERS: usize = 24;
const MOST_CORNERS: usize = 24;
/// Before they are sorted.
const MOST_SEEN: usize = 400;

/// The squares of a picture, the surest first.
pub(crate) fn finders(ink: &Ink) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    // Even the smallest that can be read is crossed twice.
    let step = if ink.height() > 1500 { 2 } else { 1 };
    for y in (0..ink.height()).step_by(step) {
        scan(ink.row(y), |middle, module| {
            let Some(finder) = confirmed(ink, middle, y, module) else { return };
            let room = found.len() < MOST_SEEN;
            let same = found.iter_mut().find(|known| {
                let apart = (known.middle - finder.middle).length();
                apart < 2.0 * known.module && (0.6..1.7).contains(&(known.module / finder.module))
            });
            match same {
                Some(known) => known.join(finder),
                None if room => found.push(finder),
                None => {}
            }
        });
    }
    // The middle of a true one is three modules high.
    let sure = |finder: &Finder| (usize::from(finder.seen) * step * 100) as f32 / (3.0 * finder.module);
    found.sort_by_key(|finder| Reverse((sure(finder) as u32).min(80)));
    found.truncate(MOST_FINDERS);
    found
}

impl Finder {
    /// Takes another sight of the same into the mean.
    fn join(&mut self, other: Finder) {
        let share = 1.0 / f32::from(self.seen + 1);
        self.middle = self.middle + (other.middle - self.middle) * share;
        self.module += (other.module - self.module) * share;
        self.seen = self.seen.saturating_add(1).min(u16::MAX - 1);
    }
}

/// Tells of every place of a row that looks like the middle of a square, with the size of a module.
fn scan(row: &[bool], mut tell: impl FnMut(f32, f32)) {
    let mut runs = [0usize; 5];
    let mut colour = false;
    let mut ends = |runs: &[usize; 5], end: usize| {
        if let Some(module) = module(runs) {
            tell((end - runs[4] - runs[3]) as f32 - runs[2] as f32 / 2.0, module);
        }
    };
    for (x, dark) in row.iter().enumerate() {
        if *dark != colour {
            if colour {
                ends(&runs, x);
            }
            runs.rotate_left(1);
            runs[4] = 0;
            colour = *dark;
        }
        runs[4] += 1;
    }
    if colour {
        ends(&runs, row.len());
    }
}

/// The size of a module, if five runs are as they must be.
fn module(runs: &[usize; 5]) -> Option<f32> {
    let all: usize = runs.iter().sum();
    let module = all as f32 / 7.0;
    // Half of a module, and half of a pixel that was cut off.
    let near = |run: usize, modules: f32| {
        (run as f32 - modules * module).abs() < (module * 0.5 + 0.5).min(module) * modules.sqrt()
    };
    let [a, b, c, d, e] = *runs;
    let like =
        !runs.contains(&0) && near(a, 1.0) && near(b, 1.0) && near(c, 3.0) && near(d, 1.0) && near(e, 1.0);
    like.then_some(module)
}

/// Looks at what was seen in a row along its column, then along the row through its very middle.
fn confirmed(ink: &Ink, middle: f32, y: usize, seen: f32) -> Option<Finder> {
    let x = middle as isize;
    let (shift, high) = crossed(ink, x, y as isize, (0, 1), seen)?;
    let y = y as f32 + 0.5 + shift;
    let (shift, wide) = crossed(ink, x, y as isize, (1, 0), seen)?;
    let alike = (0.5..2.0).contains(&(high / wide));
    let middle = Point::new(x as f32 + 0.5 + shift, y);
    alike.then_some(Finder { middle, module: (high + wide) / 2.0, seen: 1 })
}

/// How far the middle is from here along a direction, and the size of a module there.
fn crossed(ink: &Ink, x: isize, y: isize, (right, down): (isize, isize), seen: f32) -> Option<(f32, f32)> {
    // A tilted square may be twice as long the other way.
    let most = (seen * 8.0) as usize + 2;
    let arm = |way: isize| {
        let mut runs = [0usize; 3];
        let (mut run, mut at) = (0, isize::from(way > 0));
        while run < 3 {
            let dark = ink.get(x + way * at * right, y + way * at * down);
            if dark != Some(run != 1) {
                // The picture may end with the square.
                if dark.is_none() && run < 2 {
                    return None;
                }
                run += 1;
                continue;
            }
            runs[run] += 1;
            at += 1;
            if runs[run] > most {
                return None;
            }
        }
        Some(runs)
    };
    let (back, forth) = (arm(-1)?, arm(1)?);
    let runs = [back[2], back[1], back[0] + forth[0], forth[1], forth[2]];
    // `back` holds the pixel we stand on.
    let shift = (forth[0] as f32 - back[0] as f32 + 1.0) / 2.0;
    module(&runs).map(|module| (shift, module))
}

/// Every three that may be the corners of one code, the likeliest first.
pub(crate) fn corners(finders: &[Finder]) -> Vec<Corners> {
    let mut ranked = Vec::new();
    for (first, a) in finders.iter().enumerate() {
        for (second, b) in finders.iter().enumerate().skip(first + 1) {
            for c in &finders[second + 1..] {
                ranked.extend(ordered([*a, *b, *c]));
            }
        }
    }
    ranked.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    ranked.into_iter().take(MOST_CORNERS).map(|(_, corners)| corners).collect()
}

/// The three in the order of a code, and how far they are from a square seen straight.
fn ordered(three: [Finder; 3]) -> Option<(f32, Corners)> {
    let [a, b, c] = three;
    let apart = |a: Finder, b: Finder| (a.middle - b.middle).length();
    // The corner lies opposite the longest side.
    let sides = [(apart(b, c), [a, b, c]), (apart(a, c), [b, c, a]), (apart(a, b), [c, a, b])];
    let (_, [corner, one, other]) = sides.into_iter().max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    let (right, down) = (one.middle - corner.middle, other.middle - corner.middle);
    let (wide, high) = (right.length(), down.length());
    let bent = (right.dot(down) / (wide * high)).abs();
    let uneven = (wide / high).max(high / wide);
    let modules = three.map(|finder| finder.module);
    let (least, most) =
        (modules.into_iter().fold(f32::MAX, f32::min), modules.into_iter().fold(0.0, f32::max));
    let spread = most / least;
    // A turned square looks larger than it is, by half at the most.
    let across = (wide + high) / 2.0 / ((least + most) / 2.0);
    let may_be = bent < 0.6 && uneven < 2.0 && spread < 2.2 && (9.0..260.0).contains(&across);
    let corners = if right.cross(down) < 0.0 { [corner, other, one] } else { [corner, one, other] };
    may_be.then_some((bent + uneven + spread, corners))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Picture;

    /// A square of seven modules to a side, in the middle of paper.
    fn square(module: usize) -> Picture {
        let side = 15 * module;
        let pixel = |at: usize| {
            let from = |at: usize| (at / module).abs_diff(7);
            let ring = from(at % side).max(from(at / side));
            if ring > 3 || ring == 2 { 220 } else { 40 }
        };
        Picture::new(side, side, (0..side * side).map(pixel).collect()).unwrap()
    }

    #[test]
    fn a_square_is_found_at_its_middle_with_its_size() {
        for module in 2..6 {
            let found = finders(&Ink::of(&square(module), 2));
            let [finder] = found.as_slice() else { panic!("{found:?}") };
            let middle = 7.5 * module as f32;
            assert!((finder.middle - Point::new(middle, middle)).length() < 0.6, "{finder:?}");
            assert!((finder.module - module as f32).abs() < 0.3, "{finder:?}");
        }
    }

    #[test]
    fn stripes_are_no_square() {
        let stripes = (0..120 * 120).map(|at| if at % 120 / 4 % 2 == 0 { 30 } else { 200 }).collect();
        assert!(finders(&Ink::of(&Picture::new(120, 120, stripes).unwrap(), 2)).is_empty());
    }

    #[test]
    fn three_squares_are_put_in_order_however_they_are_turned() {
        let finder = |x: f32, y: f32| Finder { middle: Point::new(x, y), module: 4.0, seen: 9 };
        for turn in 0u8..36 {
            let (sin, cos) = (f32::from(turn) * 10.0).to_radians().sin_cos();
            let turned = |x: f32, y: f32| finder(200.0 + x * cos - y * sin, 200.0 + x * sin + y * cos);
            let [corner, right, below] = [turned(0.0, 0.0), turned(100.0, 0.0), turned(0.0, 100.0)];
            let ordered = corners(&[below, corner, right]);
            let [found] = ordered.as_slice() else { panic!("{ordered:?}") };
            assert_eq!(found.map(|f| f.middle), [corner, right, below].map(|f| f.middle));
        }
        assert!(corners(&[finder(0.0, 0.0), finder(100.0, 0.0), finder(200.0, 1.0)]).is_empty());
    }
}
