//! Uploads that break off go on at the byte where they stopped.

use crate::both::eventually;
use crate::limits::Connection;
use crate::support::*;
use gateway::config::Config;
use proptest::prelude::*;
use proptest::test_runner::{Config as Cases, TestRunner};
use protocol::{ProblemKind, SubmissionNumber, UPLOADS, upload_path};
use reqwest::{Method, StatusCode};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tempfile::TempDir;

/// A photograph of so many bytes, no two pieces of it alike.
pub(crate) fn photo(length: usize) -> Vec<u8> {
    let mut bytes = b"\xFF\xD8\xFF\xE0".to_vec();
    bytes.extend((0u32..).flat_map(|at| at.wrapping_mul(2_654_435_761).to_le_bytes()).take(length - 4));
    bytes
}

/// An upload of these bytes.
pub(crate) struct Sending {
    pub(crate) number: SubmissionNumber,
    pub(crate) sha256: String,
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

impl Sending {
    pub(crate) fn new(bytes: Vec<u8>) -> Sending {
        let (number, sha256) = (a_number(), sha256(&bytes));
        Sending { path: upload_path(&number, &sha256), number, sha256, bytes }
    }

    pub(crate) async fn begun(self, client: &Client) -> Sending {
        let answer = client.begin(&self.number, &self.sha256, self.bytes.len()).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::CREATED);
        assert_eq!(answer.headers()["location"], self.path);
        assert_eq!(offset(&answer), 0);
        self
    }

    /// Begins a PATCH of all from `at` on, and writes what comes before `cut`.
    pub(crate) async fn begin_patch(&self, address: &str, at: usize, cut: usize) -> Connection {
        let line = format!(
            "PATCH {} HTTP/1.1\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {at}\r\n\
             Content-Type: application/offset+octet-stream\r\nContent-Length: {}\r\n",
            self.path,
            self.bytes.len() - at
        );
        let mut connection = Connection::asking(address, &line).await;
        connection.write("\r\n").await;
        connection.write(&self.bytes[at..cut]).await;
        connection
    }

    /// Waits until what was sent before a connection was dropped has been put down: all of it.
    async fn stands_at(&self, client: &Client, at: usize) {
        eventually(async || (client.offset(&self.path).await == Some(at)).then_some(())).await;
    }

    /// Where its bytes lie.
    fn part(&self, server: &Server) -> PathBuf {
        let name = format!("{}.{}", self.sha256, self.bytes.len());
        server.folder().join("uploads").join(self.number.as_str()).join(name)
    }

    fn whole(&self, server: &Server) -> PathBuf {
        self.part(server).with_file_name(&self.sha256)
    }
}

async fn start(upload_bytes: u64) -> Server {
    let mut config = Config::default();
    config.limits.upload_bytes = Some(upload_bytes);
    Server::with(config).await
}

#[tokio::test]
async fn twenty_megabytes_cut_at_fifty_places_arrive_byte_for_byte() {
    let server = start(20_000_000).await;
    let sending = Sending::new(photo(20_000_000)).begun(&server).await;
    let mut seed = [0; 8];
    getrandom::fill(&mut seed).unwrap();
    let mut random = u64::from_le_bytes(seed) | 1;
    let mut cuts: Vec<usize> = std::iter::repeat_with(|| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % 20_000_000).unwrap()
    })
    .take(50)
    .collect();
    cuts.sort_unstable();
    let mut at = 0;
    for cut in cuts {
        drop(sending.begin_patch(&server.address.to_string(), at, cut).await);
        sending.stands_at(&server, cut).await;
        at = cut;
    }
    let last = server.patch(&sending.path, at, &sending.bytes[at..]).send().await.unwrap();
    assert_eq!((last.status(), offset(&last)), (StatusCode::NO_CONTENT, 20_000_000));
    assert!(fs::read(sending.whole(&server)).unwrap() == sending.bytes);
}

