//! The document that integrators read.

use crate::support::*;
use protocol::{Health, POSTCARD};
use std::fs;
use std::path::Path;

#[tokio::test]
async fn the_committed_document_is_the_one_that_is_served() {
    let server = Server::start().await;
    let served = server.http.get(server.url("/openapi.json")).send().await.unwrap().text().await.unwrap();
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi.json");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&committed, &served).unwrap();
    }
    let committed = fs::read_to_string(committed).unwrap_or_default();
    assert!(committed == served, "openapi.json is out of date: UPDATE=1 cargo test -p gateway contract");
}

#[tokio::test]
async fn health_names_the_catalogue_the_time_and_the_key() {
    let server = Server::start().await;
    let ask = || server.http.get(server.url(protocol::HEALTH));
    let json = ask().send().await.unwrap().bytes().await.unwrap();
    let health: Health = serde_json::from_slice(&json).unwrap();
    assert_eq!(health.catalogue, compiled().version);
    assert_eq!(health.now, "2026-11-22T10:00:00+07:00");
    assert_eq!(health.key.len(), 64);
    let answer = ask().header("accept", POSTCARD).send().await.unwrap();
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert_eq!(postcard::from_bytes::<Health>(&answer.bytes().await.unwrap()).unwrap(), health);
}
