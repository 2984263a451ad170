//! Our own operator: decides about the dossiers that no system decides about, and looks at what no retry mends.

use super::chance::Chance;
use super::ledger::Sent;
use super::office::{Decision, decisions};
use super::worker::{Round, Worker};
use crate::gateway::Operator;
use province::states::State;
use std::collections::BTreeMap;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

/// What no retry mends in a storm: the province has no such procedure.
const REFUSED: &str = "refused: MaTTHC (khong_dung)";
/// What the operator says of it.
pub const REASON: &str = "tỉnh không nhận thủ tục này qua mạng, đã báo người nộp";
/// The synchronisation tells steps apart by their second: nobody decides twice about a dossier in the same.
const A_SECOND: Duration = Duration::from_millis(1100);

struct Clerk {
    operator: Operator,
    chance: Chance,
    post: Receiver<Sent>,
    ours: Vec<Ours>,
    given_up: usize,
}

/// A dossier that we decide about.
struct Ours {
    code: String,
    decisions: Vec<Decision>,
    made: usize,
    at: Instant,
}

/// Begins to work on dossiers as they come in by `post`.
#[must_use]
pub fn clerk(operator: Operator, chance: Chance, post: Receiver<Sent>) -> Worker {
    let mut clerk = Clerk { operator, chance, post, ours: Vec::new(), given_up: 0 };
    Worker::at(move || clerk.round())
}

impl Clerk {
    fn round(&mut self) -> Result<Round, String> {
        for sent in self.post.try_iter() {
            let Ok(receipt) = &sent.receipt else { continue };
            let decisions = decisions(&self.chance, sent.submission.number.as_str());
            let code = receipt.code.clone();
            self.ours.push(Ours { code, decisions, made: 0, at: Instant::now() });
        }
        let done = self.give_up()? + self.decide()?;
        let ended = self.ours.iter().filter(|one| one.made == one.decisions.len()).count();
        Ok(Round { done, ended: ended + self.given_up })
    }

    /// Gives up what the province will never take; whatever else waits for a person stays.
    fn give_up(&mut self) -> Result<usize, String> {
        let mut done = 0;
        for item in self.operator.outbox()? {
            if item["state"] == "dead" && item["why"] == REFUSED {
                let id = item["id"].to_string();
                self.operator.command(&["outbox", "give-up", &id, "--reason", REASON])?;
                done += 1;
            }
        }
        self.given_up += done;
        Ok(done)
    }

    /// Decides once about each dossier that has not ended, and does not wait for the citizen.
    fn decide(&mut self) -> Result<usize, String> {
        let states: BTreeMap<String, String> = self.operator.states()?.into_iter().collect();
        let mut done = 0;
        for one in self.ours.iter_mut().filter(|one| one.at.elapsed() > A_SECOND) {
            let Some(next) = one.decisions.get(one.made) else { continue };
            let asked = one.made.checked_sub(1).and_then(|before| one.decisions.get(before));
            let waits = asked.is_some_and(|asked| asked.completed);
            if waits && states.get(&one.code).is_none_or(|state| state != "supplemented") {
                continue;
            }
            note(&self.operator, &one.code, next)?;
            one.made += 1;
            one.at = Instant::now();
            done += 1;
        }
        Ok(done)
    }
}

/// Says it on the command line; what is said twice is noted once.
fn note(operator: &Operator, code: &str, decision: &Decision) -> Result<(), String> {
    let verb = match decision.state {
        State::New => return Ok(()),
        State::Accepted => "accept",
        State::Refused => "refuse",
        State::Processing => "process",
        State::Supplement => "supplement",
        State::Fee => "pay",
        State::Withdrawn => "withdraw",
        State::Stopped => "stop",
        State::Finished => "done",
        State::Returned => "return",
    };
    let mut line = vec!["dossiers", verb, code];
    if decision.state.needs_words() {
        line.extend(["--words", &decision.words]);
    }
    if !decision.until.is_empty() {
        line.extend(["--until", &decision.until]);
    }
    operator.command(&line).map(drop)
}
