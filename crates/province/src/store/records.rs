//! The national synchronisation.

use super::{Store, StoreFault};
use crate::clock;
use crate::visitor::{Paper, Record};
use serde_json::Value;
use sqlx::SqliteConnection;

/// How putting went.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Put {
    /// All of it is kept.
    Done,
    /// This one is there already.
    Known(String),
    /// This one is not there.
    Unknown(String),
}

/// A file to be fetched.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    pub(crate) code: String,
    pub(crate) place: i64,
    pub(crate) address: String,
    pub(crate) tries: i64,
    pub(crate) since: i64,
}

fn text<'a>(body: &'a Value, name: &str) -> &'a str {
    body.get(name).and_then(Value::as_str).unwrap_or_default()
}

impl Store {
    /// Keeps new records, or none of them.
    pub(crate) async fn add_records(
        &self,
        client: &str,
        bodies: &[Value],
        now: i64,
    ) -> Result<Put, StoreFault> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        for body in bodies {
            let code = text(body, "MaHoSo");
            let done = sqlx::query(
                "INSERT INTO records (code, client, body, changed) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            )
            .bind(code)
            .bind(client)
            .bind(body.to_string())
            .bind(now)
            .execute(&mut *transaction)
            .await?;
            if done.rows_affected() == 0 {
                return Ok(Put::Known(code.to_owned()));
            }
            put_papers(&mut transaction, code, body, now).await?;
        }
        transaction.commit().await?;
        Ok(Put::Done)
    }

