//! What is tried, and in which order: the cheap and the likely first, and an end.

use crate::finder::{corners, finders};
use crate::ink::Ink;
use crate::picture::Picture;
use crate::{grid, modules};
use std::collections::VecDeque;

/// A size in which a photograph of a card is likely to be read, and quickly.
const LIKELY_EDGE: usize = 1300;
/// Smaller ones hold no code that larger ones do not.
const SMALLEST_EDGE: usize = 160;
/// So far it is worth making a picture larger.
const DOUBLED_EDGE: usize = 1700;

/// What is done to a picture before a code is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Treatment {
    /// Nothing.
    Plain,
    /// Against grain.
    Smooth,
    /// Against blur.
    Sharp,
    /// Against modules of less than two pixels.
    Double,
    /// Against modules so large that the middle of a corner is all that a threshold sees.
    Wide,
}

/// A search through one picture, in steps.
pub struct Search {
    /// The picture, its half, its quarter …
    sizes: Vec<Picture>,
    tries: VecDeque<(usize, Treatment)>,
    found: Vec<String>,
}

impl Search {
    /// Begins with a picture.
    #[must_use]
    pub fn new(picture: Picture) -> Search {
        let mut sizes = vec![picture];
        while let Some(smaller) =
            sizes.last().filter(|last| last.long_edge() > 2 * SMALLEST_EDGE).and_then(Picture::halved)
        {
            sizes.push(smaller);
        }
        let edges: Vec<usize> = sizes.iter().map(Picture::long_edge).collect();
        Search { sizes, tries: tries(&edges).into(), found: Vec::new() }
    }

    /// Tries one thing; whether there is more to try.
    pub fn step(&mut self) -> bool {
        let Some((size, treatment)) = self.tries.pop_front() else { return false };
        self.found = texts(&self.sizes[size], treatment);
        if !self.found.is_empty() {
            self.tries.clear();
        }
        !self.tries.is_empty()
    }

    /// The texts that were found, none twice.
    #[must_use]
    pub fn found(&self) -> &[String] {
        &self.found
    }
}

/// Which size is tried with which treatment, by the long edges of the sizes.
fn tries(edges: &[usize]) -> Vec<(usize, Treatment)> {
    use Treatment::{Double, Plain, Sharp, Smooth, Wide};
    let likely = edges.iter().position(|edge| *edge <= LIKELY_EDGE).unwrap_or(edges.len() - 1);
    let larger = (0..likely).rev();
    let near = [Some(likely), likely.checked_sub(1), Some(likely + 1)];
    let near = || near.into_iter().flatten().filter(|size| *size < edges.len());
    let mut tries: Vec<_> = near().chain(larger.skip(1)).map(|size| (size, Plain)).collect();
    for treatment in [Smooth, Sharp, Wide] {
        tries.extend(near().map(|size| (size, treatment)));
    }
    tries.extend(near().filter(|size| edges[*size] <= DOUBLED_EDGE).map(|size| (size, Double)));
    tries
}

/// Reads every code that shows in a picture treated so.
fn texts(picture: &Picture, treatment: Treatment) -> Vec<String> {
    let treated = match treatment {
        Treatment::Plain | Treatment::Wide => None,
        Treatment::Smooth => Some(picture.smoothed()),
        Treatment::Sharp => Some(picture.sharpened()),
        Treatment::Double => picture.doubled(),
    };
    let picture = treated.as_ref().unwrap_or(picture);
    let ink = Ink::of(picture, if treatment == Treatment::Wide { 8 } else { 2 });
    let (mut texts, mut used) = (Vec::new(), Vec::new());
    for three in corners(&finders(&ink)) {
        let middles = three.map(|finder| finder.middle);
        if middles.iter().any(|middle| used.contains(middle)) {
            continue;
        }
        let grids = grid::grids(picture, &ink, &three);
        let Some(text) = grids.iter().find_map(|grid| modules::text(picture, grid)) else { continue };
        used.extend(middles);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_photograph_is_tried_small_first_and_whole_in_the_end() {
        let plain = |edges: &[usize]| {
            let tries = tries(edges);
            tries
                .iter()
                .take_while(|(_, treatment)| *treatment == Treatment::Plain)
                .map(|(size, _)| edges[*size])
                .collect::<Vec<_>>()
        };
        assert_eq!(plain(&[4000, 2000, 1000, 500, 250]), [1000, 2000, 500, 4000]);
        assert_eq!(plain(&[8000, 4000, 2000, 1000, 500, 250]), [1000, 2000, 500, 4000, 8000]);
        assert_eq!(plain(&[640, 320]), [640, 320]);
        assert_eq!(plain(&[100]), [100]);
    }

    #[test]
    fn the_work_has_an_end_and_the_costly_is_done_on_small_pictures() {
        let edges = [8000, 4000, 2000, 1000, 500, 250];
        let tries = tries(&edges);
        assert!(tries.len() <= 20, "{tries:?}");
        assert!(tries.iter().all(|(size, treatment)| *treatment == Treatment::Plain || edges[*size] <= 2000));
    }
}
