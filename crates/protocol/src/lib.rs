//! What travels between the widget and the gateway.
//!
//! Outsiders see JSON. The widget writes its submission as canonical JSON ([`json`]) and asks for
//! answers in postcard ([`POSTCARD`]), so that no JSON reader has to be downloaded by a phone.

pub mod health;
pub mod json;
mod layout;
pub mod media;
pub mod number;
pub mod problem;
pub mod receipt;
pub mod reopen;
pub mod submission;
pub mod track;

pub use health::Health;
pub use number::SubmissionNumber;
pub use problem::{Problem, ProblemKind, WireFinding};
pub use receipt::Receipt;
pub use reopen::{Asked, Declared, Reopened};
pub use submission::{Attachment, Completes, Submission};
pub use track::{Progress, Proof, State, Track};

/// Media type of a postcard answer.
pub const POSTCARD: &str = "application/vnd.to-khai.postcard";
/// Path that receives dossiers.
pub const DOSSIERS: &str = "/v1/dossiers";
/// Path under which files are uploaded (tus 1.0), before the dossier that names them.
pub const UPLOADS: &str = "/v1/uploads";
/// Path that tells how a dossier stands.
pub const TRACK: &str = "/v1/track";
/// Path that opens a dossier again which its office asks to complete.
pub const REOPEN: &str = "/v1/reopen";
/// Path that tells whether the gateway is there.
pub const HEALTH: &str = "/v1/health";

/// Where a file of a dossier is uploaded: whoever knows both knows the address, so that an upload goes on
/// after an answer was lost.
pub fn upload_path(number: &SubmissionNumber, sha256: &str) -> String {
    [UPLOADS, "/", number.as_str(), "/", sha256].concat()
}
