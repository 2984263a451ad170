//! The day a result is due, for every day of 2025–2030, against a walk that goes through the days one by one,
//! counts the week on its fingers and reads the table of holidays by itself.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use vietnam::calendar::{Calendar, Moment, Term, TermUnit, due};
use vietnam::date::Date;

const HOLIDAYS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/holidays.csv"));
const CLOSES: u16 = 17 * 60;
const CUT_OFF: u16 = 15 * 60;

/// A day, as it stands on a wall calendar.
struct Day {
    iso: String,
    date: Date,
    works: bool,
}

/// Day, kind.
fn holidays() -> Vec<(&'static str, &'static str)> {
    let row = |row: &'static str| {
        let mut cells = row.split(',');
        (cells.next().unwrap(), cells.next().unwrap())
    };
    HOLIDAYS.lines().skip(1).map(row).collect()
}

/// From Wednesday, 1 January 2025, to the end of 2031.
fn wall_calendar() -> Vec<Day> {
    let holidays = holidays();
    let mut weekdays = ["Wed", "Thu", "Fri", "Sat", "Sun", "Mon", "Tue"].iter().cycle();
    let mut all = Vec::new();
    for year in 2025..=2031 {
        let february = if year == 2028 { 29 } else { 28 };
        let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in (1..).zip(lengths) {
            for day in 1..=length {
                let iso = format!("{year}-{month:02}-{day:02}");
                let weekend = ["Sat", "Sun"].contains(weekdays.next().unwrap());
                let works = match holidays.iter().find(|(other, _)| *other == iso) {
                    Some((_, "swap_work")) => true,
                    Some(_) => false,
                    None => !weekend,
                };
                all.push(Day { iso, date: Date::new(year, month, day).unwrap(), works });
            }
        }
    }
    all
}

fn calendar() -> Calendar {
    let mut calendar = Calendar::default();
    for (day, kind) in holidays() {
        if kind == "swap_work" { &mut calendar.worked } else { &mut calendar.off }.push(day.parse().unwrap());
    }
    calendar
}

fn first_worked(days: &[Day], mut at: usize) -> usize {
    while !days[at].works {
        at += 1;
    }
    at
}

/// The day that counts as the day of receipt.
fn received_on(days: &[Day], at: usize, minute: u16, last_minute: u16) -> usize {
    first_worked(days, if minute > last_minute { at + 1 } else { at })
}

/// Every moment of 2025–2030 that matters, with its place on the wall.
fn moments(days: &[Day]) -> impl Iterator<Item = (usize, Moment)> {
    let received = days.iter().enumerate().filter(|(_, day)| day.iso.as_str() < "2031");
    received.flat_map(|(at, day)| {
        let minutes = [0, CUT_OFF, CUT_OFF + 1, CLOSES, CLOSES + 1, 1439];
        minutes.map(|minute| (at, Moment { date: day.date, minute }))
    })
}

#[track_caller]
fn same(calendar: &Calendar, received: Moment, term: Term, expected: &Day) {
    let found = due(calendar, received, &term, CLOSES).to_string();
    assert_eq!(found, expected.iso, "received {} at minute {}, {term:?}", received.date, received.minute);
}

#[test]
fn a_day_is_worked_when_the_wall_says_so() {
    let (days, calendar) = (wall_calendar(), calendar());
    assert_eq!(days.len(), 7 * 365 + 1);
    days.iter().for_each(|day| assert_eq!(calendar.is_working_day(day.date), day.works, "{}", day.iso));
}

#[test]
fn working_days_pass_over_every_holiday() {
    let (days, calendar) = (wall_calendar(), calendar());
    for (at, received) in moments(&days) {
        let mut end = received_on(&days, at, received.minute, CLOSES);
        // The longest term of the three fields is 25 days; a few more reach over Tết from anywhere.
        for count in 0..=30 {
            same(&calendar, received, Term::Days { count, unit: TermUnit::WorkingDays }, &days[end]);
            end = first_worked(&days, end + 1);
        }
    }
}

#[test]
fn calendar_days_that_end_on_a_rest_day_end_on_the_next_working_day() {
    let (days, calendar) = (wall_calendar(), calendar());
    for (at, received) in moments(&days) {
        let start = received_on(&days, at, received.minute, CLOSES);
        for count in (0..=30).chain([60]) {
            let end = first_worked(&days, start + usize::from(count));
            same(&calendar, received, Term::Days { count, unit: TermUnit::CalendarDays }, &days[end]);
        }
    }
}

#[test]
fn a_result_of_the_same_day_keeps_its_cut_off() {
    let (days, calendar) = (wall_calendar(), calendar());
    for (at, received) in moments(&days) {
        for cut_off in [CUT_OFF, CLOSES, CLOSES + 60] {
            let end = received_on(&days, at, received.minute, cut_off.min(CLOSES));
            same(&calendar, received, Term::SameDay { cut_off }, &days[end]);
        }
    }
}

/// Counted by hand on the calendars that were published.
#[test]
fn terms_over_the_great_holidays() {
    let calendar = calendar();
    for (received, count, on) in [
        // Tết 2026: 16–20 February off, and the weekends around.
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-02-13", 3, "2026-02-25"),
        // 2 January 2026 off, worked on Saturday the 10th instead.
        ("2025-12-31", 1, "2026-01-05"),
        ("2026-01-09", 1, "2026-01-10"),
        // Giỗ Tổ 2026 is a Sunday, so Monday is off; then 30 April and 1 May.
        ("2026-04-24", 5, "2026-05-06"),
        // Quốc khánh 2026: 31 August to 2 September off, Saturday 22 August worked.
        ("2026-08-21", 1, "2026-08-22"),
        ("2026-08-28", 1, "2026-09-03"),
        // The new holiday of 24 November.
        ("2026-11-23", 1, "2026-11-25"),
    ] {
        let received = Moment { date: received.parse().unwrap(), minute: 9 * 60 };
        let term = Term::Days { count, unit: TermUnit::WorkingDays };
        assert_eq!(due(&calendar, received, &term, CLOSES).to_string(), on, "received {}", received.date);
    }
}
