//! What a dossier is opened again with, when its office asks for more.

use crate::state::Gateway;
use crate::store::{Dossier, Note};
use crate::tracking::procedure;
use dossier::{Answers, Kind, Procedure};
use protocol::{Asked, Declared, Reopened, Submission};
use vietnam::date::parse_typed;

/// What is needed to go on with a dossier; nothing when its office does not wait for that.
pub(crate) fn reopened(gateway: &Gateway, dossier: &Dossier) -> Option<Reopened> {
    let Note { words, until } = dossier.asked()?;
    let (latest, receipt) = (dossier.latest(), &dossier.receipt);
    let procedure = procedure(gateway, latest, dossier.day()?)?;
    let asked = Asked {
        number: receipt.number.clone(),
        secret: receipt.secret.clone(),
        code: dossier.code().to_owned(),
        received_at: receipt.received_at.clone(),
        files: dossier.held(),
        words,
        until: until.map(|day| day.to_string()),
    };
    let declared = Declared {
        procedure: latest.procedure.clone(),
        catalogue: latest.catalogue.clone(),
        site: latest.site.clone(),
        answers: typed(&procedure, latest),
    };
    Some(Reopened { asked, declared })
}

/// The answers as they were typed, those left out that are undertaken beside Submit.
fn typed(procedure: &Procedure, submission: &Submission) -> Vec<(String, String)> {
    let answers = submission.answers.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
    let (answers, _) = Answers::from_paths(procedure, answers);
    let shape = answers.shape();
    let one = |cell| {
        let (question, raw) = (shape.question(procedure, cell)?, answers.raw(cell));
        let step = procedure.steps.get(shape.step_of(procedure, cell)?.at())?;
        let raw = match question.kind {
            _ if raw.is_empty() || step.on_review => return None,
            Kind::Date { .. } | Kind::PartialDate { .. } => in_boxes(raw),
            _ => raw.to_owned(),
        };
        Some((shape.path(procedure, cell), raw))
    };
    shape.cells().into_iter().filter_map(one).collect()
}

/// A date as three boxes hold it: `05/08/1995`, `/08/1995`, `//1995`.
fn in_boxes(iso: &str) -> String {
    match parse_typed(iso) {
        Ok(Some(date)) => {
            let known = date.dmy();
            let unknown = 2_usize.saturating_sub(known.matches('/').count());
            "/".repeat(unknown) + &known
        }
        _ => iso.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_comes_back_into_its_boxes() {
        for (iso, boxes) in [("1995-08-05", "05/08/1995"), ("1995-08", "/08/1995"), ("1995", "//1995")] {
            assert_eq!(in_boxes(iso), boxes);
            assert_eq!(parse_typed(boxes), parse_typed(iso), "and is the same date");
        }
    }
}
