//! A system that dossiers are handed on to, as the rest of the relay knows it.

use super::settings::{Format, Settings};
use super::{Message, submit, sync};
use crate::store::outbox::Told;
use async_trait::async_trait;

/// Why something was not handed on. It names statuses, codes and fields, never a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// Another try may do.
    Later {
        /// For the operator.
        why: String,
        /// Seconds to wait, if the other side says so.
        wait: Option<u32>,
    },
    /// No retry mends it.
    Never {
        /// For the operator.
        why: String,
    },
}

/// A system that dossiers are handed on to.
///
/// Whoever writes one promises that the same message sent twice is taken once: by a key of ours that goes along, or by
/// asking first ([`Province::has`]), which is done after every answer that was lost.
#[async_trait]
pub trait Province: Send + Sync {
    /// It receives and decides how a dossier stands, so its states are asked for; else we decide, and tell it.
    fn decides(&self) -> bool;

    /// Hands it on; returns mã hồ sơ there, or nothing where that is ours.
    async fn send(&self, message: &Message) -> Result<String, Trouble>;

    /// Whether it has this message already: as [`Province::send`] would have returned, or `None`.
    async fn has(&self, message: &Message) -> Result<Option<String>, Trouble>;

    /// How the dossier with this code there stands: what comes after the running number `seen`, in order.
    async fn states(&self, code: &str, seen: i64) -> Result<Vec<Told>, Trouble>;
}

impl Trouble {
    /// Another try may do.
    pub(super) fn later(why: impl Into<String>) -> Trouble {
        Trouble::Later { why: why.into(), wait: None }
    }

    /// No retry mends it.
    pub(super) fn never(why: impl Into<String>) -> Trouble {
        Trouble::Never { why: why.into() }
    }
}

/// What speaks the format of these settings. A further format has its line here.
pub(super) fn open(name: &str, settings: &Settings, secret: &str) -> Result<Box<dyn Province>, String> {
    Ok(match settings.speaks {
        Format::Submit => Box::new(submit::Submit::open(settings, secret)?),
        Format::Sync => Box::new(sync::Sync::open(name, settings, secret)?),
    })
}
