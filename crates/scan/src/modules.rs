//! From a code's place in a picture to its text.

use crate::geometry::Point;
use crate::grid::Grid;
use crate::picture::Picture;
use rqrr::SimpleGrid;

/// How much of the difference to its neighbours is added to a module, and how many modules around tell light from dark:
/// a blurred code needs the first, one in a glare the second.
const TREATMENTS: [(f32, usize); 5] = [(0.0, 5), (0.4, 5), (0.9, 4), (1.6, 4), (0.0, 12)];

/// The text of a code, if what is seen of it is enough.
pub(crate) fn text(picture: &Picture, grid: &Grid) -> Option<String> {
    let size = grid.size;
    let light = sampled(picture, grid);
    TREATMENTS.into_iter().find_map(|(sharper, reach)| {
        let dark = told_apart(&sharpened(&light, size, sharper), size, reach);
        let code = rqrr::Grid::new(SimpleGrid::from_func(size, |x, y| dark[y * size + x]));
        let (_, text) = code.decode().ok()?;
        (!text.is_empty()).then_some(text)
    })
}

/// How light each module is, within its inner half.
fn sampled(picture: &Picture, grid: &Grid) -> Vec<f32> {
    const WITHIN: [(f32, f32); 5] = [(0.5, 0.5), (0.3, 0.5), (0.7, 0.5), (0.5, 0.3), (0.5, 0.7)];
    let modules = (0..grid.size * grid.size).map(|at| ((at % grid.size) as f32, (at / grid.size) as f32));
    let light = |(x, y): (f32, f32)| {
        let place = |(across, down): (f32, f32)| grid.seen.map(Point::new(x + across, y + down));
        WITHIN.into_iter().map(|within| picture.at(place(within))).sum::<f32>() / WITHIN.len() as f32
    };
    modules.map(light).collect()
}

/// Blur mixes a module with its neighbours; this takes them out again.
fn sharpened(light: &[f32], size: usize, sharper: f32) -> Vec<f32> {
    let at = |x: usize, y: usize| light[y.min(size - 1) * size + x.min(size - 1)];
    let module = |place: usize| {
        let (x, y) = (place % size, place / size);
        let around = at(x.saturating_sub(1), y) + at(x + 1, y) + at(x, y.saturating_sub(1)) + at(x, y + 1);
        at(x, y) + sharper * (at(x, y) - around / 4.0)
    };
    (0..size * size).map(module).collect()
}

/// Which modules are dark: darker than the middle between what is light and what is dark around them.
fn told_apart(light: &[f32], size: usize, reach: usize) -> Vec<bool> {
    let span = |at: usize| at.saturating_sub(reach)..(at + reach + 1).min(size);
    let module = |place: usize| {
        let (x, y) = (place % size, place / size);
        let around = || span(y).flat_map(|y| &light[y * size..][span(x)]);
        let mean = mean(around().copied());
        let (bright, dim) =
            (mean_of(around(), |light| light > mean), mean_of(around(), |light| light <= mean));
        light[place] < (bright + dim) / 2.0
    };
    (0..size * size).map(module).collect()
}

fn mean_of<'l>(all: impl Iterator<Item = &'l f32>, wanted: impl Fn(f32) -> bool) -> f32 {
    mean(all.copied().filter(|light| wanted(*light)))
}

fn mean(all: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = all.fold((0.0, 0.0), |(sum, count), one| (sum + one, count + 1.0));
    sum / f32::max(count, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_told_by_its_own_neighbourhood() {
        // Light grows from left to right; every other module has half of it.
        let (size, light) = (21, |x: usize| 100.0 + 4.0 * x as f32);
        let lit = |at: usize| light(at % 21) * if (at % 21 + at / 21).is_multiple_of(2) { 0.5 } else { 1.0 };
        let seen: Vec<f32> = (0..size * size).map(lit).collect();
        let dark = told_apart(&seen, size, 5);
        assert!((0..size * size).all(|at| dark[at] == (at % 21 + at / 21).is_multiple_of(2)));
    }

    #[test]
    fn what_blur_has_mixed_is_parted() {
        let sharp = sharpened(&[100.0, 120.0, 100.0, 120.0, 160.0, 120.0, 100.0, 120.0, 100.0], 3, 1.0);
        assert_eq!(sharp[4], 200.0);
        assert!(sharp[0] < 100.0);
    }
}
