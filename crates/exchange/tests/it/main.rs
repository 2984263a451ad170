//! What other systems are sent, for the real procedures and invented people.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod any_answers;
mod dossiers;
mod file;
mod golden;
mod people;
