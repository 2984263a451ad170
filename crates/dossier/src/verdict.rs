//! The verdict on a dossier as plain lines: what two builds of this crate must agree on, byte for byte.

use crate::evaluate::{Amount, Evaluation, missing_papers};
use crate::procedure::{ComponentIx, Procedure};

/// One line a finding (`error mother.name required`), a case (`case late`), a paper needed or taken
/// (`paper proof_of_birth`), a line of the fee (`fee copies 16000`), a benefit (`benefit older 810000`), a
/// value sent (`send child.sex=female`).
pub fn verdict(procedure: &Procedure, e: &Evaluation, attached: &[ComponentIx]) -> String {
    let mut lines = Vec::new();
    for finding in e.findings.iter().chain(&missing_papers(procedure, e, attached)) {
        let (severity, path) = (finding.severity.id(), finding.at.path(procedure, &e.shape));
        lines.push([severity, path.as_str(), finding.code.id(procedure)].join(" "));
    }
    let cases = e.cases.iter().filter_map(|at| procedure.cases.get(usize::from(*at)));
    lines.extend(cases.map(|case| ["case", case.id.as_str()].join(" ")));
    let components = e.components.iter().filter_map(|ix| procedure.components.get(ix.at()));
    lines.extend(components.map(|component| ["paper", component.id.as_str()].join(" ")));
    for line in &e.fee {
        let id = procedure.fee.get(usize::from(line.item)).map_or("", |item| item.id.as_str());
        let amount = match line.amount {
            Amount::Known(amount) => amount.to_string(),
            Amount::ByProvince => "by_province".into(),
        };
        lines.push(["fee", id, amount.as_str()].join(" "));
    }
    let benefits = procedure.benefits.iter().flat_map(|all| &all.lines).collect::<Vec<_>>();
    for line in &e.benefits {
        let id = benefits.get(usize::from(line.line)).map_or("", |benefit| benefit.id.as_str());
        lines.push(["benefit", id, line.amount.to_string().as_str()].join(" "));
    }
    lines.extend(e.sent(procedure).iter().map(|(path, value)| ["send ", path, "=", value].concat()));
    lines.join("\n")
}
