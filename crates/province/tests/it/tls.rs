//! https, with a certificate that is good and one that is not.

use crate::support::*;
use province::certificates::{Authority, Term};
use std::io;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

/// A server with a certificate of that term, and what vouches for it.
async fn server(term: Term) -> (Server, Authority) {
    let authority = Authority::make("Authority").unwrap();
    let made = authority.vouch("127.0.0.1", term).unwrap();
    let data = Arc::new(TempDir::new().unwrap());
    let (certificate, key) = (data.path().join("certificate.pem"), data.path().join("key.pem"));
    std::fs::write(&certificate, &made.certificate).unwrap();
    std::fs::write(&key, &made.key).unwrap();
    let settings = format!("[clients.to-khai]\n[tls]\ncertificate = {certificate:?}\nkey = {key:?}");
    (Server::on(data, &settings).await, authority)
}

/// The first line of the answer to a request for the list.
async fn ask(server: &Server, authority: &Authority) -> io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.pem().as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(server.base.strip_prefix("http://").unwrap()).await?;
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn whoever_trusts_the_authority_is_answered() {
    let (server, authority) = server(Term::Good).await;
    // Whoever does not finish a handshake keeps nobody waiting.
    let _silent = TcpStream::connect(server.base.strip_prefix("http://").unwrap()).await.unwrap();
    assert_eq!(ask(&server, &authority).await.unwrap(), "HTTP/1.1 200 OK");
    let stranger = Authority::make("Stranger").unwrap();
    assert!(ask(&server, &stranger).await.unwrap_err().to_string().contains("invalid peer certificate"));
}

#[tokio::test]
async fn a_certificate_that_is_over_is_seen_to_be() {
    let (server, authority) = server(Term::Over).await;
    let error = ask(&server, &authority).await.unwrap_err().to_string();
    assert!(error.contains("expired"), "{error}");
}

#[tokio::test]
async fn a_key_that_is_none_is_said_before_the_start() {
    let data = TempDir::new().unwrap();
    let file = data.path().join("key.pem");
    std::fs::write(&file, "not a key").unwrap();
    let settings = format!("[tls]\ncertificate = {file:?}\nkey = {file:?}");
    let config = toml::from_str(&settings).unwrap();
    let error = province::open(data.path(), config, province::clock::Clock::system()).await.err().unwrap();
    assert!(error.to_string().contains("key.pem"), "{error}");
}
