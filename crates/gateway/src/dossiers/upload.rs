//! A body on its way in: bounded in bytes and in silence, read part by part.

use super::files::{self, BadFile};
use crate::config::Limits;
use crate::problem::{Refusal, error_at};
use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_LENGTH;
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::BodyExt;
use protocol::{Attachment, DOSSIER_PART, ProblemKind, Submission, WireFinding, file_part};
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use tower_http::timeout::{TimeoutBody, TimeoutError};
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

/// A multipart body with its guard.
pub(super) struct Upload {
    parts: Multipart,
    guard: Guard,
}

impl Upload {
    /// Takes the body of a request.
    pub(super) async fn open(request: Request, limits: &Limits) -> Result<Upload, Refusal> {
        let declared = request.headers().get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse().ok());
        let (head, body) = request.into_parts();
        let guard = Guard::new(body, limits);
        let request = Request::from_parts(head, Body::new(guard.clone()));
        let Ok(parts) = Multipart::from_request(request, &()).await else {
            guard.clone().drain().await;
            return Err(Refusal::new(ProblemKind::Malformed, "send multipart/form-data with a boundary"));
        };
        let upload = Upload { parts, guard };
        if declared.is_some_and(|bytes: u64| bytes > limits.body_bytes) {
            upload.drain().await;
            return Err(too_large());
        }
        Ok(upload)
    }

    /// Reads what the client still sends, within the limits: a client that is cut off while it writes does
    /// not read the answer.
    pub(super) async fn drain(self) {
        self.guard.drain().await;
    }

    /// The first part: the submission, in its proper form.
    pub(super) async fn submission(&mut self, limit: u64) -> Result<Submission, Refusal> {
        let mut part = self.next(DOSSIER_PART).await?.ok_or_else(|| missing(DOSSIER_PART))?;
        let mut json = Vec::new();
        while let Some(chunk) = part.chunk().await? {
            json.extend_from_slice(&chunk);
            if u64::try_from(json.len()).unwrap_or(u64::MAX) > limit {
                return Err(Refusal::new(ProblemKind::TooLarge, "the part \"dossier\" is over its limit"));
            }
        }
        read(&json)
    }

    /// The next part: the bytes of the `at`-th attachment, written to `target` and found to be what the
    /// manifest says.
    pub(super) async fn file(
        &mut self,
        at: usize,
        attachment: &Attachment,
        target: &Path,
    ) -> Result<(), Refusal> {
        let name = file_part(at);
        let refuse = |bad: BadFile| bad.refusal(at, attachment);
        let mut part = self.next(&name).await?.ok_or_else(|| refuse(BadFile::Missing))?;
        let mut file = files::Writer::create(target).await?;
        while let Some(chunk) = part.chunk().await? {
            file.write(&chunk, attachment).await?.map_err(refuse)?;
        }
        file.finish(attachment).await?.map_err(refuse)
    }

    /// Nothing may follow.
    pub(super) async fn end(&mut self) -> Result<(), Refusal> {
        match self.parts.next_field().await.map_err(|error| self.guard.refusal(&error))? {
            None => Ok(()),
            Some(_) => Err(Refusal::new(
                ProblemKind::BadFile,
                "the body holds more parts than the manifest has attachments",
            )),
        }
    }

    async fn next(&mut self, name: &str) -> Result<Option<Part<'_>>, Refusal> {
        let guard = &self.guard;
        match self.parts.next_field().await.map_err(|error| guard.refusal(&error))? {
            None => Ok(None),
            Some(field) if field.name() == Some(name) => Ok(Some(Part { field, guard })),
            Some(_) => Err(Refusal::new(
                ProblemKind::Malformed,
                format!("the next part must be named {name:?}: \"dossier\" first, then the files in order"),
            )),
        }
    }
}

/// A part being read.
struct Part<'a> {
    field: Field<'a>,
    guard: &'a Guard,
}

impl Part<'_> {
    async fn chunk(&mut self) -> Result<Option<Bytes>, Refusal> {
        self.field.chunk().await.map_err(|error| self.guard.refusal(&error))
    }
}

