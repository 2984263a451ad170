//! Old names lead where the tables say: every old commune is found by its name without diacritics, and leads to the
//! communes of today that the statistics office names and to no other.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use catalogue::Compiled;
use dossier::blob;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::LazyLock;
use vietnam::places::{Extent, Fate, OldPlaces, OldProvince, OldUnit, UnitKind, Way};
use vietnam::text::fold;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
/// As many as the widget shows.
const SHOWN: usize = 20;

/// A row by its columns.
type Row = HashMap<String, String>;
/// Communes of today, each with how much of the old one lies there.
type Heirs = BTreeMap<String, Extent>;

/// A table as it lies in the repository, read without the catalogue's code.
fn table(name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(Path::new(ROOT).join("data").join(name)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn file<'c>(compiled: &'c Compiled, name: &str) -> &'c [u8] {
    &compiled.files.iter().find(|file| file.name == name).unwrap().bytes
}

/// The old provinces as a phone reads them from the files that are served.
fn served() -> &'static Vec<(OldProvince, OldPlaces)> {
    static SERVED: LazyLock<Vec<(OldProvince, OldPlaces)>> = LazyLock::new(|| {
        let compiled = catalogue::compile(Path::new(ROOT)).unwrap();
        let all = file(&compiled, &compiled.index.old_provinces);
        let named: Vec<(OldProvince, String)> = blob::read(all).unwrap();
        assert_eq!(blob::write(&named), all, "the old provinces are read as they were written");
        let places = |(province, name): (OldProvince, String)| {
            let units: Vec<OldUnit> = blob::read(file(&compiled, &name)).unwrap();
            assert_eq!(blob::write(&units), file(&compiled, &name), "{name} is read as it was written");
            let places = OldPlaces::new(&province, units);
            (province, places)
        };
        named.into_iter().map(places).collect()
    });
    &SERVED
}

fn places_of(province: &str) -> &'static OldPlaces {
    &served().iter().find(|(of, _)| of.code.as_str() == province).unwrap().1
}

/// The tables, by code.
struct Tables {
    districts: HashMap<String, Row>,
    communes: Vec<Row>,
    /// By the code of the commune; of a district without communes by that of the district.
    heirs: HashMap<String, Heirs>,
}

fn tables() -> &'static Tables {
    static TABLES: LazyLock<Tables> = LazyLock::new(|| {
        let mut heirs: HashMap<String, Heirs> = HashMap::new();
        for row in table("communes_old_to_new.csv") {
            let of = if row["old_code"].is_empty() { &row["old_district_code"] } else { &row["old_code"] };
            let extent = Extent::from_word(&row["extent"]).unwrap();
            let twice = heirs.entry(of.clone()).or_default().insert(row["new_code"].clone(), extent);
            assert_eq!(twice, None, "{row:?}");
        }
        let by_code = |row: Row| (row["code"].clone(), row);
        Tables {
            districts: table("districts_old.csv").into_iter().map(by_code).collect(),
            communes: table("communes_old.csv"),
            heirs,
        }
    });
    &TABLES
}

impl Tables {
    fn district(&self, commune: &Row) -> &Row {
        &self.districts[&commune["district_code"]]
    }
}

fn full(row: &Row) -> String {
    [UnitKind::from_word(&row["type"]).unwrap().word(), " ", &row["name"]].concat()
}

/// The place of the commune of 30 June 2025 with that row.
fn place_of(commune: &Row) -> usize {
    let district = tables().district(commune);
    let places = places_of(&district["province_code"]);
    let is = |at: &usize| {
        let of = places.district(*at).map(|district| places.name(district));
        places.name(*at) == full(commune) && of == Some(full(district))
    };
    (0..).take_while(|at| places.unit(*at).is_some()).find(is).unwrap()
}

fn leads(ways: &[Way]) -> Heirs {
    let one = |way: &Way| match way.from.as_slice() {
        [(_, extent)] => (way.commune.to_string(), *extent),
        from => panic!("of one commune, and not of {from:?}"),
    };
    ways.iter().map(one).collect()
}

