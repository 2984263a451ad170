//! The gateway as its clients and its operator meet it: over HTTP, and as a program.
#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

mod binary;
mod client;
mod codes;
mod contract;
mod files;
mod limits;
mod operator;
mod receipts;
mod receiving;
mod refusing;
mod support;
mod tracking;
mod uploads;
mod web;
