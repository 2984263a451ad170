//! The lines of a form that is not written out: every step a part, every block as its `paper:` says, every
//! other question as "label: answer", numbered.

use super::{GAP, Writer, both, push_words};
use crate::expand::UseDraft;
use crate::expr::Ast;
use crate::fields;
use crate::parts::Context;
use crate::scope::ScopeIx;
use crate::yaml::Node;
use dossier::expr::Expr;
use dossier::kind::Kind;
use dossier::paper::{Line, LineStyle, Piece};
use dossier::procedure::{Question, QuestionIx, RowsIx, Step};

/// All lines of the form.
pub(super) fn lines(context: &Context<'_, '_>, steps: &[Step]) -> Vec<Line> {
    let form = Form { context };
    let mut lines: Vec<Line> = form.addressee().into_iter().collect();
    for (draft, step) in context.expanded.steps.iter().zip(steps) {
        let when = form.condition(draft.when.as_ref());
        if step.on_review {
            lines.extend(step.intro.as_ref().map(|intro| fixed(LineStyle::Text, &intro.vi, when)));
            continue;
        }
        let own = match draft.paper {
            Some(node) => form.written(draft.scope, None, node, when.as_ref()),
            None => form.walk(draft.first, draft.end),
        };
        if !own.is_empty() {
            lines.push(fixed(LineStyle::Head, &step.title.vi, both(when, any_printed(&own))));
            lines.extend(own);
        }
    }
    lines
}

/// When at least one of the lines is printed; `None` when always.
fn any_printed(lines: &[Line]) -> Option<Expr> {
    let mut all: Vec<Expr> = Vec::new();
    for line in lines {
        let when = line.when.as_ref()?;
        if !all.contains(when) {
            all.push(when.clone());
        }
    }
    if all.len() == 1 { all.pop() } else { Some(Expr::Or(all)) }
}

struct Form<'w, 'c, 'a> {
    context: &'w Context<'c, 'a>,
}

impl<'a> Form<'_, '_, 'a> {
    fn addressee(&self) -> Option<Line> {
        let at = self.context.questions.iter().position(|question| question.kind == Kind::Office)?;
        let office = Piece::Answers(vec![QuestionIx(u16::try_from(at).ok()?)]);
        let pieces = vec![Piece::Words("Kính gửi: Ủy ban nhân dân ".into()), office];
        Some(Line { style: LineStyle::Centred, when: None, each: None, pieces })
    }

    fn condition(&self, when: Option<&Ast>) -> Option<Expr> {
        let when = self.context.checker.condition(when?)?;
        (when != Expr::Bool(true)).then_some(when)
    }

    /// Lines as a block or a page writes them, numbered.
    fn written(
        &self,
        scope: ScopeIx,
        row: Option<RowsIx>,
        node: &'a Node,
        around: Option<&Expr>,
    ) -> Vec<Line> {
        let writer = Writer { context: self.context, scope, row };
        let lines = fields::list(node, self.context.sink).iter();
        let mut lines: Vec<Line> = lines.filter_map(|one| writer.line(one).flatten()).collect();
        for line in &mut lines {
            line.when = both(around.cloned(), line.when.take());
            if line.style == LineStyle::Plain {
                line.pieces = numbered(std::mem::take(&mut line.pieces));
            }
        }
        lines
    }

    /// The lines of some questions, blocks and rows.
    fn walk(&self, first: usize, end: usize) -> Vec<Line> {
        let (mut lines, mut at) = (Vec::new(), first);
        while at < end {
            if let Some((block, paper)) = self.block(at, None) {
                let when = self.condition(block.when.as_ref());
                let mut own = self.written(block.scope, None, paper, when.as_ref());
                let heading = self.context.questions.get(at).and_then(|question| question.heading.as_ref());
                match (heading, &mut own[..]) {
                    (Some(heading), [only]) => name_answer(only, &heading.vi),
                    (Some(heading), [_, _, ..]) => lines.push(fixed(LineStyle::Head, &heading.vi, when)),
                    _ => {}
                }
                lines.extend(own);
                at = block.end;
            } else if let Some(group) = self.context.expanded.rows.iter().position(|rows| rows.first == at) {
                lines.extend(self.row(group));
                at = self.context.expanded.rows[group].end.max(at + 1);
            } else {
                lines.extend(self.question(at));
                at += 1;
            }
        }
        lines
    }

