//! One procedure: from its file to what `dossier` evaluates.

use crate::diagnostic::{Position, Sink};
use crate::expand::{Blocks, Draft, Expanded, expand};
use crate::expr::{Checker, parse};
use crate::fields::Fields;
use crate::kinds::Kinds;
use crate::parts::{self, Context};
use crate::rates::RateBook;
use crate::reach;
use crate::scope::{Names, ROOT};
use crate::texts::Texts;
use crate::yaml::Node;
use crate::{defaults, order, paper};
use dossier::expr::Expr;
use dossier::kind::Kind;
use dossier::procedure::{Copy, Period, Procedure, Question, Required, Step, Text};
use dossier::tables::Tables;
use std::cell::RefCell;
use vietnam::date::Date;

/// What procedures are made with.
pub(crate) struct Library<'a> {
    pub(crate) blocks: Blocks<'a>,
    pub(crate) rates: RateBook,
    pub(crate) tables: Tables,
}

/// A procedure, and what only the index needs.
pub(crate) struct Read {
    pub(crate) procedure: Procedure,
    pub(crate) field: Text,
    pub(crate) called: Vec<String>,
    pub(crate) at: Position,
}

const KEYS: &[&str] = &[
    "code",
    "name",
    "summary",
    "field",
    "called",
    "who",
    "next",
    "in_force",
    "source",
    "unverified",
    "steps",
    "cases",
    "rules",
    "components",
    "fee",
    "time",
    "result",
    "paper",
];

/// Reads and proves one procedure.
pub(crate) fn procedure<'a>(node: &'a Node, library: &'a Library<'a>, sink: &'a Sink) -> Option<Read> {
    let fields = Fields::of(node, sink, KEYS)?;
    fields.need_source("the procedure");
    let period = in_force(&fields, sink)?;
    let before = sink.count();
    fields.need("steps");
    let expanded = expand(fields.list("steps"), &library.blocks, sink);
    let paths = expanded.paths(sink);
    let names = Names { scopes: &expanded.scopes, paths: &paths, sink };
    let texts = Texts { scopes: &expanded.scopes, rates: &library.rates, period, sink };
    let kinds = Kinds { names, texts };
    let kinds: Vec<_> =
        expanded.questions.iter().map(|d| kinds.read(d.scope, d.fields.need("kind")?)).collect();
    let kinds: Vec<Kind> = kinds.into_iter().collect::<Option<_>>()?;
    // What reads questions is checked only when all questions are understood: no mistake is told twice.
    if sink.count() > before {
        return None;
    }
    let checker = Checker { names, kinds: &kinds, rates: &library.rates, tables: &library.tables, sink };
    let doubts = RefCell::new(fields.lines("unverified"));
    let questions = questions(&expanded, &checker, texts, &doubts)?;
    let steps = steps(&expanded, texts)?;
    let places: Vec<Position> = expanded.questions.iter().map(|d| d.fields.at().clone()).collect();
    let order = order::order(&questions, &steps, &places, sink)?;
    reachable(&questions, &places, sink);
    let context = Context { checker: &checker, texts, questions: &questions, sink, doubts: &doubts };
    let cases = parts::cases(&context, fields.list("cases"));
    let rules = parts::rules(&context, fields.list("rules"));
    let components = parts::components(&context, fields.list("components"));
    let fee = parts::fee(&context, fields.list("fee"));
    let time = parts::time(&context, fields.list("time"));
    let paper = paper::paper(&context, fields.need("paper")?);
    let (rates, doubtful) = library.rates.take_used();
    let mut unverified = doubts.take();
    unverified.extend(doubtful);
    let procedure = Procedure {
        code: fields.need_words("code")?.into(),
        name: texts.label(ROOT, &fields, "name")?,
        summary: texts.need(ROOT, &fields, "summary")?,
        who: texts.list(ROOT, &fields, "who"),
        next: texts.list(ROOT, &fields, "next"),
        in_force: period,
        source: fields.lines("source"),
        unverified,
        steps,
        order,
        cases,
        rules,
        components,
        fee,
        time,
        result: texts.need(ROOT, &fields, "result")?,
        rates,
        paper: paper?,
        questions,
    };
    let field = texts.label(ROOT, &fields, "field")?;
    Some(Read { procedure, field, called: fields.lines("called"), at: node.at.clone() })
}

fn in_force(fields: &Fields<'_>, sink: &Sink) -> Option<Period> {
    let fields = Fields::of(fields.need("in_force")?, sink, &["from", "to"])?;
    fields.need("from");
    let (from, to): (Date, Option<Date>) = (fields.date("from")?, fields.date("to"));
    if to.is_some_and(|to| to < from) {
        sink.error(fields.at(), "the last day in force is before the first", "swap `from` and `to`");
    }
    Some(Period { from, to })
}

