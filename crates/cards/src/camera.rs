//! The camera: where it stands, the light, the lens, the grain, and how the picture is kept.

use crate::chance::Chance;
use crate::draw::Sheet;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageFormat};

/// How a picture is taken.
#[derive(Clone, Debug)]
pub(crate) struct Shot {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Pixels to a module where the code's middle is.
    pub(crate) module: f32,
    /// In degrees: about the line of sight, sideways, forwards.
    pub(crate) turn: [f32; 3],
    /// Where the code's middle is in the picture, in parts of it.
    pub(crate) middle: (f32, f32),
    /// How much of the light comes, and how much less on one side.
    pub(crate) light: f32,
    pub(crate) shade: f32,
    /// A reflex: where on the code, in modules, how far it reaches, and how bright it is.
    pub(crate) glare: Option<(f32, f32, f32, f32)>,
    /// A finger on the code: where, and how far it reaches, in modules.
    pub(crate) finger: Option<(f32, f32, f32)>,
    /// The blur's deviation, in pixels.
    pub(crate) blur: f32,
    /// The grain's deviation, of 255.
    pub(crate) grain: f32,
    pub(crate) quality: u8,
}

/// How a sheet's plane is seen; distances on it in modules, from the code's middle.
pub(crate) struct View {
    rows: [[f32; 3]; 3],
}

impl View {
    /// A pinhole, as far away as makes a module as large as it must be.
    pub(crate) fn of(shot: &Shot) -> View {
        let [around, side, forth] = shot.turn.map(f32::to_radians);
        let ((sa, ca), (ss, cs), (sf, cf)) = (around.sin_cos(), side.sin_cos(), forth.sin_cos());
        // Turned on the table, then tilted about both axes.
        let turned = |x: f32, y: f32| {
            let (x, y) = (x * ca - y * sa, x * sa + y * ca);
            let (x, z) = (x * cs, x * ss);
            [x, y * cf - z * sf, y * sf + z * cf]
        };
        let (across, down) = (turned(1.0, 0.0), turned(0.0, 1.0));
        let focus = 1.1 * shot.width.max(shot.height) as f32;
        let far = focus / shot.module;
        let (x, y) = (shot.middle.0 * shot.width as f32, shot.middle.1 * shot.height as f32);
        // The third row is the depth; the others are pixels times depth.
        let row = |axis: usize, offset: f32| {
            [0, 1].map(|k| focus * [across, down][k][axis] + offset * [across, down][k][2])
        };
        let ([a, b], [c, d]) = (row(0, x), row(1, y));
        View { rows: [[a, b, x * far], [c, d, y * far], [across[2], down[2], far]] }
    }

    pub(crate) fn pixel(&self, x: f32, y: f32) -> (f32, f32) {
        let [px, py, depth] = self.rows.map(|[a, b, c]| a * x + b * y + c);
        (px / depth, py / depth)
    }

    /// The other way: from a pixel to the sheet.
    fn inverse(&self) -> View {
        let [[a, b, c], [d, e, f], [g, h, i]] = self.rows;
        let rows = [
            [e * i - f * h, c * h - b * i, b * f - c * e],
            [f * g - d * i, a * i - c * g, c * d - a * f],
            [d * h - e * g, b * g - a * h, a * e - b * d],
        ];
        let whole = a * rows[0][0] + b * rows[1][0] + c * rows[2][0];
        View { rows: rows.map(|row| row.map(|cell| cell / whole)) }
    }

    /// The least and the greatest size of a module, in pixels, over a code of so many to a side.
    pub(crate) fn modules(&self, size: usize) -> (f32, f32) {
        let half = size as f32 / 2.0;
        let sizes = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(x, y)| {
            let (x, y) = (x * half, y * half);
            let (here, right, below) = (self.pixel(x, y), self.pixel(x + 1.0, y), self.pixel(x, y + 1.0));
            let (ax, ay) = (right.0 - here.0, right.1 - here.1);
            let (bx, by) = (below.0 - here.0, below.1 - here.1);
            // The axes of the ellipse that a circle becomes.
            let (sum, area) = (ax * ax + ay * ay + bx * bx + by * by, (ax * by - ay * bx).abs());
            let root = (sum * sum / 4.0 - area * area).max(0.0).sqrt();
            ((sum / 2.0 - root).max(0.0).sqrt(), (sum / 2.0 + root).sqrt())
        });
        (
            sizes.iter().fold(f32::MAX, |least, size| least.min(size.0)),
            sizes.iter().fold(0.0, |most, size| most.max(size.1)),
        )
    }
}

/// A picture as a phone keeps it, and as it is opened again.
pub(crate) struct Kept {
    pub(crate) jpeg: Vec<u8>,
    pub(crate) pixels: Vec<u8>,
}

/// Takes the picture. `origin` is the code's middle on the sheet, `unit` how many of its pixels a module has.
pub(crate) fn take(
    shot: &Shot,
    view: &View,
    sheet: &Sheet,
    origin: (f32, f32),
    unit: f32,
    chance: &mut Chance,
) -> Kept {
    let mut light = projected(shot, view, sheet, origin, unit, chance);
    blur(&mut light, shot.width, shot.blur);
    let mut pixels = Vec::with_capacity(light.len());
    for value in light {
        let grain = if shot.grain > 0.0 { shot.grain * chance.normal() } else { 0.0 };
        pixels.push((value + grain).round().clamp(0.0, 255.0) as u8);
    }
    kept(&pixels, shot)
}

