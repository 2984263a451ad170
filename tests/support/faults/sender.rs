//! A careful device without a screen: it sends a dossier as the contract says until the signed receipt is there.

use super::chance::Chance;
use super::dossier::{Dossier, sha256};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, VerifyingKey};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use protocol::{Health, Problem, ProblemKind, Progress, Proof, Receipt, Reopened, Track, upload_path};
use serde::de::DeserializeOwned;
use std::io::Cursor;
use std::time::{Duration, Instant};
use tokio::time::{sleep, timeout};

/// After so long without an answer, the request is as good as lost.
const SILENCE: Duration = Duration::from_secs(10);
/// After so long without a receipt, the device has given up, and the dossier is lost.
const PATIENCE: Duration = Duration::from_secs(120);
/// A piece of a file goes on its way in one request.
const PIECE: usize = 128 * 1024;

/// How an attempt failed.
enum Miss {
    /// Nobody knows why, or it was said: later.
    Again(String),
    /// It was said: never.
    Refused(String),
}

/// A device that sends one dossier.
pub struct Sender {
    http: Client<HttpConnector, Full<Cursor<Vec<u8>>>>,
    base: String,
    chance: Chance,
    /// Every file lay there whole once: the dossier may go first.
    uploaded: bool,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Sender {
    /// One that sends to this address.
    #[must_use]
    pub fn to(base: &str, chance: Chance) -> Sender {
        let http = Client::builder(TokioExecutor::new()).build_http();
        let base = base.trim_end_matches('/').to_owned();
        Sender { http, base, chance, uploaded: false }
    }

    /// Sends it, as often as it takes.
    ///
    /// # Errors
    /// Why there is no receipt: it was refused, or did not come for a long time.
    pub async fn deliver(&mut self, dossier: &Dossier) -> Result<Receipt, String> {
        let start = Instant::now();
        let mut longest = 20;
        loop {
            match self.attempt(dossier).await {
                Ok(receipt) => return Ok(receipt),
                Err(Miss::Refused(why)) => return Err(format!("refused: {why}")),
                Err(Miss::Again(why)) if start.elapsed() > PATIENCE => {
                    return Err(format!("given up: {why}"));
                }
                Err(Miss::Again(_)) => sleep(self.chance.millis(5..=longest)).await,
            }
            longest = (longest * 2).min(400);
        }
    }

    /// How a dossier stands, for whoever has its receipt.
    ///
    /// # Errors
    /// What is said instead.
    pub async fn track(&self, receipt: &Receipt) -> Result<Progress, String> {
        self.question(protocol::TRACK, receipt).await
    }

    /// A dossier whose office asks for more, for whoever has its receipt.
    ///
    /// # Errors
    /// What is said instead.
    pub async fn reopen(&self, receipt: &Receipt) -> Result<Reopened, String> {
        self.question(protocol::REOPEN, receipt).await
    }

    async fn question<T: DeserializeOwned>(&self, path: &str, receipt: &Receipt) -> Result<T, String> {
        let proof = Proof::Secret(receipt.secret.clone());
        let question = Track { dossier: receipt.code.clone(), proof }.to_json();
        let told = async || self.ask(Method::POST, path, &[], question.into()).await?.read();
        told().await.map_err(|(Miss::Again(why) | Miss::Refused(why))| why)
    }

    async fn attempt(&mut self, dossier: &Dossier) -> Result<Receipt, Miss> {
        let health: Health = self.ask(Method::GET, protocol::HEALTH, &[], Vec::new()).await?.read()?;
        if !self.uploaded {
            for (attachment, bytes) in dossier.submission.attachments.iter().zip(&dossier.files) {
                self.upload(dossier, &attachment.sha256, bytes).await?;
            }
        }
        self.uploaded = true;
        self.hand_in(dossier, &health).await
    }

    /// Hands in the dossier whose files were uploaded.
    async fn hand_in(&mut self, dossier: &Dossier, health: &Health) -> Result<Receipt, Miss> {
        let json = dossier.submission.to_json();
        let answer = self
            .ask(
                Method::POST,
                protocol::DOSSIERS,
                &[(CONTENT_TYPE.as_str(), "application/json")],
                json.clone().into(),
            )
            .await?;
        if answer.status.is_success() {
            let receipt: Receipt = answer.read()?;
            return vouched(&receipt, dossier, &json, health).map(|()| receipt).map_err(Miss::Refused);
        }
        let miss = answer.refusal();
        let problem = answer.read::<Problem>();
        if problem.is_ok_and(|problem| problem.kind == ProblemKind::BadFile) {
            // It does not hold them any more, or not yet.
            self.uploaded = false;
            return Err(Miss::Again("the files are not there".into()));
        }
        Err(miss)
    }

    /// Uploads a file from the byte where the gateway stands.
    async fn upload(&mut self, dossier: &Dossier, sha256: &str, bytes: &[u8]) -> Result<(), Miss> {
        let number = &dossier.submission.number;
        let path = upload_path(number, sha256);
        let mut at = match self.offset(&path).await? {
            Some(at) => at,
            None => {
                let told =
                    format!("number {},sha256 {}", STANDARD.encode(number.as_str()), STANDARD.encode(sha256));
                let length = bytes.len().to_string();
                let head = [("upload-length", length.as_str()), ("upload-metadata", told.as_str())];
                let answer = self.ask(Method::POST, protocol::UPLOADS, &head, Vec::new()).await?;
                if !answer.status.is_success() {
                    return Err(answer.refusal());
                }
                answer.offset().unwrap_or(0)
            }
        };
        while at < bytes.len() {
            let end = bytes.len().min(at + self.chance.within(1..=PIECE));
            let offset = at.to_string();
            let head = [
                ("upload-offset", offset.as_str()),
                (CONTENT_TYPE.as_str(), "application/offset+octet-stream"),
            ];
            let answer = self.ask(Method::PATCH, &path, &head, bytes[at..end].to_vec()).await?;
            match answer.status {
                StatusCode::NO_CONTENT if answer.offset() == Some(end) => at = end,
                // Somebody else was faster, or is still at it: an earlier request of ours.
                StatusCode::CONFLICT | StatusCode::LOCKED | StatusCode::NOT_FOUND | StatusCode::GONE => {
                    return Err(Miss::Again(format!("{} while uploading", answer.status)));
                }
                _ => return Err(answer.refusal()),
            }
        }
        Ok(())
    }

    /// How much of a file the gateway holds; none when it does not know of it.
    async fn offset(&self, path: &str) -> Result<Option<usize>, Miss> {
        let answer = self.ask(Method::HEAD, path, &[], Vec::new()).await?;
        match answer.status {
            status if status.is_success() => match answer.offset() {
                Some(at) => Ok(Some(at)),
                None => Err(Miss::Refused("an upload without an offset".into())),
            },
            StatusCode::NOT_FOUND | StatusCode::GONE => Ok(None),
            _ => Err(answer.refusal()),
        }
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Answer, Miss> {
        let mut request = Request::builder().method(method).uri([&self.base, path].concat());
        if path.starts_with(protocol::UPLOADS) {
            request = request.header("tus-resumable", "1.0.0");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(Cursor::new(body))).expect("headers of ASCII");
        let answer = async {
            let (head, body) = self.http.request(request).await.map_err(again)?.into_parts();
            let body = body.collect().await.map_err(again)?.to_bytes().to_vec();
            Ok(Answer { status: head.status, headers: head.headers, body })
        };
        timeout(SILENCE, answer).await.map_err(again)?
    }
}

impl Answer {
    fn read<T: DeserializeOwned>(&self) -> Result<T, Miss> {
        let what =
            |why| Miss::Again(format!("{}, {why}: {}", self.status, String::from_utf8_lossy(&self.body)));
        serde_json::from_slice(&self.body).map_err(what)
    }

    fn offset(&self) -> Option<usize> {
        self.headers.get("upload-offset")?.to_str().ok()?.parse().ok()
    }

    /// What an answer that is not the wanted one means.
    fn refusal(&self) -> Miss {
        let said = format!("{} {}", self.status, String::from_utf8_lossy(&self.body));
        match self.read::<Problem>() {
            Ok(problem) if problem.kind.may_retry() => Miss::Again(said),
            Ok(_) => Miss::Refused(said),
            Err(_) if self.status.is_server_error() || self.status == StatusCode::LOCKED => Miss::Again(said),
            Err(_) => Miss::Refused(said),
        }
    }
}

fn again(why: impl std::error::Error) -> Miss {
    Miss::Again(why.to_string())
}

/// Whether the receipt is for this dossier and nobody but the gateway wrote it.
fn vouched(receipt: &Receipt, dossier: &Dossier, json: &str, health: &Health) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("a receipt with a wrong {what}: {receipt:?}"));
    if receipt.number != dossier.submission.number {
        return wrong("number");
    }
    if receipt.sha256 != sha256(json.as_bytes()) {
        return wrong("sha256");
    }
    let held = receipt.files.iter().map(|file| (&file.name, file.size, &file.sha256));
    if !held.eq(dossier.submission.attachments.iter().map(|file| (&file.name, file.size, &file.sha256))) {
        return wrong("list of files");
    }
    if !signed(receipt, &health.key) {
        return wrong("signature");
    }
    Ok(())
}

