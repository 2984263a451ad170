//! Numbers and dates in words, as forms want them beside the digits ("ghi bằng chữ").
//!
//! Of the tolerated variants the official ones are written: linh (not lẻ), nghìn (not ngàn), hai mươi tư
//! (not bốn), tháng một and tháng mười hai (not giêng, chạp), ngày một (not mùng một).

#[cfg(test)]
mod tests;

use crate::date::{Date, PartialDate};

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const SCALES: [(u32, &str); 4] = [(1_000_000_000, " tỷ"), (1_000_000, " triệu"), (1_000, " nghìn"), (1, "")];

/// `2024` is "hai nghìn không trăm hai mươi tư".
#[must_use]
pub fn number_in_words(number: u32) -> String {
    let mut words = String::new();
    for (scale, name) in SCALES {
        let group = number / scale % 1000;
        if group > 0 {
            // After a higher group, the empty hundreds are spoken: một nghìn không trăm linh hai.
            push_group(&mut words, group, number / scale >= 1000);
            words.push_str(name);
        }
    }
    if words.is_empty() {
        words.push_str(DIGITS[0]);
    }
    words
}

/// "Ngày mười lăm tháng tám năm một nghìn chín trăm chín mươi lăm".
#[must_use]
pub fn date_in_words(date: Date) -> String {
    let mut words = String::from("Ngày ");
    words.push_str(&number_in_words(u32::from(date.day())));
    words.push_str(" tháng ");
    push_month_and_year(&mut words, date.month(), date.year());
    words
}

/// What is known of the date: "Tháng ba năm một nghìn chín trăm chín mươi", "Năm hai nghìn".
#[must_use]
pub fn partial_in_words(date: PartialDate) -> String {
    match date {
        PartialDate::Day(date) => date_in_words(date),
        PartialDate::Month { year, month } => {
            let mut words = String::from("Tháng ");
            push_month_and_year(&mut words, month, year);
            words
        }
        PartialDate::Year(year) => {
            let mut words = String::from("Năm ");
            words.push_str(&number_in_words(u32::from(year.unsigned_abs())));
            words
        }
    }
}

fn push_month_and_year(words: &mut String, month: u8, year: i16) {
    match month {
        4 => words.push_str("tư"),
        month => words.push_str(&number_in_words(u32::from(month))),
    }
    words.push_str(" năm ");
    words.push_str(&number_in_words(u32::from(year.unsigned_abs())));
}

/// Three digits, 1 to 999.
fn push_group(words: &mut String, group: u32, after_higher: bool) {
    let (hundreds, tens, units) = (group / 100, group / 10 % 10, group % 10);
    if after_higher || hundreds > 0 {
        push_word(words, DIGITS[hundreds as usize]);
        push_word(words, "trăm");
        if tens == 0 && units > 0 {
            push_word(words, "linh");
        }
    }
    match tens {
        0 => {}
        1 => push_word(words, "mười"),
        tens => {
            push_word(words, DIGITS[tens as usize]);
            push_word(words, "mươi");
        }
    }
    match (tens, units) {
        (_, 0) => {}
        (2.., 1) => push_word(words, "mốt"),
        (2.., 4) => push_word(words, "tư"),
        (1.., 5) => push_word(words, "lăm"),
        (_, units) => push_word(words, DIGITS[units as usize]),
    }
}

fn push_word(words: &mut String, word: &str) {
    if !words.is_empty() {
        words.push(' ');
    }
    words.push_str(word);
}
