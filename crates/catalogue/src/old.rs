//! Names from before 1 July 2025: `data/*_old.csv`, `communes_old_to_new.csv`, `units_former_2019_2025.csv`.

use crate::diagnostic::{Position, Sink};
use crate::reference::{Row, rows};
use std::collections::BTreeMap;
use std::path::Path;
use vietnam::places::{
    CommuneCode, Extent, Fate, Heir, OldProvince, OldUnit, ProvinceCode, ProvinceType, UnitKind,
};
use vietnam::text::fold;

/// A row of a unit's table.
struct Line {
    code: String,
    /// The code without its zeros.
    number: u16,
    name: String,
    also: Vec<String>,
    kind: UnitKind,
    /// Code of the district, or of the province where the unit is a district.
    within: String,
}

/// A row of the units that had gone before.
struct Gone {
    line: Line,
    /// Full name of the district at that time; empty where the unit is a district.
    district: String,
    province: String,
    /// Its code went on under another name.
    kept: bool,
}

impl Gone {
    fn is_named_as(&self, other: &Gone) -> bool {
        (self.line.kind, &self.line.name, &self.district)
            == (other.line.kind, &other.line.name, &other.district)
    }
}

/// All tables.
struct Tables<'s> {
    districts: Vec<Line>,
    communes: Vec<Line>,
    /// By the code of the old commune; of a district without communes by that of the district.
    heirs: BTreeMap<String, Vec<Heir>>,
    gone: Vec<Gone>,
    sink: &'s Sink,
}

/// The old provinces by name, each with its units: the communes of 30 June 2025, the districts, what had gone before.
pub(crate) fn read(root: &Path, sink: &Sink) -> Vec<(OldProvince, Vec<OldUnit>)> {
    let tables = Tables {
        districts: rows(root, "districts_old.csv", sink, |row| line(row, "province_code")),
        communes: rows(root, "communes_old.csv", sink, |row| line(row, "district_code")),
        heirs: heirs(root, sink),
        gone: rows(root, "units_former_2019_2025.csv", sink, gone),
        sink,
    };
    let mut provinces = provinces(root, sink);
    provinces.sort_by_cached_key(|province| fold(&province.name));
    provinces.into_iter().map(|province| (province.clone(), tables.units(&province))).collect()
}

fn provinces(root: &Path, sink: &Sink) -> Vec<OldProvince> {
    let resolutions: BTreeMap<String, String> = rows(root, "provinces.csv", sink, |row| {
        Some((row.get("code").to_owned(), row.get("commune_resolution_2025").to_owned()))
    })
    .into_iter()
    .collect();
    rows(root, "provinces_old.csv", sink, |row| {
        let now = row.get("new_province_code");
        Some(OldProvince {
            code: ProvinceCode::parse(row.get("code"))?,
            name: row.get("name").into(),
            kind: ProvinceType::from_word(row.get("type"))?,
            also: row.many("alt_names"),
            now: ProvinceCode::parse(now)?,
            resolution: resolutions.get(now)?.clone(),
        })
    })
}

fn line(row: &Row<'_>, within: &str) -> Option<Line> {
    Some(Line {
        code: row.get("code").into(),
        number: row.get("code").parse().ok()?,
        name: row.get("name").into(),
        also: row.many("alt_names"),
        kind: UnitKind::from_word(row.get("type"))?,
        within: row.get(within).into(),
    })
}

fn gone(row: &Row<'_>) -> Option<Gone> {
    Some(Gone {
        line: line(row, "district_code")?,
        district: row.get("district_full_name").into(),
        province: row.get("province_code").into(),
        kept: match row.get("code_status") {
            "kept" => true,
            "retired" => false,
            _ => return None,
        },
    })
}

/// Those with the most people first.
fn heirs(root: &Path, sink: &Sink) -> BTreeMap<String, Vec<Heir>> {
    let all = rows(root, "communes_old_to_new.csv", sink, |row| {
        let (commune, district) = (row.get("old_code"), row.get("old_district_code"));
        let of = if commune.is_empty() { district } else { commune };
        let heir = Heir {
            commune: CommuneCode::parse(row.get("new_code"))?,
            extent: Extent::from_word(row.get("extent"))?,
        };
        Some((of.to_owned(), heir))
    });
    let mut heirs: BTreeMap<String, Vec<Heir>> = BTreeMap::new();
    for (of, heir) in all {
        heirs.entry(of).or_default().push(heir);
    }
    for of_one in heirs.values_mut() {
        of_one.sort_by_key(|heir| match heir.extent {
            Extent::Whole | Extent::PartAreaAllPeople => 0,
            Extent::Part | Extent::PartPeople | Extent::Rest => 1,
            Extent::AllArea | Extent::PartArea => 2,
        });
    }
    heirs
}

