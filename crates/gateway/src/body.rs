//! A body on its way in: bounded in bytes, in silence and in time.

use crate::config::Limits;
use crate::problem::Refusal;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::StatusCode;
use http_body_util::BodyExt;
use protocol::ProblemKind;
use tokio::time::{Duration, Instant, timeout_at};

/// What is read of a refused body: a client that is cut off while it writes does not read the answer.
const DRAINED: u64 = 64 * 1024 * 1024;

/// A body being read.
pub(crate) struct Incoming {
    body: Body,
    left: u64,
    silence: Duration,
    /// When it must be here.
    end: Instant,
    /// Nothing more comes.
    ended: bool,
}

/// Why reading stopped before the end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cut {
    /// It is longer than it may be.
    TooLarge,
    /// Nothing came for too long, or all of it took too long.
    Late,
    /// The connection broke.
    Broken,
    /// Another request took over; see [`Turns`](crate::uploads::Turns).
    Replaced,
}

impl Incoming {
    /// Takes a body of at most so many bytes.
    pub(crate) fn new(body: Body, most: u64, limits: &Limits) -> Incoming {
        let end = Instant::now() + limits.whole;
        Incoming { body, left: most, silence: limits.silence, end, ended: false }
    }

    /// Its length, when the client says it beforehand.
    pub(crate) fn declared(&self) -> Option<u64> {
        self.body.size_hint().exact()
    }

    /// The next piece; `None` at the end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Cut> {
        while !self.ended {
            let patience = self.end.min(Instant::now() + self.silence);
            let frame = match timeout_at(patience, self.body.frame()).await {
                Ok(Some(Ok(frame))) => frame,
                Ok(None) => break,
                Ok(Some(Err(_))) => return self.cut(Cut::Broken),
                Err(_) => return self.cut(Cut::Late),
            };
            let Ok(bytes) = frame.into_data() else { continue };
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            self.left = self.left.checked_sub(length).ok_or(Cut::TooLarge)?;
            return Ok(Some(bytes));
        }
        self.ended = true;
        Ok(None)
    }

    fn cut(&mut self, why: Cut) -> Result<Option<Bytes>, Cut> {
        self.ended = true;
        Err(why)
    }

    /// All of it.
    pub(crate) async fn all(&mut self) -> Result<Vec<u8>, Cut> {
        let mut all = Vec::new();
        while let Some(bytes) = self.chunk().await? {
            all.extend_from_slice(&bytes);
        }
        Ok(all)
    }

    /// Reads what the client still sends, so that it comes to read the answer.
    pub(crate) async fn drain(mut self) {
        self.left = DRAINED;
        while let Ok(Some(_)) = self.chunk().await {}
    }
}

impl From<Cut> for Refusal {
    fn from(cut: Cut) -> Refusal {
        match cut {
            Cut::TooLarge => Refusal::new(ProblemKind::TooLarge, "the body is over the limit"),
            Cut::Late => {
                Refusal::new(ProblemKind::Timeout, "the body did not arrive in time; send the rest again")
            }
            Cut::Broken => Refusal::new(ProblemKind::Malformed, "the body was cut off"),
            Cut::Replaced => {
                let detail = "another request goes on with this upload; ask where it stands";
                Refusal::busy(StatusCode::LOCKED, 1, detail)
            }
        }
    }
}
