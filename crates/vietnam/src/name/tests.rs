use proptest::prelude::*;

use super::*;

#[test]
fn a_name_keeps_the_spelling_of_its_bearer() {
    for (typed, kept) in [
        ("  nguyễn  văn an ", "nguyễn văn an"),
        ("HOÀ", "HOÀ"),
        ("Hòa", "Hòa"),
        ("Nguye\u{302}\u{303}n", "Nguyễn"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("H’Hen Niê", "H’Hen Niê"),
        ("Y-Moan", "Y-Moan"),
        ("K'Sor", "K'Sor"),
        ("Nguyễn T. An", "Nguyễn T. An"),
        ("Wójcik", "Wójcik"),
        ("Sơn", "Sơn"),
    ] {
        assert_eq!(PersonName::parse(typed).unwrap().as_typed(), kept);
    }
}

#[test]
fn what_is_not_a_name_is_told_apart() {
    for (typed, error) in [
        ("", NameError::Empty),
        (" \u{A0} ", NameError::Empty),
        ("Nguyễn Văn 2", NameError::Digit),
        ("an@example", NameError::Symbol('@')),
        ("An 🙂", NameError::Symbol('🙂')),
        ("An, Bình", NameError::Symbol(',')),
        ("- .", NameError::NoLetter),
    ] {
        assert_eq!(PersonName::parse(typed), Err(error), "{typed:?}");
    }
    assert_eq!(PersonName::parse(&"a".repeat(MAX_NAME_LENGTH + 1)), Err(NameError::TooLong));
    assert!(PersonName::parse(&"ệ".repeat(MAX_NAME_LENGTH)).is_ok());
}

#[test]
fn forms_hold_names_in_capitals() {
    assert_eq!(PersonName::parse("đỗ thị hoà").unwrap().for_form(), "ĐỖ THỊ HOÀ");
}

#[test]
fn the_place_of_the_tone_mark_and_case_do_not_make_another_person() {
    for (one, other, same) in [
        ("HOÀ", "Hòa", true),
        ("Thủy", "Thuỷ", true),
        ("Khỏe", "khoẻ", true),
        ("Lê Quý", "Lê Qúy", true),
        ("H'Hen", "H’Hen", true),
        ("Nguyễn Thuý Hoà", "NGUYỄN THÚY HÒA", true),
        ("Lý", "Lí", false),
        ("Hoà", "Hoa", false),
        ("Hoà", "Hoá", false),
        ("Tho", "Thơ", false),
        ("An", "An Bình", false),
    ] {
        let (a, b) = (PersonName::parse(one).unwrap(), PersonName::parse(other).unwrap());
        assert_eq!(a.same_as(&b), same, "{one} and {other}");
    }
}

#[test]
fn a_name_does_not_reach_the_log() {
    assert_eq!(format!("{:?}", PersonName::parse("Trần Văn An").unwrap()), "PersonName(…)");
}

proptest! {
    #[test]
    fn reading_never_panics_and_settles(typed in any::<String>(), near in "[A-Za-zÀ-ỹ '.-]{0,30}") {
        let _ = PersonName::parse(&typed);
        if let Ok(name) = PersonName::parse(&near) {
            prop_assert_eq!(PersonName::parse(name.as_typed()), Ok(name.clone()));
            let capitals = PersonName::parse(&name.for_form()).unwrap();
            prop_assert!(name.same_as(&capitals));
        }
    }
}
