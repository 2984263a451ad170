//! Whether the files are what they say: PDF/A-2a to be kept, PDF/UA-1 to be listened to.

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use crate::people;

/// Another's reader of the two standards, which passes the corpus of veraPDF.
pub(crate) fn assert_kept(name: &str, pdf: &[u8]) {
    for profile in [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1] {
        let report = validate_pdf_bytes(pdf, &ValidationOptions::default().profile(profile)).unwrap();
        let broken: Vec<String> = report.failures.iter().map(ToString::to_string).collect();
        assert!(broken.is_empty(), "{name} is not {profile:?}: {broken:#?}");
    }
}

#[test]
fn every_slip_can_be_kept_and_listened_to() {
    for (name, slip) in people::all() {
        assert_kept(name, &slips::slip(&slip).unwrap());
    }
}

/// In packed streams any byte may come last.
#[test]
fn whoever_it_is_for_the_file_can_be_kept() {
    let mut turn = 0;
    for _ in 0..40 {
        let other = people::another(&people::refused(), &mut turn);
        assert_kept(&format!("{turn}"), &slips::slip(&other).unwrap());
    }
}

#[test]
fn the_checker_notices_what_is_not_kept() {
    let pdf = slips::slip(&people::accepted()).unwrap();
    // The words by which the file says what it is, in its metadata.
    let at = pdf.windows(6).position(|bytes| bytes == b"pdfaid").unwrap();
    let mut other = pdf;
    other[at] = b'q';
    let options = ValidationOptions::default().profile(ValidationProfile::PdfA2a);
    assert!(validate_pdf_bytes(&other, &options).is_ok_and(|report| !report.failures.is_empty()));
}

#[test]
fn the_same_values_make_the_same_bytes_whoever_prints_beside() {
    let expected = slips::slip(&people::accepted()).unwrap();
    let print = || {
        for (_, slip) in people::all() {
            slips::slip(&slip).unwrap();
        }
        slips::slip(&people::accepted()).unwrap()
    };
    let other = std::thread::spawn(print);
    assert!(print() == expected);
    assert!(other.join().unwrap() == expected);
}
