//! What a message must look like: tables of fields, and one reader that names everything that is wrong with one,
//! by place and kind, never by its value.

mod national;
mod provincial;
#[cfg(test)]
mod tests;

pub(crate) use national::{RECORD, STEP};
pub(crate) use provincial::{SUBMISSION, SUPPLEMENT};

use crate::clock::{is_stamp, read_day};
use serde::Serialize;
use serde_json::{Map, Value};
use vietnam::phone::Phone;
use vietnam::places::{CommuneCode, ProvinceCode};

/// A field of a message.
pub(crate) struct Field {
    name: &'static str,
    kind: Kind,
    must: bool,
}

/// What may stand in a field.
pub(crate) enum Kind {
    /// At most so many characters.
    Text(usize),
    /// One of these.
    Code(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A number of things.
    Count,
    /// Đồng, in digits.
    Money,
    /// `yyyyMMddHHmmss`.
    Time,
    /// A day of birth: `yyyyMMdd`; or `yyyyMM` or `yyyy`, when no more is known.
    Born,
    /// Mã thủ tục: the national code, or with the owner's after it.
    Procedure,
    /// Mã hồ sơ, of whichever system.
    Dossier,
    /// Two digits.
    Province,
    /// Five digits.
    Commune,
    /// There are no districts any more.
    District,
    /// A number that can be called.
    Phone,
    /// An address of electronic mail.
    Email,
    /// Where a file is fetched from.
    Address,
    /// SHA-256, in hexadecimal.
    Sum,
    /// An object of whatever.
    Anything,
    /// An object of these.
    Object(&'static [Field]),
    /// A list of these.
    List(&'static [Field]),
}

/// Something that is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Fault {
    /// Where.
    #[serde(rename = "Truong")]
    pub(crate) at: String,
    /// What.
    #[serde(rename = "Loi")]
    pub(crate) why: Why,
}

/// What is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub(crate) enum Why {
    /// It is not there.
    #[serde(rename = "thieu")]
    Missing,
    /// No such thing belongs there.
    #[serde(rename = "la")]
    Unknown,
    /// It is there twice.
    #[serde(rename = "trung")]
    Twice,
    /// It is of another form.
    #[serde(rename = "sai")]
    Wrong,
    /// It is too long.
    #[serde(rename = "dai")]
    Long,
    /// It comes after a file, or out of turn.
    #[serde(rename = "thu_tu")]
    Turn,
    /// The file is not what was announced.
    #[serde(rename = "khac")]
    Other,
    /// It is not in use here.
    #[serde(rename = "khong_dung")]
    Unused,
}

impl Why {
    /// For people.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Why::Missing => "thiếu",
            Why::Unknown => "không có trong quy định",
            Why::Twice => "trùng",
            Why::Wrong => "sai định dạng",
            Why::Long => "quá dài",
            Why::Turn => "sai thứ tự",
            Why::Other => "khác với đã khai",
            Why::Unused => "không sử dụng",
        }
    }
}

impl Fault {
    pub(crate) fn new(at: impl Into<String>, why: Why) -> Fault {
        Fault { at: at.into(), why }
    }
}

const fn must(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, must: true }
}

const fn may(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, must: false }
}

/// Everything that is wrong with an object.
pub(crate) fn check(fields: &[Field], object: &Map<String, Value>, within: &str, faults: &mut Vec<Fault>) {
    for name in object.keys().filter(|name| !fields.iter().any(|field| field.name == *name)) {
        faults.push(Fault::new(path(within, told(name)), Why::Unknown));
    }
    for field in fields {
        let at = path(within, field.name);
        match object.get(field.name) {
            None | Some(Value::Null) if field.must => faults.push(Fault::new(at, Why::Missing)),
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if text.is_empty() => {
                if field.must {
                    faults.push(Fault::new(at, Why::Missing));
                }
            }
            Some(value) => field.kind.check(value, &at, faults),
        }
    }
}

/// A name of the sender's choice may be anything, so only a harmless one is repeated.
pub(crate) fn told(name: &str) -> &str {
    let harmless = (1..=50).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    if harmless { name } else { "?" }
}

fn path(within: &str, name: &str) -> String {
    if within.is_empty() { name.to_owned() } else { format!("{within}.{name}") }
}

