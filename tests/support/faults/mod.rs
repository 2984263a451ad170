//! What can go wrong between a device, the gateway and the province, and what must be true all the same.

mod arrivals;
pub mod carried;
pub mod chance;
pub mod citizens;
pub mod clerk;
pub mod course;
pub mod device;
pub mod dossier;
pub mod gateway;
pub mod ledger;
mod message;
pub mod mood;
pub mod office;
pub mod person;
pub mod proxy;
mod records;
pub mod relay;
pub mod run;
pub mod sender;
pub mod storm;
pub mod typing;
pub mod widget;
pub mod worker;

pub use chance::Chance;
pub use mood::{Fault, Mood, Tally};
pub use proxy::Proxy;
pub use run::{Outcome, Plan};
