//! Catalogue files: magic, schema version, then postcard. postcard is positional, so a reader must
//! know that it reads the layout it was built for.

use crate::reader::{Read, whole};
use serde::Serialize;

const MAGIC: [u8; 3] = *b"TK\x1a";
/// Grows with every change of layout.
pub const SCHEMA: u8 = 3;

/// Why a file cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlobError {
    /// Not one of ours.
    NotACatalogueFile,
    /// Written for another version of the reader.
    OtherSchema(u8),
    /// Cut short or damaged.
    Damaged,
}

/// The bytes of a catalogue file.
pub fn write<T: Serialize>(value: &T) -> Vec<u8> {
    let body = postcard::to_allocvec(value).unwrap_or_default();
    [&MAGIC, &[SCHEMA][..], &body].concat()
}

/// Reads a catalogue file.
pub fn read<T: Read>(bytes: &[u8]) -> Result<T, BlobError> {
    match bytes {
        [a, b, c, schema, body @ ..] if [*a, *b, *c] == MAGIC => {
            if *schema != SCHEMA {
                return Err(BlobError::OtherSchema(*schema));
            }
            whole(body).ok_or(BlobError::Damaged)
        }
        _ => Err(BlobError::NotACatalogueFile),
    }
}