#[tokio::test]
async fn a_flipped_byte_is_refused_and_the_file_can_be_sent_anew() {
    let server = Server::start().await;
    let sending = Sending::new(photo(100_000)).begun(&server).await;
    let mut flipped = sending.bytes.clone();
    flipped[50_000] ^= 1;
    let problem = refused(server.patch(&sending.path, 0, &flipped).send().await.unwrap()).await;
    assert_eq!((problem.kind, problem.status), (ProblemKind::BadFile, 422));
    assert_eq!(codes(&problem), [("file", "file_checksum")]);
    assert_eq!(server.offset(&sending.path).await, None, "it begins anew");
    let again = server.upload(&sending.number, &sending.sha256, &sending.bytes).await;
    assert_eq!(again.status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn after_a_restart_it_goes_on_at_the_byte_where_it_stopped() {
    let server = Server::start().await;
    let sending = Sending::new(photo(300_000)).begun(&server).await;
    server.patch(&sending.path, 0, &sending.bytes[..123_456]).send().await.unwrap();
    let data = server.stop().await;
    let server = Server::on(data, Config::default(), compiled().dir()).await;
    assert_eq!(server.offset(&sending.path).await, Some(123_456));
    let rest = server.patch(&sending.path, 123_456, &sending.bytes[123_456..]).send().await.unwrap();
    assert_eq!(rest.status(), StatusCode::NO_CONTENT);
    assert!(fs::read(sending.whole(&server)).unwrap() == sending.bytes);
}

#[tokio::test]
async fn a_file_whose_last_byte_came_just_before_the_server_died_is_checked_when_it_is_asked_for() {
    let server = Server::start().await;
    let right = Sending::new(photo(1000)).begun(&server).await;
    let wrong = Sending::new(photo(2000)).begun(&server).await;
    fs::write(right.part(&server), &right.bytes).unwrap();
    fs::write(wrong.part(&server), vec![b'.'; 2000]).unwrap();
    assert_eq!(server.offset(&right.path).await, Some(1000));
    assert_eq!(server.offset(&wrong.path).await, None);
    assert!(right.whole(&server).exists() && !wrong.part(&server).exists());
}

#[tokio::test]
async fn what_was_begun_is_begun_again_without_harm() {
    let server = Server::start().await;
    let sending = Sending::new(photo(1000)).begun(&server).await;
    server.patch(&sending.path, 0, &sending.bytes[..400]).send().await.unwrap();
    let again = || server.begin(&sending.number, &sending.sha256, 1000);
    let answer = again().send().await.unwrap();
    assert_eq!((answer.status(), offset(&answer)), (StatusCode::CREATED, 400));
    assert_eq!(answer.headers()["location"], sending.path);
    let with_bytes =
        again().header("content-type", "application/offset+octet-stream").body(sending.bytes.clone());
    assert_eq!(offset(&with_bytes.send().await.unwrap()), 400, "first bytes are first or not at all");
    let other = server.begin(&sending.number, &sending.sha256, 1001).send().await.unwrap();
    let problem = refused(other).await;
    assert_eq!((problem.kind, problem.status), (ProblemKind::Conflict, 409));
    server.patch(&sending.path, 400, &sending.bytes[400..]).send().await.unwrap();
    assert_eq!(offset(&again().send().await.unwrap()), 1000, "also when it is whole");
    let nothing = server.patch(&sending.path, 1000, b"").send().await.unwrap();
    assert_eq!((nothing.status(), offset(&nothing)), (StatusCode::NO_CONTENT, 1000));
}

#[tokio::test]
async fn a_small_file_may_come_with_the_request_that_begins_it() {
    let server = Server::start().await;
    let sending = Sending::new(photo(1000));
    let answer = server
        .begin(&sending.number, &sending.sha256, 1000)
        .header("content-type", "application/offset+octet-stream")
        .body(sending.bytes.clone())
        .send()
        .await
        .unwrap();
    assert_eq!((answer.status(), offset(&answer)), (StatusCode::CREATED, 1000));
    assert!(fs::read(sending.whole(&server)).unwrap() == sending.bytes);
}

#[tokio::test]
async fn an_upload_can_be_ended() {
    let server = Server::start().await;
    let sending = Sending::new(photo(1000)).begun(&server).await;
    let end = || server.tus(Method::DELETE, &sending.path).send();
    assert_eq!(end().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(server.offset(&sending.path).await, None);
    assert_eq!(refused(end().await.unwrap()).await.kind, ProblemKind::NotFound);
    let late = server.patch(&sending.path, 0, &sending.bytes).send().await.unwrap();
    assert_eq!(late.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn of_two_clients_on_one_upload_one_goes_on_and_the_other_learns_where() {
    let server = Arc::new(Server::start().await);
    let sending = Sending::new(photo(60_000)).begun(&server).await;
    let all = || server.patch(&sending.path, 0, &sending.bytes).send();
    let (one, other) = tokio::join!(all(), all());
    let mut statuses = [one.unwrap().status().as_u16(), other.unwrap().status().as_u16()];
    statuses.sort_unstable();
    assert!(statuses == [204, 409] || statuses == [204, 423], "{statuses:?}");
    assert!(fs::read(sending.whole(&server)).unwrap() == sending.bytes);
}

#[tokio::test]
async fn a_connection_that_has_died_does_not_hold_up_the_next_one() {
    let server = Server::start().await;
    let sending = Sending::new(photo(200_000)).begun(&server).await;
    // The phone has changed its network: this connection is open and nothing comes any more.
    let mut dead = sending.begin_patch(&server.address.to_string(), 0, 70_000).await;
    sending.stands_at(&server, 70_000).await;
    let rest = server.patch(&sending.path, 70_000, &sending.bytes[70_000..]).send().await.unwrap();
    assert_eq!(rest.status(), StatusCode::NO_CONTENT);
    dead.write(&sending.bytes[70_000..]).await;
    assert_eq!(dead.status().await, "HTTP/1.1 423 Locked");
    assert!(fs::read(sending.whole(&server)).unwrap() == sending.bytes);
}

#[tokio::test]
async fn a_body_that_falls_silent_is_told_so_and_what_came_stays() {
    let mut config = Config::default();
    config.limits.silence = std::time::Duration::from_millis(50);
    let server = Server::with(config).await;
    let sending = Sending::new(photo(2000)).begun(&server).await;
    let mut stalled = sending.begin_patch(&server.address.to_string(), 0, 1500).await;
    assert_eq!(stalled.status().await, "HTTP/1.1 408 Request Timeout");
    assert_eq!(server.offset(&sending.path).await, Some(1500));
}

#[tokio::test]
async fn more_bytes_than_there_should_be_are_refused() {
    let server = Server::start().await;
    let sending = Sending::new(photo(1000)).begun(&server).await;
    let more = server.patch(&sending.path, 0, &photo(1001)).send().await.unwrap();
    let problem = refused(more).await;
    assert_eq!((problem.kind, problem.status), (ProblemKind::TooLarge, 413));
    assert_eq!(server.offset(&sending.path).await, Some(0));
}

#[tokio::test]
async fn whoever_does_not_speak_the_protocol_is_told_how() {
    let server = Server::start().await;
    let sending = Sending::new(photo(1000)).begun(&server).await;
    let old =
        server.http.patch(server.url(&sending.path)).header("tus-resumable", "0.2.2").send().await.unwrap();
    assert_eq!(old.headers()["tus-version"], "1.0.0");
    assert_eq!(refused(old).await.status, 412);
    let form =
        server.tus(Method::PATCH, &sending.path).header("upload-offset", 0).body("a=b").send().await.unwrap();
    assert_eq!(refused(form).await.status, 415);
    for (offset, status) in [("", 400), ("-1", 400), ("1", 409), ("999999999999999999999", 400)] {
        let patch = server.tus(Method::PATCH, &sending.path).header("upload-offset", offset);
        let patch = patch.header("content-type", "application/offset+octet-stream").body("x");
        let answer = patch.send().await.unwrap();
        assert_eq!(answer.headers()["tus-resumable"], "1.0.0");
        assert_eq!(refused(answer).await.status, status, "{offset}");
    }
    for (name, value) in [("upload-length", "1000"), ("upload-metadata", "number YQ==,sha256 YQ==")] {
        let begin = server.tus(Method::POST, UPLOADS).header(name, value).send().await.unwrap();
        assert_eq!(refused(begin).await.kind, ProblemKind::Malformed);
    }
    for path in ["/v1/uploads/1/2", &format!("{UPLOADS}/{}/{}", sending.number.as_str(), "AB".repeat(32))] {
        assert_eq!(server.offset(path).await, None);
    }
}

#[tokio::test]
async fn a_page_of_another_site_may_upload_and_read_where_it_stands() {
    let server = Server::start().await;
    let preflight = server
        .http
        .request(Method::OPTIONS, server.url(UPLOADS))
        .header("origin", "https://xa.example")
        .header("access-control-request-method", "PATCH")
        .send()
        .await
        .unwrap();
    let header = |name: &str| preflight.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("tus-version"), "1.0.0");
    assert_eq!(header("tus-extension"), "creation,creation-with-upload,termination,expiration");
    assert_eq!(header("tus-max-size"), "10000000");
    for method in ["HEAD", "PATCH", "DELETE"] {
        assert!(header("access-control-allow-methods").contains(method));
    }
    for name in ["tus-resumable", "upload-length", "upload-offset", "upload-metadata", "content-type"] {
        assert!(header("access-control-allow-headers").contains(name), "{name}");
    }
    let sending = Sending::new(photo(1000)).begun(&server).await;
    let head = server.tus(Method::HEAD, &sending.path).header("origin", "https://xa.example");
    let head = head.send().await.unwrap();
    let exposed = head.headers()["access-control-expose-headers"].to_str().unwrap();
    for name in [
        "location",
        "upload-offset",
        "upload-length",
        "upload-expires",
        "tus-resumable",
        "retry-after",
        "x-request-id",
    ] {
        assert!(exposed.contains(name), "{name}");
    }
    assert_eq!(head.headers()["cache-control"], "no-store");
    assert_eq!(head.headers()["upload-length"], "1000");
    assert_eq!(head.headers()["upload-expires"], "Sun, 29 Nov 2026 03:00:00 GMT");
}

#[tokio::test]
async fn a_number_has_as_many_uploads_as_a_dossier_may_have_files() {
    let server = Server::start().await;
    let number = a_number();
    let begin = |at: usize| server.begin(&number, &sha256(&at.to_le_bytes()), 10).send();
    for at in 0..20 {
        assert_eq!(begin(at).await.unwrap().status(), StatusCode::CREATED);
    }
    let problem = refused(begin(20).await.unwrap()).await;
    assert_eq!(problem.kind, ProblemKind::TooLarge);
    assert_eq!(codes(&problem), [("attachments", "too_many_files")]);
    assert_eq!(begin(0).await.unwrap().status(), StatusCode::CREATED, "those begun go on");
}

#[tokio::test]
async fn when_there_is_no_room_for_more_bytes_a_client_is_told_to_come_again() {
    let mut config = Config::default();
    config.limits.uploads_bytes = 1000;
    let server = Server::with(config).await;
    let first = Sending::new(photo(2000)).begun(&server).await;
    server.patch(&first.path, 0, &first.bytes[..1000]).send().await.unwrap();
    let full = server.begin(&a_number(), &first.sha256, 10).send().await.unwrap();
    assert!(full.headers().contains_key("retry-after"));
    let problem = refused(full).await;
    assert_eq!((problem.kind, problem.status), (ProblemKind::Busy, 503));
    let more = server.patch(&first.path, 1000, &first.bytes[1000..]).send().await.unwrap();
    assert_eq!(refused(more).await.status, 503);
    server.tus(Method::DELETE, &first.path).send().await.unwrap();
    Sending::new(photo(10)).begun(&server).await;
}

#[tokio::test]
async fn an_upload_that_nobody_goes_on_with_is_given_up_after_a_week() {
    let server = Server::start().await;
    let left = Sending::new(photo(1000)).begun(&server).await;
    let whole = Sending::new(photo(1000));
    server.upload(&whole.number, &whole.sha256, &whole.bytes).await;
    server.now.fetch_add(7 * DAY - 1, Ordering::SeqCst);
    assert_eq!(server.offset(&left.path).await, Some(0));
    server.patch(&left.path, 0, b"\xFF").send().await.unwrap();
    server.now.fetch_add(1, Ordering::SeqCst);
    assert_eq!(server.offset(&whole.path).await, None);
    assert_eq!(server.offset(&left.path).await, Some(1), "a week after the last byte");
    let data = server.stop().await;
    let later = TODAY + 15 * DAY;
    let server = Server::at(later, data, Config::default(), compiled().dir()).await;
    assert_eq!(fs::read_dir(server.folder().join("uploads")).unwrap().count(), 0);
}

/// What a client does: sends at a distance from where the upload stands, so many bytes, and breaks off or not.
#[derive(Clone, Debug)]
struct Step {
    away: isize,
    length: usize,
    cut: Option<usize>,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let away = prop_oneof![4 => Just(0isize), 1 => -3000isize..3000];
    let step = (away, 0usize..4000, proptest::option::of(0usize..4000));
    proptest::collection::vec(step.prop_map(|(away, length, cut)| Step { away, length, cut }), 1..8)
}

#[test]
fn whatever_comes_at_whatever_offset_there_lies_a_prefix_of_the_file() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Server::start());
    let mut runner = TestRunner::new(Cases { cases: 24, failure_persistence: None, ..Cases::default() });
    let outcome = runner.run(&steps(), |steps| {
        runtime.block_on(async {
            let sending = Sending::new(photo(10_000)).begun(&server).await;
            let mut have = 0usize;
            for Step { away, length, cut } in steps {
                let at = have.saturating_add_signed(away);
                let end = (at + length).min(sending.bytes.len());
                let bytes = sending.bytes.get(at..end).unwrap_or_default();
                match cut {
                    Some(cut) if at <= sending.bytes.len() => {
                        // Cut off: the last byte of the file never comes.
                        let cut = (at + cut).min(end).min(sending.bytes.len() - 1).max(at);
                        drop(sending.begin_patch(&server.address.to_string(), at, cut).await);
                        have = if at == have { cut } else { have };
                        sending.stands_at(&server, have).await;
                    }
                    _ => {
                        let answer = server.patch(&sending.path, at, bytes).send().await.unwrap();
                        prop_assert_eq!(answer.status().is_success(), at == have);
                        have = if at == have { end } else { have };
                    }
                }
                prop_assert_eq!(server.offset(&sending.path).await, Some(have));
                let lies = fs::read(sending.part(&server)).or_else(|_| fs::read(sending.whole(&server)));
                prop_assert!(lies.unwrap() == sending.bytes[..have]);
            }
            Ok(())
        })
    });
    outcome.unwrap();
}

#[tokio::test]
async fn killed_between_the_files_and_the_promise_the_next_try_is_received() {
    let server = Server::start().await;
    let dossier = Dossier::valid();
    let (number, sha256) = (&dossier.submission.number, &dossier.submission.attachments[0].sha256);
    assert!(server.upload_all(&dossier).await.is_none());
    // The file was put into its place, the transaction was not committed.
    let home = server.folder().join("dossiers").join(number.as_str());
    let left = home.join(format!("0-{sha256}"));
    fs::create_dir(&home).unwrap();
    fs::hard_link(server.folder().join("uploads").join(number.as_str()).join(sha256), &left).unwrap();
    let receipt = received(server.post(&dossier).send().await.unwrap()).await;
    assert_eq!((receipt.code.as_str(), fs::read(&left).unwrap().as_slice()), ("H20-261122-0001", PDF));
    assert_eq!(fs::read_dir(server.folder().join("uploads")).unwrap().count(), 0);

    // The same, and the client comes again when its uploads have been given up.
    let dossier = Dossier::valid();
    let home = server.folder().join("dossiers").join(dossier.submission.number.as_str());
    fs::create_dir(&home).unwrap();
    fs::write(home.join(format!("0-{sha256}")), PDF).unwrap();
    let problem = refused(server.post(&dossier).send().await.unwrap()).await;
    assert_eq!(codes(&problem), [("attachments[0]", "file_missing")]);
    assert_eq!(server.receipt(&dossier).await.code, "H20-261122-0002");
}

#[tokio::test]
async fn a_replay_needs_no_uploads_and_leaves_none() {
    let server = Server::start().await;
    let dossier = Dossier::valid();
    let first = server.receipt(&dossier).await;
    let data = server.stop().await;
    let server = Server::on(data, Config::default(), compiled().dir()).await;
    assert_eq!(received(server.post(&dossier).send().await.unwrap()).await, first);
    assert_eq!(server.receipt(&dossier).await, first, "uploaded once more");
    assert_eq!(fs::read_dir(server.folder().join("uploads")).unwrap().count(), 0);
}

#[tokio::test]
async fn a_folder_of_an_earlier_version_opens() {
    let data = Arc::new(TempDir::new().unwrap());
    let old = data.path().join("data");
    fs::create_dir_all(old.join("incoming")).unwrap();
    let server = Server::on(data, Config::default(), compiled().dir()).await;
    server.receipt(&Dossier::valid()).await;
}
