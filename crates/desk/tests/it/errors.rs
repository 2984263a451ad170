//! What cannot be printed is said in a sentence that holds nobody's words.

use crate::support::*;
use desk::{DeskError, Late, Sheet, Sort, print};
use gateway::config::Config;
use gateway::folder::Folder;
use protocol::State;
use std::fs;

/// What stands in the dossier, and what the office says of it.
const WORDS: &str = "Cha của bé là TRẦN VĂN THỬ";

fn tells_nothing(office: &Office, error: &DeskError) {
    let said = format!("{error} {error:?}");
    let receipt = &office.receipt;
    let answers = office.submission.answers.values().filter(|value| value.chars().count() > 5);
    let secrets = [receipt.number.as_str(), &receipt.secret, &receipt.code, WORDS];
    for value in answers.map(String::as_str).chain(secrets) {
        assert!(!said.contains(value), "{value} stands in: {said}");
    }
}

#[tokio::test]
async fn no_error_tells_of_the_dossier() {
    let office = Office::with_birth().await;
    office.notes(State::Refused, WORDS, None).await;
    let late = Late { due: "2026-11-26".parse().unwrap(), reason: MOTHER.into() };
    for sort in [Sort::Accepted, Sort::Supplement, Sort::Late(late), Sort::Stopped] {
        let error = office.slip(sort).await.unwrap_err();
        assert_eq!(error.to_string().matches("hồ sơ này không được tiếp nhận").count(), 1, "{error}");
        tells_nothing(&office, &error);
    }
    let config = Config::default();
    let unknown = print(&office.folder(), &config, MOTHER, &Sheet::Declaration, now(0)).await.unwrap_err();
    assert!(matches!(unknown, DeskError::Unknown));
    tells_nothing(&office, &unknown);

    fs::remove_dir_all(office.folder().catalogues()).unwrap();
    let gone = office.prints(Sheet::Declaration).await.unwrap_err();
    assert!(matches!(gone, DeskError::NoCatalogue));
    tells_nothing(&office, &gone);

    fs::write(office.folder().database(), format!("{MOTHER} ").repeat(1000)).unwrap();
    let spoilt = office.prints(Sheet::Declaration).await.unwrap_err();
    assert!(matches!(spoilt, DeskError::Unreadable));
    tells_nothing(&office, &spoilt);
}

#[tokio::test]
async fn a_folder_without_dossiers_is_named() {
    let folder = Folder::at("no/such/folder".as_ref());
    let error = print(&folder, &Config::default(), "H20-261122-0001", &Sheet::Declaration, now(0)).await;
    let error = error.unwrap_err().to_string();
    assert!(error.starts_with("thư mục no/such/folder không có hồ sơ nào"), "{error}");
}