fn signed(receipt: &Receipt, key: &str) -> bool {
    let verified = || {
        let key = VerifyingKey::from_bytes(&unhex(key)?).ok()?;
        let signature = Signature::from_bytes(&unhex(&receipt.signature)?);
        key.verify_strict(receipt.statement().as_bytes(), &signature).ok()
    };
    verified().is_some()
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let byte = |at: usize| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..N).map(byte).collect();
    bytes.filter(|_| text.len() == 2 * N)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer, SigningKey};
    use protocol::{Submission, SubmissionNumber};
    use std::collections::BTreeMap;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A dossier and a right receipt for it.
    fn received() -> (Dossier, Receipt, Health) {
        let key = SigningKey::from_bytes(&[7; 32]);
        let submission = Submission {
            number: SubmissionNumber::mint([9; 16]),
            catalogue: "c0ffee".into(),
            procedure: "1.001193".into(),
            site: "dong-thap".into(),
            lang: "vi".into(),
            answers: BTreeMap::new(),
            attachments: Vec::new(),
            completes: None,
        };
        let mut receipt = Receipt {
            number: submission.number.clone(),
            code: "H20-261122-0001".into(),
            procedure: "1.001193".into(),
            catalogue: "c0ffee".into(),
            received_at: "2026-11-22T10:42:00+07:00".into(),
            due: None,
            office: "28657".into(),
            sha256: sha256(submission.to_json().as_bytes()),
            files: Vec::new(),
            secret: "7K2M9QXA01".into(),
            signature: String::new(),
        };
        receipt.signature = hex(&key.sign(receipt.statement().as_bytes()).to_bytes());
        let health = Health {
            catalogue: "c0ffee".into(),
            now: receipt.received_at.clone(),
            key: hex(key.verifying_key().as_bytes()),
        };
        (Dossier { submission, files: Vec::new(), private: Vec::new() }, receipt, health)
    }

    fn is_believed(change: impl FnOnce(&mut Receipt, &mut Health)) -> bool {
        let (dossier, mut receipt, mut health) = received();
        change(&mut receipt, &mut health);
        vouched(&receipt, &dossier, &dossier.submission.to_json(), &health).is_ok()
    }

    #[test]
    fn only_the_signed_receipt_for_this_dossier_is_believed() {
        assert!(is_believed(|_, _| {}));
        assert!(!is_believed(|receipt, _| receipt.number = SubmissionNumber::mint([8; 16])));
        assert!(!is_believed(|receipt, _| receipt.sha256 = sha256(b"another")));
        assert!(!is_believed(|receipt, _| receipt.code = "H20-261122-0002".into()));
        assert!(!is_believed(|receipt, _| receipt.signature = "00".repeat(64)));
        assert!(!is_believed(|receipt, _| receipt.signature.clear()));
        assert!(!is_believed(|_, health| health.key = "zz".repeat(32)));
    }
}
