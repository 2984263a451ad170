//! The program itself: killed, questioned, misused.

use crate::support::*;
use crate::uploads::{Sending, photo};
use protocol::{Proof, Track, upload_path};
use reqwest::StatusCode;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use tempfile::TempDir;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_to-khai-gateway"))
}

/// The program, serving on a port of its own choice.
struct Running {
    child: Child,
    log: BufReader<ChildStderr>,
    read: String,
    address: String,
}

impl Running {
    fn start(data: &Path) -> Running {
        let mut child = program()
            .args(["serve", "--port", "0", "--data"])
            .arg(data)
            .arg("--catalogue")
            .arg(compiled().dir())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut read = String::new();
        while !read.contains("listening") {
            assert!(log.read_line(&mut read).unwrap() > 0, "{read}");
        }
        let line: serde_json::Value = serde_json::from_str(read.lines().last().unwrap()).unwrap();
        let address = line["fields"]["address"].as_str().unwrap().to_owned();
        Running { child, log, read, address }
    }

    fn client(&self) -> Client {
        Client::of(&self.address)
    }

    /// SIGKILL; returns all it has logged.
    fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.log.read_to_string(&mut self.read).unwrap();
        self.read
    }
}

fn dossiers(data: &Path, arguments: &[&str]) -> String {
    let output = program().arg("dossiers").args(arguments).arg("--data").arg(data).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn a_dossier_survives_when_the_server_is_killed_right_after_the_receipt() {
    let data = TempDir::new().unwrap();
    let dossier = Dossier::valid();
    let server = Running::start(data.path());
    let receipt = received(server.client().send(&dossier).await).await;
    server.kill();
    let shown = dossiers(data.path(), &["show", &receipt.code]);
    assert!(shown.contains("NGUYỄN THỊ THỬ NGHIỆM"), "{shown}");
    let server = Running::start(data.path());
    let again = server.client().send(&dossier).await;
    assert_eq!(again.status(), StatusCode::OK);
    assert_eq!(received(again).await, receipt);
    let list = dossiers(data.path(), &["list"]);
    assert_eq!(list.lines().count(), 2, "a head and one dossier: {list}");
    server.kill();
}

#[tokio::test]
async fn a_supplement_survives_when_the_server_is_killed_right_after_the_receipt() {
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path());
    let first = received(server.client().send(&Dossier::valid()).await).await;
    let more = ["--words", "Thiếu trang sau", "--until", "2999-12-31"];
    dossiers(data.path(), &[&["supplement", &first.code], &more[..]].concat());
    let mut dossier = Dossier::valid();
    let completes = protocol::Completes { dossier: first.number.clone(), secret: first.secret.clone() };
    dossier.submission.completes = Some(completes);
    let receipt = received(server.client().send(&dossier).await).await;
    let log = server.kill();
    assert!(!log.contains(&first.secret) && !log.contains("panicked"), "{log}");
    let server = Running::start(data.path());
    let again = server.client().send(&dossier).await;
    assert_eq!(again.status(), StatusCode::OK);
    assert_eq!(received(again).await, receipt);
    let shown = dossiers(data.path(), &["show", &first.code]);
    assert!(shown.contains("Bổ sung lần 1") && !shown.contains("Bổ sung lần 2"), "{shown}");
    assert!(!server.kill().contains("belong to no dossier"));
}

#[tokio::test]
async fn an_upload_survives_when_the_server_is_killed_between_and_during_its_pieces() {
    let data = TempDir::new().unwrap();
    let mut dossier = Dossier::valid();
    let sending = Sending { number: dossier.submission.number.clone(), ..Sending::new(photo(3_000_000)) };
    let path = upload_path(&sending.number, &sending.sha256);
    let sending = Sending { path, ..sending };
    let server = Running::start(data.path());
    let sending = sending.begun(&server.client()).await;
    let first = server.client().patch(&sending.path, 0, &sending.bytes[..1_000_000]).send().await.unwrap();
    assert_eq!(offset(&first), 1_000_000);
    server.kill();

    let server = Running::start(data.path());
    assert_eq!(server.client().offset(&sending.path).await, Some(1_000_000), "what was promised");
    let cut = sending.begin_patch(&server.address, 1_000_000, 2_500_000).await;
    let name = format!("{}.{}", sending.sha256, sending.bytes.len());
    let file = data.path().join("uploads").join(sending.number.as_str()).join(name);
    while std::fs::metadata(&file).unwrap().len() <= 1_000_000 {
        tokio::task::yield_now().await;
    }
    server.kill();
    drop(cut);
    let lies = std::fs::read(&file).unwrap();
    assert!(lies == sending.bytes[..lies.len()], "a prefix of the file");

    let server = Running::start(data.path());
    assert_eq!(server.client().offset(&sending.path).await, Some(lies.len()));
    dossier = dossier.with_file("ảnh.jpg", "image/jpeg", &sending.bytes);
    let receipt = received(server.client().send(&dossier).await).await;
    assert_eq!(receipt.files[1].sha256, sending.sha256);
    server.kill();
}

