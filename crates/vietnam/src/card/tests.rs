use proptest::prelude::*;

use super::*;

const CCCD: &str = "031195012345|101234567|NGUYỄN THỊ HÒA|15081995|Nữ|Thôn 3, Vĩnh Bảo, Hải Phòng|12092021";

fn told(card: &Card) -> (&str, &str, String, Option<Sex>, Option<&str>, Option<String>) {
    (
        card.number.as_str(),
        card.name.as_typed(),
        card.born.dmy(),
        card.sex,
        card.residence.as_deref(),
        card.issued.map(Date::dmy),
    )
}

#[test]
fn a_card_of_2021_is_read() {
    let card = Card::parse(CCCD).unwrap();
    assert_eq!(
        told(&card),
        (
            "031195012345",
            "NGUYỄN THỊ HÒA",
            "15/08/1995".into(),
            Some(Sex::Female),
            Some("Thôn 3, Vĩnh Bảo, Hải Phòng"),
            Some("12/09/2021".into())
        )
    );
}

#[test]
fn every_order_that_was_seen_gives_the_same_person() {
    let orders = [
        "082203004567||TRẦN VĂN AN|05022003|Nam|Ấp 4, Gò Công, Đồng Tháp|20082024||",
        "082203004567|TRẦN VĂN AN|Nam|05022003|Ấp 4, Gò Công, Đồng Tháp|20082024||",
        "082203004567|TRẦN VĂN AN|05022003|Nam|Ấp 4, Gò Công, Đồng Tháp|20082024|",
        "082203004567|TRẦN VĂN AN|05022003|Nam|20082024|Ấp 4, Gò Công, Đồng Tháp|301234567|082203009999",
        " 082203004567 | TRẦN VĂN AN | 05022003 | nam | Ấp 4, Gò Công, Đồng Tháp | 20082024 | ? |\r\n",
    ];
    for order in orders {
        let card = Card::parse(order).unwrap();
        assert_eq!(
            told(&card),
            (
                "082203004567",
                "TRẦN VĂN AN",
                "05/02/2003".into(),
                Some(Sex::Male),
                Some("Ấp 4, Gò Công, Đồng Tháp"),
                Some("20/08/2024".into())
            ),
            "{order}"
        );
    }
}

#[test]
fn somebody_may_be_called_nam() {
    let card = Card::parse("082203004567||NAM|05022003|Nam|Ấp 4, Gò Công, Đồng Tháp|20082024").unwrap();
    assert_eq!((card.name.as_typed(), card.sex), ("NAM", Some(Sex::Male)));
}

#[test]
fn a_name_written_in_parts_is_composed() {
    let card = Card::parse("082203004567||TRA\u{302}\u{300}N VA\u{306}N AN|05022003|Nam||20082024").unwrap();
    assert_eq!(card.name.as_typed(), "TRẦN VĂN AN");
    assert_eq!(card.residence, None);
}

#[test]
fn the_code_of_something_else_is_told_from_a_damaged_one() {
    for (text, why) in [
        ("", NotACard::Foreign),
        ("https://vi.wikipedia.org/", NotACard::Foreign),
        (
            "00020101021138540010A00000072701240006970436011001234567890208QRIBFTTA53037045802VN6304ABCD",
            NotACard::Foreign,
        ),
        ("031195012345", NotACard::Foreign),
        ("03119501234|101234567|NGUYỄN THỊ HÒA|15081995|Nữ||12092021", NotACard::Foreign),
        ("031 195 012 345|101234567|NGUYỄN THỊ HÒA|15081995|Nữ||12092021", NotACard::Foreign),
        ("031195012345|", NotACard::Damaged),
        ("031195012345|101234567|NGUYá»„N THá»Š HÃ’A|15081995|Ná»¯||12092021", NotACard::Damaged),
        ("031195012345|101234567|NGUYỄN THỊ HÒA|31021995|Nữ|Hải Phòng", NotACard::Damaged),
    ] {
        assert_eq!(Card::parse(text), Err(why), "{text}");
    }
}

#[test]
fn nobody_sees_a_card_in_a_log() {
    assert_eq!(format!("{:?}", Card::parse(CCCD).unwrap()), "Card(…)");
}

proptest! {
    /// Whatever is scanned, nothing is taken over that has the wrong shape.
    #[test]
    fn any_text_is_a_card_or_refused(text in "\\PC{0,80}") {
        prop_assert!(Card::parse(&text).is_err() || text.contains('|'));
    }

    #[test]
    fn what_looks_like_a_card_holds_what_its_types_say(
        fields in prop::collection::vec("[0-9]{12}|[0-9]{8,9}|Nam|Nữ|[A-ZÀ-Ỹ ]{0,20}|\\PC{0,12}", 0..12),
    ) {
        let text = fields.join("|");
        if let Ok(card) = Card::parse(&text) {
            prop_assert_eq!(card.number.as_str().len(), 12);
            prop_assert!(text.contains(card.number.as_str()));
            prop_assert!(PersonName::parse(card.name.as_typed()).is_ok());
            prop_assert!(card.issued.is_none_or(|issued| issued > card.born));
        }
    }
}
