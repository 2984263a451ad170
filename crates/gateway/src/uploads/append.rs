//! Bytes onto the end of an upload.

use super::judge::BadFile;
use super::turns::Turn;
use super::{Upload, UploadId};
use crate::body::{Cut, Incoming};
use crate::problem::{Fault, Refusal, error_at};
use crate::state::Gateway;
use protocol::ProblemKind;
use std::sync::Arc;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

/// Asks the disk, where waiting holds up nobody.
pub(super) async fn on_disk<T: Send + 'static>(
    gateway: &Arc<Gateway>,
    ask: impl FnOnce(&Gateway) -> T + Send + 'static,
) -> Result<T, Refusal> {
    let gateway = Arc::clone(gateway);
    Ok(tokio::task::spawn_blocking(move || ask(&gateway)).await.map_err(Fault::from)?)
}

/// Where an upload stands.
pub(crate) async fn look(gateway: &Arc<Gateway>, id: &UploadId) -> Result<Option<Upload>, Refusal> {
    // A file that was not what it should be is gone: as if it had never been begun.
    Ok(judged(gateway, id).await?.unwrap_or_default())
}

async fn judged(gateway: &Arc<Gateway>, id: &UploadId) -> Result<Result<Option<Upload>, BadFile>, Refusal> {
    let id = id.clone();
    Ok(on_disk(gateway, move |gateway| gateway.shelf.look(&id, gateway.clock.now().system())).await??)
}

/// Writes what comes to the end of an upload and says where it stands then. However it ends, what came is on the
/// disk and counts.
pub(super) async fn append(
    gateway: &Arc<Gateway>,
    id: &UploadId,
    upload: Upload,
    body: &mut Incoming,
    turn: &Turn,
) -> Result<Upload, Refusal> {
    let room = upload.length.saturating_sub(upload.have);
    if body.declared().is_some_and(|bytes| bytes > room) {
        return Err(too_long());
    }
    let at = id.clone();
    let file = on_disk(gateway, move |gateway| gateway.shelf.open(&at, &upload)).await??;
    let mut file = File::from_std(file);
    let came = pour(gateway, body, turn, &mut file, room).await;
    file.flush().await?;
    let (file, now) = (file.into_std().await, gateway.clock.now().system());
    let synced = on_disk(gateway, move |_| file.set_modified(now).and_then(|()| file.sync_all()));
    synced.await??;
    came?;
    judged(gateway, id).await?.map_err(bad)?.ok_or_else(Refusal::no_upload)
}

async fn pour(
    gateway: &Gateway,
    body: &mut Incoming,
    turn: &Turn,
    file: &mut File,
    mut room: u64,
) -> Result<(), Refusal> {
    loop {
        let chunk = tokio::select! {
            () = turn.over() => Err(Cut::Replaced),
            chunk = body.chunk() => chunk,
        };
        let Some(bytes) = chunk? else { return Ok(()) };
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        room = room.checked_sub(length).ok_or_else(too_long)?;
        gateway.shelf.take(length)?;
        file.write_all(&bytes).await?;
    }
}

/// An upload that is refused and gone.
pub(super) fn bad(bad: BadFile) -> Refusal {
    let kind = if bad == BadFile::TooLarge { ProblemKind::TooLarge } else { ProblemKind::BadFile };
    let detail = format!("{}: begin the upload again with the right bytes", bad.code());
    Refusal::new(kind, detail).with_findings(vec![error_at("file", bad.code())])
}

fn too_long() -> Refusal {
    Refusal::new(ProblemKind::TooLarge, "more bytes than Upload-Length says")
}
