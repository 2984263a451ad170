//! Identity cards of invented people, before a camera: as photographs, and as a film that Chromium's camera shows.

use crate::browser::{FILM, Place};
use crate::citizen::Citizen;
use crate::environment::{scratch, written};
use cards::{Kind, Picture, Truth};
use std::path::PathBuf;
use vietnam::card::Card;

/// The first picture of a kind that can be read, with what its code says.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn readable(kind: Kind) -> (String, Picture) {
    let read = |picture: Picture| match picture.truth.clone() {
        Truth::Readable(text) => Some((text, picture)),
        Truth::Doubtful(_) | Truth::Nothing => None,
    };
    cards::of(kind).find_map(read).unwrap_or_else(|| panic!("no picture of {kind:?} can be read"))
}

/// A card that can be read, and the person on it.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn card(kind: Kind) -> (Card, Picture) {
    let (text, picture) = readable(kind);
    (Card::parse(&text).expect("the text of a card"), picture)
}

/// A picture's file, in the gallery of a phone.
///
/// # Panics
/// When it cannot be written.
#[must_use]
pub fn file(name: &str, jpeg: &[u8]) -> PathBuf {
    written(scratch("gallery").join(name), jpeg)
}

impl Citizen {
    /// Someone else, in a Chromium whose camera sees this picture and nothing else.
    ///
    /// # Panics
    /// When the film cannot be written.
    #[must_use]
    pub fn before_a_camera(place: Place, journey: &'static str, picture: &Picture) -> Citizen {
        Citizen::with_in_profile(place, journey, FILM, &film(picture))
    }
}

/// YUV4MPEG2: grey pixels, and colours of half the size in each direction, which there are none of.
fn film(picture: &Picture) -> Vec<u8> {
    let (width, height) = (picture.width & !1, picture.height & !1);
    let rows = picture.pixels.chunks_exact(picture.width).take(height).flat_map(|row| &row[..width]).copied();
    let colours = std::iter::repeat_n(128, width * height / 2);
    let head = format!("YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\nFRAME\n");
    head.into_bytes().into_iter().chain(rows).chain(colours).collect()
}
