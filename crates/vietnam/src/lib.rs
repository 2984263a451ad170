#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod calendar;
pub mod card;
pub mod date;
pub mod identity;
pub mod name;
pub mod phone;
pub mod places;
mod serde_text;
pub mod text;
pub mod words;
