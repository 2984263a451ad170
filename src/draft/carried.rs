//! A draft as a file, to be opened on another device.
//!
//! ```text
//! TKHAI 1a  version  length of the record, 4 bytes, the least first
//! SHA-256 of the record, 64 hexadecimal digits
//! record (see record.rs), which names size and SHA-256 of every file
//! the files, one after the other
//! ```

use super::Record;

const MAGIC: [u8; 6] = *b"TKHAI\x1a";
const VERSION: u8 = 1;
const DIGEST: usize = 64;
/// Bytes before the record.
pub(crate) const HEAD: usize = MAGIC.len() + 1 + 4 + DIGEST;
/// No record is longer: 2,000 answers of the longest kind.
const LONGEST: usize = 8_000_000;

/// Why a file is not taken for a draft.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refusal {
    /// It is something else.
    Foreign,
    /// A later version of the widget made it.
    Later,
    /// It is cut short, or a byte of it is another.
    Damaged,
}

/// What stands before the files; `digest` is the SHA-256 of `record`.
pub(crate) fn head(record: &[u8], digest: &str) -> Vec<u8> {
    let length = u32::try_from(record.len()).unwrap_or(u32::MAX).to_le_bytes();
    [&MAGIC[..], &[VERSION], &length, digest.as_bytes(), record].concat()
}

/// Length of the record and its SHA-256, from the first [`HEAD`] bytes.
pub(crate) fn announced(head: &[u8]) -> Result<(usize, String), Refusal> {
    let rest = head.strip_prefix(&MAGIC[..]).ok_or(Refusal::Foreign)?;
    let [version, a, b, c, d, digest @ ..] = rest else { return Err(Refusal::Damaged) };
    if *version > VERSION {
        return Err(Refusal::Later);
    }
    let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
    let digest = core::str::from_utf8(digest).map_err(|_| Refusal::Damaged)?;
    if digest.len() != DIGEST || length > LONGEST {
        return Err(Refusal::Damaged);
    }
    Ok((length, digest.into()))
}

/// The record, once its digest was compared, and where each of its files begins and ends.
pub(crate) fn opened(record: &[u8], whole: u64) -> Result<(Record, Vec<(u64, u64)>), Refusal> {
    // What another version wrote is told by the record's own head.
    let read = Record::read(record).ok_or(Refusal::Later)?;
    let mut at = (HEAD + record.len()) as u64;
    let mut places = Vec::new();
    for file in &read.files {
        let end = at.checked_add(file.size).ok_or(Refusal::Damaged)?;
        places.push((at, end));
        at = end;
    }
    if at == whole { Ok((read, places)) } else { Err(Refusal::Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Stage;
    use protocol::{Attachment, SubmissionNumber};

    fn record() -> Record {
        let file = |name: &str, size| Attachment {
            component: "a".into(),
            paper: "b".into(),
            name: name.into(),
            media_type: "image/jpeg".into(),
            size,
            sha256: "0".repeat(64),
        };
        Record {
            number: SubmissionNumber::mint([3; 16]),
            procedure: "2.000815".into(),
            site: "dong-thap".into(),
            catalogue: "c0ffee".into(),
            at: 1,
            page: "attach".into(),
            typed: vec![("a.b".into(), "c".into())],
            aside: Vec::new(),
            files: vec![file("1.jpg", 10), file("2.jpg", 5)],
            stage: Stage::Draft,
            completes: Vec::new(),
        }
    }

    #[test]
    fn what_is_carried_away_is_what_is_opened() {
        let bytes = record().write();
        let head = head(&bytes, &"ab".repeat(32));
        let (length, digest) = announced(&head[..HEAD]).unwrap();
        assert_eq!((length, digest), (bytes.len(), "ab".repeat(32)));
        let start = head.len() as u64;
        let (back, places) = opened(&head[HEAD..], start + 15).unwrap();
        assert_eq!(back, record());
        assert_eq!(places, [(start, start + 10), (start + 10, start + 15)]);
    }

    #[test]
    fn a_foreign_a_later_and_a_cut_file_are_told_apart() {
        let bytes = record().write();
        let good = head(&bytes, &"ab".repeat(32));
        assert_eq!(announced(b"%PDF-1.7"), Err(Refusal::Foreign));
        assert_eq!(announced(b""), Err(Refusal::Foreign));
        assert_eq!(announced(&good[..HEAD - 1]), Err(Refusal::Damaged));
        let mut later = good.clone();
        later[MAGIC.len()] = VERSION + 1;
        assert_eq!(announced(&later[..HEAD]), Err(Refusal::Later));
        for whole in [0, 14, 16].map(|files| good.len() as u64 + files) {
            assert_eq!(opened(&bytes, whole).unwrap_err(), Refusal::Damaged);
        }
    }
}
