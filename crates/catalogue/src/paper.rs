//! The official form on paper: `{path}` is an answer, `{a + b}` answers joined, `{path|words}` a date in words.

use crate::fields::{self, Fields};
use crate::parts::Context;
use crate::scope::ROOT;
use crate::yaml::{Node, Value};
use dossier::kind::Kind;
use dossier::paper::{Line, LineStyle, Paper, Piece};

const STYLES: [(&str, LineStyle); 4] = [
    ("plain", LineStyle::Plain),
    ("head", LineStyle::Head),
    ("centred", LineStyle::Centred),
    ("text", LineStyle::Text),
];

/// The layout of the form.
pub(crate) fn paper<'a>(context: &Context<'_, 'a>, node: &'a Node) -> Option<Paper> {
    let fields = Fields::of(node, context.sink, &["title", "source", "lines", "unverified"])?;
    context.doubt("paper", &fields);
    fields.need("lines");
    let lines: Vec<_> = fields.list("lines").iter().map(|one| line(context, one)).collect();
    Some(Paper {
        title: fields.need_words("title")?.into(),
        source: fields.need_words("source")?.into(),
        lines: lines.into_iter().collect::<Option<_>>()?,
    })
}

fn line<'a>(context: &Context<'_, 'a>, node: &'a Node) -> Option<Line> {
    if let Value::Scalar(..) = node.value {
        return Some(Line { style: LineStyle::Plain, when: None, pieces: pieces(context, node)? });
    }
    let fields = Fields::of(node, context.sink, &["plain", "head", "centred", "text", "when"])?;
    let given: Vec<_> = STYLES.iter().filter_map(|(key, style)| Some((fields.get(key)?, *style))).collect();
    let [(words, style)] = given[..] else {
        let help = "write one of plain, head, centred, text";
        context.sink.error(fields.at(), "a line has one style", help);
        return None;
    };
    let when = context.when(ROOT, &fields)?;
    Some(Line { style, when, pieces: pieces(context, words)? })
}

fn pieces<'a>(context: &Context<'_, 'a>, node: &'a Node) -> Option<Vec<Piece>> {
    let words = fields::words(node, context.sink)?;
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(open) = words[at..].find('{') {
        push_words(&mut pieces, &words[at..at + open]);
        let inner = at + open + 1;
        let Some(length) = words[inner..].find('}') else {
            context.sink.error(&node.within(inner - 1), "\"{\" without \"}\"", "close the answer with }");
            return None;
        };
        pieces.push(answers(context, node, inner, &words[inner..inner + length])?);
        at = inner + length + 1;
    }
    push_words(&mut pieces, &words[at..]);
    Some(pieces)
}

fn push_words(pieces: &mut Vec<Piece>, words: &str) {
    if !words.is_empty() {
        pieces.push(Piece::Words(vietnam::text::nfc(words)));
    }
}

fn answers(context: &Context<'_, '_>, node: &Node, at: usize, inner: &str) -> Option<Piece> {
    let at = node.within(at);
    let names = context.checker.names;
    if let Some((path, style)) = inner.split_once('|') {
        let ix = names.question(ROOT, path.trim(), &at)?;
        let dated =
            matches!(context.checker.kinds.get(ix.at()), Some(Kind::Date { .. } | Kind::PartialDate { .. }));
        if style.trim() != "words" || !dated {
            let message = format!("\"{}\" cannot be written as \"{}\"", path.trim(), style.trim());
            context.sink.error(&at, message, "only a date can be written out: {path|words}");
            return None;
        }
        return Some(Piece::InWords(ix));
    }
    let all: Vec<_> = inner.split('+').map(|path| names.question(ROOT, path.trim(), &at)).collect();
    Some(Piece::Answers(all.into_iter().collect::<Option<_>>()?))
}
