//! Slow, many, and too many at once.

use crate::support::*;
use gateway::config::Config;
use protocol::{DOSSIERS, ProblemKind};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A client that stops in the middle of a word.
pub(crate) struct Connection(BufReader<TcpStream>);

impl Connection {
    /// Sends the beginning of the head of a dossier.
    pub(crate) async fn open(address: SocketAddr) -> Connection {
        let line = format!("POST {DOSSIERS} HTTP/1.1\r\nContent-Type: application/json\r\n");
        Connection::asking(&address.to_string(), &line).await
    }

    /// Sends the beginning of the head of a request.
    pub(crate) async fn asking(address: &str, line: &str) -> Connection {
        let mut connection = Connection(BufReader::new(TcpStream::connect(address).await.unwrap()));
        let head = format!("{line}Host: {address}\r\nConnection: close\r\n");
        connection.write(&head).await;
        connection
    }

    pub(crate) async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).await.unwrap();
    }

    pub(crate) async fn status(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).await.unwrap();
        line.trim_end().to_owned()
    }
}

#[tokio::test]
async fn a_body_that_falls_silent_does_not_hold_the_line() {
    let mut config = Config::default();
    config.limits.silence = Duration::from_millis(50);
    let server = Server::with(config).await;
    let mut stalled = Connection::open(server.address).await;
    stalled.write("Content-Length: 1000\r\n\r\n{").await;
    assert_eq!(stalled.status().await, "HTTP/1.1 408 Request Timeout");
}

#[tokio::test]
async fn a_body_that_takes_too_long_altogether_is_cut_off() {
    let mut config = Config::default();
    config.limits.whole = Duration::from_millis(50);
    let server = Server::with(config).await;
    let mut stalled = Connection::open(server.address).await;
    stalled.write("Content-Length: 1000\r\n\r\n{").await;
    assert_eq!(stalled.status().await, "HTTP/1.1 408 Request Timeout");
}

#[tokio::test]
async fn whoever_comes_while_all_hands_are_full_is_told_when_to_come_again() {
    let mut config = Config::default();
    config.limits.in_flight = 1;
    let server = Server::with(config).await;
    let mut arriving = Connection::open(server.address).await;
    arriving.write("Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n").await;
    assert_eq!(arriving.status().await, "HTTP/1.1 100 Continue", "the first one is being read");
    let answer = server.send(&Dossier::valid()).await;
    assert!(answer.headers().contains_key("retry-after"));
    let problem = refused(answer).await;
    assert_eq!((problem.kind, problem.status), (ProblemKind::Busy, 503));
    assert!(problem.kind.may_retry());
}

#[tokio::test]
async fn one_address_cannot_take_the_time_of_all_others() {
    let mut config = Config::default();
    config.limits.per_minute = 2;
    config.trusted_proxies = 1;
    let server = Server::with(config).await;
    let dossier = Dossier::empty();
    let from = |client: &'static str| server.post(&dossier).header("x-forwarded-for", client).send();
    assert_eq!(refused(from("192.0.2.1").await.unwrap()).await.kind, ProblemKind::Rejected);
    assert_eq!(refused(from("192.0.2.1").await.unwrap()).await.kind, ProblemKind::Rejected);
    let third = from("198.51.100.1, 192.0.2.1").await.unwrap();
    let wait: u64 = third.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=61).contains(&wait));
    let problem = refused(third).await;
    assert_eq!((problem.kind, problem.status), (ProblemKind::Busy, 429));
    assert_eq!(refused(from("192.0.2.2").await.unwrap()).await.kind, ProblemKind::Rejected);
    assert!(server.http.get(server.url("/v1/health")).send().await.unwrap().status().is_success());
}

#[tokio::test]
async fn a_client_that_writes_everything_before_it_reads_learns_why_it_was_refused() {
    let server = Server::start().await;
    let body = ["{", &"x".repeat(20_000_000)].concat();
    let mut client = Connection::open(server.address).await;
    client.write(format!("Content-Length: {}\r\n\r\n", body.len())).await;
    client.write(&body).await;
    assert_eq!(client.status().await, "HTTP/1.1 413 Payload Too Large");
}
