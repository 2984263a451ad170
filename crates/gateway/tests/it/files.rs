//! Attachments: what arrives must be what the manifest says.

use crate::support::*;
use gateway::config::Config;
use protocol::{Problem, ProblemKind};
use std::fs;
use std::net::SocketAddr;

const AT: &str = "attach.proof_of_birth";

async fn bad(dossier: Dossier, code: &str) -> Problem {
    let server = Server::start().await;
    let problem = server.problem(&dossier).await;
    assert_eq!(codes(&problem), [(AT, code)], "{problem:?}");
    assert_eq!(fs::read_dir(server.folder().join("incoming")).unwrap().count(), 0, "nothing is left behind");
    problem
}

#[tokio::test]
async fn a_picture_is_received_as_well_as_a_document() {
    let server = Server::start().await;
    let dossier = Dossier::valid()
        .with_file("IMG_0001.JPG", "image/jpeg", b"\xFF\xD8\xFF\xE0 a photograph")
        .with_file("ảnh.png", "image/png", b"\x89PNG\r\n\x1a\n a screenshot");
    assert_eq!(server.receipt(&dossier).await.files.len(), 3);
}

#[tokio::test]
async fn a_file_larger_than_memory_allows_at_once_arrives_in_pieces() {
    let server = Server::start().await;
    let mut photo = b"\xFF\xD8\xFF\xE0".to_vec();
    photo.resize(9_000_000, b'.');
    let receipt = server.receipt(&Dossier::valid().with_file("ảnh.jpg", "image/jpeg", &photo)).await;
    assert_eq!(receipt.files[1].sha256, sha256(&photo));
}

#[tokio::test]
async fn a_file_without_bytes_is_refused() {
    assert_eq!(bad(Dossier::valid().sending(b""), "file_empty").await.kind, ProblemKind::BadFile);
}

#[tokio::test]
async fn a_program_named_as_a_document_is_refused() {
    let mut dossier = Dossier::valid();
    dossier.submission.attachments.clear();
    dossier.files.clear();
    let program = dossier.with_file("giấy chứng sinh.pdf", "application/pdf", b"MZ\x90\0 a program");
    assert_eq!(bad(program, "file_type").await.kind, ProblemKind::BadFile);
}

#[tokio::test]
async fn a_document_cut_short_before_it_was_read_is_refused() {
    let mut dossier = Dossier::valid();
    dossier.submission.attachments.clear();
    dossier.files.clear();
    bad(dossier.with_file("a.pdf", "application/pdf", b"%PDF-1.7 cut"), "file_type").await;
}

#[tokio::test]
async fn a_type_that_is_not_taken_is_refused_before_it_is_read() {
    let mut dossier = Dossier::valid();
    dossier.submission.attachments[0].media_type = "application/zip".into();
    bad(dossier, "file_type").await;
}

#[tokio::test]
async fn other_bytes_than_promised_are_refused() {
    let other = String::from_utf8_lossy(PDF).replace("endobj", "ENDOBJ");
    bad(Dossier::valid().sending(other.as_bytes()), "file_checksum").await;
    bad(Dossier::valid().sending(&PDF[1..]), "file_size").await;
    bad(Dossier::valid().sending(&[PDF, PDF].concat()), "file_size").await;
}

#[tokio::test]
async fn a_file_that_is_promised_and_does_not_come_is_refused() {
    let mut dossier = Dossier::valid();
    dossier.files.clear();
    bad(dossier, "file_missing").await;
}

#[tokio::test]
async fn a_file_that_was_not_promised_is_refused() {
    let server = Server::start().await;
    let mut dossier = Dossier::valid();
    dossier.files.push(PDF.into());
    assert_eq!(server.problem(&dossier).await.kind, ProblemKind::BadFile);
}

#[tokio::test]
async fn a_photograph_of_40_megabytes_is_refused_with_an_answer_that_can_be_read() {
    let mut photo = b"\xFF\xD8\xFF\xE0".to_vec();
    photo.resize(40_000_000, b'.');
    let problem = bad(Dossier::valid().with_file("ảnh.jpg", "image/jpeg", &photo), "file_too_large").await;
    assert_eq!((problem.kind, problem.status), (ProblemKind::TooLarge, 413));
}

#[tokio::test]
async fn too_many_files_are_refused() {
    let server = Server::start().await;
    let many =
        (0..25).fold(Dossier::valid(), |d, at| d.with_file(&format!("{at}.pdf"), "application/pdf", PDF));
    let problem = server.problem(&many).await;
    assert_eq!(problem.kind, ProblemKind::TooLarge);
    assert_eq!(codes(&problem), [("attachments", "too_many_files")]);
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_with_or_without_a_declared_length() {
    let mut config = Config::default();
    config.limits.body_bytes = 20_000;
    let server = Server::with(config).await;
    let padding = vec![b' '; 30_000];
    let dossier =
        Dossier::valid().with_file("a.pdf", "application/pdf", &[b"%PDF-", &padding[..], PDF].concat());
    assert_eq!(server.problem(&dossier).await.kind, ProblemKind::TooLarge);
    assert_eq!(in_chunks(server.address, &padding).await, "HTTP/1.1 413 Payload Too Large");
}

#[tokio::test]
async fn a_submission_over_its_limit_is_refused() {
    let server = Server::start().await;
    let long = Dossier::valid().answering("child.birthplace.facility", &"a".repeat(300_000));
    assert_eq!(server.problem(&long).await.kind, ProblemKind::TooLarge);
}

/// Sends a part without saying how long it will be; returns the status line.
async fn in_chunks(address: SocketAddr, bytes: &[u8]) -> String {
    let mut connection = crate::limits::Connection::open(address).await;
    connection.write("Transfer-Encoding: chunked\r\n\r\n").await;
    let head = crate::limits::first_part();
    connection.write(&format!("{:x}\r\n{head}\r\n", head.len())).await;
    let body = String::from_utf8_lossy(bytes);
    connection.write(&format!("{:x}\r\n{body}\r\n0\r\n\r\n", bytes.len())).await;
    connection.status().await
}
