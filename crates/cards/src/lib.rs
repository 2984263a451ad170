//! Photographs of identity cards of invented people, for tests: good and bad ones, of both generations of cards, of other
//! codes and of none. Nothing is stored: the picture of a number is drawn, lit, taken and kept as a JPEG when it is asked
//! for, and is the same each time. With it comes its truth, which is known from how it was made.

mod camera;
mod chance;
mod draw;
mod people;

use camera::{Kept, Shot, View};
use chance::Chance;
use draw::{Code, Sheet};
use qrcode::{Color, EcLevel, QrCode};

pub use draw::Face;

/// What is difficult about a picture.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// Near or far, from three pixels to a module.
    Near,
    /// So far that a module is a pixel or two: of some nobody can demand that they are read.
    Far,
    /// Out of focus.
    Blurred,
    /// The grain of a cheap camera.
    Grainy,
    /// Held at a slant.
    Tilted,
    /// All around.
    Turned,
    /// A lamp in the card.
    Glare,
    /// In the evening, one side darker than the other.
    Dim,
    /// Kept in few bytes.
    Squeezed,
    /// A finger on the code.
    Covered,
    /// Some of everything.
    Mixed,
    /// Another code: an address of the web, a bank's.
    Other,
    /// No code at all, but what looks like one.
    Nothing,
    /// Twelve megapixels.
    Photo,
}

/// How many there are of each.
const KINDS: [(Kind, usize); 14] = [
    (Kind::Near, 80),
    (Kind::Far, 30),
    (Kind::Blurred, 50),
    (Kind::Grainy, 50),
    (Kind::Tilted, 60),
    (Kind::Turned, 60),
    (Kind::Glare, 50),
    (Kind::Dim, 50),
    (Kind::Squeezed, 50),
    (Kind::Covered, 40),
    (Kind::Mixed, 50),
    (Kind::Other, 40),
    (Kind::Nothing, 30),
    (Kind::Photo, 12),
];

/// What is true of a picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Truth {
    /// It holds a code that can be read: see [`readable`].
    Readable(String),
    /// It holds a code, perhaps beyond reading.
    Doubtful(String),
    /// There is none.
    Nothing,
}

/// A grey picture and its truth.
pub struct Picture {
    /// What is difficult about it.
    pub kind: Kind,
    /// How it was made, to find out why it was not read.
    pub about: String,
    /// Pixels to a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// A byte a pixel, row by row.
    pub pixels: Vec<u8>,
    /// The file that it was opened from.
    pub jpeg: Vec<u8>,
    /// What is on it.
    pub truth: Truth,
}

/// How many pictures there are.
#[must_use]
pub fn count() -> usize {
    KINDS.iter().map(|(_, count)| count).sum()
}

/// Makes the picture of a number below [`count`].
///
/// # Panics
/// When there is no such picture.
#[must_use]
pub fn picture(number: usize) -> Picture {
    let (kind, at) = place(number);
    made(kind, at, &mut Chance::new(number as u64))
}

/// What is difficult about the picture of a number.
///
/// # Panics
/// When there is no such picture.
#[must_use]
pub fn kind(number: usize) -> Kind {
    place(number).0
}

/// All pictures that are difficult in this way.
pub fn of(wanted: Kind) -> impl Iterator<Item = Picture> {
    (0..count()).filter(move |number| kind(*number) == wanted).map(picture)
}

/// The kind of a number, and which of its kind it is.
fn place(number: usize) -> (Kind, usize) {
    let mut before = 0;
    let of = |(kind, count): &(Kind, usize)| {
        before += count;
        (number < before).then(|| (*kind, number + count - before))
    };
    KINDS.iter().find_map(of).expect("the number of a picture")
}

/// One of the photographs of twelve megapixels, by a number below 12.
#[must_use]
pub fn photo(number: usize) -> Picture {
    let before = count() - KINDS[KINDS.len() - 1].1;
    picture(before + number)
}

