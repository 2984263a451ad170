//! Dossiers of nobody: the catalogue's stories as a device would send them, with files of random bytes.

use super::chance::Chance;
use crate::story::{Catalogue, Story};
use protocol::media::MediaType;
use protocol::{Attachment, Submission, SubmissionNumber};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Files have from one byte more than their kind needs to so many.
const LARGEST: usize = 300_000;
const MOST_FILES: usize = 3;

/// Names as phones, scanners and people give them.
const NAMES: [&str; 6] = [
    "IMG_20261115_081500.jpg",
    "giấy chứng sinh.pdf",
    "Ảnh chụp màn hình 2026-11-20 lúc 21.40.13.png",
    "scan (1) (1).pdf",
    "a",
    "zalo \u{1F4F7} & bản sao.jpeg",
];

/// What is sent for a procedure, but for number and files.
#[derive(Clone, Debug)]
pub struct Sample {
    procedure: String,
    answers: BTreeMap<String, String>,
    /// What needs a file: the component, and a paper that serves.
    needed: Vec<(String, String)>,
}

/// Samples of one catalogue.
pub struct Samples {
    catalogue: String,
    site: String,
    all: Vec<Sample>,
}

/// A dossier, as a device holds it until a receipt comes.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// What is sent.
    pub submission: Submission,
    /// The bytes of its attachments, in their order.
    pub files: Vec<Vec<u8>>,
}

impl Samples {
    /// One for every procedure of the catalogue that is the law today and wants one to three files.
    ///
    /// # Panics
    /// When catalogue or stories cannot be read, or there is none.
    #[must_use]
    pub fn read() -> Samples {
        let catalogue = Catalogue::open();
        let all: Vec<Sample> =
            Story::one_each().iter().filter_map(|story| Sample::of(story, &catalogue)).collect();
        assert!(!all.is_empty(), "no story can be sent today");
        let site = catalogue.index.sites.first().expect("a site in the catalogue").id.clone();
        Samples { catalogue: catalogue.index.version, site, all }
    }

    /// A dossier that nobody has sent before.
    #[must_use]
    pub fn dossier(&self, chance: &mut Chance) -> Dossier {
        let sample = chance.pick(&self.all);
        let mut wanted = sample.needed.clone();
        for _ in 0..chance.within(0..=MOST_FILES - wanted.len()) {
            wanted.push(chance.pick(&sample.needed).clone());
        }
        let (attachments, files) = wanted.into_iter().map(|of| file(of, chance)).unzip();
        let random = chance.bytes(16).try_into().expect("sixteen bytes");
        let submission = Submission {
            number: SubmissionNumber::mint(random),
            catalogue: self.catalogue.clone(),
            procedure: sample.procedure.clone(),
            site: self.site.clone(),
            lang: "vi".into(),
            answers: sample.answers.clone(),
            attachments,
        };
        Dossier { submission, files }
    }
}

impl Sample {
    fn of(story: &Story, catalogue: &Catalogue) -> Option<Sample> {
        let (_, form) = story.told(catalogue)?;
        let components = story.wanted(&form).into_iter();
        let needed: Vec<_> =
            components.filter_map(|c| Some((c.id.clone(), c.papers.first()?.id.clone()))).collect();
        let answers = form.evaluation().sent(form.procedure()).into_iter().collect();
        let fits = (1..=MOST_FILES).contains(&needed.len());
        fits.then(|| Sample { procedure: story.code.clone(), answers, needed })
    }
}

fn file((component, paper): (String, String), chance: &mut Chance) -> (Attachment, Vec<u8>) {
    let kind = *chance.pick(&[MediaType::Jpeg, MediaType::Png, MediaType::Pdf]);
    let (begin, end): (&[u8], &[u8]) = match kind {
        MediaType::Jpeg => (b"\xff\xd8\xff", b""),
        MediaType::Png => (b"\x89PNG\r\n\x1a\n", b""),
        MediaType::Pdf => (b"%PDF-1.7\n", b"\n%%EOF\n"),
    };
    let size = chance.size(LARGEST);
    let bytes = [begin, &chance.bytes(size), end].concat();
    let attachment = Attachment {
        component,
        paper,
        name: (*chance.pick(&NAMES)).to_owned(),
        media_type: kind.name().to_owned(),
        size: bytes.len() as u64,
        sha256: sha256(&bytes),
    };
    (attachment, bytes)
}

/// As the contract writes it.
pub(super) fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}
