//! What has to be handed on to other systems, and what they say of it. An item is written in the transaction that
//! keeps what it hands on; the items of a dossier go one after the other.

use super::{Note, Store, state_of};
use crate::problem::Fault;
use protocol::{State, SubmissionNumber};
use sqlx::{Sqlite, Transaction};

/// Which system a dossier is handed on to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// Its name in the settings.
    pub province: String,
    /// We decide how the dossier stands, and each of our events is handed on too.
    pub follows: bool,
}

/// Something that waits to be handed on.
#[derive(Clone, PartialEq, Eq, Debug, sqlx::FromRow)]
pub struct Item {
    /// Its place in the order.
    pub id: i64,
    /// Số gửi of its dossier.
    pub number: String,
    /// The event it hands on.
    pub event: i64,
    /// Tries so far.
    pub tries: i64,
    /// It was on its way once: the other side may have it.
    pub sent: bool,
}

/// An item as an operator sees it.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Shown {
    /// Its place in the order.
    pub id: i64,
    /// Mã hồ sơ, as we gave it.
    pub code: String,
    /// National code of the procedure.
    pub procedure: String,
    /// Where it goes.
    pub province: String,
    /// The kind of the event it hands on.
    pub event: String,
    /// `waiting`, `delivered`, `dead` or `given_up`.
    pub state: String,
    /// Tries so far.
    pub tries: i64,
    /// Since when it waits, seconds since 1970.
    pub since: i64,
    /// When it is tried again, seconds since 1970.
    pub due_at: i64,
    /// Of the last failure, or a person's reason.
    pub why: String,
}

/// A state that another system told, by its running number for that dossier: 1, 2, 3 …
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// The running number.
    pub serial: i64,
    /// What happened.
    pub state: State,
    /// What the office says.
    pub note: Note,
    /// When, RFC 3339.
    pub at: String,
}

/// What became of a told state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// It stands there now.
    Now,
    /// It was told before.
    Before,
    /// Earlier ones are missing.
    Gap,
    /// No such dossier was handed on to that system, or it has another code there.
    Unknown,
}

/// A dossier whose states are asked for.
#[derive(Clone, PartialEq, Eq, Debug, sqlx::FromRow)]
pub struct Asked {
    /// Số gửi.
    pub number: String,
    /// Mã hồ sơ there.
    pub code: String,
    /// The last running number taken.
    pub seen: i64,
}

impl Store {
    /// What can be handed on now: of each dossier the first that is not done, the longest due first.
    pub async fn due(&self, province: &str, now: i64, most: i64) -> Result<Vec<Item>, sqlx::Error> {
        sqlx::query_as(
            "SELECT id, number, event, tries, sent FROM outbox AS one
             WHERE province = ? AND state = 'waiting' AND due_at <= ? AND NOT EXISTS (
                 SELECT 1 FROM outbox AS earlier
                 WHERE earlier.number = one.number AND earlier.id < one.id AND earlier.state IN ('waiting', 'dead'))
             ORDER BY due_at, id LIMIT ?",
        )
        .bind(province)
        .bind(now)
        .bind(most)
        .fetch_all(&self.reader)
        .await
    }

    /// It is on its way: from now on the other side may have it.
    pub async fn sending(&self, item: &Item) -> Result<(), sqlx::Error> {
        let sent =
            sqlx::query("UPDATE outbox SET sent = 1, tries = tries + 1 WHERE id = ? AND state = 'waiting'");
        sent.bind(item.id).execute(&self.writer).await?;
        Ok(())
    }

