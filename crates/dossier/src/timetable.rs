//! When offices work, and what stops their time: a file of the catalogue for whoever receives. The widget does without:
//! it tells a day before it knows the office.

use crate::index::Site;
use crate::read_struct;
use serde::Serialize;
use vietnam::calendar::{Calendar, Hours};
use vietnam::places::CommuneCode;

/// The file, beside the index.
pub const FILE: &str = "timetable.bin";

/// Of all sites, in the order of the index.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Timetable {
    /// That of the index it was compiled with.
    pub version: String,
    /// Of each site.
    pub sites: Vec<SiteTime>,
}

/// Of a site.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct SiteTime {
    /// Its id.
    pub site: String,
    /// Offices that have hours or days of their own.
    pub offices: Vec<OfficeTime>,
    /// The time stands still while the citizen is asked to pay.
    pub paying_stops: bool,
}

/// Of an office.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct OfficeTime {
    /// The commune.
    pub commune: CommuneCode,
    /// When it works.
    pub hours: Hours,
}

read_struct! {
    Timetable { version, sites }
    SiteTime { site, offices, paying_stops }
    OfficeTime { commune, hours }
}

impl Timetable {
    /// When an office of a site works, by the country's calendar: its days, and the minute after which it is the next.
    #[must_use]
    pub fn of(&self, site: &Site, office: Option<CommuneCode>, country: &Calendar) -> (Calendar, u16) {
        let own = self.site(site).and_then(|time| {
            let office = office?;
            time.offices.iter().find(|one| one.commune == office)
        });
        match own {
            Some(own) => (country.of_office(&own.hours), own.hours.closes),
            None => (country.clone(), site.closes),
        }
    }

    /// Whether the time stands still at that site while the citizen is asked to pay.
    #[must_use]
    pub fn paying_stops(&self, site: &Site) -> bool {
        self.site(site).is_some_and(|time| time.paying_stops)
    }

    fn site(&self, site: &Site) -> Option<&SiteTime> {
        self.sites.iter().find(|time| time.site == site.id)
    }
}
