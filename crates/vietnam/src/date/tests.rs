use proptest::prelude::*;

use super::*;

fn day(iso: &str) -> Date {
    iso.parse().unwrap()
}

#[test]
fn only_real_days_exist() {
    for (y, m, d, real) in [
        (2026, 11, 1, true),
        (2024, 2, 29, true),
        (2026, 2, 29, false),
        (1900, 2, 29, false),
        (2000, 2, 29, true),
        (2026, 4, 31, false),
        (2026, 13, 1, false),
        (2026, 0, 1, false),
        (2026, 1, 0, false),
        (0, 1, 1, false),
        (-5, 1, 1, false),
        (1, 1, 1, true),
        (9999, 12, 31, true),
        (10_000, 1, 1, false),
    ] {
        assert_eq!(Date::new(y, m, d).is_some(), real, "{y}-{m}-{d}");
    }
}

#[test]
fn days_count_from_1970() {
    for (iso, days) in [
        ("1970-01-01", 0),
        ("1969-12-31", -1),
        ("2000-03-01", 11_017),
        ("2026-11-22", 20_779),
        ("1900-01-01", -25_567),
    ] {
        assert_eq!(day(iso).days(), days, "{iso}");
    }
    assert_eq!(Date::from_days(i32::MAX), Date::MAX);
    assert_eq!(Date::from_days(i32::MIN), Date::MIN);
    assert_eq!(Date::MAX.plus_days(1), Date::MAX);
    assert_eq!(day("2024-02-28").plus_days(2), day("2024-03-01"));
    assert_eq!(day("2026-11-22").days_until(day("2026-12-01")), 9);
}

#[test]
fn weekdays_are_those_of_the_calendar_on_the_wall() {
    assert_eq!(day("2026-11-22").weekday(), Weekday::Sunday);
    assert_eq!(day("2026-11-23").weekday(), Weekday::Monday);
    assert_eq!(day("1945-09-02").weekday(), Weekday::Sunday);
}

#[test]
fn an_age_is_complete_on_the_birthday() {
    for (born, on, age) in [
        ("2008-11-22", "2026-11-21", 17),
        ("2008-11-22", "2026-11-22", 18),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-29", 20),
        ("2026-11-22", "2026-11-22", 0),
        ("2026-11-22", "2026-11-21", -1),
    ] {
        assert_eq!(day(born).age_on(day(on)), age, "born {born}, on {on}");
    }
}

#[test]
fn dates_are_shown_as_iso_and_as_forms_write_them() {
    assert_eq!(day("2026-11-01").to_string(), "2026-11-01");
    assert_eq!(day("2026-11-01").dmy(), "01/11/2026");
    for (iso, dmy) in [("1990", "1990"), ("1990-03", "03/1990"), ("1990-03-12", "12/03/1990")] {
        let date: PartialDate = iso.parse().unwrap();
        assert_eq!(date.to_string(), iso);
        assert_eq!(date.dmy(), dmy);
    }
}

#[test]
fn iso_is_read_strictly() {
    for text in [
        "",
        "90",
        "1990-3",
        "1990-03-1",
        "1990-03-12-",
        "1990/03/12",
        " 1990",
        "+990",
        "1990-13",
        "1990-02-30",
    ] {
        assert!(text.parse::<PartialDate>().is_err(), "{text:?}");
    }
    assert!("1990-03".parse::<Date>().is_err());
}

#[test]
fn a_partial_date_spans_the_days_it_may_mean() {
    for (iso, first, last) in [
        ("1990", "1990-01-01", "1990-12-31"),
        ("1992-02", "1992-02-01", "1992-02-29"),
        ("1990-03-12", "1990-03-12", "1990-03-12"),
    ] {
        let date: PartialDate = iso.parse().unwrap();
        assert_eq!((date.earliest(), date.latest()), (day(first), day(last)));
        assert_eq!(date.full().is_some(), iso.len() == 10);
    }
}

