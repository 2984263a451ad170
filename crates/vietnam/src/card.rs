//! What the QR code of an identity card says: the front code of the căn cước công dân gắn chip (2021 to June 2024), the
//! back code of the thẻ căn cước (since July 2024; TT 16/2024/TT-BCA Đ6).
//!
//! Both are fields between `|`. The order of the later card is not verified by a printed one, and both have been seen
//! with empty fields at the end: so a field is known by its shape and never by its place or by how many there are.

#[cfg(test)]
mod tests;

use crate::date::Date;
use crate::identity::{CitizenId, Sex};
use crate::name::{PersonName, comparable};
use crate::serde_text::debug_redacted;
use crate::text::clean;

/// The person of a card.
#[derive(Clone, PartialEq, Eq)]
pub struct Card {
    /// Số định danh cá nhân.
    pub number: CitizenId,
    /// Họ, chữ đệm và tên.
    pub name: PersonName,
    /// Ngày sinh.
    pub born: Date,
    /// Giới tính.
    pub sex: Option<Sex>,
    /// Nơi thường trú or nơi cư trú, as printed: a card from before 1 July 2025 names three levels.
    pub residence: Option<String>,
    /// Ngày cấp.
    pub issued: Option<Date>,
}

/// Why a text is not taken for that of a card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotACard {
    /// It is the code of something else.
    Foreign,
    /// It begins as a card does, yet the name or the birth cannot be read: a worn print, or a scanner that types
    /// other letters than it sees.
    Damaged,
}

/// The field separator. Nothing escapes it.
const SEPARATOR: char = '|';

impl Card {
    /// Reads the text of a code.
    ///
    /// # Errors
    /// When it is no card's, or not whole. Nothing of it is kept.
    pub fn parse(text: &str) -> Result<Card, NotACard> {
        let (number, rest) = text.split_once(SEPARATOR).ok_or(NotACard::Foreign)?;
        let number = twelve_digits(number).ok_or(NotACard::Foreign)?;
        let fields: Vec<String> =
            rest.split(SEPARATOR).map(clean).filter(|field| !field.is_empty()).collect();
        // The name is the first field of words: somebody may be called Nam.
        let (words, digits): (Vec<&str>, Vec<&str>) =
            fields.iter().map(String::as_str).partition(|field| field.contains(char::is_alphabetic));
        let (name, words) = words.split_first().ok_or(NotACard::Damaged)?;
        let name = PersonName::parse(name).map_err(|_| NotACard::Damaged)?;
        // One is born before a card is issued, whichever is printed first.
        let dates: Vec<Date> = digits.iter().filter_map(|field| eight_digits(field)).collect();
        let born = dates.iter().copied().min().ok_or(NotACard::Damaged)?;
        let residence = words.iter().filter(|field| sex(field).is_none()).max_by_key(|field| field.len());
        Ok(Card {
            number,
            name,
            born,
            sex: words.iter().find_map(|field| sex(field)),
            residence: residence.map(|field| (*field).to_owned()),
            issued: dates.into_iter().filter(|date| *date > born).min(),
        })
    }
}

debug_redacted!(Card);

fn twelve_digits(field: &str) -> Option<CitizenId> {
    let field = clean(field);
    CitizenId::parse(&field).ok().filter(|number| number.as_str() == field)
}

/// `ddMMyyyy`.
fn eight_digits(field: &str) -> Option<Date> {
    let number = |from, to| field.get(from..to)?.parse::<u16>().ok();
    if field.len() != 8 || !field.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (day, month) = (u8::try_from(number(0, 2)?).ok()?, u8::try_from(number(2, 4)?).ok()?);
    Date::new(i16::try_from(number(4, 8)?).ok()?, month, day)
}

fn sex(field: &str) -> Option<Sex> {
    let field = comparable(field);
    let words = [("Nam", Sex::Male), ("Nữ", Sex::Female)];
    words.into_iter().find(|(word, _)| comparable(word) == field).map(|(_, sex)| sex)
}
