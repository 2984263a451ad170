//! A storm: the weather changes and a server dies, again and again, until it is over.

use super::chance::Chance;
use super::mood::Mood;
use super::proxy::Proxy;
use crate::{Gateway, Province};
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};

/// How a storm rages.
#[derive(Clone, Debug)]
pub struct Rage {
    /// Milliseconds between two blows.
    pub lull: RangeInclusive<usize>,
    /// How many blows in a thousand kill the server; the others change the weather.
    pub deadly: u32,
    /// Milliseconds that a dead server stays dead.
    pub darkness: RangeInclusive<usize>,
}

/// A server that a storm can kill.
pub trait Mortal: Send + 'static {
    /// Ends it as when the power fails.
    fn die(&mut self);

    /// Starts it again.
    ///
    /// # Errors
    /// What it says when it does not listen.
    fn rise(&mut self) -> Result<(), String>;
}

impl Mortal for Gateway {
    fn die(&mut self) {
        self.kill();
    }

    fn rise(&mut self) -> Result<(), String> {
        self.resume()
    }
}

impl Mortal for Province {
    fn die(&mut self) {
        self.kill();
    }

    fn rise(&mut self) -> Result<(), String> {
        self.resume()
    }
}

/// What changes besides: another weather by this chance, a calm one without.
pub type Weather = Box<dyn FnMut(Option<&mut Chance>) -> Result<(), String> + Send>;

/// The mood of a network.
#[must_use]
pub fn mood_of(proxy: &Arc<Proxy>) -> Weather {
    let proxy = Arc::clone(proxy);
    Box::new(move |chance| {
        proxy.turn(chance.map_or(Mood::Calm, Mood::any));
        Ok(())
    })
}

/// A storm that rages.
pub struct Storm<M> {
    over: Sender<()>,
    raging: JoinHandle<Result<(M, u64), String>>,
}

impl<M: Mortal> Storm<M> {
    /// Breaks loose over a running server.
    #[must_use]
    pub fn over(mut server: M, mut weather: Weather, rage: Rage, mut chance: Chance) -> Storm<M> {
        let (over, is_over) = mpsc::channel();
        let raging = thread::spawn(move || {
            let mut kills = 0;
            while is_over.recv_timeout(chance.millis(rage.lull.clone())) == Err(RecvTimeoutError::Timeout) {
                if chance.happens(rage.deadly) {
                    server.die();
                    kills += 1;
                    let _ = is_over.recv_timeout(chance.millis(rage.darkness.clone()));
                    server.rise()?;
                } else {
                    weather(Some(&mut chance))?;
                }
            }
            weather(None)?;
            Ok((server, kills))
        });
        Storm { over, raging }
    }

    /// Lets it end; all is calm and the server runs. Answers how often it was killed.
    ///
    /// # Panics
    /// When the server did not come up again.
    pub fn end(self) -> (M, u64) {
        drop(self.over);
        self.raging.join().expect("a storm does not panic").unwrap_or_else(|why| panic!("{why}"))
    }
}
