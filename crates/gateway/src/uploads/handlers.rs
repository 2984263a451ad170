//! The requests of tus 1.0.

use super::append::{append, bad, look, on_disk};
use super::judge::BadFile;
use super::turns::Turn;
use super::tus::{self, Tus};
use super::{Upload, UploadId};
use crate::body::{Cut, Incoming};
use crate::limits;
use crate::openapi::ProblemBody;
use crate::problem::{Fault, Refusal};
use crate::state::Gateway;
use axum::body::Body;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use protocol::{ProblemKind, upload_path};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;

type Address = Path<(String, String)>;

/// Begins the upload of a file.
///
/// Ask as often as needed: an upload that was begun before goes on, and `Upload-Offset` says where.
#[utoipa::path(
    post,
    path = "/v1/uploads",
    params(
        ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
        ("Upload-Length" = u64, Header, description = "Bytes of the file."),
        ("Upload-Metadata" = String, Header,
            description = "`number <base64>,sha256 <base64>`: the submission number, and the SHA-256 of the file in \
                           hexadecimal."),
    ),
    request_body(content_type = "application/offset+octet-stream",
        description = "The first bytes, if the client likes; they count when nothing is here yet."),
    responses(
        (status = 201, description = "`Location` is the upload's address, `Upload-Offset` where it goes on, \
            `Upload-Expires` when it is given up."),
        (status = 400, description = "malformed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "conflict: it was begun with another length", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 412, description = "malformed: another version of tus", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 413, description = "too-large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "bad-file", body = ProblemBody, content_type = "application/problem+json"),
        (status = 423, description = "busy: another request writes", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 429, description = "busy", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "busy", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn begin(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    _: Tus,
    body: Body,
) -> Result<Response, Refusal> {
    let permit = limits::admit(&gateway, peer, &headers)?;
    let with_bytes = tus::is_bytes(&headers);
    let named = tus::named(&headers).ok_or_else(|| {
        Refusal::new(ProblemKind::Malformed, "Upload-Metadata must hold number and sha256, each in base64")
    });
    let length = tus::number(&headers, tus::LENGTH);
    let write = move |gateway: Arc<Gateway>, mut body: Incoming| async move {
        let begun = async {
            let (id, length) = (named?, length?);
            let turn = claim(&gateway, &id).await?;
            let mut upload = found_or_made(&gateway, &id, length).await?;
            if with_bytes && upload.have == 0 {
                upload = append(&gateway, &id, upload, &mut body, &turn).await?;
            }
            Ok((id, upload))
        };
        let begun = begun.await;
        body.drain().await;
        begun
    };
    let (id, upload) = detached(&gateway, permit, body, write).await?;
    let mut response = tus::stands(StatusCode::CREATED, &upload, gateway.shelf.expires(&upload));
    if let Ok(address) = HeaderValue::try_from(upload_path(&id.number, &id.sha256)) {
        response.headers_mut().insert(LOCATION, address);
    }
    Ok(response)
}

async fn found_or_made(gateway: &Arc<Gateway>, id: &UploadId, length: u64) -> Result<Upload, Refusal> {
    match look(gateway, id).await? {
        Some(upload) if upload.length == length => return Ok(upload),
        Some(_) => return Err(conflict("this upload was begun with another Upload-Length")),
        None => {}
    }
    if length == 0 {
        return Err(bad(BadFile::Empty));
    }
    if length > gateway.upload_bytes() {
        return Err(bad(BadFile::TooLarge));
    }
    let id = id.clone();
    let make = move |gateway: &Gateway| {
        gateway.shelf.create(&id, length, gateway.upload_count(), gateway.clock.now().system())
    };
    on_disk(gateway, make).await?
}

/// Where does an upload go on?
#[utoipa::path(
    head,
    path = "/v1/uploads/{number}/{sha256}",
    params(
        ("number" = String, Path, description = "The submission number."),
        ("sha256" = String, Path, description = "The SHA-256 of the file."),
        ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
    ),
    responses(
        (status = 200, description = "`Upload-Offset` bytes of `Upload-Length` are on the disk."),
        (status = 404, description = "not-found: begin it"),
        (status = 412, description = "malformed: another version of tus"),
        (status = 429, description = "busy"),
    ),
)]
pub(crate) async fn stand(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    _: Tus,
    Path((number, sha256)): Address,
) -> Result<Response, Refusal> {
    let _permit = limits::admit(&gateway, peer, &headers)?;
    let id = UploadId::parse(&number, &sha256).ok_or_else(Refusal::no_upload)?;
    // Whoever still writes puts down what has come.
    let _turn = claim(&gateway, &id).await?;
    let upload = look(&gateway, &id).await?.ok_or_else(Refusal::no_upload)?;
    Ok(tus::stands(StatusCode::OK, &upload, gateway.shelf.expires(&upload)))
}

