//! From raw text to a value, one question at a time. The only place where raw text is parsed.

use crate::answers::{CONFIRMED, Value};
use crate::finding::{Code, DatePart};
use crate::kind::Kind;
use crate::tables::Tables;
use validator::{ValidateLength, ValidateRange};
use vietnam::date::{Date, DateError, PartialDate, parse_typed};
use vietnam::identity::{CitizenId, IdError};
use vietnam::name::{NameError, PersonName};
use vietnam::phone::{Phone, PhoneError};
use vietnam::places::{CommuneCode, ProvinceCode};

/// Longest name taken, in letters. A guard for storage, not a rule of law.
pub const NAME_MAX: u16 = 100;
/// Longest e-mail address (RFC 5321).
pub const EMAIL_MAX: u16 = 254;

/// What `raw` means as an answer of this kind; `Ok(None)` when nothing was typed.
pub fn read(kind: &Kind, raw: &str, today: Date, tables: &Tables) -> Result<Option<Value>, Code> {
    if raw.trim().is_empty() {
        return Ok(None);
    }
    match kind {
        Kind::Text { max } | Kind::Authority { max } => text(raw, *max).map(|t| t.map(Value::Text)),
        Kind::Name => name(raw).map(|name| Some(Value::Text(name))),
        Kind::CitizenId { .. } => match CitizenId::parse(raw) {
            Ok(id) => some_text(id.as_str()),
            Err(error) => Err(id_code(error)),
        },
        Kind::DocumentNumber { .. } => text(raw, 30).map(|t| t.map(Value::Text)),
        Kind::Phone => match Phone::parse(raw) {
            Ok(phone) => some_text(phone.as_str()),
            Err(PhoneError::NotDigits) => Err(Code::PhoneNotDigits),
            Err(PhoneError::WrongLength) => Err(Code::PhoneLength),
            Err(PhoneError::UnknownPrefix) => Err(Code::PhonePrefix),
        },
        Kind::Email => email(raw),
        Kind::Count { min, max } => count(raw, *min, *max),
        Kind::Date { from, future, .. } => date(raw, *from, if *future { None } else { Some(today) }, true),
        Kind::PartialDate { from } => date(raw, *from, Some(today), false),
        Kind::Choice { options } => match options.iter().any(|o| o.id == raw) {
            true => some_text(raw),
            false => Err(Code::NotAChoice),
        },
        Kind::Listed { list } => match tables.holds(*list, raw) {
            Some(false) => Err(Code::NotAChoice),
            Some(true) | None => text(raw, 10).map(|t| t.map(Value::Text)),
        },
        Kind::Province => province(raw, tables),
        Kind::Commune { .. } | Kind::Office => commune(raw, tables),
        Kind::Confirm => match raw {
            CONFIRMED => Ok(Some(Value::Confirmed)),
            _ => Err(Code::NotConfirmed),
        },
    }
}

fn some_text(text: &str) -> Result<Option<Value>, Code> {
    Ok(Some(Value::Text(text.into())))
}

fn text(raw: &str, max: u16) -> Result<Option<String>, Code> {
    let clean = vietnam::text::clean(raw);
    if !clean.validate_length(None, Some(u64::from(max)), None) {
        return Err(Code::TooLong(max));
    }
    Ok(if clean.is_empty() { None } else { Some(clean) })
}

fn name(raw: &str) -> Result<String, Code> {
    match PersonName::parse(raw) {
        Ok(name) => Ok(name.for_form()),
        Err(NameError::Digit) => Err(Code::NameHasDigit),
        Err(NameError::Symbol(_)) => Err(Code::NameHasSymbol),
        Err(NameError::TooLong) => Err(Code::TooLong(NAME_MAX)),
        Err(NameError::NoLetter | NameError::Empty) => Err(Code::NameHasNoLetter),
    }
}

pub(crate) fn id_code(error: IdError) -> Code {
    match error {
        IdError::NotDigits => Code::IdNotDigits,
        IdError::WrongLength(n) => Code::IdLength(u8::try_from(n).unwrap_or(u8::MAX)),
    }
}

/// Loose on purpose: one `@`, something before it, a dot within what follows.
fn email(raw: &str) -> Result<Option<Value>, Code> {
    let Some(clean) = text(raw, EMAIL_MAX)? else { return Ok(None) };
    let shaped = match clean.split_once('@') {
        Some((user, host)) => {
            !user.is_empty()
                && !clean.contains(' ')
                && !host.contains('@')
                && host.split('.').count() > 1
                && host.split('.').all(|part| !part.is_empty())
        }
        None => false,
    };
    if shaped { Ok(Some(Value::Text(clean))) } else { Err(Code::EmailShape) }
}

fn count(raw: &str, min: u32, max: u32) -> Result<Option<Value>, Code> {
    let digits = raw.trim();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Code::NotANumber);
    }
    let n: u32 = digits.parse().map_err(|_| Code::TooLarge(max))?;
    if !n.validate_range(Some(min), None, None, None) {
        return Err(Code::TooSmall(min));
    }
    if !n.validate_range(None, Some(max), None, None) {
        return Err(Code::TooLarge(max));
    }
    Ok(Some(Value::Count(n)))
}

fn date(raw: &str, from: Date, until: Option<Date>, full: bool) -> Result<Option<Value>, Code> {
    let typed = parse_typed(raw).map_err(date_code)?;
    let Some(date) = typed else { return Ok(None) };
    match date {
        PartialDate::Year(_) if full => return Err(Code::DateIncomplete(DatePart::Month)),
        PartialDate::Month { .. } if full => return Err(Code::DateIncomplete(DatePart::Day)),
        _ => {}
    }
    if date.latest() < from {
        return Err(Code::DateTooEarly(from.year()));
    }
    if until.is_some_and(|until| date.earliest() > until) {
        return Err(Code::DateInFuture);
    }
    Ok(Some(Value::Date(date)))
}

fn date_code(error: DateError) -> Code {
    match error {
        DateError::NotADate(part) => Code::DateNotNumbers(part.into()),
        DateError::NotReal => Code::DateNotReal,
        DateError::YearNotFourDigits => Code::DateYearShort,
        DateError::MonthOutOfRange => Code::DateMonth,
        DateError::DayWithoutMonth => Code::DateIncomplete(DatePart::Month),
        DateError::YearMissing => Code::DateIncomplete(DatePart::Year),
    }
}

fn province(raw: &str, tables: &Tables) -> Result<Option<Value>, Code> {
    if ProvinceCode::parse(raw).is_none() || (!tables.provinces.is_empty() && tables.province(raw).is_none())
    {
        return Err(Code::UnknownPlace);
    }
    some_text(raw)
}

fn commune(raw: &str, tables: &Tables) -> Result<Option<Value>, Code> {
    let Some(code) = CommuneCode::parse(raw) else { return Err(Code::UnknownPlace) };
    if tables.has_whole_country() && tables.commune(code).is_none() {
        return Err(Code::UnknownPlace);
    }
    some_text(raw)
}
