//! Words and signs of an expression.

use dossier::expr::Comparison;
use vietnam::date::Date;

/// A word or a sign.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Token {
    Name(String),
    Param(String),
    Int(i64),
    Date(Date),
    Quoted(String),
    Compare(Comparison),
    /// `(`, `)`, `[`, `]`, `,`, `+`, `-`, `*`, `/`
    Sign(char),
}

/// Something that does not belong into an expression: byte, message, remedy.
pub(super) type Fault = (usize, String, String);

/// The tokens of an expression, each with the byte it begins at.
pub(super) fn lex(text: &str) -> Result<Vec<(usize, Token)>, Fault> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (length, token) = match c {
            c if c.is_whitespace() => {
                at += c.len_utf8();
                continue;
            }
            'a'..='z' | 'A'..='Z' | '_' => {
                let word = take(rest, |c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
                (word.len(), Token::Name(word.into()))
            }
            '$' => {
                let word = take(&rest[1..], |c| c.is_ascii_alphanumeric() || c == '_');
                (word.len() + 1, Token::Param(word.into()))
            }
            '0'..='9' => number(at, rest)?,
            '"' => match rest[1..].find('"') {
                Some(end) => (end + 2, Token::Quoted(rest[1..=end].into())),
                None => return Err((at, "a quote without an end".into(), "close it with \"".into())),
            },
            '(' | ')' | '[' | ']' | ',' | '+' | '-' | '*' | '/' => (1, Token::Sign(c)),
            _ => comparison(at, rest)?,
        };
        tokens.push((at, token));
        at += length;
    }
    Ok(tokens)
}

fn take(text: &str, belongs: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c| !belongs(c)).unwrap_or(text.len());
    &text[..end]
}

fn number(at: usize, rest: &str) -> Result<(usize, Token), Fault> {
    let word = match day(rest) {
        Some(day) => day,
        None => take(rest, |c| c.is_ascii_alphanumeric() || c == '.'),
    };
    let token = match word.parse::<i64>() {
        Ok(number) => Some(Token::Int(number)),
        Err(_) => word.parse().ok().map(Token::Date),
    };
    if let Some(token) = token {
        return Ok((word.len(), token));
    }
    let decimal = word.contains('.') && word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    Err(if decimal {
        let help = "make it a rate with its source (`value: 2.5`), and write rate.… here";
        (at, format!("the number \"{word}\" with a point stands in a condition"), help.into())
    } else {
        let help = "write a whole number, or a day as 2025-07-01";
        (at, format!("\"{word}\" is neither a whole number nor a day"), help.into())
    })
}

/// Ten signs that look like a day, and not like a difference.
fn day(rest: &str) -> Option<&str> {
    let word = take(rest, |c| c.is_ascii_alphanumeric() || c == '-').get(..10)?;
    let looks = |(at, c): (usize, u8)| if at == 4 || at == 7 { c == b'-' } else { c.is_ascii_digit() };
    word.bytes().enumerate().all(looks).then_some(word)
}

fn comparison(at: usize, rest: &str) -> Result<(usize, Token), Fault> {
    use Comparison::{AtLeast, AtMost, Equal, Less, More, Unequal};
    let signs = [("==", Equal), ("!=", Unequal), ("<=", AtMost), (">=", AtLeast), ("<", Less), (">", More)];
    if let Some((sign, how)) = signs.iter().find(|(sign, _)| rest.starts_with(sign)) {
        return Ok((sign.len(), Token::Compare(*how)));
    }
    let help = match rest.chars().next() {
        Some('=') => "for \"is the same\" write ==",
        Some('&') => "write `and`",
        Some('|') => "write `or`",
        Some('!') => "write `not`, or != for \"is not the same\"",
        Some('\'') => "quote with \"…\"",
        _ => "docs/procedures.md lists what an expression is made of",
    };
    let sign = rest.chars().next().unwrap_or(' ');
    Err((at, format!("\"{sign}\" does not belong here"), help.into()))
}
