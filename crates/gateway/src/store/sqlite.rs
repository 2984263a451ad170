//! SQLite: one writer, several readers, nothing promised before it is on the disk.

use super::outbox::{self, append, last, put};
use super::supplements;
use super::{Accepted, Dossier, Event, Kept, Listed, Note, Noted};
use crate::clock::Now;
use crate::folder::Folder;
use crate::problem::Fault;
use crate::receipts::Seal;
use protocol::{Receipt, State, SubmissionNumber};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Executor, SqlSafeStr, Sqlite, SqlitePool};
use std::collections::HashSet;
use std::io;
use std::time::Duration;

/// The dossiers kept in a folder.
#[derive(Clone, Debug)]
pub struct Store {
    /// One connection: who writes waits in line instead of failing.
    pub(super) writer: SqlitePool,
    pub(super) reader: SqlitePool,
}

impl Store {
    /// Opens the database, and makes or brings up to date its tables and receipts.
    pub async fn open(folder: &Folder, seal: &Seal) -> Result<Store, sqlx::Error> {
        let options = options(folder).create_if_missing(true);
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        migrations().run(&writer).await?;
        seal_old(&writer, seal).await?;
        let reader =
            SqlitePoolOptions::new().max_connections(4).connect_with(options.read_only(true)).await?;
        Ok(Store { writer, reader })
    }

    /// Opens the database to add to it, while a server may be running.
    pub async fn open_beside(folder: &Folder) -> Result<Store, sqlx::Error> {
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options(folder)).await?;
        Ok(Store { reader: writer.clone(), writer })
    }

    /// Opens the database for reading alone, while a server may be running.
    pub async fn open_to_read(folder: &Folder) -> Result<Store, sqlx::Error> {
        let options = options(folder).read_only(true);
        let reader = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        Ok(Store { writer: reader.clone(), reader })
    }

    /// Writes what is in the log into the database and closes it.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }

    /// What is kept under a number: this dossier, another one, or nothing.
    pub async fn find(&self, number: &SubmissionNumber, sha256: &str) -> Result<Option<Kept>, Fault> {
        find(&self.reader, number, sha256).await
    }

    /// Keeps a dossier and names it; `settle` brings its files to their place, durably. When it returns, both survive a loss of power.
    pub async fn keep(
        &self,
        accepted: &Accepted,
        seal: &Seal,
        settle: impl FnOnce() -> io::Result<()> + Send + 'static,
    ) -> Result<Kept, Fault> {
        let number = &accepted.submission.number;
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(kept) = find(&mut *transaction, number, &accepted.sha256).await? {
            return Ok(kept);
        }
        let serial = next(&mut *transaction, accepted).await?;
        let receipt = seal.seal(accepted.receipt(serial));
        insert_dossier(&mut *transaction, accepted, &receipt).await?;
        for (place, attachment) in (0i64..).zip(&accepted.submission.attachments) {
            sqlx::query(
                "INSERT INTO files (number, place, component, paper, name, media_type, size, sha256)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            )
            .bind(number.as_str())
            .bind(place)
            .bind(&attachment.component)
            .bind(&attachment.paper)
            .bind(&attachment.name)
            .bind(&attachment.media_type)
            .bind(i64::try_from(attachment.size).unwrap_or(i64::MAX))
            .bind(&attachment.sha256)
            .execute(&mut *transaction)
            .await?;
        }
        let detail = serde_json::json!({ "dropped": accepted.dropped }).to_string();
        let (at, received) = (&receipt.received_at, State::Received.word());
        let event = append(&mut transaction, number.as_str(), at, received, &detail).await?;
        if let Some(route) = &accepted.route {
            outbox::route(&mut transaction, number.as_str(), route).await?;
            put(&mut transaction, number.as_str(), event, false, accepted.at.unix()).await?;
        }
        tokio::task::spawn_blocking(settle).await??;
        transaction.commit().await?;
        Ok(Kept::Now(receipt))
    }

    /// Adds to what happened to a dossier, if it may happen as it stands.
    pub async fn happened(
        &self,
        number: &SubmissionNumber,
        state: State,
        note: &Note,
        at: Now,
    ) -> Result<Noted, Fault> {
        let detail = serde_json::to_string(note)?;
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        match last(&mut transaction, number.as_str()).await? {
            Some((last, said)) if last == state && said == detail => return Ok(Noted::Before),
            Some((last, _)) if !state.may_follow(last) => return Ok(Noted::Never(last)),
            _ => {}
        }
        let event = append(&mut transaction, number.as_str(), &at.rfc3339(), state.word(), &detail).await?;
        put(&mut transaction, number.as_str(), event, true, at.unix()).await?;
        transaction.commit().await?;
        Ok(Noted::Now)
    }

    /// The numbers of all dossiers, and of what completed them.
    pub async fn numbers(&self) -> Result<HashSet<String>, sqlx::Error> {
        let all = "SELECT number FROM dossiers UNION ALL SELECT number FROM supplements";
        let rows: Vec<(String,)> = sqlx::query_as(all).fetch_all(&self.reader).await?;
        Ok(rows.into_iter().map(|(number,)| number).collect())
    }

    /// All dossiers, the latest first.
    pub async fn list(&self) -> Result<Vec<Listed>, sqlx::Error> {
        type Row = (String, String, String, String, String, i64);
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT code, number, procedure, received_at,
                    (SELECT kind FROM events e WHERE e.number = d.number ORDER BY id DESC LIMIT 1),
                    (SELECT count(*) FROM files f WHERE f.number = d.number) + (
                        SELECT coalesce(sum(json_array_length(s.submission, '$.attachments')), 0)
                        FROM supplements s WHERE s.dossier = d.number)
             FROM dossiers d ORDER BY received_at DESC, code DESC",
        )
        .fetch_all(&self.reader)
        .await?;
        let listed = |(code, number, procedure, received_at, state, files): Row| Listed {
            code,
            number,
            procedure,
            received_at,
            state,
            files,
        };
        Ok(rows.into_iter().map(listed).collect())
    }

    /// The dossier with this mã hồ sơ or số gửi; its own, or that of what completed it. All of it as it was at one
    /// moment.
    pub async fn dossier(&self, code_or_number: &str) -> Result<Option<Dossier>, Fault> {
        let mut moment = self.reader.begin().await?;
        let row: Option<(String, String, String)> = sqlx::query_as(
            "SELECT receipt, submission, coalesce(r.code, '') FROM dossiers d LEFT JOIN relays r USING (number)
             WHERE d.code = ?1 OR d.number = ?1
                OR d.number = (SELECT s.dossier FROM supplements s WHERE s.number = ?1)
                OR d.number = (SELECT number FROM relays WHERE relays.code = ?1 AND ?1 <> '')",
        )
        .bind(code_or_number)
        .fetch_optional(&mut *moment)
        .await?;
        let Some((receipt, submission, code_there)) = row else { return Ok(None) };
        let receipt: Receipt = serde_json::from_str(&receipt)?;
        let events: Vec<Event> =
            sqlx::query_as("SELECT id, at, kind, detail FROM events WHERE number = ? ORDER BY id")
                .bind(receipt.number.as_str())
                .fetch_all(&mut *moment)
                .await?;
        let supplements = supplements::of(&mut moment, receipt.number.as_str()).await?;
        let submission = serde_json::from_str(&submission)?;
        Ok(Some(Dossier { receipt, submission, events, code_there, supplements }))
    }
}

