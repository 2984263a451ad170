//! What is refused, and what the client learns.

use crate::support::*;
use dossier::evaluate::missing_papers;
use dossier::{Answers, evaluate};
use gateway::config::Config;
use protocol::{Problem, ProblemKind};
use std::fs;
use tempfile::TempDir;

#[tokio::test]
async fn an_empty_declaration_is_refused_for_the_same_reasons_as_in_the_browser() {
    let server = Server::start().await;
    let problem = server.problem(&Dossier::empty()).await;
    assert_eq!((problem.kind, problem.status), (ProblemKind::Rejected, 422));

    let procedure = compiled().birth();
    let (answers, _) = Answers::from_paths(procedure, []);
    let today = "2026-11-22".parse().unwrap();
    let oracle = evaluate(procedure, &answers, today, &compiled().tables);
    let mut findings = oracle.findings.clone();
    findings.extend(missing_papers(procedure, &oracle, &[]));
    let expected: Vec<_> = findings
        .iter()
        .map(|f| {
            (f.at.path(procedure, &oracle.shape), f.code.id(procedure).to_owned(), f.severity.id().to_owned())
        })
        .collect();
    let found: Vec<_> = problem.findings.into_iter().map(|f| (f.path, f.code, f.severity)).collect();
    assert_eq!(found, expected);
    assert!(found.len() > 5);
}

#[tokio::test]
async fn an_unknown_catalogue_is_told_apart_so_that_the_page_can_load_the_new_one() {
    let server = Server::start().await;
    let mut dossier = Dossier::valid();
    dossier.submission.catalogue = "yesterday".into();
    let problem = server.problem(&dossier).await;
    assert_eq!((problem.kind, problem.status), (ProblemKind::UnknownCatalogue, 409));
}

#[tokio::test]
async fn a_page_left_open_over_a_new_catalogue_can_still_send() {
    let server = Server::start().await;
    let data = server.stop().await;
    let newer = TempDir::new().unwrap();
    for entry in fs::read_dir(compiled().dir()).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), newer.path().join(entry.file_name())).unwrap();
    }
    let index = newer.path().join("index.bin");
    let mut changed: dossier::Index = dossier::blob::read(&fs::read(&index).unwrap()).unwrap();
    changed.version = "newer".into();
    fs::write(&index, dossier::blob::write(&changed)).unwrap();
    // What it says of other systems' formats and of offices is of the former version.
    for ours in ["targets.bin", "timetable.bin"] {
        fs::remove_file(newer.path().join(ours)).unwrap();
    }
    let server = Server::on(data, Config::default(), newer.path()).await;
    assert_eq!(server.receipt(&Dossier::valid()).await.catalogue, compiled().version);
}

#[tokio::test]
async fn what_is_not_in_the_catalogue_is_refused() {
    let server = Server::start().await;
    let mut procedure = Dossier::valid();
    procedure.submission.procedure = "9.999999".into();
    let mut site = Dossier::valid();
    site.submission.site = "atlantis".into();
    for dossier in [procedure, site] {
        assert_eq!(server.problem(&dossier).await.kind, ProblemKind::UnknownProcedure);
    }
}

#[tokio::test]
async fn an_answer_to_no_question_is_refused() {
    let server = Server::start().await;
    let problem = server.problem(&Dossier::valid().answering("child.shoe_size", "12")).await;
    assert_eq!(problem.kind, ProblemKind::Rejected);
    assert!(codes(&problem).contains(&("child.shoe_size", "unknown_question")));
}

#[tokio::test]
async fn an_office_of_another_province_is_refused() {
    let server = Server::start().await;
    let problem = server.problem(&Dossier::valid().answering("office", ELSEWHERE)).await;
    assert_eq!(problem.kind, ProblemKind::Rejected);
    assert!(codes(&problem).contains(&("office", "unknown_place")), "{problem:?}");
}

