//! What is wrong with, or follows from, an answer. A finding holds no value: codes travel, words do not.

use crate::procedure::{ComponentIx, Procedure, QuestionIx, RuleIx};
use crate::rows::Shape;
use serde::Serialize;
use vietnam::date::Part;

/// One thing to say about an answer or a paper.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Where it is shown.
    pub at: At,
    /// What it is.
    pub code: Code,
    /// What it means for the dossier.
    pub severity: Severity,
}

/// Where a finding belongs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum At {
    /// A question.
    Question(QuestionIx),
    /// A paper of the dossier.
    Component(ComponentIx),
}

impl At {
    /// The public path: `mother.born`, or `attach.birth_notification` for a paper.
    pub fn path(self, procedure: &Procedure, shape: &Shape) -> String {
        match self {
            At::Question(cell) => shape.path(procedure, cell),
            At::Component(ix) => {
                let id = procedure.components.get(ix.at()).map(|c| c.id.as_str()).unwrap_or_default();
                ["attach.", id].concat()
            }
        }
    }
}

/// What a finding means for the dossier.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub enum Severity {
    /// The law forbids; the dossier cannot be sent.
    Error,
    /// Implausible; the citizen may confirm.
    Warning,
    /// A consequence to know.
    Notice,
}

impl Severity {
    /// Its name on the wire.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice => "notice",
        }
    }
}

/// What was found. The widget has a sentence for each, in every language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Code {
    /// Nothing was answered.
    Required,
    /// Longer than `max` letters.
    TooLong(u16),
    /// A name with a digit in it.
    NameHasDigit,
    /// A name with a sign or an emoji in it.
    NameHasSymbol,
    /// A name without a letter.
    NameHasNoLetter,
    /// A personal number with something else than digits in it.
    IdNotDigits,
    /// A personal number that has not 12 digits but this many.
    IdLength(u8),
    /// The number cannot be one of the chosen paper.
    DocumentNumberShape,
    /// The number says another year of birth.
    IdOtherBirth,
    /// The number says another sex.
    IdOtherSex,
    /// A telephone number with something else than digits in it.
    PhoneNotDigits,
    /// A telephone number that is too short or too long.
    PhoneLength,
    /// No telephone number in Viet Nam begins like this.
    PhonePrefix,
    /// Not an e-mail address.
    EmailShape,
    /// A date with something else than digits in it; the box at fault.
    DateNotNumbers(DatePart),
    /// No such day, e.g. 31/02.
    DateNotReal,
    /// The year needs four digits.
    DateYearShort,
    /// No such month.
    DateMonth,
    /// A box is still empty.
    DateIncomplete(DatePart),
    /// Before the earliest year taken.
    DateTooEarly(i16),
    /// After today.
    DateInFuture,
    /// Not a whole number.
    NotANumber,
    /// Less than this.
    TooSmall(u32),
    /// More than this.
    TooLarge(u32),
    /// Not one of the choices.
    NotAChoice,
    /// No such province or commune, or a commune of another province.
    UnknownPlace,
    /// The undertaking is not confirmed.
    NotConfirmed,
    /// A paper is missing.
    PaperMissing,
    /// A rule of the procedure.
    Rule(RuleIx),
}

/// A box of a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DatePart {
    /// Ngày.
    Day,
    /// Tháng.
    Month,
    /// Năm.
    Year,
}

impl From<Part> for DatePart {
    fn from(part: Part) -> DatePart {
        match part {
            Part::Day => DatePart::Day,
            Part::Month => DatePart::Month,
            Part::Year => DatePart::Year,
        }
    }
}

impl Code {
    /// Its name on the wire; a rule's own id.
    pub fn id(self, procedure: &Procedure) -> &str {
        match self {
            Code::Required => "required",
            Code::TooLong(_) => "too_long",
            Code::NameHasDigit => "name_has_digit",
            Code::NameHasSymbol => "name_has_symbol",
            Code::NameHasNoLetter => "name_has_no_letter",
            Code::IdNotDigits => "id_not_digits",
            Code::IdLength(_) => "id_length",
            Code::DocumentNumberShape => "document_number_shape",
            Code::IdOtherBirth => "id_other_birth",
            Code::IdOtherSex => "id_other_sex",
            Code::PhoneNotDigits => "phone_not_digits",
            Code::PhoneLength => "phone_length",
            Code::PhonePrefix => "phone_prefix",
            Code::EmailShape => "email_shape",
            Code::DateNotNumbers(_) => "date_not_numbers",
            Code::DateNotReal => "date_not_real",
            Code::DateYearShort => "date_year_short",
            Code::DateMonth => "date_month",
            Code::DateIncomplete(_) => "date_incomplete",
            Code::DateTooEarly(_) => "date_too_early",
            Code::DateInFuture => "date_in_future",
            Code::NotANumber => "not_a_number",
            Code::TooSmall(_) => "too_small",
            Code::TooLarge(_) => "too_large",
            Code::NotAChoice => "not_a_choice",
            Code::UnknownPlace => "unknown_place",
            Code::NotConfirmed => "not_confirmed",
            Code::PaperMissing => "paper_missing",
            Code::Rule(ix) => procedure.rules.get(ix.at()).map(|r| r.id.as_str()).unwrap_or_default(),
        }
    }
}
