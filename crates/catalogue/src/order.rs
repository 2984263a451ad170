//! The order of evaluation: whatever a question reads comes before it. No circles, no reading ahead.

use crate::diagnostic::{Position, Sink};
use dossier::Expr;
use dossier::kind::{Kind, SexOf};
use dossier::procedure::{Question, QuestionIx, Required, Rows, RowsIx, Step};

/// The order of evaluation, that of the form where nothing else is needed. `None` when there is a circle.
pub(crate) fn order(
    questions: &[Question],
    steps: &[Step],
    rows: &[Rows],
    places: &[Position],
    sink: &Sink,
) -> Option<Vec<(u16, u16)>> {
    let mut walk =
        Walk { questions, places, sink, state: vec![State::New; questions.len()], path: Vec::new() };
    let mut order = Vec::new();
    let mut sound = true;
    for ix in 0..questions.len() {
        sound &= walk.visit(ix, &mut order);
    }
    read_ahead(questions, steps, rows, places, sink);
    sound.then(|| runs(&order))
}

/// The same order as runs: nearly all of it is that of the form.
fn runs(order: &[QuestionIx]) -> Vec<(u16, u16)> {
    let runs = order.chunk_by(|one, next| next.0 == one.0 + 1);
    runs.filter_map(|run| Some((run.first()?.0, run.last()?.0 + 1))).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

struct Walk<'w> {
    questions: &'w [Question],
    places: &'w [Position],
    sink: &'w Sink,
    state: Vec<State>,
    path: Vec<usize>,
}

impl Walk<'_> {
    fn visit(&mut self, ix: usize, order: &mut Vec<QuestionIx>) -> bool {
        match self.state.get(ix) {
            Some(State::Done) | None => return true,
            Some(State::Open) => {
                self.report(ix);
                return false;
            }
            Some(State::New) => {}
        }
        self.state[ix] = State::Open;
        self.path.push(ix);
        let mut reads = conditions(&self.questions[ix]);
        reads.extend(references(&self.questions[ix].kind));
        reads.sort_unstable();
        reads.dedup();
        let mut sound = true;
        for read in reads {
            sound &= self.visit(read.at(), order);
        }
        self.path.pop();
        self.state[ix] = State::Done;
        if let Ok(ix) = u16::try_from(ix) {
            order.push(QuestionIx(ix));
        }
        sound
    }

    fn report(&self, ix: usize) {
        let begin = self.path.iter().position(|one| *one == ix).unwrap_or(0);
        let circle: Vec<&str> =
            self.path[begin..].iter().chain([&ix]).map(|at| self.questions[*at].path.as_str()).collect();
        self.sink.error(
            &self.places[ix],
            format!("questions depend on each other in a circle: {}", circle.join(" → ")),
            "let one of them be asked without reading the others",
        );
    }
}

/// What decides whether a question is asked, must be answered or is copied.
fn conditions(question: &Question) -> Vec<QuestionIx> {
    let mut reads: Vec<QuestionIx> = question.copy.iter().map(|copy| copy.of).collect();
    expressions(question).for_each(|expr| expr.reads(&mut |ix| reads.push(ix)));
    reads
}

fn expressions(question: &Question) -> impl Iterator<Item = &Expr> {
    let required = match &question.required {
        Required::When(when) => Some(when),
        _ => None,
    };
    question.when.iter().chain(required).chain(question.copy.iter().map(|copy| &copy.when))
}

fn references(kind: &Kind) -> Vec<QuestionIx> {
    match kind {
        Kind::CitizenId { born, sex } => {
            let sex = match sex {
                Some(SexOf::Answer(ix)) => Some(*ix),
                _ => None,
            };
            born.iter().copied().chain(sex).collect()
        }
        Kind::DocumentNumber { paper: ix } | Kind::Commune { province: ix } => vec![*ix],
        _ => Vec::new(),
    }
}

/// Nothing on a page may change because of what is answered, or of rows that are added, pages later.
fn read_ahead(questions: &[Question], steps: &[Step], rows: &[Rows], places: &[Position], sink: &Sink) {
    for ((question, place), at) in questions.iter().zip(places).zip(0u16..) {
        let Some(number) = steps.iter().position(|step| (step.first..step.end).contains(&at)) else {
            continue;
        };
        let counted = groups_counted(question).into_iter().filter_map(|group| rows.get(group.at()));
        let reads = conditions(question).into_iter().chain(counted.map(|rows| QuestionIx(rows.first)));
        let later = reads.into_iter().find(|read| read.0 >= steps[number].end);
        let Some(later) = later.and_then(|read| questions.get(read.at())) else { continue };
        let (own, theirs) = (&question.path, &later.path);
        sink.error(
            place,
            format!("\"{own}\" (step {}) reads \"{theirs}\", which is asked on a later step", number + 1),
            format!("move \"{theirs}\" to this step or before, or \"{own}\" after it"),
        );
    }
}

/// Groups whose number of rows its conditions read.
fn groups_counted(question: &Question) -> Vec<RowsIx> {
    fn within(expr: &Expr, into: &mut Vec<RowsIx>) {
        if let Expr::Rows(group) | Expr::Over(_, group, _) = expr {
            into.push(*group);
        }
        expr.parts().into_iter().for_each(|part| within(part, into));
    }
    let mut groups = Vec::new();
    expressions(question).for_each(|expr| within(expr, &mut groups));
    groups
}
