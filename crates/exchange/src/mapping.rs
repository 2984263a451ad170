//! What fills which field of a format, compiled for one procedure.
//!
//! The `catalogue` makes it from `procedures/targets` and proves that every index is in range; readers use `get`
//! all the same.

use dossier::procedure::{ComponentIx, QuestionIx};
use serde::Serialize;

/// Name of the file in a compiled catalogue. It is read by the gateway alone.
pub const FILE: &str = "targets.bin";

/// Every format, for every procedure.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Targets {
    /// Version of the catalogue it belongs to.
    pub version: String,
    /// Name of each format, and a mapping for each procedure in the order of the index.
    pub formats: Vec<(String, Vec<Mapping>)>,
}

impl Targets {
    /// How dossiers of the procedure at this place of the index are written in a format.
    pub fn mapping(&self, format: &str, procedure: usize) -> Option<&Mapping> {
        let (_, mappings) = self.formats.iter().find(|(name, _)| name == format)?;
        mappings.get(procedure)
    }
}

/// How dossiers of one procedure are written in one format.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Mapping {
    /// Who may be meant by each role; the first who is named is.
    pub roles: Vec<Vec<Person>>,
    /// Fields of the dossier.
    pub dossier: Vec<Field>,
    /// Fields of what follows: a supplement, a step.
    pub later: Vec<Field>,
}

/// Somebody who may be meant by a role.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Person {
    /// The name: whole, or in parts.
    pub name: Vec<QuestionIx>,
    /// Only if a paper is attached for one of these.
    pub only_with: Option<Vec<ComponentIx>>,
    /// Only if one of these is answered.
    pub known_by: Option<Vec<QuestionIx>>,
}

/// A field of a format.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Field {
    /// Its name there.
    pub name: String,
    /// Does the other system insist on it?
    pub required: bool,
    /// What fills it.
    pub value: Content,
}

/// What fills a field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Content {
    /// Words.
    Words(Words),
    /// Fields of its own, while the answer is one of these.
    Group(Option<(QuestionIx, Vec<String>)>, Vec<Field>),
    /// Fields of their own for each of a list.
    Each(List, Vec<Field>),
    /// All answers by path, and what those that are codes mean.
    Answers,
}

/// Words from facts and answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Words {
    /// The first of these that is not empty; each is what there is of its terms.
    pub from: Vec<Vec<Term>>,
    /// What stands between terms.
    pub by: String,
    /// What stands there when all is empty.
    pub or: String,
    /// The other system's codes for ours; `None`: it speaks ours.
    pub codes: Option<Codes>,
    /// How it is written.
    pub form: Form,
    /// Greatest number of letters; zero for any.
    pub most: u16,
}

impl Words {
    /// What is always empty.
    pub fn nothing() -> Words {
        let (by, or) = (String::new(), String::new());
        Words { from: Vec::new(), by, or, codes: None, form: Form::Kept, most: 0 }
    }
}

/// A part of words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Term {
    /// What is known of the dossier, or of the thing in a list.
    Fact(Fact),
    /// An answer.
    Answer(QuestionIx),
    /// An answer of whom a role means: for each who may be meant its questions, of which the answers are joined.
    Of(u16, Vec<Vec<QuestionIx>>),
}

/// A table between two systems' codes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Codes {
    /// Our code and theirs.
    pub pairs: Vec<(String, String)>,
    /// Does a code that is not in the table stay as it is? Else it is left out.
    pub others_stay: bool,
}

/// How words are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Form {
    /// As they are kept; a choice by its code.
    Kept,
    /// As a person reads them; a choice by its label.
    Read,
    /// `yyyyMMdd`, as much of it as is known.
    Day,
    /// `yyyyMMddHHmmss`.
    Moment,
    /// A whole number.
    Number,
    /// True unless empty or `false`.
    Truth,
}

/// What a list is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum List {
    /// The declaration, and the papers that are attached.
    Papers,
    /// The files: of the paper it is in, else all.
    Files,
    /// Lines of the fee.
    Fees,
    /// What the office has asked for.
    Requests,
    /// The dossier itself: the other system has a list for what we have one of. It is empty while something is
    /// missing that the other system insists on.
    Once,
    /// Nothing: the other system has a list for what we do not have.
    Nothing,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident [$count:literal] { $($(#[$of:meta])* $at:literal $variant:ident $word:literal)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
        pub enum $name {
            $($(#[$of])* $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: [$name; $count] = [$($name::$variant),*];

            /// As it is written in `procedures/targets`.
            pub fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)*
                }
            }
        }

        dossier::read_enum! {
            $name [$count] { $($at => $variant,)* _ => $name::ALL[0] }
        }
    };
}