/// Sends on from `Upload-Offset`.
///
/// What came before a connection broke stays and counts. With the last byte the SHA-256 is checked; a file that is
/// not what it says is gone, and its upload begins again.
#[utoipa::path(
    patch,
    path = "/v1/uploads/{number}/{sha256}",
    params(
        ("number" = String, Path, description = "The submission number."),
        ("sha256" = String, Path, description = "The SHA-256 of the file."),
        ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
        ("Upload-Offset" = u64, Header, description = "Where the bytes go on; must be where the upload stands."),
    ),
    request_body(content_type = "application/offset+octet-stream"),
    responses(
        (status = 204, description = "`Upload-Offset` bytes are on the disk."),
        (status = 400, description = "malformed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "not-found: begin it", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 408, description = "timeout: what came stays", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 409, description = "conflict: it stands elsewhere", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 412, description = "malformed: another version of tus", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 413, description = "too-large: more bytes than there should be", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 415, description = "malformed: another Content-Type", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 422, description = "bad-file: begin it again", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 423, description = "busy: another request writes", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 429, description = "busy", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "busy", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn go_on(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    _: Tus,
    Path((number, sha256)): Address,
    body: Body,
) -> Result<Response, Refusal> {
    let permit = limits::admit(&gateway, peer, &headers)?;
    let id = UploadId::parse(&number, &sha256).ok_or_else(Refusal::no_upload);
    let offset = tus::must_be_bytes(&headers).and_then(|()| tus::number(&headers, tus::OFFSET));
    let write = move |gateway: Arc<Gateway>, mut body: Incoming| async move {
        let went_on = async {
            let (id, offset) = (id?, offset?);
            let turn = claim(&gateway, &id).await?;
            let upload = look(&gateway, &id).await?.ok_or_else(Refusal::no_upload)?;
            if offset != upload.have {
                return Err(conflict("Upload-Offset is not where the upload stands; ask with HEAD"));
            }
            if upload.whole {
                return Ok(upload);
            }
            append(&gateway, &id, upload, &mut body, &turn).await
        };
        let went_on = went_on.await;
        body.drain().await;
        went_on
    };
    let upload = detached(&gateway, permit, body, write).await?;
    Ok(tus::stands(StatusCode::NO_CONTENT, &upload, gateway.shelf.expires(&upload)))
}

/// Ends an upload.
#[utoipa::path(
    delete,
    path = "/v1/uploads/{number}/{sha256}",
    params(
        ("number" = String, Path, description = "The submission number."),
        ("sha256" = String, Path, description = "The SHA-256 of the file."),
        ("Tus-Resumable" = String, Header, description = "`1.0.0`"),
    ),
    responses(
        (status = 204, description = "It is gone."),
        (status = 404, description = "not-found", body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, description = "malformed: another version of tus", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 423, description = "busy: another request writes", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 429, description = "busy", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn end(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    _: Tus,
    Path((number, sha256)): Address,
) -> Result<Response, Refusal> {
    let _permit = limits::admit(&gateway, peer, &headers)?;
    let id = UploadId::parse(&number, &sha256).ok_or_else(Refusal::no_upload)?;
    let _turn = claim(&gateway, &id).await?;
    let removed = on_disk(&gateway, move |gateway| gateway.shelf.remove(&id)).await??;
    removed.then(|| StatusCode::NO_CONTENT.into_response()).ok_or_else(Refusal::no_upload)
}

/// Whoever hangs up does not stop what is being written halfway.
async fn detached<T: Send + 'static, F: Future<Output = Result<T, Refusal>> + Send + 'static>(
    gateway: &Arc<Gateway>,
    permit: OwnedSemaphorePermit,
    body: Body,
    write: impl FnOnce(Arc<Gateway>, Incoming) -> F,
) -> Result<T, Refusal> {
    let body = Incoming::new(body, gateway.upload_bytes(), &gateway.config.limits);
    let writing = write(Arc::clone(gateway), body);
    let admitted = async move {
        let _permit = permit;
        writing.await
    };
    tokio::spawn(admitted).await.map_err(Fault::from)?
}

async fn claim(gateway: &Gateway, id: &UploadId) -> Result<Turn, Refusal> {
    gateway.turns.claim(id).await.ok_or_else(|| Cut::Replaced.into())
}

fn conflict(detail: &str) -> Refusal {
    Refusal::new(ProblemKind::Conflict, detail)
}
