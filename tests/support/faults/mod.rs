//! What can go wrong between a device and the gateway, and what must be true all the same.

pub mod chance;
mod message;
pub mod mood;
pub mod proxy;

pub use chance::Chance;
pub use mood::{Fault, Mood, Tally};
pub use proxy::Proxy;
