//! Dates of the solar calendar (all statutory dates are dương lịch), full or partial.

mod partial;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

pub use partial::{DateError, Part, PartialDate, parse_typed};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A real day of the Gregorian calendar, years 1 to 9999. Shown and read as ISO `2026-11-01`.
///
/// Serialised as that text where people read it (JSON), as days since 1970-01-01 elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date {
    year: i16,
    month: u8,
    day: u8,
}

/// A day of the week.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Date {
    /// The first day this type can hold, 0001-01-01.
    pub const MIN: Date = Date { year: 1, month: 1, day: 1 };
    /// The last day this type can hold, 9999-12-31.
    pub const MAX: Date = Date { year: 9999, month: 12, day: 31 };

    /// The day, if it exists and its year is 1 to 9999.
    #[must_use]
    pub fn new(year: i16, month: u8, day: u8) -> Option<Date> {
        let date = Date::clamped(year, month, day);
        (date == Date { year, month, day }).then_some(date)
    }

    /// The nearest real day, part by part: month 13 becomes 12, 31/02 the last of February.
    fn clamped(year: i16, month: u8, day: u8) -> Date {
        let year = year.clamp(1, 9999);
        let month = month.clamp(1, 12);
        Date { year, month, day: day.clamp(1, days_in_month(year, month)) }
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01, negative before.
    #[must_use]
    pub fn days(self) -> i32 {
        // Years run from March, so that the leap day is the last; eras are 400 years = 146 097 days.
        let month = i32::from(self.month);
        let year = i32::from(self.year) - i32::from(month <= 2);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::from(self.day) - 1;
        365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
    }

    /// The day that lies `days` after 1970-01-01, or the nearest this type can hold.
    #[must_use]
    pub fn from_days(days: i32) -> Date {
        let shifted = days.clamp(Date::MIN.days(), Date::MAX.days()) + 719_468;
        let (era, in_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (in_era - in_era / 1_460 + in_era / 36_524 - in_era / 146_096) / 365;
        let day_of_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * from_march + 2) / 5 + 1;
        let month = (from_march + 2) % 12 + 1;
        let year = era * 400 + year_of_era + i32::from(month <= 2);
        Date { year: year as i16, month: month as u8, day: day as u8 }
    }

    /// The day `days` later (earlier when negative), or the nearest this type can hold.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Date {
        Date::from_days(self.days().saturating_add(days))
    }

    /// Days from this one to `other`: 0 on the same day, negative when `other` is earlier.
    #[must_use]
    pub fn days_until(self, other: Date) -> i32 {
        other.days() - self.days()
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
        const FROM_EPOCH: [Weekday; 7] = [Thursday, Friday, Saturday, Sunday, Monday, Tuesday, Wednesday];
        FROM_EPOCH[self.days().rem_euclid(7) as usize]
    }

    /// Completed years (đủ tuổi) of somebody born on this date, on `day`; the birthday itself counts.
    /// Born on 29/02, one completes the year on 01/03 of a common year. Negative before birth.
    #[must_use]
    pub fn age_on(self, day: Date) -> i32 {
        let before_birthday = (day.month, day.day) < (self.month, self.day);
        i32::from(day.year) - i32::from(self.year) - i32::from(before_birthday)
    }

    /// As Vietnamese forms write it: `01/11/2026`.
    #[must_use]
    pub fn dmy(self) -> String {
        written('/', &[(self.day.into(), 2), (self.month.into(), 2), (self.year, 4)])
    }

    /// ISO 8601: `2026-11-01`.
    #[must_use]
    pub fn iso(self) -> String {
        written('-', &[(self.year, 4), (self.month.into(), 2), (self.day.into(), 2)])
    }
}

/// Numbers, each with so many digits. By hand: the machinery of `format!` weighs kilobytes on a phone.
fn written(separator: char, parts: &[(i16, u32)]) -> String {
    let mut text = String::new();
    for &(number, digits) in parts {
        if !text.is_empty() {
            text.push(separator);
        }
        for place in (0..digits).rev() {
            let digit = number.unsigned_abs() / 10u16.pow(place) % 10;
            text.push(char::from(b'0' + digit as u8));
        }
    }
    text
}

fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(iso: &str) -> Result<Date, DateError> {
        iso.parse::<PartialDate>()?.full().ok_or(DateError::NotADate(Part::Day))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&self.iso())
        } else {
            serializer.serialize_i32(self.days())
        }
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse().map_err(|_| D::Error::custom("not a date"))
        } else {
            i32::deserialize(deserializer).map(Date::from_days)
        }
    }
}
