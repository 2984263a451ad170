//! Reading the gateway's answers in the widget; see `dossier::reader`.

use crate::health::Health;
use crate::number::SubmissionNumber;
use crate::problem::{Problem, ProblemKind, WireFinding};
use crate::receipt::{Receipt, ReceivedFile};
use crate::reopen::{Asked, Declared};
use crate::submission::Attachment;
use crate::track::{Happened, Progress, State};
use dossier::reader::{Read, Reader};
use dossier::{read_enum, read_struct};

read_struct! {
    Receipt { number, code, procedure, catalogue, received_at, due, office, sha256, files, secret, signature }
    ReceivedFile { name, size, sha256 }
    Problem { kind, title, status, detail, request, findings }
    WireFinding { path, code, severity }
    Health { catalogue, now, key }
    Attachment { component, paper, name, media_type, size, sha256 }
    Progress { code, procedure, office, due, events }
    Happened { at, state, words, until }
    Asked { number, secret, code, received_at, files, words, until }
    Declared { procedure, catalogue, site, answers }
}

read_enum! {
    State [12] {
        0 => Received, 1 => Undeliverable, 2 => Accepted, 3 => Refused, 4 => Supplement, 5 => Finished,
        6 => Returned, 7 => Processing, 8 => Paying, 9 => Withdrawn, 10 => Stopped, 11 => Supplemented,
        _ => State::Received
    }
    ProblemKind [11] {
        0 => Malformed, 1 => Rejected, 2 => UnknownCatalogue, 3 => UnknownProcedure, 4 => BadFile,
        5 => TooLarge, 6 => Conflict, 7 => Busy, 8 => Timeout, 9 => NotFound, 10 => Internal,
        _ => ProblemKind::Internal
    }
}

impl Read for SubmissionNumber {
    fn read(r: &mut Reader<'_>) -> SubmissionNumber {
        SubmissionNumber::parse(&String::read(r)).unwrap_or_else(|| {
            r.damage();
            SubmissionNumber::mint([0; 16])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reopen::Reopened;
    use dossier::reader::{leading, whole};

    #[test]
    fn the_widget_reads_what_the_gateway_writes() {
        let receipt = Receipt {
            number: SubmissionNumber::mint([9; 16]),
            code: "H20-261122-0001".into(),
            procedure: "1.001193".into(),
            catalogue: "c0ffee".into(),
            received_at: "2026-11-22T10:42:00+07:00".into(),
            due: Some("2026-11-23".into()),
            office: "28657".into(),
            sha256: "ab".into(),
            files: vec![ReceivedFile { name: "a.pdf".into(), size: 300, sha256: "cd".into() }],
            secret: "7K2M9QXA01".into(),
            signature: "ef".into(),
        };
        assert_eq!(whole(&postcard::to_allocvec(&receipt).unwrap()), Some(receipt));
        let health =
            Health { catalogue: "c0ffee".into(), now: "2026-11-22T10:42:00+07:00".into(), key: "0a".into() };
        assert_eq!(whole(&postcard::to_allocvec(&health).unwrap()), Some(health));
        let happened = |state| Happened {
            at: "2026-11-22T10:42:00+07:00".into(),
            state,
            words: "thiếu giấy chứng sinh".into(),
            until: Some("2026-12-07".into()),
        };
        let progress = Progress {
            code: "H20-261122-0001".into(),
            procedure: "1.001193".into(),
            office: "28657".into(),
            due: None,
            events: State::ALL.map(happened).into(),
        };
        assert_eq!(whole(&postcard::to_allocvec(&progress).unwrap()), Some(progress));
        let asked = Asked {
            number: SubmissionNumber::mint([9; 16]),
            secret: "7K2M9QXA01".into(),
            code: "H20-261122-0001".into(),
            received_at: "2026-11-22T10:42:00+07:00".into(),
            files: vec![Attachment {
                component: "a".into(),
                paper: "b".into(),
                name: "a.pdf".into(),
                media_type: "application/pdf".into(),
                size: 300,
                sha256: "cd".into(),
            }],
            words: "thiếu giấy chứng sinh".into(),
            until: Some("2026-12-07".into()),
        };
        let declared = Declared {
            procedure: "1.001193".into(),
            catalogue: "c0ffee".into(),
            site: "dong-thap".into(),
            answers: vec![("a.b".into(), "c".into()), ("a.c".into(), "d".into())],
        };
        // The widget keeps the one as it came, and reads the other.
        let reopened = Reopened { asked: asked.clone(), declared: declared.clone() };
        let bytes = postcard::to_allocvec(&reopened).unwrap();
        let (read, rest) = leading::<Asked>(&bytes).unwrap();
        assert_eq!((read, whole(rest)), (asked.clone(), Some(declared)));
        assert_eq!(whole(&bytes[..bytes.len() - rest.len()]), Some(asked));
        for kind in
            [ProblemKind::Malformed, ProblemKind::Rejected, ProblemKind::Conflict, ProblemKind::Internal]
        {
            let finding =
                WireFinding { path: "a.b".into(), code: "required".into(), severity: "error".into() };
            let problem = Problem {
                kind,
                title: "t".into(),
                status: 422,
                detail: "d".into(),
                request: "r".into(),
                findings: vec![finding],
            };
            let bytes = postcard::to_allocvec(&problem).unwrap();
            assert_eq!(whole(&bytes), Some(problem));
            assert_eq!(whole::<Problem>(&bytes[..bytes.len() - 1]), None);
        }
    }
}
