//! Uploads that nobody goes on with do not stay for ever.

use super::Shelf;
use crate::clock::Clock;
use std::sync::Arc;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(10 * 60);

/// Gives up uploads whose time is over, again and again.
pub(crate) async fn keep_sweeping(shelf: Arc<Shelf>, clock: Clock) {
    let mut rounds = tokio::time::interval(EVERY);
    loop {
        rounds.tick().await;
        let (shelf, now) = (Arc::clone(&shelf), clock.now().system());
        match tokio::task::spawn_blocking(move || shelf.sweep(now)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "uploads cannot be swept"),
            Err(error) => tracing::error!(%error, "uploads cannot be swept"),
        }
    }
}
