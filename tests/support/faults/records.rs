//! What must be true of the national synchronisation when the storm is over: it knows what we decided.

use super::course::{Course, Fate, digits};
use super::ledger::Wrong;
use crate::Office;
use province::visitor::Record;
use serde_json::Value;
use std::collections::BTreeMap;

impl Wrong {
    /// Each dossier that the synchronisation is told of is there once, with everything that happened and every file,
    /// and nothing else is; the citizen was told the same.
    ///
    /// # Panics
    /// When the stand-in cannot be asked.
    pub fn compare_told(&mut self, courses: &[Course<'_>], office: &Office) {
        let mut told: BTreeMap<String, Vec<Record>> = BTreeMap::new();
        for record in office.records().expect("a province that is alive") {
            told.entry(record.code.clone()).or_default().push(record);
        }
        for course in courses.iter().filter(|course| course.fate == Fate::Told) {
            let Ok(receipt) = &course.sent.receipt else { continue };
            let number = course.number();
            match told.remove(&receipt.code).unwrap_or_default().as_slice() {
                [] => self.lost.push(format!("the synchronisation was not told of {number}")),
                [record] => {
                    let mut differs = |what: &str| self.otherwise.push(format!("{number}: {what}"));
                    is_record(course, record).unwrap_or_else(&mut differs);
                    let expected = course.expected().into_iter().zip(&record.steps);
                    let decided = expected.filter(|(expected, _)| expected.at.is_none());
                    let times: Vec<&str> = decided.map(|(_, step)| text(step, "ThoiDiemXuLy")).collect();
                    course.is_told(&receipt.code, &times).unwrap_or_else(&mut differs);
                }
                _ => self.double.push(format!("the synchronisation knows {number} more than once")),
            }
        }
        self.double.extend(told.into_keys().map(|code| format!("the synchronisation was told of {code}")));
    }
}

/// The record holds the dossier as it stands, each step once and in order, and all files byte for byte.
fn is_record(course: &Course<'_>, record: &Record) -> Result<(), &'static str> {
    let (body, expected) = (&record.body, course.expected());
    let submission = &course.sent.submission;
    let last = expected.last().map_or("1", |expected| expected.code);
    let said = [text(body, "MaTTHC"), text(body, "GhiChu"), text(body, "TrangThaiHoSo")];
    if said != [submission.procedure.as_str(), submission.number.as_str(), last] {
        return Err("the record is of something else, or stands otherwise");
    }
    let steps = record.steps.iter().map(|step| (text(step, "TrangThai"), text(step, "NoiDungXuLy")));
    if !steps.eq(expected.iter().map(|expected| (expected.code, expected.words.as_str()))) {
        return Err("other steps are known than were taken");
    }
    let answered = record.steps.iter().zip(&expected).all(|(step, expected)| {
        expected.at.as_ref().is_none_or(|at| digits(text(step, "ThoiDiemXuLy")) == *at)
    });
    if !answered {
        return Err("what completed it is known with another time");
    }
    let requests = body["DanhSachHoSoBoSung"].as_array().into_iter().flatten();
    let asked = expected.iter().filter(|expected| expected.state == protocol::State::Supplement);
    if !requests.map(|one| text(one, "NoiDungBoSung")).eq(asked.map(|one| one.words.as_str())) {
        return Err("other requests are known than were made");
    }
    let promised = course.parcels().flat_map(|one| &one.submission.attachments);
    let promised = promised.map(|file| (file.name.as_str(), Some(file.sha256.as_str()), "here"));
    let fetched = record.papers.iter();
    let fetched = fetched.map(|file| (file.name.as_str(), file.sha256.as_deref(), file.fetched.as_str()));
    if fetched.eq(promised) { Ok(()) } else { Err("other files were fetched than were sent") }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::Chance;
    use crate::faults::dossier::Samples;
    use crate::faults::ledger::Sent;
    use crate::faults::office::Decision;
    use province::states::State;
    use province::visitor::Paper;
    use serde_json::json;

    const WORDS: &str = "Thiếu giấy tờ";

    /// What the synchronisation knows of a dossier that was asked for something, and refused.
    fn record(sent: &Sent) -> Record {
        let step = |state: &str, words: &str, second: u8| json!({"TrangThai": state, "NoiDungXuLy": words, "ThoiDiemXuLy": format!("2026112810150{second}")});
        let papers = (0..).zip(&sent.submission.attachments);
        Record {
            code: "H20-261128-0001".into(),
            client: "to-khai".into(),
            body: json!({
                "MaTTHC": sent.submission.procedure, "GhiChu": sent.submission.number.as_str(), "TrangThaiHoSo": "3",
                "DanhSachHoSoBoSung": [{"NoiDungBoSung": WORDS}],
            }),
            changed: String::new(),
            steps: vec![step("5", WORDS, 1), step("3", "Không bổ sung", 2)],
            papers: papers
                .map(|(place, file)| Paper {
                    place,
                    name: file.name.clone(),
                    fetched: "here".into(),
                    size: None,
                    sha256: Some(file.sha256.clone()),
                })
                .collect(),
        }
    }

    #[test]
    fn a_step_a_request_or_a_file_that_is_missing_double_or_another_is_seen() {
        let submission = Samples::read().dossier(&mut Chance::new(1)).submission;
        let sent = Sent { submission, private: Vec::new(), receipt: Err(String::new()) };
        let one = |state, words: &str, until: &str| Decision {
            state,
            words: words.into(),
            until: until.into(),
            completed: false,
        };
        let is_right = |spoil: fn(&mut Record)| {
            let mut record = record(&sent);
            spoil(&mut record);
            let decided =
                vec![one(State::Supplement, WORDS, "2026-12-15"), one(State::Refused, "Không bổ sung", "")];
            let course = Course { sent: &sent, fate: Fate::Told, decided, given: Vec::new(), told: None };
            is_record(&course, &record).is_ok()
        };
        assert!(is_right(|_| {}));
        assert!(!is_right(|record| drop(record.steps.pop())));
        assert!(!is_right(|record| record.steps.swap(0, 1)));
        assert!(!is_right(|record| record.steps.push(record.steps[1].clone())));
        assert!(!is_right(|record| record.steps[0]["NoiDungXuLy"] = json!("")));
        assert!(!is_right(|record| record.body["TrangThaiHoSo"] = json!("5")));
        assert!(!is_right(|record| record.body["GhiChu"] = json!("")));
        assert!(!is_right(|record| record.body["DanhSachHoSoBoSung"] = json!([])));
        assert!(!is_right(|record| drop(record.papers.pop())));
        assert!(!is_right(|record| record.papers[0].sha256 = Some(String::new())));
        assert!(!is_right(|record| record.papers[0].fetched = "waiting".into()));
    }
}