impl Kind {
    fn check(&self, value: &Value, at: &str, faults: &mut Vec<Fault>) {
        match (self, value) {
            (Kind::Object(fields), Value::Object(object)) => check(fields, object, at, faults),
            (Kind::List(fields), Value::Array(items)) => {
                for (place, item) in items.iter().enumerate() {
                    let at = format!("{at}[{place}]");
                    match item {
                        Value::Object(object) => check(fields, object, &at, faults),
                        _ => faults.push(Fault::new(at, Why::Wrong)),
                    }
                }
            }
            (Kind::Anything, Value::Object(_)) | (Kind::Flag, Value::Bool(_)) => {}
            (Kind::Count, Value::Number(number)) if number.as_u64().is_some_and(|n| n <= 1_000_000_000) => {}
            (_, Value::String(text)) => {
                if let Err(why) = self.fits(text) {
                    faults.push(Fault::new(at, why));
                }
            }
            _ => faults.push(Fault::new(at, Why::Wrong)),
        }
    }

    fn fits(&self, text: &str) -> Result<(), Why> {
        let digits = |least: usize, most: usize| {
            (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let right = match self {
            Kind::Text(most) => {
                if text.chars().count() > *most {
                    return Err(Why::Long);
                }
                !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            }
            Kind::Code(codes) => codes.contains(&text),
            Kind::Money => digits(1, 15),
            Kind::Time => is_stamp(text),
            Kind::Born => is_born(text),
            Kind::Procedure => is_procedure(text),
            Kind::Dossier => is_dossier(text),
            Kind::Province => ProvinceCode::parse(text).is_some(),
            Kind::Commune => CommuneCode::parse(text).is_some(),
            Kind::Phone => text.len() <= 50 && Phone::parse(text).is_ok(),
            Kind::Email => is_email(text),
            Kind::Address => {
                text.len() <= 4000 && text.starts_with("http") && reqwest::Url::parse(text).is_ok()
            }
            Kind::Sum => text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')),
            Kind::District | Kind::Flag | Kind::Count | Kind::Anything | Kind::Object(_) | Kind::List(_) => {
                false
            }
        };
        if right { Ok(()) } else { Err(Why::Wrong) }
    }
}

/// The value that a text of a form stands for.
pub(crate) fn value_of(fields: &[Field], name: &str, text: &str) -> Option<Value> {
    let kind = fields.iter().find(|field| field.name == name).map(|field| &field.kind);
    match kind {
        Some(Kind::Flag | Kind::Count | Kind::Anything | Kind::Object(_) | Kind::List(_))
            if !text.is_empty() =>
        {
            serde_json::from_str(text).ok()
        }
        _ => Some(Value::String(text.to_owned())),
    }
}

fn is_born(text: &str) -> bool {
    // The first day stands for what is not known.
    let day = match text.len() {
        4 => format!("{text}0101"),
        6 => format!("{text}01"),
        _ => text.to_owned(),
    };
    read_day(&day).is_some_and(|day| (1850..2200).contains(&day.year()))
}

/// `1.001193`, or with its owner `1.001193.000.00.00.H20`.
fn is_procedure(text: &str) -> bool {
    let mut parts = text.split('.');
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let national =
        parts.next().is_some_and(|part| digits(part, 1)) && parts.next().is_some_and(|part| digits(part, 6));
    let owner: Vec<&str> = parts.collect();
    let owned = match owner.as_slice() {
        [] => true,
        [a, b, c, d] => {
            let head = d.as_bytes();
            digits(a, 3)
                && digits(b, 2)
                && digits(c, 2)
                && matches!(head, [b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9'])
        }
        _ => false,
    };
    national && owned
}

/// Codes of centralised systems look otherwise than H20.12-261122-0001; but all begin with an agency.
fn is_dossier(text: &str) -> bool {
    let letters =
        text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b".-".contains(&byte));
    let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    letters && begins && text.len() <= 50 && text.contains('-')
}

fn is_email(text: &str) -> bool {
    let (name, host) = text.rsplit_once('@').unwrap_or_default();
    let host = host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains("..");
    text.len() <= 100 && text.is_ascii() && !name.is_empty() && host && !text.contains(char::is_whitespace)
}
