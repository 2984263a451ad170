//! The official form on paper: `{path}` is an answer, `{group}` all of a group, `{a + b}` answers joined,
//! `{path|words}` a date in words. Lines that are not written are made in [`generated`].

mod generated;

use crate::diagnostic::Position;
use crate::fields::{self, Fields};
use crate::keys;
use crate::parts::Context;
use crate::scope::{ROOT, ScopeIx};
use crate::yaml::{Node, Value};
use dossier::expr::Expr;
use dossier::kind::Kind;
use dossier::paper::{Line, LineStyle, Paper, Piece};
use dossier::procedure::{QuestionIx, RowsIx, Step};

const STYLES: [(&str, LineStyle); 4] = [
    ("plain", LineStyle::Plain),
    ("head", LineStyle::Head),
    ("centred", LineStyle::Centred),
    ("text", LineStyle::Text),
];

/// What stands between two entries of one line.
const GAP: &str = "    ";

/// The layout of the form.
pub(crate) fn paper<'a>(context: &Context<'_, 'a>, steps: &[Step], node: &'a Node) -> Option<Paper> {
    let fields = Fields::of(node, context.sink, keys::PAPER)?;
    context.doubt("paper", &fields);
    let lines = match fields.get("lines") {
        Some(_) => {
            let lines = fields.list("lines").iter();
            let lines: Vec<_> =
                lines.map(|one| Writer { context, scope: ROOT, row: None }.line(one)).collect();
            lines.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect()
        }
        None => generated::lines(context, steps),
    };
    let signatures = match fields.get("signatures") {
        Some(_) => fields.lines("signatures"),
        None => vec!["Người yêu cầu".into()],
    };
    let title = fields.need_words("title").map(vietnam::text::nfc);
    Some(Paper { title: title?, source: fields.need_words("source")?.into(), lines, signatures })
}

/// Writes lines in one scope.
#[derive(Clone, Copy)]
struct Writer<'w, 'c, 'a> {
    context: &'w Context<'c, 'a>,
    scope: ScopeIx,
    /// The group whose row names mean.
    row: Option<RowsIx>,
}

impl<'a> Writer<'_, '_, 'a> {
    /// A line; inner `None` when a block's parameters leave out all that it would print.
    fn line(&self, node: &'a Node) -> Option<Option<Line>> {
        if let Value::Scalar(..) = node.value {
            let pieces = self.pieces(node)?;
            let line = Line { style: LineStyle::Plain, when: None, each: self.row, pieces };
            return Some((!line.pieces.is_empty()).then_some(line));
        }
        let fields = Fields::of(node, self.context.sink, keys::LINE)?;
        let given: Vec<_> =
            STYLES.iter().filter_map(|(key, style)| Some((fields.get(key)?, *style))).collect();
        let [(words, style)] = given[..] else {
            let help = "write one of plain, head, centred, text";
            self.context.sink.error(fields.at(), "a line has one style", help);
            return None;
        };
        let row = match fields.get("each") {
            None => self.row,
            Some(node) => {
                let name = fields::words(node, self.context.sink)?;
                Some(self.context.checker.names.rows(self.scope, name, &node.at)?)
            }
        };
        let within = Writer { row, ..*self };
        let mut when = self.context.when_in(row, self.scope, &fields)?;
        if let Some(rows) = row.filter(|_| self.row.is_none()) {
            // What is not asked has no rows to print.
            let asked = self.context.expanded.rows.get(rows.at()).and_then(|rows| rows.when.as_ref());
            let asked = asked.and_then(|when| self.context.checker.condition(when));
            when = both(asked.filter(|when| *when != Expr::Bool(true)), when);
        }
        let pieces = within.pieces(words)?;
        Some((!pieces.is_empty()).then_some(Line { style, when, each: row, pieces }))
    }

    /// The entries of a line; those of which a block's parameters leave out everything are left out.
    fn pieces(&self, node: &'a Node) -> Option<Vec<Piece>> {
        let words = self.context.texts.line(self.scope, node)?;
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = 0;
        for entry in words.split(GAP) {
            let (read, left_out) = self.entry(node, at, entry)?;
            at += entry.len() + GAP.len();
            if left_out || (read.is_empty() && words.contains('{')) {
                continue;
            }
            if !pieces.is_empty() {
                push_words(&mut pieces, GAP);
            }
            for piece in read {
                match piece {
                    Piece::Words(words) => push_words(&mut pieces, &words),
                    piece => pieces.push(piece),
                }
            }
        }
        Some(pieces)
    }

