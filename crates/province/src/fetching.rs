//! Fetches the files of records, and tries again until they are here.

use crate::store::{Due, StoreFault};
use crate::{Province, back_off, hex};
use sha2::{Digest, Sha256};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;

/// How often due times are looked at, when there is no news.
const LOOK: Duration = Duration::from_millis(250);

/// Fetches for ever.
pub(crate) async fn keep_fetching(province: Arc<Province>) {
    loop {
        match fetch_all(&province).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(fault) => tracing::error!(%fault, "files wait"),
        }
        // News wakes at once; what comes due is found at the next look.
        let _ = tokio::time::timeout(LOOK, province.papers.notified()).await;
    }
}

async fn fetch_all(province: &Province) -> Result<usize, StoreFault> {
    let due = province.store.to_fetch(province.clock.now(), 16).await?;
    for due in &due {
        fetch(province, due).await?;
    }
    Ok(due.len())
}

async fn fetch(province: &Province, due: &Due) -> Result<(), StoreFault> {
    let dir = TempDir::new_in(province.folder.incoming())?;
    let file = dir.path().join("file");
    if let Some((size, sha256)) = bring(province, &due.address, &file).await? {
        let (folder, code, place, sum) =
            (province.folder.clone(), due.code.clone(), due.place, sha256.clone());
        let settle = move || folder.settle_fetched(&file, &code, place, &sum);
        tokio::task::spawn_blocking(settle).await??;
        return province.store.fetched(due, size, &sha256).await;
    }
    let again = province.clock.now().saturating_add(back_off(due.tries));
    let again = (again <= due.since.saturating_add(province.patience())).then_some(again);
    province.store.not_fetched(due, again).await
}

/// Its length and sum, when all of it came and is on the disk.
async fn bring(province: &Province, address: &str, file: &Path) -> io::Result<Option<(u64, String)>> {
    let answer = province.http.get(address).send().await;
    let Ok(mut answer) = answer.and_then(reqwest::Response::error_for_status) else { return Ok(None) };
    let (mut size, mut sum) = (0u64, Sha256::new());
    let mut written = tokio::fs::File::create(file).await?;
    loop {
        let Ok(chunk) = answer.chunk().await else { return Ok(None) };
        let Some(chunk) = chunk else { break };
        size += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if size > province.config.file_bytes {
            return Ok(None);
        }
        sum.update(&chunk);
        written.write_all(&chunk).await?;
    }
    written.flush().await?;
    written.sync_all().await?;
    Ok(Some((size, hex(&sum.finalize()))))
}
