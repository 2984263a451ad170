//! Names from before 1 July 2025: the units of an old province, and the communes of today that they led to.

mod find;
#[cfg(test)]
mod tests;

use super::{CommuneCode, CommuneType, ProvinceCode, ProvinceType, titled};
use crate::text::fold;
use find::Keys;
use serde::{Deserialize, Serialize};

/// One of the 63 provinces there were until 30 June 2025.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OldProvince {
    /// Its code of that time: `82` was Tiền Giang.
    pub code: ProvinceCode,
    /// Its name without the type.
    pub name: String,
    /// Its type.
    pub kind: ProvinceType,
    /// Other names it had.
    pub also: Vec<String>,
    /// The province of today that all of it lies in.
    pub now: ProvinceCode,
    /// Number of the resolution that drew the communes of that province.
    pub resolution: String,
}

impl OldProvince {
    /// `Tiền Giang`, `Huế (Thừa Thiên Huế)`.
    #[must_use]
    pub fn names(&self) -> String {
        match self.also.as_slice() {
            [] => self.name.clone(),
            also => [&self.name, " (", &also.join(", "), ")"].concat(),
        }
    }

    /// Does an address end with it? `Ấp 3, Bình Tân, Gò Công Tây, Tiền Giang` and `…, Tỉnh Tiền Giang` do.
    #[must_use]
    pub fn ends(&self, address: &str) -> bool {
        let last = fold(parts(address).next().unwrap_or_default());
        [&self.name].into_iter().chain(&self.also).map(|name| fold(name)).any(|name| {
            last.strip_suffix(&name).is_some_and(|before| before.is_empty() || before.ends_with(' '))
        })
    }
}

/// The word of a type within a sentence. Without the tables of all the world's letters, which weigh eight kilobytes.
fn small(word: &str) -> String {
    word.replace('Đ', "đ").to_ascii_lowercase()
}

/// The parts of an address, from the large to the small.
fn parts(address: &str) -> impl Iterator<Item = &str> {
    address.rsplit(',').map(str::trim).filter(|part| !part.is_empty())
}

/// What a unit is or was.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum UnitKind {
    Xa,
    Phuong,
    DacKhu,
    ThiTran,
    ThiXa,
    ThanhPho,
    Huyen,
    Quan,
}

impl UnitKind {
    const ALL: [UnitKind; 8] = [
        Self::Xa,
        Self::Phuong,
        Self::DacKhu,
        Self::ThiTran,
        Self::ThiXa,
        Self::ThanhPho,
        Self::Huyen,
        Self::Quan,
    ];

    /// `Thị trấn`, `Huyện`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Xa => "Xã",
            Self::Phuong => "Phường",
            Self::DacKhu => "Đặc khu",
            Self::ThiTran => "Thị trấn",
            Self::ThiXa => "Thị xã",
            Self::ThanhPho => "Thành phố",
            Self::Huyen => "Huyện",
            Self::Quan => "Quận",
        }
    }

    /// From the word, its first letter small (as in the tables) or capital.
    #[must_use]
    pub fn from_word(word: &str) -> Option<UnitKind> {
        let word = fold(word);
        Self::ALL.into_iter().find(|kind| fold(kind.word()) == word)
    }

    /// Are there communes of this type today?
    pub(super) fn lives_on(self) -> bool {
        matches!(self, Self::Xa | Self::Phuong | Self::DacKhu)
    }
}

impl From<CommuneType> for UnitKind {
    fn from(kind: CommuneType) -> UnitKind {
        match kind {
            CommuneType::Xa => Self::Xa,
            CommuneType::Phuong => Self::Phuong,
            CommuneType::DacKhu => Self::DacKhu,
        }
    }
}

/// A commune or district by a name it had at some time since 2019.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OldUnit {
    /// Its name without the type.
    pub name: String,
    /// Other official spellings.
    pub also: Vec<String>,
    /// Its type.
    pub kind: UnitKind,
    /// How far its code in the list of the statistics office lies after that of the unit before it, modulo 2¹⁶.
    pub step: u16,
    /// The district it lay in, by its place among the units; a district lies in none.
    pub district: Option<u16>,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a unit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Fate {
    /// It was there until 30 June 2025; more than one commune when it was divided, the likeliest first.
    Heirs(Vec<Heir>),
    /// A district until 30 June 2025: it went where its communes went.
    WithItsCommunes,
    /// Before, its code went on as this one, by its place among the units.
    Became(u16),
    /// It had gone before, and no table tells where.
    Lost,
}

/// A commune of today that a unit, or a part of it, lies in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Heir {
    /// The commune.
    pub commune: CommuneCode,
    /// How much of the old unit lies in it.
    pub extent: Extent,
}

/// How much of an old unit went to a new one, as the statistics office words the resolutions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// All of it.
    Whole,
    /// Some of the land with those who live there.
    Part,
    /// Some of the land, nobody living there.
    PartArea,
    /// Some of the land, and everybody.
    PartAreaAllPeople,
    /// Some of the people.
    PartPeople,
    /// All the land.
    AllArea,
    /// What the others have left.
    Rest,
}

impl Extent {
    /// From the word of `communes_old_to_new.csv`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Extent> {
        match word {
            "full" | "unchanged" | "renamed" | "retyped" => Some(Self::Whole),
            "part" => Some(Self::Part),
            "part_area" => Some(Self::PartArea),
            "part_area_all_people" => Some(Self::PartAreaAllPeople),
            "part_people" => Some(Self::PartPeople),
            "all_area" => Some(Self::AllArea),
            "rest" => Some(Self::Rest),
            _ => None,
        }
    }
}

