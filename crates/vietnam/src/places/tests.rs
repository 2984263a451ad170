use proptest::prelude::*;

use super::*;
use crate::text::fold;

/// The communes of the table in force.
fn table() -> Vec<Commune> {
    let rows = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/communes.csv"));
    let commune = |row: &str| {
        let cells: Vec<&str> = row.split(',').collect();
        Commune {
            code: CommuneCode::parse(cells[0]).unwrap(),
            name: cells[1].to_owned(),
            kind: CommuneType::from_word(cells[2]).unwrap(),
            province: ProvinceCode::parse(cells[3]).unwrap(),
        }
    };
    rows.lines().skip(1).map(commune).collect()
}

fn commune(name: &str, kind: CommuneType) -> Commune {
    let (code, province) = (CommuneCode::parse("00001").unwrap(), ProvinceCode::parse("82").unwrap());
    Commune { code, name: name.to_owned(), kind, province }
}

fn found(communes: &[Commune], query: &str) -> Vec<String> {
    search(communes, &keys(communes), query, 8).into_iter().map(Commune::full_name).collect()
}

fn of_province(code: &str) -> Vec<Commune> {
    table().into_iter().filter(|commune| commune.province.as_str() == code).collect()
}

#[test]
fn codes_keep_their_zeros_and_their_length() {
    assert_eq!(CommuneCode::parse("00004").unwrap().to_string(), "00004");
    for wrong in ["", "4", "0004", "000004", "0000a", "００００４"] {
        assert_eq!(CommuneCode::parse(wrong), None);
    }
    assert_eq!(serde_json::to_string(&ProvinceCode::parse("01")).unwrap(), "\"01\"");
    assert!(serde_json::from_str::<ProvinceCode>("\"1\"").is_err());
}

#[test]
fn full_names_begin_with_the_type() {
    assert_eq!(commune("Gò Công Đông", CommuneType::Xa).full_name(), "Xã Gò Công Đông");
    assert_eq!(commune("Phú Quốc", CommuneType::DacKhu).full_name(), "Đặc khu Phú Quốc");
    let code = ProvinceCode::parse("82").unwrap();
    let province = Province { code, name: "Đồng Tháp".into(), kind: ProvinceType::Tinh };
    assert_eq!(province.full_name(), "Tỉnh Đồng Tháp");
}

#[test]
fn a_commune_is_found_without_diacritics() {
    let communes = of_province("82");
    assert_eq!(found(&communes, "go cong")[0], "Phường Gò Công");
    assert!(found(&communes, "go cong").contains(&"Xã Gò Công Đông".to_owned()));
    assert_eq!(found(&communes, "GÒ CÔNG ĐÔNG"), ["Xã Gò Công Đông"]);
    assert_eq!(found(&communes, "gocongdong"), ["Xã Gò Công Đông"]);
    assert!(found(&communes, "cong dong").contains(&"Xã Gò Công Đông".to_owned()));
}

#[test]
fn a_type_in_front_narrows() {
    let all = table();
    for query in ["xa vinh hoa", "x. vĩnh hòa", "Xã Vĩnh Hoà", "x.vinh hoa"] {
        assert!(found(&all, query).contains(&"Xã Vĩnh Hòa".to_owned()), "{query}");
    }
    let communes = of_province("82");
    for query in ["phuong go cong", "p. gò công", "P.Gò Công", "p go cong"] {
        assert!(found(&communes, query).iter().all(|name| name.starts_with("Phường Gò Công")), "{query}");
        assert_eq!(found(&communes, query)[0], "Phường Gò Công", "{query}");
    }
    assert_eq!(found(&all, "dac khu phu quoc"), ["Đặc khu Phú Quốc"]);
    assert_eq!(found(&of_province("91"), "đặc khu").len(), 3);
}

#[test]
fn an_abolished_or_changed_type_does_not_hide_the_place() {
    let communes = of_province("82");
    for query in ["tp go cong", "thị xã gò công", "tx. Gò Công"] {
        assert_eq!(found(&communes, query)[0], "Phường Gò Công", "{query}");
    }
    // Lộc Ninh was a xã until 30/04/2026; papers still say so.
    assert_eq!(found(&of_province("75"), "xã Lộc Ninh"), ["Phường Lộc Ninh"]);
}

#[test]
fn diacritics_when_typed_decide() {
    let communes = of_province("82");
    assert_eq!(found(&communes, "mỹ thọ")[0], "Xã Mỹ Thọ");
    assert_eq!(found(&communes, "mỹ tho")[0], "Phường Mỹ Tho");
    let both = [commune("Vĩnh Hoà", CommuneType::Xa), commune("Vĩnh Hòa", CommuneType::Phuong)];
    for query in ["vĩnh hoà", "Vĩnh Hòa", "vinh hoa"] {
        assert_eq!(found(&both, query).len(), 2, "{query}");
    }
}

#[test]
fn numbers_apostrophes_and_hyphens_are_no_obstacle() {
    let all = table();
    for (query, name) in [
        ("ha giang 1", "Phường Hà Giang 1"),
        ("ea hleo", "Xã Ea H'Leo"),
        ("ea h leo", "Xã Ea H'Leo"),
        ("Ea H’Leo", "Xã Ea H'Leo"),
        ("xuan huong da lat", "Phường Xuân Hương - Đà Lạt"),
        ("Xuân Hương – Đà Lạt", "Phường Xuân Hương - Đà Lạt"),
    ] {
        assert_eq!(found(&all, query)[0], name, "{query}");
    }
    let old = [commune("10", CommuneType::Phuong), commune("Phường Đúc", CommuneType::Phuong)];
    assert_eq!(found(&old, "phường 10"), ["Phường 10"]);
    assert_eq!(found(&old, "phuong duc"), ["Phường Phường Đúc"]);
}

#[test]
fn every_commune_is_found_by_its_own_name_in_its_province() {
    let mut all = table();
    assert_eq!(all.len(), 3321);
    all.sort_by_key(|commune| commune.province);
    for communes in all.chunk_by(|a, b| a.province == b.province) {
        let keys = keys(communes);
        for commune in communes {
            let first = |query: &str, limit| search(communes, &keys, query, limit).contains(&commune);
            // Two communes of one province may differ in diacritics alone, never three.
            assert!(first(&fold(&commune.name), 2), "{}", commune.full_name());
            assert!(first(&fold(&commune.full_name()), 2), "{}", commune.full_name());
            assert!(first(&commune.name, 1), "{}", commune.full_name());
            assert!(first(&commune.full_name(), 1), "{}", commune.full_name());
        }
    }
}

#[test]
fn nothing_typed_finds_nothing() {
    let communes = of_province("82");
    for query in ["", "  ", ".", "'", "không có nơi này"] {
        assert!(found(&communes, query).is_empty(), "{query:?}");
    }
    assert!(search(&communes, &keys(&communes), "go cong", 0).is_empty());
    assert!(search(&communes, &[], "go cong", 5).is_empty());
}

proptest! {
    #[test]
    fn searching_never_panics(query in any::<String>(), near in "(xa|p\\.|tp|đặc khu)?[ '.-]*[a-zà-ỹ ]{0,6}") {
        let communes = [commune("Gò Công", CommuneType::Phuong), commune("Ea H'Leo", CommuneType::Xa)];
        let _ = (found(&communes, &query), found(&communes, &near));
    }
}
