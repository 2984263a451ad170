//! `POST /v1/dossiers`: checked, kept durably, then answered.

use super::check::{self, Checked, Ground};
use super::{files, read, supplement};
use crate::body::Incoming;
use crate::clock::Now;
use crate::limits;
use crate::openapi::{ProblemBody, ReceiptBody, SubmissionBody};
use crate::problem::{Fault, Refusal};
use crate::router::IDEMPOTENCY_KEY;
use crate::state::Gateway;
use crate::store::{Accepted, Kept};
use crate::wire::Said;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use dossier::Site;
use protocol::{ProblemKind, Receipt, Submission};
use std::net::SocketAddr;
use std::sync::Arc;
use vietnam::date::Date;
use vietnam::places::CommuneCode;

/// Receives a dossier.
///
/// Its files were uploaded before. Send it again as often as needed: the same number with the same content always gets the same receipt.
/// With `completes` it is a supplement, under a number of its own: judged by the rules of the day its dossier was
/// received, with the files of that dossier besides its own. It is a conflict when the office asks for none, or the
/// secret is another.
#[utoipa::path(
    post,
    path = "/v1/dossiers",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "When present: the submission number."),
        ("Accept" = Option<String>, Header,
            description = "`application/vnd.to-khai.postcard` asks for the answer in postcard instead of JSON."),
    ),
    request_body = SubmissionBody,
    responses(
        (status = 201, description = "Received now.", body = ReceiptBody),
        (status = 200, description = "Received earlier: the same receipt.", body = ReceiptBody),
        (status = 400, description = "malformed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 408, description = "timeout", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "conflict, unknown-catalogue", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 413, description = "too-large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "malformed: another Content-Type", body = ProblemBody,
            content_type = "application/problem+json"),
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
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Said), Refusal> {
    let permit = limits::admit(&gateway, peer, &headers)?;
    let limits = &gateway.config.limits;
    let mut body = Incoming::new(body, limits.dossier_bytes, limits);
    let sent = submission(&headers, &mut body).await;
    body.drain().await;
    let sent = sent?;
    // Whoever hangs up now does not stop it halfway.
    let taking = async move {
        let _permit = permit;
        take(&gateway, sent).await
    };
    tokio::spawn(taking).await.map_err(Fault::from)?
}