/// A commune of today to choose, and what of the old it is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Way {
    /// The commune.
    pub commune: CommuneCode,
    /// Old communes, by their place among the units, and how much of each.
    pub from: Vec<(usize, Extent)>,
}

/// All units of an old province, with what they are found by.
#[derive(Clone, Debug)]
pub struct OldPlaces {
    units: Vec<OldUnit>,
    keys: Keys,
}

impl OldPlaces {
    /// Of the units of `province`: first the communes of 30 June 2025, then the districts, then what had gone before,
    /// each by code.
    #[must_use]
    pub fn new(province: &OldProvince, units: Vec<OldUnit>) -> OldPlaces {
        let keys = Keys::new(province, &units);
        OldPlaces { units, keys }
    }

    /// A unit by its place.
    #[must_use]
    pub fn unit(&self, at: usize) -> Option<&OldUnit> {
        self.units.get(at)
    }

    /// `Thị trấn Vĩnh Bình`.
    #[must_use]
    pub fn name(&self, at: usize) -> String {
        self.unit(at).map_or_else(String::new, |unit| titled(unit.kind.word(), &unit.name))
    }

    /// The district a unit lay in.
    #[must_use]
    pub fn district(&self, at: usize) -> Option<usize> {
        self.unit(at)?.district.map(usize::from)
    }

    /// `Thị trấn Vĩnh Bình (Huyện Gò Công Tây)`.
    #[must_use]
    pub fn full_name(&self, at: usize) -> String {
        match self.district(at) {
            None => self.name(at),
            Some(district) => [&self.name(at), " (", &self.name(district), ")"].concat(),
        }
    }

    /// Its code in the list of the statistics office: five digits for a commune, three for a district.
    #[must_use]
    pub fn code(&self, at: usize) -> String {
        let steps = self.units.iter().take(at + 1).map(|unit| unit.step);
        let number = steps.fold(0, u16::wrapping_add).to_string();
        let digits = if self.district(at).is_some() { 5 } else { 3 };
        ["00000".get(..digits - number.len().min(digits)).unwrap_or_default(), &number].concat()
    }

    /// Its committee as papers of that time name it, with the code that the unit had:
    /// `UBND thị trấn Vĩnh Bình, huyện Gò Công Tây, tỉnh Tiền Giang (mã 28651)`. Who registered a birth or a marriage
    /// is quoted so.
    #[must_use]
    pub fn quoted(&self, at: usize, of: &OldProvince) -> String {
        let named = |at| {
            let unit = self.unit(at)?;
            Some([&small(unit.kind.word()), " ", &unit.name, ", "].concat())
        };
        let district = self.district(at).and_then(named).unwrap_or_default();
        let unit = named(at).unwrap_or_default();
        let kind = small(of.kind.word());
        ["UBND ", &unit, &district, &kind, " ", &of.name, " (mã ", &self.code(at), ")"].concat()
    }

    /// Of an address that ends with the province, as identity cards print it, what to search for: the commune with its
    /// district, or the district alone where the commune is not known; empty where neither is.
    #[must_use]
    pub fn named_in(&self, address: &str) -> String {
        let mut parts = parts(address).skip(1);
        let district = parts.next().unwrap_or_default().to_owned();
        let commune = parts.next().map(|commune| [commune, ", ", &district].concat());
        let found = |query: &String| !self.search(query, 1).is_empty();
        commune.into_iter().chain([district]).find(found).unwrap_or_default()
    }

    /// What the unit had become by 30 June 2025: itself, unless it was renamed or merged before.
    #[must_use]
    pub fn lately(&self, at: usize) -> usize {
        match self.unit(at).map(|unit| &unit.fate) {
            Some(Fate::Became(later)) => usize::from(*later),
            _ => at,
        }
    }

    /// Is it unknown what became of it?
    #[must_use]
    pub fn is_lost(&self, at: usize) -> bool {
        self.unit(at).is_some_and(|unit| unit.fate == Fate::Lost)
    }

    /// The communes of today it may lie in: its heirs; of a district those of its communes; where it is not known,
    /// those of the district it lay in. Of a district that had gone before 2025 only some communes are known.
    #[must_use]
    pub fn ways(&self, at: usize) -> Vec<Way> {
        let mut of = self.lately(at);
        if let Some(OldUnit { district: Some(district), fate: Fate::Lost, .. }) = self.unit(of) {
            of = self.lately(usize::from(*district));
        }
        if let Some(Fate::Heirs(heirs)) = self.unit(of).map(|unit| &unit.fate) {
            let way = |heir: &Heir| Way { commune: heir.commune, from: vec![(of, heir.extent)] };
            return heirs.iter().map(way).collect();
        }
        let mut ways: Vec<Way> = Vec::new();
        for member in (0..self.units.len()).filter(|member| self.district(*member) == Some(of)) {
            // A commune renamed since may lie elsewhere by 2025; of a district that had gone nothing else is known.
            let member = if self.is_lost(of) { self.lately(member) } else { member };
            let Some(Fate::Heirs(heirs)) = self.unit(member).map(|unit| &unit.fate) else { continue };
            for heir in heirs {
                let from = (member, heir.extent);
                match ways.iter_mut().find(|way| way.commune == heir.commune) {
                    Some(way) if way.from.contains(&from) => {}
                    Some(way) => way.from.push(from),
                    None => ways.push(Way { commune: heir.commune, from: vec![from] }),
                }
            }
        }
        ways
    }
}
