//! Mã hồ sơ, as the embedded receiving system issues it (TT 03/2025/TT-VPCP Đ13, NĐ 118/2025 Đ28).
//!
//! The running number starts each day at 1 for each agency; the store counts it in the transaction that
//! keeps the dossier, so that no number is lost or given twice. A province that issues its own codes
//! replaces this module's [`code`] and that counter, nothing else.

use serde::Deserialize;
use std::fmt;
use vietnam::date::Date;

/// Mã định danh điện tử of an agency: `H20.12`, or `000.00.12.H20` in the older written order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Agency(String);

impl Agency {
    /// Reads an identifier.
    pub fn parse(text: &str) -> Option<Agency> {
        let digits = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let letter = |part: &str| match part.as_bytes() {
            [letter, rest @ ..] => {
                letter.is_ascii_uppercase() && rest.len() == 2 && rest.iter().all(u8::is_ascii_digit)
            }
            [] => false,
        };
        let parts: Vec<&str> = text.split('.').collect();
        let fits = match parts.as_slice() {
            [first, rest @ ..] if letter(first) => rest.len() <= 3 && rest.iter().all(|p| digits(p)),
            [rest @ .., last] if letter(last) => rest.len() <= 3 && rest.iter().all(|p| digits(p)),
            _ => false,
        };
        fits.then(|| Agency(text.into()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Agency {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Agency, &'static str> {
        Agency::parse(&text).ok_or("an agency's identifier looks like H20.12")
    }
}

impl fmt::Display for Agency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The code of the `serial`-th dossier that `agency` received on `day`.
pub fn code(agency: &Agency, day: Date, serial: u32) -> String {
    let (year, month, day) = (day.year() % 100, day.month(), day.day());
    format!("{agency}-{year:02}{month:02}{day:02}-{serial:04}")
}

/// The agency that a code of ours names.
pub fn agency_of(code: &str) -> Option<&str> {
    let (before, _) = code.rsplit_once('-')?;
    before.rsplit_once('-').map(|(agency, _)| agency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_names_agency_day_and_running_number() {
        let agency = Agency::parse("H58.12").unwrap();
        let day = Date::new(2026, 11, 2).unwrap();
        assert_eq!(code(&agency, day, 1), "H58.12-261102-0001");
        assert_eq!(code(&agency, day, 12_345), "H58.12-261102-12345");
    }

    #[test]
    fn both_written_orders_of_an_agency_are_known_and_nothing_else() {
        for right in ["H58", "H58.12", "H56.12.34", "000.00.05.H58"] {
            assert!(Agency::parse(right).is_some(), "{right}");
        }
        for wrong in
            ["", "58", "h58", "H58.", "H58.1", "H58.1234", "12.34", "H58.12.34.56.78", "H58-12", "Đ58"]
        {
            assert!(Agency::parse(wrong).is_none(), "{wrong}");
        }
    }
}
