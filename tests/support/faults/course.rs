//! What was to become of a dossier, and what its citizen is told of it.

use super::ledger::Sent;
use super::office::{Decision, in_our_words};
use protocol::{Progress, State};
use province::states::State as Theirs;

/// Who has the last word about a dossier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// The province: it receives and decides.
    Received,
    /// We: the national synchronisation is told.
    Told,
    /// Nobody: the province does not take it, and a person gave it up.
    GivenUp,
}

/// A dossier, and all that was to become of it.
pub struct Course<'r> {
    /// As it was sent.
    pub sent: &'r Sent,
    /// Where it went.
    pub fate: Fate,
    /// What was decided, in order.
    pub decided: Vec<Decision>,
    /// What completed it, in order.
    pub given: Vec<&'r Sent>,
    /// What its citizen is told at the end.
    pub told: Option<&'r Progress>,
}

/// Something that was to happen to a dossier after it was received.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expected {
    /// As the citizen is told.
    pub state: State,
    /// Its national code.
    pub code: &'static str,
    /// What the office says.
    pub words: String,
    /// The day until which there is time, or nothing.
    pub until: String,
    /// When, `yyyyMMddHHmmss`, where a receipt says so.
    pub at: Option<String>,
}

impl Course<'_> {
    /// Số gửi.
    #[must_use]
    pub fn number(&self) -> &str {
        self.sent.submission.number.as_str()
    }

    /// What was sent, then what completed it, in order.
    pub fn parcels(&self) -> impl Iterator<Item = &Sent> {
        std::iter::once(self.sent).chain(self.given.iter().copied())
    }

    /// Everything that was to happen, in order: after a request that was answered comes the answer.
    #[must_use]
    pub fn expected(&self) -> Vec<Expected> {
        if self.fate == Fate::GivenUp {
            return vec![Expected::ours(State::Undeliverable, "1", None)];
        }
        let mut given = self.given.iter();
        let mut all = Vec::new();
        for decision in &self.decided {
            all.push(Expected {
                state: in_our_words(decision.state),
                code: decision.state.code(),
                // Our operator has words for the states that need some.
                words: match self.fate == Fate::Told && !decision.state.needs_words() {
                    true => String::new(),
                    false => decision.words.clone(),
                },
                until: decision.until.clone(),
                at: None,
            });
            if decision.completed {
                let receipt = given.next().and_then(|one| one.receipt.as_ref().ok());
                let at = receipt.map(|receipt| digits(&receipt.received_at));
                all.push(Expected::ours(State::Supplemented, Theirs::Supplement.code(), at));
            }
        }
        all
    }

    /// After that it was received, the citizen is told all that was to happen, in order, with words, day and time, by
    /// this code. `times` are those of the office's decisions.
    ///
    /// # Errors
    /// What is told instead.
    pub fn is_told(&self, code: &str, times: &[&str]) -> Result<(), &'static str> {
        let told = self.told.ok_or("the citizen is told nothing")?;
        if told.code != code {
            return Err("the citizen is told another code");
        }
        let [first, rest @ ..] = told.events.as_slice() else { return Err("the citizen is told nothing") };
        let (expected, mut times) = (self.expected(), times.iter());
        let is_so = rest.iter().zip(&expected).all(|(event, expected)| {
            let until = event.until.as_deref().unwrap_or_default();
            let at = digits(&event.at);
            let in_time = match &expected.at {
                Some(receipt) => at == *receipt,
                None if self.fate == Fate::GivenUp => true,
                None => times.next().is_some_and(|decided| at == **decided),
            };
            let said = (event.state, event.words.as_str(), until);
            in_time && said == (expected.state, expected.words.as_str(), expected.until.as_str())
        });
        let is_first = first.state == State::Received;
        if is_first && is_so && rest.len() == expected.len() {
            Ok(())
        } else {
            Err("the citizen is told other things than were decided")
        }
    }
}

impl Expected {
    fn ours(state: State, code: &'static str, at: Option<String>) -> Expected {
        Expected { state, code, words: String::new(), until: String::new(), at }
    }
}

/// `2026-11-28T10:15:00+07:00` as `20261128101500`.
#[must_use]
pub fn digits(at: &str) -> String {
    at.split('+').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::Chance;
    use crate::faults::dossier::Samples;
    use protocol::Receipt;
    use protocol::track::Happened;

    const CODE: &str = "H20.99-261128-0001";

    fn happened(second: u8, state: State, words: &str, until: Option<&str>) -> Happened {
        let at = format!("2026-11-28T10:15:0{second}+07:00");
        Happened { at, state, words: words.into(), until: until.map(Into::into) }
    }

    fn progress() -> Progress {
        Progress {
            code: CODE.into(),
            procedure: "1.001193".into(),
            office: String::new(),
            due: None,
            events: vec![
                happened(0, State::Received, "", None),
                happened(1, State::Supplement, "Thiếu giấy tờ", Some("2026-12-15")),
                happened(3, State::Supplemented, "", None),
                happened(5, State::Refused, "Không đủ điều kiện", None),
            ],
        }
    }

    fn sent() -> Sent {
        let submission = Samples::read().dossier(&mut Chance::new(1)).submission;
        let receipt = Receipt {
            number: submission.number.clone(),
            code: CODE.into(),
            procedure: submission.procedure.clone(),
            catalogue: String::new(),
            received_at: "2026-11-28T10:15:03+07:00".into(),
            due: None,
            office: String::new(),
            sha256: String::new(),
            files: Vec::new(),
            secret: String::new(),
            signature: String::new(),
        };
        Sent { submission, private: Vec::new(), receipt: Ok(receipt) }
    }

    #[test]
    fn whatever_is_missing_double_or_other_than_decided_is_seen() {
        let sent = sent();
        let one = |state, words: &str, until: &str, completed| Decision {
            state,
            words: words.into(),
            until: until.into(),
            completed,
        };
        let is_right = |change: fn(&mut Progress)| {
            let mut told = progress();
            change(&mut told);
            let decided = vec![
                one(Theirs::Supplement, "Thiếu giấy tờ", "2026-12-15", true),
                one(Theirs::Refused, "Không đủ điều kiện", "", false),
            ];
            let (told, given) = (Some(&told), vec![&sent]);
            let course = Course { sent: &sent, fate: Fate::Received, decided, given, told };
            course.is_told(CODE, &["20261128101501", "20261128101505"]).is_ok()
        };
        assert!(is_right(|_| {}));
        assert!(!is_right(|told| drop(told.events.pop())));
        assert!(!is_right(|told| drop(told.events.remove(2))));
        assert!(!is_right(|told| told.events.swap(1, 2)));
        assert!(!is_right(|told| told.events.insert(2, told.events[1].clone())));
        assert!(!is_right(|told| told.events[1].words.clear()));
        assert!(!is_right(|told| told.events[1].until = None));
        assert!(!is_right(|told| told.events[2].at = "2026-11-28T10:15:04+07:00".into()));
        assert!(!is_right(|told| told.events[3].at = "2026-11-28T10:15:09+07:00".into()));
        assert!(!is_right(|told| told.code = "H20-261128-0001".into()));
    }
}
