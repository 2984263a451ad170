//! The clock, in Viet Nam's time wherever the phone thinks it is.

use vietnam::calendar::Moment;

/// This minute in Viet Nam.
pub(crate) fn now() -> Moment {
    let milliseconds = js_sys::Date::now();
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit in 53 bits")]
    Moment::from_unix(milliseconds as i64 / 1000)
}
