use proptest::prelude::*;

use super::*;

const CLOSES: u16 = 17 * 60;
const THREE: Term = Term::Days { count: 3, unit: TermUnit::WorkingDays };
const SAME_DAY: Term = Term::SameDay { cut_off: 15 * 60 };

fn day(iso: &str) -> Date {
    iso.parse().unwrap()
}

/// The days around 24/11 and the new year of 2026, and the Saturday 10/01 worked for 02/01.
fn calendar() -> Calendar {
    Calendar {
        off: ["2026-01-01", "2026-01-02", "2026-11-24", "2027-01-01"].map(day).to_vec(),
        worked: vec![day("2026-01-10")],
    }
}

fn due_on(received: &str, minute: u16, term: Term) -> String {
    due(&calendar(), Moment { date: day(received), minute }, &term, CLOSES).to_string()
}

#[test]
fn offices_rest_at_weekends_and_on_holidays_and_work_the_days_exchanged() {
    for (iso, works) in [
        ("2026-11-23", true),
        ("2026-11-24", false),
        ("2026-11-22", false),
        ("2026-01-02", false),
        ("2026-01-10", true),
        ("2026-01-17", false),
    ] {
        assert_eq!(calendar().is_working_day(day(iso)), works, "{iso}");
    }
    assert_eq!(calendar().next_working_day(day("2026-11-21")), day("2026-11-23"));
    assert_eq!(calendar().add_working_days(day("2026-11-23"), 1), day("2026-11-25"));
    assert_eq!(calendar().add_working_days(day("2026-11-22"), 0), day("2026-11-23"));
}

#[test]
fn a_same_day_result_moves_to_the_next_working_day_after_the_cut_off() {
    assert_eq!(due_on("2026-11-23", 14 * 60, SAME_DAY), "2026-11-23");
    assert_eq!(due_on("2026-11-23", 15 * 60, SAME_DAY), "2026-11-23");
    assert_eq!(due_on("2026-11-23", 15 * 60 + 1, SAME_DAY), "2026-11-25");
    assert_eq!(due_on("2026-11-22", 9 * 60, SAME_DAY), "2026-11-23");
    assert_eq!(due_on("2026-11-20", 20 * 60, SAME_DAY), "2026-11-23");
}

#[test]
fn working_days_are_counted_from_the_day_after_receipt() {
    assert_eq!(due_on("2026-11-16", 8 * 60, THREE), "2026-11-19");
    assert_eq!(due_on("2026-11-16", 16 * 60, THREE), "2026-11-19");
    assert_eq!(due_on("2026-11-16", 18 * 60, THREE), "2026-11-20");
    assert_eq!(due_on("2026-11-20", 8 * 60, THREE), "2026-11-26");
    assert_eq!(due_on("2026-11-21", 8 * 60, THREE), "2026-11-27");
}

#[test]
fn calendar_days_end_on_a_working_day() {
    let days = |count| Term::Days { count, unit: TermUnit::CalendarDays };
    assert_eq!(due_on("2026-11-16", 8 * 60, days(3)), "2026-11-19");
    assert_eq!(due_on("2026-11-16", 8 * 60, days(5)), "2026-11-23");
    assert_eq!(due_on("2026-11-16", 8 * 60, days(8)), "2026-11-25");
}

#[test]
fn the_horizon_is_the_last_day_listed() {
    assert_eq!(calendar().horizon(), Some(day("2027-01-01")));
    assert_eq!(Calendar::default().horizon(), None);
}

#[test]
fn viet_nam_is_seven_hours_ahead() {
    assert_eq!(Moment::from_unix(0), Moment { date: day("1970-01-01"), minute: 420 });
    assert_eq!(Moment::from_unix(17 * 3600), Moment { date: day("1970-01-02"), minute: 0 });
    assert_eq!(Moment::from_unix(-1), Moment { date: day("1970-01-01"), minute: 419 });
    let _ = (Moment::from_unix(i64::MAX), Moment::from_unix(i64::MIN));
}

#[test]
fn the_published_holidays_make_a_calendar() {
    let table = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/holidays.csv"));
    let mut calendar = Calendar::default();
    for row in table.lines().skip(1) {
        let mut cells = row.split(',');
        let (date, kind) = (day(cells.next().unwrap()), cells.next().unwrap());
        if kind == "swap_work" { calendar.worked.push(date) } else { calendar.off.push(date) }
    }
    assert!(!calendar.is_working_day(day("2026-11-24")));
    assert!(calendar.is_working_day(day("2026-01-10")));
    // Tết 2027 is 6 February; the first days back are after the ninth.
    assert!(!calendar.is_working_day(day("2027-02-08")));
    assert_eq!(calendar.horizon().map(Date::year), Some(2030));
}

#[test]
fn the_end_of_time_is_reached_without_panic() {
    let received = Moment { date: Date::MAX, minute: u16::MAX };
    for unit in [TermUnit::WorkingDays, TermUnit::CalendarDays] {
        assert_eq!(due(&calendar(), received, &Term::Days { count: u16::MAX, unit }, CLOSES), Date::MAX);
    }
}

proptest! {
    #[test]
    fn nothing_is_due_before_it_is_received_nor_on_a_day_off(
        days in 20_000..22_000i32, minute in 0..1440u16, count in 0..60u16
    ) {
        let received = Moment { date: Date::from_days(days), minute };
        let terms = [
            SAME_DAY,
            Term::Days { count, unit: TermUnit::WorkingDays },
            Term::Days { count, unit: TermUnit::CalendarDays },
        ];
        for term in terms {
            let due = due(&calendar(), received, &term, CLOSES);
            prop_assert!(due >= received.date && calendar().is_working_day(due));
        }
    }

}
