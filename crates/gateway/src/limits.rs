//! How much may be asked: at once, and from one address.

use crate::problem::Refusal;
use crate::state::Gateway;
use axum::http::{HeaderMap, StatusCode};
use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::OwnedSemaphorePermit;

pub(crate) const MINUTE: Duration = Duration::from_secs(60);
pub(crate) const HOUR: Duration = Duration::from_secs(60 * 60);
/// From so many on, those that are not near their limit are forgotten.
const REMEMBERED: usize = 10_000;

/// Lets a request in for as long as the permit is held, or tells the client when to come again.
pub(crate) fn admit(
    gateway: &Gateway,
    peer: SocketAddr,
    headers: &HeaderMap,
) -> Result<OwnedSemaphorePermit, Refusal> {
    at_pace(&gateway.pace, client(gateway, peer, headers), "too many requests from this address")?;
    Arc::clone(&gateway.permits).try_acquire_owned().map_err(|_| {
        let detail = "too much is arriving; send the same bytes later";
        Refusal::busy(StatusCode::SERVICE_UNAVAILABLE, 5, detail)
    })
}

/// Not too often.
pub(crate) fn at_pace<K: Hash + Eq>(pace: &Pace<K>, key: K, detail: &str) -> Result<(), Refusal> {
    pace.allow(key, Instant::now()).map_err(|wait| come_again(wait, detail))
}

/// Come again when the time is over.
pub(crate) fn come_again(wait: Duration, detail: &str) -> Refusal {
    Refusal::busy(StatusCode::TOO_MANY_REQUESTS, wait.as_secs().saturating_add(1), detail)
}

/// The household that asks.
pub(crate) fn client(gateway: &Gateway, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
    household(asking(peer.ip(), headers, gateway.config.trusted_proxies))
}

/// Who asks: the peer, or what the outermost trusted proxy saw.
fn asking(peer: IpAddr, headers: &HeaderMap, trusted_proxies: usize) -> IpAddr {
    let Some(from_the_right) = trusted_proxies.checked_sub(1) else { return peer };
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
    hops.iter().rev().nth(from_the_right).and_then(|hop| hop.trim().parse().ok()).unwrap_or(peer)
}

/// So many in a window for each key, all at once if need be.
pub(crate) struct Pace<K> {
    window: Duration,
    interval: Duration,
    /// When the next one of each key would be due if they came evenly.
    due: Mutex<HashMap<K, Instant>>,
}

impl<K: Hash + Eq> Pace<K> {
    /// So many in a window.
    pub(crate) fn new(count: u32, window: Duration) -> Pace<K> {
        Pace { window, interval: window / count.max(1), due: Mutex::default() }
    }

    /// May one more come? If not, after how long.
    pub(crate) fn allow(&self, key: K, now: Instant) -> Result<(), Duration> {
        let mut due = self.due();
        if due.len() >= REMEMBERED {
            due.retain(|_, due| *due > now);
        }
        let next = self.next(due.get(&key), now)?;
        due.insert(key, next);
        Ok(())
    }

    /// Might one more come? It does not count yet.
    pub(crate) fn would_allow(&self, key: &K, now: Instant) -> Result<(), Duration> {
        self.next(self.due().get(key), now).map(|_| ())
    }

    fn next(&self, due: Option<&Instant>, now: Instant) -> Result<Instant, Duration> {
        let next = due.map_or(now, |due| (*due).max(now)) + self.interval;
        match next.duration_since(now).checked_sub(self.window) {
            Some(wait) if !wait.is_zero() => Err(wait),
            _ => Ok(next),
        }
    }

    fn due(&self) -> MutexGuard<'_, HashMap<K, Instant>> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One line of IPv6 owns 2^64 addresses.
fn household(client: IpAddr) -> IpAddr {
    match client {
        IpAddr::V4(_) => client,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.into(),
            None => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64)).into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_forged_forwarding_header_does_not_make_another_person_of_one() {
        let headers =
            |line: &str| HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), line.parse().unwrap())]);
        let forged = headers("203.0.113.9, 198.51.100.7");
        assert_eq!(asking(ip("192.0.2.1"), &forged, 0), ip("192.0.2.1"));
        assert_eq!(asking(ip("192.0.2.1"), &forged, 1), ip("198.51.100.7"));
        assert_eq!(asking(ip("192.0.2.1"), &forged, 2), ip("203.0.113.9"));
        assert_eq!(asking(ip("192.0.2.1"), &forged, 3), ip("192.0.2.1"));
        assert_eq!(asking(ip("192.0.2.1"), &headers("unknown"), 1), ip("192.0.2.1"));
    }

    #[test]
    fn a_minute_brings_the_whole_allowance_back() {
        let (pace, now) = (Pace::new(3, MINUTE), Instant::now());
        let one = ip("192.0.2.1");
        let allowed = |at| (0..5).filter(|_| pace.allow(one, at).is_ok()).count();
        assert_eq!(allowed(now), 3);
        assert_eq!(allowed(now + MINUTE / 3), 1);
        assert_eq!(allowed(now + MINUTE * 5), 3);
        assert!(pace.allow(ip("192.0.2.2"), now).is_ok(), "a neighbour is not held up");
    }

    #[test]
    fn whoever_must_wait_learns_how_long() {
        let (pace, now) = (Pace::new(1, MINUTE), Instant::now());
        assert!(pace.allow(ip("192.0.2.1"), now).is_ok());
        assert_eq!(pace.allow(ip("192.0.2.1"), now), Err(MINUTE));
        assert!(pace.allow(ip("192.0.2.1"), now + MINUTE).is_ok());
    }

    #[test]
    fn asking_whether_one_more_might_come_does_not_count() {
        let (pace, now) = (Pace::new(1, HOUR), Instant::now());
        assert!((0..5).all(|_| pace.would_allow(&"a", now).is_ok()));
        assert!(pace.allow("a", now).is_ok());
        assert_eq!(pace.would_allow(&"a", now), Err(HOUR));
    }

    #[test]
    fn a_line_of_ipv6_counts_once() {
        assert_eq!(household(ip("2001:db8::1")), household(ip("2001:db8::ffff:1")));
        assert_ne!(household(ip("2001:db8::1")), household(ip("2001:db8:0:1::1")));
        assert_eq!(household(ip("::ffff:192.0.2.1")), ip("192.0.2.1"));
    }
}