/// What falls on the sensor: the sheet where it is seen, a table elsewhere.
fn projected(
    shot: &Shot,
    view: &View,
    sheet: &Sheet,
    origin: (f32, f32),
    unit: f32,
    chance: &mut Chance,
) -> Vec<f32> {
    let table = Table::new(shot, chance);
    let inverse = view.inverse();
    // A small picture of a finer drawing is made of two looks at each pixel.
    let looks: &[(f32, f32)] =
        if shot.width * shot.height > 2_500_000 { &[(0.5, 0.5)] } else { &[(0.25, 0.75), (0.75, 0.25)] };
    let share = 1.0 / looks.len() as f32;
    let mut light = Vec::with_capacity(shot.width * shot.height);
    for y in 0..shot.height {
        let down = y as f32 / shot.height as f32 - 0.5;
        for x in 0..shot.width {
            let mut value = 0.0;
            let (u, v) = inverse.pixel(x as f32 + 0.5, y as f32 + 0.5);
            let on = inverse.rows[2][0] * x as f32 + inverse.rows[2][1] * y as f32 + inverse.rows[2][2] > 0.0;
            for (dx, dy) in looks {
                let (u, v) =
                    if looks.len() == 1 { (u, v) } else { inverse.pixel(x as f32 + dx, y as f32 + dy) };
                let seen = if on { sheet.at(origin.0 + u * unit, origin.1 + v * unit) } else { None };
                value += seen.unwrap_or_else(|| table.at(x, y)) * share;
            }
            if let Some((fx, fy, reach)) = shot.finger
                && (u - fx).hypot(v - fy) < reach
            {
                value = 120.0 + 3.0 * (v * 2.0).sin();
            }
            let across = x as f32 / shot.width as f32 - 0.5;
            value *= shot.light * (1.0 + shot.shade * (across + 0.5 * down));
            if let Some((gx, gy, reach, bright)) = shot.glare {
                let far = ((u - gx).powi(2) + (v - gy).powi(2)) / (reach * reach);
                if far < 6.0 {
                    value += bright * (-far).exp();
                }
            }
            light.push(value.min(255.0));
        }
    }
    light
}

/// The table beneath: a tone, a weave, a few dark seams.
struct Table {
    across: Vec<f32>,
    down: Vec<f32>,
}

impl Table {
    fn new(shot: &Shot, chance: &mut Chance) -> Table {
        let tone = chance.between(40.0, 200.0) / 2.0;
        let mut line = |length: usize| {
            let turns = chance.between(0.05, 0.5);
            let mut line: Vec<f32> = (0..length).map(|at| tone + 8.0 * (at as f32 * turns).sin()).collect();
            for _ in 0..4 {
                let at = chance.below(length);
                for seam in line.iter_mut().skip(at).take(5) {
                    *seam -= 25.0;
                }
            }
            line
        };
        Table { across: line(shot.width), down: line(shot.height) }
    }

    fn at(&self, x: usize, y: usize) -> f32 {
        (self.across[x] + self.down[y]).max(0.0)
    }
}

impl Sheet {
    /// How light it is at a place; nothing outside.
    fn at(&self, x: f32, y: f32) -> Option<f32> {
        let (x, y) = (x - 0.5, y - 0.5);
        if !(x >= 0.0 && y >= 0.0) {
            return None;
        }
        let (left, top) = (x as usize, y as usize);
        if left + 1 >= self.width || top + 1 >= self.height {
            return None;
        }
        let (across, down) = (x - left as f32, y - top as f32);
        let at = top * self.width + left;
        let pixel = |at: usize| f32::from(self.pixels[at]);
        let upper = pixel(at) * (1.0 - across) + pixel(at + 1) * across;
        let lower = pixel(at + self.width) * (1.0 - across) + pixel(at + self.width + 1) * across;
        Some(upper * (1.0 - down) + lower * down)
    }
}

/// The lens: a bell curve across, then down.
fn blur(light: &mut [f32], width: usize, deviation: f32) {
    if deviation < 0.2 {
        return;
    }
    let reach = (deviation * 3.0).ceil() as usize;
    let bell: Vec<f32> =
        (0..=reach).map(|at| (-((at * at) as f32) / (2.0 * deviation * deviation)).exp()).collect();
    let whole = 2.0 * bell.iter().sum::<f32>() - bell[0];
    let bell: Vec<f32> = bell.iter().map(|weight| weight / whole).collect();
    for row in light.chunks_exact_mut(width) {
        let sharp = row.to_vec();
        for (x, value) in row.iter_mut().enumerate() {
            let pair = |at: usize| sharp[x.saturating_sub(at)] + sharp[(x + at).min(width - 1)];
            *value = bell[0] * sharp[x] + (1..=reach).map(|at| bell[at] * pair(at)).sum::<f32>();
        }
    }
    let height = light.len() / width;
    let sharp = light.to_vec();
    let row = |y: usize| &sharp[y * width..][..width];
    for (y, blurred) in light.chunks_exact_mut(width).enumerate() {
        blurred.iter_mut().zip(row(y)).for_each(|(value, sharp)| *value = bell[0] * sharp);
        for (at, weight) in bell.iter().enumerate().skip(1) {
            let (above, below) = (row(y.saturating_sub(at)), row((y + at).min(height - 1)));
            for (value, (above, below)) in blurred.iter_mut().zip(above.iter().zip(below)) {
                *value += weight * (above + below);
            }
        }
    }
}

fn kept(pixels: &[u8], shot: &Shot) -> Kept {
    let mut jpeg = Vec::new();
    let (width, height) = (shot.width as u32, shot.height as u32);
    JpegEncoder::new_with_quality(&mut jpeg, shot.quality)
        .encode(pixels, width, height, ExtendedColorType::L8)
        .expect("a grey picture can be written as a JPEG");
    let opened =
        image::load_from_memory_with_format(&jpeg, ImageFormat::Jpeg).expect("what was just written");
    Kept { pixels: opened.into_luma8().into_raw(), jpeg }
}
