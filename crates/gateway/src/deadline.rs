//! The day the result is due, as it stands: by the days and hours of the office, with the time that stood still or began
//! anew.

use crate::catalogues::Catalogue;
use crate::dossiers;
use crate::store::{Dossier, Event};
use protocol::State;
use std::ops::Range;
use vietnam::calendar::{Moment, Turn, due_after};
use vietnam::places::CommuneCode;

/// When the result is due, after the events up to one; nothing while the time stands still.
pub fn due(catalogue: Option<&Catalogue>, dossier: &Dossier, until: i64) -> Option<String> {
    let completed = dossier.supplements.iter().rfind(|one| one.event <= until);
    let (receipt, submission, since) = match completed {
        Some(one) => (&one.receipt, &one.submission, one.event),
        None => (&dossier.receipt, &dossier.submission, 0),
    };
    let later: Vec<&Event> =
        dossier.events.iter().filter(|event| event.id > since && event.id <= until).collect();
    let moved = || {
        let catalogue = catalogue?;
        let site = catalogue.index.site(&submission.site)?;
        let turns = turns(&later, catalogue.timetable().paying_stops(site));
        // Who was promised a day keeps it, until something happens that moves it.
        (!turns.is_empty()).then(|| {
            let (procedure, evaluation) = dossiers::again(catalogue, submission, dossier.day()?)?;
            let received = moment(&receipt.received_at)?;
            let term = dossier::term(&procedure, &evaluation, received.date)?;
            let office = CommuneCode::parse(&receipt.office);
            let (calendar, closes) = catalogue.timetable().of(site, office, &catalogue.index.calendar);
            due_after(&calendar, received, &term, closes, &turns).map(|day| day.to_string())
        })
    };
    moved().unwrap_or_else(|| receipt.due.clone())
}

/// What turned the time: a request stops it, and what was brought to the counter begins it anew (NĐ 118/2025 Đ19.5);
/// what was sent here has a receipt of its own.
fn turns(events: &[&Event], paying_stops: bool) -> Vec<(Moment, Turn)> {
    let (mut turns, mut last) = (Vec::new(), None);
    for event in events {
        let (Some(state), Some(at)) = (event.state(), moment(&event.at)) else { continue };
        let asked = last == Some(State::Supplement) && state != State::Supplement;
        match state {
            State::Accepted | State::Processing | State::Paying if asked => {
                turns.push((at, Turn::BeginsAnew));
            }
            State::Accepted | State::Processing | State::Finished if last == Some(State::Paying) => {
                turns.extend(paying_stops.then_some((at, Turn::GoesOn)));
            }
            _ => {}
        }
        match state {
            State::Supplement => turns.push((at, Turn::Stops)),
            State::Paying => turns.extend(paying_stops.then_some((at, Turn::Stops))),
            _ => {}
        }
        last = Some(state);
    }
    turns
}

/// The minute of `2026-11-22T10:42:05+07:00`, the hour of Viet Nam as all that the gateway writes.
pub fn moment(rfc3339: &str) -> Option<Moment> {
    let part = |at: Range<usize>| rfc3339.get(at)?.parse::<u16>().ok();
    let (hour, minute) = (part(11..13)?, part(14..16)?);
    let date = rfc3339.get(..10)?.parse().ok()?;
    (hour < 24 && minute < 60).then_some(Moment { date, minute: hour * 60 + minute })
}
