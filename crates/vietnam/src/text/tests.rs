use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::letters::mark as known_mark;
use super::*;

/// Every mark the tables know, and every letter of the Latin blocks.
fn marks() -> Vec<char> {
    ('\u{300}'..='\u{36F}').filter(|&c| known_mark(c).is_some()).collect()
}

fn latin() -> impl Iterator<Item = char> {
    ('\u{41}'..='\u{7A}').chain('\u{C0}'..='\u{24F}').chain('\u{1E00}'..='\u{1EFF}')
}

#[test]
fn vietnamese_letters_compose_in_any_order_of_marks() {
    for (typed, composed) in [
        ("e\u{302}\u{323}", "ệ"),
        ("e\u{323}\u{302}", "ệ"),
        ("ê\u{323}", "ệ"),
        ("ẹ\u{302}", "ệ"),
        ("u\u{31B}\u{301}", "ứ"),
        ("u\u{301}\u{31B}", "ứ"),
        ("ú\u{31B}", "ứ"),
        ("a\u{306}\u{340}", "ằ"),
        ("c\u{30C}o\u{306}", "čŏ"),
        ("Nguye\u{302}\u{303}n Thi\u{323} Ho\u{300}a", "Nguyễn Thị Hòa"),
        ("\u{301}a", "\u{301}a"),
        ("đ\u{301}", "đ\u{301}"),
    ] {
        assert_eq!(nfc(typed), composed, "{typed:?}");
    }
}

#[test]
fn composition_agrees_with_unicode_on_every_letter_and_mark() {
    let marks = marks();
    // Letters whose own mark is none of ours (ḁ) stay as they are.
    for letter in latin().filter(|letter| letter.nfd().skip(1).all(|c| marks.contains(&c))) {
        for &mark in &marks {
            let typed = String::from_iter([letter, mark]);
            assert_eq!(nfc(&typed), typed.nfc().to_string(), "{typed:?}");
        }
    }
}

#[test]
fn composition_agrees_with_unicode_on_vietnamese_letters_and_any_two_marks() {
    let marks = marks();
    for letter in "aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐạệữỘ".chars() {
        for &first in &marks {
            for &second in &marks {
                let typed = String::from_iter([letter, first, second]);
                assert_eq!(nfc(&typed), typed.nfc().to_string(), "{typed:?}");
            }
        }
    }
}

#[test]
fn capitals_and_folding_agree_with_unicode_on_vietnamese() {
    for letter in latin().filter(|c| c.is_alphabetic()) {
        let known = letter.nfd().skip(1).all(|c| known_mark(c).is_some());
        let bare = letter.nfd().next().unwrap();
        if known && (bare.is_ascii() || "đĐ".contains(bare)) {
            let text = letter.to_string();
            let capital: String = text.to_uppercase().nfc().collect();
            assert_eq!(upper(&text), capital);
            let wanted = if bare.is_ascii() { bare.to_ascii_lowercase() } else { 'd' };
            assert_eq!(fold(&text), wanted.to_string());
        }
    }
}

#[test]
fn pasted_text_is_cleaned() {
    for (typed, clean_text) in [
        ("  Trần   Văn\u{A0}An ", "Trần Văn An"),
        ("Tr\u{200B}ần\u{FEFF} V\u{AD}ăn\tAn\r\n", "Trần Văn An"),
        ("\u{200B} \u{200B}", ""),
        ("a\u{200B}\u{301}", "á"),
        ("\u{202E}An\u{7}", "An"),
        ("", ""),
    ] {
        assert_eq!(clean(typed), clean_text, "{typed:?}");
    }
}

#[test]
fn folding_leaves_what_people_type_without_diacritics() {
    for (text, key) in [
        ("Gò Công Đông", "go cong dong"),
        ("HOÀ", "hoa"),
        ("Ea H’Leo", "ea h'leo"),
        ("Xuân Hương – Đà Lạt", "xuan huong - da lat"),
        ("Nguye\u{302}\u{303}n", "nguyen"),
        ("Æsir Łódź Straße Çelik Ñuñoa Ŏ", "aesir lodz strasse celik nunoa o"),
        ("Bình Thủy 2", "binh thuy 2"),
    ] {
        assert_eq!(fold(text), key);
    }
}

#[test]
fn capitals_follow_vietnamese_rules() {
    for (text, capitals) in [
        ("đặng thị ơn", "ĐẶNG THỊ ƠN"),
        ("H'Hen Niê", "H'HEN NIÊ"),
        ("ứng hoà", "ỨNG HOÀ"),
        ("čŏ ñ ƀ", "ČŎ Ñ Ƀ"),
    ] {
        assert_eq!(upper(text), capitals);
    }
}

proptest! {
    #[test]
    fn composition_agrees_with_unicode_on_any_latin_text(
        text in proptest::collection::vec(prop_oneof![
            proptest::sample::select(marks()),
            proptest::sample::select("aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐcnsệừỗ ".chars().collect::<Vec<_>>()),
        ], 0..40)
    ) {
        let text: String = text.into_iter().collect();
        let wanted: String = text.nfc().collect();
        prop_assert_eq!(nfc(&text), wanted);
    }

    #[test]
    fn every_function_settles_at_once(text in any::<String>()) {
        prop_assert_eq!(nfc(&nfc(&text)), nfc(&text));
        prop_assert_eq!(clean(&clean(&text)), clean(&text));
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
        prop_assert_eq!(upper(&upper(&text)), upper(&text));
        prop_assert_eq!(spelling(&spelling(&text)), spelling(&text));
    }
}
