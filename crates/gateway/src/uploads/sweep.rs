//! Uploads that nobody goes on with do not stay for ever.

use super::Shelf;
use crate::clock::Clock;
use std::sync::Arc;
use std::time::Duration;

/// Gives up uploads whose time is over, again and again; whoever starts has swept once before.
pub(crate) async fn keep_sweeping(shelf: Arc<Shelf>, clock: Clock, every: Duration) {
    let mut rounds = tokio::time::interval_at(tokio::time::Instant::now() + every, every);
    loop {
        rounds.tick().await;
        sweep(&shelf, &clock).await;
    }
}

/// Gives up uploads whose time is over. What stands in the way is logged, and keeps nobody from sending.
pub(crate) async fn sweep(shelf: &Arc<Shelf>, clock: &Clock) {
    let (shelf, now) = (Arc::clone(shelf), clock.now().system());
    match tokio::task::spawn_blocking(move || shelf.sweep(now)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "uploads cannot be swept"),
        Err(error) => tracing::error!(%error, "uploads cannot be swept"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uploads::UploadId;
    use protocol::SubmissionNumber;
    use std::fs;
    use tempfile::TempDir;

    #[tokio::test]
    async fn what_is_over_goes_while_the_server_runs() {
        let root = TempDir::new().unwrap();
        let shelf = Arc::new(Shelf::at(root.path().into(), Duration::from_secs(100), 1000));
        let clock = Clock::new(|| 1000);
        tokio::spawn(keep_sweeping(Arc::clone(&shelf), clock.clone(), Duration::from_millis(1)));
        let begin = |random, age| {
            let number = SubmissionNumber::mint([random; 16]);
            let id = UploadId::parse(number.as_str(), &"ab".repeat(32)).unwrap();
            let then = clock.now().system() - Duration::from_secs(age);
            let upload = shelf.create(&id, 10, 1, clock.now().system()).unwrap();
            shelf.open(&id, &upload).unwrap().set_modified(then).unwrap();
            root.path().join(number.as_str())
        };
        let fresh = begin(1, 99);
        for round in 2..4 {
            let over = begin(round, 100);
            while fs::exists(&over).unwrap() {
                tokio::task::yield_now().await;
            }
        }
        assert!(fs::exists(fresh).unwrap());
    }
}
