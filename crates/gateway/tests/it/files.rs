//! Attachments: what arrives must be what the manifest says.

use crate::limits::Connection;
use crate::support::*;
use gateway::config::Config;
use gateway::folder::Folder;
use protocol::{Problem, ProblemKind};
use std::fs;

/// Refused while it is uploaded.
async fn bad(dossier: Dossier, code: &str) -> Problem {
    let server = Server::start().await;
    let problem = refused(server.upload_all(&dossier).await.unwrap()).await;
    assert_eq!(codes(&problem), [("file", code)], "{problem:?}");
    let number = server.folder().join("uploads").join(dossier.submission.number.as_str());
    assert_eq!(fs::read_dir(number).into_iter().flatten().count(), 0, "nothing is left behind");
    problem
}

/// Uploaded, then refused with the dossier that names it.
async fn not_as_promised(dossier: &Dossier, code: &str) -> Problem {
    let server = Server::start().await;
    let problem = server.problem(dossier).await;
    assert_eq!(codes(&problem), [("attachments[0]", code)], "{problem:?}");
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
async fn a_type_that_is_not_taken_is_refused() {
    let mut dossier = Dossier::valid();
    dossier.submission.attachments[0].media_type = "application/zip".into();
    not_as_promised(&dossier, "file_type").await;
}

#[tokio::test]
async fn another_type_than_promised_is_refused() {
    let mut dossier = Dossier::valid();
    dossier.submission.attachments[0].media_type = "image/png".into();
    not_as_promised(&dossier, "file_type").await;
}

#[tokio::test]
async fn another_size_than_promised_is_refused() {
    let mut dossier = Dossier::valid();
    dossier.submission.attachments[0].size += 1;
    not_as_promised(&dossier, "file_size").await;
}

#[tokio::test]
async fn other_bytes_than_promised_are_refused() {
    let other = String::from_utf8_lossy(PDF).replace("endobj", "ENDOBJ");
    bad(Dossier::valid().sending(other.as_bytes()), "file_checksum").await;
    bad(Dossier::valid().sending(&PDF[1..]), "file_checksum").await;
    bad(Dossier::valid().sending(&[PDF, PDF].concat()), "file_checksum").await;
}

#[tokio::test]
async fn files_that_are_promised_and_do_not_come_are_refused_and_named() {
    let mut dossier = Dossier::valid().with_file("ảnh.png", "image/png", b"\x89PNG\r\n\x1a\n");
    dossier.files.clear();
    let server = Server::start().await;
    let problem = server.problem(&dossier).await;
    assert_eq!((problem.kind, problem.status), (ProblemKind::BadFile, 422));
    assert_eq!(codes(&problem), [("attachments[0]", "file_missing"), ("attachments[1]", "file_missing")]);
}

#[tokio::test]
async fn a_file_uploaded_for_one_dossier_serves_no_other() {
    let server = Server::start().await;
    assert!(server.upload_all(&Dossier::valid()).await.is_none());
    let problem = refused(server.post(&Dossier::valid()).send().await.unwrap()).await;
    assert_eq!(codes(&problem), [("attachments[0]", "file_missing")]);
}

#[tokio::test]
async fn one_file_may_serve_twice() {
    let server = Server::start().await;
    let dossier = Dossier::valid().with_file("trang 2.pdf", "application/pdf", PDF);
    let receipt = server.receipt(&dossier).await;
    for (place, file) in receipt.files.iter().enumerate() {
        let file = Folder::at(&server.folder()).file(&receipt.number, place, &file.sha256);
        assert_eq!(fs::read(file).unwrap(), PDF);
    }
}

#[tokio::test]
async fn a_photograph_of_40_megabytes_is_refused_with_an_answer_that_can_be_read() {
    let mut photo = b"\xFF\xD8\xFF\xE0".to_vec();
    photo.resize(40_000_000, b'.');
    let mut dossier = Dossier::valid().with_file("ảnh.jpg", "image/jpeg", &photo);
    dossier.submission.attachments.remove(0);
    dossier.files.remove(0);
    let problem = bad(dossier, "file_too_large").await;
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
async fn a_submission_over_its_limit_is_refused_with_or_without_a_declared_length() {
    let server = Server::start().await;
    let long = Dossier::valid().answering("child.birthplace.facility", &"a".repeat(300_000));
    assert_eq!(server.problem(&long).await.kind, ProblemKind::TooLarge);
    let mut chunked = Connection::open(server.address).await;
    let json = long.submission.to_json();
    chunked.write(format!("Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{json}\r\n0\r\n\r\n", json.len())).await;
    assert_eq!(chunked.status().await, "HTTP/1.1 413 Payload Too Large");
}

#[tokio::test]
async fn a_file_over_the_sites_limit_is_refused_even_where_larger_uploads_are_taken() {
    let mut config = Config::default();
    config.limits.upload_bytes = Some(20_000_000);
    let server = Server::with(config).await;
    let mut photo = b"\xFF\xD8\xFF\xE0".to_vec();
    photo.resize(12_000_000, b'.');
    let problem = server.problem(&Dossier::valid().with_file("ảnh.jpg", "image/jpeg", &photo)).await;
    assert_eq!((problem.kind, problem.status), (ProblemKind::TooLarge, 413));
    assert_eq!(codes(&problem), [("attachments[1]", "file_too_large")]);
}
