//! What the office decided, and whom it has been told.

use super::{Store, StoreFault};
use crate::clock;
use crate::states::State;
use crate::visitor::{Change, Heard};

/// What became of a decision.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Changed {
    /// It stands, with this running number.
    Now(i64),
    /// It cannot follow what stands there.
    Never(State),
    /// There is no such dossier.
    NoDossier,
}

/// A state that somebody is to be told.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) client: String,
    pub(crate) key: String,
    pub(crate) code: String,
    pub(crate) change: Change,
    pub(crate) tries: i64,
    pub(crate) since: i64,
}

type Row = (i64, String, String, Option<String>, i64, String);

fn change((serial, state, words, until, at, heard): Row) -> Change {
    Change {
        serial,
        state: State::of(&state).unwrap_or(State::New),
        words,
        until,
        at: clock::stamp(at),
        heard: Heard::of(&heard),
    }
}

impl Store {
    /// Notes a decision. `tell` says whether somebody waits for the callback of this client, `late` how many seconds
    /// this one is held back so that others may overtake it.
    pub(crate) async fn change(
        &self,
        code: &str,
        state: State,
        (words, until): (&str, Option<&str>),
        at: i64,
        tell: impl Fn(&str) -> bool,
        late: impl FnOnce(i64) -> i64,
    ) -> Result<Changed, StoreFault> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let row: Option<(String, String, i64)> = sqlx::query_as(
            "SELECT client, state, (SELECT count(*) FROM states s WHERE s.code = d.code) FROM dossiers d
             WHERE code = ?",
        )
        .bind(code)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some((client, before, count)) = row else { return Ok(Changed::NoDossier) };
        let before = State::of(&before).unwrap_or(State::New);
        if !before.may_become(state) {
            return Ok(Changed::Never(before));
        }
        let serial = count + 1;
        let held = late(serial);
        let heard = if tell(&client) { Heard::Waiting } else { Heard::Nobody };
        sqlx::query(
            "INSERT INTO states (code, serial, state, words, until, at, heard, due, late)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(code)
        .bind(serial)
        .bind(state.code())
        .bind(words)
        .bind(until)
        .bind(at)
        .bind(heard.word())
        .bind(at.saturating_add(held))
        .bind(i64::from(held > 0))
        .execute(&mut *transaction)
        .await?;
        sqlx::query("UPDATE dossiers SET state = ? WHERE code = ?")
            .bind(state.code())
            .bind(code)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(Changed::Now(serial))
    }

    /// All states of a dossier.
    pub(crate) async fn states(&self, code: &str) -> Result<Vec<Change>, StoreFault> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT serial, state, words, until, at, heard FROM states WHERE code = ? ORDER BY serial",
        )
        .bind(code)
        .fetch_all(&self.reader)
        .await?;
        Ok(rows.into_iter().map(change).collect())
    }

    /// The states after that number of a client's dossier; nothing when it has no such dossier.
    pub(crate) async fn states_after(
        &self,
        client: &str,
        code: &str,
        after: i64,
    ) -> Result<Option<Vec<Change>>, StoreFault> {
        let known: Option<(i64,)> = sqlx::query_as("SELECT 1 FROM dossiers WHERE code = ? AND client = ?")
            .bind(code)
            .bind(client)
            .fetch_optional(&self.reader)
            .await?;
        if known.is_none() {
            return Ok(None);
        }
        let all = self.states(code).await?;
        Ok(Some(all.into_iter().filter(|change| change.serial > after).collect()))
    }

    /// What is to be told now: of each dossier the first that is not taken, and those that may overtake it.
    pub(crate) async fn to_tell(&self, now: i64, most: i64) -> Result<Vec<Told>, StoreFault> {
        type Wide = (String, String, String, i64, i64, String, String, Option<String>, i64, String);
        let rows: Vec<Wide> = sqlx::query_as(
            "SELECT d.client, d.key, s.code, s.tries, s.serial, s.state, s.words, s.until, s.at, s.heard
             FROM states s JOIN dossiers d ON d.code = s.code
             WHERE s.heard = 'waiting' AND s.due <= ?1 AND NOT EXISTS (
                 SELECT 1 FROM states e WHERE e.code = s.code AND e.serial < s.serial AND e.heard = 'waiting'
                 AND (e.late = 0 OR e.due <= ?1))
             ORDER BY s.due, s.code, s.serial LIMIT ?2",
        )
        .bind(now)
        .bind(most)
        .fetch_all(&self.reader)
        .await?;
        let told = |(client, key, code, tries, serial, state, words, until, at, heard): Wide| Told {
            client,
            key,
            code,
            tries,
            since: at,
            change: change((serial, state, words, until, at, heard)),
        };
        Ok(rows.into_iter().map(told).collect())
    }

    /// Notes how telling went.
    pub(crate) async fn told(
        &self,
        code: &str,
        serial: i64,
        heard: Heard,
        due: i64,
    ) -> Result<(), StoreFault> {
        sqlx::query("UPDATE states SET heard = ?, due = ?, tries = tries + 1 WHERE code = ? AND serial = ?")
            .bind(heard.word())
            .bind(due)
            .bind(code)
            .bind(serial)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
