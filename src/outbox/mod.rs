//! What waits to be received: how long to wait before the next try, and what an answer means.

use crate::draft::Stage;
use crate::platform::files::Blob;
use crate::platform::net::Answer;
use dossier::reader::whole;
use protocol::{Attachment, Completes, Problem, ProblemKind, Receipt, Submission, SubmissionNumber};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A file and what it serves.
#[derive(Clone)]
pub(crate) struct Attached {
    pub(crate) manifest: Attachment,
    pub(crate) blob: Blob,
}

/// What is sealed beside the files.
pub(crate) struct Draft {
    pub(crate) number: SubmissionNumber,
    pub(crate) catalogue: String,
    pub(crate) procedure: String,
    pub(crate) site: String,
    pub(crate) lang: &'static str,
    pub(crate) answers: Vec<(String, String)>,
    pub(crate) completes: Option<Completes>,
}

/// Seals a dossier: these very bytes go out, as often as it takes.
pub(crate) fn seal(draft: Draft, attached: &[Rc<Attached>]) -> String {
    let mut answers = BTreeMap::new();
    for (path, value) in draft.answers {
        answers.insert(path, value);
    }
    let submission = Submission {
        number: draft.number,
        catalogue: draft.catalogue,
        procedure: draft.procedure,
        site: draft.site,
        lang: draft.lang.into(),
        answers,
        attachments: attached.iter().map(|a| a.manifest.clone()).collect(),
        completes: draft.completes,
    };
    submission.to_json()
}

/// What follows from an answer of the gateway.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// A receipt, still to be verified, and the bytes it came in.
    Receipt(Box<Receipt>),
    /// No retry can mend it.
    Refused,
    /// Nobody knows, or not now: the same bytes go again.
    Later,
}

/// Reads an answer to the dossier of that number, whose submission has that SHA-256. A status alone may come from
/// a captive portal: only a receipt ends the sending, only a problem of the gateway's refuses.
pub(crate) fn judge(answer: &Answer, number: &SubmissionNumber, sha256: &str) -> Verdict {
    if matches!(answer.status, 200 | 201)
        && let Some(receipt) = whole::<Receipt>(&answer.body)
        && receipt.number == *number
        && receipt.sha256 == sha256
    {
        return Verdict::Receipt(Box::new(receipt));
    }
    match whole::<Problem>(&answer.body) {
        Some(problem) if problem.status == answer.status && is_final(&problem) => Verdict::Refused,
        _ => Verdict::Later,
    }
}

/// A file that did not arrive as it was sent is sent anew; every other refusal stands.
fn is_final(problem: &Problem) -> bool {
    let again = ["file_missing", "file_checksum", "file_size"];
    let mended = |code: &str| again.contains(&code);
    match problem.kind {
        ProblemKind::BadFile => !problem.findings.iter().any(|f| mended(&f.code)),
        // An upload's address that is gone: the next try makes it anew.
        ProblemKind::NotFound => false,
        kind => !kind.may_retry(),
    }
}

/// What the device keeps of a refusal.
pub(crate) fn refused(answer: Answer) -> Stage {
    Stage::Refused { problem: answer.body }
}

/// The shortest wait, and the longest.
const FIRST: u32 = 1_000;
const LONGEST: u32 = 60_000;

/// Milliseconds to wait after so many failures in a row. `asked` are the seconds the gateway asked for; `random`
/// spreads those who failed together.
pub(crate) fn wait(failures: u32, asked: u32, random: u8) -> u32 {
    let longest = FIRST.saturating_mul(1 << failures.min(6)).min(LONGEST);
    // Between a half and all of it.
    let spread = longest / 2 + longest / 2 * u32::from(random) / 255;
    spread.max(asked.min(600).saturating_mul(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_minute_and_never_meet() {
        assert_eq!(wait(0, 0, 0), 500);
        assert_eq!(wait(0, 0, 255), 1_000);
        assert_eq!(wait(3, 0, 255), 8_000);
        assert_eq!((wait(40, 0, 0), wait(40, 0, 255)), (30_000, 60_000));
        assert_eq!(wait(0, 30, 9), 30_000, "the gateway asked for it");
        assert_eq!(wait(0, u32::MAX, 9), 600_000, "nobody waits for ever");
    }

    fn answer(status: u16, body: &impl serde::Serialize) -> Answer {
        Answer { status, wait: 0, body: postcard::to_allocvec(body).unwrap() }
    }

    fn receipt() -> Receipt {
        Receipt {
            number: SubmissionNumber::mint([1; 16]),
            code: "H20-261122-0001".into(),
            procedure: "1.001193".into(),
            catalogue: "c0ffee".into(),
            received_at: "2026-11-22T10:42:00+07:00".into(),
            due: None,
            office: String::new(),
            sha256: "ab".into(),
            files: Vec::new(),
            secret: "7K2M9QXA01".into(),
            signature: "cd".into(),
        }
    }

    #[test]
    fn only_the_receipt_of_this_very_dossier_ends_the_sending() {
        let (mine, other) = (SubmissionNumber::mint([1; 16]), SubmissionNumber::mint([2; 16]));
        let ends = |answer: &Answer, number, sha| matches!(judge(answer, number, sha), Verdict::Receipt(_));
        assert!(ends(&answer(201, &receipt()), &mine, "ab"));
        assert!(ends(&answer(200, &receipt()), &mine, "ab"));
        assert!(!ends(&answer(200, &receipt()), &other, "ab"));
        assert!(!ends(&answer(200, &receipt()), &mine, "ac"));
        let portal = Answer { status: 200, wait: 0, body: b"<html>Wi-Fi".to_vec() };
        assert_eq!(judge(&portal, &mine, "ab"), Verdict::Later);
    }

    #[test]
    fn what_no_retry_can_mend_is_told_apart_from_what_may_pass() {
        let number = SubmissionNumber::mint([1; 16]);
        let finding = |code: &str| protocol::WireFinding {
            path: "attach.a".into(),
            code: code.into(),
            severity: "error".into(),
        };
        let judged = |kind, status, codes: &[&str]| {
            let problem = Problem {
                kind,
                title: String::new(),
                status,
                detail: String::new(),
                request: String::new(),
                findings: codes.iter().map(|code| finding(code)).collect(),
            };
            judge(&answer(status, &problem), &number, "ab")
        };
        assert_eq!(judged(ProblemKind::Rejected, 422, &["required"]), Verdict::Refused);
        assert_eq!(judged(ProblemKind::Conflict, 409, &[]), Verdict::Refused);
        assert_eq!(judged(ProblemKind::BadFile, 422, &["file_type"]), Verdict::Refused);
        assert_eq!(judged(ProblemKind::BadFile, 422, &["file_missing"]), Verdict::Later);
        assert_eq!(judged(ProblemKind::Busy, 429, &[]), Verdict::Later);
        assert_eq!(judged(ProblemKind::Internal, 500, &[]), Verdict::Later);
    }
}
