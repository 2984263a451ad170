//! What an office prints, as a person and as a program read it.
//!
//! Poppler reads the files (`pdftotext`, `pdftoppm`): `cargo xtask test unit` installs it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod anything;
mod archive;
mod declarations;
mod people;
mod pictures;
mod poppler;
mod words;
