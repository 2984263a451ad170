//! What completes a dossier whose office has asked for more.

use super::outbox::{append, last, put};
use super::sqlite::find;
use super::{Completing, Kept, Store, Supplement};
use crate::problem::Fault;
use protocol::{State, Submission};
use sqlx::{FromRow, SqliteConnection};
use std::io;

#[derive(FromRow)]
struct Row {
    event: i64,
    receipt: String,
    submission: String,
}

impl Row {
    fn read(self) -> Result<Supplement, Fault> {
        Ok(Supplement {
            event: self.event,
            receipt: serde_json::from_str(&self.receipt)?,
            submission: serde_json::from_str(&self.submission)?,
        })
    }
}

impl Store {
    /// Keeps what completes a dossier, as [`Store::keep`] keeps a dossier. `None`: the office does not ask for it (any
    /// more).
    pub async fn complete(
        &self,
        completing: &Completing,
        settle: impl FnOnce() -> io::Result<()> + Send + 'static,
    ) -> Result<Option<Kept>, Fault> {
        let Completing { dossier, submission, sha256, dropped, receipt, at } = completing;
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(kept) = find(&mut *transaction, &submission.number, sha256).await? {
            return Ok(Some(kept));
        }
        match last(&mut transaction, dossier.as_str()).await? {
            Some((last, _)) if State::Supplemented.may_follow(last) => {}
            _ => return Ok(None),
        }
        let detail = serde_json::json!({ "dropped": dropped }).to_string();
        let (received_at, supplemented) = (&receipt.received_at, State::Supplemented.word());
        let event = append(&mut transaction, dossier.as_str(), received_at, supplemented, &detail).await?;
        sqlx::query(
            "INSERT INTO supplements (number, dossier, event, received_at, sha256, submission, receipt)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(submission.number.as_str())
        .bind(dossier.as_str())
        .bind(event)
        .bind(received_at)
        .bind(sha256)
        .bind(submission.to_json())
        .bind(serde_json::to_string(receipt)?)
        .execute(&mut *transaction)
        .await?;
        // The citizen's, not ours: whoever decides must have it.
        put(&mut transaction, dossier.as_str(), event, false, at.unix()).await?;
        tokio::task::spawn_blocking(settle).await??;
        transaction.commit().await?;
        Ok(Some(Kept::Now(receipt.clone())))
    }

    /// The supplement that an event `supplemented` is: what an item of the outbox with that event hands on.
    pub async fn supplement(&self, event: i64) -> Result<Option<Supplement>, Fault> {
        let row: Option<Row> =
            sqlx::query_as("SELECT event, receipt, submission FROM supplements WHERE event = ?")
                .bind(event)
                .fetch_optional(&self.reader)
                .await?;
        row.map(Row::read).transpose()
    }

    /// What was sent under a number, as it is kept: a dossier or a supplement.
    pub async fn sent(&self, number: &str) -> Result<Option<Submission>, Fault> {
        let row: Option<(String,)> = sqlx::query_as(
            "SELECT submission FROM dossiers WHERE number = ?1
             UNION ALL SELECT submission FROM supplements WHERE number = ?1",
        )
        .bind(number)
        .fetch_optional(&self.reader)
        .await?;
        Ok(row.map(|(submission,)| serde_json::from_str(&submission)).transpose()?)
    }
}

/// The supplements of a dossier, in order.
pub(super) async fn of(connection: &mut SqliteConnection, number: &str) -> Result<Vec<Supplement>, Fault> {
    let rows: Vec<Row> =
        sqlx::query_as("SELECT event, receipt, submission FROM supplements WHERE dossier = ? ORDER BY event")
            .bind(number)
            .fetch_all(connection)
            .await?;
    rows.into_iter().map(Row::read).collect()
}
