//! The layout of catalogue files: the fields of every type in the order they lie in the bytes, which is
//! the order they are declared in. A change here is a change of [`crate::blob::SCHEMA`].

use crate::expr::{Comparison, Expr};
use crate::finding::Severity;
use crate::index::{Entry, FileLimits, Index, Office, Site};
use crate::kind::{Choice, Kind, ListId, SexOf};
use crate::paper::{Line, LineStyle, Paper, Piece};
use crate::procedure::{
    Case, Component, ComponentIx, Copy, FeeItem, FeeRule, PaperKind, Period, Procedure, Processing, Question,
    QuestionIx, Rate, RateIx, Required, Rule, Step, Text,
};
use crate::reader::{Read, Reader};
use crate::tables::Listed;
use crate::{read_enum, read_struct};

read_struct! {
    Text { vi, en }
    Period { from, to }
    Procedure {
        code, name, summary, who, next, in_force, source, unverified, steps, questions, order, cases, rules,
        components, fee, time, result, rates, paper,
    }
    Step { id, title, intro, first, end, on_review }
    Question { path, kind, label, help, heading, when, required, copy, default, autocomplete }
    Copy { when, of }
    Case { id, name, when }
    Rule { id, law, severity, when, at, text, suggests }
    Component { id, name, help, when, optional, papers }
    PaperKind { id, code, name, originals, copies }
    FeeItem { id, label, when, amount }
    Processing { when, term, text }
    Rate { id, values }
    Choice { id, label, hint }
    Paper { title, source, lines }
    Line { style, when, pieces }
    Listed { code, name, also }
    Index { version, procedures, provinces, communes, all_communes, lists, calendar, sites }
    Entry { code, name, summary, field, called, in_force, file, english }
    Site { id, name, province, agency, offices, hotline, closes, files, fees }
    Office { commune, agency }
    FileLimits { bytes, count }
}

read_enum! {
    Required [3] { 0 => Always, 1 => Never, 2 => When(when), _ => Required::Never }
    FeeRule [4] {
        0 => Free, 1 => Fixed(rate), 2 => Each(rate, count), 3 => ByProvince, _ => FeeRule::ByProvince
    }
    Severity [3] { 0 => Error, 1 => Warning, 2 => Notice, _ => Severity::Error }
    Kind [15] {
        0 => Text { max }, 1 => Name, 2 => CitizenId { born, sex }, 3 => DocumentNumber { paper }, 4 => Phone,
        5 => Email, 6 => Count { min, max }, 7 => Date { from, future, words }, 8 => PartialDate { from },
        9 => Choice { options }, 10 => Listed { list }, 11 => Province, 12 => Commune { province },
        13 => Office, 14 => Confirm, _ => Kind::Confirm
    }
    SexOf [2] { 0 => Answer(ix), 1 => Role(sex), _ => SexOf::Answer(QuestionIx(0)) }
    ListId [2] { 0 => EthnicGroups, 1 => Countries, _ => ListId::EthnicGroups }
    Comparison [6] {
        0 => Equal, 1 => Unequal, 2 => Less, 3 => AtMost, 4 => More, 5 => AtLeast, _ => Comparison::Equal
    }
    Expr [18] {
        0 => Answer(ix), 1 => Today, 2 => Bool(known), 3 => Int(n), 4 => Date(day), 5 => Text(text),
        6 => Rate(ix), 7 => Not(a), 8 => And(all), 9 => Or(all), 10 => Compare(how, a, b), 11 => In(a, all),
        12 => Answered(ix), 13 => Count(all), 14 => Sum(all), 15 => Days(a, b), 16 => Age(a, b),
        17 => FirstWord(a), _ => Expr::Bool(false)
    }
    LineStyle [4] { 0 => Plain, 1 => Head, 2 => Centred, 3 => Text, _ => LineStyle::Plain }
    Piece [3] { 0 => Words(words), 1 => Answers(all), 2 => InWords(ix), _ => Piece::Words(String::new()) }
}

macro_rules! read_index {
    ($($name:ident)*) => {$(
        impl Read for $name {
            fn read(r: &mut Reader<'_>) -> $name {
                $name(Read::read(r))
            }
        }
    )*};
}
read_index!(QuestionIx RateIx ComponentIx);