    /// The other side has it, under this code; its states are asked for from `ask_at` on, unless it has ended already.
    pub async fn delivered(&self, item: &Item, code: &str, ask_at: Option<i64>) -> Result<(), sqlx::Error> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("UPDATE outbox SET state = 'delivered', why = '' WHERE id = ?")
            .bind(item.id)
            .execute(&mut *transaction)
            .await?;
        let ended = last(&mut transaction, &item.number).await?.is_some_and(|(last, _)| last.ends());
        sqlx::query(
            "UPDATE relays SET code = ?1, asked_at = coalesce(asked_at, ?2) WHERE number = ?3 AND ?1 <> ''",
        )
        .bind(code)
        .bind(ask_at.filter(|_| !ended))
        .bind(&item.number)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }

    /// It is tried again, not before `due_at`.
    pub async fn put_off(&self, item: &Item, due_at: i64, why: &str) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE outbox SET due_at = ?, why = ? WHERE id = ? AND state = 'waiting'")
            .bind(due_at)
            .bind(why)
            .bind(item.id)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// No retry mends it: a person must look.
    pub async fn dead(&self, item: &Item, why: &str) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE outbox SET state = 'dead', why = ? WHERE id = ? AND state = 'waiting'")
            .bind(why)
            .bind(item.id)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// What began to wait at `before` or earlier has waited too long: it is for a person to look at, and the citizen
    /// is told of dossiers that did not reach their office. Returns how many.
    pub async fn too_late(&self, province: &str, before: i64, at: &str) -> Result<usize, Fault> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        // What is dead already keeps its reason.
        let late: Vec<(String, bool)> = sqlx::query_as(
            "UPDATE outbox SET late = 1, state = 'dead', why = CASE state WHEN 'dead' THEN why ELSE 'late' END
             WHERE province = ? AND since <= ? AND state IN ('waiting', 'dead') AND late = 0
             RETURNING number, (SELECT follows FROM relays WHERE relays.number = outbox.number)",
        )
        .bind(province)
        .bind(before)
        .fetch_all(&mut *transaction)
        .await?;
        for (number, follows) in &late {
            if !follows {
                tell_undeliverable(&mut transaction, number, at).await?;
            }
        }
        transaction.commit().await?;
        Ok(late.len())
    }

    /// Dossiers of a system whose states are to be asked for now.
    pub async fn to_ask(&self, province: &str, now: i64, most: i64) -> Result<Vec<Asked>, sqlx::Error> {
        sqlx::query_as(
            "SELECT number, code, seen FROM relays
             WHERE province = ? AND asked_at <= ? AND code <> '' ORDER BY asked_at LIMIT ?",
        )
        .bind(province)
        .bind(now)
        .bind(most)
        .fetch_all(&self.reader)
        .await
    }

    /// Its states are asked for again at `at`.
    pub async fn ask_again(&self, number: &str, at: i64) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE relays SET asked_at = ? WHERE number = ? AND asked_at IS NOT NULL")
            .bind(at)
            .bind(number)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Appends a state that a system told of a dossier with this code there, in its order: what was told before changes
    /// nothing, and nothing is taken while an earlier one is missing. The code may be news: the answer to what was
    /// handed on is then still on its way.
    pub async fn told(
        &self,
        province: &str,
        number: &SubmissionNumber,
        code: &str,
        told: &Told,
    ) -> Result<Taken, Fault> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let seen: Option<(i64,)> = sqlx::query_as(
            "SELECT seen FROM relays WHERE number = ? AND province = ? AND follows = 0 AND code IN ('', ?)",
        )
        .bind(number.as_str())
        .bind(province)
        .bind(code)
        .fetch_optional(&mut *transaction)
        .await?;
        match seen {
            None => return Ok(Taken::Unknown),
            Some((seen,)) if told.serial <= seen => return Ok(Taken::Before),
            Some((seen,)) if told.serial != seen + 1 => return Ok(Taken::Gap),
            Some(_) => {}
        }
        let detail = serde_json::to_string(&told.note)?;
        append(&mut transaction, number.as_str(), &told.at, told.state.word(), &detail).await?;
        sqlx::query(
            "UPDATE relays SET seen = ?, code = ?, asked_at = CASE WHEN ? THEN NULL ELSE asked_at END
             WHERE number = ?",
        )
        .bind(told.serial)
        .bind(code)
        .bind(told.state.ends())
        .bind(number.as_str())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Taken::Now)
    }

    /// What waits or needs a person, in order; with what is done too, if `all`.
    pub async fn outbox(&self, all: bool) -> Result<Vec<Shown>, sqlx::Error> {
        let shown = format!("{SHOWN} WHERE ?1 OR o.state IN ('waiting', 'dead') ORDER BY o.id");
        sqlx::query_as(sqlx::AssertSqlSafe(shown)).bind(all).fetch_all(&self.reader).await
    }

    /// One item.
    pub async fn shown(&self, id: i64) -> Result<Option<Shown>, sqlx::Error> {
        let shown = format!("{SHOWN} WHERE o.id = ?");
        sqlx::query_as(sqlx::AssertSqlSafe(shown)).bind(id).fetch_optional(&self.reader).await
    }

    /// A person lets an item that has not reached the other side go once more, as if it were new. False: there is no
    /// such item.
    pub async fn retry(&self, id: i64, now: i64) -> Result<bool, sqlx::Error> {
        let done = sqlx::query(
            "UPDATE outbox SET state = 'waiting', why = '', late = 0, tries = 0, since = ?1, due_at = ?1
             WHERE id = ?2 AND state <> 'delivered'",
        );
        Ok(done.bind(now).bind(id).execute(&self.writer).await?.rows_affected() > 0)
    }

    /// A person gives an item up, and says why; what comes after it may go, and the citizen of a dossier that did not
    /// reach its office is told. False: there is no such item.
    pub async fn give_up(&self, id: i64, why: &str, at: &str) -> Result<bool, Fault> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let given: Option<(String, bool)> = sqlx::query_as(
            "UPDATE outbox SET state = 'given_up', why = ? WHERE id = ? AND state IN ('waiting', 'dead')
             RETURNING number, (SELECT follows FROM relays WHERE relays.number = outbox.number)",
        )
        .bind(why)
        .bind(id)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some((number, follows)) = given else { return Ok(false) };
        if !follows {
            tell_undeliverable(&mut transaction, &number, at).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }
}

