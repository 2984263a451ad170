//! The clock, in Viet Nam's time wherever the phone thinks it is.

use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use vietnam::calendar::Moment;

/// How many seconds the gateway's clock is before the device's, once that is known to be wrong.
static AHEAD: AtomicI64 = AtomicI64::new(0);

/// Seconds since 1970.
pub(crate) fn unix() -> i64 {
    let milliseconds = js_sys::Date::now();
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit in 53 bits")]
    let seconds = milliseconds as i64 / 1000;
    seconds + ahead()
}

/// This minute in Viet Nam.
pub(crate) fn now() -> Moment {
    Moment::from_unix(unix())
}

/// How many seconds the device's clock is behind, as far as is known.
pub(crate) fn ahead() -> i64 {
    AHEAD.load(Relaxed)
}

/// Believes the gateway when the device's clock is days away from it.
pub(crate) fn set_ahead(seconds: i64) {
    AHEAD.store(seconds, Relaxed);
}
