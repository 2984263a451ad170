//! One HTTP/1.1 message after the other on a connection: just enough to know where each ends.

use httparse::{EMPTY_HEADER, Header, Status};
use std::io::{self, ErrorKind};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// Requests and answers of a widget have fewer.
const MOST_HEADERS: usize = 64;

/// A request, byte for byte.
pub(super) struct Request {
    pub(super) bytes: Vec<u8>,
    /// Its answer has no body, whatever its head says.
    pub(super) is_head: bool,
}

/// Where a body ends.
enum Body {
    Sized(usize),
    Chunked,
    /// With the connection.
    Open,
}

/// A connection that is read message by message.
pub(super) struct Reader {
    pub(super) stream: TcpStream,
    read: Vec<u8>,
}

impl Reader {
    pub(super) fn new(stream: TcpStream) -> Reader {
        Reader { stream, read: Vec::new() }
    }

    /// The next request; none when the client has no more.
    pub(super) async fn request(&mut self) -> io::Result<Option<Request>> {
        let Some(head) = self.head().await? else { return Ok(None) };
        let mut headers = [EMPTY_HEADER; MOST_HEADERS];
        let mut parsed = httparse::Request::new(&mut headers);
        parsed.parse(&self.read[..head]).map_err(not_http)?;
        let is_head = parsed.method == Some("HEAD");
        let body = body(parsed.headers)?.unwrap_or(Body::Sized(0));
        Ok(Some(Request { bytes: self.message(head, body).await?, is_head }))
    }

    /// The answer to a request.
    pub(super) async fn answer(&mut self, request: &Request) -> io::Result<Vec<u8>> {
        let head = self.head().await?.ok_or(ErrorKind::UnexpectedEof)?;
        let mut headers = [EMPTY_HEADER; MOST_HEADERS];
        let mut parsed = httparse::Response::new(&mut headers);
        parsed.parse(&self.read[..head]).map_err(not_http)?;
        let bare = request.is_head || matches!(parsed.code, Some(100..=199 | 204 | 304));
        let body = if bare { Body::Sized(0) } else { body(parsed.headers)?.unwrap_or(Body::Open) };
        self.message(head, body).await
    }

    /// Where the head ends, once it has arrived.
    async fn head(&mut self) -> io::Result<Option<usize>> {
        loop {
            if let Some(at) = self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                return Ok(Some(at + 4));
            }
            if !self.more().await? {
                return if self.read.is_empty() { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) };
            }
        }
    }

    /// The whole message, once it has arrived; what follows it stays for the next.
    async fn message(&mut self, head: usize, body: Body) -> io::Result<Vec<u8>> {
        let end = match body {
            Body::Sized(size) => head + size,
            Body::Chunked => self.chunks(head).await?,
            Body::Open => {
                while self.more().await? {}
                self.read.len()
            }
        };
        self.reach(end).await?;
        let rest = self.read.split_off(end);
        Ok(std::mem::replace(&mut self.read, rest))
    }

    /// Where the last chunk ends. Nobody here sends trailers.
    async fn chunks(&mut self, mut at: usize) -> io::Result<usize> {
        loop {
            match httparse::parse_chunk_size(&self.read[at..]) {
                Ok(Status::Complete((head, size))) => {
                    at += head + usize::try_from(size).map_err(not_http)? + 2;
                    self.reach(at).await?;
                    if size == 0 {
                        return Ok(at);
                    }
                }
                Ok(Status::Partial) => self.reach(self.read.len() + 1).await?,
                Err(_) => return Err(ErrorKind::InvalidData.into()),
            }
        }
    }

    async fn reach(&mut self, end: usize) -> io::Result<()> {
        while self.read.len() < end {
            if !self.more().await? {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }

    async fn more(&mut self) -> io::Result<bool> {
        Ok(self.stream.read_buf(&mut self.read).await? > 0)
    }
}

fn body(headers: &[Header<'_>]) -> io::Result<Option<Body>> {
    let value = |name: &str| {
        let header = headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(header.value).ok()
    };
    if value("transfer-encoding").is_some_and(|how| how.eq_ignore_ascii_case("chunked")) {
        return Ok(Some(Body::Chunked));
    }
    value("content-length").map(|length| length.parse().map(Body::Sized).map_err(not_http)).transpose()
}

fn not_http(why: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, why)
}
