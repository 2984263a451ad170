//! What travels between the widget and the gateway.
//!
//! Outsiders see JSON. The widget writes its submission as canonical JSON ([`json`]) and asks for
//! answers in postcard ([`POSTCARD`]), so that no JSON reader has to be downloaded by a phone.

pub mod json;
mod layout;
pub mod media;
pub mod number;
pub mod problem;
pub mod receipt;
pub mod submission;

pub use number::SubmissionNumber;
pub use problem::{Problem, ProblemKind, WireFinding};
pub use receipt::Receipt;
pub use submission::{Attachment, Submission};

/// Media type of a postcard answer.
pub const POSTCARD: &str = "application/vnd.to-khai.postcard";
/// Path that receives dossiers.
pub const DOSSIERS: &str = "/v1/dossiers";
/// Name of the multipart field that holds the submission.
pub const DOSSIER_PART: &str = "dossier";
/// Name of the multipart field that holds the bytes of attachment `at`.
pub fn file_part(at: usize) -> String {
    ["file.", &at.to_string()].concat()
}
