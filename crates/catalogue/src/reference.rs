//! Reference tables: `data/*.csv`.

use crate::diagnostic::{Position, Sink};
use dossier::kind::ListId;
use dossier::procedure::Text;
use dossier::tables::{Listed, Tables};
use std::collections::BTreeMap;
use std::path::Path;
use vietnam::calendar::Calendar;
use vietnam::places::{Commune, CommuneCode, CommuneType, Province, ProvinceCode, ProvinceType};
use vietnam::text::fold;

/// Everything read from `data/`.
#[derive(Default)]
pub(crate) struct Reference {
    pub(crate) tables: Tables,
    pub(crate) calendar: Calendar,
    /// Codes of the provinces' agencies that are in use.
    pub(crate) agencies: Vec<String>,
}

/// Reads the tables.
pub(crate) fn read(root: &Path, sink: &Sink) -> Reference {
    let mut reference = Reference::default();
    let tables = &mut reference.tables;
    tables.provinces = rows(root, "provinces.csv", sink, |row| {
        Some(Province {
            code: ProvinceCode::parse(row.get("code"))?,
            name: row.get("name").into(),
            kind: ProvinceType::from_word(row.get("type"))?,
        })
    });
    tables.provinces.sort_by_cached_key(|province| fold(&province.name));
    let mut communes = rows(root, "communes.csv", sink, |row| {
        Some(Commune {
            code: CommuneCode::parse(row.get("code"))?,
            name: row.get("name").into(),
            kind: CommuneType::from_word(row.get("type"))?,
            province: ProvinceCode::parse(row.get("province_code"))?,
        })
    });
    communes.sort_by_cached_key(|commune: &Commune| collation(&commune.name));
    for at in 0..tables.provinces.len() {
        let code = tables.provinces[at].code;
        tables.learn_communes(code, communes.extract_if(.., |commune| commune.province == code).collect());
    }
    tables.learn_list(ListId::EthnicGroups, ethnic_groups(root, sink));
    tables.learn_list(ListId::Countries, countries(root, sink));
    reference.calendar = calendar(root, sink);
    reference.agencies = rows(root, "agency_codes.csv", sink, |row| {
        Some((row.get("status") == "active").then(|| row.get("code").to_string()))
    })
    .into_iter()
    .flatten()
    .collect();
    reference
}

/// Codes are those of the list of 2 March 1979 (121-TCTK/PPCĐ), which data exchanges of persons use.
fn ethnic_groups(root: &Path, sink: &Sink) -> Vec<Listed> {
    let mut all = rows(root, "ethnic_groups.csv", sink, |row| {
        let name = row.get("name");
        Some(Listed {
            code: row.get("code_1979").into(),
            name: Text { vi: name.into(), en: name.into() },
            also: row.many("alt_names"),
        })
    });
    all.sort_by(|a, b| a.code.cmp(&b.code));
    all
}

/// Viet Nam first, then by Vietnamese alphabet, last the code that the national forms add for a
/// nationality that is not known.
fn countries(root: &Path, sink: &Sink) -> Vec<Listed> {
    let mut all = rows(root, "countries_vi.csv", sink, |row| {
        Some(Listed {
            code: row.get("alpha2").into(),
            name: Text { vi: row.get("name_vi").into(), en: row.get("name_en").into() },
            also: row.many("alt_vi"),
        })
    });
    all.sort_by_cached_key(|one| (one.code != "VN", collation(&one.name.vi)));
    all.push(Listed {
        code: "CXD".into(),
        name: Text { vi: "Chưa xác định".into(), en: "Not determined".into() },
        also: vec!["Không quốc tịch".into(), "Stateless".into()],
    });
    all
}

fn calendar(root: &Path, sink: &Sink) -> Calendar {
    let mut calendar = Calendar::default();
    let days = rows(root, "holidays.csv", sink, |row| {
        Some((row.get("date").parse().ok()?, row.get("kind") == "swap_work"))
    });
    for (day, worked) in days {
        if worked { calendar.worked.push(day) } else { calendar.off.push(day) }
    }
    calendar
}

/// A row with its column names.
pub(crate) struct Row<'r>(&'r BTreeMap<String, usize>, &'r csv::StringRecord);

impl Row<'_> {
    pub(crate) fn get(&self, column: &str) -> &str {
        self.0.get(column).and_then(|at| self.1.get(*at)).unwrap_or_default()
    }

    /// A cell of several values separated by `|`.
    pub(crate) fn many(&self, column: &str) -> Vec<String> {
        self.get(column).split('|').filter(|one| !one.is_empty()).map(Into::into).collect()
    }
}

/// The rows of a table; one that `read` does not take is told of.
pub(crate) fn rows<T>(root: &Path, name: &str, sink: &Sink, read: impl Fn(&Row<'_>) -> Option<T>) -> Vec<T> {
    let file = format!("data/{name}");
    let start = Position::start(&file);
    let reader = csv::Reader::from_path(root.join("data").join(name));
    let records = reader.and_then(|mut reader| {
        let columns = reader.headers()?.iter().zip(0..).map(|(c, at)| (c.to_string(), at)).collect();
        Ok((columns, reader.into_records().collect::<Result<Vec<_>, _>>()?))
    });
    let (columns, records) = match records {
        Ok(read) => read,
        Err(error) => {
            sink.error(&start, format!("cannot be read: {error}"), "restore the table from the repository");
            return Vec::new();
        }
    };
    let mut all = Vec::new();
    for (record, line) in records.iter().zip(2..) {
        match read(&Row(&columns, record)) {
            Some(one) => all.push(one),
            None => {
                let at = Position { line, ..start.clone() };
                sink.error(
                    &at,
                    "a cell of this row is not what its column says",
                    "compare it with other rows",
                );
            }
        }
    }
    all
}

/// A key that sorts Vietnamese words by the alphabet: a ă â b c d đ e ê …, then by tone.
pub(crate) fn collation(words: &str) -> (Vec<u8>, String) {
    const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
    let letters = words.chars().map(|letter| {
        let upper = vietnam::text::upper(letter.encode_utf8(&mut [0; 4]));
        let plain = fold(&upper);
        let marked = match upper.chars().next().unwrap_or_default() {
            'Đ' => "đ",
            'Ă' | 'Ắ' | 'Ằ' | 'Ẳ' | 'Ẵ' | 'Ặ' => "ă",
            'Â' | 'Ấ' | 'Ầ' | 'Ẩ' | 'Ẫ' | 'Ậ' => "â",
            'Ê' | 'Ế' | 'Ề' | 'Ể' | 'Ễ' | 'Ệ' => "ê",
            'Ô' | 'Ố' | 'Ồ' | 'Ổ' | 'Ỗ' | 'Ộ' => "ô",
            'Ơ' | 'Ớ' | 'Ờ' | 'Ở' | 'Ỡ' | 'Ợ' => "ơ",
            'Ư' | 'Ứ' | 'Ừ' | 'Ử' | 'Ữ' | 'Ự' => "ư",
            _ => plain.as_str(),
        };
        let place = marked.chars().next().and_then(|c| ALPHABET.chars().position(|one| one == c));
        place.and_then(|place| u8::try_from(place + 1).ok()).unwrap_or(0)
    });
    (letters.collect(), words.to_string())
}
