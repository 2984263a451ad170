//! The stand-in as systems and officials meet it: over HTTP, and as a program.
#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

mod binary;
mod callbacks;
mod mischief;
mod national;
mod office;
mod refusing;
mod submitting;
mod support;
mod tls;
mod tokens;
