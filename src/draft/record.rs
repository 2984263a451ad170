//! A dossier as the device keeps it: what was typed, letter for letter, its files, and how far it is.
//!
//! The bytes are postcard behind a magic and a version. They outlive the widget that wrote them: a change of
//! layout needs a new version, and a reader of every earlier one.

use dossier::reader::whole;
use dossier::{read_enum, read_struct};
use protocol::{Asked, Attachment, SubmissionNumber};

/// One dossier of this device.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Record {
    /// Minted with the first letter; the gateway knows the dossier by it.
    pub(crate) number: SubmissionNumber,
    /// National code of the procedure.
    pub(crate) procedure: String,
    /// The site it is filed in.
    pub(crate) site: String,
    /// Version of the catalogue it was typed with.
    pub(crate) catalogue: String,
    /// When it last changed, seconds since 1970 by the device's clock.
    pub(crate) at: u64,
    /// The page it was left at.
    pub(crate) page: String,
    /// What was typed, by path.
    pub(crate) typed: Vec<(String, String)>,
    /// What was typed to questions that are not asked any more.
    pub(crate) aside: Vec<(String, String)>,
    /// The files, in the order they were picked.
    pub(crate) files: Vec<Attachment>,
    /// How far it is.
    pub(crate) stage: Stage,
    /// What it completes, as the gateway told it: [`Asked`] in postcard; empty when it is nobody's supplement.
    pub(crate) completes: Vec<u8>,
}

/// How far a dossier is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    /// Being typed.
    Draft,
    /// Sealed: these very bytes go out until a receipt comes. `tried` once they may have arrived.
    Waiting { json: String, tried: bool },
    /// The gateway said why not: a problem in postcard.
    Refused { problem: Vec<u8> },
    /// The gateway holds it: its receipt in postcard.
    Received { receipt: Vec<u8> },
}

const MAGIC: [u8; 3] = *b"TKD";
/// A dossier of its own. It is still written so: a page that has been open since before reads it too.
const PLAIN: u8 = 1;
/// A supplement: what it completes comes last.
const COMPLETING: u8 = 2;

impl Record {
    /// The bytes that are kept.
    pub(crate) fn write(&self) -> Vec<u8> {
        let version = if self.completes.is_empty() { PLAIN } else { COMPLETING };
        let mut out = Writer(vec![MAGIC[0], MAGIC[1], MAGIC[2], version]);
        for text in [self.number.as_str(), &self.procedure, &self.site, &self.catalogue] {
            out.bytes(text.as_bytes());
        }
        out.number(self.at);
        out.bytes(self.page.as_bytes());
        out.pairs(&self.typed);
        out.pairs(&self.aside);
        out.length(self.files.len());
        for file in &self.files {
            for text in [&file.component, &file.paper, &file.name, &file.media_type] {
                out.bytes(text.as_bytes());
            }
            out.number(file.size);
            out.bytes(file.sha256.as_bytes());
        }
        match &self.stage {
            Stage::Draft => out.number(0),
            Stage::Waiting { json, tried } => {
                out.number(1);
                out.bytes(json.as_bytes());
                out.number(u64::from(*tried));
            }
            Stage::Refused { problem } => {
                out.number(2);
                out.bytes(problem);
            }
            Stage::Received { receipt } => {
                out.number(3);
                out.bytes(receipt);
            }
        }
        if version == COMPLETING {
            out.bytes(&self.completes);
        }
        out.0
    }

    /// Reads what was kept, by this or an earlier version; `None` when it is damaged or of a later one. Lies in
    /// the rest.
    #[inline(never)]
    pub(crate) fn read(bytes: &[u8]) -> Option<Record> {
        let [a, b, c, version, body @ ..] = bytes else { return None };
        match *version {
            _ if [*a, *b, *c] != MAGIC => None,
            // Nothing is completed.
            PLAIN => whole(&[body, &[0]].concat()),
            COMPLETING => whole(body),
            _ => None,
        }
    }

    /// What it completes, if it is a supplement.
    pub(crate) fn completes(&self) -> Option<Asked> {
        whole(&self.completes)
    }
}