fn steps(expanded: &Expanded<'_>, texts: Texts<'_, '_>) -> Option<Vec<Step>> {
    let mut steps: Vec<Step> = Vec::new();
    for draft in &expanded.steps {
        let fields = &draft.fields;
        if steps.iter().any(|other| other.id == draft.id) {
            let message = format!("the step \"{}\" stands twice", draft.id);
            texts.sink.error(fields.at(), message, "give one of them another id");
        }
        steps.push(Step {
            id: draft.id.into(),
            title: texts.label(ROOT, fields, "title")?,
            intro: texts.get(ROOT, fields, "intro"),
            first: u16::try_from(draft.first).ok()?,
            end: u16::try_from(draft.end).ok()?,
            on_review: fields.flag("on_review"),
        });
    }
    Some(steps)
}

fn questions<'a>(
    expanded: &Expanded<'a>,
    checker: &Checker<'_, 'a>,
    texts: Texts<'_, 'a>,
    doubts: &RefCell<Vec<String>>,
) -> Option<Vec<Question>> {
    let drafts = &expanded.questions;
    let one = |(draft, kind): (&Draft<'a>, &Kind)| {
        let fields = &draft.fields;
        if let Some(why) = fields.words("unverified") {
            doubts.borrow_mut().push(format!("{}: {why}", draft.path));
        }
        let label = texts.label(draft.scope, fields, "label");
        let when = match &draft.when {
            None => Some(None),
            Some(ast) => checker.condition(ast).map(Some),
        };
        Some(Question {
            path: draft.path.clone(),
            kind: kind.clone(),
            label: label?,
            help: texts.get(draft.scope, fields, "help"),
            heading: expanded.heading(draft, &texts),
            when: when?,
            required: required(draft, checker)?,
            copy: None,
            default: defaults::default(draft, kind, checker),
            autocomplete: defaults::autocomplete(draft, checker),
        })
    };
    let read: Vec<_> = drafts.iter().zip(checker.kinds).map(one).collect();
    let mut questions: Vec<Question> = read.into_iter().collect::<Option<_>>()?;
    let copies: Vec<_> =
        drafts.iter().zip(&questions).map(|(d, q)| copy(d, q, checker, &questions)).collect();
    for (question, copy) in questions.iter_mut().zip(copies) {
        question.copy = copy;
    }
    Some(questions)
}

fn required<'a>(draft: &Draft<'a>, checker: &Checker<'_, 'a>) -> Option<Required> {
    let Some(node) = draft.fields.get("required") else { return Some(Required::Always) };
    let ast = parse(checker.names.scopes, draft.scope, node, checker.sink)?;
    Some(match ast.constant() {
        Some(true) => Required::Always,
        Some(false) => Required::Never,
        None => Required::When(checker.condition(&ast)?),
    })
}

/// Where the answer is taken from. An answer is taken only from a question that is itself asked.
fn copy(draft: &Draft<'_>, question: &Question, checker: &Checker<'_, '_>, all: &[Question]) -> Option<Copy> {
    let wanted = draft.copy.as_ref()?;
    if wanted.by_block && !checker.names.knows(draft.scope, &wanted.of) {
        return None;
    }
    let of = checker.names.question(draft.scope, &wanted.of, &wanted.at)?;
    let source = all.get(of.at())?;
    if !takes(&question.kind, &source.kind) {
        let message = format!("\"{}\" cannot take its answer from \"{}\"", question.path, source.path);
        checker.sink.error(&wanted.at, message, "both must be of one kind, with the same choices");
        return None;
    }
    let when = checker.condition(&wanted.when)?;
    let when = match source.when.clone() {
        None => when,
        Some(Expr::And(mut asked)) => {
            asked.insert(0, when);
            Expr::And(asked)
        }
        Some(asked) => Expr::And(vec![when, asked]),
    };
    Some(Copy { when, of })
}

/// Is every answer of the kind `from` one of the kind `to`?
fn takes(to: &Kind, from: &Kind) -> bool {
    match (to, from) {
        (Kind::Choice { options: to }, Kind::Choice { options: from }) => {
            from.iter().all(|one| to.iter().any(|other| other.id == one.id))
        }
        (Kind::Listed { list: to }, Kind::Listed { list: from }) => to == from,
        (Kind::PartialDate { .. }, Kind::Date { .. }) => true,
        (to, from) => std::mem::discriminant(to) == std::mem::discriminant(from),
    }
}

fn reachable(questions: &[Question], places: &[Position], sink: &Sink) {
    for (question, place) in questions.iter().zip(places) {
        if question.when.as_ref().is_some_and(|when| !reach::possible(when, questions)) {
            let message = format!("the question \"{}\" can never be asked", question.path);
            sink.error(place, message, "no answers make its condition (with its block's and step's) true");
        }
    }
}
