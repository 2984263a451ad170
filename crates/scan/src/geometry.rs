//! Points of a picture, and the way from a code's plane into it.

use std::ops::{Add, Mul, Sub};

/// A place in a picture, in pixels: the middle of the first one is (½, ½).
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Point {
    pub(crate) x: f32,
    pub(crate) y: f32,
}

impl Point {
    pub(crate) fn new(x: f32, y: f32) -> Point {
        Point { x, y }
    }

    pub(crate) fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    pub(crate) fn dot(self, other: Point) -> f32 {
        self.x * other.x + self.y * other.y
    }

    /// Positive when `other` lies clockwise of this, as a picture is looked at.
    pub(crate) fn cross(self, other: Point) -> f32 {
        self.x * other.y - self.y * other.x
    }
}

impl Add for Point {
    type Output = Point;
    fn add(self, other: Point) -> Point {
        Point::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Point;
    fn sub(self, other: Point) -> Point {
        Point::new(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f32> for Point {
    type Output = Point;
    fn mul(self, by: f32) -> Point {
        Point::new(self.x * by, self.y * by)
    }
}

/// How one plane is seen on another: a matrix for points with a third coordinate of one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Perspective([[f32; 3]; 3]);

impl Perspective {
    /// The one that takes four points to four others, each in the order of a walk around.
    /// Where there is none its points are not numbers.
    pub(crate) fn between(from: [Point; 4], to: [Point; 4]) -> Perspective {
        Perspective::onto(to).after(Perspective::onto(from).inverse())
    }

    /// From the square (0, 0), (1, 0), (1, 1), (0, 1).
    fn onto([a, b, c, d]: [Point; 4]) -> Perspective {
        let (right, down, bent) = (b - c, d - c, a - b + c - d);
        let whole = right.cross(down);
        let (g, h) = (bent.cross(down) / whole, right.cross(bent) / whole);
        let (across, along) = (b - a + b * g, d - a + d * h);
        Perspective([[across.x, along.x, a.x], [across.y, along.y, a.y], [g, h, 1.0]])
    }

    /// Up to a factor, which a point does not see.
    fn inverse(self) -> Perspective {
        let Perspective([[a, b, c], [d, e, f], [g, h, i]]) = self;
        Perspective([
            [e * i - f * h, c * h - b * i, b * f - c * e],
            [f * g - d * i, a * i - c * g, c * d - a * f],
            [d * h - e * g, b * g - a * h, a * e - b * d],
        ])
    }

    fn after(self, first: Perspective) -> Perspective {
        let cell = |row: usize, column: usize| (0..3).map(|k| self.0[row][k] * first.0[k][column]).sum();
        Perspective([0, 1, 2].map(|row| [0, 1, 2].map(|column| cell(row, column))))
    }

    /// Where a point is seen.
    pub(crate) fn map(&self, at: Point) -> Point {
        let [x, y, depth] = self.0.map(|[a, b, c]| a * at.x + b * at.y + c);
        Point::new(x / depth, y / depth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_corners_go_where_they_are_sent_and_straight_lines_stay_straight() {
        let from = [(3.5, 3.5), (41.5, 3.5), (38.5, 38.5), (3.5, 41.5)].map(|(x, y)| Point::new(x, y));
        let to =
            [(100.0, 80.0), (400.0, 120.0), (370.0, 360.0), (90.0, 330.0)].map(|(x, y)| Point::new(x, y));
        let seen = Perspective::between(from, to);
        for (from, to) in from.into_iter().zip(to) {
            assert!((seen.map(from) - to).length() < 0.05, "{:?} instead of {to:?}", seen.map(from));
        }
        let middle = seen.map((from[0] + from[1]) * 0.5);
        let line = to[1] - to[0];
        assert!((line.cross(middle - to[0]) / line.length()).abs() < 0.05);
    }
}
