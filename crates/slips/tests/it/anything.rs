//! Whatever people and offices write.

use proptest::prelude::*;
use slips::{Component, CopyKind, Matter, Slip};
use unicode_normalization::char::is_combining_mark;

use crate::people;
use crate::poppler::words;

/// The page within its margins, in points; below the last line there is room for what hangs down.
const LEFT: f32 = 85.0;
const RIGHT: f32 = 595.3 - 56.7;
const BOTTOM: f32 = 841.9 - 56.7 + 6.0;
/// A letter may lean out by a hair, marks on it and a blank behind it by its width.
const LEAN: f32 = 1.0;
const HANGS: f32 = 13.0;
/// Where the column of names ends in the table of papers.
const NAMES_END: f32 = 371.4;

/// Nobody sees where it ends: at the end of a line it may hang out, as a space does.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn assert_inside(pdf: &[u8]) {
    for word in words(pdf) {
        if word.text.chars().all(is_blank) {
            continue;
        }
        let hangs = word.text.ends_with(is_blank) || word.text.chars().any(is_combining_mark);
        let lean = if hangs { HANGS } else { LEAN };
        let inside = word.left >= LEFT - lean && word.right <= RIGHT + lean && word.bottom <= BOTTOM;
        assert!(inside, "{:?} runs out of page {} to {}", word.text, word.page, word.right);
    }
}

fn anything() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any::<String>(),
        2 => "[A-Zăâđêôơưạảấầ@._ -]{0,300}",
        1 => "[\u{0}-\u{1f}\u{200b}-\u{206f}\u{590}-\u{5ff}\u{600}-\u{6ff}\u{300}-\u{36f}]{0,60}",
        1 => "[W🙂]{200,600}",
    ]
}

fn slip() -> impl Strategy<Value = Slip> {
    (prop::sample::select(people::all().to_vec()), prop::collection::vec(anything(), 14)).prop_map(
        |((_, slip), texts)| {
            let mut slip = slip;
            let mut texts = texts.into_iter();
            let mut put = |place: &mut String| *place = texts.next().unwrap_or_default();
            for place in [
                &mut slip.office.agency,
                &mut slip.office.desk,
                &mut slip.office.place,
                &mut slip.office.phone,
            ] {
                put(place);
            }
            let applicant = &mut slip.applicant;
            for place in
                [&mut applicant.name, &mut applicant.identity, &mut applicant.address, &mut applicant.email]
            {
                put(place);
            }
            for place in
                [&mut slip.number, &mut slip.code, &mut slip.track, &mut slip.request, &mut slip.official]
            {
                put(place);
            }
            match &mut slip.matter {
                Matter::Accepted(it) => put(&mut it.components[0].name),
                Matter::Supplement { wanted, .. } => put(&mut wanted[0]),
                Matter::Refused { reason } | Matter::Late { reason, .. } | Matter::Stopped { reason } => {
                    put(reason);
                }
            }
            slip
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_printed_and_stays_on_its_page(slip in slip()) {
        assert_inside(&slips::slip(&slip).unwrap());
    }
}

#[test]
fn a_word_of_five_thousand_letters_is_broken_in_its_cell() {
    let mut slip = people::accepted();
    let Matter::Accepted(it) = &mut slip.matter else { unreachable!() };
    it.components = vec![Component { name: "W".repeat(5000), kind: CopyKind::Plain, count: 1 }];
    let pdf = slips::slip(&slip).unwrap();
    assert_inside(&pdf);
    let words = words(&pdf);
    let letters: Vec<_> = words.iter().filter(|word| word.text.starts_with("WW")).collect();
    assert!(letters.iter().all(|word| word.right <= NAMES_END), "a part runs into the next column");
    let count: usize = letters.iter().map(|word| word.text.matches('W').count()).sum();
    assert_eq!(count, 5000);
}

#[test]
fn a_hundred_papers_go_on_over_the_page_under_their_heads() {
    let mut slip = people::accepted();
    let Matter::Accepted(it) = &mut slip.matter else { unreachable!() };
    it.components = (1..=100)
        .map(|at| Component { name: format!("Giấy tờ thứ {at}"), kind: CopyKind::Original, count: 1 })
        .collect();
    let pdf = slips::slip(&slip).unwrap();
    assert_inside(&pdf);
    let words = words(&pdf);
    let last = words.iter().filter(|word| word.text == "tờ").map(|word| word.page).max().unwrap();
    assert!(last >= 3);
    assert_eq!(words.iter().filter(|word| word.text == "STT").count(), last);
}
