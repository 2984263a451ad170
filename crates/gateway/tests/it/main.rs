//! The gateway as its clients and its operator meet it: over HTTP, and as a program.
#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

mod asking;
mod binary;
mod both;
mod callbacks;
mod certificates;
mod client;
mod codes;
mod contract;
mod deadlines;
mod door;
mod files;
mod limits;
mod operator;
mod receipts;
mod receiving;
mod refusing;
mod relay;
mod supplements;
mod support;
mod tracking;
mod uploads;
mod web;
