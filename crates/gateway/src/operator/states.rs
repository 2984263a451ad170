//! `dossiers accept`, `process`, `supplement`, `pay`, `refuse`, `done` …: the office tells how a dossier stands, and
//! whoever sent it sees it.

use super::{OperatorError, dossier, in_words};
use crate::clock::Now;
use crate::folder::Folder;
use crate::store::{Note, Noted, Store};
use protocol::State;
use vietnam::text::clean;

/// What the office may say in one go, in letters.
const MOST: usize = 1000;

/// Notes a state, if it may follow the one before.
pub async fn note(
    folder: &Folder,
    code_or_number: &str,
    state: State,
    note: Note,
    now: Now,
) -> Result<String, OperatorError> {
    let receipt = dossier(folder, code_or_number).await?.receipt;
    let note = Note { words: clean(&note.words), ..note };
    let says = matches!(state, State::Refused | State::Supplement | State::Paying | State::Stopped);
    if says && note.words.is_empty() || note.words.chars().count() > MOST {
        return Err(OperatorError::NoWords(MOST));
    }
    if note.until.is_some_and(|day| day < now.day()) {
        return Err(OperatorError::Over);
    }
    let store = Store::open_beside(folder).await?;
    let noted = store.happened(&receipt.number, state, &note, now).await;
    store.close().await;
    let (code, state) = (receipt.code, in_words(state));
    match noted? {
        Noted::Now => Ok(format!("Đã ghi: hồ sơ {code} {state}. Người nộp sẽ thấy khi tra cứu.\n")),
        Noted::Before => Ok(format!("Đã ghi từ trước: hồ sơ {code} {state}.\n")),
        Noted::Never(last) => Err(OperatorError::OutOfTurn(code, in_words(last))),
    }
}
