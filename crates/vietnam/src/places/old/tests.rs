use super::*;
use proptest::prelude::*;

const GO_CONG_TAY: u16 = 6;
const GO_CONG: u16 = 7;

fn province() -> OldProvince {
    let (code, now) = (ProvinceCode::parse("82").unwrap(), ProvinceCode::parse("82").unwrap());
    let (name, resolution) = ("Tiền Giang".to_owned(), "1663/NQ-UBTVQH15".to_owned());
    OldProvince { code, name, kind: ProvinceType::Tinh, also: Vec::new(), now, resolution }
}

fn heir(code: &str, extent: Extent) -> Heir {
    Heir { commune: CommuneCode::parse(code).unwrap(), extent }
}

fn unit(kind: UnitKind, name: &str, district: Option<u16>, fate: Fate) -> OldUnit {
    OldUnit { name: name.to_owned(), also: Vec::new(), kind, step: 4, district, fate }
}

/// A small province: two districts, and what had gone before.
fn places() -> OldPlaces {
    let whole = |code| Fate::Heirs(vec![heir(code, Extent::Whole)]);
    let divided = vec![heir("00001", Extent::PartAreaAllPeople), heir("00002", Extent::PartArea)];
    let mut respelled = unit(UnitKind::Xa, "Đắk Tân", Some(GO_CONG_TAY), whole("00002"));
    respelled.also.push("Đăk Tơn".to_owned());
    let units = vec![
        unit(UnitKind::ThiTran, "Vĩnh Bình", Some(GO_CONG_TAY), whole("00001")),
        unit(UnitKind::Xa, "Vĩnh Bình", Some(GO_CONG_TAY), Fate::Heirs(divided)),
        unit(UnitKind::Xa, "Tân Trung", Some(GO_CONG_TAY), whole("00001")),
        unit(UnitKind::Xa, "Tân Trung", Some(GO_CONG), whole("00003")),
        unit(UnitKind::Phuong, "1", Some(GO_CONG), whole("00003")),
        respelled,
        unit(UnitKind::Huyen, "Gò Công Tây", None, Fate::WithItsCommunes),
        unit(UnitKind::ThanhPho, "Gò Công", None, Fate::WithItsCommunes),
        unit(UnitKind::Phuong, "2", Some(9), Fate::Lost),
        unit(UnitKind::ThiXa, "Gò Công", None, Fate::Became(GO_CONG)),
        unit(UnitKind::Xa, "Tân Cũ", Some(GO_CONG), Fate::Became(3)),
        unit(UnitKind::Huyen, "Hòa Đồng", None, Fate::Lost),
        unit(UnitKind::Xa, "Bình Cũ", Some(11), Fate::Became(2)),
        unit(UnitKind::Xa, "Bình Mất", Some(11), Fate::Lost),
    ];
    OldPlaces::new(&province(), units)
}

fn found(query: &str) -> Vec<String> {
    let places = places();
    places.search(query, 20).into_iter().map(|at| places.full_name(at)).collect()
}

fn communes(ways: &[Way]) -> Vec<&str> {
    ways.iter().map(|way| way.commune.as_str()).collect()
}

#[test]
fn types_are_read_as_the_tables_write_them() {
    for (word, kind) in [
        ("xã", UnitKind::Xa),
        ("thị trấn", UnitKind::ThiTran),
        ("đặc khu", UnitKind::DacKhu),
        ("Quận", UnitKind::Quan),
    ] {
        assert_eq!(UnitKind::from_word(word), Some(kind));
    }
    assert_eq!(UnitKind::from_word("tổng"), None);
    assert_eq!((Extent::from_word("renamed"), Extent::from_word("")), (Some(Extent::Whole), None));
}

#[test]
fn an_old_commune_is_found_without_diacritics_and_by_its_type() {
    assert_eq!(found("thi tran vinh binh")[0], "Thị trấn Vĩnh Bình (Huyện Gò Công Tây)");
    assert_eq!(found("TT. Vĩnh Bình")[0], "Thị trấn Vĩnh Bình (Huyện Gò Công Tây)");
    assert_eq!(found("xã vĩnh bình")[0], "Xã Vĩnh Bình (Huyện Gò Công Tây)");
    assert_eq!(found("vinhbinh").len(), 2);
    assert_eq!(found("huyen vinh binh").len(), 2, "a type that was not its own does not hide it");
}

#[test]
fn the_district_tells_those_of_one_name_apart() {
    assert_eq!(found("tan trung").len(), 2);
    assert_eq!(found("tan trung, go cong tay"), ["Xã Tân Trung (Huyện Gò Công Tây)"]);
    // A paper of 2020 calls the city a thị xã, and names the province.
    assert_eq!(found("Xã Tân Trung, thị xã Gò Công, tỉnh Tiền Giang")[0], "Xã Tân Trung (Thành phố Gò Công)");
    assert_eq!(found("go cong tay")[0], "Huyện Gò Công Tây");
    assert!(found("go cong tay").contains(&"Thị trấn Vĩnh Bình (Huyện Gò Công Tây)".to_owned()));
    assert_eq!(found("p 1 tp go cong"), ["Phường 1 (Thành phố Gò Công)"]);
}

