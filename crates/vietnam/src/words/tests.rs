use super::*;
use proptest::prelude::*;

#[test]
fn numbers_are_read_the_official_way() {
    for (number, words) in [
        (0, "không"),
        (1, "một"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (31, "ba mươi mốt"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (555, "năm trăm năm mươi lăm"),
        (1_000, "một nghìn"),
        (1_900, "một nghìn chín trăm"),
        (1_995, "một nghìn chín trăm chín mươi lăm"),
        (2_000, "hai nghìn"),
        (2_005, "hai nghìn không trăm linh năm"),
        (2_010, "hai nghìn không trăm mười"),
        (2_024, "hai nghìn không trăm hai mươi tư"),
        (9_999, "chín nghìn chín trăm chín mươi chín"),
        (10_000, "mười nghìn"),
        (540_000, "năm trăm bốn mươi nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_050_000, "một triệu không trăm năm mươi nghìn"),
        (21_000_000, "hai mươi mốt triệu"),
        (4_000_000_000, "bốn tỷ"),
    ] {
        assert_eq!(number_in_words(number), words);
    }
}

#[test]
fn dates_are_read_as_the_forms_print_them() {
    for (iso, words) in [
        ("1995-08-15", "Ngày mười lăm tháng tám năm một nghìn chín trăm chín mươi lăm"),
        ("2024-04-21", "Ngày hai mươi mốt tháng tư năm hai nghìn không trăm hai mươi tư"),
        ("2005-01-05", "Ngày năm tháng một năm hai nghìn không trăm linh năm"),
        ("2010-12-31", "Ngày ba mươi mốt tháng mười hai năm hai nghìn không trăm mười"),
        ("1904-04-04", "Ngày bốn tháng tư năm một nghìn chín trăm linh bốn"),
        ("1990-03", "Tháng ba năm một nghìn chín trăm chín mươi"),
        ("1950-04", "Tháng tư năm một nghìn chín trăm năm mươi"),
        ("2000", "Năm hai nghìn"),
    ] {
        assert_eq!(partial_in_words(iso.parse().unwrap()), words);
    }
}

proptest! {
    #[test]
    fn every_number_has_words_of_its_own(a: u32, b: u32) {
        prop_assert_eq!(number_in_words(a) == number_in_words(b), a == b);
    }

    #[test]
    fn words_are_set_apart_by_single_blanks(number: u32) {
        let words = number_in_words(number);
        prop_assert!(!words.contains("  ") && words.trim() == words && !words.is_empty());
    }
}
