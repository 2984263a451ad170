//! What is typed, kept on the device; in the tab alone where the device keeps nothing.

pub(crate) mod carried;
mod record;

pub(crate) use record::{Record, Stage};

use crate::platform::storage;

/// Records of this tab, for as long as it lives.
pub(crate) mod tab {
    use super::storage;

    const NUMBERS: &str = "to-khai:numbers";

    fn key(number: &str) -> String {
        ["to-khai:dossier:", number].concat()
    }

    /// Keeps a record; false where the browser does not let us.
    pub(crate) fn write(number: &str, record: &[u8]) -> bool {
        let numbers = storage::read(NUMBERS).unwrap_or_default();
        if !numbers.split(' ').any(|known| known == number) {
            storage::write(NUMBERS, &[&numbers, " ", number].concat());
        }
        // A character for a byte: storage holds text.
        let text: String = record.iter().copied().map(char::from).collect();
        storage::write(&key(number), &text)
    }

    /// A record. Lies in the rest.
    #[inline(never)]
    pub(crate) fn read(number: &str) -> Option<Vec<u8>> {
        storage::read(&key(number))?.chars().map(|c| u8::try_from(c).ok()).collect()
    }

    /// The numbers of all records.
    pub(crate) fn numbers() -> Vec<String> {
        let numbers = storage::read(NUMBERS).unwrap_or_default();
        numbers.split(' ').filter(|number| !number.is_empty()).map(Into::into).collect()
    }

    /// Forgets a record.
    pub(crate) fn forget(number: &str) {
        storage::forget(&key(number));
    }
}
