//! `POST /v1/track`: how a dossier stands, for whoever can prove to have sent it. `POST /v1/reopen`: all of it, for
//! whoever holds its receipt, while its office asks for more.
//!
//! Who proves nothing learns nothing, not even that there is such a dossier: the answer is the same, and takes as
//! long.

use crate::body::Incoming;
use crate::deadline::due;
use crate::limits::{self, at_pace};
use crate::openapi::{ProblemBody, ProgressBody, ReopenedBody, TrackBody};
use crate::problem::Refusal;
use crate::reopening::reopened;
use crate::state::Gateway;
use crate::store::{Dossier, Event};
use crate::wire::Said;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use dossier::{Answers, Kind, Procedure};
use protocol::{ProblemKind, Progress, Proof, Receipt, Submission, Track};
use serde::de::DeserializeOwned;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use subtle::ConstantTimeEq;
use vietnam::date::Date;
use vietnam::phone::Phone;

/// A question is short.
const QUESTION: u64 = 1024;
/// Whoever is refused waits so long altogether, whatever was looked up meanwhile.
const EVEN: Duration = Duration::from_millis(50);

/// How does a dossier stand?
///
/// Proof is the secret on the receipt, or the last four digits of an identity number in the dossier together with
/// a telephone number in it. Without proof the answer is `not-found`, whether there is such a dossier or not. After
/// too many wrong answers about a dossier, only its secret opens it for a while.
#[utoipa::path(
    post,
    path = "/v1/track",
    params(
        ("Accept" = Option<String>, Header,
            description = "`application/vnd.to-khai.postcard` asks for the answer in postcard instead of JSON."),
    ),
    request_body = TrackBody,
    responses(
        (status = 200, description = "How it stands.", body = ProgressBody),
        (status = 400, description = "malformed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "not-found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "busy: too many questions from one address, or wrong answers about one \
            dossier; see Retry-After", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn track(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Result<Said, Refusal> {
    asked(&gateway, peer, &headers, body, async |track| tell(&gateway, track).await.map(Said::Progress)).await
}

/// Opens a dossier again which its office asks to complete.
///
/// The answer holds all that is needed to go on declaring: the answers and the files as the office has them, and what it
/// asks for. What is declared then is sent to `/v1/dossiers` under a number of its own, with `completes`. Proof is the
/// secret on the receipt alone. A dossier that waits for nothing is `not-found`, as one that is not known.
#[utoipa::path(
    post,
    path = "/v1/reopen",
    params(
        ("Accept" = Option<String>, Header,
            description = "`application/vnd.to-khai.postcard` asks for the answer in postcard instead of JSON."),
    ),
    request_body = TrackBody,
    responses(
        (status = 200, description = "What is needed to go on.", body = ReopenedBody),
        (status = 400, description = "malformed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "not-found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "busy: too many questions from one address, or wrong answers about one \
            dossier; see Retry-After", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn reopen(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Result<Said, Refusal> {
    let open = async |track: Track| {
        // Four digits and a telephone tell how it stands; they open no answers.
        let Proof::Secret(_) = track.proof else { return Err(Refusal::no_dossier()) };
        let found = proven(&gateway, track).await?;
        reopened(&gateway, &found).map(Said::Reopened).ok_or_else(Refusal::no_dossier)
    };
    asked(&gateway, peer, &headers, body, open).await
}

/// Answers a question about a dossier, at the pace of whoever asks; a refusal takes the same time, whatever is behind it.
async fn asked<Q: DeserializeOwned>(
    gateway: &Gateway,
    peer: SocketAddr,
    headers: &HeaderMap,
    body: Body,
    answer: impl AsyncFnOnce(Q) -> Result<Said, Refusal>,
) -> Result<Said, Refusal> {
    let begun = tokio::time::Instant::now();
    let client = limits::client(gateway, peer, headers);
    at_pace(&gateway.questions, client, "too many questions from this address; ask later")?;
    let mut body = Incoming::new(body, QUESTION, &gateway.config.limits);
    let asked = body.all().await;
    body.drain().await;
    let question = serde_json::from_slice(&asked?);
    let question = question.map_err(|_| Refusal::new(ProblemKind::Malformed, "the body is no question"))?;
    let told = answer(question).await;
    if told.is_err() {
        tokio::time::sleep_until(begun + EVEN).await;
    }
    told
}

async fn tell(gateway: &Gateway, track: Track) -> Result<Progress, Refusal> {
    proven(gateway, track).await.map(|dossier| progress(gateway, dossier))
}

/// The dossier asked for, if the proof is right.
async fn proven(gateway: &Gateway, track: Track) -> Result<Dossier, Refusal> {
    let asked = track.dossier.trim().to_uppercase();
    let found = gateway.store.dossier(&asked).await?;
    // Code and number of a dossier are tried together.
    let tried = found.as_ref().map_or(asked, |dossier| dossier.receipt.number.as_str().to_owned());
    let locked = |wait| limits::come_again(wait, "too many wrong answers about this dossier; ask later");
    let now = Instant::now();
    let proven = match &track.proof {
        // Nobody guesses fifty bits; whoever has them is never locked out by those who guess.
        Proof::Secret(secret) => found.as_ref().is_some_and(|dossier| holds(&dossier.receipt, secret)),
        Proof::Person { digits, phone } => {
            gateway.tries.would_allow(&tried, now).map_err(locked)?;
            found.as_ref().is_some_and(|dossier| names(gateway, dossier, digits, phone))
        }
    };
    match found {
        Some(dossier) if proven => Ok(dossier),
        _ => {
            gateway.tries.allow(tried, now).map_err(locked)?;
            Err(Refusal::no_dossier())
        }
    }
}

/// As it is printed, or as people read it to each other: O for 0, I and L for 1.
pub(crate) fn holds(receipt: &Receipt, secret: &str) -> bool {
    let letters = secret.chars().filter(|c| !matches!(c, ' ' | '-')).map(|c| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    letters.collect::<String>().as_bytes().ct_eq(receipt.secret.as_bytes()).into()
}

/// Does the dossier name an identity number that ends so, and this telephone?
fn names(gateway: &Gateway, dossier: &Dossier, digits: &str, phone: &str) -> bool {
    let (digits, Ok(phone)) = (digits.trim(), Phone::parse(phone)) else { return false };
    let Some(answers) = by_kind(gateway, dossier) else { return false };
    let ends = |number: &str| number.len() > 4 && number.ends_with(digits);
    let (mut number_known, mut phone_known) = (false, false);
    for (is_phone, answer) in answers {
        if is_phone {
            phone_known |= Phone::parse(&answer).is_ok_and(|known| known == phone);
        } else {
            number_known |= digits.len() == 4 && ends(&answer);
        }
    }
    number_known && phone_known
}

/// What was answered to questions for an identity number (`false`) or a telephone (`true`).
fn by_kind(gateway: &Gateway, dossier: &Dossier) -> Option<Vec<(bool, String)>> {
    let submission = &dossier.submission;
    let procedure = procedure(gateway, submission, dossier.day()?)?;
    let answers = submission.answers.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
    let (answers, _) = Answers::from_paths(&procedure, answers);
    let cells = answers.shape().cells().into_iter();
    let told = cells.filter_map(|cell| {
        let is_phone = match answers.shape().question(&procedure, cell)?.kind {
            Kind::Phone => true,
            Kind::CitizenId { .. } | Kind::DocumentNumber { .. } => false,
            _ => return None,
        };
        Some((is_phone, answers.raw(cell).to_owned()))
    });
    Some(told.collect())
}

fn progress(gateway: &Gateway, dossier: Dossier) -> Progress {
    let catalogue = gateway.catalogues.version(&dossier.latest().catalogue).map(Arc::as_ref);
    let (code, due) = (dossier.code().to_owned(), due(catalogue, &dossier, i64::MAX));
    let Dossier { receipt: Receipt { procedure, office, .. }, events, .. } = dossier;
    let events = events.into_iter().filter_map(Event::happened).collect();
    Progress { code, procedure, office, due, events }
}

/// The procedure as it was the law on a day, in the catalogue a submission was judged with.
pub(crate) fn procedure(gateway: &Gateway, submission: &Submission, day: Date) -> Option<Procedure> {
    let catalogue = gateway.catalogues.version(&submission.catalogue)?;
    catalogue.procedure(&submission.procedure, catalogue.index.site(&submission.site)?, day)
}
