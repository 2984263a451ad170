//! The document that integrators read.

use crate::support::*;
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
async fn health_names_the_catalogue() {
    let server = Server::start().await;
    let health = server.http.get(server.url("/v1/health")).send().await.unwrap().text().await.unwrap();
    assert_eq!(health, format!(r#"{{"status":"ok","catalogue":"{}"}}"#, compiled().version));
}
