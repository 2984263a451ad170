//! `outbox list|show|retry|give-up`: what waits to be handed on to other systems, and what needs a person.

use super::list::table;
use super::{OperatorError, state, store};
use crate::clock::{Clock, Now};
use crate::folder::Folder;
use crate::store::Store;
use crate::store::outbox::Shown;
use vietnam::text::clean;

/// What a person may say in one go, in letters.
const MOST: usize = 200;

/// What waits or needs a person, one a line; with what is done too, if `all`.
pub async fn outbox(folder: &Folder, all: bool, as_json: bool) -> Result<String, OperatorError> {
    let items = store(folder).await?.outbox(all).await?;
    if as_json {
        return Ok(serde_json::to_string_pretty(&items)? + "\n");
    }
    let head = ["Số", "Mã hồ sơ", "Thủ tục", "Nơi nhận", "Việc", "Tình trạng", "Số lần", "Chờ từ", "Lý do"];
    let rows: Vec<_> = std::iter::once(head.map(str::to_owned)).chain(items.iter().map(row)).collect();
    Ok(table(&rows))
}

/// One item, a member a line.
pub async fn outbox_show(folder: &Folder, id: i64, as_json: bool) -> Result<String, OperatorError> {
    let item = store(folder).await?.shown(id).await?.ok_or(OperatorError::NoItem(id))?;
    if as_json {
        return Ok(serde_json::to_string_pretty(&item)? + "\n");
    }
    let names =
        ["Số", "Mã hồ sơ", "Thủ tục", "Nơi nhận", "Việc", "Tình trạng", "Số lần thử", "Chờ từ", "Lý do"];
    let mut lines: Vec<[String; 2]> =
        names.into_iter().map(str::to_owned).zip(row(&item)).map(|(name, value)| [name, value]).collect();
    if item.state == "waiting" {
        lines.push(["Thử lại lúc".to_owned(), moment(item.due_at)]);
    }
    Ok(table(&lines))
}

/// Lets an item go once more.
pub async fn outbox_retry(folder: &Folder, id: i64, now: Now) -> Result<String, OperatorError> {
    let store = Store::open_beside(folder).await?;
    let done = store.retry(id, now.unix()).await;
    store.close().await;
    match done? {
        true => Ok(format!("Mục {id} sẽ được gửi lại.\n")),
        false => Err(OperatorError::NoItem(id)),
    }
}

/// Gives an item up; whoever sent a dossier that did not reach its office is told.
pub async fn outbox_give_up(folder: &Folder, id: i64, why: &str, now: Now) -> Result<String, OperatorError> {
    let why = clean(why);
    if why.is_empty() || why.chars().count() > MOST {
        return Err(OperatorError::NoReason(MOST));
    }
    let store = Store::open_beside(folder).await?;
    let done = store.give_up(id, &why, &now.rfc3339()).await;
    store.close().await;
    match done? {
        true => Ok(format!("Đã thôi gửi mục {id}.\n")),
        false => Err(OperatorError::NoItem(id)),
    }
}

fn row(item: &Shown) -> [String; 9] {
    [
        item.id.to_string(),
        item.code.clone(),
        item.procedure.clone(),
        item.province.clone(),
        state(&item.event).to_owned(),
        in_words(&item.state).to_owned(),
        item.tries.to_string(),
        moment(item.since),
        item.why.clone(),
    ]
}

fn moment(unix: i64) -> String {
    Clock::new(move || unix).now().rfc3339()
}

fn in_words(state: &str) -> &str {
    match state {
        "waiting" => "đang chờ",
        "delivered" => "đã chuyển",
        "dead" => "cần người xem",
        "given_up" => "đã thôi",
        other => other,
    }
}
