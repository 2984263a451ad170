//! The program, as a clerk runs it.

use crate::poppler::flowing;
use crate::support::*;
use protocol::State;
use std::fs;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Runs it in a folder of its own.
fn run(place: &TempDir, office: &Office, words: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_to-khai-slips"));
    program.current_dir(place).args(words).arg("--data").arg(office.data());
    program.output().unwrap()
}

#[tokio::test]
async fn a_clerk_prints_a_slip_into_a_file() {
    let (office, place) = (Office::with_birth().await, TempDir::new().unwrap());
    office.notes(State::Accepted, "", None).await;
    let settings = place.path().join("gateway.toml");
    fs::write(&settings, format!("[track]\ndong-thap = \"{TRACK}\"\n")).unwrap();
    let code = office.receipt.code.as_str();
    let config = settings.to_str().unwrap();
    let words = ["accepted", code, "--official", "Lê Thị Mẫu Đơn", "--number", "12/TN", "--config", config];
    let done = run(&place, &office, &words);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let said = String::from_utf8(done.stdout).unwrap();
    assert_eq!(said, format!("Đã in hồ sơ {code} vào {code}-mau-01.pdf\n"));
    let text = flowing(&fs::read(place.path().join(format!("{code}-mau-01.pdf"))).unwrap());
    assert!(text.contains(MOTHER) && text.contains("Lê Thị Mẫu Đơn") && text.contains("12/TN"), "{text}");
    assert!(text.contains("Quét mã để"), "{text}");

    let done = run(&place, &office, &["declaration", office.receipt.number.as_str(), "--out", "to.pdf"]);
    assert!(done.status.success() && place.path().join("to.pdf").is_file());
}

#[tokio::test]
async fn what_cannot_be_printed_is_one_sentence_and_no_file() {
    let (office, place) = (Office::with_birth().await, TempDir::new().unwrap());
    let done = run(&place, &office, &["accepted", &office.receipt.code]);
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(done.stderr).unwrap(),
        "to-khai-slips: Giấy tiếp nhận hồ sơ và hẹn trả kết quả chỉ in cho hồ sơ đã được cơ quan tiếp nhận và chưa trả \
         kết quả; hồ sơ này đã nhận\n"
    );
    assert_eq!(fs::read_dir(&place).unwrap().count(), 0);
}
