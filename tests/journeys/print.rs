//! What comes out of the printer.

use journeys::environment::scratch;
use journeys::suite::is_dossier_code;
use journeys::{Birth, Citizen, on};

/// Keeps a picture of a sheet as it lies on paper.
fn keep(c: &Citizen, sheet: &str, html: &str) {
    let file = scratch("sheets").join(format!("{}-{sheet}.html", c.place().label()));
    std::fs::write(&file, html).expect("a sheet can be kept");
    c.browser.as_printed();
    // What A4 leaves between margins of 1 cm.
    c.browser.as_wide_as(718);
    c.browser.go(&format!("file://{}", file.display()));
    c.picture(sheet, "on-paper");
}

fn the_printed_declaration_is_the_official_form(c: &mut Citizen) {
    let birth = Birth::ordinary();
    Birth::begin(c);
    birth.go_to(c, "review");
    let (words, html) = c.printed("declaration");
    let born = vietnam::words::date_in_words(birth.born);
    for expected in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        "TRẦN MINH AN",
        "LÊ THỊ MAI",
        &birth.born.dmy(),
        &born,
        "Phường Gò Công",
        "Giấy chứng sinh",
        "Người yêu cầu",
    ] {
        assert!(words.contains(expected), "the sheet lacks {expected:?}:\n{words}");
    }
    assert!(born.contains(" tháng ") && born.contains(" năm "), "{born}");
    keep(c, "declaration", &html);
}
on!(the_printed_declaration_is_the_official_form: chromium_desktop, firefox_desktop);

fn the_printed_receipt_says_that_it_is_not_the_slip(c: &mut Citizen) {
    Birth::begin(c);
    let code = Birth::ordinary().declare(c);
    let (words, html) = c.printed("receipt");
    assert!(is_dossier_code(&code) && words.contains(&code), "{words}");
    assert!(words.contains("không phải Giấy tiếp nhận hồ sơ và hẹn trả kết quả"), "{words}");
    // The code says the same, with a signature that anyone can verify.
    let signed = c.code_on("receipt");
    assert!(signed.starts_with("to-khai-receipt-1|") && signed.contains(&code), "{signed}");
    assert_eq!(signed.rsplit('|').next().map(str::len), Some(128), "{signed}");
    keep(c, "receipt", &html);
}
on!(the_printed_receipt_says_that_it_is_not_the_slip: chromium_phone, firefox_desktop);
