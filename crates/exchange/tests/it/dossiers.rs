//! Dossiers of invented people: the stories that the scenarios tell, as they would be kept.

use catalogue::{Compiled, Scenario};
use dossier::procedure::{Component, PaperKind};
use dossier::{Answers, Evaluation, Procedure, Site, evaluate};
use exchange::{Kept, Mapping};
use protocol::track::{Happened, State};
use protocol::{Attachment, Receipt, Submission, SubmissionNumber};
use std::path::Path;
use std::sync::OnceLock;
use vietnam::calendar::Moment;
use vietnam::date::Date;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The catalogue, compiled once.
pub(crate) fn compiled() -> &'static Compiled {
    static COMPILED: OnceLock<Compiled> = OnceLock::new();
    COMPILED.get_or_init(|| catalogue::compile(Path::new(ROOT)).unwrap_or_else(|wrong| panic!("{wrong}")))
}

/// Every scenario.
pub(crate) fn scenarios() -> Vec<Scenario> {
    catalogue::scenarios(Path::new(ROOT)).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// A dossier as the gateway keeps it.
pub(crate) struct Dossier {
    pub(crate) submission: Submission,
    pub(crate) receipt: Receipt,
    pub(crate) procedure: Procedure,
    pub(crate) evaluation: Evaluation,
    pub(crate) site: &'static Site,
    pub(crate) events: Vec<Happened>,
    /// Place in the index.
    pub(crate) at: usize,
}

impl Dossier {
    /// The dossier of a scenario.
    pub(crate) fn of(scenario: &Scenario) -> Option<Dossier> {
        let procedure = scenario.procedure(compiled())?;
        let papers = scenario.papers(procedure);
        let attached: Vec<&str> = papers.iter().map(|ix| procedure.components[ix.at()].id.as_str()).collect();
        Dossier::with(scenario, &attached)
    }

    /// The same, with a paper for each of these components.
    pub(crate) fn with(scenario: &Scenario, attached: &[&str]) -> Option<Dossier> {
        let procedure = scenario.procedure(compiled())?;
        let at = compiled().procedures.iter().position(|one| std::ptr::eq(one, procedure))?;
        Some(Dossier::new(at, &scenario.typed(procedure), attached, scenario.today))
    }

    /// A dossier of the procedure at a place of the index.
    pub(crate) fn new(at: usize, answers: &Answers, attached: &[&str], today: Date) -> Dossier {
        let index = &compiled().index;
        let here = &index.procedures[at].sites;
        let site = index.sites.iter().find(|site| here.is_empty() || here.contains(&site.id)).unwrap();
        let mut procedure = compiled().procedures[at].clone();
        procedure.at_site(site);
        let evaluation = evaluate(&procedure, answers, today, &compiled().tables);
        let number = SubmissionNumber::mint([7; 16]);
        let sent = evaluation.sent(&procedure);
        let office = sent.iter().find(|(path, _)| path == "office").map(|(_, code)| code.clone());
        let received = Moment { date: today, minute: 10 * 60 + 42 };
        let due = dossier::due(&procedure, &evaluation, received, &index.calendar, site.closes);
        let (year, month, day) = (today.year() % 100, today.month(), today.day());
        let submission = Submission {
            number: number.clone(),
            catalogue: "c0ffee".into(),
            procedure: procedure.code.clone(),
            site: site.id.clone(),
            lang: "vi".into(),
            answers: sent.into_iter().collect(),
            attachments: attachments(&procedure, attached),
            completes: None,
        };
        let receipt = Receipt {
            number,
            code: format!("{}-{year:02}{month:02}{day:02}-0001", site.agency),
            procedure: procedure.code.clone(),
            catalogue: "c0ffee".into(),
            received_at: format!("{today}T10:42:00+07:00"),
            due: due.map(|day| day.to_string()),
            office: office.unwrap_or_default(),
            sha256: "ab".repeat(32),
            files: Vec::new(),
            secret: "7K2M9QXA01".into(),
            signature: "cd".repeat(64),
        };
        let event = |hours: u8, state, words: &str, until: Option<Date>| Happened {
            at: format!("{today}T{hours:02}:30:00+07:00"),
            state,
            words: words.into(),
            until: until.map(|day| day.to_string()),
        };
        let events = vec![
            Happened { at: receipt.received_at.clone(), ..event(10, State::Received, "", None) },
            event(11, State::Accepted, "Đã tiếp nhận", None),
            event(14, State::Supplement, "Xin chụp lại giấy tờ cho rõ", Some(today.plus_days(15))),
        ];
        Dossier { submission, receipt, procedure, evaluation, site, events, at }
    }

    pub(crate) fn kept(&self) -> Kept<'_> {
        Kept {
            submission: &self.submission,
            receipt: &self.receipt,
            agency: &self.site.agency,
            due: self.receipt.due.as_deref(),
            closes: self.site.closes,
            field: &compiled().index.procedures[self.at].field.vi,
            procedure: &self.procedure,
            evaluation: &self.evaluation,
            site: self.site,
            tables: &compiled().tables,
            events: &self.events,
        }
    }

    pub(crate) fn mapping(&self, format: &str) -> &'static Mapping {
        compiled().targets.mapping(format, self.at).unwrap()
    }
}

/// An invented file for each component, two for the first.
fn attachments(procedure: &Procedure, attached: &[&str]) -> Vec<Attachment> {
    let components = procedure.components.iter().filter(|one| attached.contains(&one.id.as_str()));
    let mut files: Vec<_> = components.flat_map(|one| Some((one, one.papers.first()?))).collect();
    if let Some(first) = files.first().copied() {
        files.insert(1, first);
    }
    let file = |(n, (component, paper)): (usize, (&Component, &PaperKind))| Attachment {
        component: component.id.clone(),
        paper: paper.id.clone(),
        name: format!("anh-{n}.jpg"),
        media_type: "image/jpeg".into(),
        size: 100_000 + n as u64,
        sha256: format!("{n:064x}"),
    };
    files.into_iter().enumerate().map(file).collect()
}
