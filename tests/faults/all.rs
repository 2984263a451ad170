//! A slice of `cargo xtask bench faults`, for every day.

use journeys::faults::{Plan, gateway, relay, typing, widget};

#[test]
fn whatever_the_network_does_each_dossier_is_received_once() {
    gateway::run(Plan { runs: 200, at_once: 64, seed: 1 }).must_be_good();
}

#[test]
fn whoever_dies_and_misbehaves_each_dossier_reaches_its_office_once_and_the_citizen_hears_what_was_decided() {
    relay::run(Plan { runs: 60, at_once: 16, seed: 1 }).must_be_good();
}

#[test]
fn whatever_is_done_to_the_phone_each_dossier_is_received_once_and_the_phone_says_so() {
    widget::run(Plan { runs: 30, at_once: 2, seed: 1 }).must_be_good();
}

#[test]
fn when_the_battery_is_taken_out_a_second_of_typing_is_lost_at_most() {
    typing::run(Plan { runs: 10, at_once: 1, seed: 1 }).must_be_good();
}
