//! Words for citizens, in every language, with what a block was given and the numbers of the law in them.

use crate::diagnostic::Sink;
use crate::fields::{self, Fields};
use crate::rates::RateBook;
use crate::scope::{ScopeIx, Scopes};
use crate::yaml::Node;
use dossier::procedure::{Lang, Period, Text};

/// Longest label, in letters: what stands in one row of a form.
pub(crate) const LABEL_MAX: usize = 160;

/// Reads texts of one procedure.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'c, 'a> {
    pub(crate) scopes: &'c Scopes<'a>,
    pub(crate) rates: &'c RateBook,
    /// When the procedure is in force: a number in a text must hold throughout.
    pub(crate) period: Period,
    pub(crate) sink: &'c Sink,
}

impl<'a> Texts<'_, 'a> {
    /// A text in every language; `$name` stands for a parameter, `{rate.x}` for a number of the law.
    pub(crate) fn text(&self, scope: ScopeIx, node: &'a Node) -> Option<Text> {
        let (scope, node) = self.scopes.follow(scope, node);
        let text = text(node, self.sink)?;
        Some(Text {
            vi: self.filled(scope, node.get("vi")?, &text.vi, Lang::Vi),
            en: self.filled(scope, node.get("en")?, &text.en, Lang::En),
        })
    }

    /// A text under a key that may be absent.
    pub(crate) fn get(&self, scope: ScopeIx, fields: &Fields<'a>, key: &str) -> Option<Text> {
        self.text(scope, fields.get(key)?)
    }

    /// A text under a key that must be there.
    pub(crate) fn need(&self, scope: ScopeIx, fields: &Fields<'a>, key: &str) -> Option<Text> {
        self.text(scope, fields.need(key)?)
    }

    /// A short text that must be there.
    pub(crate) fn label(&self, scope: ScopeIx, fields: &Fields<'a>, key: &str) -> Option<Text> {
        let text = self.need(scope, fields, key)?;
        for (lang, words) in [("vi", &text.vi), ("en", &text.en)] {
            let length = words.chars().count();
            if length > LABEL_MAX {
                let at = fields.get(key).and_then(|node| node.get(lang)).map_or(fields.at(), |node| &node.at);
                let message = format!("the {key} has {length} letters; the form has room for {LABEL_MAX}");
                self.sink.error(at, message, "shorten it, and move the rest to `help`");
            }
        }
        Some(text)
    }

    /// Words of no language, a code or an id, with `$name` for a parameter.
    pub(crate) fn words(&self, scope: ScopeIx, fields: &Fields<'a>, key: &str) -> Option<String> {
        let (scope, node) = self.scopes.follow(scope, fields.get(key)?);
        self.line(scope, node)
    }

    /// Words of no language that must be there.
    pub(crate) fn need_words(&self, scope: ScopeIx, fields: &Fields<'a>, key: &str) -> Option<String> {
        fields.need(key)?;
        self.words(scope, fields, key)
    }

    /// Words of no language; `{…}` in them is left as it is.
    pub(crate) fn line(&self, scope: ScopeIx, node: &'a Node) -> Option<String> {
        let words = fields::words(node, self.sink)?;
        let mut filled = String::new();
        let mut rest = words;
        while let Some(at) = rest.find('$') {
            filled.push_str(&rest[..at]);
            rest = &rest[at..];
            let used = self.param(scope, node, &rest[1..], Lang::Vi, &mut filled);
            rest = &rest[used..];
        }
        Some(filled + rest)
    }

    /// `true` or `false`, or a parameter that is; false when absent.
    pub(crate) fn flag(&self, scope: ScopeIx, fields: &Fields<'a>, key: &str) -> bool {
        let given = fields.get(key).map(|node| self.scopes.follow(scope, node).1);
        given.is_some_and(|node| fields::flag(node, self.sink))
    }

    fn filled(&self, scope: ScopeIx, node: &'a Node, words: &str, lang: Lang) -> String {
        let mut filled = String::new();
        let mut rest = words;
        while let Some(at) = rest.find(['$', '{']) {
            filled.push_str(&rest[..at]);
            rest = &rest[at..];
            let used = match rest.strip_prefix('{') {
                Some(inner) => self.number(node, inner, lang, &mut filled),
                None => self.param(scope, node, &rest[1..], lang, &mut filled),
            };
            rest = &rest[used..];
        }
        filled + rest
    }

    /// `{rate.x}`: how many bytes it takes, after adding the number.
    fn number(&self, node: &Node, inner: &str, lang: Lang, filled: &mut String) -> usize {
        let Some((name, _)) = inner.split_once('}') else {
            self.sink.error(
                &node.at,
                "\"{\" without \"}\"",
                "in a text, {…} holds a rate, e.g. {rate.copy_fee}",
            );
            return inner.len() + 1;
        };
        match name.strip_prefix("rate.") {
            Some(id) if !self.rates.knows(id) => self.sink.unknown(&node.at, "rate", id, self.rates.ids()),
            Some(id) => match self.rates.only_value(id, &self.period) {
                Some(value) if self.rates.in_tenths(id) => filled.push_str(&tenths(value, lang)),
                Some(value) => filled.push_str(&grouped(value, lang)),
                None => self.sink.error(
                    &node.at,
                    format!("rate.{id} changes while this procedure is in force"),
                    "say it without the number, or end this version of the procedure when the number changes",
                ),
            },
            None => self.sink.error(
                &node.at,
                format!("\"{{{name}}}\" is no rate"),
                "in a text, {…} holds a rate, e.g. {rate.copy_fee}",
            ),
        }
        name.len() + 2
    }

    /// `$name`, or `$Name` for a capital first letter: how many bytes it takes, after adding the words.
    fn param(&self, scope: ScopeIx, node: &Node, rest: &str, lang: Lang, filled: &mut String) -> usize {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let name = &rest[..end];
        match self.scopes.param(scope, &name.to_ascii_lowercase()) {
            Some((from, given)) => {
                let given = match lang {
                    Lang::Vi => given.get("vi").unwrap_or(given),
                    Lang::En => given.get("en").unwrap_or(given),
                };
                let words = self.filled(from, given, given.words().unwrap_or_default(), lang);
                let mut letters = words.chars();
                match letters.next() {
                    Some(first) if name.starts_with(|c: char| c.is_ascii_uppercase()) => {
                        filled.push_str(&vietnam::text::upper(first.encode_utf8(&mut [0; 4])));
                        filled.push_str(letters.as_str());
                    }
                    _ => filled.push_str(&words),
                }
            }
            None => self.sink.unknown(&node.at, "parameter", name, self.scopes.params(scope)),
        }
        end + 1
    }
}

