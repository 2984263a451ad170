//! Running a journey, and waiting.

use crate::{Citizen, Gateway, Place, environment};
use std::cell::Cell;
use std::ops::RangeInclusive;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use vietnam::calendar::Moment;
use vietnam::date::Date;

thread_local! {
    /// How long anything may take before a journey counts as stuck. Nothing waits longer than it must.
    static PATIENCE: Cell<Duration> = const { Cell::new(Duration::from_secs(20)) };
}

/// From now on this thread waits no longer for anything: in a storm, trying again is quicker than waiting.
pub fn be_patient_for(patience: Duration) {
    PATIENCE.set(patience);
}

/// Asks again and again until there is an answer; none after a long time.
pub fn patiently<T>(ask: impl FnMut() -> Option<T>) -> Option<T> {
    within(PATIENCE.get(), ask)
}

/// Asks again and again until there is an answer; none after so long.
pub fn within<T>(patience: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        match ask() {
            Some(answer) => return Some(answer),
            None if start.elapsed() > patience => return None,
            None => sleep(Duration::from_millis(20)),
        }
    }
}

/// Asks again and again until there is an answer.
///
/// # Panics
/// When there is none for a long time; `what` says what should have become true.
pub fn eventually<T>(what: &str, ask: impl FnMut() -> Option<T>) -> T {
    patiently(ask).unwrap_or_else(|| panic!("it did not become true that {what}"))
}

/// Today in Viet Nam, wherever this machine thinks it is.
#[must_use]
pub fn today() -> Date {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    Moment::from_unix(i64::try_from(now.as_secs()).expect("a clock of this age of the world")).date
}

/// Whether it looks like a mã hồ sơ: `^[A-Z]\d{2}(\.\d{2,3}){0,3}-\d{6}-\d{4,}$`.
#[must_use]
pub fn is_dossier_code(text: &str) -> bool {
    let digits = |part: &str, lengths: RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    let [agency, day, number] = text.split('-').collect::<Vec<_>>()[..] else { return false };
    let mut parts = agency.split('.');
    let first = parts.next().unwrap_or_default();
    first.starts_with(|c: char| c.is_ascii_uppercase())
        && digits(&first[1..], 2..=2)
        && parts.clone().count() <= 3
        && parts.all(|part| digits(part, 2..=3))
        && digits(day, 6..=6)
        && digits(number, 4..=usize::MAX)
}

/// Makes a journey in a browser, on the gateway of the whole run; keeps a picture of where it failed.
pub fn walk(place: Place, journey: &'static str, steps: impl FnOnce(&mut Citizen)) {
    environment::check();
    let gateway = Gateway::shared();
    let mut citizen = Citizen::new(place, journey, gateway.url());
    let outcome = catch_unwind(AssertUnwindSafe(|| steps(&mut citizen)));
    if let Err(failure) = outcome {
        citizen.last_words();
        resume_unwind(failure);
    }
    citizen.console_is_quiet();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dossier_code_has_agency_day_and_number() {
        for right in ["H20-261122-0001", "H58.12-261122-0001", "G12.99.123.04-261122-12345"] {
            assert!(is_dossier_code(right), "{right}");
        }
        for wrong in [
            "",
            "H20",
            "H2-261122-0001",
            "h20-261122-0001",
            "H20.1-261122-0001",
            "H20-2611-0001",
            "H20-261122-1",
        ] {
            assert!(!is_dossier_code(wrong), "{wrong}");
        }
    }
}
