//! What the citizen typed, and what it means.
//!
//! The raw text is kept beside the parsed value: the citizen sees what was typed, the rules use what
//! was meant. A date's raw text is its three boxes joined by `/`.

use crate::procedure::{Procedure, QuestionIx};
use vietnam::date::PartialDate;

/// The meaning of an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// Words, a code, or a choice's id.
    Text(String),
    /// A whole number.
    Count(u32),
    /// A date, as much of it as is known.
    Date(PartialDate),
    /// A statement confirmed.
    Confirmed,
}

impl Value {
    /// How it is sent: plain text, digits, ISO 8601 (`1990`, `1990-03`, `1990-03-12`), `yes`.
    pub fn wire(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Count(n) => n.to_string(),
            Value::Date(date) => date.iso(),
            Value::Confirmed => CONFIRMED.into(),
        }
    }
}

/// The raw text of a confirmed statement.
pub const CONFIRMED: &str = "yes";

/// Raw answers of one declaration, one per question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answers {
    raw: Vec<String>,
}

impl Answers {
    /// Nothing typed yet; defaults filled in.
    pub fn blank(procedure: &Procedure) -> Answers {
        Answers { raw: procedure.questions.iter().map(|q| q.default.clone().unwrap_or_default()).collect() }
    }

    /// Answers by path, without defaults; what no question takes is returned beside them.
    pub fn from_paths<'a>(
        procedure: &Procedure,
        by_path: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> (Answers, Vec<&'a str>) {
        let mut answers = Answers { raw: vec![String::new(); procedure.questions.len()] };
        let mut unknown = Vec::new();
        for (path, raw) in by_path {
            match procedure.find(path) {
                Some(ix) => answers.set(ix, raw.into()),
                None => unknown.push(path),
            }
        }
        (answers, unknown)
    }

    /// The raw text of a question; empty when nothing was typed.
    pub fn raw(&self, ix: QuestionIx) -> &str {
        self.raw.get(ix.at()).map_or("", String::as_str)
    }

    /// Replaces the raw text of a question.
    pub fn set(&mut self, ix: QuestionIx, raw: String) {
        if let Some(slot) = self.raw.get_mut(ix.at()) {
            *slot = raw;
        }
    }

    /// What was typed, by path, in the order of the form; what is empty is left out.
    pub fn by_path(&self, procedure: &Procedure) -> Vec<(String, String)> {
        let both = procedure.questions.iter().zip(&self.raw);
        let typed = both.filter(|(_, raw)| !raw.is_empty());
        typed.map(|(question, raw)| (question.path.clone(), raw.clone())).collect()
    }
}
