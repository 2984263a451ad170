//! A state as a provincial system tells it, in a callback or when it is asked.

use crate::store::Note;
use crate::store::outbox::Told;
use serde::Deserialize;
use vietnam::date::Date;
use vietnam::text::clean;

/// What an office may say in one go, in letters; what is longer is cut.
const MOST: usize = 1000;

/// A state, in the names of the format.
#[derive(Deserialize)]
pub(super) struct Wire {
    #[serde(rename = "SoThuTu")]
    serial: i64,
    #[serde(rename = "TrangThaiHoSo")]
    code: String,
    #[serde(rename = "NoiDung", default)]
    words: String,
    #[serde(rename = "HanBoSung", default)]
    until: Option<String>,
    #[serde(rename = "ThoiDiem")]
    at: String,
}

/// Reads it; `None` when it is none.
pub(super) fn told(wire: &Wire) -> Option<Told> {
    let until = match wire.until.as_deref() {
        None | Some("") => None,
        Some(text) => Some(day(text)?),
    };
    let words = clean(&wire.words).chars().take(MOST).collect();
    let state = exchange::state(&wire.code)?;
    (wire.serial > 0).then_some(())?;
    Some(Told { serial: wire.serial, state, note: Note { words, until }, at: moment(&wire.at)? })
}

/// Mã hồ sơ there is short and fits into an address as it is.
pub(super) fn is_code(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    (1..=64).contains(&text.len()) && text.bytes().all(fits)
}

/// `20261128`.
fn day(text: &str) -> Option<Date> {
    let number = |from, to| text.get(from..to)?.parse().ok();
    (text.len() == 8).then_some(())?;
    Date::new(number(0, 4)?, u8::try_from(number(4, 6)?).ok()?, u8::try_from(number(6, 8)?).ok()?)
}

/// `20261128101500` in Viet Nam, as RFC 3339.
fn moment(text: &str) -> Option<String> {
    let date = day(text.get(..8)?)?;
    let time = text.get(8..).filter(|time| time.len() == 6 && time.bytes().all(|b| b.is_ascii_digit()))?;
    let (hour, minute, second) = (time.get(..2)?, time.get(2..4)?, time.get(4..)?);
    (hour < "24" && minute < "60" && second < "60").then(|| format!("{date}T{hour}:{minute}:{second}+07:00"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_moment_is_one_of_the_calendar() {
        assert_eq!(moment("20261128101500").as_deref(), Some("2026-11-28T10:15:00+07:00"));
        for wrong in [
            "",
            "20261128",
            "20261128101",
            "20261128241500",
            "20261131101500",
            "20261128101 00",
            "2026112810150é",
        ] {
            assert_eq!(moment(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_told_is_taken_or_left_and_never_a_panic(code in ".{0,3}", until in ".{0,10}", at in ".{0,16}", serial: i64) {
            let wire = Wire { serial, code, words: String::new(), until: Some(until), at };
            if let Some(told) = told(&wire) {
                prop_assert!(told.serial > 0);
            }
        }
    }
}
