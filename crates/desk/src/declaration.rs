//! The official declaration, of the same lines as on the screen.

use crate::DeskError;
use crate::kept::Kept;
use dossier::paper::fill;
use slips::Declaration;

pub(crate) fn print(kept: &Kept) -> Result<Vec<u8>, DeskError> {
    let Kept { catalogue, procedure, evaluation, site, day, .. } = kept;
    let paper = catalogue.paper(&procedure.code, site, *day)?.ok_or(DeskError::NoForm)?;
    let lines = fill(&paper, procedure, evaluation, &catalogue.tables, *day);
    let given = procedure.components.iter().flat_map(|component| {
        let given = component.papers.iter().filter(move |paper| kept.files(&component.id, &paper.id) > 0);
        given.map(|paper| paper.name.vi.clone())
    });
    let papers: Vec<String> = given.collect();
    let received = &kept.dossier.latest_receipt().received_at;
    let day = gateway::deadline::moment(received).ok_or(DeskError::Unreadable)?.date;
    Ok(slips::declaration(&Declaration { paper: &paper, lines: &lines, papers: &papers, day })?)
}
