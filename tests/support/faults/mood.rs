//! How a network feels today, and what goes wrong on it.

use super::chance::Chance;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::time::Duration;

/// Something that goes wrong on the way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Fault {
    /// The connection is reset before a byte of the request reaches the gateway.
    Refused,
    /// The gateway gets the beginning of the request, and then nobody is there.
    CutRequest,
    /// The gateway gets all of it and does its work; nobody hears of it.
    LostAnswer,
    /// The answer ends in the middle.
    TruncatedAnswer,
    /// The gateway gets all of it, and both ends are reset while it works.
    Reset,
    /// The gateway gets the request twice, as when a phone changes its network; one answer is thrown away.
    Duplicated,
    /// Bytes wait on their way.
    Delayed,
    /// Nothing gets through for a while.
    Outage,
}

impl Fault {
    /// Every kind.
    pub const ALL: [Fault; 8] = [
        Fault::Refused,
        Fault::CutRequest,
        Fault::LostAnswer,
        Fault::TruncatedAnswer,
        Fault::Reset,
        Fault::Duplicated,
        Fault::Delayed,
        Fault::Outage,
    ];
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Fault::Refused => "refused",
            Fault::CutRequest => "request cut",
            Fault::LostAnswer => "answer lost",
            Fault::TruncatedAnswer => "answer truncated",
            Fault::Reset => "reset",
            Fault::Duplicated => "request duplicated",
            Fault::Delayed => "delayed",
            Fault::Outage => "cut by an outage",
        })
    }
}

/// How the network is at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mood {
    /// Nothing goes wrong.
    Calm,
    /// A phone at the edge of a cell: one request in ten fails, one in twenty-five arrives twice.
    Weak,
    /// One request in three fails, one in twelve arrives twice.
    Terrible,
    /// Nothing gets through.
    Dead,
    /// One fault, every time.
    Only(Fault),
}

/// How often a request meets a fault on a weak and on a terrible network, in a thousand.
const ODDS: [(Fault, u32, u32); 6] = [
    (Fault::Refused, 20, 60),
    (Fault::CutRequest, 20, 70),
    (Fault::LostAnswer, 30, 80),
    (Fault::TruncatedAnswer, 15, 60),
    (Fault::Reset, 15, 60),
    (Fault::Duplicated, 40, 80),
];

impl Mood {
    /// A mood as they come: dead seldom, calm as often as terrible.
    pub fn any(chance: &mut Chance) -> Mood {
        const WEATHER: [Mood; 10] = [
            Mood::Calm,
            Mood::Calm,
            Mood::Weak,
            Mood::Weak,
            Mood::Weak,
            Mood::Terrible,
            Mood::Terrible,
            Mood::Terrible,
            Mood::Terrible,
            Mood::Dead,
        ];
        *chance.pick(&WEATHER)
    }

    /// What happens to a new connection.
    pub(super) fn meets_connection(self, chance: &mut Chance) -> Option<Fault> {
        let refused = match self {
            Mood::Dead => return Some(Fault::Outage),
            Mood::Weak => 10,
            Mood::Terrible => 40,
            Mood::Calm | Mood::Only(_) => 0,
        };
        chance.happens(refused).then_some(Fault::Refused)
    }

    /// What happens to a request.
    pub(super) fn meets_request(self, chance: &mut Chance) -> Option<Fault> {
        let odds = |(_, weak, terrible): &(Fault, u32, u32)| match self {
            Mood::Weak => *weak,
            Mood::Terrible => *terrible,
            Mood::Calm | Mood::Dead | Mood::Only(_) => 0,
        };
        if let Mood::Only(fault) = self {
            return (fault != Fault::Delayed).then_some(fault);
        }
        let drawn = u32::try_from(chance.below(1000)).expect("less than a thousand");
        let mut sum = 0;
        let met = ODDS.iter().find(|row| {
            sum += odds(row);
            drawn < sum
        });
        met.map(|(fault, ..)| *fault)
    }

    /// How long a piece of a message waits on its way.
    pub(super) fn holds_back(self, chance: &mut Chance) -> Option<Duration> {
        let (often, longest) = match self {
            Mood::Calm | Mood::Dead => (0, 10),
            Mood::Weak => (100, 60),
            Mood::Terrible => (250, 200),
            Mood::Only(fault) => (if fault == Fault::Delayed { 1000 } else { 0 }, 20),
        };
        chance.happens(often).then(|| chance.millis(5..=longest))
    }
}

/// How often each fault happened.
#[derive(Default, Debug)]
pub struct Tally(Mutex<BTreeMap<Fault, u64>>);

impl Tally {
    pub(super) fn count(&self, fault: Fault) {
        *self.0.lock().expect("a tally whose holder did not panic").entry(fault).or_default() += 1;
    }

    /// How often it happened so far.
    ///
    /// # Panics
    /// Never: nobody panics while counting.
    pub fn of(&self, fault: Fault) -> u64 {
        self.0.lock().expect("a tally whose holder did not panic").get(&fault).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terrible_network_brings_every_fault_and_a_calm_one_none() {
        let mut chance = Chance::new(1);
        let met: Vec<Fault> = (0..2_000).filter_map(|_| Mood::Terrible.meets_request(&mut chance)).collect();
        for (fault, ..) in ODDS {
            assert!(met.contains(&fault), "no {fault}");
        }
        assert!((700..950).contains(&met.len()), "{}", met.len());
        assert!((0..2_000).all(|_| Mood::Calm.meets_request(&mut chance).is_none()));
    }
}
