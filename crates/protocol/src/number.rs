//! The submission number: ours, minted on the device before the first send.

use serde::{Deserialize, Serialize};

/// 26 characters of Crockford's base 32, from 128 random bits: nobody guesses another's.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SubmissionNumber(String);

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 26;

impl SubmissionNumber {
    /// From 16 random bytes.
    pub fn mint(random: [u8; 16]) -> SubmissionNumber {
        let bits = u128::from_be_bytes(random);
        let letter = |at: usize| {
            let five = (bits >> (5 * (LENGTH - 1 - at))) & 31;
            ALPHABET.get(usize::try_from(five).unwrap_or(0)).copied().map_or('0', char::from)
        };
        SubmissionNumber((0..LENGTH).map(letter).collect())
    }

    /// Reads a number; anything else than 26 letters of the alphabet is refused.
    pub fn parse(text: &str) -> Option<SubmissionNumber> {
        let fits = text.len() == LENGTH && text.bytes().all(|b| ALPHABET.contains(&b));
        fits.then(|| SubmissionNumber(text.into()))
    }

    /// The 26 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last six characters: enough for people to tell two dossiers apart, too few to ask for one.
    pub fn tail(&self) -> &str {
        self.0.get(LENGTH - 6..).unwrap_or_default()
    }
}

impl TryFrom<String> for SubmissionNumber {
    type Error = &'static str;

    fn try_from(text: String) -> Result<SubmissionNumber, &'static str> {
        SubmissionNumber::parse(&text).ok_or("a submission number has 26 letters of Crockford's base 32")
    }
}

impl From<SubmissionNumber> for String {
    fn from(number: SubmissionNumber) -> String {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_minted_number_can_be_read_again(random: [u8; 16]) {
            let number = SubmissionNumber::mint(random);
            prop_assert_eq!(SubmissionNumber::parse(number.as_str()), Some(number.clone()));
        }

        #[test]
        fn two_devices_never_mint_the_same_number(a: [u8; 16], b: [u8; 16]) {
            prop_assert_eq!(a == b, SubmissionNumber::mint(a) == SubmissionNumber::mint(b));
        }

        #[test]
        fn nothing_else_is_taken_for_a_number(text in ".*") {
            prop_assert_eq!(SubmissionNumber::parse(&text).is_some(),
                text.len() == 26 && text.bytes().all(|b| ALPHABET.contains(&b)));
        }
    }
}
