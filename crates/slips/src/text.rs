//! Texts as they can be set: nothing that the font cannot draw, nothing that cannot be broken into its line.

use crate::press;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A text that every form can set. All that citizens and officials wrote goes through it.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Text(String);

/// What stands for a character that cannot be shown.
const UNKNOWN: char = '\u{FFFD}';
/// Where a word may be broken: the character has no width.
const BREAK: char = '\u{200B}';

/// What a word may measure before it can be broken, in thousandths of the size of the letters: 17 and 10 em fit into
/// the narrowest cells that hold such texts, which are 221 and 130 pt wide at 13 pt.
const WIDE: u32 = 17_000;
const NARROW: u32 = 10_000;
/// What "Email: " measures, and "thoại: ". A line is broken behind it before a letter or a digit, and not before a full
/// stop.
const LABEL: u32 = 4_000;

impl Text {
    /// For a cell of a line's width or half of it.
    pub(crate) fn new(text: &str) -> Text {
        Text(settable(text, WIDE, 0))
    }

    /// For half a line, behind a label.
    pub(crate) fn labelled(text: &str) -> Text {
        Text(settable(text, WIDE, LABEL))
    }

    /// For a narrow column.
    pub(crate) fn narrow(text: &str) -> Text {
        Text(settable(text, NARROW, 0))
    }
}

/// `before` is the width of what stands before it on its line.
fn settable(text: &str, longest: u32, before: u32) -> String {
    let mut set = String::with_capacity(text.len());
    // How much stands behind the last place where the line is sure to be broken.
    let mut width = before;
    let (mut last, mut spaced) = ('\n', false);
    for mut character in text.replace("\r\n", "\n").nfc().map(shown) {
        if last == '\n' && is_combining_mark(character) {
            character = UNKNOWN;
        }
        let advance = press::advance(character).unwrap_or(0);
        let begins = last == '\n' && character.is_alphanumeric();
        if character == '\n' || begins || spaced && may_part(last, character) {
            width = 0;
        } else if character != ' ' && width + advance > longest {
            set.push(BREAK);
            width = 0;
        }
        width += advance;
        spaced = character == ' ';
        if !spaced {
            last = character;
        }
        set.push(character);
    }
    set
}

/// Whether a line is broken at a blank between these two: before a full stop, say, it is not.
fn may_part(before: char, after: char) -> bool {
    after.is_alphanumeric() && (before.is_alphanumeric() || ",.;:)".contains(before))
}

/// The character itself when people see it, else what stands for it.
fn shown(character: char) -> char {
    match character {
        '\t' => ' ',
        '\r' | '\n' => '\n',
        // Fonts draw them as nothing: marks of direction and joining could hide what a line says.
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' => UNKNOWN,
        // What stands there is each font's own affair.
        '\u{E000}'..='\u{F8FF}' => UNKNOWN,
        _ if character.is_control() || press::advance(character).is_none() => UNKNOWN,
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_character_is_shown_or_seen_as_missing(text in any::<String>()) {
            let shown = settable(&text, NARROW, 0).replace(BREAK, "");
            prop_assert_eq!(shown.chars().count(), text.replace("\r\n", "\n").nfc().count());
            prop_assert!(shown.chars().all(|it| it == '\n' || press::advance(it).is_some()));
        }
    }

    #[test]
    fn every_vietnamese_letter_is_shown_as_it_is() {
        let letters = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ";
        for text in [letters, &letters.to_uppercase()] {
            assert_eq!(settable(text, u32::MAX, 0), text);
        }
    }

    #[test]
    fn letters_that_were_typed_in_parts_become_whole() {
        assert_eq!(settable("Nguye\u{302}\u{303}n", WIDE, 0), "Nguyễn");
    }

    #[test]
    fn what_the_font_lacks_or_hides_is_seen_as_missing() {
        assert_eq!(
            settable("漢🙂\u{202E}\u{0}\u{E001}a", WIDE, 0),
            "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}a"
        );
    }

    #[test]
    fn a_mark_with_no_letter_before_it_is_seen_as_missing() {
        assert_eq!(settable("\u{301}a\n\u{301}", WIDE, 0), "\u{FFFD}a\n\u{FFFD}");
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(settable("một\r\nhai\rba\tbốn", WIDE, 0), "một\nhai\nba bốn");
    }

    #[test]
    fn a_blank_that_no_line_is_broken_at_does_not_count() {
        assert!(settable(&". ".repeat(200), NARROW, 0).contains(BREAK));
        assert!(!settable(&"một, hai ".repeat(200), NARROW, 0).contains(BREAK));
    }

    #[test]
    fn a_word_that_hangs_on_its_label_is_broken_as_if_it_were_one_with_it() {
        let word = "m".repeat(20);
        assert_eq!(settable(&word, WIDE, LABEL), word);
        assert!(settable(&format!(".{word}"), WIDE, LABEL).contains(BREAK));
    }

    #[test]
    fn a_word_as_long_as_an_address_stays_whole_and_a_longer_one_can_be_broken() {
        let address = "tran.thi.bich.ngoc.1990@example.vn";
        assert_eq!(settable(address, WIDE, 0), address);
        let broken = settable(&"W".repeat(5000), NARROW, 0);
        assert!(broken.split(BREAK).all(|part| part.len() <= 10), "{broken}");
        assert_eq!(broken.replace(BREAK, ""), "W".repeat(5000));
    }
}
