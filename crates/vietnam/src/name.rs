//! Names of persons, kept as their bearers spell them.

#[cfg(test)]
mod tests;

use crate::serde_text::{debug_redacted, serde_as_text};
use crate::text::{clean, spelling, upper};

/// Longest name accepted, in characters. A plausibility limit from general practice (K): no law sets one.
pub const MAX_NAME_LENGTH: usize = 100;

/// Họ, chữ đệm và tên in one text: cleaned and in normal form C, its spelling untouched.
///
/// Letters of any alphabet, blanks and `'`, `’`, `-`, `.` ("H'Hen Niê", "Y-Moan"); a single word is a name.
/// `==` compares the text as typed; for "is it the same name?" use [`PersonName::same_as`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonName(String);

/// Why a text is not a name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NameError {
    /// Nothing was typed.
    Empty,
    /// It holds a digit.
    Digit,
    /// It holds this character, which no name has.
    Symbol(char),
    /// It is longer than [`MAX_NAME_LENGTH`].
    TooLong,
    /// It holds only punctuation.
    NoLetter,
}

impl PersonName {
    /// Reads a name as typed or pasted.
    pub fn parse(typed: &str) -> Result<PersonName, NameError> {
        let name = clean(typed);
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        let allowed =
            |c: char| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36F}' | ' ' | '\'' | '’' | '-' | '.');
        match name.chars().find(|&c| !allowed(c)) {
            Some(c) if c.is_ascii_digit() => return Err(NameError::Digit),
            Some(c) => return Err(NameError::Symbol(c)),
            None => {}
        }
        if name.chars().count() > MAX_NAME_LENGTH {
            return Err(NameError::TooLong);
        }
        if !name.contains(char::is_alphabetic) {
            return Err(NameError::NoLetter);
        }
        Ok(PersonName(name))
    }

    /// The name in the case and spelling it was typed.
    #[must_use]
    pub fn as_typed(&self) -> &str {
        &self.0
    }

    /// CHỮ IN HOA, as forms and the receiving systems hold it.
    #[must_use]
    pub fn for_form(&self) -> String {
        upper(&self.0)
    }

    /// Whether both are one name, whatever the case and the place of the tone mark (HOÀ, Hòa).
    /// Lý and Lí are two spellings, hence two names; so are names that differ in a tone.
    #[must_use]
    pub fn same_as(&self, other: &PersonName) -> bool {
        comparable(&self.0) == comparable(&other.0)
    }
}

/// The key under which two spellings of one word or name are equal: small letters, every diacritic kept, the
/// tone mark of oa, oe, uy always on the first letter. For comparing, never for showing.
#[must_use]
pub fn comparable(text: &str) -> String {
    spelling(text)
}

debug_redacted!(PersonName);
serde_as_text!(PersonName, as_typed, |text| PersonName::parse(text).ok(), "a person's name");