words! {
    /// What is known of a dossier beside its answers, and of the things in its lists.
    Fact [33] {
        /// Số gửi.
        0 Number "our.number"
        /// Mã hồ sơ.
        1 Code "our.code"
        /// Mã định danh of the agency.
        2 Agency "our.agency"
        /// Name of the office.
        3 Office "our.office"
        /// Code of the procedure.
        4 Procedure "our.procedure"
        /// Its name.
        5 ProcedureName "our.procedure_name"
        /// Its field.
        6 Field "our.field"
        /// The cases that apply.
        7 Cases "our.cases"
        /// When it was received by us.
        8 Received "our.received"
        /// When the result is due: the hour of closing on that day.
        9 Due "our.due"
        /// How it stands, as a national code.
        10 State "our.state"
        /// When it was accepted last.
        11 Accepted "our.accepted"
        /// When it was refused.
        12 Refused "our.refused"
        /// When it was finished.
        13 Finished "our.finished"
        /// When the result was given.
        14 Returned "our.returned"
        /// Whether there is a file.
        15 HasFiles "our.has_files"
        /// Name of a paper or a line of the fee.
        16 Name "each.name"
        /// National code of a paper.
        17 PaperCode "each.code"
        /// Originals of a paper.
        18 Originals "each.originals"
        /// Copies of a paper.
        19 Copies "each.copies"
        /// Name of a file in a form, `tep-<n>`.
        20 Part "each.part"
        /// Name of a file.
        21 FileName "each.file_name"
        /// Bytes of a file.
        22 Size "each.size"
        /// SHA-256 of a file.
        23 Sha256 "each.sha256"
        /// Where a file can be fetched.
        24 Address "each.address"
        /// Id of a line of the fee.
        25 FeeId "each.id"
        /// Đồng of a line of the fee, if known.
        26 Amount "each.amount"
        /// Running number of an event, from 1.
        27 EventNumber "each.number"
        /// What has happened, as a national code.
        28 EventState "each.state"
        /// When.
        29 At "each.at"
        /// What the office says, or the citizen.
        30 Said "each.words"
        /// The day until which the citizen has time.
        31 Until "each.until"
        /// Id of a file: số gửi and its place.
        32 FileId "each.file_id"
    }
}

/// Where words stand, and so which facts they may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Fields of the dossier.
    Dossier,
    /// Fields of what follows.
    Later,
    /// Fields of the things in a list.
    In(List),
}

impl Fact {
    /// Is it known there?
    pub fn is_known(self, place: Place) -> bool {
        use Fact::*;
        let of_files = [PaperCode, Name, Part, FileName, Size, Sha256, Address, FileId];
        match self {
            _ if self.word().starts_with("our.") => true,
            _ => match place {
                Place::Dossier | Place::In(List::Once | List::Nothing) => false,
                Place::Later | Place::In(List::Requests) => {
                    [EventNumber, EventState, At, Said, Until].contains(&self)
                }
                Place::In(List::Papers) => [Name, PaperCode, Originals, Copies].contains(&self),
                Place::In(List::Files) => of_files.contains(&self),
                Place::In(List::Fees) => [Name, FeeId, Amount].contains(&self),
            },
        }
    }
}

impl List {
    /// As they are called in `procedures/targets`.
    pub const WORDS: [(&'static str, List); 6] = [
        ("papers", List::Papers),
        ("files", List::Files),
        ("fees", List::Fees),
        ("requests", List::Requests),
        ("once", List::Once),
        ("nothing", List::Nothing),
    ];
}

impl Form {
    /// As they are called in `procedures/targets`; words without one are as they are kept.
    pub const WORDS: [(&'static str, Form); 5] = [
        ("read", Form::Read),
        ("day", Form::Day),
        ("moment", Form::Moment),
        ("number", Form::Number),
        ("truth", Form::Truth),
    ];
}