const SHOWN: &str =
    "SELECT o.id, d.code, d.procedure, o.province, e.kind AS event, o.state, o.tries, o.since,
        o.due_at, o.why
    FROM outbox o JOIN dossiers d ON d.number = o.number JOIN events e ON e.id = o.event";

/// Notes where a dossier is handed on to, within the transaction that keeps it.
pub(super) async fn route(
    transaction: &mut Transaction<'_, Sqlite>,
    number: &str,
    route: &Route,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO relays (number, province, follows) VALUES (?, ?, ?)")
        .bind(number)
        .bind(&route.province)
        .bind(route.follows)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

/// Appends an event; returns its id.
pub(super) async fn append(
    transaction: &mut Transaction<'_, Sqlite>,
    number: &str,
    at: &str,
    kind: &str,
    detail: &str,
) -> Result<i64, sqlx::Error> {
    let (id,) =
        sqlx::query_as("INSERT INTO events (number, at, kind, detail) VALUES (?, ?, ?, ?) RETURNING id")
            .bind(number)
            .bind(at)
            .bind(kind)
            .bind(detail)
            .fetch_one(&mut **transaction)
            .await?;
    Ok(id)
}

/// Lets an event wait to be handed on, where its dossier goes: the dossier itself always, what we decide where that
/// is followed.
pub(super) async fn put(
    transaction: &mut Transaction<'_, Sqlite>,
    number: &str,
    event: i64,
    is_ours: bool,
    now: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO outbox (number, province, event, since, due_at)
         SELECT number, province, ?1, ?2, ?2 FROM relays WHERE number = ?3 AND (follows OR NOT ?4)",
    )
    .bind(event)
    .bind(now)
    .bind(number)
    .bind(is_ours)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

/// The last state of a dossier, with what was said; what concerns officials alone lies between.
pub(super) async fn last(
    transaction: &mut Transaction<'_, Sqlite>,
    number: &str,
) -> Result<Option<(State, String)>, sqlx::Error> {
    let events: Vec<(String, String)> =
        sqlx::query_as("SELECT kind, detail FROM events WHERE number = ? ORDER BY id DESC")
            .bind(number)
            .fetch_all(&mut **transaction)
            .await?;
    Ok(events.into_iter().find_map(|(kind, detail)| Some((state_of(&kind)?, detail))))
}

/// The citizen whose dossier, or what completes it, nobody has looked at yet takes the paper route.
async fn tell_undeliverable(
    transaction: &mut Transaction<'_, Sqlite>,
    number: &str,
    at: &str,
) -> Result<(), Fault> {
    let last = last(transaction, number).await?;
    if last.is_some_and(|(last, _)| State::Undeliverable.may_follow(last)) {
        let detail = serde_json::to_string(&Note::default())?;
        append(transaction, number, at, State::Undeliverable.word(), &detail).await?;
    }
    Ok(())
}
