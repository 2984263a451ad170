//! An office that decides about every dossier it receives, by chance that can be repeated.

use super::chance::Chance;
use super::worker::{Round, Worker};
use crate::Office;
use crate::suite::today;
use protocol::track::State as Ours;
use province::states::State;

/// Something that an office decides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// What the dossier becomes.
    pub state: State,
    /// What the office says.
    pub words: String,
    /// The day until which the citizen has time, `2026-12-15`, or nothing.
    pub until: String,
    /// The citizen gives what is asked for, and the office waits for that.
    pub completed: bool,
}

/// All that an office decides about a dossier, to its end; it follows from the office's chance and số gửi.
#[must_use]
pub fn decisions(chance: &Chance, number: &str) -> Vec<Decision> {
    let mut chance = number.bytes().fold(chance.clone(), |chance, letter| chance.of(letter.into()));
    let (mut all, mut state) = (Vec::new(), State::New);
    while let Some(next) = after(state, &mut chance) {
        let says = next.needs_words() || chance.happens(300);
        let words = if says {
            format!("Lời nhắn thử số {:012}", chance.below(1_000_000_000_000))
        } else {
            String::new()
        };
        let day = i32::try_from(chance.within(1..=30)).expect("a month at most");
        let until = if next == State::Supplement { today().plus_days(day).iso() } else { String::new() };
        let completed = next == State::Supplement && chance.happens(700);
        all.push(Decision { state: next, words, until, completed });
        state = next;
    }
    all
}

/// Most dossiers are accepted, finished and returned; who is asked for something is accepted anew.
fn after(state: State, chance: &mut Chance) -> Option<State> {
    use State::{
        Accepted, Fee, Finished, New, Processing, Refused, Returned, Stopped, Supplement, Withdrawn,
    };
    let next: &[State] = match state {
        New => &[Accepted, Accepted, Accepted, Accepted, Supplement, Supplement, Refused],
        Supplement => &[Accepted, Accepted, Accepted, Accepted, Accepted, Refused, Withdrawn],
        Accepted => &[Processing, Processing, Finished, Finished, Supplement, Fee, Stopped],
        Processing => &[Finished, Finished, Finished, Supplement, Fee],
        Fee => &[Processing],
        Finished => &[Returned],
        Refused | Returned | Stopped | Withdrawn => return None,
    };
    Some(*chance.pick(next))
}

/// How a citizen is told of a state of the province.
#[must_use]
pub fn in_our_words(state: State) -> Ours {
    match state {
        State::New => Ours::Received,
        State::Accepted => Ours::Accepted,
        State::Refused => Ours::Refused,
        State::Processing => Ours::Processing,
        State::Supplement => Ours::Supplement,
        State::Fee => Ours::Paying,
        State::Withdrawn => Ours::Withdrawn,
        State::Stopped => Ours::Stopped,
        State::Finished => Ours::Finished,
        State::Returned => Ours::Returned,
    }
}

/// Somebody at work in the office, to the end of every dossier.
#[must_use]
pub fn official(office: Office, chance: Chance) -> Worker {
    Worker::at(move || round(&office, &chance))
}

/// Decides once about every dossier that has not ended and does not wait for the citizen. What stands there says what
/// was pressed: an answer may have been lost.
fn round(office: &Office, chance: &Chance) -> Result<Round, String> {
    let all = office.dossiers()?;
    let ended = all.iter().filter(|one| one.state.is_end()).count();
    let mut done = 0;
    for one in all.iter().rev().filter(|one| !one.state.is_end()) {
        let dossier = office.dossier(&one.code)?;
        let (decided, made) = (decisions(chance, &dossier.key), dossier.states.len());
        let completed = decided.iter().take(made).filter(|one| one.completed).count();
        let next = decided.get(made).filter(|_| dossier.parcels.len() > completed);
        if let Some(next) = next {
            office.press(&one.code, next.state, &next.words, &next.until)?;
            done += 1;
        }
    }
    Ok(Round { done, ended })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_comes_to_an_end_by_ways_that_a_province_allows() {
        let chance = Chance::new(1);
        let mut ends = Vec::new();
        for number in 0..300 {
            let all = decisions(&chance, &format!("{number:026}"));
            let states = [State::New].into_iter().chain(all.iter().map(|one| one.state));
            for (from, to) in states.clone().zip(states.clone().skip(1)) {
                assert!(from.may_become(to), "{from:?} {to:?}");
            }
            let end = states.last().expect("a state");
            assert!(end.is_end());
            ends.push(end);
        }
        for end in State::all().filter(|state| state.is_end()) {
            assert!(ends.contains(&end), "nobody ends as {end:?}");
        }
        let again = |number| decisions(&chance, number);
        assert_eq!(again("A"), again("A"));
        assert_ne!(again("A"), again("B"));
    }
}
