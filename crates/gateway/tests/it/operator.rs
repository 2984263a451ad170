//! What an operator sees.

use crate::support::*;
use gateway::folder::Folder;
use gateway::operator;
use std::fs;
use tempfile::TempDir;

#[tokio::test]
async fn every_answer_is_shown_with_the_words_of_the_form() {
    let server = Server::start().await;
    let dossier = Dossier::valid();
    let receipt = server.receipt(&dossier).await;
    let folder = Folder::at(&server.folder());
    for name in [receipt.code.as_str(), receipt.number.as_str()] {
        let shown = operator::show(&folder, name, false).await.unwrap();
        for path in dossier.submission.answers.keys() {
            assert!(shown.contains(&format!("[{path}]: ")), "{path} is missing:\n{shown}");
        }
        for words in
            [&receipt.code, "Họ, chữ đệm, tên của bé [child.name]: TRẦN VĂN MẪU", "20/11/2026", "đã nhận"]
        {
            assert!(shown.contains(words), "{words} is missing:\n{shown}");
        }
    }
}

#[tokio::test]
async fn the_list_does_not_give_away_numbers() {
    let server = Server::start().await;
    let receipt = server.receipt(&Dossier::valid()).await;
    let list = operator::list(&Folder::at(&server.folder()), false).await.unwrap();
    assert!(list.contains(&receipt.code) && list.contains(receipt.number.tail()), "{list}");
    assert!(!list.contains(receipt.number.as_str()), "{list}");
}

#[tokio::test]
async fn an_export_holds_everything_and_its_checksums() {
    let server = Server::start().await;
    let dossier = Dossier::valid();
    let receipt = server.receipt(&dossier).await;
    let out = TempDir::new().unwrap();
    let into = out.path().join("export");
    operator::export(&Folder::at(&server.folder()), &receipt.code, &into).await.unwrap();
    let sums = fs::read_to_string(into.join("SHA256SUMS")).unwrap();
    assert_eq!(sums.lines().count(), 3);
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        assert_eq!(sha256(&fs::read(into.join(name)).unwrap()), sum, "{name}");
    }
    let kept: protocol::Submission =
        serde_json::from_slice(&fs::read(into.join("submission.json")).unwrap()).unwrap();
    assert_eq!(kept.attachments, dossier.submission.attachments);
    assert_eq!(fs::read(into.join("files/0-giấy chứng sinh.pdf")).unwrap(), PDF);
}

#[tokio::test]
async fn what_is_not_there_is_said_in_a_sentence() {
    let server = Server::start().await;
    let folder = Folder::at(&server.folder());
    let unknown = operator::show(&folder, "H20-261122-0009", false).await.unwrap_err();
    assert_eq!(unknown.to_string(), "no dossier has the code or number H20-261122-0009");
    let nowhere = operator::list(&Folder::at("no/such/folder".as_ref()), false).await.unwrap_err();
    assert!(nowhere.to_string().starts_with("there are no dossiers in no/such/folder"), "{nowhere}");
}
