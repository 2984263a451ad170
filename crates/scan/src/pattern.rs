//! What is the same in every code of a size: its corners, its dotted lines, its small squares.

use crate::geometry::Point;

/// The least and the most modules to a side, and how many a version has more than the one before.
pub(crate) const SIZES: (usize, usize, usize) = (21, 177, 4);

/// A module that is known beforehand: where its middle is, in modules, and whether it is dark.
pub(crate) struct Mark {
    pub(crate) at: Point,
    pub(crate) dark: bool,
}

/// All of them.
pub(crate) fn marks(size: usize) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut mark = |x: usize, y: usize, dark: bool| {
        marks.push(Mark { at: Point::new(x as f32 + 0.5, y as f32 + 0.5), dark });
    };
    // Three corners, each with the light line that parts it from the rest.
    for (left, top) in [(0, 0), (size - 7, 0), (0, size - 7)] {
        for y in top.saturating_sub(1)..(top + 8).min(size) {
            for x in left.saturating_sub(1)..(left + 8).min(size) {
                let ring = x.abs_diff(left + 3).max(y.abs_diff(top + 3));
                mark(x, y, ring != 2 && ring != 4);
            }
        }
    }
    for at in 8..size - 8 {
        mark(at, 6, at % 2 == 0);
        mark(6, at, at % 2 == 0);
    }
    let squares = squares(size);
    let last = squares.len().saturating_sub(1);
    for (row, y) in squares.iter().enumerate() {
        for (column, x) in squares.iter().enumerate() {
            // A corner stands there.
            if [(0, 0), (0, last), (last, 0)].contains(&(row, column)) {
                continue;
            }
            for (down, across) in (0..5).flat_map(|down| (0..5).map(move |across| (down, across))) {
                let ring = ring(across, down);
                mark(x - 2 + across, y - 2 + down, ring != 1);
            }
        }
    }
    marks
}

/// How far a module of a small square is from its middle.
pub(crate) fn ring(across: usize, down: usize) -> usize {
    across.abs_diff(2).max(down.abs_diff(2))
}

/// The rows, and the columns, of the small squares' middles; none in the smallest code.
fn squares(size: usize) -> Vec<usize> {
    let version = (size - 17) / 4;
    if version == 1 {
        return Vec::new();
    }
    let count = version / 7 + 2;
    // The standard's table has one exception to its rule.
    let step = if version == 32 { 26 } else { (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2 };
    let mut squares: Vec<usize> = (0..count - 1).map(|back| size - 7 - back * step).collect();
    squares.push(6);
    squares.reverse();
    squares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_squares_stand_where_the_standard_has_them() {
        assert!(squares(21).is_empty());
        assert_eq!(squares(25), [6, 18]);
        assert_eq!(squares(45), [6, 22, 38]);
        assert_eq!(squares(53), [6, 26, 46]);
        assert_eq!(squares(17 + 4 * 32), [6, 34, 60, 86, 112, 138]);
        assert_eq!(squares(177), [6, 30, 58, 86, 114, 142, 170]);
    }

    #[test]
    fn what_is_known_of_a_code_is_so_in_codes_that_another_made() {
        for version in [1, 2, 7, 9, 14, 40] {
            let code =
                qrcode::QrCode::with_version("0", qrcode::Version::Normal(version), qrcode::EcLevel::M)
                    .unwrap();
            let (size, colours) = (code.width(), code.to_colors());
            for mark in marks(size) {
                let at = mark.at.y as usize * size + mark.at.x as usize;
                assert_eq!(colours[at] == qrcode::Color::Dark, mark.dark, "version {version}, {:?}", mark.at);
            }
        }
    }
}
