//! An answer in words a person reads.

use crate::answers::Value;
use crate::kind::Kind;
use crate::procedure::{Lang, Question};
use crate::tables::Tables;
use vietnam::places::{Commune, CommuneCode, Province};

/// The answer as it is shown on the review page and on paper. A code whose table is not loaded stays a code.
pub fn display(question: &Question, value: &Value, tables: &Tables, lang: Lang) -> String {
    match value {
        Value::Count(n) => n.to_string(),
        Value::Date(date) => date.dmy(),
        Value::Confirmed => question.label.get(lang).into(),
        Value::Text(text) => named(&question.kind, text, tables, lang).unwrap_or_else(|| text.clone()),
    }
}

fn named(kind: &Kind, code: &str, tables: &Tables, lang: Lang) -> Option<String> {
    match kind {
        Kind::Choice { options } => {
            options.iter().find(|o| o.id == code).map(|o| o.label.get(lang).to_string())
        }
        Kind::Listed { list } => tables.listed(*list, code, lang).map(str::to_string),
        Kind::Province => tables.province(code).map(Province::full_name),
        Kind::Commune { .. } | Kind::Office => {
            tables.commune(CommuneCode::parse(code)?).map(Commune::full_name)
        }
        Kind::Phone => Some(vietnam::phone::Phone::parse(code).ok()?.grouped()),
        _ => None,
    }
}
