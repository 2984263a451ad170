//! Provinces that use the widget: `procedures/sites/*.yaml`.

use crate::compile::Codes;
use crate::diagnostic::Sink;
use crate::fields::{self, Fields};
use crate::rates::{self, RateBook};
use crate::reference::Reference;
use crate::texts;
use crate::yaml::Node;
use dossier::index::{FileLimits, Office, Site};
use dossier::procedure::Period;
use dossier::timetable::{OfficeTime, SiteTime};
use vietnam::calendar::Hours;
use vietnam::places::{CommuneCode, ProvinceCode};

/// What sites are checked against.
pub(crate) struct Known<'k> {
    pub(crate) reference: &'k Reference,
    pub(crate) codes: &'k Codes,
    pub(crate) rates: &'k RateBook,
    pub(crate) sink: &'k Sink,
}

const KEYS: &[&str] = &[
    "id",
    "name",
    "province",
    "agency",
    "offices",
    "hotline",
    "closes",
    "hours",
    "paying_stops",
    "files",
    "fees",
    "services",
    "rates",
    "source",
    "unverified",
];

/// A site, when its offices work, and what is unverified about it.
pub(crate) fn site(node: &Node, known: &Known<'_>) -> Option<(Site, SiteTime, Vec<String>)> {
    let fields = Fields::of(node, known.sink, KEYS)?;
    fields.need_source("the site");
    let id = fields.need_words("id")?;
    let province = province(&fields, known)?;
    let offices = fields.list("offices").iter().filter_map(|one| office(one, province, known)).collect();
    let fees = fields.list("fees").iter().filter_map(|one| fee(one, known)).collect();
    let rates = fields.list("rates").iter().filter_map(|one| rate(one, known)).collect();
    let files =
        Fields::of(fields.need("files")?, known.sink, &["megabytes", "count", "source", "unverified"])?;
    files.need_source("the limit of files");
    let closes = Fields::of(fields.need("closes")?, known.sink, &["at", "source", "unverified"])?;
    closes.need_source("the closing hour");
    let time = SiteTime {
        site: id.into(),
        offices: fields.list("hours").iter().filter_map(|one| hours(one, province, known)).collect(),
        paying_stops: fields.get("paying_stops").is_some_and(|node| paying_stops(node, known)),
    };
    let mut doubts = vec![("site", fields), ("files", files), ("closes", closes)];
    if let Some(stops) = fields.get("paying_stops").and_then(|node| Fields::any(node, known.sink)) {
        doubts.push(("paying_stops", stops));
    }
    let parts = [("office", "offices"), ("hours", "hours"), ("fee", "fees"), ("rate", "rates")];
    for (what, key) in parts {
        doubts
            .extend(fields.list(key).iter().filter_map(|node| Some((what, Fields::any(node, known.sink)?))));
    }
    let doubts = doubts
        .iter()
        .filter_map(|(what, f)| Some(format!("{} {what}: {}", node.at.file, f.words("unverified")?)));
    let site = Site {
        id: id.into(),
        name: texts::text(fields.need("name")?, known.sink)?,
        province,
        agency: agency(&fields, known)?,
        offices,
        hotline: fields.words("hotline").map(str::to_string),
        closes: fields::minute(closes.need("at")?, known.sink)?,
        files: FileLimits {
            bytes: files.number::<u32>("megabytes")?.saturating_mul(1_000_000),
            count: files.number("count")?,
        },
        fees,
        services: fields.lines("services"),
        rates,
    };
    Some((site, time, doubts.collect()))
}

/// When an office works, where it differs from the others.
fn hours(node: &Node, province: ProvinceCode, known: &Known<'_>) -> Option<OfficeTime> {
    let fields =
        Fields::of(node, known.sink, &["commune", "closes", "off", "worked", "source", "unverified"])?;
    fields.need_source("the office's hours");
    let commune = commune(&fields, province, known)?;
    let days = |key| fields.list(key).iter().filter_map(|day| fields::date(day, known.sink)).collect();
    let closes = fields::minute(fields.need("closes")?, known.sink)?;
    Some(OfficeTime { commune, hours: Hours { closes, off: days("off"), worked: days("worked") } })
}