#[tokio::test]
async fn a_server_that_is_asked_to_stop_stops_and_leaves_a_folder_that_can_be_read() {
    let data = TempDir::new().unwrap();
    let mut server = Running::start(data.path());
    let receipt = received(server.client().send(&Dossier::valid()).await).await;
    let asked = Command::new("kill").arg(server.child.id().to_string()).status().unwrap();
    assert!(asked.success());
    assert!(server.child.wait().unwrap().success());
    assert!(!data.path().join("dossiers.sqlite-wal").exists(), "one file to copy");
    assert!(dossiers(data.path(), &["list"]).contains(&receipt.code));
}

/// A line of the log without the digits in it that come by chance: the time, and the number of a request.
fn without_chance(line: &str) -> String {
    let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
    line["timestamp"].take();
    line["span"]["id"].take();
    for span in line["spans"].as_array_mut().into_iter().flatten() {
        span["id"].take();
    }
    line.to_string()
}

#[tokio::test]
async fn the_log_holds_nothing_about_a_person() {
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path());
    let dossier = Dossier::valid().answering("requester.phone", "0912345678");
    received(server.client().send(&dossier).await).await;
    refused(server.client().send(&dossier.clone().answering("child.sex", "female")).await).await;
    refused(server.client().send(&Dossier::valid().answering("requester.number", "Bí Mật")).await).await;
    refused(server.client().send(&Dossier::valid().sending(b"MZ")).await).await;
    let receipt = received(server.client().post(&dossier).send().await.unwrap()).await;
    let track =
        |dossier: &str, proof| server.client().track(&Track { dossier: dossier.into(), proof }).send();
    let person = Proof::Person { digits: "7531".into(), phone: "0987654321".into() };
    refused(track(&receipt.code, person).await.unwrap()).await;
    assert!(track(&receipt.code, Proof::Secret(receipt.secret.clone())).await.unwrap().status().is_success());
    let url = format!("http://{}/v1/{NUMBER}?name=THỬ", server.address);
    refused(reqwest::get(url).await.unwrap()).await;
    let log = server.kill();
    assert!(log.contains("answered") && log.contains("refused"), "{log}");
    let log: Vec<String> = log.lines().map(without_chance).collect();
    let number = dossier.submission.number.as_str();
    let (code, sum) = (receipt.code.as_str(), receipt.files[0].sha256.as_str());
    let tracked = [code, &receipt.secret, "7531", "0987654321", sum];
    let personal = ["THỬ", "Bí Mật", NAME, NUMBER, "0912345678", number, "chứng sinh", "MẪU", "127.0.0.1"];
    for secret in personal.into_iter().chain(tracked) {
        let lines: Vec<_> = log.iter().filter(|l| l.contains(secret) && !l.contains("listening")).collect();
        assert!(lines.is_empty(), "{secret} is in the log: {lines:?}");
    }
}

fn fails(command: &mut Command) -> String {
    let Output { status, stderr, .. } = command.output().unwrap();
    assert_eq!(status.code(), Some(1));
    let said = String::from_utf8(stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "one sentence: {said}");
    said
}

#[test]
fn what_prevents_the_start_is_said_in_a_sentence() {
    let data = TempDir::new().unwrap();
    let serve = |data: &Path, catalogue: &Path| {
        let mut command = program();
        command.args(["serve", "--port", "0"]).arg("--data").arg(data).arg("--catalogue").arg(catalogue);
        command
    };
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let said = fails(
        program()
            .args(["serve", "--port", &port.to_string()])
            .arg("--data")
            .arg(data.path())
            .arg("--catalogue")
            .arg(compiled().dir()),
    );
    assert!(said.contains(&format!("port {port} is already taken")), "{said}");

    let said = fails(&mut serve(data.path(), Path::new("no/such/catalogue")));
    assert!(said.contains("the catalogue's file no/such/catalogue/index.bin cannot be read"), "{said}");
    assert_eq!(said.matches("index.bin").count(), 1, "said once: {said}");

    let broken = TempDir::new().unwrap();
    std::fs::write(broken.path().join("index.bin"), "broken").unwrap();
    let said = fails(&mut serve(data.path(), broken.path()));
    assert!(said.contains("is damaged; build the catalogue anew"), "{said}");

    let file = data.path().join("a-file");
    std::fs::write(&file, "").unwrap();
    let said = fails(&mut serve(&file, compiled().dir()));
    assert!(said.contains("cannot be used"), "{said}");
}

#[tokio::test]
async fn receipts_are_verified_and_dossiers_marked_while_the_server_runs() {
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path());
    let receipt = received(server.client().send(&Dossier::valid()).await).await;
    let marked = dossiers(data.path(), &["undeliverable", &receipt.code]);
    assert!(marked.contains(&receipt.code), "{marked}");

    let receipts = |arguments: &[&str]| program().arg("receipts").args(arguments).output().unwrap();
    let data = data.path().to_str().unwrap();
    let key = String::from_utf8(receipts(&["key", "--data", data]).stdout).unwrap();
    let key = key.lines().next().unwrap();
    for whose in [["--data", data], ["--key", key]] {
        let verified = receipts(&[&["verify", &receipt.signed()], &whose[..]].concat());
        assert!(
            verified.status.success() && String::from_utf8_lossy(&verified.stdout).contains(&receipt.code)
        );
    }
    let bent = receipt.signed().replace("1.001193", "1.001194");
    let said = fails(program().args(["receipts", "verify", &bent, "--key", key]));
    assert!(said.contains("the signature is wrong"), "{said}");
    server.kill();
}
