//! Photographs of nothing: a coloured corner each, held in every way a phone can be held.

use crate::environment::scratch;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, RgbaImage};
use std::sync::atomic::{AtomicU32, Ordering};

/// Red, green, blue and yellow: above left, above right, below left, below right.
pub const CORNERS: [[u8; 3]; 4] = [[220, 30, 30], [30, 160, 30], [30, 30, 220], [220, 220, 30]];

/// Words in the EXIF of every photograph: whose camera it was, and the map of the place.
pub const MARKS: [&str; 2] = ["INVENTED CAMERA", "INVENTED PLACE"];

/// A JPEG that is so large once it is turned as its EXIF says (1 to 8).
///
/// # Panics
/// When there is no such orientation, or it cannot be written.
#[must_use]
pub fn jpeg(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let exif = Orientation::from_exif(orientation).expect("an orientation of EXIF");
    let held = match exif {
        // The camera was turned the other way than the picture has to be.
        Orientation::Rotate90 => Orientation::Rotate270,
        Orientation::Rotate270 => Orientation::Rotate90,
        other => other,
    };
    let mut stored = scene(width, height);
    stored.apply_orientation(held);
    let mut out = written(&stored, ImageFormat::Jpeg);
    // Behind the first two bytes, as cameras do.
    out.splice(2..2, app1(orientation));
    out
}

/// A PNG that is transparent all over.
///
/// # Panics
/// When it cannot be written.
#[must_use]
pub fn transparent_png(width: u32, height: u32) -> Vec<u8> {
    written(&RgbaImage::new(width, height).into(), ImageFormat::Png)
}

/// By way of a file: the crate's own code for that is optimized, what is compiled into ours is not.
fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let file = scratch("photographs").join(number.to_string());
    picture.save_with_format(&file, format).expect("a picture can be written");
    std::fs::read(&file).expect("what was just written")
}

/// Something like a sheet of paper in a room: coloured corners, lines, and the grain of a cheap camera.
fn scene(width: u32, height: u32) -> DynamicImage {
    let mut grain = 1u32;
    // A large one is drawn small and blown up: that is fast.
    let parts = 1 + width.max(height) / 1500;
    let (whole_width, whole_height) = (width, height);
    let (width, height) = (width / parts, height / parts);
    let scene = RgbImage::from_fn(width, height, |x, y| {
        let right = usize::from(x >= width / 2);
        let below = usize::from(y >= height / 2);
        let far = |at: u32, size: u32| at.min(size - 1 - at) > size / 4;
        if !(far(x, width) && far(y, height)) {
            return Rgb(CORNERS[2 * below + right]);
        }
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let ink = if y % 24 < 4 && (x / 7) % 3 != 0 { 60 } else { 200 };
        Rgb([ink + (grain >> 28) as u8; 3])
    });
    DynamicImage::from(scene).resize_exact(whole_width, whole_height, FilterType::Nearest)
}

/// The segment that cameras write: maker, orientation, place. One orientation in two is big-endian.
fn app1(orientation: u8) -> Vec<u8> {
    const ASCII: u16 = 2;
    const SHORT: u16 = 3;
    const LONG: u16 = 4;
    let big = orientation.is_multiple_of(2);
    let u16 = |n: u16| if big { n.to_be_bytes() } else { n.to_le_bytes() };
    let u32 = |n: u32| if big { n.to_be_bytes() } else { n.to_le_bytes() };
    let entry = |tag: u16, kind: u16, count: usize, value: u32| {
        let count = u32_of(count);
        // A short stands at the beginning of its four bytes.
        let value = if kind == SHORT { [u16(value as u16), [0, 0]].concat() } else { u32(value).to_vec() };
        [u16(tag).as_slice(), &u16(kind), &u32(count), &value].concat()
    };
    let [maker, map] = MARKS;
    // Offsets count from the byte order's mark: the head, a table of three, a table of one, the words.
    let place = 8 + 2 + 3 * 12 + 4;
    let words = place + 2 + 12 + 4;
    let tiff = [
        (if big { b"MM" } else { b"II" }).as_slice(),
        &u16(42),
        &u32(8),
        &u16(3),
        &entry(0x010F, ASCII, maker.len(), words),
        &entry(0x0112, SHORT, 1, orientation.into()),
        &entry(0x8825, LONG, 1, place),
        &u32(0),
        &u16(1),
        &entry(0x0012, ASCII, map.len(), words + u32_of(maker.len())),
        &u32(0),
        maker.as_bytes(),
        map.as_bytes(),
    ]
    .concat();
    let body = [b"Exif\0\0".as_slice(), &tiff].concat();
    let length = u16::try_from(body.len() + 2).expect("a short segment").to_be_bytes();
    [[0xFF, 0xE1].as_slice(), &length, &body].concat()
}

fn u32_of(n: usize) -> u32 {
    u32::try_from(n).expect("a few bytes")
}
