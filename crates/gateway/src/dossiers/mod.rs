//! Dossiers: how one is received, checked, kept and named.

mod check;
pub mod codes;
mod files;
mod read;
mod receive;

pub(crate) use receive::{__path_receive, receive};
