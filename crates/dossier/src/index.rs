//! The catalogue's index: what the widget loads first.

use crate::kind::ListId;
use crate::procedure::{Period, Text};
use serde::Serialize;
use vietnam::calendar::Calendar;
use vietnam::places::{CommuneCode, Province, ProvinceCode};

/// All that can be found, and the files it lies in. File names hold a hash of their content.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Index {
    /// Names this set of procedures and tables; sent with every dossier.
    pub version: String,
    /// Procedures, in the order of their fields.
    pub procedures: Vec<Entry>,
    /// Provinces of today, by name without diacritics.
    pub provinces: Vec<Province>,
    /// File of the communes of each province, in the order of `provinces`.
    pub communes: Vec<String>,
    /// File of the communes of the whole country, province by province in the order of `provinces`.
    pub all_communes: String,
    /// File of each list.
    pub lists: Vec<(ListId, String)>,
    /// Working days.
    pub calendar: Calendar,
    /// Provinces that use the widget.
    pub sites: Vec<Site>,
}

/// A procedure in the index.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Entry {
    /// National code.
    pub code: String,
    /// Official name.
    pub name: Text,
    /// What the citizen gets, in a plain sentence.
    pub summary: Text,
    /// The field it belongs to, e.g. hộ tịch.
    pub field: Text,
    /// What people type into the search.
    pub called: Vec<String>,
    /// Days on which this version is the law.
    pub in_force: Period,
    /// Its file, with the words in Vietnamese.
    pub file: String,
    /// File of its words in English, for [`crate::Procedure::english`].
    pub english: String,
}

/// A province that uses the widget.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Site {
    /// Stable id, the `site` attribute.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its province.
    pub province: ProvinceCode,
    /// Mã định danh of the agency that stands in a mã hồ sơ, for offices without their own.
    pub agency: String,
    /// Offices with a code of their own.
    pub offices: Vec<Office>,
    /// Where to ask, e.g. a telephone number.
    pub hotline: Option<String>,
    /// Minute of the day after which a dossier counts as received on the next working day.
    pub closes: u16,
    /// Limits of what can be attached.
    pub files: FileLimits,
    /// Fees the province has set: procedure code, item id, đồng.
    pub fees: Vec<(String, String, i64)>,
}

/// A commune's one-stop office.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Office {
    /// The commune.
    pub commune: CommuneCode,
    /// Mã định danh of the agency.
    pub agency: String,
}

/// Limits of what can be attached.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct FileLimits {
    /// Bytes of one file.
    pub bytes: u32,
    /// Number of files of a dossier.
    pub count: u16,
}

impl Index {
    /// The site of that id.
    pub fn site(&self, id: &str) -> Option<&Site> {
        self.sites.iter().find(|s| s.id == id)
    }

    /// The file with the communes of a province.
    pub fn communes_of(&self, province: ProvinceCode) -> Option<&str> {
        let at = self.provinces.iter().position(|p| p.code == province)?;
        self.communes.get(at).map(String::as_str)
    }

    /// The file of a list.
    pub fn list(&self, list: ListId) -> Option<&str> {
        self.lists.iter().find(|(id, _)| *id == list).map(|(_, file)| file.as_str())
    }
}

impl Site {
    /// The amount this province has set for a line of the fee, in đồng.
    pub fn fee(&self, procedure: &str, item: &str) -> Option<i64> {
        self.fees.iter().find(|(p, i, _)| p == procedure && i == item).map(|(_, _, amount)| *amount)
    }

    /// The mã định danh that a dossier filed at `commune` carries.
    pub fn agency_of(&self, commune: CommuneCode) -> &str {
        self.offices.iter().find(|o| o.commune == commune).map_or(&self.agency, |o| &o.agency)
    }
}
