//! Randomness, by the browser's own code.

use super::window;

/// Sixteen random bytes; `None` where the browser has none to give.
pub(crate) fn random() -> Option<[u8; 16]> {
    let mut bytes = [0; 16];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}
