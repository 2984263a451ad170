//! What reads a PDF in the tests.

use super::{apt, find_on_path};
use anyhow::Result;

/// Installs Poppler's programs when they are missing.
pub(crate) fn ensure() -> Result<()> {
    let there = ["pdftotext", "pdftoppm"].iter().all(|program| find_on_path(program).is_some());
    if there { Ok(()) } else { apt::install("Poppler for the tests of what is printed", &["poppler-utils"]) }
}