fn made(kind: Kind, at: usize, chance: &mut Chance) -> Picture {
    let (face, text) = match (kind, at % 2) {
        (Kind::Other, _) => (Face::Notice, people::other(chance)),
        (_, 0) => (Face::Front, people::front(chance)),
        _ => (Face::Back, people::back(chance)),
    };
    let level = [EcLevel::M, EcLevel::M, EcLevel::L, EcLevel::Q][chance.below(4)];
    let code = QrCode::with_error_correction_level(&text, level).expect("a short text fits into a code");
    let size = code.width();
    let code =
        Code { size, dark: code.into_colors().into_iter().map(|colour| colour == Color::Dark).collect() };
    let shot = shot(kind, at, size, chance);
    let view = View::of(&shot);
    let nothing = kind == Kind::Nothing;
    // Drawn a little finer than it is seen.
    let module = (shot.module.ceil() as usize).max(2);
    let sheet = Sheet::drawn(face, (!nothing).then_some(&code), size, module, chance);
    let place = face.place();
    let middle = |corner: f32| (corner * sheet.height as f32).floor() + (size * module) as f32 / 2.0;
    let origin = (middle(place.left), middle(place.top));
    let Kept { jpeg, pixels } = camera::take(&shot, &view, &sheet, origin, module as f32, chance);
    let truth = match (nothing, readable(&shot, &view, &code)) {
        (true, _) => Truth::Nothing,
        (_, true) => Truth::Readable(text),
        (_, false) => Truth::Doubtful(text),
    };
    let about = format!("{face:?}, {size} modules, {shot:?}");
    Picture { kind, about, width: shot.width, height: shot.height, pixels, jpeg, truth }
}

fn shot(kind: Kind, at: usize, size: usize, chance: &mut Chance) -> Shot {
    let mut shot = Shot {
        width: 960,
        height: 720,
        module: chance.between(4.0, 8.0),
        turn: [chance.between(-9.0, 9.0), chance.between(-9.0, 9.0), chance.between(-9.0, 9.0)],
        middle: (chance.between(0.42, 0.58), chance.between(0.46, 0.54)),
        light: chance.between(0.75, 1.0),
        shade: chance.between(-0.2, 0.2),
        glare: None,
        finger: None,
        blur: chance.between(0.4, 0.8),
        grain: chance.between(1.0, 3.0),
        quality: 75 + chance.below(16) as u8,
    };
    let half = size as f32 / 2.0;
    let (x, y) = (chance.between(-half, half), chance.between(-half, half));
    match kind {
        Kind::Near => shot.module = chance.between(3.0, 13.0),
        Kind::Far => shot.module = chance.between(1.2, 2.9),
        Kind::Blurred => shot.blur = shot.module * chance.between(0.2, 0.7),
        Kind::Grainy => shot.grain = chance.between(5.0, 40.0),
        Kind::Tilted => {
            let mut tilt = || chance.between(-50.0, 50.0);
            shot.turn = [tilt(), tilt(), tilt()];
        }
        Kind::Turned => shot.turn[0] = at as f32 * 6.0,
        Kind::Glare => shot.glare = Some((x, y, chance.between(3.0, 16.0), chance.between(60.0, 300.0))),
        Kind::Dim => {
            shot.light = chance.between(0.1, 0.4);
            shot.shade = chance.between(-1.2, 1.2);
        }
        Kind::Squeezed => {
            shot.module = chance.between(2.5, 6.0);
            shot.quality = 40 + at as u8;
        }
        Kind::Covered => shot.finger = Some((x, y, chance.between(1.5, 7.0))),
        Kind::Mixed => {
            shot.module = chance.between(3.5, 8.0);
            shot.turn =
                [chance.between(0.0, 360.0), chance.between(-30.0, 30.0), chance.between(-30.0, 30.0)];
            shot.light = chance.between(0.3, 1.0);
            shot.shade = chance.between(-0.6, 0.6);
            shot.blur = shot.module * chance.between(0.1, 0.4);
            shot.grain = chance.between(2.0, 9.0);
            shot.quality = 40 + chance.below(51) as u8;
            if chance.below(3) == 0 {
                shot.glare = Some((x, y, chance.between(2.0, 8.0), chance.between(60.0, 200.0)));
            }
        }
        Kind::Other => shot.module = chance.between(4.0, 12.0),
        Kind::Nothing => {}
        Kind::Photo => {
            (shot.width, shot.height) = if at.is_multiple_of(3) { (3000, 4000) } else { (4000, 3000) };
            shot.module = chance.between(4.0, 20.0);
            shot.turn =
                [chance.between(0.0, 360.0), chance.between(-25.0, 25.0), chance.between(-25.0, 25.0)];
            shot.middle = (chance.between(0.35, 0.65), chance.between(0.4, 0.6));
            shot.blur = chance.between(0.6, 1.5);
            shot.grain = chance.between(2.0, 7.0);
            shot.quality = 70 + chance.below(21) as u8;
        }
    }
    shot
}

