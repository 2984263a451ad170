//! Tokens, and settings that outlive the process.

use super::{Store, StoreFault};
use crate::sha256;

impl Store {
    /// Keeps a token; those that are over go.
    pub(crate) async fn keep_token(
        &self,
        token: &str,
        client: &str,
        now: i64,
        seconds: u32,
    ) -> Result<(), StoreFault> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("DELETE FROM tokens WHERE ends <= ?").bind(now).execute(&mut *transaction).await?;
        sqlx::query("INSERT INTO tokens (sha256, client, ends) VALUES (?, ?, ?)")
            .bind(sha256(token.as_bytes()))
            .bind(client)
            .bind(now.saturating_add(i64::from(seconds)))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Whose token it is, while it is good; with `once` it is not good again.
    pub(crate) async fn client_of(
        &self,
        token: &str,
        now: i64,
        once: bool,
    ) -> Result<Option<String>, StoreFault> {
        let (sql, pool) = if once {
            ("DELETE FROM tokens WHERE sha256 = ? AND ends > ? RETURNING client", &self.writer)
        } else {
            ("SELECT client FROM tokens WHERE sha256 = ? AND ends > ?", &self.reader)
        };
        let row: Option<(String,)> =
            sqlx::query_as(sql).bind(sha256(token.as_bytes())).bind(now).fetch_optional(pool).await?;
        Ok(row.map(|(client,)| client))
    }

    /// A setting.
    pub(crate) async fn setting(&self, name: &str) -> Result<Option<String>, StoreFault> {
        let row: Option<(String,)> = sqlx::query_as("SELECT value FROM settings WHERE name = ?")
            .bind(name)
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.map(|(value,)| value))
    }

    /// Sets it.
    pub(crate) async fn set(&self, name: &str, value: &str) -> Result<(), StoreFault> {
        sqlx::query(
            "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
        )
        .bind(name)
        .bind(value)
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
