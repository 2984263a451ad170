//! A slice of `cargo xtask bench faults`, for every day.

use journeys::faults::{Plan, gateway};

#[test]
fn whatever_the_network_does_each_dossier_is_received_once() {
    gateway::run(Plan { runs: 200, at_once: 64, seed: 1 }).must_be_good();
}
