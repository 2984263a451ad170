//! What came: submissions and supplements.

use super::{Store, StoreFault};
use crate::clock;
use crate::config::Agency;
use crate::states::State;
use crate::visitor::{Dossier, File, Listed, Parcel};
use sqlx::{Executor, Sqlite};
use std::io;

/// A submission or a supplement that passed every check.
#[derive(Debug)]
pub(crate) struct Fresh {
    pub(crate) client: String,
    pub(crate) key: String,
    /// Of all of it.
    pub(crate) sha256: String,
    /// JSON.
    pub(crate) fields: String,
    /// In their order.
    pub(crate) files: Vec<File>,
    pub(crate) at: i64,
}

/// How keeping went.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// It is kept since now, with this mã hồ sơ.
    Now(String),
    /// The same was kept before.
    Before(String),
    /// Something else was kept under this key.
    Otherwise,
    /// There is no such dossier to supplement.
    NoDossier,
    /// The dossier has ended.
    Ended,
}

impl Store {
    /// What is kept under a key.
    pub(crate) async fn find(&self, key: &str, sha256: &str) -> Result<Option<Kept>, StoreFault> {
        Ok(find(&self.reader, key, sha256).await?)
    }

    /// The mã hồ sơ of what this client sent under this key.
    pub(crate) async fn code_of(&self, client: &str, key: &str) -> Result<Option<String>, StoreFault> {
        let row: Option<(String,)> = sqlx::query_as("SELECT code FROM parcels WHERE key = ? AND client = ?")
            .bind(key)
            .bind(client)
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.map(|(code,)| code))
    }

    /// Keeps a submission and names it; `settle` brings its files to their place, durably.
    pub(crate) async fn keep(
        &self,
        fresh: &Fresh,
        agency: &Agency,
        settle: impl FnOnce() -> io::Result<()> + Send + 'static,
    ) -> Result<Kept, StoreFault> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(kept) = find(&mut *transaction, &fresh.key, &fresh.sha256).await? {
            return Ok(kept);
        }
        let code = next(&mut *transaction, agency, fresh.at).await?;
        sqlx::query("INSERT INTO dossiers (code, key, client, state) VALUES (?, ?, ?, ?)")
            .bind(&code)
            .bind(&fresh.key)
            .bind(&fresh.client)
            .bind(State::New.code())
            .execute(&mut *transaction)
            .await?;
        insert(&mut transaction, fresh, &code, 0).await?;
        tokio::task::spawn_blocking(settle).await??;
        transaction.commit().await?;
        Ok(Kept::Now(code))
    }

    /// Keeps a supplement.
    pub(crate) async fn supplement(
        &self,
        fresh: &Fresh,
        code: &str,
        settle: impl FnOnce() -> io::Result<()> + Send + 'static,
    ) -> Result<Kept, StoreFault> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(kept) = find(&mut *transaction, &fresh.key, &fresh.sha256).await? {
            return Ok(kept);
        }
        let found: Option<(String, i64)> = sqlx::query_as(
            "SELECT state, (SELECT count(*) FROM parcels p WHERE p.code = d.code)
             FROM dossiers d WHERE code = ? AND client = ?",
        )
        .bind(code)
        .bind(&fresh.client)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some((state, place)) = found else { return Ok(Kept::NoDossier) };
        if State::of(&state).is_none_or(State::is_end) {
            return Ok(Kept::Ended);
        }
        insert(&mut transaction, fresh, code, place).await?;
        tokio::task::spawn_blocking(settle).await??;
        transaction.commit().await?;
        Ok(Kept::Now(code.to_owned()))
    }

    /// All dossiers, the latest first.
    pub(crate) async fn list(&self) -> Result<Vec<Listed>, StoreFault> {
        let rows: Vec<(String, String, i64, String)> = sqlx::query_as(
            "SELECT d.code, d.state, p.received, p.fields FROM dossiers d
             JOIN parcels p ON p.code = d.code AND p.place = 0 ORDER BY d.rowid DESC",
        )
        .fetch_all(&self.reader)
        .await?;
        let listed = |(code, state, received, fields): (String, String, i64, String)| {
            let fields: Vec<(String, String)> = serde_json::from_str(&fields)?;
            let field = |name: &str| fields.iter().find(|field| field.0 == name).map(|field| field.1.clone());
            let state = State::of(&state).unwrap_or(State::New);
            Ok(Listed {
                code,
                state,
                received: clock::stamp(received),
                procedure: field("MaTTHC").unwrap_or_default(),
                owner: field("ChuHoSo").unwrap_or_default(),
            })
        };
        rows.into_iter().map(listed).collect()
    }

    /// A dossier with all that came for it.
    pub(crate) async fn dossier(&self, code: &str) -> Result<Option<Dossier>, StoreFault> {
        let row: Option<(String, String, String)> =
            sqlx::query_as("SELECT key, client, state FROM dossiers WHERE code = ?")
                .bind(code)
                .fetch_optional(&self.reader)
                .await?;
        let Some((key, client, state)) = row else { return Ok(None) };
        let rows: Vec<(String, i64, String)> =
            sqlx::query_as("SELECT key, received, fields FROM parcels WHERE code = ? ORDER BY place")
                .bind(code)
                .fetch_all(&self.reader)
                .await?;
        let mut parcels = Vec::new();
        for (key, received, fields) in rows {
            let files = self.files(&key).await?;
            let (received, fields) = (clock::stamp(received), serde_json::from_str(&fields)?);
            parcels.push(Parcel { key, received, fields, files });
        }
        let state = State::of(&state).unwrap_or(State::New);
        let states = self.states(code).await?;
        Ok(Some(Dossier { code: code.to_owned(), key, client, state, parcels, states }))
    }

    /// The files of a parcel, in their order.
    pub(crate) async fn files(&self, key: &str) -> Result<Vec<File>, StoreFault> {
        let rows: Vec<(String, String, i64, String)> =
            sqlx::query_as("SELECT name, media_type, size, sha256 FROM files WHERE key = ? ORDER BY place")
                .bind(key)
                .fetch_all(&self.reader)
                .await?;
        let file = |(name, media_type, size, sha256): (String, String, i64, String)| File {
            name,
            media_type,
            size: u64::try_from(size).unwrap_or(0),
            sha256,
        };
        Ok(rows.into_iter().map(file).collect())
    }
}

