//! Dossiers of nobody: the catalogue's stories as a device would send them, with files of random bytes.

use super::chance::Chance;
use crate::story::{Catalogue, Story};
use dossier::Kind;
use protocol::media::MediaType;
use protocol::{Attachment, Completes, Receipt, Submission, SubmissionNumber};
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

/// Names are made of one of each, in capitals as devices send them.
const PEOPLE: [[&str; 8]; 4] = [
    ["NGUYỄN", "TRẦN", "LÊ", "PHẠM", "HUỲNH", "VÕ", "ĐẶNG", "BÙI"],
    ["VĂN", "THỊ", "HỮU", "NGỌC", "MINH", "THANH", "QUỐC", "KIM"],
    ["THỬ", "MẪU", "GIẢ", "VÍ", "TẠM", "NHÁP", "PHỎNG", "VỜ"],
    ["NGHIỆM", "DỤ", "ĐỊNH", "THỜI", "TƯỞNG", "CHỪNG", "ĐOÁN", "BỊA"],
];

/// What is sent for a procedure, but for number, files, names and telephones.
#[derive(Clone, Debug)]
pub struct Sample {
    procedure: String,
    answers: BTreeMap<String, String>,
    /// The paths of answers that are drawn for each dossier.
    names: Vec<String>,
    phones: Vec<String>,
    /// The path of the answer that says which office receives it.
    office: Option<String>,
    /// The paths of answers that say who somebody is, or are in somebody's words; the others are choices and days.
    private: Vec<String>,
    /// What needs a file: the component, and a paper that serves.
    needed: Vec<(String, String)>,
}

/// Samples of one catalogue.
pub struct Samples {
    catalogue: String,
    site: String,
    /// Who receives is drawn from these; when there are none, it is as the stories say.
    offices: Vec<String>,
    all: Vec<Sample>,
}

/// A dossier, as a device holds it until a receipt comes.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// What is sent.
    pub submission: Submission,
    /// The bytes of its attachments, in their order.
    pub files: Vec<Vec<u8>>,
    /// What of it no log may hold.
    pub private: Vec<String>,
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
        Samples { catalogue: catalogue.index.version, site, offices: Vec::new(), all }
    }

    /// Those that some office receives, spread over these communes.
    #[must_use]
    pub fn over(mut self, offices: &[&str]) -> Samples {
        self.all.retain(|sample| sample.office.is_some());
        self.offices = offices.iter().map(|office| (*office).to_owned()).collect();
        self
    }

    /// The codes of their procedures, in order.
    pub fn procedures(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|sample| sample.procedure.as_str())
    }

    /// A dossier that nobody has sent before.
    #[must_use]
    pub fn dossier(&self, chance: &mut Chance) -> Dossier {
        let sample = chance.pick(&self.all);
        let mut wanted = sample.needed.clone();
        for _ in 0..chance.within(0..=MOST_FILES - wanted.len()) {
            wanted.push(chance.pick(&sample.needed).clone());
        }
        let mut dossier = self.made(sample, wanted, chance);
        if let (Some(path), false) = (&sample.office, self.offices.is_empty()) {
            dossier.submission.answers.insert(path.clone(), chance.pick(&self.offices).clone());
        }
        dossier
    }

    /// What completes a dossier: other people and telephones in the same story at the same office, and files that are
    /// new, or none. The receipt of the dossier proves that it may.
    ///
    /// # Panics
    /// When it is no dossier of these samples.
    #[must_use]
    pub fn completing(&self, first: &Submission, receipt: &Receipt, chance: &mut Chance) -> Dossier {
        let mut all = self.all.iter();
        let sample = all.find(|sample| sample.procedure == first.procedure).expect("a sample");
        let wanted = (0..chance.within(0..=2)).map(|_| chance.pick(&sample.needed).clone()).collect();
        let mut dossier = self.made(sample, wanted, chance);
        let kept = sample.office.as_ref().and_then(|path| first.answers.get_key_value(path));
        dossier.submission.answers.extend(kept.map(|(path, office)| (path.clone(), office.clone())));
        let completes = Completes { dossier: receipt.number.clone(), secret: receipt.secret.clone() };
        dossier.submission.completes = Some(completes);
        dossier
    }

    fn made(&self, sample: &Sample, wanted: Vec<(String, String)>, chance: &mut Chance) -> Dossier {
        let (attachments, files) = wanted.into_iter().map(|of| file(of, chance)).unzip();
        let random = chance.bytes(16).try_into().expect("sixteen bytes");
        let submission = Submission {
            number: SubmissionNumber::mint(random),
            catalogue: self.catalogue.clone(),
            procedure: sample.procedure.clone(),
            site: self.site.clone(),
            lang: "vi".into(),
            answers: sample.answers(chance),
            attachments,
            completes: None,
        };
        let private = sample.private(&submission);
        Dossier { submission, files, private }
    }
}

impl Sample {
    fn of(story: &Story, catalogue: &Catalogue) -> Option<Sample> {
        let (_, form) = story.told(catalogue)?;
        let components = story.wanted(&form).into_iter();
        let needed: Vec<_> =
            components.filter_map(|c| Some((c.id.clone(), c.papers.first()?.id.clone()))).collect();
        let answers: BTreeMap<String, String> =
            form.evaluation().sent(form.procedure()).into_iter().collect();
        let of_kind = |wanted: fn(&Kind) -> bool| {
            let cells = form.shape().cells().into_iter();
            let cells = cells.filter(|cell| form.question(*cell).is_some_and(|asked| wanted(&asked.kind)));
            cells.map(|cell| form.path(cell)).filter(|path| answers.contains_key(path)).collect()
        };
        let names: Vec<String> = of_kind(|kind| matches!(kind, Kind::Name));
        let phones = of_kind(|kind| matches!(kind, Kind::Phone));
        let office = of_kind(|kind| matches!(kind, Kind::Office)).into_iter().next();
        let private = of_kind(|kind| {
            matches!(
                kind,
                Kind::Name
                    | Kind::Phone
                    | Kind::Email
                    | Kind::CitizenId { .. }
                    | Kind::DocumentNumber { .. }
                    | Kind::Text { .. }
            )
        });
        let fits = (1..=MOST_FILES).contains(&needed.len());
        fits.then(|| Sample {
            procedure: story.code.clone(),
            answers,
            names,
            phones,
            office,
            private,
            needed,
        })
    }

    /// The answers with people of this dossier's own; who was one person stays one.
    fn answers(&self, chance: &mut Chance) -> BTreeMap<String, String> {
        let mut own = BTreeMap::new();
        for path in &self.names {
            own.entry(&self.answers[path])
                .or_insert_with(|| PEOPLE.map(|words| *chance.pick(&words)).join(" "));
        }
        for path in &self.phones {
            own.entry(&self.answers[path]).or_insert_with(|| format!("09{:08}", chance.below(100_000_000)));
        }
        let mut answers = self.answers.clone();
        for path in self.names.iter().chain(&self.phones) {
            answers.insert(path.clone(), own[&self.answers[path]].clone());
        }
        answers
    }

    /// What of it no log may hold; what is shorter may be found anywhere.
    fn private(&self, submission: &Submission) -> Vec<String> {
        const SHORTEST: usize = 6;
        let answers = self.private.iter().filter_map(|path| submission.answers.get(path));
        let files = submission.attachments.iter().flat_map(|file| [&file.name, &file.sha256]);
        let all = answers.chain(files).filter(|text| text.len() >= SHORTEST).cloned();
        all.chain([submission.number.as_str().to_owned()]).collect()
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