/// Parses and validates. What is wrong is told by place and code, never by value.
fn read(json: &[u8]) -> Result<Submission, Refusal> {
    let submission: Submission = serde_json::from_slice(json).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let detail = format!("the part \"dossier\" is not a submission (line {line}, column {column})");
        Refusal::new(ProblemKind::Malformed, detail)
    })?;
    let mut findings = Vec::new();
    if let Err(errors) = submission.validate() {
        collect("", &errors, &mut findings);
    }
    if !["vi", "en"].contains(&submission.lang.as_str()) {
        findings.push(error_at("lang", "choice"));
    }
    for (at, attachment) in submission.attachments.iter().enumerate() {
        if !attachment.sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            findings.push(error_at(format!("attachments[{at}].sha256"), "hexadecimal"));
        }
        // It will be shown on an operator's terminal.
        if attachment.name.contains(char::is_control) {
            findings.push(error_at(format!("attachments[{at}].name"), "control"));
        }
    }
    if findings.is_empty() {
        return Ok(submission);
    }
    let detail = "members of the submission are outside their bounds; see the findings";
    Err(Refusal::new(ProblemKind::Malformed, detail).with_findings(findings))
}

fn collect(prefix: &str, errors: &ValidationErrors, findings: &mut Vec<WireFinding>) {
    let mut members: Vec<_> = errors.errors().iter().collect();
    members.sort_by_key(|(name, _)| name.to_string());
    for (name, kind) in members {
        let path = format!("{prefix}{name}");
        match kind {
            ValidationErrorsKind::Field(found) => {
                findings.extend(found.iter().map(|error| error_at(&path, &error.code)));
            }
            ValidationErrorsKind::Struct(inner) => collect(&format!("{path}."), inner, findings),
            ValidationErrorsKind::List(inner) => {
                for (at, errors) in inner {
                    collect(&format!("{path}[{at}]."), errors, findings);
                }
            }
        }
    }
}

fn missing(part: &str) -> Refusal {
    Refusal::new(ProblemKind::Malformed, format!("the part {part:?} is missing"))
}

fn too_large() -> Refusal {
    Refusal::new(ProblemKind::TooLarge, "the body is over the limit")
}

/// The body behind the multipart reader, and why it broke.
#[derive(Clone)]
struct Guard(Arc<Mutex<Guarded>>);

struct Guarded {
    body: Pin<Box<TimeoutBody<Body>>>,
    left: u64,
    most: u64,
    trouble: Option<Trouble>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
enum Trouble {
    #[error("over the limit")]
    TooLarge,
    #[error("silent for too long")]
    Silent,
    #[error("cut off")]
    CutOff,
}

impl Guard {
    fn new(body: Body, limits: &Limits) -> Guard {
        let body = Box::pin(TimeoutBody::new(limits.silence, body));
        let most = limits.body_bytes;
        Guard(Arc::new(Mutex::new(Guarded { body, left: most, most, trouble: None })))
    }

    fn lock(&self) -> MutexGuard<'_, Guarded> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why reading failed.
    fn refusal(&self, error: &MultipartError) -> Refusal {
        match self.lock().trouble {
            Some(Trouble::TooLarge) => too_large(),
            Some(Trouble::Silent) => timeout(),
            Some(Trouble::CutOff) => Refusal::new(ProblemKind::Malformed, "the body was cut off"),
            None => {
                Refusal::new(ProblemKind::Malformed, format!("not multipart/form-data: {}", error.status()))
            }
        }
    }

    async fn drain(mut self) {
        {
            let mut guarded = self.lock();
            if guarded.trouble.is_some_and(|trouble| trouble != Trouble::TooLarge) {
                return;
            }
            // As much again as was allowed; who sends more is cut off.
            (guarded.left, guarded.trouble) = (guarded.most, None);
        }
        while let Some(Ok(_)) = self.frame().await {}
    }
}

/// The body did not arrive in time.
pub(super) fn timeout() -> Refusal {
    Refusal::new(ProblemKind::Timeout, "the body did not arrive in time; send the same bytes again")
}

impl HttpBody for Guard {
    type Data = Bytes;
    type Error = Trouble;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Trouble>>> {
        let mut guarded = self.lock();
        let trouble = match guarded.body.as_mut().poll_frame(cx) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(None) => return Poll::Ready(None),
            Poll::Ready(Some(Ok(frame))) => {
                let bytes = frame.data_ref().map_or(0, |data| u64::try_from(data.len()).unwrap_or(u64::MAX));
                match guarded.left.checked_sub(bytes) {
                    Some(left) => {
                        guarded.left = left;
                        return Poll::Ready(Some(Ok(frame)));
                    }
                    None => Trouble::TooLarge,
                }
            }
            Poll::Ready(Some(Err(error))) if error.is::<TimeoutError>() => Trouble::Silent,
            Poll::Ready(Some(Err(_))) => Trouble::CutOff,
        };
        guarded.trouble = Some(trouble);
        Poll::Ready(Some(Err(trouble)))
    }

    fn size_hint(&self) -> SizeHint {
        self.lock().body.size_hint()
    }
}
