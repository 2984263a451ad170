//! SQLite: one writer, several readers, nothing answered for before it is on the disk.

mod parcels;
mod records;
mod states;
mod tokens;

pub(crate) use parcels::{Fresh, Kept};
pub(crate) use records::{Due, Put};
pub(crate) use states::{Changed, Told};

use crate::folder::Folder;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{SqlSafeStr, SqlitePool};
use std::time::Duration;

/// A fault of ours: the sender is told 500, the operator reads the reason in the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreFault {
    #[error("the disk: {0}")]
    Disk(#[from] std::io::Error),
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("what is kept cannot be read (line {}, column {})", .0.line(), .0.column())]
    Kept(#[from] serde_json::Error),
    #[error("a task died: {0}")]
    Task(#[from] tokio::task::JoinError),
}

/// What a folder keeps.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    /// One connection: who writes waits in line instead of failing.
    writer: SqlitePool,
    reader: SqlitePool,
}

impl Store {
    /// Opens the database, and makes or brings up to date its tables.
    pub(crate) async fn open(folder: &Folder) -> Result<Store, sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .filename(folder.database())
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .create_if_missing(true);
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        migrations().run(&writer).await?;
        let reader =
            SqlitePoolOptions::new().max_connections(4).connect_with(options.read_only(true)).await?;
        Ok(Store { writer, reader })
    }

    /// Writes what is in the log into the database and closes it.
    pub(crate) async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

fn migrations() -> Migrator {
    let province = include_str!("../migrations/0001_province.sql").into_sql_str();
    Migrator::with_migrations(vec![Migration::new(
        1,
        "province".into(),
        MigrationType::Simple,
        province,
        false,
    )])
}
