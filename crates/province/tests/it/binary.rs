//! The program itself: killed, questioned, misused.

use crate::support::*;
use province::states::State;
use province::visitor::Visitor;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use tempfile::TempDir;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_to-khai-province"))
}

/// The program, serving on a port of its own choice.
struct Running {
    child: Child,
    log: BufReader<ChildStderr>,
    read: String,
    base: String,
}

impl Running {
    fn start(data: &Path, config: Option<&Path>) -> Running {
        let mut command = program();
        command.args(["serve", "--port", "0", "--data"]).arg(data).stderr(Stdio::piped());
        if let Some(config) = config {
            command.arg("--config").arg(config);
        }
        let mut child = command.spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut read = String::new();
        while !read.contains("listening") {
            assert!(log.read_line(&mut read).unwrap() > 0, "{read}");
        }
        let line: serde_json::Value = serde_json::from_str(read.lines().last().unwrap()).unwrap();
        let base = format!("http://{}", line["fields"]["address"].as_str().unwrap());
        Running { child, log, read, base }
    }

    /// SIGKILL; returns all it has logged.
    fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.log.read_to_string(&mut self.read).unwrap();
        self.read
    }
}

fn secret(data: &Path, more: &[&str]) -> String {
    let output = program().arg("secret").args(more).arg("--data").arg(data).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[tokio::test]
async fn nothing_that_was_answered_for_is_lost_however_often_it_is_killed() {
    let data = TempDir::new().unwrap();
    let mut sent = Vec::new();
    for round in 0..4 {
        let server = Running::start(data.path(), None);
        let client = Client::of(&server.base, &secret(data.path(), &[])).await;
        for (code, submission) in &sent {
            assert_eq!(client.code(submission).await, *code, "the same code after {round} kills");
        }
        let submission = Submission::valid();
        sent.push((client.code(&submission).await, submission));
        let visitor = Visitor::at(&server.base);
        visitor.press(&sent[0].0, State::Supplement, "Thiếu giấy", "2026-12-15").await.unwrap();
        let supplement = Submission::supplement(&sent[0].0);
        sent.push((client.code(&supplement).await, supplement));
        server.kill();
    }
    let server = Running::start(data.path(), None);
    let visitor = Visitor::at(&server.base);
    assert_eq!(visitor.dossiers().await.unwrap().len(), 4);
    let first = visitor.dossier(&sent[0].0).await.unwrap();
    assert_eq!(first.states.iter().map(|state| state.serial).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(first.parcels.len(), 5);
    for (code, submission) in &sent {
        assert!(visitor.file(code, &submission.key, 0).await.unwrap() == PDF);
    }
    server.kill();
}

#[tokio::test]
async fn a_dossier_that_was_arriving_when_it_was_killed_can_be_sent_again() {
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path(), None);
    let client = Client::of(&server.base, &secret(data.path(), &[])).await;
    let submission = Submission::valid().with_file("lớn.pdf", &vec![3; 40_000_000]);
    let (request, incoming) = (client.sending(&submission), data.path().join("incoming"));
    let sending = tokio::spawn(async move { request.send().await.map(|answer| answer.status().as_u16()) });
    until(async || (!names(&incoming).is_empty()).then_some(())).await;
    server.kill();
    let answered = sending.await.unwrap().is_ok();
    let server = Running::start(data.path(), None);
    assert!(names(&incoming).is_empty(), "what was never answered for is gone");
    let client = Client { base: server.base.clone(), ..client };
    assert!(client.found(&submission.key).await.is_some() || !answered, "what was answered for is there");
    let code = client.code(&submission).await;
    assert!(
        Visitor::at(&server.base).file(&code, &submission.key, 1).await.unwrap() == submission.files[1].1
    );
    server.kill();
}

#[tokio::test]
async fn a_state_that_was_not_taken_when_it_was_killed_is_told_afterwards() {
    let data = TempDir::new().unwrap();
    let mut ear = Ear::answering({
        let mut refused = false;
        move |_| if std::mem::replace(&mut refused, true) { 204 } else { 500 }
    })
    .await;
    let config = data.path().join("province.toml");
    std::fs::write(&config, format!("[clients.to-khai]\ncallback = \"{}\"", ear.address)).unwrap();
    let server = Running::start(&data.path().join("data"), Some(&config));
    let client = Client::of(&server.base, &secret(&data.path().join("data"), &[])).await;
    let code = client.code(&Submission::valid()).await;
    Visitor::at(&server.base).press(&code, State::Accepted, "", "").await.unwrap();
    let first = ear.next().await;
    server.kill();
    let server = Running::start(&data.path().join("data"), Some(&config));
    let again = ear.next().await;
    assert_eq!(again.body, first.body);
    assert!(again.is_signed_with(&secret(&data.path().join("data"), &["--callback"])));
    server.kill();
}

#[tokio::test]
async fn the_log_holds_nothing_about_a_person() {
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path(), None);
    let client = Client::of(&server.base, &secret(data.path(), &[])).await;
    client.code(&Submission::valid()).await;
    client.faults(&Submission::valid().with("ChuHoSo", &NAME.repeat(100))).await;
    client.faults(&Submission::valid().with("EFormData", NAME)).await;
    client.sync("ThemMoi", &serde_json::json!([{ "ChuHoSo": NAME }])).await;
    let log = server.kill();
    assert!(
        !log.contains("THỬ NGHIỆM") && !log.contains("082195000001") && !log.contains("0912345678"),
        "{log}"
    );
    assert!(!log.contains(&client.token), "{log}");
}

#[test]
fn one_folder_has_one_server_and_the_second_is_told_so() {
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path(), None);
    let second = program().args(["serve", "--port", "0", "--data"]).arg(data.path()).output().unwrap();
    assert!(!second.status.success());
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains("another server is using the data folder"), "{said}");
    server.kill();
}

#[test]
fn settings_that_are_wrong_are_named() {
    let data = TempDir::new().unwrap();
    let config = data.path().join("province.toml");
    std::fs::write(&config, "agence = \"H20\"").unwrap();
    let start =
        program().args(["serve", "--data"]).arg(data.path()).arg("--config").arg(&config).output().unwrap();
    let said = String::from_utf8(start.stderr).unwrap();
    assert!(!start.status.success() && said.contains("agence"), "{said}");
    let none = program().args(["secret", "--data"]).arg(data.path()).output().unwrap();
    assert!(String::from_utf8(none.stderr).unwrap().contains("start the server once"));
}
