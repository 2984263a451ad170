//! Working days and due dates (NĐ 118/2025/NĐ-CP; BLDS 2015 Đ148 for terms that end on a day off).

mod clock;
#[cfg(test)]
mod tests;

pub use clock::{Hours, Turn, due_after};

use serde::{Deserialize, Serialize};

use crate::date::{Date, Weekday};

/// The days that differ from Monday-to-Friday. Holidays are decided year by year: they are data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Days off: holidays, days in lieu, weekdays exchanged. In any order; weekends may be listed or not.
    pub off: Vec<Date>,
    /// Days worked although a Saturday, a Sunday or listed as off (hoán đổi ngày làm việc). In any order.
    pub worked: Vec<Date>,
}

/// A minute in Viet Nam (UTC+7 all year).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// Minutes since midnight, 0 to 1439.
    pub minute: u16,
}

/// How long an agency may take.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// "Ngay trong ngày": within the day of receipt; what arrives after the cut-off, within the next working day.
    SameDay {
        /// The last minute of the day that still counts as that day, e.g. 15 h = 900.
        cut_off: u16,
    },
    /// A number of days, counted from the day after receipt.
    #[expect(missing_docs, reason = "the names say it")]
    Days { count: u16, unit: TermUnit },
}

/// What the law counts in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermUnit {
    /// "Ngày làm việc": days off are passed over.
    WorkingDays,
    /// "Ngày": every day counts; a term that would end on a day off ends on the next working day.
    CalendarDays,
}

impl Calendar {
    /// Whether offices work on that day.
    #[must_use]
    pub fn is_working_day(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.worked.contains(&day) || !(weekend || self.off.contains(&day))
    }

    /// That day if it is worked, else the first working day after it.
    #[must_use]
    pub fn next_working_day(&self, day: Date) -> Date {
        let mut day = day;
        while !self.is_working_day(day) && day < Date::MAX {
            day = day.plus_days(1);
        }
        day
    }

    /// The `count`-th working day after that day; with 0 the day itself or the next working day.
    #[must_use]
    pub fn add_working_days(&self, day: Date, count: u16) -> Date {
        let mut day = self.next_working_day(day);
        for _ in 0..count {
            day = self.next_working_day(day.plus_days(1));
        }
        day
    }

    /// The last day this calendar speaks of. Beyond it a due date does not know the holidays: say so.
    #[must_use]
    pub fn horizon(&self) -> Option<Date> {
        self.off.iter().chain(&self.worked).max().copied()
    }
}

impl Moment {
    /// The minute in Viet Nam at that many seconds since 1970-01-01 00:00 UTC.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Moment {
        let minutes = seconds.div_euclid(60).saturating_add(7 * 60);
        let days = minutes.div_euclid(24 * 60).clamp(i64::from(i32::MIN), i64::from(i32::MAX));
        Moment { date: Date::from_days(days as i32), minute: minutes.rem_euclid(24 * 60) as u16 }
    }
}

/// The last day on which the result is due.
///
/// What is received on a day off or after `closes` (minute of the day) counts as received on the next working
/// day. The count starts the day after receipt: received on Monday, three working days end on Thursday.
/// The closing minute and the cut-off themselves are still in time. A late hour shifts the start alone: for a
/// term of several days the 15:00 cut-off does not count (NĐ 118/2025 Đ18.2 moves only the internal hand-over).
#[must_use]
pub fn due(calendar: &Calendar, received: Moment, term: &Term, closes: u16) -> Date {
    match *term {
        Term::SameDay { cut_off } => start(calendar, received, cut_off.min(closes)),
        Term::Days { count, unit: TermUnit::WorkingDays } => {
            calendar.add_working_days(start(calendar, received, closes), count)
        }
        Term::Days { count, unit: TermUnit::CalendarDays } => {
            calendar.next_working_day(start(calendar, received, closes).plus_days(i32::from(count)))
        }
    }
}

/// The working day that counts as the day of receipt.
fn start(calendar: &Calendar, received: Moment, last_minute: u16) -> Date {
    let too_late = received.minute > last_minute;
    calendar.next_working_day(received.date.plus_days(i32::from(too_late)))
}