async fn find<'c>(
    connection: impl Executor<'c, Database = Sqlite>,
    key: &str,
    sha256: &str,
) -> Result<Option<Kept>, sqlx::Error> {
    let row: Option<(String, String)> = sqlx::query_as("SELECT sha256, code FROM parcels WHERE key = ?")
        .bind(key)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|(kept, code)| if kept == sha256 { Kept::Before(code) } else { Kept::Otherwise }))
}

async fn insert(
    connection: &mut sqlx::SqliteConnection,
    fresh: &Fresh,
    code: &str,
    place: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO parcels (key, client, code, place, sha256, received, fields) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&fresh.key)
    .bind(&fresh.client)
    .bind(code)
    .bind(place)
    .bind(&fresh.sha256)
    .bind(fresh.at)
    .bind(&fresh.fields)
    .execute(&mut *connection)
    .await?;
    for (place, file) in (0i64..).zip(&fresh.files) {
        sqlx::query(
            "INSERT INTO files (key, place, name, media_type, size, sha256) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(&fresh.key)
        .bind(place)
        .bind(&file.name)
        .bind(&file.media_type)
        .bind(i64::try_from(file.size).unwrap_or(i64::MAX))
        .bind(&file.sha256)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// The next mã hồ sơ of the day (TT 03/2025/TT-VPCP Đ13); given back if the transaction fails.
async fn next<'c>(
    connection: impl Executor<'c, Database = Sqlite>,
    agency: &Agency,
    at: i64,
) -> Result<String, sqlx::Error> {
    let day = clock::day(at);
    let (serial,): (i64,) = sqlx::query_as(
        "INSERT INTO counters (agency, day, last) VALUES (?, ?, 1)
         ON CONFLICT (agency, day) DO UPDATE SET last = last + 1 RETURNING last",
    )
    .bind(agency.as_str())
    .bind(day.iso())
    .fetch_one(connection)
    .await?;
    let (year, month, day) = (day.year() % 100, day.month(), day.day());
    Ok(format!("{}-{year:02}{month:02}{day:02}-{serial:04}", agency.as_str()))
}
