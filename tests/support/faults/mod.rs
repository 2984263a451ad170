//! What can go wrong between a device and the gateway, and what must be true all the same.

pub mod carried;
pub mod chance;
pub mod device;
pub mod dossier;
pub mod gateway;
pub mod ledger;
mod message;
pub mod mood;
pub mod person;
pub mod proxy;
pub mod run;
pub mod sender;
pub mod storm;
pub mod typing;
pub mod widget;

pub use chance::Chance;
pub use mood::{Fault, Mood, Tally};
pub use proxy::Proxy;
pub use run::{Outcome, Plan};
