//! Handing on over https, to whoever shows a certificate that is good and one that is not.

use crate::both::{Both, eventually};
use crate::support::*;
use crate::tracking::{by_secret, told};
use gateway::operator;
use protocol::State;
use province::certificates::{Authority, Certificate, Term};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The settings of a province that shows this certificate.
fn showing(dir: &Path, made: &Certificate) -> String {
    let (certificate, key) = (dir.join("certificate.pem"), dir.join("key.pem"));
    fs::write(&certificate, &made.certificate).unwrap();
    fs::write(&key, &made.key).unwrap();
    format!("[tls]\ncertificate = {certificate:?}\nkey = {key:?}\n")
}

/// The settings of a gateway that trusts this authority.
fn trusting(dir: &Path, authority: &Authority) -> String {
    let file = dir.join("authority.pem");
    fs::write(&file, authority.pem()).unwrap();
    format!("certificate_file = {file:?}")
}

/// A dossier is sent to a province that shows `bad`, and cannot be handed on for this reason; once it shows `good`, it
/// goes. By then nothing had arrived, and at the end it arrived once.
async fn waits_for_a_certificate(trusted: &Authority, bad: &Certificate, good: &Certificate, why: &str) {
    let dir = TempDir::new().unwrap();
    let mut both = Both::with("submit", &trusting(dir.path(), trusted), &showing(dir.path(), bad)).await;
    let receipt = both.server.receipt(&Dossier::valid()).await;
    let said = async || both.outbox().await.into_iter().find(|item| item["why"] != "");
    let item = eventually(said).await;
    assert_eq!((item["state"].as_str(), item["why"].as_str()), (Some("waiting"), Some(why)));
    let shown = operator::outbox_show(&both.folder(), item["id"].as_i64().unwrap(), false).await.unwrap();
    assert!(shown.contains(why), "{shown}");
    assert!(operator::outbox(&both.folder(), false, false).await.unwrap().contains(why));
    // Spoken to without https it says what it has.
    both.another("").await;
    assert!(both.province.visitor.dossiers().await.unwrap().is_empty());

    both.another(&showing(dir.path(), good)).await;
    both.nothing_waits().await;
    both.another("").await;
    let arrived = both.province.arrived(1).await;
    assert_eq!(arrived.len(), 1);
    assert_eq!((arrived[0].key.as_str(), arrived[0].parcels.len()), (receipt.number.as_str(), 1));
    let progress = told(&both.server, &by_secret(&receipt.code, &receipt.secret)).await;
    assert_eq!((progress.code.as_str(), progress.events.len()), (arrived[0].code.as_str(), 1));
    assert_eq!(progress.events[0].state, State::Received);
}

#[tokio::test]
async fn a_certificate_that_is_over_delivers_nothing_and_a_new_one_delivers_what_waited() {
    let authority = Authority::make("Authority").unwrap();
    let vouch = |term| authority.vouch("127.0.0.1", term).unwrap();
    let (over, good) = (vouch(Term::Over), vouch(Term::Good));
    waits_for_a_certificate(&authority, &over, &good, "certificate: it has expired").await;
}

#[tokio::test]
async fn a_stranger_who_vouches_for_a_province_is_not_believed_whatever_he_calls_himself() {
    let authority = Authority::make("Authority").unwrap();
    let vouch = |by: &Authority| by.vouch("127.0.0.1", Term::Good).unwrap();
    let why = "certificate: from an authority that is not trusted";
    for name in ["Stranger", "Authority"] {
        let stranger = Authority::make(name).unwrap();
        waits_for_a_certificate(&authority, &vouch(&stranger), &vouch(&authority), why).await;
    }
}

#[tokio::test]
async fn a_certificate_for_another_server_is_not_taken() {
    let authority = Authority::make("Authority").unwrap();
    let vouch = |host| authority.vouch(host, Term::Good).unwrap();
    let (other, good) = (vouch("khac.example.gov.vn"), vouch("127.0.0.1"));
    waits_for_a_certificate(&authority, &other, &good, "certificate: for another name").await;
}
