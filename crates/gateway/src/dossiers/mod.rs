//! Dossiers: how one is received, checked, kept and named.

mod check;
pub mod codes;
mod files;
mod read;
mod receive;
mod supplement;

pub use check::again;
pub(crate) use receive::{__path_receive, receive};
