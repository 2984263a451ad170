//! The gateway is there: an answer that no captive portal gives.

use serde::{Deserialize, Serialize};

/// What the gateway says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Health {
    /// Version of the catalogue served now.
    pub catalogue: String,
    /// Its clock, RFC 3339 with the offset of Viet Nam.
    pub now: String,
    /// Public key of its receipts: Ed25519, 32 bytes in hexadecimal.
    pub key: String,
}
