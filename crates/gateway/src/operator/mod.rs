//! What an operator can ask of a data folder, while the server runs or not. The words are Vietnamese: it is
//! read by officials.

mod export;
mod list;
mod outbox;
mod receipts;
mod show;
mod states;

pub use export::export;
pub use list::list;
pub use outbox::{outbox, outbox_give_up, outbox_retry, outbox_show};
pub use receipts::{key, public_key, verify};
pub use show::show;
pub use states::note;

use crate::folder::Folder;
use crate::problem::Fault;
use crate::store::{Dossier, Store};
use protocol::State;
use std::path::PathBuf;

/// Why a question of the operator has no answer.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum OperatorError {
    #[error("there are no dossiers in {0}; give the gateway's data folder with --data")]
    NoData(PathBuf),
    #[error("no dossier has the code or number {0}")]
    Unknown(String),
    #[error("{0} cannot be written: {1}")]
    NotWritten(PathBuf, std::io::Error),
    #[error("the file {0} is missing or damaged: put it back from the backup")]
    Damaged(PathBuf),
    #[error("there is no receipt.key in {0}; give the gateway's data folder with --data")]
    NoKey(PathBuf),
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, std::io::Error),
    #[error("a public key has 64 hexadecimal digits")]
    NotAKey,
    #[error("the signature is wrong: the text was changed, or another gateway signed it")]
    Forged,
    #[error("say with --words what is missing or why, in 1 to {0} letters: the citizen reads it")]
    NoWords(usize),
    #[error("the day of --until has passed: the citizen would have no time")]
    Over,
    #[error("this cannot happen to dossier {0} as it stands: {1}")]
    OutOfTurn(String, &'static str),
    #[error("nothing in the outbox that could be handed on has the number {0}; see `outbox list`")]
    NoItem(i64),
    #[error("say with --reason why, in 1 to {0} letters")]
    NoReason(usize),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<sqlx::Error> for OperatorError {
    fn from(error: sqlx::Error) -> OperatorError {
        OperatorError::Fault(error.into())
    }
}

impl From<serde_json::Error> for OperatorError {
    fn from(error: serde_json::Error) -> OperatorError {
        OperatorError::Fault(error.into())
    }
}

async fn store(folder: &Folder) -> Result<Store, OperatorError> {
    if !folder.database().is_file() {
        return Err(OperatorError::NoData(folder.root().into()));
    }
    Ok(Store::open_to_read(folder).await?)
}

async fn dossier(folder: &Folder, code_or_number: &str) -> Result<Dossier, OperatorError> {
    let found = store(folder).await?.dossier(code_or_number).await?;
    found.ok_or_else(|| OperatorError::Unknown(code_or_number.into()))
}

/// What happened, in words.
fn state(kind: &str) -> &str {
    match State::ALL.into_iter().find(|state| state.word() == kind) {
        Some(state) => in_words(state),
        None => kind,
    }
}

/// A state, in words.
pub fn in_words(state: State) -> &'static str {
    match state {
        State::Received => "đã nhận",
        State::Undeliverable => "không chuyển được",
        State::Accepted => "được tiếp nhận",
        State::Refused => "không được tiếp nhận",
        State::Supplement => "cần bổ sung",
        State::Finished => "đã có kết quả",
        State::Returned => "đã trả kết quả",
        State::Processing => "đang giải quyết",
        State::Paying => "cần nộp phí",
        State::Withdrawn => "đã rút",
        State::Stopped => "đã dừng",
        State::Supplemented => "đã bổ sung",
    }
}
