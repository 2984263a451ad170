//! Why a request is refused. Which error belongs where:
//!
//! * [`Refusal`] is what a client is told: kind, status, findings. It holds codes and paths, no value.
//! * [`Fault`] is ours (disk, database): the client is told "internal", the operator reads the reason in
//!   the log.
//! * [`StartError`](crate::StartError) is the operator's: the server cannot start.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use protocol::{Problem, ProblemKind, WireFinding};

/// A refusal on its way to the client; [`wire`](crate::wire) writes it in the client's format.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    kind: ProblemKind,
    status: StatusCode,
    detail: String,
    findings: Vec<WireFinding>,
    retry_after: Option<u64>,
}

/// A fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The disk.
    #[error("the disk: {0}")]
    Disk(#[from] std::io::Error),
    /// The database.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// What was kept cannot be read; its words are not repeated.
    #[error("a kept dossier cannot be read (line {}, column {})", .0.line(), .0.column())]
    Kept(#[from] serde_json::Error),
    /// A task died.
    #[error("a task died: {0}")]
    Task(#[from] tokio::task::JoinError),
}

impl Refusal {
    /// A refusal of this kind; `detail` tells an integrator what to do.
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Refusal {
        Refusal { kind, status: status(kind), detail: detail.into(), findings: Vec::new(), retry_after: None }
    }

    /// With what is wrong, path by path.
    pub fn with_findings(self, findings: Vec<WireFinding>) -> Refusal {
        Refusal { findings, ..self }
    }

    /// "Busy" told by a status of its own.
    pub fn busy(status: StatusCode, seconds: u64, detail: &str) -> Refusal {
        Refusal { retry_after: Some(seconds), ..Refusal::new(ProblemKind::Busy, detail).with_status(status) }
    }

    /// The kind, told by a status of its own.
    pub fn with_status(self, status: StatusCode) -> Refusal {
        Refusal { status, ..self }
    }

    /// No such page.
    pub fn not_found() -> Refusal {
        Refusal::new(ProblemKind::NotFound, "there is nothing at this address; see /openapi.json")
    }

    /// No such upload.
    pub fn no_upload() -> Refusal {
        Refusal::new(ProblemKind::NotFound, "there is no such upload, or no more; begin it")
    }

    /// No such dossier, or somebody who may not know of it: nobody can tell which.
    pub fn no_dossier() -> Refusal {
        Refusal::new(ProblemKind::NotFound, "no dossier is known by this code and this proof")
    }

    /// A fault of ours.
    pub fn internal() -> Refusal {
        Refusal::new(ProblemKind::Internal, "send the same bytes again; tell the operator the request id")
    }

    /// The kind.
    pub fn kind(&self) -> ProblemKind {
        self.kind
    }

    /// Seconds to wait, if they are known.
    pub fn retry_after(&self) -> Option<u64> {
        self.retry_after
    }

    /// As it travels.
    pub fn problem(self, request: &str) -> Problem {
        Problem {
            kind: self.kind,
            title: title(self.kind).into(),
            status: self.status.as_u16(),
            detail: self.detail,
            request: request.into(),
            findings: self.findings,
        }
    }
}

/// An error at a path.
pub fn error_at(path: impl Into<String>, code: &str) -> WireFinding {
    WireFinding { path: path.into(), code: code.into(), severity: dossier::Severity::Error.id().into() }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        tracing::error!(%fault, "a fault of ours");
        Refusal::internal()
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Refusal {
        Fault::from(error).into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

fn status(kind: ProblemKind) -> StatusCode {
    match kind {
        ProblemKind::Malformed => StatusCode::BAD_REQUEST,
        ProblemKind::Rejected | ProblemKind::UnknownProcedure | ProblemKind::BadFile => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        ProblemKind::UnknownCatalogue | ProblemKind::Conflict => StatusCode::CONFLICT,
        ProblemKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemKind::Busy => StatusCode::SERVICE_UNAVAILABLE,
        ProblemKind::Timeout => StatusCode::REQUEST_TIMEOUT,
        ProblemKind::NotFound => StatusCode::NOT_FOUND,
        ProblemKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn title(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Malformed => "The request is not understood",
        ProblemKind::Rejected => "The answers break a rule",
        ProblemKind::UnknownCatalogue => "This catalogue version is not known here",
        ProblemKind::UnknownProcedure => "No such procedure, site or office here",
        ProblemKind::BadFile => "A file is not what the manifest says",
        ProblemKind::TooLarge => "Too large",
        ProblemKind::Conflict => "Something else is already here",
        ProblemKind::Busy => "Too many requests",
        ProblemKind::Timeout => "The body did not arrive in time",
        ProblemKind::NotFound => "Nothing is here",
        ProblemKind::Internal => "A fault of the server",
    }
}
