//! The time in Viet Nam (UTC+7 all year). Tests bring their own clock.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use vietnam::calendar::Moment;
use vietnam::date::Date;

/// Tells the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

/// A second, as people in Viet Nam name it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Now {
    unix: i64,
}

impl Clock {
    /// The clock of this machine.
    pub fn system() -> Clock {
        Clock::new(|| match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            Err(_) => 0,
        })
    }

    /// A clock that tells the seconds since 1970-01-01 00:00 UTC.
    pub fn new(unix: impl Fn() -> i64 + Send + Sync + 'static) -> Clock {
        Clock(Arc::new(unix))
    }

    /// The time.
    pub fn now(&self) -> Now {
        Now { unix: (self.0)() }
    }
}

impl Now {
    /// Seconds since 1970-01-01 00:00 UTC.
    pub fn unix(self) -> i64 {
        self.unix
    }

    /// The day.
    pub fn day(self) -> Date {
        self.moment().date
    }

    /// The minute.
    pub fn moment(self) -> Moment {
        Moment::from_unix(self.unix)
    }

    /// As files are dated.
    pub fn system(self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(u64::try_from(self.unix).unwrap_or(0))
    }

    /// RFC 3339 with the offset of Viet Nam: `2026-11-22T10:42:05+07:00`.
    pub fn rfc3339(self) -> String {
        let Moment { date, minute } = self.moment();
        format!("{date}T{:02}:{:02}:{:02}+07:00", minute / 60, minute % 60, self.unix.rem_euclid(60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_tomorrow_in_viet_nam_from_five_in_the_afternoon_utc() {
        let at = |unix| Clock::new(move || unix).now().rfc3339();
        assert_eq!(at(0), "1970-01-01T07:00:00+07:00");
        assert_eq!(at(1_795_280_399), "2026-11-21T23:59:59+07:00");
        assert_eq!(at(1_795_280_400), "2026-11-22T00:00:00+07:00");
    }
}
