//! A client: uploads the files (tus 1.0), then posts the dossier that names them.

use crate::support::*;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use protocol::{Problem, Receipt, SubmissionNumber, Track, upload_path};
use reqwest::{Method, RequestBuilder, Response};

/// A client of a gateway.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) http: reqwest::Client,
    base: String,
}

impl Client {
    pub(crate) fn of(address: impl std::fmt::Display) -> Client {
        // The gateway has chosen it already, where it runs in this process.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Client { http: reqwest::Client::new(), base: format!("http://{address}") }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// A request of tus.
    pub(crate) fn tus(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path)).header("tus-resumable", "1.0.0")
    }

    pub(crate) fn begin(&self, number: &SubmissionNumber, sha256: &str, length: usize) -> RequestBuilder {
        let (number, sha256) = (BASE64_STANDARD.encode(number.as_str()), BASE64_STANDARD.encode(sha256));
        self.tus(Method::POST, protocol::UPLOADS)
            .header("upload-length", length)
            .header("upload-metadata", format!("number {number},sha256 {sha256}"))
    }

    pub(crate) fn patch(&self, path: &str, offset: usize, bytes: &[u8]) -> RequestBuilder {
        self.tus(Method::PATCH, path)
            .header("upload-offset", offset)
            .header("content-type", "application/offset+octet-stream")
            .body(bytes.to_vec())
    }

    /// Where an upload goes on; nothing when there is none.
    pub(crate) async fn offset(&self, path: &str) -> Option<usize> {
        let answer = self.tus(Method::HEAD, path).send().await.unwrap();
        answer.status().is_success().then(|| offset(&answer))
    }

    /// Uploads a file, all that is missing; goes on after another request has been at the same upload.
    pub(crate) async fn upload(&self, number: &SubmissionNumber, sha256: &str, bytes: &[u8]) -> Response {
        loop {
            let begun = self.begin(number, sha256, bytes.len()).send().await.unwrap();
            if !begun.status().is_success() {
                return begun;
            }
            let at = offset(&begun);
            let went_on = self.patch(&upload_path(number, sha256), at, &bytes[at..]).send().await.unwrap();
            if ![404, 409, 423].contains(&went_on.status().as_u16()) {
                return went_on;
            }
        }
    }

    /// Uploads the files of a dossier; the first refusal, if there is one.
    pub(crate) async fn upload_all(&self, dossier: &Dossier) -> Option<Response> {
        let submission = &dossier.submission;
        for (attachment, bytes) in submission.attachments.iter().zip(&dossier.files) {
            let answer = self.upload(&submission.number, &attachment.sha256, bytes).await;
            if !answer.status().is_success() {
                return Some(answer);
            }
        }
        None
    }

    /// Posts a dossier without its files.
    pub(crate) fn post(&self, dossier: &Dossier) -> RequestBuilder {
        self.post_json(dossier.submission.to_json())
    }

    pub(crate) fn post_json(&self, json: impl Into<String>) -> RequestBuilder {
        let request = self.http.post(self.url(protocol::DOSSIERS));
        request.header("content-type", "application/json").body(json.into())
    }

    pub(crate) async fn send(&self, dossier: &Dossier) -> Response {
        match self.upload_all(dossier).await {
            Some(refused) => refused,
            None => self.post(dossier).send().await.unwrap(),
        }
    }

    /// Sends what must be received.
    pub(crate) async fn receipt(&self, dossier: &Dossier) -> Receipt {
        received(self.send(dossier).await).await
    }

    /// Sends what must be refused.
    pub(crate) async fn problem(&self, dossier: &Dossier) -> Problem {
        refused(self.send(dossier).await).await
    }

    pub(crate) fn track(&self, track: &Track) -> RequestBuilder {
        self.http.post(self.url(protocol::TRACK)).body(track.to_json())
    }

    pub(crate) fn reopen(&self, track: &Track) -> RequestBuilder {
        self.http.post(self.url(protocol::REOPEN)).body(track.to_json())
    }
}

pub(crate) fn offset(answer: &Response) -> usize {
    answer.headers()["upload-offset"].to_str().unwrap().parse().unwrap()
}

pub(crate) async fn received(response: Response) -> Receipt {
    let (status, bytes) = (response.status(), response.bytes().await.unwrap());
    assert!(status.is_success(), "{}", String::from_utf8_lossy(&bytes));
    serde_json::from_slice(&bytes).unwrap()
}

pub(crate) async fn refused(response: Response) -> Problem {
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let status = response.status();
    let problem: Problem = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    assert_eq!(problem.status, status.as_u16());
    problem
}
