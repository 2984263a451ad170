//! What lies before the camera: a card with everything that is printed on one, drawn flat.

use crate::chance::Chance;

/// How light paper is around a code.
pub(crate) const PAPER: u8 = 244;
/// And how dark the code.
pub(crate) const INK: u8 = 28;

/// A flat grey drawing.
pub(crate) struct Sheet {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<u8>,
}

/// A code's modules, row by row; dark where true.
pub(crate) struct Code {
    pub(crate) size: usize,
    pub(crate) dark: Vec<bool>,
}

/// What the sheet is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Face {
    /// The card with a chip: portrait, lines of text, the code above right.
    Front,
    /// The back of the card of 2024: the code above, prints of fingers, lines for machines.
    Back,
    /// A notice with a code that is no card's.
    Notice,
}

/// Where the code is on a sheet: its side, and its corner above left, in parts of the sheet's height.
pub(crate) struct Place {
    pub(crate) side: f32,
    pub(crate) left: f32,
    pub(crate) top: f32,
}

impl Face {
    /// As printed, near enough.
    pub(crate) fn place(self) -> Place {
        match self {
            Face::Front => Place { side: 0.33, left: 1.18, top: 0.06 },
            Face::Back => Place { side: 0.36, left: 0.62, top: 0.07 },
            Face::Notice => Place { side: 0.5, left: 0.54, top: 0.28 },
        }
    }
}

/// How wide a card is for its height.
const WIDE: f32 = 85.6 / 54.0;

impl Sheet {
    /// Draws one, a module of the code so many pixels wide. Without a code something else stands in its place.
    pub(crate) fn drawn(
        face: Face,
        code: Option<&Code>,
        size: usize,
        module: usize,
        chance: &mut Chance,
    ) -> Sheet {
        let place = face.place();
        let height = ((size * module) as f32 / place.side) as usize;
        let width = (height as f32 * WIDE) as usize;
        let mut sheet = Sheet { width, height, pixels: Vec::new() };
        sheet.paper(face, chance);
        match face {
            Face::Front => sheet.front(chance),
            Face::Back => sheet.back(chance),
            Face::Notice => sheet.notice(chance),
        }
        let part = |part: f32| (part * height as f32) as usize;
        let (left, top, side) = (part(place.left), part(place.top), size * module);
        match code {
            Some(code) => {
                let edge = 4 * module;
                sheet.fill(
                    left as isize - edge as isize,
                    top as isize - edge as isize,
                    side + 2 * edge,
                    side + 2 * edge,
                    PAPER,
                );
                for at in (0..size * size).filter(|at| code.dark[*at]) {
                    let (x, y) = (left + at % size * module, top + at / size * module);
                    sheet.fill(x as isize, y as isize, module, module, INK);
                }
            }
            None => sheet.no_code(left, top, side, chance),
        }
        sheet
    }

    /// Light paper with the fine waves that cards have.
    fn paper(&mut self, face: Face, chance: &mut Chance) {
        let depth = if face == Face::Notice { 1.0 } else { 9.0 };
        let wave = |length: usize, turns: f32, phase: f32| {
            let at = |at: usize| depth * (at as f32 / length as f32 * turns + phase).sin();
            (0..length).map(at).collect::<Vec<f32>>()
        };
        let across = wave(self.width, chance.between(60.0, 300.0), chance.between(0.0, 6.0));
        let down = wave(self.height, chance.between(60.0, 300.0), chance.between(0.0, 6.0));
        let light = chance.between(196.0, 232.0);
        self.pixels = down
            .iter()
            .flat_map(|down| across.iter().map(move |across| (light + across + down) as u8))
            .collect();
    }

    fn front(&mut self, chance: &mut Chance) {
        self.portrait(0.06, 0.36, 0.42, 0.56, chance);
        self.rings(0.2, 0.2, 0.11);
        self.line(0.36, 0.09, 0.026, 22, 60, chance);
        self.line(0.42, 0.16, 0.026, 20, 60, chance);
        self.line(0.44, 0.27, 0.04, 16, 90, chance);
        for row in 0..7 {
            self.line(0.53, 0.45 + row as f32 * 0.075, 0.03, 18 + chance.below(12), 70, chance);
        }
        // The chip of the reader, and its sign.
        self.part(1.0, 0.2, 0.13, 0.1, 150);
        for row in 0..4 {
            self.part(1.0, 0.21 + row as f32 * 0.025, 0.13, 0.004, 90);
        }
    }

    fn back(&mut self, chance: &mut Chance) {
        for row in 0..3 {
            self.line(0.08, 0.1 + row as f32 * 0.09, 0.03, 12, 70, chance);
        }
        self.part(0.1, 0.4, 0.2, 0.16, 150);
        self.rings(1.2, 0.28, 0.16);
        self.rings(1.42, 0.28, 0.05);
        for row in 0..3 {
            self.line(0.06, 0.7 + row as f32 * 0.09, 0.05, 40, 40, chance);
        }
    }

    fn notice(&mut self, chance: &mut Chance) {
        self.line(0.1, 0.06, 0.07, 22, 30, chance);
        self.line(0.1, 0.17, 0.04, 36, 60, chance);
        for row in 0..3 {
            self.line(0.1, 0.84 + row as f32 * 0.05, 0.03, 52, 60, chance);
        }
        for row in 0..9 {
            self.line(1.12, 0.3 + row as f32 * 0.055, 0.03, 17, 60, chance);
        }
    }

