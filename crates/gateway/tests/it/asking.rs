//! Asking a province for states, where its callbacks do not come.

use crate::both::{Both, eventually};
use crate::door::{Passing, door};
use crate::support::*;
use crate::tracking::{by_secret, told};
use axum::response::Response;
use protocol::State;
use province::states::State as Theirs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;

/// Questions for states wait, until so many wait together; from then on all are let through.
struct Queue {
    together: usize,
    waiting: AtomicUsize,
    most: AtomicUsize,
    closed: Semaphore,
}

impl Queue {
    async fn pass(self: Arc<Queue>, passing: Passing) -> Response {
        if !passing.path().ends_with("/TrangThai") {
            return passing.on().await;
        }
        let waiting = self.waiting.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(waiting, Ordering::SeqCst);
        if waiting == self.together {
            self.closed.close();
        }
        // Nobody ever gets one; that there will be none is what lets everybody through.
        let _ = self.closed.acquire().await;
        let answer = passing.on().await;
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        answer
    }
}

#[tokio::test]
async fn a_slow_province_is_asked_for_several_dossiers_at_once_and_for_no_more_than_it_bears() {
    const TOGETHER: usize = 8;
    let (waiting, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let queue = Arc::new(Queue { together: TOGETHER, waiting, most, closed: Semaphore::new(0) });
    let here = Arc::clone(&queue);
    let through = async |province| door(province, move |passing| Arc::clone(&here).pass(passing)).await;
    let both = Both::through(through, "submit", "", "").await;
    let mut receipts = Vec::new();
    for _ in 0..TOGETHER + 4 {
        let mut dossier = Dossier::valid();
        dossier.submission.number = a_number();
        receipts.push(both.server.receipt(&dossier).await);
    }
    // Clocks an hour apart: what it tells is not believed, but it can be asked.
    both.server.now.fetch_add(60 * 60, Ordering::SeqCst);
    for arrived in both.province.arrived(receipts.len()).await {
        for state in [Theirs::Accepted, Theirs::Processing, Theirs::Finished] {
            both.province.visitor.press(&arrived.code, state, "", "").await.unwrap();
        }
    }
    for receipt in &receipts {
        let states = async || {
            both.server.now.fetch_add(300, Ordering::SeqCst);
            let progress = told(&both.server, &by_secret(&receipt.code, &receipt.secret)).await;
            let states: Vec<State> = progress.events.iter().map(|event| event.state).collect();
            (states.len() == 4).then_some(states)
        };
        let states = eventually(states).await;
        assert_eq!(states, [State::Received, State::Accepted, State::Processing, State::Finished]);
    }
    assert_eq!(queue.most.load(Ordering::SeqCst), TOGETHER);
}
