//! What lies between a device and the gateway: a TCP proxy that loses, cuts, repeats and holds back.

use super::chance::Chance;
use super::message::{Reader, Request};
use super::mood::{Fault, Mood, Tally};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// A message travels in pieces of at most so many bytes.
const PIECE: usize = 64 * 1024;

/// A proxy that is up; dropping it ends it.
pub struct Proxy {
    address: SocketAddr,
    line: Arc<Line>,
    listening: JoinHandle<()>,
}

/// The line from the proxy to the gateway.
struct Line {
    gateway: SocketAddr,
    mood: watch::Sender<Mood>,
    tally: Tally,
}

/// How a connection ends.
enum End {
    /// After all was said, or as if it were.
    Closed,
    /// By a reset.
    Broken,
}

impl Proxy {
    /// Begins to listen, calm, in front of a gateway. The same seed brings the same faults to the connections in
    /// their order.
    ///
    /// # Errors
    /// No port is free.
    pub async fn before(gateway: SocketAddr, seed: u64) -> io::Result<Proxy> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let line = Arc::new(Line { gateway, mood: watch::Sender::new(Mood::Calm), tally: Tally::default() });
        let listening = tokio::spawn(listen(listener, Arc::clone(&line), Chance::new(seed)));
        Ok(Proxy { address, line, listening })
    }

    /// Its address, with a trailing slash.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// From now on the network is so. A dead one breaks what is under way.
    pub fn turn(&self, mood: Mood) {
        self.line.mood.send_replace(mood);
    }

    /// What went wrong so far.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.line.tally
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn listen(listener: TcpListener, line: Arc<Line>, all: Chance) {
    let mut count = 0;
    while let Ok((client, _)) = listener.accept().await {
        count += 1;
        let (line, mut chance) = (Arc::clone(&line), all.of(count));
        // Until it is closed in peace, a connection that is dropped is one that is reset.
        if client.set_zero_linger().is_err() || client.set_nodelay(true).is_err() {
            continue;
        }
        if let Some(fault) = line.mood().meets_connection(&mut chance) {
            line.tally.count(fault);
            continue;
        }
        tokio::spawn(async move {
            let mut moods = line.mood.subscribe();
            tokio::select! {
                () = line.converse(client, chance) => {}
                _ = moods.wait_for(|mood| *mood == Mood::Dead) => line.tally.count(Fault::Outage),
            }
        });
    }
}

impl Line {
    fn mood(&self) -> Mood {
        *self.mood.borrow()
    }

    /// Request after request, until the client has no more or something breaks.
    async fn converse(&self, client: TcpStream, mut chance: Chance) {
        let mut client = Reader::new(client);
        while let Ok(Some(request)) = client.request().await {
            match self.carry(&request, &mut client.stream, &mut chance).await {
                Ok(None) => {}
                Ok(Some(End::Closed)) => return close(client.stream).await,
                Ok(Some(End::Broken)) | Err(_) => return,
            }
        }
    }

    /// Carries a request there and its answer back, or what becomes of them. None: the connection goes on.
    async fn carry(
        &self,
        request: &Request,
        client: &mut TcpStream,
        chance: &mut Chance,
    ) -> io::Result<Option<End>> {
        let fault = self.mood().meets_request(chance);
        if let Some(fault) = fault {
            self.tally.count(fault);
        }
        let end = if chance.happens(500) { End::Closed } else { End::Broken };
        match fault {
            Some(Fault::Refused) => return Ok(Some(End::Broken)),
            Some(Fault::CutRequest) => {
                let cut = chance.below(request.bytes.len());
                let gateway = self.send(&request.bytes[..cut], chance).await?;
                match end {
                    End::Closed => close(gateway.stream).await,
                    End::Broken => gateway.stream.set_zero_linger()?,
                }
                return Ok(Some(end));
            }
            Some(Fault::Reset) => {
                let gateway = self.send(&request.bytes, chance).await?;
                gateway.stream.set_zero_linger()?;
                sleep(chance.millis(0..=30)).await;
                return Ok(Some(End::Broken));
            }
            Some(Fault::LostAnswer) => {
                self.ask(request, chance).await?;
                return Ok(Some(end));
            }
            Some(Fault::TruncatedAnswer) => {
                let answer = self.ask(request, chance).await?;
                let cut = chance.below(answer.len());
                self.pour(client, &answer[..cut], chance).await?;
                // Without TLS, browsers take a head that ends early for an answer without a body. With TLS they
                // are not deceived, and neither are they by a reset.
                let end = if cut < head_of(&answer) { End::Broken } else { end };
                return Ok(Some(end));
            }
            Some(Fault::Duplicated) => {
                let answer = self.ask_twice(request, chance).await?;
                self.pour(client, &answer, chance).await?;
            }
            Some(Fault::Delayed | Fault::Outage) | None => {
                let answer = self.ask(request, chance).await?;
                self.pour(client, &answer, chance).await?;
            }
        }
        Ok(None)
    }

    /// The gateway's answer, all of it.
    async fn ask(&self, request: &Request, chance: &mut Chance) -> io::Result<Vec<u8>> {
        self.send(&request.bytes, chance).await?.answer(request).await
    }

    /// One of the gateway's two answers to a request that comes twice: at the same time, or when the first was
    /// answered.
    async fn ask_twice(&self, request: &Request, chance: &mut Chance) -> io::Result<Vec<u8>> {
        let mut other = chance.of(1);
        let (first, second) = if chance.happens(500) {
            tokio::join!(self.ask(request, chance), self.ask(request, &mut other))
        } else {
            (self.ask(request, chance).await, self.ask(request, &mut other).await)
        };
        if chance.happens(500) { first } else { second }
    }

    /// A connection of its own for these bytes.
    async fn send(&self, bytes: &[u8], chance: &mut Chance) -> io::Result<Reader> {
        let mut gateway = TcpStream::connect(self.gateway).await?;
        gateway.set_nodelay(true)?;
        // Who refuses early does not read to the end; the answer tells.
        drop(self.pour(&mut gateway, bytes, chance).await);
        Ok(Reader::new(gateway))
    }

    /// Lets bytes flow, piece by piece.
    async fn pour(&self, to: &mut TcpStream, bytes: &[u8], chance: &mut Chance) -> io::Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let (piece, later) = rest.split_at(chance.within(1..=PIECE).min(rest.len()));
            if let Some(pause) = self.mood().holds_back(chance) {
                self.tally.count(Fault::Delayed);
                sleep(pause).await;
            }
            to.write_all(piece).await?;
            rest = later;
        }
        Ok(())
    }
}

/// Where the head of an answer ends.
fn head_of(answer: &[u8]) -> usize {
    answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |at| at + 4)
}

/// Ends a connection in peace: what was written arrives.
#[expect(deprecated, reason = "a linger time would block the thread; this takes it away")]
async fn close(mut stream: TcpStream) {
    let _ = stream.set_linger(None);
    let _ = stream.shutdown().await;
}

#[cfg(test)]
mod tests;
