//! The time in Viet Nam (UTC+7 all year). Tests bring their own clock.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use vietnam::calendar::Moment;
use vietnam::date::Date;

/// Tells the seconds since 1970-01-01 00:00 UTC.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Clock {
    /// The clock of this machine.
    #[must_use]
    pub fn system() -> Clock {
        Clock::new(|| match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            Err(_) => 0,
        })
    }

    /// A clock of one's own.
    pub fn new(unix: impl Fn() -> i64 + Send + Sync + 'static) -> Clock {
        Clock(Arc::new(unix))
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> i64 {
        (self.0)()
    }
}

/// The day in Viet Nam.
pub(crate) fn day(unix: i64) -> Date {
    Moment::from_unix(unix).date
}

/// `yyyyMMddHHmmss`, as both systems write a time.
pub(crate) fn stamp(unix: i64) -> String {
    let Moment { date, minute } = Moment::from_unix(unix);
    let (year, month, day) = (date.year(), date.month(), date.day());
    format!("{year:04}{month:02}{day:02}{:02}{:02}{:02}", minute / 60, minute % 60, unix.rem_euclid(60))
}

/// Reads `yyyyMMdd`.
pub(crate) fn read_day(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?)
}

/// Whether it is `yyyyMMddHHmmss`.
pub(crate) fn is_stamp(text: &str) -> bool {
    let two = |at: usize| text[at..at + 2].parse::<u8>().ok();
    text.len() == 14
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && read_day(&text[..8]).is_some()
        && two(8).is_some_and(|hour| hour < 24)
        && two(10).is_some_and(|minute| minute < 60)
        && two(12).is_some_and(|second| second < 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_people_in_viet_nam_have_it() {
        assert_eq!(stamp(1_795_280_399), "20261121235959");
        assert_eq!(stamp(1_795_280_400), "20261122000000");
        assert!(is_stamp(&stamp(1_795_280_400)));
    }

    #[test]
    fn a_day_that_is_none_is_not_read() {
        assert_eq!(read_day("20261215"), Date::new(2026, 12, 15));
        for wrong in ["20260231", "2026-1-2", "", "2026121", "+2261215", "202612155"] {
            assert_eq!(read_day(wrong), None, "{wrong}");
        }
        for wrong in ["20261128240000", "20261128106000", "20261128", "20261128 10150", "2026112810150đ"] {
            assert!(!is_stamp(wrong), "{wrong}");
        }
    }
}
