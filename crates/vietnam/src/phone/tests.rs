use proptest::prelude::*;

use super::*;

#[test]
fn one_number_however_it_is_written() {
    for typed in [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "+84912345678",
        "+84 912 345 678",
        "+84 (0) 912 345 678",
        "84912345678",
        "0084912345678",
        " 0912\u{A0}345678 ",
    ] {
        assert_eq!(Phone::parse(typed).unwrap().as_str(), "0912345678", "{typed:?}");
    }
}

#[test]
fn every_prefix_in_use_is_accepted() {
    for number in
        ["0321234567", "0521234567", "0701234567", "0871234567", "0991234567", "02438521234", "02963852123"]
    {
        assert_eq!(Phone::parse(number).unwrap().as_str(), number);
        assert!(!Phone::parse(number).unwrap().is_foreign());
    }
}

#[test]
fn a_number_abroad_is_kept_as_such() {
    for (typed, kept) in [("+61 412 345 678", "+61412345678"), ("001 202 555 0123", "+12025550123")] {
        let phone = Phone::parse(typed).unwrap();
        assert!(phone.is_foreign());
        assert_eq!((phone.as_str(), phone.grouped().as_str()), (kept, kept));
    }
}

#[test]
fn what_is_not_a_phone_number_is_told_apart() {
    for (typed, error) in [
        ("", PhoneError::WrongLength),
        ("0", PhoneError::WrongLength),
        ("091234567", PhoneError::WrongLength),
        ("09123456789", PhoneError::WrongLength),
        ("0243852123", PhoneError::WrongLength),
        ("8491234567", PhoneError::WrongLength),
        ("+12345", PhoneError::WrongLength),
        ("+1234567890123456", PhoneError::WrongLength),
        ("01234567890", PhoneError::UnknownPrefix),
        ("0612345678", PhoneError::UnknownPrefix),
        ("912345678", PhoneError::UnknownPrefix),
        ("09I2345678", PhoneError::NotDigits),
        ("0912345678 (mẹ)", PhoneError::NotDigits),
        ("09+12345678", PhoneError::NotDigits),
    ] {
        assert_eq!(Phone::parse(typed), Err(error), "{typed:?}");
    }
}

#[test]
fn a_number_is_shown_in_groups() {
    for (number, grouped) in
        [("0912345678", "0912 345 678"), ("02438521234", "024 3852 1234"), ("02963852123", "0296 385 2123")]
    {
        assert_eq!(Phone::parse(number).unwrap().grouped(), grouped);
    }
}

proptest! {
    #[test]
    fn reading_never_panics_and_settles(typed in any::<String>(), near in "[+0-9 .()-]{0,18}") {
        let _ = Phone::parse(&typed);
        if let Ok(phone) = Phone::parse(&near) {
            prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone.clone()));
            prop_assert_eq!(Phone::parse(&phone.grouped()), Ok(phone.clone()));
        }
    }
}
