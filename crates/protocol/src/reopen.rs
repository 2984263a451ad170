//! A dossier that its office asks to complete, opened again for whoever holds its receipt. It is asked for as in
//! [`Track`](crate::Track); of the proofs the secret alone opens answers.

use crate::number::SubmissionNumber;
use crate::submission::Attachment;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use vietnam::date::Date;

/// All that is needed to go on declaring.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reopened {
    /// What the office asks for, and what it has.
    pub asked: Asked,
    /// What was declared.
    pub declared: Declared,
}

/// A dossier that its office asks to complete. Devices keep it beside their answers, in postcard.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Asked {
    /// Số gửi, which a supplement names.
    pub number: SubmissionNumber,
    /// The secret on its receipt, as it is printed.
    pub secret: String,
    /// Mã hồ sơ.
    pub code: String,
    /// When it was received, RFC 3339 with the offset of Viet Nam: the rules of that day judge a supplement.
    pub received_at: String,
    /// The files the office has.
    pub files: Vec<Attachment>,
    /// What it asks for, in its own words.
    pub words: String,
    /// The day until which the citizen has time, ISO 8601.
    pub until: Option<String>,
}

impl Asked {
    /// The day whose rules judge a supplement.
    pub fn day(&self) -> Option<Date> {
        Date::from_str(self.received_at.get(..10)?).ok()
    }
}

/// A declaration as the office has it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Declared {
    /// National code of the procedure.
    pub procedure: String,
    /// Version of the catalogue that the answers were checked with last.
    pub catalogue: String,
    /// The site it is filed in.
    pub site: String,
    /// The answers, by path, as they are typed: dates as `05/08/1995`, `/08/1995`, `//1995`. Without what is undertaken
    /// beside Submit, which is undertaken anew.
    #[serde(with = "by_path")]
    pub answers: Vec<(String, String)>,
}

/// A map to everybody; pairs to the widget, which reads them as it keeps them.
mod by_path {
    use serde::{Deserialize, Deserializer, Serializer};
    use std::collections::BTreeMap;

    pub(super) fn serialize<S: Serializer>(pairs: &[(String, String)], to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(pairs.iter().map(|(path, raw)| (path, raw)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(String, String)>, D::Error> {
        Ok(BTreeMap::deserialize(from)?.into_iter().collect())
    }
}
