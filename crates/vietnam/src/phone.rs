//! Phone numbers, read loosely: new prefixes open every year, and a refused number is a citizen not reached.

#[cfg(test)]
mod tests;

use crate::serde_text::{debug_redacted, serde_as_text};
use crate::text::clean;

/// A number that can be called: `0…` with 10 digits (mobile) or 11 (landline), or `+…` abroad (E.164).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

/// Why a text is not a phone number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PhoneError {
    /// It holds something else than digits and separators.
    NotDigits,
    /// It begins well but has too few or too many digits.
    WrongLength,
    /// No Vietnamese number begins so: 02, 03, 05, 07, 08 and 09 are in use.
    UnknownPrefix,
}

impl Phone {
    /// Reads a number typed with blanks, dots, hyphens or brackets, in the forms `0…`, `84…`, `+84…`, `0084…`
    /// or, for another country, `+…` with 7 to 15 digits.
    pub fn parse(typed: &str) -> Result<Phone, PhoneError> {
        let typed = clean(typed);
        let (abroad, rest) = match typed.strip_prefix('+').or_else(|| typed.strip_prefix("00")) {
            Some(rest) => (true, rest),
            None => (false, typed.as_str()),
        };
        let mut digits = String::new();
        for c in rest.chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '.' | '-' | '(' | ')' => {}
                _ => return Err(PhoneError::NotDigits),
            }
        }
        match digits.strip_prefix("84") {
            Some(national) => digits = String::from("0") + national.strip_prefix('0').unwrap_or(national),
            None if abroad => return Phone::foreign(&digits),
            None => {}
        }
        let length = match digits.as_bytes() {
            [b'0', b'2', ..] => 11,
            [b'0', b'3' | b'5' | b'7' | b'8' | b'9', ..] => 10,
            [] | [b'0'] => return Err(PhoneError::WrongLength),
            _ => return Err(PhoneError::UnknownPrefix),
        };
        if digits.len() == length { Ok(Phone(digits)) } else { Err(PhoneError::WrongLength) }
    }

    fn foreign(digits: &str) -> Result<Phone, PhoneError> {
        match digits.len() {
            7..=15 => Ok(Phone(String::from("+") + digits)),
            _ => Err(PhoneError::WrongLength),
        }
    }

    /// `0912345678`, `02963852123`, or `+61412345678` abroad.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a number of another country; text messages may not reach it.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        self.0.starts_with('+')
    }

    /// As people read it: `0912 345 678`, `0296 385 2123`, `024 3852 1234`. A foreign number stays whole.
    #[must_use]
    pub fn grouped(&self) -> String {
        let first = match self.0.as_bytes() {
            [b'+', ..] => return self.0.clone(),
            // Hà Nội and Thành phố Hồ Chí Minh have three-digit area codes.
            [b'0', b'2', b'4' | b'8', ..] => 3,
            _ => 4,
        };
        let mut grouped = String::new();
        for (at, digit) in self.0.chars().enumerate() {
            if at == first || at == 7 {
                grouped.push(' ');
            }
            grouped.push(digit);
        }
        grouped
    }
}

debug_redacted!(Phone);
serde_as_text!(Phone, as_str, |text| Phone::parse(text).ok(), "a phone number");