/// Whether the time to solve stands still while the citizen is asked to pay.
fn paying_stops(node: &Node, known: &Known<'_>) -> bool {
    let Some(fields) = Fields::of(node, known.sink, &["is", "source", "unverified"]) else { return false };
    fields.need_source("what stops the time");
    fields.flag("is")
}

fn province(fields: &Fields<'_>, known: &Known<'_>) -> Option<ProvinceCode> {
    let code = fields.need_words("province")?;
    match known.reference.tables.province(code) {
        Some(province) => Some(province.code),
        None => {
            let codes = known.reference.tables.provinces.iter().map(|p| p.code.as_str());
            known.sink.unknown(&fields.need("province")?.at, "province", code, codes);
            None
        }
    }
}

/// The mã định danh; of an office the first part must be an agency in use.
fn agency(fields: &Fields<'_>, known: &Known<'_>) -> Option<String> {
    let code = fields.need_words("agency")?;
    let first = code.split('.').next().unwrap_or_default();
    if !known.reference.agencies.iter().any(|one| one == first) {
        let at = &fields.need("agency")?.at;
        known.sink.error(
            at,
            format!("no agency in use has the code \"{first}\""),
            "see data/agency_codes.csv",
        );
    }
    Some(code.into())
}

fn office(node: &Node, province: ProvinceCode, known: &Known<'_>) -> Option<Office> {
    let fields = Fields::of(node, known.sink, &["commune", "agency", "source", "unverified"])?;
    fields.need_source("the office's code");
    Some(Office { commune: commune(&fields, province, known)?, agency: agency(&fields, known)? })
}

/// A commune of that province.
fn commune(fields: &Fields<'_>, province: ProvinceCode, known: &Known<'_>) -> Option<CommuneCode> {
    let code = fields.need_words("commune")?;
    let commune = CommuneCode::parse(code).and_then(|code| known.reference.tables.commune(code));
    match commune {
        Some(commune) if commune.province == province => Some(commune.code),
        _ => {
            let message = format!("the province {province} has no commune \"{code}\"");
            known.sink.error(
                fields.at(),
                message,
                "look it up in data/communes.csv, in quotes for its zeros",
            );
            None
        }
    }
}

fn fee(node: &Node, known: &Known<'_>) -> Option<(String, String, i64)> {
    let fields = Fields::of(node, known.sink, &["procedure", "item", "amount", "source", "unverified"])?;
    fields.need_source("the fee");
    let (code, item) = (fields.need_words("procedure")?, fields.need_words("item")?);
    let Codes { live, fees, .. } = known.codes;
    if !live.contains(code) {
        known.sink.unknown(fields.at(), "procedure", code, live.iter().map(String::as_str));
    } else if let Some(items) = fees.get(code).filter(|items| !items.iter().any(|one| one == item)) {
        known.sink.unknown(fields.at(), "fee", item, items.iter().map(String::as_str));
    }
    Some((code.into(), item.into(), fields.number("amount")?))
}

/// A number that the province has set in place of the law's.
fn rate(node: &Node, known: &Known<'_>) -> Option<(String, Vec<(Period, i64)>)> {
    let fields = Fields::of(node, known.sink, &["rate", "values", "source", "unverified"])?;
    let id = fields.need_words("rate")?;
    fields.need_source(&format!("the rate \"{id}\""));
    if !known.rates.knows(id) {
        known.sink.unknown(fields.at(), "rate", id, known.rates.ids());
    }
    let values = fields::list(fields.need("values")?, known.sink);
    Some((id.into(), rates::values(id, values, known.rates.in_tenths(id), known.sink)))
}
