//! An office's own days and hours, and its time to solve: it stands still while somebody else must do something, and
//! begins anew when a dossier was completed (NĐ 118/2025/NĐ-CP Đ19.5).

use super::{Calendar, Moment, Term, TermUnit, due, start};
use crate::date::Date;
use serde::{Deserialize, Serialize};

/// When an office works, as far as it differs from the country's calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// The last minute of the day on which what comes still counts as that day.
    pub closes: u16,
    /// Days on which it is closed besides.
    pub off: Vec<Date>,
    /// Days on which it works besides.
    pub worked: Vec<Date>,
}

/// What something that happened does to the time to solve.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Turn {
    /// It stands still.
    Stops,
    /// It goes on from where it stood.
    GoesOn,
    /// It begins anew.
    BeginsAnew,
}

impl Calendar {
    /// The days of an office: its own decide before the country's.
    #[must_use]
    pub fn of_office(&self, hours: &Hours) -> Calendar {
        let without = |days: &[Date], others: &[Date]| {
            days.iter().filter(|day| !others.contains(day)).copied().collect::<Vec<_>>()
        };
        let mut calendar = Calendar { off: self.off.clone(), worked: without(&self.worked, &hours.off) };
        calendar.off.extend(&hours.off);
        calendar.worked.extend(&hours.worked);
        calendar
    }

    /// How many working days lie between two days, the first counted and the last not.
    fn working_days_between(&self, first: Date, last: Date) -> u16 {
        let days = (first.days()..last.days()).map(Date::from_days);
        u16::try_from(days.filter(|day| self.is_working_day(*day)).count()).unwrap_or(u16::MAX)
    }

    /// A due day after the time stood still from `since` to `until`: later by as long, in what the term counts in.
    fn put_off(&self, due: Date, waited: (Moment, Moment), term: &Term, closes: u16) -> Date {
        let (since, until) = (start(self, waited.0, closes), start(self, waited.1, closes));
        match term {
            Term::Days { unit: TermUnit::CalendarDays, .. } => {
                let days = since.days_until(until).max(0);
                self.next_working_day(due.plus_days(days))
            }
            _ => self.add_working_days(due, self.working_days_between(since, until)),
        }
    }
}

