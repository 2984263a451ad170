//! The receipt on paper. It says "sent, waiting to be accepted" and is not the legal slip.

use super::{Block, Sheet, heading};
use crate::i18n::{More, date_time, day};
use protocol::Receipt;

/// The receipt, in the language the citizen reads.
pub(crate) fn receipt(receipt: &Receipt, procedure: &str, office: &str, words: &More) -> Sheet {
    let mut blocks = heading();
    blocks.push(Block::words("h1", "", words.receipt_title));
    blocks.push(Block::words("p", "centred", words.receipt_state));
    let mut row = |name: &str, value: &str| {
        if !value.is_empty() {
            blocks.push(Block::words("p", "line", [name, ": ", value].concat()));
        }
    };
    row(words.dossier_code, &receipt.code);
    row(words.submission_number, receipt.number.as_str());
    row(words.procedure, procedure);
    row(words.office, office);
    row(words.received_at, &date_time(&receipt.received_at));
    row(words.due_day, receipt.due.as_deref().map(day).unwrap_or_default().as_str());
    for file in &receipt.files {
        row(words.file, &file.name);
    }
    row(words.secret, &receipt.secret);
    blocks.push(Block::words("p", "text", words.receipt_code));
    // What stands in it is drawn when it is printed: the receipt with its signature.
    blocks.push(Block { tag: "canvas", class: "code", ..Block::default() });
    blocks.push(Block::words("p", "text", words.receipt_is_not_slip));
    Sheet { id: "receipt", title: words.receipt_title.into(), blocks }
}