#[test]
fn every_old_commune_is_found_without_diacritics_and_leads_to_its_heirs_alone() {
    let tables = tables();
    let mut named: HashMap<(&str, String), usize> = HashMap::new();
    for commune in &tables.communes {
        *named.entry((&tables.district(commune)["province_code"], fold(&commune["name"]))).or_default() += 1;
    }
    let (mut divided, mut reached, mut missed) = (0, HashSet::new(), Vec::new());
    for commune in &tables.communes {
        let district = tables.district(commune);
        let (province, name) = (district["province_code"].as_str(), fold(&commune["name"]));
        let (places, at) = (places_of(province), place_of(commune));
        let mut finds = |query: &str, among| {
            if !places.search(query, among).contains(&at) {
                missed.push(format!("{} by {query:?}", places.full_name(at)));
            }
        };
        finds(&name, SHOWN);
        for other in commune["alt_names"].split('|').filter(|other| !other.is_empty()) {
            finds(&fold(other), SHOWN);
        }
        // With the district it is the first, but for those of one district that differ in type or diacritics.
        if named[&(province, name.clone())] > 1 {
            finds(&[&name, ", ", &fold(&district["name"])].concat(), 3);
        }
        finds(&[&fold(&full(commune)), " ", &fold(&full(district))].concat(), 2);

        let of = &served().iter().find(|(of, _)| of.code.as_str() == province).unwrap().0;
        let said = ["type", "name"].map(|column| commune[column].as_str()).join(" ");
        let within = ["type", "name"].map(|column| district[column].as_str()).join(" ");
        let quoted = places.quoted(at, of);
        let code = &commune["code"];
        assert!(
            quoted.starts_with(&format!("UBND {said}, {within}, "))
                && quoted.ends_with(&format!(" {} (mã {code})", of.name)),
            "{quoted}"
        );

        let ways = places.ways(at);
        assert_eq!(leads(&ways), tables.heirs[&commune["code"]], "{}", places.full_name(at));
        divided += usize::from(ways.len() > 1);
        reached.extend(ways.iter().map(|way| way.commune));
    }
    assert!(missed.is_empty(), "{} are not found:\n{}", missed.len(), missed.join("\n"));
    assert_eq!((tables.communes.len(), divided), (10_035, 441));
    let of_islands = tables.heirs.keys().filter(|of| of.len() == 3).count();
    assert_eq!((reached.len(), of_islands), (3_321 - 5, 5));
}

#[test]
fn every_old_district_leads_where_its_communes_went() {
    let tables = tables();
    for district in tables.districts.values() {
        let places = places_of(&district["province_code"]);
        let found = places.search(&fold(&full(district)), 1);
        let at = found.first().copied().unwrap_or_else(|| panic!("{} is not found", full(district)));
        assert_eq!((places.name(at), places.district(at)), (full(district), None));
        assert_eq!(places.code(at), district["code"]);
        let of_it = tables.communes.iter().filter(|commune| commune["district_code"] == district["code"]);
        let codes = of_it.map(|commune| &commune["code"]).chain([&district["code"]]);
        let heirs: BTreeSet<&String> =
            codes.filter_map(|code| tables.heirs.get(code)).flat_map(Heirs::keys).collect();
        let ways = places.ways(at);
        let led: BTreeSet<String> = ways.iter().map(|way| way.commune.to_string()).collect();
        assert_eq!(led.iter().collect::<BTreeSet<_>>(), heirs, "{}", full(district));
        assert_eq!(ways.len(), heirs.len(), "{}", full(district));
    }
    assert_eq!(tables.districts.len(), 696);
}

/// Of what had gone before 2025 no more is said than the table has.
#[test]
fn what_had_gone_before_is_found_and_leads_no_further_than_is_known() {
    let tables = tables();
    let by_code: HashMap<&str, &Row> =
        tables.communes.iter().map(|row| (row["code"].as_str(), row)).collect();
    let all = table("units_former_2019_2025.csv");
    let names =
        |row: &Row| [&full(row), &row["district_full_name"], &row["province_code"]].map(String::clone);
    let kept: HashSet<[String; 3]> =
        all.iter().filter(|row| row["code_status"] == "kept").map(names).collect();
    let mut renumbered = 0;
    for row in &all {
        if row["code_status"] == "retired" && kept.contains(&names(row)) {
            renumbered += 1;
            continue;
        }
        let places = places_of(&row["province_code"]);
        let query = [&fold(&full(row)), " ", &fold(&row["district_full_name"])].concat();
        let is = |at: &&usize| {
            let unit = places.unit(**at).unwrap();
            let gone = matches!(unit.fate, Fate::Became(_) | Fate::Lost);
            let district = places.district(**at).map_or(String::new(), |district| places.name(district));
            gone && places.name(**at) == full(row)
                && fold(&district).replace(" - ", "-") == fold(&row["district_full_name"])
        };
        let found = places.search(&query, SHOWN);
        let at = *found.iter().find(is).unwrap_or_else(|| panic!("{query}: {found:?}"));
        let kept = row["code_status"] == "kept";
        assert_eq!(places.is_lost(at), !kept, "{row:?}");
        match (row["level"].as_str(), kept) {
            ("commune", true) => {
                let later = by_code[row["code"].as_str()];
                assert_eq!(places.name(places.lately(at)), full(later), "{row:?}");
                assert_eq!(leads(&places.ways(at)), tables.heirs[&row["code"]], "{row:?}");
            }
            ("district", true) => {
                assert_eq!(places.name(places.lately(at)), full(&tables.districts[&row["code"]]), "{row:?}");
            }
            ("commune", false) => {
                assert_eq!(places.ways(at), places.ways(places.district(at).unwrap()), "{row:?}");
            }
            _ => {}
        }
    }
    assert_eq!((all.len(), renumbered), (2_135, 3));
}

#[test]
fn every_old_province_names_the_province_of_today_and_its_resolution() {
    let today = table("provinces.csv");
    for (old, _) in served() {
        let now = today.iter().find(|row| row["code"] == old.now.as_str()).unwrap();
        assert!(now["old_province_codes"].split('|').any(|code| code == old.code.as_str()), "{old:?}");
        assert_eq!(old.resolution, now["commune_resolution_2025"]);
    }
    assert_eq!(served().len(), 63);
}
