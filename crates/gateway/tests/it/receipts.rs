//! Receipts are signed: anyone can verify them, with any program.

use crate::support::*;
use gateway::config::Config;
use gateway::folder::Folder;
use gateway::operator;
use gateway::receipts::PublicKey;
use protocol::Receipt;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// As docs/gateway.md tells it.
fn openssl(folder: &Path, statement: &str, receipt: &Receipt) -> bool {
    let signature: Vec<u8> =
        (0..64).map(|at| u8::from_str_radix(&receipt.signature[2 * at..2 * at + 2], 16).unwrap()).collect();
    fs::write(folder.join("statement"), statement).unwrap();
    fs::write(folder.join("signature"), signature).unwrap();
    let verified = Command::new("openssl")
        .args(["pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "statement"])
        .args(["-sigfile", "signature"])
        .current_dir(folder)
        .output();
    verified.expect("this test needs openssl 3").status.success()
}

#[tokio::test]
async fn another_program_verifies_a_receipt_and_refuses_a_bent_one() {
    let server = Server::start().await;
    let receipt = server.receipt(&Dossier::valid()).await;
    let folder = TempDir::new().unwrap();
    let key = operator::key(&Folder::at(&server.folder())).unwrap();
    let (hex, pem) = key.split_once("\n\n").unwrap();
    fs::write(folder.path().join("key.pem"), pem).unwrap();
    assert!(openssl(folder.path(), &receipt.statement(), &receipt));
    let bent = receipt.statement().replace("2026-11-23", "2026-11-30");
    assert_ne!(bent, receipt.statement());
    assert!(!openssl(folder.path(), &bent, &receipt));

    let key = PublicKey::parse(hex).unwrap();
    let said = operator::verify(key, &receipt.signed()).unwrap();
    assert!(said.contains(&receipt.code) && said.contains("không thay giấy tiếp nhận"), "{said}");
    let refused = operator::verify(key, &receipt.signed().replace("2026-11-23", "2026-11-30")).unwrap_err();
    assert!(refused.to_string().starts_with("the signature is wrong"), "{refused}");
}

#[tokio::test]
async fn health_gives_the_key_that_verifies() {
    let server = Server::start().await;
    let health = server.http.get(server.url(protocol::HEALTH)).send().await.unwrap().bytes().await.unwrap();
    let health: protocol::Health = serde_json::from_slice(&health).unwrap();
    let receipt = server.receipt(&Dossier::valid()).await;
    assert!(PublicKey::parse(&health.key).unwrap().verify(&receipt.signed()).is_some());
}

#[tokio::test]
async fn a_receipt_of_an_earlier_version_gets_what_it_lacks() {
    let server = Server::start().await;
    let dossier = Dossier::valid();
    let receipt = server.receipt(&dossier).await;
    let database = Folder::at(&server.folder()).database();
    let data = server.stop().await;
    let mut old = SqliteConnectOptions::new().filename(database).connect().await.unwrap();
    sqlx::query("UPDATE dossiers SET receipt = json_remove(receipt, '$.secret', '$.signature')")
        .execute(&mut old)
        .await
        .unwrap();
    old.close().await.unwrap();
    let server = Server::on(data, Config::default(), compiled().dir()).await;
    assert_eq!(received(server.post(&dossier).send().await.unwrap()).await, receipt);
}

#[tokio::test]
async fn a_receipt_stays_what_it_was_when_the_key_is_lost() {
    let server = Server::start().await;
    let dossier = Dossier::valid();
    let receipt = server.receipt(&dossier).await;
    let key = Folder::at(&server.folder()).key();
    let data = server.stop().await;
    fs::remove_file(key).unwrap();
    let server = Server::on(data, Config::default(), compiled().dir()).await;
    assert_eq!(received(server.post(&dossier).send().await.unwrap()).await, receipt);
    assert_ne!(server.receipt(&Dossier::valid()).await.signature, receipt.signature);
}
