//! How many dossiers may arrive: at once, and from one address.

use crate::problem::Refusal;
use crate::state::Gateway;
use axum::http::{HeaderMap, StatusCode};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::SemaphorePermit;

const MINUTE: Duration = Duration::from_secs(60);
/// From so many addresses on, those that are not near their limit are forgotten.
const REMEMBERED: usize = 10_000;

/// Lets a dossier in for as long as the permit is held, or tells the sender when to come again.
pub(crate) fn admit<'a>(
    gateway: &'a Gateway,
    peer: SocketAddr,
    headers: &HeaderMap,
) -> Result<SemaphorePermit<'a>, Refusal> {
    let client = client(peer.ip(), headers, gateway.config.trusted_proxies);
    if let Err(wait) = gateway.pace.allow(client, Instant::now()) {
        let seconds = wait.as_secs().saturating_add(1);
        let detail = "too many dossiers from this address; send the same bytes later";
        return Err(Refusal::busy(StatusCode::TOO_MANY_REQUESTS, seconds, detail));
    }
    gateway.permits.try_acquire().map_err(|_| {
        let detail = "too many dossiers are arriving; send the same bytes later";
        Refusal::busy(StatusCode::SERVICE_UNAVAILABLE, 5, detail)
    })
}

/// Who asks: the peer, or what the outermost trusted proxy saw.
fn client(peer: IpAddr, headers: &HeaderMap, trusted_proxies: usize) -> IpAddr {
    let Some(from_the_right) = trusted_proxies.checked_sub(1) else { return peer };
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
    hops.iter().rev().nth(from_the_right).and_then(|hop| hop.trim().parse().ok()).unwrap_or(peer)
}

/// So many a minute from each address, all at once if need be.
pub(crate) struct Pace {
    interval: Duration,
    /// When the next dossier of each address would be due if they came evenly.
    due: Mutex<HashMap<IpAddr, Instant>>,
}

impl Pace {
    /// `per_minute` dossiers from one address.
    pub(crate) fn new(per_minute: u32) -> Pace {
        Pace { interval: MINUTE / per_minute.max(1), due: Mutex::default() }
    }

    /// May one more come? If not, after how long.
    fn allow(&self, client: IpAddr, now: Instant) -> Result<(), Duration> {
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        if due.len() >= REMEMBERED {
            due.retain(|_, due| *due > now);
        }
        let slot = due.entry(household(client)).or_insert(now);
        let next = (*slot).max(now) + self.interval;
        match next.duration_since(now).checked_sub(MINUTE) {
            Some(wait) if !wait.is_zero() => Err(wait),
            _ => {
                *slot = next;
                Ok(())
            }
        }
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
        assert_eq!(client(ip("192.0.2.1"), &forged, 0), ip("192.0.2.1"));
        assert_eq!(client(ip("192.0.2.1"), &forged, 1), ip("198.51.100.7"));
        assert_eq!(client(ip("192.0.2.1"), &forged, 2), ip("203.0.113.9"));
        assert_eq!(client(ip("192.0.2.1"), &forged, 3), ip("192.0.2.1"));
        assert_eq!(client(ip("192.0.2.1"), &headers("unknown"), 1), ip("192.0.2.1"));
    }

    #[test]
    fn a_minute_brings_the_whole_allowance_back() {
        let (pace, now) = (Pace::new(3), Instant::now());
        let one = ip("192.0.2.1");
        let allowed = |at| (0..5).filter(|_| pace.allow(one, at).is_ok()).count();
        assert_eq!(allowed(now), 3);
        assert_eq!(allowed(now + MINUTE / 3), 1);
        assert_eq!(allowed(now + MINUTE * 5), 3);
        assert!(pace.allow(ip("192.0.2.2"), now).is_ok(), "a neighbour is not held up");
    }

    #[test]
    fn whoever_must_wait_learns_how_long() {
        let (pace, now) = (Pace::new(1), Instant::now());
        assert!(pace.allow(ip("192.0.2.1"), now).is_ok());
        assert_eq!(pace.allow(ip("192.0.2.1"), now), Err(MINUTE));
        assert!(pace.allow(ip("192.0.2.1"), now + MINUTE).is_ok());
    }

    #[test]
    fn a_line_of_ipv6_counts_once() {
        assert_eq!(household(ip("2001:db8::1")), household(ip("2001:db8::ffff:1")));
        assert_ne!(household(ip("2001:db8::1")), household(ip("2001:db8:0:1::1")));
        assert_eq!(household(ip("::ffff:192.0.2.1")), ip("192.0.2.1"));
    }
}
