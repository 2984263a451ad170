//! The same check as in the browser: the same rules, on the same version of the catalogue.

use crate::catalogues::{Catalogue, Catalogues};
use crate::dossiers::codes::Agency;
use crate::problem::{Refusal, error_at};
use dossier::procedure::ComponentIx;
use dossier::{Answers, Code, Evaluation, Finding, Kind, Procedure, Severity, Site, Value};
use dossier::{evaluate, evaluate::missing_papers};
use protocol::{Attachment, ProblemKind, Submission, WireFinding};
use std::collections::BTreeMap;
use std::sync::Arc;
use vietnam::date::Date;
use vietnam::places::CommuneCode;

/// A submission that breaks no rule.
pub(super) struct Checked {
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) procedure: Procedure,
    pub(super) evaluation: Evaluation,
    pub(super) office: Option<CommuneCode>,
}

/// What a submission is judged by.
pub(super) struct Ground {
    /// The day whose rules hold.
    pub(super) day: Date,
    /// Files that the office has already; none of a new dossier.
    pub(super) held: Vec<Attachment>,
    /// The commune whose office has it already; any when it is empty.
    pub(super) office: String,
}

/// Judges a submission.
pub(super) fn check(
    catalogues: &Catalogues,
    submission: &Submission,
    ground: &Ground,
) -> Result<Checked, Refusal> {
    let catalogue = catalogues.version(&submission.catalogue).ok_or_else(|| {
        Refusal::new(
            ProblemKind::UnknownCatalogue,
            "load the catalogue again and let the answers be judged anew",
        )
    })?;
    let site = site(catalogue, submission)?;
    let procedure = catalogue
        .procedure(&submission.procedure, site, ground.day)
        .ok_or_else(|| Refusal::new(ProblemKind::UnknownProcedure, "no such procedure is in force"))?;
    let (evaluation, unknown) = judged(catalogue, &procedure, submission, ground.day);

    let mut findings: Vec<_> = unknown.into_iter().map(|path| error_at(path, "unknown_question")).collect();
    let (mut attached, not_listed) = attached(&procedure, &submission.attachments);
    // What the office took then is not refused now.
    attached.extend(self::attached(&procedure, &ground.held).0);
    let missing = missing_papers(&procedure, &evaluation, &attached);
    let found = evaluation.findings.iter().chain(&missing);
    findings.extend(found.map(|finding| wire(finding, &procedure, &evaluation)));
    findings.extend(not_listed);
    let office = office(&procedure, &evaluation);
    let fits = |office: CommuneCode| match ground.office.as_str() {
        "" => lies_in(catalogue, site, office),
        has_it => office.to_string() == has_it,
    };
    if let Some((path, office)) = &office
        && !fits(*office)
    {
        findings.push(error_at(path, Code::UnknownPlace.id(&procedure)));
    }
    if findings.iter().any(|finding| finding.severity == Severity::Error.id()) {
        let detail = "the answers break rules or papers are missing; see the findings";
        return Err(Refusal::new(ProblemKind::Rejected, detail).with_findings(findings));
    }
    Ok(Checked {
        catalogue: Arc::clone(catalogue),
        office: office.map(|(_, office)| office),
        procedure,
        evaluation,
    })
}

/// What follows from the answers, and the paths that no question has.
fn judged<'s>(
    catalogue: &Catalogue,
    procedure: &Procedure,
    submission: &'s Submission,
    today: Date,
) -> (Evaluation, Vec<&'s str>) {
    let answers = submission.answers.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
    let (answers, unknown) = Answers::from_paths(procedure, answers);
    (evaluate(procedure, &answers, today, &catalogue.tables), unknown)
}

/// What followed from a kept dossier on the day it was received.
pub fn again(catalogue: &Catalogue, submission: &Submission, day: Date) -> Option<(Procedure, Evaluation)> {
    let procedure =
        catalogue.procedure(&submission.procedure, catalogue.index.site(&submission.site)?, day)?;
    let (evaluation, _) = judged(catalogue, &procedure, submission, day);
    Some((procedure, evaluation))
}

/// The site a submission is filed in.
pub(super) fn site<'a>(catalogue: &'a Catalogue, submission: &Submission) -> Result<&'a Site, Refusal> {
    let site = catalogue.index.site(&submission.site);
    site.ok_or_else(|| Refusal::new(ProblemKind::UnknownProcedure, "no such site here"))
}

/// The agency that receives: as the operator set it, else as the catalogue says.
pub(super) fn agency(
    site: &Site,
    office: Option<CommuneCode>,
    set: &BTreeMap<CommuneCode, Agency>,
) -> Option<Agency> {
    let by_operator = office.and_then(|office| set.get(&office));
    let by_catalogue = || office.map_or(site.agency.as_str(), |office| site.agency_of(office));
    by_operator.cloned().or_else(|| Agency::parse(by_catalogue()))
}

/// As a finding travels.
fn wire(finding: &Finding, procedure: &Procedure, e: &Evaluation) -> WireFinding {
    WireFinding {
        path: finding.at.path(procedure, &e.shape),
        code: finding.code.id(procedure).into(),
        severity: finding.severity.id().into(),
    }
}

/// The components that have a file, and the files that serve nothing the procedure lists.
fn attached(procedure: &Procedure, files: &[Attachment]) -> (Vec<ComponentIx>, Vec<WireFinding>) {
    let mut attached = Vec::new();
    let mut not_listed = Vec::new();
    for attachment in files {
        let mut components = (0u16..).zip(&procedure.components);
        let listed = components.find(|(_, component)| {
            component.id == attachment.component && component.papers.iter().any(|p| p.id == attachment.paper)
        });
        match listed {
            Some((at, _)) => attached.push(ComponentIx(at)),
            None => not_listed.push(error_at(format!("attach.{}", attachment.component), "unknown_paper")),
        }
    }
    (attached, not_listed)
}

/// The office chosen, with the path of its question.
fn office(procedure: &Procedure, e: &Evaluation) -> Option<(String, CommuneCode)> {
    let mut answered = procedure.questions.iter().zip(&e.values);
    answered.find_map(|(question, value)| match (&question.kind, value) {
        (Kind::Office, Some(Value::Text(code))) => Some((question.path.clone(), CommuneCode::parse(code)?)),
        _ => None,
    })
}

fn lies_in(catalogue: &Catalogue, site: &Site, office: CommuneCode) -> bool {
    let communes = catalogue.tables.communes_of(site.province);
    communes.is_some_and(|all| all.iter().any(|commune| commune.code == office))
}
