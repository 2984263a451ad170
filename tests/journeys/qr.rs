//! The code on a printed receipt, read by another's reader.

use journeys::{Citizen, on};
use serde_json::json;

fn a_receipt_can_be_read_from_its_code(c: &mut Citizen) {
    c.loads("qr");
    let receipt = format!(
        "to-khai-receipt-1|09144GJ289144GJ289144GJ289|H20-261122-0001|1.001193|2026-11-22T10:42:00+07:00|2026-11-23|28657|{}|{}",
        "0123456789abcdef".repeat(4),
        "fedcba9876543210".repeat(8),
    );
    for text in [receipt.as_str(), "Phường Gò Công", "0"] {
        let rows = c.browser.script("return window.asset.qr(arguments[0])", &[json!(text)]);
        let rows: Vec<String> = serde_json::from_value(rows).expect("rows of a code");
        let black = |x: usize, y: usize| rows[y].as_bytes()[x] == b'1';
        assert!(rows.iter().all(|row| row.len() == rows.len()), "it is not a square: {rows:#?}");
        let code = rqrr::Grid::new(rqrr::SimpleGrid::from_func(rows.len(), black));
        let (about, read) = code.decode().expect("a code that can be read");
        assert_eq!(read, text);
        // How the standard writes level M.
        assert_eq!(about.ecc_level, 0);
    }
}
on!(a_receipt_can_be_read_from_its_code: chromium_phone, firefox_phone, webkit_phone);