impl Tables<'_> {
    fn units(&self, province: &OldProvince) -> Vec<OldUnit> {
        let code = province.code.as_str();
        let districts = by_code(self.districts.iter().filter(|district| district.within == code));
        let of = |line: &&Line| districts.iter().any(|district| district.code == line.within);
        let communes = by_code(self.communes.iter().filter(of));
        let here: Vec<&Gone> = self.gone.iter().filter(|gone| gone.province == code).collect();
        // Three changed their number before their name: the later number tells what became of them.
        let renumbered =
            |gone: &Gone| !gone.kept && here.iter().any(|other| other.kept && other.is_named_as(gone));
        let gone: Vec<&Gone> = here.iter().copied().filter(|gone| !renumbered(gone)).collect();
        let places = Places { districts, communes, gone, tables: self };
        let communes = places.communes.iter().map(|line| {
            let fate = Fate::Heirs(places.heirs_of(line));
            unit(line, places.district(&line.within, None), fate)
        });
        let districts = places.districts.iter().map(|line| {
            let own = self.heirs.get(&line.code).cloned();
            unit(line, None, own.map_or(Fate::WithItsCommunes, Fate::Heirs))
        });
        let gone = places.gone.iter().map(|gone| places.gone_unit(gone));
        let mut before = 0;
        let steps = |mut unit: OldUnit| {
            unit.step = unit.step.wrapping_sub(std::mem::replace(&mut before, unit.step));
            unit
        };
        communes.chain(districts).chain(gone).map(steps).collect()
    }

    fn odd(&self, table: &str, what: &str) {
        let at = Position::start(&format!("data/{table}"));
        self.sink.error(&at, what.to_owned(), "restore the table from the repository");
    }
}

fn by_code<'t>(lines: impl Iterator<Item = &'t Line>) -> Vec<&'t Line> {
    let mut lines: Vec<&Line> = lines.collect();
    lines.sort_by_key(|line| line.number);
    lines
}

fn unit(line: &Line, district: Option<u16>, fate: Fate) -> OldUnit {
    OldUnit {
        name: line.name.clone(),
        also: line.also.clone(),
        kind: line.kind,
        step: line.number,
        district,
        fate,
    }
}

/// The units of a province, and where each stands.
struct Places<'t> {
    districts: Vec<&'t Line>,
    communes: Vec<&'t Line>,
    gone: Vec<&'t Gone>,
    tables: &'t Tables<'t>,
}

impl Places<'_> {
    fn heirs_of(&self, commune: &Line) -> Vec<Heir> {
        let heirs = self.tables.heirs.get(&commune.code).cloned().unwrap_or_default();
        if heirs.is_empty() {
            self.tables.odd("communes_old_to_new.csv", &format!("{} has no heir", commune.code));
        }
        heirs
    }

    /// The district of that code: the one of 30 June 2025, or an earlier one when it had that full name.
    fn district(&self, code: &str, full_name: Option<&str>) -> Option<u16> {
        let named = |line: &Line| {
            let full = |name| fold(&[line.kind.word(), " ", name].concat());
            full_name.is_none_or(|wanted| {
                [&line.name].into_iter().chain(&line.also).any(|name| full(name) == fold(wanted))
            })
        };
        let late = self.districts.iter().position(|line| line.code == code && named(line));
        let earlier = || {
            let is = |gone: &&Gone| gone.district.is_empty() && gone.line.code == code && named(&gone.line);
            Some(self.districts.len() + self.gone.iter().position(is)?)
        };
        let at = late.or_else(earlier).and_then(|at| u16::try_from(self.communes.len() + at).ok());
        if at.is_none() {
            let what =
                format!("there is no district {code} of that name ({})", full_name.unwrap_or_default());
            self.tables.odd("districts_old.csv", &what);
        }
        at
    }

    fn gone_unit(&self, gone: &Gone) -> OldUnit {
        let line = &gone.line;
        let is_district = gone.district.is_empty();
        let district = if is_district { None } else { self.district(&line.within, Some(&gone.district)) };
        let later = match (gone.kept, is_district) {
            (false, _) => return unit(line, district, Fate::Lost),
            (true, true) => self.district(&line.code, None),
            (true, false) => {
                let at = self.communes.iter().position(|one| one.code == line.code);
                at.and_then(|at| u16::try_from(at).ok())
            }
        };
        if later.is_none() {
            self.tables.odd("units_former_2019_2025.csv", &format!("{} is not kept anywhere", line.code));
        }
        unit(line, district, later.map_or(Fate::Lost, Fate::Became))
    }
}
