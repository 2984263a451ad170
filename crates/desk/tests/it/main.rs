//! A dossier that a gateway keeps, and what an office prints of it, read back by Poppler.

#![expect(clippy::unwrap_used, reason = "tests stop by panicking")]

mod declarations;
mod errors;
#[path = "../../../slips/tests/it/poppler.rs"]
#[expect(dead_code, reason = "what stands where is asked in the tests of the forms")]
mod poppler;
mod program;
mod slips;
mod support;