read_struct! {
    Record { number, procedure, site, catalogue, at, page, typed, aside, files, stage, completes }
}

read_enum! {
    Stage [4] {
        0 => Draft, 1 => Waiting { json, tried }, 2 => Refused { problem }, 3 => Received { receipt },
        _ => Stage::Draft
    }
}

/// Writes postcard.
struct Writer(Vec<u8>);

impl Writer {
    /// Seven bits a byte, the least first.
    fn number(&mut self, mut number: u64) {
        while number > 127 {
            self.0.push(number as u8 | 128);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn length(&mut self, length: usize) {
        self.number(length as u64);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    fn pairs(&mut self, pairs: &[(String, String)]) {
        self.length(pairs.len());
        for (path, raw) in pairs {
            self.bytes(path.as_bytes());
            self.bytes(raw.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(path: &str, raw: &str) -> (String, String) {
        (path.into(), raw.into())
    }

    /// An invented birth, left half-way.
    fn record(stage: Stage) -> Record {
        Record {
            number: SubmissionNumber::mint([7; 16]),
            procedure: "1.001193".into(),
            site: "dong-thap".into(),
            catalogue: "c0ffee".into(),
            at: 1_795_316_400,
            page: "declare:child".into(),
            typed: vec![pair("child.name", "Nguyễn  Văn\n An"), pair("child.born", "1//2026")],
            aside: vec![pair("child.nickname", "Cún")],
            files: vec![Attachment {
                component: "proof_of_birth".into(),
                paper: "birth_notification".into(),
                name: "giấy chứng sinh.jpg".into(),
                media_type: "image/jpeg".into(),
                size: 300_000,
                sha256: "ab".repeat(32),
            }],
            stage,
            completes: Vec::new(),
        }
    }

    /// What completes another.
    fn supplement() -> Record {
        let completes = Asked {
            number: SubmissionNumber::mint([8; 16]),
            secret: "7K2M9QXA01".into(),
            code: "H20-261122-0001".into(),
            received_at: "2026-11-22T10:42:00+07:00".into(),
            files: record(Stage::Draft).files,
            words: "Thiếu trang sau".into(),
            until: Some("2026-12-07".into()),
        };
        let completes = postcard::to_allocvec(&completes).unwrap();
        Record { completes, ..record(Stage::Draft) }
    }

    fn stages() -> [Stage; 4] {
        [
            Stage::Draft,
            Stage::Waiting { json: "{}".into(), tried: true },
            Stage::Refused { problem: vec![1, 200] },
            Stage::Received { receipt: vec![0; 300] },
        ]
    }

    #[test]
    fn what_is_kept_comes_back_letter_for_letter() {
        for stage in stages() {
            let record = record(stage);
            assert_eq!(Record::read(&record.write()), Some(record));
        }
        assert_eq!(Record::read(&supplement().write()), Some(supplement()));
    }

    #[test]
    fn what_is_cut_short_or_of_a_later_version_is_not_taken_for_a_dossier() {
        for record in stages().map(record).into_iter().chain([supplement()]) {
            let bytes = record.write();
            for end in 0..bytes.len() {
                assert_eq!(Record::read(&bytes[..end]), None);
            }
        }
        let mut later = supplement().write();
        later[3] += 1;
        assert_eq!(Record::read(&later), None);
    }

    /// Written by these versions; they stay as they are when the version grows.
    const FIRST: &[u8] = include_bytes!("golden/record-1.bin");
    const SECOND: &[u8] = include_bytes!("golden/record-2.bin");

    #[test]
    fn a_draft_of_the_first_version_still_opens() {
        let [.., waiting, _, _] = stages();
        assert_eq!(Record::read(FIRST), Some(record(waiting.clone())));
        assert_eq!(record(waiting).write(), FIRST, "what completes nothing is written as before");
    }

    #[test]
    fn a_supplement_of_the_second_version_opens_with_what_it_completes() {
        let read = Record::read(SECOND).unwrap();
        assert_eq!(read, supplement());
        assert_eq!(read.completes().unwrap().day(), Some("2026-11-22".parse().unwrap()));
        assert_eq!(record(Stage::Draft).completes(), None);
    }
}
