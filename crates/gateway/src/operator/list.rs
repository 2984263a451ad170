//! `dossiers list`.

use super::{OperatorError, state, store};
use crate::folder::Folder;
use crate::store::Listed;
use serde_json::json;

/// All dossiers, the latest first, one a line. Of the number its tail alone: enough to tell two apart
/// over the telephone.
pub async fn list(folder: &Folder, as_json: bool) -> Result<String, OperatorError> {
    let all = store(folder).await?.list().await?;
    if as_json {
        let all: Vec<_> = all.iter().map(row_json).collect();
        return Ok(serde_json::to_string_pretty(&all)? + "\n");
    }
    let head = ["Mã hồ sơ", "Số gửi", "Thủ tục", "Nhận lúc", "Trạng thái", "Tệp"].map(str::to_owned);
    let rows: Vec<_> = std::iter::once(head).chain(all.iter().map(row)).collect();
    Ok(table(&rows))
}

fn row(one: &Listed) -> [String; 6] {
    [
        one.code.clone(),
        format!("…{}", tail(&one.number)),
        one.procedure.clone(),
        one.received_at.clone(),
        state(&one.state).to_owned(),
        one.files.to_string(),
    ]
}

fn row_json(one: &Listed) -> serde_json::Value {
    json!({
        "code": one.code,
        "number_tail": tail(&one.number),
        "procedure": one.procedure,
        "received_at": one.received_at,
        "state": one.state,
        "files": one.files,
    })
}

fn tail(number: &str) -> String {
    protocol::SubmissionNumber::parse(number).map(|number| number.tail().to_owned()).unwrap_or_default()
}

/// Columns as wide as their widest cell.
pub(super) fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}
