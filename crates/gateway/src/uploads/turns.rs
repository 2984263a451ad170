//! One at a time to each upload.

use super::UploadId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{Mutex as Seat, OwnedMutexGuard, watch};

/// How long whoever comes later waits for a turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// After so long a silence whoever writes makes room for whoever waits: mostly both are the same phone, and the
/// earlier connection died with its network.
const LULL: Duration = Duration::from_secs(1);

/// Who may write to which upload.
#[derive(Default)]
pub(crate) struct Turns(Mutex<HashMap<UploadId, Weak<Line>>>);

#[derive(Default)]
struct Line {
    latest: watch::Sender<u64>,
    seat: Arc<Seat<()>>,
}

/// Held by the one that writes.
pub(crate) struct Turn {
    line: Arc<Line>,
    ticket: u64,
    _seat: OwnedMutexGuard<()>,
}

impl Turns {
    /// Waits until nobody else writes; `None` when that takes too long.
    pub(crate) async fn claim(&self, id: &UploadId) -> Option<Turn> {
        let line = self.line(id);
        let mut ticket = 0;
        line.latest.send_modify(|latest| {
            *latest += 1;
            ticket = *latest;
        });
        let seat = tokio::time::timeout(PATIENCE, Arc::clone(&line.seat).lock_owned()).await.ok()?;
        Some(Turn { line, ticket, _seat: seat })
    }

    fn line(&self, id: &UploadId) -> Arc<Line> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|_, line| line.strong_count() > 0);
        let known = lines.get(id).and_then(Weak::upgrade);
        known.unwrap_or_else(|| {
            let line = Arc::default();
            lines.insert(id.clone(), Arc::downgrade(&line));
            line
        })
    }
}

impl Turn {
    /// Comes true when somebody else waits, and nothing comes meanwhile.
    pub(crate) async fn over(&self) {
        // Never an error: the sender lives in the line that is held here.
        let _ = self.line.latest.subscribe().wait_for(|latest| *latest != self.ticket).await;
        tokio::time::sleep(LULL).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::SubmissionNumber;

    fn id(random: u8) -> UploadId {
        UploadId::parse(SubmissionNumber::mint([random; 16]).as_str(), &"ab".repeat(32)).unwrap()
    }

    #[tokio::test]
    async fn whoever_comes_later_waits_only_until_the_first_one_leaves() {
        let turns = Arc::new(Turns::default());
        let first = turns.claim(&id(1)).await.unwrap();
        let later = tokio::spawn({
            let turns = Arc::clone(&turns);
            async move { turns.claim(&id(1)).await.is_some() }
        });
        first.over().await;
        assert!(!later.is_finished());
        drop(first);
        assert!(later.await.unwrap());
    }

    #[tokio::test]
    async fn another_upload_is_nobodys_business() {
        let turns = Turns::default();
        let _one = turns.claim(&id(1)).await.unwrap();
        assert!(turns.claim(&id(2)).await.is_some());
    }
}