async fn submission(headers: &HeaderMap, body: &mut Incoming) -> Result<Submission, Refusal> {
    let json =
        headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"application/json"));
    if !json {
        let refusal = Refusal::new(ProblemKind::Malformed, "Content-Type must be application/json");
        return Err(refusal.with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let submission = read::read(&body.all().await?)?;
    let number = submission.number.as_str().as_bytes();
    if headers.get(IDEMPOTENCY_KEY).is_some_and(|key| key.as_bytes() != number) {
        let detail = "Idempotency-Key must be the number of the submission";
        return Err(Refusal::new(ProblemKind::Malformed, detail));
    }
    Ok(submission)
}

async fn take(gateway: &Arc<Gateway>, submission: Submission) -> Result<(StatusCode, Said), Refusal> {
    let number = submission.number.clone();
    let answer = answer(keep(gateway, submission).await?)?;
    gateway.relays.more();
    // The dossier has its files, also those that were uploaded for a replay.
    let forgetful = Arc::clone(gateway);
    let forget = tokio::task::spawn_blocking(move || forgetful.shelf.forget(&number));
    // What stays goes when its time is over.
    if let Ok(Err(error)) = forget.await {
        tracing::warn!(%error, "uploads of a dossier that is kept stay");
    }
    Ok(answer)
}

async fn keep(gateway: &Arc<Gateway>, mut sent: Submission) -> Result<Kept, Refusal> {
    let sha256 = files::sha256(sent.to_json());
    // A replay gets its receipt even if the law or the catalogue has changed since.
    if let Some(kept) = gateway.store.find(&sent.number, &sha256).await? {
        return Ok(kept);
    }
    // What proves that the sender may is not kept.
    let completes = sent.completes.take();
    let original = match &completes {
        Some(completes) => Some(supplement::original(gateway, &sent, completes).await?),
        None => None,
    };
    let today = || Ground { day: gateway.clock.now().day(), held: Vec::new(), office: String::new() };
    let ground = original.as_ref().map_or_else(|| Ok(today()), supplement::ground)?;
    let checked = check::check(&gateway.catalogues, &sent, &ground)?;
    files::check_manifest(&sent, check::site(&checked.catalogue, &sent)?.files)?;
    if let Err(refusal) = uploaded(gateway, &sent).await? {
        // The same dossier, sent twice at once, may have been kept just now: its uploads are gone then.
        return gateway.store.find(&sent.number, &sha256).await?.ok_or(refusal);
    }
    let settle = {
        let (gateway, sent) = (Arc::clone(gateway), sent.clone());
        move || gateway.folder.settle(&sent, |sha256| gateway.shelf.whole(&sent.number, sha256))
    };
    match original {
        None => {
            let accepted = accept(gateway, sent, sha256, &checked)?;
            Ok(gateway.store.keep(&accepted, &gateway.seal, settle).await?)
        }
        Some(original) => {
            let completing = supplement::accept(gateway, &original, sent, sha256, &checked)?;
            gateway.store.complete(&completing, settle).await?.ok_or_else(supplement::closed)
        }
    }
}

async fn uploaded(gateway: &Arc<Gateway>, submission: &Submission) -> Result<Result<(), Refusal>, Fault> {
    let (gateway, submission) = (Arc::clone(gateway), submission.clone());
    let check = move || files::check_uploads(&submission, &gateway.shelf, gateway.clock.now().system());
    Ok(tokio::task::spawn_blocking(check).await??)
}

fn accept(
    gateway: &Gateway,
    sent: Submission,
    sha256: String,
    checked: &Checked,
) -> Result<Accepted, Refusal> {
    let office = checked.office;
    let site = check::site(&checked.catalogue, &sent)?;
    let agency = check::agency(site, office, &gateway.config.agencies).ok_or_else(|| {
        tracing::error!(site = site.id, "the catalogue's agency has no proper identifier");
        Refusal::internal()
    })?;
    let at = gateway.clock.now();
    let due = due(checked, site, office, at);
    let (submission, dropped) = kept(sent, checked);
    let route = gateway.relays.route(&submission.site, office);
    Ok(Accepted { submission, sha256, dropped, agency, office, at, due, route })
}

/// When the result is due of what was complete at that moment.
pub(super) fn due(checked: &Checked, site: &Site, office: Option<CommuneCode>, at: Now) -> Option<Date> {
    let Checked { catalogue, procedure, evaluation, .. } = checked;
    let (calendar, closes) = catalogue.timetable().of(site, office, &catalogue.index.calendar);
    dossier::due(procedure, evaluation, at.moment(), &calendar, closes)
}

/// What is kept: the answers as evaluated. Those to questions that are not asked are left out; their paths are told.
pub(super) fn kept(sent: Submission, checked: &Checked) -> (Submission, Vec<String>) {
    let answers = checked.evaluation.sent(&checked.procedure).into_iter().collect();
    let mut dropped = sent.answers.clone();
    let submission = Submission { answers, ..sent };
    dropped.retain(|path, _| !submission.answers.contains_key(path));
    (submission, dropped.into_keys().collect())
}

fn answer(kept: Kept) -> Result<(StatusCode, Said), Refusal> {
    let said = |status, receipt: Receipt| Ok((status, Said::Receipt(receipt)));
    match kept {
        Kept::Now(receipt) => said(StatusCode::CREATED, receipt),
        Kept::Before(receipt) => said(StatusCode::OK, receipt),
        Kept::Otherwise => Err(Refusal::new(
            ProblemKind::Conflict,
            "another dossier was received under this number; a changed dossier needs a new number",
        )),
    }
}
