//! A supplement: what completes a dossier whose office has asked for more (NĐ 118/2025 Đ19.5).

use super::check::{self, Checked, Ground};
use super::receive::{due, kept};
use crate::problem::Refusal;
use crate::state::Gateway;
use crate::store::{Completing, Dossier, received};
use crate::tracking::holds;
use protocol::{Completes, ProblemKind, Receipt, Submission};
use vietnam::places::CommuneCode;

/// The dossier that a submission completes, if its sender may and its office asks for it. What is in the way is not
/// told apart.
pub(super) async fn original(
    gateway: &Gateway,
    sent: &Submission,
    completes: &Completes,
) -> Result<Dossier, Refusal> {
    let found = gateway.store.dossier(completes.dossier.as_str()).await?;
    let same = |dossier: &Dossier| {
        let first = &dossier.submission;
        (&first.procedure, &first.site) == (&sent.procedure, &sent.site)
    };
    let fits = |dossier: &Dossier| {
        holds(&dossier.receipt, &completes.secret) && dossier.asked().is_some() && same(dossier)
    };
    found.filter(fits).ok_or_else(closed)
}

/// Nothing can be added to that dossier.
pub(super) fn closed() -> Refusal {
    let detail =
        "no dossier of this procedure and site waits for a supplement with this secret; ask how it stands";
    Refusal::new(ProblemKind::Conflict, detail)
}

/// The rules of the day the dossier was received; what its office has need not come again.
pub(super) fn ground(original: &Dossier) -> Result<Ground, Refusal> {
    let day = original.day().ok_or_else(Refusal::internal)?;
    Ok(Ground { day, held: original.held(), office: original.receipt.office.clone() })
}

/// What is kept, and its receipt: a number of its own, the code and the secret of its dossier. The time to solve
/// counts anew.
pub(super) fn accept(
    gateway: &Gateway,
    original: &Dossier,
    sent: Submission,
    sha256: String,
    checked: &Checked,
) -> Result<Completing, Refusal> {
    let at = gateway.clock.now();
    let office = CommuneCode::parse(&original.receipt.office);
    let due = due(checked, check::site(&checked.catalogue, &sent)?, office, at);
    let (submission, dropped) = kept(sent, checked);
    let first = &original.receipt;
    let receipt = Receipt {
        number: submission.number.clone(),
        catalogue: submission.catalogue.clone(),
        received_at: at.rfc3339(),
        due: due.map(|day| day.to_string()),
        sha256: sha256.clone(),
        files: received(&submission),
        ..first.clone()
    };
    let receipt = Receipt { secret: first.secret.clone(), ..gateway.seal.seal(receipt) };
    Ok(Completing { dossier: first.number.clone(), submission, sha256, dropped, receipt, at })
}
