//! `dossiers undeliverable`.

use super::{OperatorError, dossier};
use crate::clock::Now;
use crate::folder::Folder;
use crate::store::{Store, UNDELIVERABLE};

/// Notes that a dossier could not be handed on to its office: whoever sent it is told to take the paper route.
pub async fn undeliverable(folder: &Folder, code_or_number: &str, now: Now) -> Result<String, OperatorError> {
    let receipt = dossier(folder, code_or_number).await?.receipt;
    let store = Store::open_beside(folder).await?;
    let new = store.happened(&receipt.number, UNDELIVERABLE, &now.rfc3339()).await?;
    store.close().await;
    let noted = if new { "Đã ghi" } else { "Đã ghi từ trước" };
    Ok(format!("{noted}: hồ sơ {} không chuyển được. Người nộp sẽ thấy khi tra cứu.\n", receipt.code))
}
