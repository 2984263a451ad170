//! Several things on their way at the same time, each of its own kind once.

use std::collections::HashMap;
use tokio::task::{Id, JoinSet};

/// What is on its way, by what it is about.
pub(super) struct Flight<K> {
    tasks: JoinSet<()>,
    aloft: HashMap<Id, K>,
    most: usize,
}

impl<K: PartialEq> Flight<K> {
    /// Nothing yet; so much at most.
    pub(super) fn of(most: usize) -> Flight<K> {
        Flight { tasks: JoinSet::new(), aloft: HashMap::new(), most }
    }

    /// How many to look at, to find as many as there is room for that are not on their way.
    pub(super) fn look(&self) -> i64 {
        i64::try_from(self.most + self.aloft.len()).unwrap_or(i64::MAX)
    }

    /// What of these can go now.
    pub(super) fn choose<T>(&self, mut due: Vec<T>, about: impl Fn(&T) -> &K) -> Vec<T> {
        due.retain(|one| !self.aloft.values().any(|aloft| aloft == about(one)));
        due.truncate(self.most.saturating_sub(self.aloft.len()));
        due
    }

    /// Sends it on its way.
    pub(super) fn launch(&mut self, about: K, task: impl Future<Output = ()> + Send + 'static) {
        let task = self.tasks.spawn(task);
        self.aloft.insert(task.id(), about);
    }

    /// Waits until something has come to its end; for ever while nothing is on its way.
    pub(super) async fn land(&mut self, province: &str) {
        let id = match self.tasks.join_next_with_id().await {
            Some(Ok((id, ()))) => id,
            Some(Err(error)) => {
                tracing::error!(%error, province, "a task of the relay died");
                error.id()
            }
            None => return std::future::pending().await,
        };
        self.aloft.remove(&id);
    }
}
