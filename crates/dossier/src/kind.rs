//! The kinds of question, and what each one takes.

use crate::procedure::{QuestionIx, Text};
use serde::Serialize;
use vietnam::date::Date;
use vietnam::identity::Sex;

/// What kind of answer a question takes.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub enum Kind {
    /// Words on one line, at most `max` letters.
    Text {
        /// Greatest number of letters.
        max: u16,
    },
    /// Who registered something or issued a paper, called as it was at that time: words as for `Text`, which may end
    /// with the code of an old commune or district ([`vietnam::places::OldPlaces::quoted`]).
    Authority {
        /// Greatest number of letters.
        max: u16,
    },
    /// A person's full name, kept as typed, upper case on the form.
    Name,
    /// Số định danh cá nhân, 12 digits; compared with birth and sex where they are known.
    CitizenId {
        /// The question that holds the birth date.
        born: Option<QuestionIx>,
        /// Where the sex is known from.
        sex: Option<SexOf>,
    },
    /// The number of an identity paper of the kind answered there.
    DocumentNumber {
        /// The question that holds the kind of paper.
        paper: QuestionIx,
    },
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A whole number within bounds.
    Count {
        /// Least.
        min: u32,
        /// Greatest.
        max: u32,
    },
    /// A day, in three boxes.
    Date {
        /// Earliest day taken.
        from: Date,
        /// May it lie after today?
        future: bool,
        /// Show the day in words, as the form writes it.
        words: bool,
    },
    /// A year, a month or a day: as much as is known.
    PartialDate {
        /// Earliest day taken.
        from: Date,
    },
    /// One of a few things.
    Choice {
        /// What can be chosen.
        options: Vec<Choice>,
    },
    /// One of a long list kept outside the procedure.
    Listed {
        /// Which list.
        list: ListId,
    },
    /// A province of today.
    Province,
    /// A commune of the province answered there.
    Commune {
        /// The question that holds the province.
        province: QuestionIx,
    },
    /// The commune whose one-stop office receives the dossier, in the site's province.
    Office,
    /// A statement to confirm.
    Confirm,
}

/// Where a person's sex is known from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum SexOf {
    /// The question with choices `male`, `female`.
    Answer(QuestionIx),
    /// By the role: a mother, a father.
    Role(Sex),
}

/// One thing that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Choice {
    /// Stable id; what expressions compare with and what is sent.
    pub id: String,
    /// Its wording.
    pub label: Text,
    /// A plain sentence under it.
    pub hint: Option<Text>,
    /// Only where the site offers this service.
    pub service: Option<String>,
}

/// A list of codes and names kept outside the procedures.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub enum ListId {
    /// 54 ethnic groups.
    EthnicGroups,
    /// Countries and nationalities, ISO 3166 alpha-2.
    Countries,
}

impl ListId {
    /// Its name in files.
    pub fn id(self) -> &'static str {
        match self {
            ListId::EthnicGroups => "ethnic_groups",
            ListId::Countries => "countries",
        }
    }
}