/// A code can be read when
/// - it is in the picture with a module of paper around it,
/// - a module has two pixels, where and whichever way it has the fewest, and nowhere three times as many,
/// - the blur's deviation is no more than half of that,
/// - light and dark are 30 of 255 apart in its darkest corner, and that is five times the grain's deviation,
/// - its three corners are not covered or outshone, and it can be repaired even if every other module that is, is read
///   wrong.
fn readable(shot: &Shot, view: &View, code: &Code) -> bool {
    let half = code.size as f32 / 2.0;
    let edge = half + 1.0;
    let seen = [(-edge, -edge), (edge, -edge), (edge, edge), (-edge, edge)].map(|(x, y)| view.pixel(x, y));
    let inside =
        |(x, y): (f32, f32)| (0.0..shot.width as f32).contains(&x) && (0.0..shot.height as f32).contains(&y);
    let (least, most) = view.modules(code.size);
    let light = |(x, y): (f32, f32)| {
        let (across, down) = (x / shot.width as f32 - 0.5, y / shot.height as f32 - 0.5);
        shot.light * (1.0 + shot.shade * (across + 0.5 * down))
    };
    let contrast = seen.into_iter().map(light).fold(f32::MAX, f32::min)
        * (f32::from(draw::PAPER) - f32::from(draw::INK));
    seen.into_iter().all(inside)
        && least >= 2.0
        && most <= 3.0 * least
        && shot.blur <= 0.5 * least
        && contrast >= 30.0
        && shot.grain * 5.0 <= contrast
        && repairable(code, |at| {
            let (x, y) = ((at % code.size) as f32 + 0.5 - half, (at / code.size) as f32 + 0.5 - half);
            lost(shot, x, y, light(view.pixel(x, y)))
        })
}

/// Whether a module is under the finger, or so bright that it is told from no other.
fn lost(shot: &Shot, x: f32, y: f32, light: f32) -> bool {
    let near = |fx: f32, fy: f32, reach: f32| (x - fx).hypot(y - fy) < reach;
    let covered = shot.finger.is_some_and(|(fx, fy, reach)| near(fx, fy, reach + 0.7));
    let outshone = shot.glare.is_some_and(|(gx, gy, reach, bright)| {
        let more = bright * (-((x - gx).powi(2) + (y - gy).powi(2)) / (reach * reach)).exp();
        let [paper, ink] = [draw::PAPER, draw::INK].map(|tone| (f32::from(tone) * light + more).min(255.0));
        paper - ink < 40.0
    });
    covered || outshone
}

fn repairable(code: &Code, lost: impl Fn(usize) -> bool) -> bool {
    let size = code.size;
    let corner = |at: usize| {
        let (x, y) = (at % size, at / size);
        (x < 8 || x + 8 >= size) && (y < 8 || y + 8 >= size) && !(x + 8 >= size && y + 8 >= size)
    };
    let all = || (0..size * size).filter(|at| lost(*at));
    let mut dark = code.dark.clone();
    all().for_each(|at| dark[at] = !dark[at]);
    let read = rqrr::Grid::new(rqrr::SimpleGrid::from_func(size, |x, y| dark[y * size + x])).decode();
    !all().any(corner) && read.is_ok()
}
