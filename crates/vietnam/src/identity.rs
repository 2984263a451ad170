//! Số định danh cá nhân and the numbers of other identity documents.

mod document;
#[cfg(test)]
mod tests;

pub use document::{DocumentKind, NumberError, check_number};

use crate::date::PartialDate;
use crate::serde_text::{debug_redacted, serde_as_text};

/// Số định danh cá nhân = số căn cước (Luật Căn cước 2023, Đ12): three digits of the place where the birth was
/// registered, one of century and sex, two of the birth year, six random. There is no check digit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CitizenId([u8; 12]);

/// Giới tính as identity documents state it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

/// Why a text is not a số định danh.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum IdError {
    /// It holds something else than digits and separators.
    NotDigits,
    /// It holds this many digits instead of twelve.
    WrongLength(usize),
}

impl CitizenId {
    /// Reads twelve digits; blanks, dots and hyphens among them are passed over.
    ///
    /// Any place prefix is accepted: births registered abroad carry a country's code.
    pub fn parse(typed: &str) -> Result<CitizenId, IdError> {
        let digits = digits_of(typed).ok_or(IdError::NotDigits)?;
        digits.as_bytes().try_into().map(CitizenId).map_err(|_| IdError::WrongLength(digits.len()))
    }

    /// The twelve digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The sex the number was given for. A corrected birth record may have left an old number.
    #[must_use]
    pub fn sex(&self) -> Sex {
        if self.digit(3) % 2 == 0 { Sex::Male } else { Sex::Female }
    }

    /// The birth year the number was given for, 1900 to 2399.
    #[must_use]
    pub fn birth_year(&self) -> i16 {
        1900 + 100 * (self.digit(3) / 2) + 10 * self.digit(4) + self.digit(5)
    }

    /// The first three digits: `0` and the old two-digit province code, or a country's code.
    /// Of the 63 provinces before 2025: it says nothing of where the person lives.
    #[must_use]
    pub fn place_prefix(&self) -> &str {
        self.as_str().get(..3).unwrap_or_default()
    }

    /// Whether the number speaks of another year than that birth's: ask, never refuse.
    #[must_use]
    pub fn disagrees_with_birth(&self, birth: PartialDate) -> bool {
        self.birth_year() != birth.year()
    }

    /// Whether the number speaks of the other sex: ask, never refuse.
    #[must_use]
    pub fn disagrees_with_sex(&self, sex: Sex) -> bool {
        self.sex() != sex
    }

    fn digit(&self, at: usize) -> i16 {
        i16::from(self.0[at] - b'0')
    }
}

/// The digits of a number typed with blanks, dots or hyphens, or nothing if anything else is among them.
fn digits_of(typed: &str) -> Option<String> {
    let mut digits = String::new();
    for c in crate::text::clean(typed).chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '.' | '-' => {}
            _ => return None,
        }
    }
    Some(digits)
}

debug_redacted!(CitizenId);
serde_as_text!(CitizenId, as_str, |text| CitizenId::parse(text).ok(), "a citizen's number");