    /// The outermost block that begins here, outside rows or in a row, and says how it is printed.
    fn block(&self, at: usize, row: Option<RowsIx>) -> Option<(&UseDraft<'a>, &'a Node)> {
        let expanded = self.context.expanded;
        let here = |block: &&UseDraft<'a>| {
            block.first == at
                && block.end > at
                && expanded.scopes.row(block.scope) == row
                && block.paper.is_some()
        };
        let block = expanded.uses.iter().find(here)?;
        Some((block, block.paper?))
    }

    fn question(&self, at: usize) -> Option<Line> {
        let question = self.context.questions.get(at)?;
        let pieces = numbered(entry(question, at)?);
        let ticked = matches!(question.kind, Kind::Confirm).then(|| Expr::Answered(ix(at)));
        let when = both(question.when.clone(), ticked);
        Some(Line { style: LineStyle::Plain, when, each: None, pieces })
    }

    /// One line for every row: "Giấy tờ – Tên: …; Số bản: …".
    fn row(&self, group: usize) -> Option<Line> {
        let draft = self.context.expanded.rows.get(group)?;
        let each = RowsIx(u16::try_from(group).ok()?);
        let title = self.context.texts.get(draft.scope, &draft.fields, "title")?;
        let mut pieces = vec![Piece::Number];
        let own = self.context.questions.get(draft.first).is_some_and(|first| first.label.vi == title.vi);
        if !own {
            pieces.push(Piece::Words(format!("{} – ", title.vi)));
        }
        let (mut at, mut begun) = (draft.first, false);
        while at < draft.end {
            let (entries, next) = match self.block(at, Some(each)) {
                Some((block, paper)) => {
                    let lines = self.written(block.scope, Some(each), paper, None);
                    let own = lines.into_iter().map(|line| {
                        line.pieces.into_iter().filter(|piece| *piece != Piece::Number).collect()
                    });
                    (own.collect::<Vec<Vec<Piece>>>(), block.end)
                }
                None => {
                    let question = self.context.questions.get(at)?;
                    (entry(question, at).into_iter().collect(), at + 1)
                }
            };
            for entry in entries {
                if begun {
                    push_words(&mut pieces, "; ");
                }
                begun = true;
                for piece in entry {
                    match piece {
                        Piece::Words(words) => push_words(&mut pieces, &words.replace(GAP, "; ")),
                        piece => pieces.push(piece),
                    }
                }
            }
            at = next;
        }
        let when = self.condition(draft.when.as_ref());
        Some(Line { style: LineStyle::Plain, when, each: Some(each), pieces })
    }
}

/// With the number of the line before it, unless its own words begin with one: "2.1. …".
fn numbered(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let digits = |number: &str| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let own = |words: &str| words.split_once('.').is_some_and(|(number, _)| digits(number));
    if !matches!(pieces.first(), Some(Piece::Words(words)) if own(words)) {
        pieces.insert(0, Piece::Number);
    }
    pieces
}

/// A line that begins with an answer is told by the heading above its block.
fn name_answer(line: &mut Line, heading: &str) {
    if let [Piece::Number, Piece::Answers(_) | Piece::InWords(_), ..] = line.pieces[..] {
        line.pieces.insert(1, Piece::Words(format!("{heading}: ")));
    }
}

/// "label: answer"; a statement is its own label. `None` for the office, which is the addressee.
fn entry(question: &Question, at: usize) -> Option<Vec<Piece>> {
    let answer = Piece::Answers(vec![ix(at)]);
    match question.kind {
        Kind::Office => None,
        Kind::Confirm => Some(vec![answer]),
        _ if question.label.vi.ends_with(['?', ':']) => {
            Some(vec![Piece::Words(format!("{} ", question.label.vi)), answer])
        }
        _ => Some(vec![Piece::Words(format!("{}: ", question.label.vi)), answer]),
    }
}

fn ix(at: usize) -> QuestionIx {
    QuestionIx(u16::try_from(at).unwrap_or(u16::MAX))
}

fn fixed(style: LineStyle, words: &str, when: Option<Expr>) -> Line {
    Line { style, when, each: None, pieces: vec![Piece::Words(words.into())] }
}
