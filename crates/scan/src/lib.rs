//! Finds and reads the QR codes in a photograph of an identity card.
//!
//! What the modules of a code say is read by `rqrr`. Where they lie in a picture is found here: a photograph is blurred,
//! tilted, badly lit and large, so it is tried in several sizes and treatments, the cheap ones first
//! (docs/decisions/0011).
//!
//! No I/O, no clock, and no picture makes it panic.

#[cfg(target_arch = "wasm32")]
mod exports;
mod finder;
mod geometry;
mod grid;
mod ink;
mod modules;
mod pattern;
mod picture;
mod search;

pub use picture::Picture;
pub use search::Search;

/// The texts of the codes in a picture, none twice.
#[must_use]
pub fn read(picture: Picture) -> Vec<String> {
    let mut search = Search::new(picture);
    while search.step() {}
    search.found().to_vec()
}