    /// Something that is no code, or wants to be one.
    fn no_code(&mut self, left: usize, top: usize, side: usize, chance: &mut Chance) {
        let unit = (side / 45).max(1);
        let cell = |sheet: &mut Sheet, x: usize, y: usize, width: usize, height: usize, ink: u8| {
            sheet.fill((left + x) as isize, (top + y) as isize, width, height, ink);
        };
        match chance.below(5) {
            // Bars of unequal width.
            0 => {
                let mut x = 0;
                while x + 4 * unit < side {
                    let width = unit * (1 + chance.below(3));
                    cell(self, x, 0, width, side / 2, 30);
                    x += width + unit * (1 + chance.below(3));
                }
            }
            // A board.
            1 => {
                for (x, y) in
                    (0..45).flat_map(|y| (0..45).map(move |x| (x, y))).filter(|(x, y)| (x + y) % 2 == 0)
                {
                    cell(self, x * unit, y * unit, unit, unit, 30);
                }
            }
            // Three corners of a code, and between them chance.
            2 => {
                cell(self, 0, 0, 45 * unit, 45 * unit, 240);
                for (x, y) in (0..45).flat_map(|y| (0..45).map(move |x| (x, y))) {
                    let corner = [(3, 3), (41, 3), (3, 41)]
                        .map(|(a, b): (usize, usize)| a.abs_diff(x).max(b.abs_diff(y)));
                    let ring = corner.into_iter().min().unwrap_or(9);
                    let dark = if ring <= 4 { ring != 2 && ring != 4 } else { chance.below(2) == 0 };
                    if dark {
                        cell(self, x * unit, y * unit, unit, unit, 30);
                    }
                }
            }
            // A corner alone.
            3 => {
                for (inset, ink) in [(0, 30), (1, 240), (2, 30)] {
                    let (at, wide) = (3 * inset * unit, 3 * (7 - 2 * inset) * unit);
                    cell(self, at, at, wide, wide, ink);
                }
            }
            _ => {}
        }
    }

    fn fill(&mut self, left: isize, top: isize, width: usize, height: usize, ink: u8) {
        let span = |at: isize, length: usize, all: usize| {
            let end = (at + length as isize).clamp(0, all as isize) as usize;
            at.clamp(0, end as isize) as usize..end
        };
        let (columns, rows) = (span(left, width, self.width), span(top, height, self.height));
        for y in rows {
            self.pixels[y * self.width..][columns.clone()].fill(ink);
        }
    }

    /// A rectangle in parts of the height.
    fn part(&mut self, left: f32, top: f32, width: f32, height: f32, ink: u8) {
        let part = |part: f32| (part * self.height as f32).max(1.0);
        let (left, top, width, height) = (part(left), part(top), part(width), part(height));
        self.fill(left as isize, top as isize, width as usize, height as usize, ink);
    }

    /// Letters of no alphabet, five by seven, all of one height.
    fn line(&mut self, left: f32, top: f32, height: f32, letters: usize, ink: u8, chance: &mut Chance) {
        let unit = height / 7.0;
        for letter in 0..letters {
            if chance.below(6) == 0 {
                continue;
            }
            let x = left + letter as f32 * 6.0 * unit * 0.8;
            let strokes = chance.next();
            // An upright, and bars.
            self.part(x + unit * (strokes % 3) as f32, top, unit * 0.9, height, ink);
            for bar in 0..3 {
                if strokes >> (8 + bar) & 1 == 1 {
                    self.part(x, top + bar as f32 * 3.0 * unit, unit * 3.2, unit * 0.9, ink);
                }
            }
            if strokes >> 16 & 1 == 1 {
                self.part(x + 2.6 * unit, top, unit * 0.9, height, ink);
            }
        }
    }

    /// Rings within rings: an emblem, the print of a finger, and to a hasty eye the corner of a code.
    fn rings(&mut self, x: f32, y: f32, radius: f32) {
        let part = |part: f32| part * self.height as f32;
        let (x, y, radius) = (part(x), part(y), part(radius));
        for row in (y - radius).max(0.0) as usize..((y + radius) as usize).min(self.height) {
            for column in (x - radius).max(0.0) as usize..((x + radius) as usize).min(self.width) {
                let far = (column as f32 - x).hypot(row as f32 - y) / radius;
                if far < 1.0
                    && ((far * 3.5) as usize != 1 && (far * 3.5) as usize != 2 || (far * 7.0) as usize == 4)
                {
                    self.pixels[row * self.width + column] = 70;
                }
            }
        }
    }

    fn portrait(&mut self, left: f32, top: f32, width: f32, height: f32, chance: &mut Chance) {
        self.part(left, top, width, height, 205);
        let part = |part: f32| part * self.height as f32;
        let (left, top, width, height) = (part(left), part(top), part(width), part(height));
        let skin = chance.between(120.0, 180.0) as u8;
        let within = |x: f32, y: f32, (mx, my): (f32, f32), (rx, ry): (f32, f32)| {
            ((x - mx) / rx).hypot((y - my) / ry) < 1.0
        };
        for row in top as usize..((top + height) as usize).min(self.height) {
            for column in left as usize..((left + width) as usize).min(self.width) {
                let (x, y) = ((column as f32 - left) / width, (row as f32 - top) / height);
                let ink = if within(x, y, (0.5, 0.45), (0.2, 0.25)) {
                    skin
                } else if within(x, y, (0.5, 0.38), (0.26, 0.3)) {
                    35
                } else if within(x, y, (0.5, 1.05), (0.48, 0.36)) {
                    80
                } else {
                    continue;
                };
                self.pixels[row * self.width + column] = ink;
            }
        }
    }
}
