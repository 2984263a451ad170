//! What an operator can ask of a data folder, while the server runs or not. The words are Vietnamese: it is
//! read by officials.

mod export;
mod list;
mod show;

pub use export::export;
pub use list::list;
pub use show::show;

use crate::folder::Folder;
use crate::problem::Fault;
use crate::store::{Dossier, Store};
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
    match kind {
        "received" => "đã nhận",
        other => other,
    }
}