#[test]
fn what_is_typed_is_read() {
    for (raw, iso) in [
        ("", None),
        ("//", None),
        (" / / ", None),
        ("//1990", Some("1990")),
        ("/3/1990", Some("1990-03")),
        ("1/2/1990", Some("1990-02-01")),
        (" 01 / 02 / 1990 ", Some("1990-02-01")),
        ("1-2-1990", Some("1990-02-01")),
        ("1.2.1990", Some("1990-02-01")),
        ("1-2-1990//", Some("1990-02-01")),
        ("1/2/1990//", Some("1990-02-01")),
        ("//1.2.1990", Some("1990-02-01")),
        ("1990-02-01", Some("1990-02-01")),
        ("1990-02-01//", Some("1990-02-01")),
        ("29/2/2024", Some("2024-02-29")),
        ("3/1990", Some("1990-03")),
        ("1990-03", Some("1990-03")),
        ("1990", Some("1990")),
    ] {
        let read = parse_typed(raw).unwrap().map(|date| date.to_string());
        assert_eq!(read.as_deref(), iso, "{raw:?}");
    }
}

#[test]
fn what_is_wrong_names_its_box() {
    for (raw, error, part) in [
        ("31/2/1990", DateError::NotReal, Part::Day),
        ("29/2/1990", DateError::NotReal, Part::Day),
        ("32/1/1990", DateError::NotReal, Part::Day),
        ("0/1/1990", DateError::NotReal, Part::Day),
        ("001/1/1990", DateError::NotReal, Part::Day),
        ("1/13/1990", DateError::MonthOutOfRange, Part::Month),
        ("1/0/1990", DateError::MonthOutOfRange, Part::Month),
        ("1/2/90", DateError::YearNotFourDigits, Part::Year),
        ("1/2/0000", DateError::YearNotFourDigits, Part::Year),
        ("1/2/19900", DateError::YearNotFourDigits, Part::Year),
        ("1//1990", DateError::DayWithoutMonth, Part::Month),
        ("1//", DateError::DayWithoutMonth, Part::Month),
        ("1/2/", DateError::YearMissing, Part::Year),
        ("/2/", DateError::YearMissing, Part::Year),
        ("mồng một/2/1990", DateError::NotADate(Part::Day), Part::Day),
        ("1/hai/1990", DateError::NotADate(Part::Month), Part::Month),
        ("1/2/năm", DateError::NotADate(Part::Year), Part::Year),
        ("1/2/+199", DateError::NotADate(Part::Year), Part::Year),
        ("1/2/3/1990", DateError::NotADate(Part::Day), Part::Day),
    ] {
        assert_eq!(parse_typed(raw), Err(error), "{raw:?}");
        assert_eq!(error.part(), part);
    }
}

#[test]
fn dates_travel_as_text_in_json_and_as_a_number_in_binary() {
    let date = day("2026-11-22");
    assert_eq!(serde_json::to_string(&date).unwrap(), "\"2026-11-22\"");
    assert_eq!(serde_json::from_str::<Date>("\"2026-11-22\"").unwrap(), date);
    assert!(serde_json::from_str::<Date>("\"2026-02-30\"").is_err());
    let bytes = postcard::to_allocvec(&date).unwrap();
    assert!(bytes.len() <= 3);
    assert_eq!(postcard::from_bytes::<Date>(&bytes).unwrap(), date);
    let month: PartialDate = serde_json::from_str("\"1990-03\"").unwrap();
    assert_eq!(month, PartialDate::Month { year: 1990, month: 3 });
    assert!(serde_json::from_str::<PartialDate>("\"1990-13\"").is_err());
}

proptest! {
    #[test]
    fn every_day_survives_the_round_trip(days in Date::MIN.days()..=Date::MAX.days()) {
        let date = Date::from_days(days);
        prop_assert_eq!(date.days(), days);
        prop_assert_eq!(Date::new(date.year(), date.month(), date.day()), Some(date));
        prop_assert_eq!(date.to_string().parse(), Ok(date));
        prop_assert_eq!(parse_typed(&date.dmy()), Ok(Some(PartialDate::Day(date))));
        prop_assert_eq!(date.plus_days(1) > date, date != Date::MAX);
    }

    #[test]
    fn reading_never_panics(raw in any::<String>(), near in "[0-9/. -]{0,14}") {
        let _ = (parse_typed(&raw), raw.parse::<PartialDate>(), near.parse::<PartialDate>());
        if let Ok(Some(date)) = parse_typed(&near) {
            prop_assert_eq!(date.to_string().parse(), Ok(date));
        }
    }

    #[test]
    fn no_partial_date_panics(year: i16, month: u8) {
        for date in [PartialDate::Year(year), PartialDate::Month { year, month }] {
            prop_assert!(date.earliest() <= date.latest());
            let _ = (date.dmy(), date.to_string(), date.year());
        }
    }
}
