//! One procedure: from its file to what `dossier` evaluates.

use crate::diagnostic::{Position, Sink};
use crate::expand::{Blocks, Draft, Expanded, RowsDraft, Source, expand};
use crate::expr::{Ast, Checker, parse};
use crate::fields::Fields;
use crate::kinds::Kinds;
use crate::lists::Lists;
use crate::origins::Origins;
use crate::parts::{self, Context};
use crate::rates::RateBook;
use crate::reach;
use crate::scope::{Names, ROOT};
use crate::texts::Texts;
use crate::yaml::Node;
use crate::{defaults, keys, order, paper};
use dossier::expr::Expr;
use dossier::kind::Kind;
use dossier::procedure::{Copy, Period, Procedure, Question, QuestionIx, Required, Rows, Step, Text};
use dossier::tables::Tables;
use std::cell::RefCell;
use vietnam::date::Date;

/// What procedures are made with.
pub(crate) struct Library<'a> {
    pub(crate) blocks: Blocks<'a>,
    pub(crate) pages: Blocks<'a>,
    pub(crate) parts: Blocks<'a>,
    pub(crate) rates: RateBook,
    pub(crate) tables: Tables,
}

/// A procedure, and what only the index needs.
pub(crate) struct Read {
    pub(crate) procedure: Procedure,
    pub(crate) field: Text,
    pub(crate) called: Vec<String>,
    pub(crate) sites: Vec<(Position, String)>,
    /// Codes that rules suggest.
    pub(crate) suggests: Vec<(Position, String)>,
    /// What is unverified of it, without that of its rates.
    pub(crate) doubts: Vec<String>,
    /// How much is unverified of its rates.
    pub(crate) of_rates: usize,
    pub(crate) at: Position,
    pub(crate) origins: Origins,
}

/// Reads and proves one procedure; `None` when anything is wrong with it.
pub(crate) fn procedure<'a>(node: &'a Node, library: &'a Library<'a>, sink: &'a Sink) -> Option<Read> {
    let begin = sink.count();
    let fields = Fields::of(node, sink, keys::PROCEDURE)?;
    fields.need_source("the procedure");
    let period = in_force(&fields, sink)?;
    let before = sink.count();
    fields.need("steps");
    let mut expanded = expand(fields.list("steps"), &library.blocks, &library.pages, sink);
    let lists = Lists::read(&fields, &library.parts, &mut expanded.scopes, sink);
    let paths = expanded.paths(sink);
    let names = Names { scopes: &expanded.scopes, paths: &paths, rows: &expanded.rows, row: None, sink };
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
    let rows = rows(&expanded, &checker, texts)?;
    let steps = steps(&expanded, texts)?;
    let places: Vec<Position> = expanded.questions.iter().map(|d| d.fields.at().clone()).collect();
    let order = order::order(&questions, &steps, &rows, &places, sink)?;
    reachable(&questions, &places, sink);
    let suggests = RefCell::default();
    let context = Context {
        checker: &checker,
        texts,
        expanded: &expanded,
        questions: &questions,
        sink,
        doubts: &doubts,
        suggests: &suggests,
    };
    let cases = parts::cases(&context, lists.get("cases"));
    let rules = parts::rules(&context, lists.get("rules"));
    let components = parts::components(&context, lists.get("components"));
    let spared = parts::spared(&context, lists.get("spared"));
    let fee = parts::fee(&context, lists.get("fee"));
    let time = parts::time(&context, lists.get("time"));
    let benefits = parts::benefits(&context, lists.get("benefits"));
    let results = parts::results(&context, &fields);
    let paper = fields.get("paper").and_then(|node| paper::paper(&context, &steps, node));
    let all =
        |key: &str| lists.get(key).iter().filter_map(|(scope, node)| texts.text(*scope, node)).collect();
    let (who, next) = (all("who"), all("next"));
    let source = lists.get("source").iter().filter_map(|(scope, node)| texts.line(*scope, node)).collect();
    let (rates, of_rates) = library.rates.take_used();
    let procedure = Procedure {
        code: fields.need_words("code")?.into(),
        name: texts.need(ROOT, &fields, "name")?,
        summary: texts.need(ROOT, &fields, "summary")?,
        who,
        next,
        in_force: period,
        source,
        steps,
        rows,
        order,
        cases,
        rules,
        components,
        spared,
        fee,
        time,
        benefits,
        results,
        declaration: fields.words("declaration").map(str::to_string),
        rates,
        shared: Vec::new(),
        paper,
        questions,
    };
    let sites = fields.list("sites").iter().filter_map(|n| Some((n.at.clone(), n.words()?.into()))).collect();
    let read = Read {
        procedure,
        field: texts.label(ROOT, &fields, "field")?,
        called: fields.lines("called"),
        sites,
        suggests: suggests.take(),
        doubts: doubts.take(),
        of_rates,
        at: node.at.clone(),
        origins: Origins::of(node, &expanded, &lists),
    };
    (sink.count() == begin).then_some(read)
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
            title: texts.label(draft.scope, fields, "title")?,
            intro: texts.get(draft.scope, fields, "intro"),
            first: u16::try_from(draft.first).ok()?,
            end: u16::try_from(draft.end).ok()?,
            on_review: fields.flag("on_review"),
        });
    }
    Some(steps)
}

