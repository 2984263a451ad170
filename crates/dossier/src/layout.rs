//! The layout of catalogue files: the fields of every type in the order they lie in the bytes, which is
//! the order they are declared in. A change here is a change of [`crate::blob::SCHEMA`].

use crate::expr::{Arithmetic, Comparison, Expr, Fold};
use crate::finding::Severity;
use crate::index::{Abolished, Branch, Entry, FileLimits, Guide, Index, Office, Site, Target, Told, Way};
use crate::kind::{Choice, Kind, ListId, SexOf};
use crate::paper::{Line, LineStyle, Paper, Piece};
use crate::procedure::{
    Benefit, Benefits, Case, Component, ComponentIx, Copy, FeeItem, FeeRule, PaperKind, Per, Period,
    Procedure, Processing, Question, QuestionIx, Rate, RateIx, Required, ResultPaper, Rows, RowsIx, Rule,
    Step, Text,
};
use crate::reader::{Read, Reader};
use crate::tables::Listed;
use crate::{read_enum, read_struct};

read_struct! {
    Text { vi, en }
    Period { from, to }
    Procedure {
        code, name, summary, who, next, in_force, source, steps, questions, rows, order, cases, rules,
        components, spared, fee, time, benefits, results, declaration, rates, shared, paper,
    }
    Rows { path, first, end, min, max, when, title, add }
    Benefits { per, from, law, lines }
    Benefit { id, label, when, amount, law, beside }
    ResultPaper { name, code }
    Step { id, title, intro, first, end, on_review }
    Question { path, kind, label, help, heading, when, required, copy, default, offer, autocomplete }
    Copy { when, of }
    Case { id, name, when }
    Rule { id, law, severity, when, at, text, suggests }
    Component { id, name, help, when, optional, papers }
    PaperKind { id, code, name, originals, copies }
    FeeItem { id, label, when, amount, note }
    Processing { when, term, text }
    Rate { id, values }
    Choice { id, label, hint, service }
    Paper { title, source, lines, signatures }
    Line { style, when, each, pieces }
    Listed { code, name, also }
    Index {
        version, procedures, provinces, communes, all_communes, old_provinces, lists, calendar, sites, replaced,
        guide, english,
    }
    Abolished { code, name, called, target }
    Way { label, target }
    Branch { id, title, choices }
    Guide { events, told, abolished }
    Told { summary, called }
    Entry { code, name, field, in_force, sites, content, has_paper }
    Site { id, name, province, agency, offices, hotline, closes, files, fees, services, rates }
    Office { commune, agency }
    FileLimits { bytes, count }
}

read_enum! {
    Required [3] { 0 => Always, 1 => Never, 2 => When(when), _ => Required::Never }
    FeeRule [3] { 0 => Free, 1 => Amount(amount), 2 => ByProvince, _ => FeeRule::ByProvince }
    Per [2] { 0 => Month, 1 => Once, _ => Per::Month }
    Target [3] {
        0 => Procedure(code), 1 => Elsewhere(text), 2 => Choices(ways), _ => Target::Procedure(String::new())
    }
    Severity [3] { 0 => Error, 1 => Warning, 2 => Notice, _ => Severity::Error }
    Kind [16] {
        0 => Text { max }, 1 => Authority { max }, 2 => Name, 3 => CitizenId { born, sex },
        4 => DocumentNumber { paper }, 5 => Phone, 6 => Email, 7 => Count { min, max },
        8 => Date { from, future, words }, 9 => PartialDate { from }, 10 => Choice { options },
        11 => Listed { list }, 12 => Province, 13 => Commune { province }, 14 => Office, 15 => Confirm,
        _ => Kind::Confirm
    }
    SexOf [2] { 0 => Answer(ix), 1 => Role(sex), _ => SexOf::Answer(QuestionIx(0)) }
    ListId [2] { 0 => EthnicGroups, 1 => Countries, _ => ListId::EthnicGroups }
    Comparison [6] {
        0 => Equal, 1 => Unequal, 2 => Less, 3 => AtMost, 4 => More, 5 => AtLeast, _ => Comparison::Equal
    }
    Arithmetic [6] {
        0 => Add, 1 => Subtract, 2 => Multiply, 3 => Divide, 4 => Least, 5 => Greatest, _ => Arithmetic::Add
    }
    Fold [6] {
        0 => Sum, 1 => Greatest, 2 => Least, 3 => Count, 4 => Any, 5 => All, _ => Fold::Sum
    }
    Expr [23] {
        0 => Answer(ix), 1 => Today, 2 => Bool(known), 3 => Int(n), 4 => Date(day), 5 => Text(text),
        6 => Rate(ix), 7 => Not(a), 8 => And(all), 9 => Or(all), 10 => Compare(how, a, b), 11 => In(a, all),
        12 => Answered(ix), 13 => Exact(ix), 14 => Count(all), 15 => Days(a, b), 16 => Age(a, b),
        17 => FirstWord(a), 18 => Arithmetic(how, a, b), 19 => If(when, a, b), 20 => Rows(rows),
        21 => Over(fold, rows, each), 22 => Shared(at), _ => Expr::Bool(false)
    }
    LineStyle [4] { 0 => Plain, 1 => Head, 2 => Centred, 3 => Text, _ => LineStyle::Plain }
    Piece [4] {
        0 => Words(words), 1 => Answers(all), 2 => InWords(ix), 3 => Number, _ => Piece::Words(String::new())
    }
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
read_index!(QuestionIx RateIx ComponentIx RowsIx);
