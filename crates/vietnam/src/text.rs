//! Text as people type and paste it: normal form, cleaning, folding for search, capitals.
//!
//! Composition is our own, over the Latin script alone: the tables of all of Unicode weigh more than the rest
//! of this crate. Letters of other scripts pass through unchanged.

mod letters;
#[cfg(test)]
mod tests;

use letters::{PLACES, compose, mark, split};

/// Letters that carry a stroke or are ligatures: no mark comes off, so case is listed (small, capital).
const STROKED: &str = "đĐøØłŁħĦŧŦƀɃæÆœŒðÐþÞŋŊ";

/// Unicode normal form C, for text in Latin letters with the marks of Vietnamese, of the minority languages
/// and of European names: every letter one character, whatever the order its marks were typed in.
#[must_use]
pub fn nfc(text: &str) -> String {
    if !text.chars().any(|c| is_mark(c) || matches!(c, '\u{212A}' | '\u{212B}')) {
        return text.to_owned();
    }
    let mut composed = String::with_capacity(text.len());
    let mut marks = Vec::new();
    let mut letter = None;
    for c in decomposed(text) {
        if mark(c).is_some() {
            marks.push(c);
        } else {
            push_composed(&mut composed, letter.replace(c), &mut marks);
        }
    }
    push_composed(&mut composed, letter, &mut marks);
    composed
}

/// Ready to store: [`nfc`]; no-break spaces, tabs and line ends made blanks, blanks collapsed and trimmed;
/// zero-width characters, soft hyphens, direction marks and controls gone.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars().filter(|&c| c.is_whitespace() || !is_invisible(c)) {
        if !c.is_whitespace() {
            cleaned.push(c);
        } else if !cleaned.is_empty() && !cleaned.ends_with(' ') {
            cleaned.push(' ');
        }
    }
    cleaned.truncate(cleaned.trim_end_matches(' ').len());
    nfc(&cleaned)
}

/// The key for finding text typed without diacritics: cleaned, small letters, no marks, đ as d, plain
/// apostrophes and hyphens. "Chợ Đêm – Đà Lạt" becomes "cho dem - da lat".
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in decomposed(&clean(text)) {
        match small(c) {
            c if is_mark(c) => {}
            'đ' | 'ð' => folded.push('d'),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'ħ' => folded.push('h'),
            'ŧ' => folded.push('t'),
            'ƀ' => folded.push('b'),
            'ŋ' => folded.push('n'),
            'ı' => folded.push('i'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ß' => folded.push_str("ss"),
            c => folded.push(plain_punctuation(c)),
        }
    }
    folded
}

/// CHỮ IN HOA by Vietnamese rules (đ→Đ, ơ→Ơ), in normal form C.
#[must_use]
pub fn upper(text: &str) -> String {
    let mut capitals = String::with_capacity(text.len());
    for c in decomposed(text) {
        match c {
            'ß' => capitals.push_str("SS"),
            'ı' => capitals.push('I'),
            c => capitals.push(capital(c)),
        }
    }
    nfc(&capitals)
}

/// The key for "is it the same word?": like [`fold`] but with every mark kept, and the tone mark of the
/// clusters oa, oe, uy put on their first letter, so that HOÀ and hòa agree.
pub(crate) fn spelling(text: &str) -> String {
    let mut letters = Vec::with_capacity(text.len());
    for c in decomposed(&clean(text)) {
        match small(c) {
            'ß' => letters.extend(['s', 's']),
            'ı' => letters.push('i'),
            c => letters.push(plain_punctuation(c)),
        }
    }
    for at in 0..letters.len().saturating_sub(2) {
        let cluster = matches!((letters[at], letters[at + 1]), ('o', 'a' | 'e') | ('u', 'y'));
        let only_a_tone = is_tone(letters[at + 2]) && !letters.get(at + 3).is_some_and(|&c| is_mark(c));
        if cluster && only_a_tone {
            letters.swap(at + 1, at + 2);
        }
    }
    letters.into_iter().collect()
}

/// Every letter taken apart, in the order typed.
fn decomposed(text: &str) -> Vec<char> {
    fn push(parts: &mut Vec<char>, c: char) {
        match (c, split(c)) {
            (_, Some((bare, mark))) => {
                push(parts, bare);
                parts.push(mark);
            }
            // Characters that Unicode keeps only as other names of these.
            ('\u{340}', _) => parts.push('\u{300}'),
            ('\u{341}', _) => parts.push('\u{301}'),
            ('\u{212A}', _) => parts.push('K'),
            ('\u{212B}', _) => push(parts, 'Å'),
            _ => parts.push(c),
        }
    }
    let mut parts = Vec::with_capacity(text.len());
    text.chars().for_each(|c| push(&mut parts, c));
    parts
}

/// Puts the marks on the letter, in canonical order; those that make no letter follow it.
fn push_composed(composed: &mut String, letter: Option<char>, marks: &mut Vec<char>) {
    let mut letter = letter;
    let mut left = String::new();
    for place in PLACES {
        let mut blocked = false;
        for mark in marks.iter().filter_map(|&c| mark(c)).filter(|mark| mark.place == place) {
            match letter.and_then(|letter| compose(letter, mark)) {
                Some(marked) if !blocked => letter = Some(marked),
                _ => {
                    left.push(mark.code);
                    blocked = true;
                }
            }
        }
    }
    composed.extend(letter);
    composed.push_str(&left);
    marks.clear();
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// Grave, acute, hook above, tilde, dot below.
fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{309}' | '\u{303}' | '\u{323}')
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn plain_punctuation(c: char) -> char {
    match c {
        '‘' | '’' | 'ʼ' | '´' | '`' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        c => c,
    }
}

fn small(c: char) -> char {
    stroked(c).map_or(c.to_ascii_lowercase(), |(small, _)| small)
}

fn capital(c: char) -> char {
    stroked(c).map_or(c.to_ascii_uppercase(), |(_, capital)| capital)
}

/// The small and the capital form of a letter of [`STROKED`].
fn stroked(c: char) -> Option<(char, char)> {
    if c.is_ascii() {
        return None;
    }
    let mut letters = STROKED.chars();
    std::iter::from_fn(|| Some((letters.next()?, letters.next()?)))
        .find(|&(small, capital)| c == small || c == capital)
}
