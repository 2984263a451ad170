//! The QR code of an address, as a picture.

use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around a code.
const QUIET: usize = 4;
/// Points of the picture for each module, so that viewers that smooth do it at the edges only.
const SCALE: usize = 4;

/// A square picture, a byte a point.
#[derive(Default)]
pub(crate) struct Picture {
    /// Points along an edge; 0 when there is no code.
    pub(crate) side: usize,
    pub(crate) points: Vec<u8>,
}

/// No code when there is no address, or none that fits into a code (2,331 bytes).
pub(crate) fn picture(address: &str) -> Picture {
    let code = (!address.is_empty()).then(|| QrCode::with_error_correction_level(address, EcLevel::M));
    let Some(Ok(code)) = code else { return Picture::default() };
    let modules = code.width();
    let side = (modules + 2 * QUIET) * SCALE;
    let dark = |at: usize| (at / SCALE).checked_sub(QUIET).filter(|at| *at < modules);
    let point = |at: usize| match (dark(at % side), dark(at / side)) {
        (Some(x), Some(y)) if code[(x, y)] == Color::Dark => 0,
        _ => u8::MAX,
    };
    Picture { side, points: (0..side * side).map(point).collect() }
}
