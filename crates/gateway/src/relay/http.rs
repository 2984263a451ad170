//! Speaking to another system: one client with a token by client credentials, which is fetched when it is needed and
//! when the other side knows it no more.

use super::province::Trouble;
use super::settings::{Address, Settings};
use reqwest::header::RETRY_AFTER;
use reqwest::{Certificate, Client, RequestBuilder, Response, StatusCode};
use rustls::CertificateError;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::error::Error;
use std::pin::Pin;
use std::{fs, io};
use tokio::sync::Mutex;

/// An answer that is longer is none.
const LONGEST: u64 = 4 * 1024 * 1024;

/// Speaks to one system.
pub(super) struct Http {
    client: Client,
    address: Address,
    /// Our name there.
    name: String,
    secret: String,
    token: Mutex<Option<String>>,
}

/// A request being made: anew for each try, for its body is used up.
pub(super) type Making<'a> = Pin<Box<dyn Future<Output = Result<RequestBuilder, Trouble>> + Send + 'a>>;

/// An answer with its status, already read.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    wait: Option<u32>,
    body: Vec<u8>,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

/// What ciphers every client of this process uses; somebody else may have chosen it before.
pub(super) fn choose_ciphers() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

impl Http {
    /// A client that trusts this machine's roots, and the certificate of the settings.
    pub(super) fn open(settings: &Settings, secret: &str) -> Result<Http, String> {
        let mut builder =
            Client::builder().timeout(settings.timeout).redirect(reqwest::redirect::Policy::none());
        if let Some(file) = &settings.certificate_file {
            let pem = fs::read(file).map_err(|why| format!("{}: {why}", file.display()))?;
            let root = Certificate::from_pem(&pem).map_err(|_| format!("{} is no PEM", file.display()))?;
            builder = builder.tls_certs_merge([root]);
        }
        let client = builder.build().map_err(|why| why.to_string())?;
        let (address, name) = (settings.address.clone(), settings.client.clone());
        Ok(Http { client, address, name, secret: secret.into(), token: Mutex::default() })
    }

    /// A request for a path there.
    pub(super) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.address.join(path))
    }

    /// A request that brings something.
    pub(super) fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(self.address.join(path))
    }

    /// Sends what `make` makes, with a token; once more with a new one when the other side knows it no more.
    pub(super) async fn send<'a>(
        &self,
        make: &(dyn Fn() -> Making<'a> + Send + Sync),
    ) -> Result<Answer, Trouble> {
        let token = self.token(None).await?;
        let answer = read(make().await?.bearer_auth(&token)).await?;
        if answer.status != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        let token = self.token(Some(&token)).await?;
        read(make().await?.bearer_auth(&token)).await
    }

    /// A token; another one than `stale`.
    async fn token(&self, stale: Option<&str>) -> Result<String, Trouble> {
        let mut kept = self.token.lock().await;
        if let Some(token) = kept.as_ref().filter(|token| stale != Some(token.as_str())) {
            return Ok(token.clone());
        }
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.name),
            ("client_secret", &self.secret),
        ];
        let answer = read(self.post("connect/token").form(&form)).await?;
        let Token { access_token } = match answer.status {
            StatusCode::OK => answer.json()?,
            // Somebody has to put the secret right; until then nothing is lost.
            StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED => {
                return Err(Trouble::later("no token: client or secret is not known there"));
            }
            _ => return Err(answer.trouble()),
        };
        *kept = Some(access_token.clone());
        Ok(access_token)
    }
}

async fn read(request: RequestBuilder) -> Result<Answer, Trouble> {
    // The error of the library may name the address with its query; the kind is enough.
    let broken = |error: reqwest::Error| {
        Trouble::later(match certificate(&error) {
            Some(why) => why,
            None if error.is_timeout() => "no answer in time",
            None if error.is_connect() => "no connection",
            None => "the connection broke",
        })
    };
    let mut response: Response = request.send().await.map_err(broken)?;
    let status = response.status();
    let header = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let wait = header.and_then(|seconds| seconds.trim().parse().ok());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        body.extend_from_slice(&chunk);
        if u64::try_from(body.len()).unwrap_or(u64::MAX) > LONGEST {
            return Err(Trouble::later("the answer is too long"));
        }
    }
    Ok(Answer { status, wait, body })
}

/// What is wrong with the certificate there, where that is why there is no connection.
fn certificate(error: &reqwest::Error) -> Option<&'static str> {
    let mut cause = error.source();
    while let Some(one) = cause {
        if let Some(rustls::Error::InvalidCertificate(why)) = one.downcast_ref() {
            return Some(match why {
                CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                    "certificate: it has expired"
                }
                CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                    "certificate: its time has not come"
                }
                // Another authority may have the name of ours, but not its key.
                CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                    "certificate: from an authority that is not trusted"
                }
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                    "certificate: for another name"
                }
                _ => "certificate: not valid",
            });
        }
        // What an error of the system holds is no source of its own.
        let held = one.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = held.map(|held| held as &dyn Error).or_else(|| one.source());
    }
    None
}

impl Answer {
    /// What it says, as JSON.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Trouble> {
        serde_json::from_slice(&self.body).map_err(|_| Trouble::later("the answer is not understood"))
    }

    /// It says neither yes nor anything known: busy and broken servers are tried again, all else is for a person.
    pub(super) fn trouble(&self) -> Trouble {
        let (status, wait) = (self.status, self.wait);
        let again = status.is_server_error()
            || [StatusCode::REQUEST_TIMEOUT, StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS]
                .contains(&status);
        let why = format!("status {}", status.as_u16());
        if again { Trouble::Later { why, wait } } else { Trouble::Never { why } }
    }
}