/// A text in every language, word for word.
pub(crate) fn text(node: &Node, sink: &Sink) -> Option<Text> {
    if node.words().is_some() {
        sink.error(&node.at, "a text is needed in Vietnamese and in English", "write `{ vi: …, en: … }`");
        return None;
    }
    let fields = Fields::of(node, sink, &["vi", "en"])?;
    let one = |key: &str| {
        let node = fields.need(key)?;
        let words = fields::words(node, sink)?;
        if words.trim().is_empty() {
            sink.error(
                &node.at,
                format!("the text is empty in \"{key}\""),
                "write it, or leave out the whole text",
            );
        }
        Some(vietnam::text::nfc(words.trim()))
    };
    let (vi, en) = (one("vi"), one("en"));
    Some(Text { vi: vi?, en: en? })
}

/// `2,5` in Vietnamese, `2.5` in English.
fn tenths(value: i64, lang: Lang) -> String {
    let whole = grouped(value / 10, lang);
    match (value.unsigned_abs() % 10, lang) {
        (0, _) => whole,
        (tenth, Lang::Vi) => format!("{whole},{tenth}"),
        (tenth, Lang::En) => format!("{whole}.{tenth}"),
    }
}

/// `8.000` in Vietnamese, `8,000` in English.
fn grouped(value: i64, lang: Lang) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut grouped = String::from(if value < 0 { "-" } else { "" });
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(if lang == Lang::Vi { '.' } else { ',' });
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        assert_eq!(
            (grouped(1_234_567, Lang::Vi), grouped(8000, Lang::En)),
            ("1.234.567".into(), "8,000".into())
        );
        assert_eq!((tenths(25, Lang::Vi), tenths(25, Lang::En)), ("2,5".into(), "2.5".into()));
        assert_eq!((tenths(20, Lang::Vi), tenths(5, Lang::En)), ("2".into(), "0.5".into()));
    }
}
