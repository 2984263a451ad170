//! What must be true of the province when the storm is over, by what the devices sent and the office decided; and of
//! all logs.

use super::course::{Course, Fate};
use super::dossier::sha256;
use super::ledger::Wrong;
use super::office::Decision;
use crate::Office;
use aho_corasick::AhoCorasick;
use protocol::Submission;
use province::visitor::{Dossier, File, Parcel};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

/// Letters and digits in a row: a token, a checksum, a signature. The numbers of requests are shorter.
const SECRET_LENGTH: usize = 40;

impl Wrong {
    /// Each dossier that the province receives is there once, with all that completed it, and nothing else is; the
    /// office's decisions are there, and the citizen was told of them.
    ///
    /// # Panics
    /// When the province cannot be asked.
    pub fn compare_arrived(&mut self, courses: &[Course<'_>], office: &Office) {
        let mut arrived: BTreeMap<String, Vec<Dossier>> = BTreeMap::new();
        for one in office.dossiers().expect("a province that is alive") {
            let dossier = office.dossier(&one.code).expect("a dossier of the list");
            arrived.entry(dossier.key.clone()).or_default().push(dossier);
        }
        for course in courses.iter().filter(|course| course.fate == Fate::Received) {
            let number = course.number();
            match arrived.remove(number).unwrap_or_default().as_slice() {
                [] => self.lost.push(format!("{number} did not arrive at the province")),
                [dossier] => {
                    let mut differs = |what: &str| self.otherwise.push(format!("{number}: {what}"));
                    whole(course, dossier, office).unwrap_or_else(&mut differs);
                    stands(dossier, &course.decided).unwrap_or_else(&mut differs);
                    let times: Vec<&str> = dossier.states.iter().map(|one| one.at.as_str()).collect();
                    course.is_told(&dossier.code, &times).unwrap_or_else(&mut differs);
                }
                _ => self.double.push(format!("{number} arrived more than once")),
            }
        }
        self.double.extend(arrived.into_keys().map(|key| format!("nobody sent {key}, and it arrived")));
    }

    /// No log holds one of these values, nor anything that looks like a token.
    ///
    /// # Panics
    /// When there is no log.
    pub fn search_logs(&mut self, logs: &[PathBuf], values: impl IntoIterator<Item = String>) {
        let values: BTreeSet<String> = values.into_iter().collect();
        let search = AhoCorasick::new(&values).expect("values that can be searched for");
        let is_secret = |word: &str| word.len() >= SECRET_LENGTH;
        for log in logs {
            let said = fs::read_to_string(log).expect("a log");
            let tells = |line: &&str| {
                search.is_match(line) || line.split(|c: char| !c.is_ascii_alphanumeric()).any(is_secret)
            };
            let bad = said.lines().filter(tells);
            self.otherwise.extend(bad.map(|line| format!("{} tells too much: {line}", log.display())));
        }
    }
}

/// What was sent is there, and what completed it, each once and in order.
fn whole(course: &Course<'_>, dossier: &Dossier, office: &Office) -> Result<(), &'static str> {
    let sent: Vec<&Submission> = course.parcels().map(|one| &one.submission).collect();
    if !sent.iter().map(|one| one.number.as_str()).eq(dossier.parcels.iter().map(|one| one.key.as_str())) {
        return Err("other parcels came for it");
    }
    sent.iter()
        .zip(&dossier.parcels)
        .try_for_each(|(sent, parcel)| is_same(sent, &dossier.code, parcel, office))
}

/// Answers and files are there as they were sent, and nothing more.
fn is_same(sent: &Submission, code: &str, parcel: &Parcel, office: &Office) -> Result<(), &'static str> {
    let said = |name: &str| parcel.field(name).and_then(|text| serde_json::from_str::<Value>(text).ok());
    let form = said("EFormData").ok_or("no form came")?;
    let answers = serde_json::to_value(&sent.answers).expect("answers are JSON");
    if form["TraLoi"] != answers || form["ThuTuc"] != sent.procedure.as_str() {
        return Err("other answers came");
    }
    let promised = sent.attachments.iter();
    let promised = promised.map(|file| (&file.sha256, &file.name, &file.media_type, file.size));
    let came = parcel.files.iter().map(|file| (&file.sha256, &file.name, &file.media_type, file.size));
    if sorted(promised) != sorted(came) {
        return Err("other files came");
    }
    let components = said("ThanhPhanHoSos").ok_or("no list of components came")?;
    if by_component(sent) != by_list(&components) {
        return Err("the files lie with other components");
    }
    let is_kept = |(place, file): (usize, &File)| {
        office.file(code, &parcel.key, place).is_ok_and(|bytes| sha256(&bytes) == file.sha256)
    };
    let kept = parcel.files.iter().enumerate().all(is_kept);
    if kept { Ok(()) } else { Err("a file is not kept as it came") }
}

/// The checksums of what was given for each component.
fn by_component(sent: &Submission) -> Vec<Vec<&str>> {
    let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in &sent.attachments {
        all.entry(&file.component).or_default().push(&file.sha256);
    }
    sorted(all.into_values().map(|sums| sorted(sums.into_iter())))
}

fn by_list(components: &Value) -> Vec<Vec<&str>> {
    let sums = listed(components)
        .map(|one| sorted(listed(&one["DinhKem"]).filter_map(|file| file["Sha256"].as_str())));
    sorted(sums.filter(|sums| !sums.is_empty()))
}

fn listed(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn sorted<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable();
    all
}

/// The office's decisions are there, each once and in order.
fn stands(dossier: &Dossier, decided: &[Decision]) -> Result<(), &'static str> {
    let days = |until: &Option<String>| until.clone().unwrap_or_default();
    let kept = dossier.states.iter().map(|one| (one.serial, one.state, one.words.as_str(), days(&one.until)));
    let decided = decided.iter().map(|one| (one.state, one.words.as_str(), one.until.replace('-', "")));
    let decided = (1..).zip(decided).map(|(serial, (state, words, until))| (serial, state, words, until));
    if kept.eq(decided) { Ok(()) } else { Err("the province keeps other decisions than were made") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::scratch;
    use crate::faults::Chance;
    use crate::faults::dossier::Samples;
    use province::states::State;
    use province::visitor::{Change, Heard};

    #[test]
    fn a_value_or_a_token_in_a_log_is_found() {
        let log = scratch("logs").join("talkative.log");
        let wrong = |said: &str| {
            fs::write(&log, said).expect("a log can be written");
            let mut wrong = Wrong::default();
            wrong.search_logs(
                std::slice::from_ref(&log),
                ["TRẦN VĂN MẪU".to_owned(), "0900000001".to_owned()],
            );
            wrong.otherwise.len()
        };
        assert_eq!(wrong("all is well\nrequest 0123456789abcdef0123456789abcdef\n"), 0);
        assert_eq!(wrong("one TRẦN VĂN MẪU\ncalls 84-0900000001\n"), 2);
        assert_eq!(wrong(&format!("Bearer {}", "4f".repeat(32))), 1);
    }

    #[test]
    fn a_decision_that_is_missing_or_another_is_seen() {
        let one = |state, words: &str, until: &str| Decision {
            state,
            words: words.into(),
            until: until.into(),
            completed: false,
        };
        let change = |serial, state, words: &str, until: Option<&str>| Change {
            serial,
            state,
            words: words.into(),
            until: until.map(Into::into),
            at: format!("2026112810150{serial}"),
            heard: Heard::Taken,
        };
        let is_right = |spoil: fn(&mut Dossier)| {
            let mut dossier = Dossier {
                code: "H20.99-261128-0001".into(),
                key: String::new(),
                client: "to-khai".into(),
                state: State::Refused,
                parcels: Vec::new(),
                states: vec![
                    change(1, State::Supplement, "Thiếu giấy tờ", Some("20261215")),
                    change(2, State::Refused, "Không bổ sung", None),
                ],
            };
            spoil(&mut dossier);
            let decided = [
                one(State::Supplement, "Thiếu giấy tờ", "2026-12-15"),
                one(State::Refused, "Không bổ sung", ""),
            ];
            stands(&dossier, &decided).is_ok()
        };
        assert!(is_right(|_| {}));
        assert!(!is_right(|dossier| drop(dossier.states.pop())));
        assert!(!is_right(|dossier| dossier.states[1].serial = 3));
        assert!(!is_right(|dossier| dossier.states[0].until = None));
    }

    #[test]
    fn files_are_told_apart_by_their_component() {
        let mut submission = Samples::read().dossier(&mut Chance::new(1)).submission;
        let file = submission.attachments[0].clone();
        let place = |component: &str, sha256: &str| {
            let (component, sha256) = (component.to_owned(), sha256.to_owned());
            protocol::Attachment { component, sha256, ..file.clone() }
        };
        submission.attachments = vec![place("a", "1"), place("b", "2"), place("a", "3")];
        let list = |sums: [&[&str]; 3]| -> Value {
            let files = |sums: &&[&str]| {
                sums.iter().map(|sum| serde_json::json!({"Sha256": sum})).collect::<Vec<_>>()
            };
            sums.iter().map(|sums| serde_json::json!({"Ten": "", "DinhKem": files(sums)})).collect()
        };
        assert_eq!(by_component(&submission), by_list(&list([&["2"], &[], &["1", "3"]])));
        assert_ne!(by_component(&submission), by_list(&list([&["1"], &["3"], &["2"]])));
        assert_ne!(by_component(&submission), by_list(&list([&["1", "2"], &[], &["3"]])));
    }
}
