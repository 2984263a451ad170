//! The catalogue's index: what the widget loads first.

use crate::kind::ListId;
use crate::procedure::{Period, Text};
use serde::Serialize;
use vietnam::calendar::Calendar;
use vietnam::date::Date;
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
    /// File of the provinces until 30 June 2025, by name without diacritics: each an
    /// [`vietnam::places::OldProvince`], with the file of its [`vietnam::places::OldUnit`]s.
    pub old_provinces: String,
    /// File of each list.
    pub lists: Vec<(ListId, String)>,
    /// Working days.
    pub calendar: Calendar,
    /// Provinces that use the widget.
    pub sites: Vec<Site>,
    /// Codes that are gone, each with the code that took its place.
    pub replaced: Vec<(String, String)>,
    /// File of the [`Guide`].
    pub guide: String,
    /// File of its own words in English, for [`Index::in_english`].
    pub english: String,
}

/// A procedure in the index.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Entry {
    /// National code.
    pub code: String,
    /// Official name.
    pub name: Text,
    /// The field it belongs to, e.g. hộ tịch.
    pub field: Text,
    /// Days on which this version is the law.
    pub in_force: Period,
    /// Sites that have it; none means all.
    pub sites: Vec<String>,
    /// A hash of the content of its files, which is in their names.
    pub content: String,
    /// Has the law a form for it?
    pub has_paper: bool,
}

/// What helps to find a procedure; it comes while the first page is read.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Guide {
    /// From events of life to procedures.
    pub events: Vec<Branch>,
    /// What is told of each procedure, in the order of [`Index::procedures`].
    pub told: Vec<Told>,
    /// Codes that are gone.
    pub abolished: Vec<Abolished>,
}

/// What is told of a procedure beside its name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Told {
    /// What the citizen gets, in a plain sentence.
    pub summary: Text,
    /// What people type into the search.
    pub called: Vec<String>,
}

/// A code that is gone, and where to turn instead.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Abolished {
    /// The old code.
    pub code: String,
    /// The old name.
    pub name: Text,
    /// What people type into the search.
    pub called: Vec<String>,
    /// What takes its place.
    pub target: Target,
}

/// Where the guide leads.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Target {
    /// To the procedure of this code.
    Procedure(String),
    /// This is done elsewhere: where.
    Elsewhere(Text),
    /// One more question.
    Choices(Vec<Way>),
}

/// An answer in the guide.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Way {
    /// Its wording.
    pub label: Text,
    /// Where it leads.
    pub target: Target,
}

/// An event of life.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Branch {
    /// Stable id.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What it may be about.
    pub choices: Vec<Way>,
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
    /// What it offers beyond the law, e.g. `home_delivery`.
    pub services: Vec<String>,
    /// Numbers the province has set in place of the law's, by the rate's id.
    pub rates: Vec<(String, Vec<(Period, i64)>)>,
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
    /// Visits every text, always in the same order.
    pub fn texts_mut(&mut self, visit: &mut dyn FnMut(&mut Text)) {
        for entry in &mut self.procedures {
            [&mut entry.name, &mut entry.field].into_iter().for_each(&mut *visit);
        }
        self.sites.iter_mut().for_each(|site| visit(&mut site.name));
    }

    /// Fills in the English of a file that [`Index::texts_mut`] gave the order of. One of another version
    /// is left aside: the Vietnamese stays.
    pub fn in_english(&mut self, texts: Vec<String>) {
        let mut count = 0;
        self.texts_mut(&mut |_| count += 1);
        if count == texts.len() {
            let mut texts = texts.into_iter();
            self.texts_mut(&mut |text| text.en = texts.next().unwrap_or_default());
        }
    }

    /// The site of that id.
    pub fn site(&self, id: &str) -> Option<&Site> {
        self.sites.iter().find(|s| s.id == id)
    }

    /// The version of a procedure that is the law on `day`, where this site has it. An abolished code
    /// leads to its successor.
    pub fn procedure(&self, code: &str, site: &str, day: Date) -> Option<&Entry> {
        let of = |code: &str| self.procedures.iter().find(|e| e.code == code && e.holds(site, day));
        of(code).or_else(|| of(&self.replaced.iter().find(|(old, _)| old == code)?.1))
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

impl Entry {
    /// Is this version the law on `day`, and does the site have it?
    pub fn holds(&self, site: &str, day: Date) -> bool {
        self.in_force.holds(day) && (self.sites.is_empty() || self.sites.iter().any(|id| id == site))
    }

    /// Its file, with the words in Vietnamese.
    pub fn file(&self) -> String {
        self.named("procedure")
    }

    /// File of what is said of answers, for [`crate::Procedure::say`].
    pub fn said(&self) -> String {
        self.named("said")
    }

    /// File of its words in English, for [`crate::Procedure::english`].
    pub fn english(&self) -> String {
        self.named("english")
    }

    /// File of its [`crate::paper::Paper`].
    pub fn paper(&self) -> Option<String> {
        self.has_paper.then(|| self.named("paper"))
    }

    fn named(&self, part: &str) -> String {
        [part, "-", &self.code, "-", &self.content, ".bin"].concat()
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
