//! Running a journey, and waiting.

use crate::{Citizen, Gateway, Place};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long anything may take before a journey counts as stuck. Nothing waits longer than it must.
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks again and again until there is an answer.
///
/// # Panics
/// When there is none for too long; `what` says what should have become true.
pub fn eventually<T>(what: &str, ask: impl Fn() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed() < PATIENCE, "it did not become true that {what}");
        sleep(Duration::from_millis(20));
    }
}

/// Makes a journey in a browser, on the gateway of the whole run; keeps a picture of where it failed.
pub fn walk(place: Place, journey: &'static str, steps: impl FnOnce(&mut Citizen)) {
    let gateway = Gateway::shared();
    let mut citizen = Citizen::new(place, journey, gateway.url());
    let outcome = catch_unwind(AssertUnwindSafe(|| steps(&mut citizen)));
    if let Err(failure) = outcome {
        citizen.last_words();
        resume_unwind(failure);
    }
    citizen.console_is_quiet();
}