/// Receipts of an earlier version get what they lack, once and for all.
async fn seal_old(writer: &SqlitePool, seal: &Seal) -> Result<(), sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let old: Vec<(String, String)> = sqlx::query_as(
        "SELECT number, json_set(receipt, '$.secret', '', '$.signature', '') FROM dossiers
         WHERE json_extract(receipt, '$.signature') IS NULL",
    )
    .fetch_all(&mut *transaction)
    .await?;
    for (number, receipt) in old {
        let broken = |error: serde_json::Error| sqlx::Error::Decode(error.into());
        let sealed = seal.seal(serde_json::from_str(&receipt).map_err(broken)?);
        sqlx::query("UPDATE dossiers SET receipt = ? WHERE number = ?")
            .bind(serde_json::to_string(&sealed).map_err(broken)?)
            .bind(number)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await
}

fn options(folder: &Folder) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(folder.database())
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
}

fn migrations() -> Migrator {
    let dossiers = include_str!("../../migrations/0001_dossiers.sql").into_sql_str();
    let outbox = include_str!("../../migrations/0002_outbox.sql").into_sql_str();
    let supplements = include_str!("../../migrations/0003_supplements.sql").into_sql_str();
    let simple = |version, name: &'static str, sql| {
        Migration::new(version, name.into(), MigrationType::Simple, sql, false)
    };
    Migrator::with_migrations(vec![
        simple(1, "dossiers", dossiers),
        simple(2, "outbox", outbox),
        simple(3, "supplements", supplements),
    ])
}

/// What is kept under a number, of a dossier or of what completes one.
pub(super) async fn find<'c>(
    connection: impl Executor<'c, Database = Sqlite>,
    number: &SubmissionNumber,
    sha256: &str,
) -> Result<Option<Kept>, Fault> {
    let row: Option<(String, String)> = sqlx::query_as(
        "SELECT sha256, receipt FROM dossiers WHERE number = ?1
         UNION ALL SELECT sha256, receipt FROM supplements WHERE number = ?1",
    )
    .bind(number.as_str())
    .fetch_optional(connection)
    .await?;
    Ok(match row {
        None => None,
        Some((kept, receipt)) if kept == sha256 => Some(Kept::Before(serde_json::from_str(&receipt)?)),
        Some(_) => Some(Kept::Otherwise),
    })
}

/// The next running number of the agency's day; given back if the transaction fails.
async fn next<'c>(
    connection: impl Executor<'c, Database = Sqlite>,
    accepted: &Accepted,
) -> Result<u32, sqlx::Error> {
    let (serial,) = sqlx::query_as(
        "INSERT INTO counters (agency, day, last) VALUES (?, ?, 1)
         ON CONFLICT (agency, day) DO UPDATE SET last = last + 1 RETURNING last",
    )
    .bind(accepted.agency.as_str())
    .bind(accepted.at.day().to_string())
    .fetch_one(connection)
    .await?;
    Ok(serial)
}

async fn insert_dossier<'c>(
    connection: impl Executor<'c, Database = Sqlite>,
    accepted: &Accepted,
    receipt: &Receipt,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO dossiers (number, code, procedure, catalogue, received_at, sha256, submission, receipt)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(receipt.number.as_str())
    .bind(&receipt.code)
    .bind(&receipt.procedure)
    .bind(&receipt.catalogue)
    .bind(&receipt.received_at)
    .bind(&receipt.sha256)
    .bind(accepted.submission.to_json())
    .bind(serde_json::to_string(receipt)?)
    .execute(connection)
    .await?;
    Ok(())
}