/// The last day on which the result is due, after everything that turned the time to solve, in order; nothing while it
/// stands still.
#[must_use]
pub fn due_after(
    calendar: &Calendar,
    received: Moment,
    term: &Term,
    closes: u16,
    turns: &[(Moment, Turn)],
) -> Option<Date> {
    let (mut last, mut stands) = (due(calendar, received, term, closes), None);
    for (at, turn) in turns {
        match (turn, stands) {
            (Turn::Stops, None) => stands = Some(*at),
            (Turn::GoesOn, Some(since)) => {
                last = calendar.put_off(last, (since, *at), term, closes);
                stands = None;
            }
            (Turn::BeginsAnew, _) => (last, stands) = (due(calendar, *at, term, closes), None),
            (Turn::Stops, Some(_)) | (Turn::GoesOn, None) => {}
        }
    }
    stands.is_none().then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CLOSES: u16 = 17 * 60;
    const THREE: Term = Term::Days { count: 3, unit: TermUnit::WorkingDays };
    const TEN_DAYS: Term = Term::Days { count: 10, unit: TermUnit::CalendarDays };

    fn day(iso: &str) -> Date {
        iso.parse().unwrap()
    }

    fn at(iso: &str, hour: u16) -> Moment {
        Moment { date: day(iso), minute: hour * 60 }
    }

    /// November 2026, with its holiday on Tuesday the 24th.
    fn calendar() -> Calendar {
        Calendar { off: vec![day("2026-11-24")], worked: vec![day("2026-11-28")] }
    }

    fn due_on(term: Term, turns: &[(Moment, Turn)]) -> Option<String> {
        // Received on a Monday morning.
        let last = due_after(&calendar(), at("2026-11-16", 9), &term, CLOSES, turns);
        last.map(|last| last.to_string())
    }

    #[test]
    fn a_result_is_due_later_by_the_time_the_office_waited_for_somebody_else() {
        let paid = |from: Moment, to: Moment| due_on(THREE, &[(from, Turn::Stops), (to, Turn::GoesOn)]);
        assert_eq!(due_on(THREE, &[]).as_deref(), Some("2026-11-19"));
        for (from, to, due) in [
            (at("2026-11-17", 9), at("2026-11-17", 15), "2026-11-19"),
            (at("2026-11-17", 9), at("2026-11-18", 9), "2026-11-20"),
            // Over the weekend one working day is waited.
            (at("2026-11-20", 9), at("2026-11-22", 9), "2026-11-20"),
            (at("2026-11-17", 9), at("2026-11-23", 9), "2026-11-26"),
            // After closing it is the next day.
            (at("2026-11-17", 18), at("2026-11-18", 9), "2026-11-19"),
            (at("2026-11-17", 9), at("2026-11-17", 18), "2026-11-20"),
        ] {
            assert_eq!(paid(from, to).as_deref(), Some(due), "{from:?} {to:?}");
        }
    }

    #[test]
    fn days_of_the_calendar_are_waited_as_days_of_the_calendar() {
        assert_eq!(due_on(TEN_DAYS, &[]).as_deref(), Some("2026-11-26"));
        let turns = [(at("2026-11-17", 9), Turn::Stops), (at("2026-11-19", 9), Turn::GoesOn)];
        assert_eq!(due_on(TEN_DAYS, &turns).as_deref(), Some("2026-11-28"));
        let turns = [(at("2026-11-17", 9), Turn::Stops), (at("2026-11-20", 9), Turn::GoesOn)];
        assert_eq!(due_on(TEN_DAYS, &turns).as_deref(), Some("2026-11-30"), "not on a Sunday");
    }

    #[test]
    fn nothing_is_due_while_the_time_stands_and_it_begins_anew_when_all_is_there() {
        let asked = (at("2026-11-17", 9), Turn::Stops);
        assert_eq!(due_on(THREE, &[asked]), None);
        let turns = [asked, (at("2026-11-23", 10), Turn::BeginsAnew)];
        assert_eq!(due_on(THREE, &turns).as_deref(), Some("2026-11-27"));
        let again = [turns[0], turns[1], (at("2026-11-25", 9), Turn::Stops)];
        assert_eq!(due_on(THREE, &again), None);
    }

    #[test]
    fn an_office_has_days_and_hours_of_its_own() {
        let hours = Hours {
            closes: 11 * 60,
            off: vec![day("2026-11-18"), day("2026-11-28")],
            worked: vec![day("2026-11-21"), day("2026-11-24")],
        };
        let calendar = calendar().of_office(&hours);
        for (iso, works) in [
            ("2026-11-18", false),
            ("2026-11-21", true),
            ("2026-11-22", false),
            ("2026-11-24", true),
            ("2026-11-28", false),
        ] {
            assert_eq!(calendar.is_working_day(day(iso)), works, "{iso}");
        }
        let due = |hour| due(&calendar, at("2026-11-16", hour), &THREE, hours.closes).to_string();
        assert_eq!((due(11).as_str(), due(12).as_str()), ("2026-11-20", "2026-11-21"));
    }

    fn any_term() -> impl Strategy<Value = Term> {
        let unit = prop_oneof![Just(TermUnit::WorkingDays), Just(TermUnit::CalendarDays)];
        prop_oneof![
            Just(Term::SameDay { cut_off: 15 * 60 }),
            (0..40u16, unit).prop_map(|(count, unit)| Term::Days { count, unit }),
        ]
    }

    /// Some days of 2026 and after, in order.
    fn any_moments(count: usize) -> impl Strategy<Value = Vec<Moment>> {
        let moment = (20_500..20_700i32, 0..1440u16);
        let moment = moment.prop_map(|(days, minute)| Moment { date: Date::from_days(days), minute });
        proptest::collection::vec(moment, count).prop_map(|mut all| {
            all.sort_unstable();
            all
        })
    }

    proptest! {
        #[test]
        fn who_waits_longer_gives_the_office_more_time_and_never_less_than_it_had(
            term in any_term(), moments in any_moments(4)
        ) {
            let calendar = calendar();
            let [received, since, until, later] = moments[..] else { unreachable!() };
            let waited = |to| due_after(&calendar, received, &term, CLOSES, &[(since, Turn::Stops), (to, Turn::GoesOn)]);
            let without = due_after(&calendar, received, &term, CLOSES, &[]);
            prop_assert!(without <= waited(until) && waited(until) <= waited(later));
            prop_assert_eq!(waited(since), without, "no time has passed");
            let last = waited(until).unwrap();
            prop_assert!(calendar.is_working_day(last));
            // Who had time left when it stopped has some when it goes on.
            let stopped_in_time = without.unwrap() >= start(&calendar, since, CLOSES);
            prop_assert!(!stopped_in_time || last >= start(&calendar, until, CLOSES));
        }

        #[test]
        fn what_begins_anew_forgets_what_was_before(
            term in any_term(), moments in any_moments(3), stood: bool
        ) {
            let calendar = calendar();
            let [received, since, anew] = moments[..] else { unreachable!() };
            let turns = [(since, if stood { Turn::Stops } else { Turn::GoesOn }), (anew, Turn::BeginsAnew)];
            let last = due_after(&calendar, received, &term, CLOSES, &turns);
            prop_assert_eq!(last, Some(due(&calendar, anew, &term, CLOSES)));
        }
    }
}
