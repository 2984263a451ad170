use proptest::prelude::*;

use super::*;

#[test]
fn the_number_tells_sex_year_and_place_of_registration() {
    for (number, sex, year, place) in [
        ("031195012345", Sex::Female, 1995, "031"),
        ("031095012345", Sex::Male, 1995, "031"),
        ("082203004567", Sex::Male, 2003, "082"),
        ("087326000001", Sex::Female, 2026, "087"),
        ("001500000001", Sex::Female, 2100, "001"),
        ("001999000001", Sex::Female, 2399, "001"),
    ] {
        let id = CitizenId::parse(number).unwrap();
        assert_eq!((id.sex(), id.birth_year(), id.place_prefix(), id.as_str()), (sex, year, place, number));
    }
}

#[test]
fn separators_are_passed_over() {
    for typed in ["031 195 012 345", "031.195.012.345", "031-195-012345", " 031195012345\u{A0}"] {
        assert_eq!(CitizenId::parse(typed).unwrap().as_str(), "031195012345");
    }
}

#[test]
fn what_is_not_a_number_of_twelve_digits_is_told_apart() {
    for (typed, error) in [
        ("", IdError::WrongLength(0)),
        ("31195012345", IdError::WrongLength(11)),
        ("0311950123456", IdError::WrongLength(13)),
        ("O31195012345", IdError::NotDigits),
        ("031195012345/1", IdError::NotDigits),
        ("٠٣١١٩٥٠١٢٣٤٥", IdError::NotDigits),
    ] {
        assert_eq!(CitizenId::parse(typed), Err(error), "{typed:?}");
    }
}

#[test]
fn a_contradiction_is_a_question_not_a_refusal() {
    let id = CitizenId::parse("031095012345").unwrap();
    assert!(id.disagrees_with_sex(Sex::Female));
    assert!(!id.disagrees_with_sex(Sex::Male));
    assert!(id.disagrees_with_birth("1996-08-15".parse().unwrap()));
    assert!(!id.disagrees_with_birth("1995".parse().unwrap()));
}

#[test]
fn a_number_travels_as_its_digits_and_stays_out_of_logs() {
    let id = CitizenId::parse("031195012345").unwrap();
    assert_eq!(serde_json::to_string(&id).unwrap(), "\"031195012345\"");
    assert_eq!(serde_json::from_str::<CitizenId>("\"031195012345\"").unwrap(), id);
    let refused = serde_json::from_str::<CitizenId>("\"03119501234\"").unwrap_err().to_string();
    assert!(!refused.contains("03119501234"), "{refused}");
    assert_eq!(format!("{id:?}"), "CitizenId(…)");
}

#[test]
fn every_kind_of_document_has_its_code() {
    for (at, kind) in DocumentKind::ALL.into_iter().enumerate() {
        assert_eq!(kind.code(), (at + 1).to_string());
        assert_eq!(DocumentKind::from_code(kind.code()), Some(kind));
    }
    assert_eq!(DocumentKind::from_code("2"), Some(DocumentKind::OldIdentityCard));
    assert_eq!(DocumentKind::from_code("9"), Some(DocumentKind::IdentityCard));
    for unknown in ["", "0", "01", "11", "x"] {
        assert_eq!(DocumentKind::from_code(unknown), None);
    }
}

#[test]
fn a_documents_number_fits_its_kind() {
    use DocumentKind::{CitizenCard, IdentityCard, OldIdentityCard, Other, Passport};
    for (kind, typed, checked) in [
        (OldIdentityCard, "101 234 567", Ok("101234567")),
        (OldIdentityCard, "031195012345", Ok("031195012345")),
        (OldIdentityCard, "1012345678", Err(NumberError::WrongLength(10))),
        (OldIdentityCard, "B10123456", Err(NumberError::NotDigits)),
        (CitizenCard, "031195012345", Ok("031195012345")),
        (IdentityCard, "101234567", Err(NumberError::WrongLength(9))),
        (Passport, "c1234567", Ok("C1234567")),
        (Passport, "P 0123 4567", Ok("P01234567")),
        (Passport, "C123", Err(NumberError::WrongLength(4))),
        (Passport, "Đ1234567", Err(NumberError::Symbol('Đ'))),
        (Other, " 12/2020 ", Ok("12/2020")),
        (Other, "  ", Err(NumberError::Empty)),
    ] {
        assert_eq!(check_number(kind, typed), checked.map(String::from), "{typed:?}");
    }
    assert_eq!(check_number(Other, &"1".repeat(31)), Err(NumberError::WrongLength(31)));
}

proptest! {
    #[test]
    fn reading_never_panics(typed in any::<String>()) {
        let _ = CitizenId::parse(&typed);
        for kind in DocumentKind::ALL {
            if let Ok(number) = check_number(kind, &typed) {
                prop_assert_eq!(check_number(kind, &number), Ok(number.clone()));
            }
        }
    }

    #[test]
    fn twelve_digits_are_always_a_number(digits in "[0-9]{12}") {
        let id = CitizenId::parse(&digits).unwrap();
        prop_assert_eq!(id.as_str(), &digits);
        prop_assert!((1900..2400).contains(&id.birth_year()));
    }
}
