//! What the build refuses, and what it makes of what it accepts.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod built;
#[path = "../common/mod.rs"]
mod common;
mod little;
mod papers;
mod rules;
mod sites;