    /// What stands in an entry, and whether it names something but all of that is left out.
    fn entry(&self, node: &Node, begin: usize, words: &str) -> Option<(Vec<Piece>, bool)> {
        let (mut pieces, mut names, mut left_out) = (Vec::new(), 0, 0);
        let mut at = 0;
        while let Some(open) = words[at..].find('{') {
            push_words(&mut pieces, &words[at..at + open]);
            let inner = at + open + 1;
            let place = node.within(begin + inner);
            let Some(length) = words[inner..].find('}') else {
                self.context.sink.error(&place, "\"{\" without \"}\"", "close the answer with }");
                return None;
            };
            let piece = self.answers(&words[inner..inner + length], &place)?;
            names += 1;
            left_out += usize::from(piece == Piece::Answers(Vec::new()));
            pieces.push(piece);
            at = inner + length + 1;
        }
        push_words(&mut pieces, &words[at..]);
        Some((pieces, names > 0 && names == left_out))
    }

    fn answers(&self, inner: &str, at: &Position) -> Option<Piece> {
        if let Some((path, style)) = inner.split_once('|') {
            let names = self.context.checker.names.within(self.row);
            if self.scope != ROOT && names.is_left_out(self.scope, path.trim()) {
                return Some(Piece::Answers(Vec::new()));
            }
            let ix = names.any_question(self.scope, path.trim(), at)?;
            let kind = self.context.checker.kinds.get(ix.at());
            if style.trim() != "words" || !matches!(kind, Some(Kind::Date { .. } | Kind::PartialDate { .. }))
            {
                let message = format!("\"{}\" cannot be written as \"{}\"", path.trim(), style.trim());
                self.context.sink.error(at, message, "only a date can be written out: {path|words}");
                return None;
            }
            return Some(Piece::InWords(ix));
        }
        let all: Vec<_> = inner.split('+').map(|name| self.questions(name.trim(), at)).collect();
        Some(Piece::Answers(all.into_iter().collect::<Option<Vec<_>>>()?.concat()))
    }

    /// The questions a name means: one, or those of a group.
    fn questions(&self, name: &str, at: &Position) -> Option<Vec<QuestionIx>> {
        let names = self.context.checker.names.within(self.row);
        if self.scope != ROOT && names.is_left_out(self.scope, name) {
            return Some(Vec::new());
        }
        match names.group(self.scope, name).filter(|_| !names.knows(self.scope, name)) {
            Some(group) => Some(self.group(&group)),
            None => Some(vec![names.any_question(self.scope, name, at)?]),
        }
    }

    /// The answers of a group in the order of the form; of a block that says how it is printed, what it prints.
    fn group(&self, group: &str) -> Vec<QuestionIx> {
        let expanded = self.context.expanded;
        let inner = format!("{group}.");
        let within = |path: &str| path == group || path.starts_with(&inner);
        let (mut all, mut at) = (Vec::new(), 0);
        while let Some(draft) = expanded.questions.get(at) {
            let block = expanded.uses.iter().find(|block| {
                let path = expanded.scopes.join(block.scope, "");
                let lines = block.paper.map_or(&[][..], |node| fields::list(node, self.context.sink));
                block.first == at && block.end > at && within(path.trim_end_matches('.')) && !lines.is_empty()
            });
            if let Some(block) = block {
                let writer = Writer { scope: block.scope, ..*self };
                let lines = fields::list(block.paper.unwrap_or(draft.fields.node), self.context.sink);
                let lines = lines.iter().filter_map(|node| writer.line(node).flatten());
                all.extend(lines.flat_map(|line| line.pieces).flat_map(named));
                at = block.end;
                continue;
            }
            if within(&draft.path) {
                all.extend(u16::try_from(at).ok().map(QuestionIx));
            }
            at += 1;
        }
        let mut seen = Vec::new();
        all.retain(|ix| {
            !seen.contains(ix) && {
                seen.push(*ix);
                true
            }
        });
        all
    }
}

/// The questions of a piece.
fn named(piece: Piece) -> Vec<QuestionIx> {
    match piece {
        Piece::Answers(all) => all,
        Piece::InWords(ix) => vec![ix],
        Piece::Words(_) | Piece::Number => Vec::new(),
    }
}

fn push_words(pieces: &mut Vec<Piece>, words: &str) {
    let words = vietnam::text::nfc(words);
    match pieces.last_mut() {
        _ if words.is_empty() => {}
        Some(Piece::Words(before)) => before.push_str(&words),
        _ => pieces.push(Piece::Words(words)),
    }
}

/// Both conditions.
fn both(a: Option<Expr>, b: Option<Expr>) -> Option<Expr> {
    match (a, b) {
        (Some(a), Some(b)) if a == b => Some(a),
        (Some(a), Some(b)) => Some(Expr::And(vec![a, b])),
        (a, b) => a.or(b),
    }
}
