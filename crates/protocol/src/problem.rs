//! Why a dossier was not received: RFC 9457 problem details, with findings per question path.

use serde::{Deserialize, Serialize};

/// A refusal. It holds codes and paths, never a citizen's words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of problem, a URN.
    #[serde(rename = "type")]
    pub kind: ProblemKind,
    /// A short English title, the same for every problem of a kind.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What an integrator can do.
    pub detail: String,
    /// The request, to name to an operator.
    pub request: String,
    /// What is wrong with the answers, in the order of the form.
    pub findings: Vec<WireFinding>,
}

/// A finding as it travels: path and code, no value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WireFinding {
    /// Path of the question, or `attach.<component>`.
    pub path: String,
    /// Code of the finding, or id of the rule.
    pub code: String,
    /// `error`, `warning` or `notice`.
    pub severity: String,
}

/// The kinds of problem. A client decides by these, never by the title.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ProblemKind {
    /// The request is not understood: a programmer's mistake.
    #[serde(rename = "urn:to-khai:problem:malformed")]
    Malformed,
    /// The answers break a rule; see the findings.
    #[serde(rename = "urn:to-khai:problem:rejected")]
    Rejected,
    /// This catalogue version is not known here: load the catalogue again.
    #[serde(rename = "urn:to-khai:problem:unknown-catalogue")]
    UnknownCatalogue,
    /// No such procedure, site or office here.
    #[serde(rename = "urn:to-khai:problem:unknown-procedure")]
    UnknownProcedure,
    /// A file is missing, empty, of another size, another checksum or another type than the manifest says.
    #[serde(rename = "urn:to-khai:problem:bad-file")]
    BadFile,
    /// The body or a file is over the limit.
    #[serde(rename = "urn:to-khai:problem:too-large")]
    TooLarge,
    /// The same number was used for another dossier, or an upload stands elsewhere.
    #[serde(rename = "urn:to-khai:problem:conflict")]
    Conflict,
    /// Too many requests; wait.
    #[serde(rename = "urn:to-khai:problem:busy")]
    Busy,
    /// The body did not arrive in time.
    #[serde(rename = "urn:to-khai:problem:timeout")]
    Timeout,
    /// No such page, upload or dossier.
    #[serde(rename = "urn:to-khai:problem:not-found")]
    NotFound,
    /// A fault of ours.
    #[serde(rename = "urn:to-khai:problem:internal")]
    Internal,
}

impl ProblemKind {
    /// Can the same bytes succeed later?
    pub fn may_retry(self) -> bool {
        matches!(self, ProblemKind::Busy | ProblemKind::Timeout | ProblemKind::Internal)
    }
}