fn rows(expanded: &Expanded<'_>, checker: &Checker<'_, '_>, texts: Texts<'_, '_>) -> Option<Vec<Rows>> {
    let one = |draft: &RowsDraft<'_>| {
        let text = |key: &str| texts.label(draft.scope, &draft.fields, key);
        let (title, add) = (text("title"), text("add"));
        Some(Rows {
            path: draft.path.clone(),
            first: u16::try_from(draft.first).ok()?,
            end: u16::try_from(draft.end).ok()?,
            min: draft.min,
            max: draft.max,
            when: condition(draft.when.as_ref(), checker)?,
            title: title?,
            add: add?,
        })
    };
    let all: Vec<_> = expanded.rows.iter().map(one).collect();
    all.into_iter().collect()
}

/// A condition that may be absent. Outer `None`: it is wrong.
fn condition(ast: Option<&Ast>, checker: &Checker<'_, '_>) -> Option<Option<Expr>> {
    ast.map_or(Some(None), |ast| checker.condition(ast).map(Some))
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
        let when = condition(draft.when.as_ref(), checker);
        Some(Question {
            path: draft.path.clone(),
            kind: kind.clone(),
            label: label?,
            help: texts.get(draft.scope, fields, "help"),
            heading: expanded.heading(draft, &texts),
            when: when?,
            required: required(draft, checker)?,
            copy: None,
            offer: None,
            default: defaults::default(draft, kind, checker),
            autocomplete: defaults::autocomplete(draft, checker),
        })
    };
    let read: Vec<_> = drafts.iter().zip(checker.kinds).map(one).collect();
    let mut questions: Vec<Question> = read.into_iter().collect::<Option<_>>()?;
    let copies: Vec<_> =
        drafts.iter().zip(&questions).map(|(d, q)| copy(d, q, checker, &questions)).collect();
    let offers: Vec<_> = (0u16..)
        .map(QuestionIx)
        .zip(drafts)
        .map(|(ix, draft)| offer(draft.offer.as_ref()?, ix, &checker.names, &questions))
        .collect();
    for ((question, copy), offer) in questions.iter_mut().zip(copies).zip(offers) {
        (question.copy, question.offer) = (copy, offer);
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
    let (when, wanted) = draft.copy.as_ref()?;
    let of = wanted.question(&checker.names)?;
    let source = all.get(of.at())?;
    if !takes(&question.kind, &source.kind) {
        let message = format!("\"{}\" cannot take its answer from \"{}\"", question.path, source.path);
        checker.sink.error(&wanted.at, message, "both must be of one kind, with the same choices");
        return None;
    }
    let when = checker.condition(when)?;
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

/// The answer given before that is offered here.
fn offer(wanted: &Source, ix: QuestionIx, names: &Names<'_, '_>, all: &[Question]) -> Option<QuestionIx> {
    let of = wanted.question(names)?;
    let (question, source) = (all.get(ix.at())?, all.get(of.at())?);
    let fits = takes(&question.kind, &source.kind);
    if !fits && wanted.by_block() {
        return None;
    }
    if !fits {
        let message = format!("\"{}\" cannot be offered the answer to \"{}\"", question.path, source.path);
        names.sink.error(&wanted.at, message, "both must be of one kind, with the same choices");
    } else if of >= ix {
        let message = format!("\"{}\" is offered \"{}\", which is asked later", question.path, source.path);
        names.sink.error(&wanted.at, message, "offer what was answered before");
    }
    Some(of)
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
