//! Somebody at work in rounds, while servers die and rise.

use crate::suite::within;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What came of a round.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// How much was done.
    pub done: usize,
    /// How many dossiers have ended.
    pub ended: usize,
}

/// Somebody at work.
pub struct Worker {
    desk: Arc<Desk>,
    at_work: JoinHandle<()>,
}

#[derive(Default)]
struct Desk {
    closed: AtomicBool,
    ended: AtomicUsize,
}

impl Worker {
    /// Begins to work. A round that fails is made again: somebody may be dead just now.
    #[must_use]
    pub fn at(mut round: impl FnMut() -> Result<Round, String> + Send + 'static) -> Worker {
        let desk = Arc::new(Desk::default());
        let here = Arc::clone(&desk);
        let at_work = thread::spawn(move || {
            let mut something = || {
                let Round { done, ended } = round().ok()?;
                here.ended.store(ended, Ordering::Relaxed);
                (done > 0).then_some(())
            };
            while !here.closed.load(Ordering::Relaxed) {
                within(Duration::from_secs(1), &mut something);
            }
        });
        Worker { desk, at_work }
    }

    /// How many dossiers have ended.
    #[must_use]
    pub fn has_ended(&self) -> usize {
        self.desk.ended.load(Ordering::Relaxed)
    }

    /// Goes home.
    ///
    /// # Panics
    /// When the work was its death.
    pub fn go_home(self) {
        self.desk.closed.store(true, Ordering::Relaxed);
        self.at_work.join().expect("who works does not panic");
    }
}
