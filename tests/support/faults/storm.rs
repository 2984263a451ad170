//! A storm: the network changes its mood and the gateway dies, again and again, until it is over.

use super::chance::Chance;
use super::mood::Mood;
use super::proxy::Proxy;
use crate::Gateway;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};

/// How a storm rages.
#[derive(Clone, Debug)]
pub struct Rage {
    /// Milliseconds between two blows.
    pub lull: RangeInclusive<usize>,
    /// How many blows in a thousand kill the gateway; the others change the network's mood.
    pub deadly: u32,
    /// Milliseconds that a dead gateway stays dead.
    pub darkness: RangeInclusive<usize>,
}

/// A storm that rages.
pub struct Storm {
    over: Sender<()>,
    raging: JoinHandle<Result<(Gateway, u64), String>>,
}

impl Storm {
    /// Breaks loose over a running gateway and the network before it.
    #[must_use]
    pub fn over(mut gateway: Gateway, proxy: Arc<Proxy>, rage: Rage, mut chance: Chance) -> Storm {
        let (over, is_over) = mpsc::channel();
        let raging = thread::spawn(move || {
            let mut kills = 0;
            while is_over.recv_timeout(chance.millis(rage.lull.clone())) == Err(RecvTimeoutError::Timeout) {
                if chance.happens(rage.deadly) {
                    gateway.kill();
                    kills += 1;
                    let _ = is_over.recv_timeout(chance.millis(rage.darkness.clone()));
                    gateway.resume()?;
                } else {
                    proxy.turn(Mood::any(&mut chance));
                }
            }
            proxy.turn(Mood::Calm);
            Ok((gateway, kills))
        });
        Storm { over, raging }
    }

    /// Lets it end; the network is calm and the gateway runs. Answers how often it was killed.
    ///
    /// # Panics
    /// When the gateway did not come up again.
    pub fn end(self) -> (Gateway, u64) {
        drop(self.over);
        self.raging.join().expect("a storm does not panic").unwrap_or_else(|why| panic!("{why}"))
    }
}