#[test]
fn a_word_of_a_type_is_not_taken_for_a_name() {
    let of_thanh_hoa = OldProvince { name: "Thanh Hóa".to_owned(), ..province() };
    let sam_son = unit(UnitKind::ThanhPho, "Sầm Sơn", None, Fate::WithItsCommunes);
    let units = vec![unit(UnitKind::Xa, "Quảng Hùng", Some(1), Fate::Lost), sam_son];
    let places = OldPlaces::new(&of_thanh_hoa, units);
    for query in ["quang hung, thanh pho sam son", "Xã Quảng Hùng, TP. Sầm Sơn, Thanh Hóa", "quang hung sam"]
    {
        assert_eq!(places.search(query, 1), [0], "{query}");
    }
    let endless = "thanh pho ".repeat(10_000);
    assert!(places.search(&endless, 1).is_empty());
}

#[test]
fn other_spellings_are_found_too() {
    for query in ["dak tan", "Đăk Tơn", "dak ton"] {
        assert_eq!(found(query)[0], "Xã Đắk Tân (Huyện Gò Công Tây)", "{query}");
    }
}

#[test]
fn a_divided_commune_leads_to_each_part() {
    let places = places();
    assert_eq!(communes(&places.ways(0)), ["00001"]);
    let ways = places.ways(1);
    assert_eq!(communes(&ways), ["00001", "00002"]);
    assert_eq!(ways[0].from, [(1, Extent::PartAreaAllPeople)]);
}

#[test]
fn a_district_leads_where_its_communes_went() {
    let places = places();
    let ways = places.ways(usize::from(GO_CONG_TAY));
    assert_eq!(communes(&ways), ["00001", "00002"]);
    assert_eq!(ways[0].from, [(0, Extent::Whole), (1, Extent::PartAreaAllPeople), (2, Extent::Whole)]);
}

#[test]
fn what_went_on_under_another_name_leads_on() {
    let places = places();
    assert_eq!((places.lately(9), places.is_lost(9)), (usize::from(GO_CONG), false));
    assert_eq!(places.ways(9), places.ways(usize::from(GO_CONG)));
    assert_eq!((places.lately(10), communes(&places.ways(10))), (3, vec!["00003"]));
}

#[test]
fn what_is_lost_leads_to_the_district_and_says_so() {
    let places = places();
    assert!(places.is_lost(8));
    // Of a ward of the thị xã: what the city became.
    assert_eq!(places.ways(8), places.ways(usize::from(GO_CONG)));
    // Of a district that had gone itself, as much as is known.
    assert!(places.is_lost(11));
    assert_eq!(communes(&places.ways(11)), ["00001"]);
    assert_eq!(places.ways(13), places.ways(11));
}

#[test]
fn nothing_typed_finds_nothing_and_no_place_beyond_the_last_leads_anywhere() {
    for query in ["", " ", ".", "không có nơi này"] {
        assert!(found(query).is_empty(), "{query:?}");
    }
    let places = places();
    assert!(places.search("tan trung", 0).is_empty());
    assert!(places.ways(99).is_empty() && places.full_name(99).is_empty() && !places.is_lost(99));
    // Damaged bytes may hold a circle.
    let circle = vec![unit(UnitKind::Xa, "Vòng", Some(0), Fate::Became(0))];
    assert!(OldPlaces::new(&province(), circle).ways(0).is_empty());
}

#[test]
fn who_registered_is_quoted_as_it_was_called_with_its_code() {
    let (places, of) = (places(), province());
    let quoted = |name: &str| places.quoted(places.search(name, 1)[0], &of);
    assert_eq!(
        quoted("tt vinh binh"),
        "UBND thị trấn Vĩnh Bình, huyện Gò Công Tây, tỉnh Tiền Giang (mã 00004)"
    );
    assert_eq!(quoted("huyen go cong tay"), "UBND huyện Gò Công Tây, tỉnh Tiền Giang (mã 028)");
    // What a damaged file holds is quoted too.
    let long = OldUnit { step: u16::MAX, ..unit(UnitKind::Huyen, "Lạ", None, Fate::Lost) };
    assert_eq!(OldPlaces::new(&of, vec![long]).code(0), "65535");
}

proptest! {
    #[test]
    fn searching_old_names_never_panics(query in any::<String>(), near in "(xa|tt\\.|huyện)?[ ',.-]*[a-zà-ỹ ,]{0,9}") {
        let _ = (found(&query), found(&near));
    }
}

#[test]
fn an_address_on_a_card_names_the_province_and_what_to_search_for() {
    let (province, places) = (province(), places());
    for address in
        ["Ấp 3, Tân Trung, Gò Công Tây, Tiền Giang", "Ấp 3, xã Tân Trung, huyện Gò Công Tây, tỉnh Tiền Giang"]
    {
        assert!(province.ends(address));
        let named = places.named_in(address);
        let [one] = places.search(&named, 9)[..] else { panic!("{named}") };
        assert_eq!(places.full_name(one), "Xã Tân Trung (Huyện Gò Công Tây)");
    }
    // The commune is not known: the district is.
    assert_eq!(places.named_in("Ấp 3, Chưa Từng Có, Gò Công Tây, Tiền Giang"), "Gò Công Tây");
    assert_eq!(places.named_in("Tiền Giang"), "");
    assert_eq!(places.named_in(""), "");
    for elsewhere in ["", ",", "Tiền Giang, Hà Nội", "Ấp 3, Gò Công Tây", "ATiền Giang"] {
        assert!(!province.ends(elsewhere), "{elsewhere}");
    }
}
