//! `POST /v1/dossiers`: checked, kept durably, then answered.

use super::check::{self, Checked};
use super::files;
use super::upload::{self, Upload};
use crate::folder::Incoming;
use crate::limits;
use crate::openapi::{DossierForm, ProblemBody, ReceiptBody};
use crate::problem::{Fault, Refusal};
use crate::router::IDEMPOTENCY_KEY;
use crate::state::Gateway;
use crate::store::{Accepted, Kept};
use crate::wire::{Received, RequestId};
use axum::Extension;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderValue;
use protocol::{ProblemKind, Submission};
use std::net::SocketAddr;
use std::sync::Arc;

/// Receives a dossier.
///
/// Send it again as often as needed: the same number with the same content always gets the same receipt.
#[utoipa::path(
    post,
    path = "/v1/dossiers",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "When present: the submission number."),
        ("Accept" = Option<String>, Header,
            description = "`application/vnd.to-khai.postcard` asks for the answer in postcard instead of JSON."),
    ),
    request_body(content = DossierForm, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "Received now.", body = ReceiptBody),
        (status = 200, description = "Received earlier: the same receipt.", body = ReceiptBody),
        (status = 400, description = "malformed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 408, description = "timeout", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "conflict, unknown-catalogue", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 413, description = "too-large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "rejected, unknown-procedure, bad-file", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 429, description = "busy: too many from one address; see Retry-After", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 500, description = "internal", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "busy: too many at once; see Retry-After", body = ProblemBody,
            content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn receive(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Extension(RequestId(id)): Extension<RequestId>,
    request: Request,
) -> Result<Received, Refusal> {
    let _permit = limits::admit(&gateway, peer, request.headers())?;
    let key = request.headers().get(IDEMPOTENCY_KEY).cloned();
    let take = async {
        let mut upload = Upload::open(request, &gateway.config.limits).await?;
        let outcome = take(&gateway, &id, key.as_ref(), &mut upload).await;
        upload.drain().await;
        outcome
    };
    let in_time = tokio::time::timeout(gateway.config.limits.whole, take).await;
    in_time.unwrap_or_else(|_| Err(upload::timeout()))
}

async fn take(
    gateway: &Arc<Gateway>,
    id: &str,
    key: Option<&HeaderValue>,
    upload: &mut Upload,
) -> Result<Received, Refusal> {
    let submission = upload.submission(gateway.config.limits.dossier_bytes).await?;
    if key.is_some_and(|key| key.as_bytes() != submission.number.as_str().as_bytes()) {
        let detail = "Idempotency-Key must be the number of the submission";
        return Err(Refusal::new(ProblemKind::Malformed, detail));
    }
    let sha256 = files::sha256(submission.to_json());
    // A replay gets its receipt even if the law or the catalogue has changed since.
    if let Some(kept) = gateway.store.find(&submission.number, &sha256).await? {
        return answer(kept);
    }
    let checked = check::check(&gateway.catalogues, &submission, gateway.clock.now().day())?;
    files::check_manifest(&submission, check::site(&checked.catalogue, &submission)?.files)?;
    let incoming = Incoming::create(&gateway.folder, id)?;
    for (at, attachment) in submission.attachments.iter().enumerate() {
        upload.file(at, attachment, &incoming.file(at, attachment)).await?;
    }
    upload.end().await?;
    let accepted = accept(gateway, submission, sha256, &checked)?;
    // Whoever hangs up now does not stop it halfway.
    let gateway = Arc::clone(gateway);
    let keep = async move { gateway.store.keep(&accepted, incoming, &gateway.folder).await };
    answer(tokio::spawn(keep).await.map_err(Fault::from)??)
}

/// What is kept: the answers as evaluated, those to questions that are not asked left out.
fn accept(
    gateway: &Gateway,
    sent: Submission,
    sha256: String,
    checked: &Checked,
) -> Result<Accepted, Refusal> {
    let Checked { catalogue, procedure, evaluation, office } = checked;
    let site = check::site(catalogue, &sent)?;
    let agency = check::agency(site, *office, &gateway.config.agencies).ok_or_else(|| {
        tracing::error!(site = site.id, "the catalogue's agency has no proper identifier");
        Refusal::internal()
    })?;
    let at = gateway.clock.now();
    let due = dossier::due(procedure, evaluation, at.moment(), &catalogue.index.calendar, site.closes);
    let answers = evaluation.sent(procedure).into_iter().collect();
    let mut dropped = sent.answers.clone();
    let submission = Submission { answers, ..sent };
    dropped.retain(|path, _| !submission.answers.contains_key(path));
    let dropped = dropped.into_keys().collect();
    Ok(Accepted { submission, sha256, dropped, agency, office: *office, at, due })
}

fn answer(kept: Kept) -> Result<Received, Refusal> {
    match kept {
        Kept::Now(receipt) => Ok(Received { receipt, first: true }),
        Kept::Before(receipt) => Ok(Received { receipt, first: false }),
        Kept::Otherwise => Err(Refusal::new(
            ProblemKind::Conflict,
            "another dossier was received under this number; a changed dossier needs a new number",
        )),
    }
}
