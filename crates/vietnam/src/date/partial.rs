//! Dates of which only the year, or the year and the month, may be known: lawful for the birth of parents,
//! for the deceased, for old registrations.

use std::fmt;
use std::str::FromStr;

use super::{Date, written};
use crate::serde_text::serde_as_text;

/// A date known to the year, the month or the day. Shown and read as reduced ISO:
/// `1990`, `1990-03`, `1990-03-12`; serialised as that text.
///
/// Made by [`PartialDate::new`], [`parse_typed`] or parsing, it is always real.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PartialDate {
    /// Only the year is known.
    Year(i16),
    /// Year and month are known.
    #[expect(missing_docs, reason = "the names say it")]
    Month { year: i16, month: u8 },
    /// The whole date is known.
    Day(Date),
}

/// One of the three boxes a date is typed into.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Part {
    Day,
    Month,
    Year,
}

/// Why what was typed is not a date.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DateError {
    /// This box holds something else than a number, or the whole is not day, month, year at all.
    NotADate(Part),
    /// That month has no such day: 31/04, 32/01, 29/02 of a common year.
    NotReal,
    /// The month is 0 or over 12.
    MonthOutOfRange,
    /// The year is not written with four digits (`95`), or is 0000.
    YearNotFourDigits,
    /// A day but no month.
    DayWithoutMonth,
    /// A month, with or without a day, but no year.
    YearMissing,
}

impl DateError {
    /// The box to be put right, where the focus belongs.
    #[must_use]
    pub fn part(self) -> Part {
        match self {
            Self::NotADate(part) => part,
            Self::NotReal => Part::Day,
            Self::MonthOutOfRange | Self::DayWithoutMonth => Part::Month,
            Self::YearNotFourDigits | Self::YearMissing => Part::Year,
        }
    }
}

impl PartialDate {
    /// A date from the parts that are known.
    pub fn new(year: i16, month: Option<u8>, day: Option<u8>) -> Result<PartialDate, DateError> {
        if day.is_some_and(|day| !(1..=31).contains(&day)) {
            return Err(DateError::NotReal);
        }
        if month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(DateError::MonthOutOfRange);
        }
        if !(1..=9999).contains(&year) {
            return Err(DateError::YearNotFourDigits);
        }
        match (month, day) {
            (None, None) => Ok(Self::Year(year)),
            (None, Some(_)) => Err(DateError::DayWithoutMonth),
            (Some(month), None) => Ok(Self::Month { year, month }),
            (Some(month), Some(day)) => Date::new(year, month, day).map(Self::Day).ok_or(DateError::NotReal),
        }
    }

    /// The first day it may mean.
    #[must_use]
    pub fn earliest(self) -> Date {
        match self {
            Self::Year(year) => Date::clamped(year, 1, 1),
            Self::Month { year, month } => Date::clamped(year, month, 1),
            Self::Day(date) => date,
        }
    }

    /// The last day it may mean.
    #[must_use]
    pub fn latest(self) -> Date {
        match self {
            Self::Year(year) => Date::clamped(year, 12, 31),
            Self::Month { year, month } => Date::clamped(year, month, 31),
            Self::Day(date) => date,
        }
    }

    /// The year, which is always known.
    #[must_use]
    pub fn year(self) -> i16 {
        self.earliest().year()
    }

    /// The date, when known to the day.
    #[must_use]
    pub fn full(self) -> Option<Date> {
        match self {
            Self::Day(date) => Some(date),
            Self::Year(_) | Self::Month { .. } => None,
        }
    }

    /// As Vietnamese forms write it: `1990`, `03/1990`, `12/03/1990`.
    #[must_use]
    pub fn dmy(self) -> String {
        match self {
            Self::Year(year) => written('/', &[(year, 4)]),
            Self::Month { year, month } => written('/', &[(month.into(), 2), (year, 4)]),
            Self::Day(date) => date.dmy(),
        }
    }

    /// Reduced ISO 8601: `1990`, `1990-03`, `1990-03-12`.
    #[must_use]
    pub fn iso(self) -> String {
        match self {
            Self::Year(year) => written('-', &[(year, 4)]),
            Self::Month { year, month } => written('-', &[(year, 4), (month.into(), 2)]),
            Self::Day(date) => date.iso(),
        }
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> PartialDate {
        PartialDate::Day(date)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    /// Strict: exactly `yyyy`, `yyyy-mm` or `yyyy-mm-dd`.
    fn from_str(iso: &str) -> Result<PartialDate, DateError> {
        let mut parts = iso.split('-');
        let mut next = |length: usize| match parts.next() {
            None => Ok(None),
            Some(part) if part.len() == length => {
                number(part).map(Some).ok_or(DateError::NotADate(Part::Year))
            }
            Some(_) => Err(DateError::NotADate(Part::Year)),
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        match parts.next() {
            None => PartialDate::new(year.unwrap_or(0), month.map(|n| n as u8), day.map(|n| n as u8)),
            Some(_) => Err(DateError::NotADate(Part::Year)),
        }
    }
}

serde_as_text!(PartialDate, iso, |text| text.parse().ok(), "a partial date");

/// Reads what three boxes hold, joined as `day/month/year`, any of them possibly empty: `//1990`, `/3/1990`,
/// `1/2/1990`. A date pasted into one box is understood too: `1-2-1990`, `1.2.1990`, `1990-02-01`, with or
/// without the other boxes' separators. Nothing typed is `Ok(None)`.
pub fn parse_typed(raw: &str) -> Result<Option<PartialDate>, DateError> {
    let mut parts: Vec<&str> = raw.split(['/', '-', '.']).map(str::trim).collect();
    if parts.len() > 3 {
        parts.retain(|part| !part.is_empty());
    }
    if parts.iter().all(|part| part.is_empty()) {
        return Ok(None);
    }
    let year_first = parts[0].len() == 4 && raw.contains('-');
    let (day, month, year) = match *parts {
        [year, month, day] if year_first => (day, month, year),
        [year, month] if year_first => ("", month, year),
        [day, month, year] => (day, month, year),
        [month, year] => ("", month, year),
        [year] => ("", "", year),
        _ => return Err(DateError::NotADate(Part::Day)),
    };
    let day = short(day, Part::Day, DateError::NotReal)?;
    let month = short(month, Part::Month, DateError::MonthOutOfRange)?;
    let year = match (number(year), year.len()) {
        (_, 0) if day.is_some() && month.is_none() => return Err(DateError::DayWithoutMonth),
        (_, 0) => return Err(DateError::YearMissing),
        (Some(value), 4) => value,
        _ => return Err(wrong(year, Part::Year, DateError::YearNotFourDigits)),
    };
    PartialDate::new(year, month, day).map(Some)
}

/// A day or a month of at most two digits, or nothing.
fn short(part: &str, which: Part, out_of_range: DateError) -> Result<Option<u8>, DateError> {
    match number(part) {
        _ if part.is_empty() => Ok(None),
        Some(value) if part.len() <= 2 => Ok(Some(value as u8)),
        _ => Err(wrong(part, which, out_of_range)),
    }
}

/// Digits, only too many of them, or something else than digits?
fn wrong(part: &str, which: Part, out_of_range: DateError) -> DateError {
    if part.bytes().all(|byte| byte.is_ascii_digit()) { out_of_range } else { DateError::NotADate(which) }
}

/// One to four ASCII digits.
fn number(digits: &str) -> Option<i16> {
    let fits = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if fits { digits.parse().ok() } else { None }
}
