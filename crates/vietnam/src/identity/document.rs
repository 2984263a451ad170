//! Loại giấy tờ tùy thân, with the codes of the civil-status forms.

use super::digits_of;
use crate::text::{clean, upper};

/// What a person proves their identity with. The codes are those of the Ministry of Justice's e-forms.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 1 Giấy khai sinh.
    BirthCertificate,
    /// 2 Chứng minh nhân dân: 9 digits, or 12 when issued 2012–2015.
    OldIdentityCard,
    /// 3 Giấy chứng minh sĩ quan Quân đội nhân dân.
    ArmyOfficerCard,
    /// 4 Giấy chứng minh Công an nhân dân.
    PoliceCard,
    /// 5 Căn cước công dân (2016–2024).
    CitizenCard,
    /// 6 Hộ chiếu, Vietnamese or foreign.
    Passport,
    /// 7 Sổ hộ khẩu.
    HouseholdBook,
    /// 8 Giấy tờ khác, to be named by the citizen.
    Other,
    /// 9 Thẻ căn cước (from 01/07/2024).
    IdentityCard,
    /// 10 Giấy chứng nhận căn cước, for people of Vietnamese origin without nationality.
    OriginCertificate,
}

/// Why a document cannot have that number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NumberError {
    /// Nothing was typed.
    Empty,
    /// This kind's number is digits alone.
    NotDigits,
    /// It has this many characters, which this kind's number has not.
    WrongLength(usize),
    /// It holds this character; a passport's number is letters and digits.
    Symbol(char),
}

impl DocumentKind {
    /// Every kind, in the order of the codes 1 to 10.
    pub const ALL: [DocumentKind; 10] = [
        Self::BirthCertificate,
        Self::OldIdentityCard,
        Self::ArmyOfficerCard,
        Self::PoliceCard,
        Self::CitizenCard,
        Self::Passport,
        Self::HouseholdBook,
        Self::Other,
        Self::IdentityCard,
        Self::OriginCertificate,
    ];

    const CODES: [&str; 10] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];

    /// The kind of a code `"1"` to `"10"`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<DocumentKind> {
        Self::CODES.iter().position(|&known| known == code).map(|at| Self::ALL[at])
    }

    /// The code, `"1"` to `"10"`.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::CODES[self as usize]
    }
}

/// The number as it is kept, when a document of this kind can have it. Passports and unlisted papers are read
/// loosely: their shapes are many and only the issuer knows them.
pub fn check_number(kind: DocumentKind, typed: &str) -> Result<String, NumberError> {
    let cleaned = clean(typed);
    if cleaned.is_empty() {
        return Err(NumberError::Empty);
    }
    match kind {
        DocumentKind::OldIdentityCard => digits(&cleaned, &[9, 12]),
        DocumentKind::CitizenCard | DocumentKind::IdentityCard | DocumentKind::OriginCertificate => {
            digits(&cleaned, &[12])
        }
        DocumentKind::Passport => passport(&cleaned),
        DocumentKind::BirthCertificate
        | DocumentKind::ArmyOfficerCard
        | DocumentKind::PoliceCard
        | DocumentKind::HouseholdBook
        | DocumentKind::Other => match cleaned.chars().count() {
            1..=30 => Ok(cleaned),
            length => Err(NumberError::WrongLength(length)),
        },
    }
}

fn digits(typed: &str, lengths: &[usize]) -> Result<String, NumberError> {
    let digits = digits_of(typed).ok_or(NumberError::NotDigits)?;
    if lengths.contains(&digits.len()) { Ok(digits) } else { Err(NumberError::WrongLength(digits.len())) }
}

fn passport(typed: &str) -> Result<String, NumberError> {
    let number: String = upper(typed).chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    match number.chars().find(|c| !c.is_ascii_alphanumeric()) {
        Some(c) => Err(NumberError::Symbol(c)),
        None if (5..=15).contains(&number.len()) => Ok(number),
        None => Err(NumberError::WrongLength(number.len())),
    }
}