#[tokio::test]
async fn a_missing_paper_is_refused() {
    let server = Server::start().await;
    let mut dossier = Dossier::valid();
    dossier.submission.attachments.clear();
    dossier.files.clear();
    let problem = server.problem(&dossier).await;
    assert!(codes(&problem).contains(&("attach.proof_of_birth", "paper_missing")));
}

#[tokio::test]
async fn a_paper_that_the_procedure_does_not_list_is_refused() {
    let server = Server::start().await;
    let mut dossier = Dossier::valid();
    dossier.submission.attachments[0].paper = "household_book".into();
    let problem = server.problem(&dossier).await;
    assert!(codes(&problem).contains(&("attach.proof_of_birth", "unknown_paper")), "{problem:?}");
}

async fn sent_as(server: &Server, dossier: &str) -> Problem {
    refused(server.post_json(dossier).send().await.unwrap()).await
}

#[tokio::test]
async fn a_malformed_body_is_refused_without_repeating_it() {
    let server = Server::start().await;
    for wrong in ["", "{", "[]", r#"{"number":"Nguyễn Văn Bí Mật"}"#, r#"{"secret":1}"#] {
        let problem = sent_as(&server, wrong).await;
        assert_eq!((problem.kind, problem.status), (ProblemKind::Malformed, 400), "{wrong}");
        assert!(!problem.detail.contains("Bí Mật") && !problem.detail.contains("secret"), "{problem:?}");
    }
    let not_json = server.http.post(server.url(protocol::DOSSIERS)).body("{}").send().await.unwrap();
    let problem = refused(not_json).await;
    assert_eq!((problem.kind, problem.status), (ProblemKind::Malformed, 415));
}

#[tokio::test]
async fn members_outside_their_bounds_are_named() {
    let server = Server::start().await;
    let mut dossier = Dossier::valid();
    dossier.submission.lang = "vietnamese".into();
    dossier.submission.attachments[0].sha256 = "ABC".into();
    dossier.submission.attachments[0].name = "a\u{1b}[2J.pdf".into();
    let problem = refused(server.post(&dossier).send().await.unwrap()).await;
    assert_eq!(problem.kind, ProblemKind::Malformed);
    for (path, code) in [
        ("lang", "length"),
        ("lang", "choice"),
        ("attachments[0].sha256", "length"),
        ("attachments[0].sha256", "hexadecimal"),
        ("attachments[0].name", "control"),
    ] {
        assert!(codes(&problem).contains(&(path, code)), "{problem:?}");
    }
}

#[tokio::test]
async fn the_idempotency_key_must_be_the_number() {
    let server = Server::start().await;
    let dossier = Dossier::valid();
    assert!(server.upload_all(&dossier).await.is_none());
    let with = |key: String| server.post(&dossier).header("idempotency-key", key).send();
    let problem = refused(with(a_number().as_str().into()).await.unwrap()).await;
    assert_eq!(problem.kind, ProblemKind::Malformed);
    received(with(dossier.submission.number.as_str().into()).await.unwrap()).await;
}

#[tokio::test]
async fn an_unknown_address_is_a_problem_too() {
    let server = Server::start().await;
    for path in
        ["/v1/dossier", "/v1/dossiers/1", "/nothing.html", "/catalogue/nothing.bin", "/catalogue/../x"]
    {
        let problem = refused(server.http.get(server.url(path)).send().await.unwrap()).await;
        assert_eq!((problem.kind, problem.status), (ProblemKind::NotFound, 404), "{path}");
    }
    let wrong_method = server.http.get(server.url(protocol::DOSSIERS)).send().await.unwrap();
    assert_eq!(refused(wrong_method).await.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn a_folder_serves_one_gateway_at_a_time() {
    let server = Server::start().await;
    let places = gateway::Places { data: server.folder(), web: None, catalogue: compiled().dir().into() };
    let clock = gateway::clock::Clock::system();
    let second = gateway::Gateway::open(&places, Config::default(), clock).await;
    let Err(error) = second else { panic!("two gateways in one folder") };
    assert!(error.to_string().starts_with("another gateway is using the data folder"), "{error}");
}