    /// Replaces records, or none of them.
    pub(crate) async fn update_records(
        &self,
        client: &str,
        bodies: &[Value],
        now: i64,
    ) -> Result<Put, StoreFault> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        for body in bodies {
            let code = text(body, "MaHoSo");
            let done = sqlx::query("UPDATE records SET body = ?, changed = ? WHERE code = ? AND client = ?")
                .bind(body.to_string())
                .bind(now)
                .bind(code)
                .bind(client)
                .execute(&mut *transaction)
                .await?;
            if done.rows_affected() == 0 {
                return Ok(Put::Unknown(code.to_owned()));
            }
            put_papers(&mut transaction, code, body, now).await?;
        }
        transaction.commit().await?;
        Ok(Put::Done)
    }

    /// Keeps steps, each once, or none of them.
    pub(crate) async fn add_steps(&self, client: &str, bodies: &[Value]) -> Result<Put, StoreFault> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        for body in bodies {
            let code = text(body, "MaHoSo");
            let known: Option<(i64,)> = sqlx::query_as("SELECT 1 FROM records WHERE code = ? AND client = ?")
                .bind(code)
                .bind(client)
                .fetch_optional(&mut *transaction)
                .await?;
            if known.is_none() {
                return Ok(Put::Unknown(code.to_owned()));
            }
            sqlx::query(
                "INSERT INTO steps (code, at, state, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            )
            .bind(code)
            .bind(text(body, "ThoiDiemXuLy"))
            .bind(text(body, "TrangThai"))
            .bind(body.to_string())
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(Put::Done)
    }

    /// All records, the latest first.
    pub(crate) async fn records(&self) -> Result<Vec<Record>, StoreFault> {
        let codes: Vec<(String,)> =
            sqlx::query_as("SELECT code FROM records ORDER BY rowid DESC").fetch_all(&self.reader).await?;
        let mut records = Vec::new();
        for (code,) in codes {
            records.extend(self.record(&code).await?);
        }
        Ok(records)
    }

    /// A record with its steps and files.
    pub(crate) async fn record(&self, code: &str) -> Result<Option<Record>, StoreFault> {
        let row: Option<(String, String, i64)> =
            sqlx::query_as("SELECT client, body, changed FROM records WHERE code = ?")
                .bind(code)
                .fetch_optional(&self.reader)
                .await?;
        let Some((client, body, changed)) = row else { return Ok(None) };
        let steps: Vec<(String,)> =
            sqlx::query_as("SELECT body FROM steps WHERE code = ? ORDER BY at, rowid")
                .bind(code)
                .fetch_all(&self.reader)
                .await?;
        type Row = (i64, String, String, Option<i64>, Option<String>);
        let papers: Vec<Row> = sqlx::query_as(
            "SELECT place, name, fetched, size, sha256 FROM papers WHERE code = ? ORDER BY place",
        )
        .bind(code)
        .fetch_all(&self.reader)
        .await?;
        let paper = |(place, name, fetched, size, sha256)| Paper { place, name, fetched, size, sha256 };
        let steps = steps.iter().map(|(body,)| serde_json::from_str(body)).collect::<Result<_, _>>()?;
        Ok(Some(Record {
            code: code.to_owned(),
            client,
            body: serde_json::from_str(&body)?,
            changed: clock::stamp(changed),
            steps,
            papers: papers.into_iter().map(paper).collect(),
        }))
    }

    /// Files to be fetched now.
    pub(crate) async fn to_fetch(&self, now: i64, most: i64) -> Result<Vec<Due>, StoreFault> {
        let rows: Vec<(String, i64, String, i64, i64)> = sqlx::query_as(
            "SELECT p.code, p.place, p.address, p.tries, r.changed FROM papers p
             JOIN records r ON r.code = p.code
             WHERE p.fetched = 'waiting' AND p.due <= ? ORDER BY p.due LIMIT ?",
        )
        .bind(now)
        .bind(most)
        .fetch_all(&self.reader)
        .await?;
        let due = |(code, place, address, tries, since)| Due { code, place, address, tries, since };
        Ok(rows.into_iter().map(due).collect())
    }

    /// Notes that a file is here, unless another address was told meanwhile.
    pub(crate) async fn fetched(&self, due: &Due, size: u64, sha256: &str) -> Result<(), StoreFault> {
        sqlx::query(
            "UPDATE papers SET fetched = 'here', size = ?, sha256 = ? WHERE code = ? AND place = ? AND address = ?",
        )
        .bind(i64::try_from(size).unwrap_or(i64::MAX))
        .bind(sha256)
        .bind(&due.code)
        .bind(due.place)
        .bind(&due.address)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Notes that a file did not come: it is tried again then, or no more.
    pub(crate) async fn not_fetched(&self, due: &Due, again: Option<i64>) -> Result<(), StoreFault> {
        sqlx::query(
            "UPDATE papers SET fetched = ?, due = ?, tries = tries + 1 WHERE code = ? AND place = ? AND address = ?",
        )
        .bind(if again.is_some() { "waiting" } else { "given_up" })
        .bind(again.unwrap_or(0))
        .bind(&due.code)
        .bind(due.place)
        .bind(&due.address)
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}

/// The list of files is the latest one. What lies at the same address (but for the signature after it) is not fetched
/// twice.
async fn put_papers(
    connection: &mut SqliteConnection,
    code: &str,
    body: &Value,
    now: i64,
) -> Result<(), sqlx::Error> {
    let papers = body.get("TaiLieuNop").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let count = i64::try_from(papers.len()).unwrap_or(i64::MAX);
    sqlx::query("DELETE FROM papers WHERE code = ? AND place >= ?")
        .bind(code)
        .bind(count)
        .execute(&mut *connection)
        .await?;
    for (place, paper) in (0i64..).zip(papers) {
        let gone = text(paper, "IsDeleted") == "1";
        sqlx::query(
            "INSERT INTO papers (code, place, name, address, fetched, due) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (code, place) DO UPDATE SET
                 fetched = CASE WHEN fetched = 'here' AND ?5 = 'waiting' AND name = ?3
                     AND substr(address, 1, instr(address || '?', '?')) = substr(?4, 1, instr(?4 || '?', '?'))
                     THEN 'here' ELSE ?5 END,
                 name = ?3, address = ?4, due = ?6, tries = 0",
        )
        .bind(code)
        .bind(place)
        .bind(text(paper, "TenTepDinhKem"))
        .bind(text(paper, "DuongDanTaiTepTin"))
        .bind(if gone { "given_up" } else { "waiting" })
        .bind(now)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
