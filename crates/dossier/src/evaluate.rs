//! The oracle: everything that follows from a set of answers on a day.

use crate::answers::{Answers, Value};
use crate::expr::{Expr, Scope};
use crate::finding::{At, Code, Finding, Severity};
use crate::judge;
use crate::kind::{Kind, SexOf};
use crate::procedure::{Benefit, Benefits, ComponentIx, FeeRule, Procedure, QuestionIx, Required, RuleIx};
use crate::rows::Shape;
use crate::tables::Tables;
use vietnam::calendar::{Calendar, Moment, Term};
use vietnam::date::Date;
use vietnam::identity::{CitizenId, DocumentKind, Sex, check_number};
use vietnam::places::{CommuneCode, ProvinceCode};

/// Everything that follows from the answers. Vectors have an entry for every cell.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Evaluation {
    /// Which cells there are.
    pub shape: Shape,
    /// Whether each question is asked.
    pub presence: Vec<Presence>,
    /// Whether each question must be answered.
    pub required: Vec<bool>,
    /// What each answer means; hidden, empty and wrong ones are `None`.
    pub values: Vec<Option<Value>>,
    /// Whether each group of rows is asked.
    pub groups: Vec<bool>,
    /// What is to be said, in the order of the form.
    pub findings: Vec<Finding>,
    /// Ids of the cases that apply, by place in [`Procedure::cases`].
    pub cases: Vec<u16>,
    /// Papers that the dossier needs or may hold.
    pub components: Vec<ComponentIx>,
    /// Lines of the fee that apply.
    pub fee: Vec<FeeLine>,
    /// What a person would get: the lines that count.
    pub benefits: Vec<BenefitLine>,
}

/// Whether a question is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Presence {
    /// Not part of this case; its answer counts as empty and is never sent.
    #[default]
    Hidden,
    /// The citizen answers it.
    Asked,
    /// It follows from the answer to this other question.
    Copied(QuestionIx),
}

/// A line of the fee.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FeeLine {
    /// By place in [`Procedure::fee`].
    pub item: u16,
    /// How much.
    pub amount: Amount,
}

/// What a person would get by one line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BenefitLine {
    /// By place in [`crate::procedure::Benefits::lines`].
    pub line: u16,
    /// Đồng.
    pub amount: i64,
}

/// An amount of money.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Amount {
    /// Đồng.
    Known(i64),
    /// Set by the province.
    ByProvince,
}

impl Evaluation {
    /// The value of a question, if it has one.
    pub fn value(&self, ix: QuestionIx) -> Option<&Value> {
        self.values.get(ix.at())?.as_ref()
    }

    /// Is the question on the page?
    pub fn is_asked(&self, ix: QuestionIx) -> bool {
        self.presence.get(ix.at()) == Some(&Presence::Asked)
    }

    /// Does anything forbid sending?
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Error)
    }

    /// What is sent: every value that is asked or copied, by path, in its normal form.
    pub fn sent(&self, procedure: &Procedure) -> Vec<(String, String)> {
        let cells = self.shape.cells().into_iter();
        cells.filter_map(|cell| Some((self.shape.path(procedure, cell), self.value(cell)?.wire()))).collect()
    }

    /// The findings at a place, in order of weight.
    pub fn findings_at(&self, at: At) -> &[Finding] {
        let place = place(&self.shape, at);
        let first = self.findings.partition_point(|f| self::place(&self.shape, f.at) < place);
        let rest = self.findings.get(first..).unwrap_or_default();
        rest.get(..rest.partition_point(|f| f.at == at)).unwrap_or_default()
    }

    /// What expressions read of this.
    pub(crate) fn scope<'a>(&'a self, procedure: &'a Procedure, today: Date) -> Scope<'a> {
        let Procedure { rates, shared, .. } = procedure;
        Scope { values: &self.values, shape: &self.shape, row: None, rates, shared, today }
    }
}

/// Judges `answers` to `procedure` on the day `today`. Never fails, never panics.
pub fn evaluate(procedure: &Procedure, answers: &Answers, today: Date, tables: &Tables) -> Evaluation {
    let shape = answers.shape().clone();
    let count = shape.len();
    let mut e = Evaluation {
        presence: vec![Presence::Hidden; count],
        required: vec![false; count],
        values: vec![None; count],
        shape,
        ..Evaluation::default()
    };
    let mut codes = vec![None; count];
    for ix in procedure.order.iter().flat_map(|(first, end)| *first..*end) {
        for cell in e.shape.cells_of(QuestionIx(ix), None) {
            let code = answer(procedure, answers, today, tables, cell, &mut e);
            set(&mut codes, cell, code);
        }
    }
    for cell in e.shape.cells() {
        if let Some(Some(code)) = codes.get(cell.at()) {
            e.findings.push(Finding { at: At::Question(cell), code: *code, severity: Severity::Error });
        }
        cross_check(procedure, cell, tables, &mut e);
    }
    conclude(procedure, today, &mut e);
    in_order(&e.shape, &mut e.findings);
    e
}

/// By place and weight. There are few findings and they come almost in order; a general sort weighs
/// thirteen kilobytes on a phone.
fn in_order(shape: &Shape, findings: &mut [Finding]) {
    let key = |finding: &Finding| (place(shape, finding.at), finding.severity);
    for end in 1..findings.len() {
        let mut at = end;
        while at > 0 && key(&findings[at - 1]) > key(&findings[at]) {
            findings.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// Where a finding stands in the order of the form; papers come after all questions.
fn place(shape: &Shape, at: At) -> (u16, u16, u16) {
    match at {
        At::Question(cell) => shape.rank(cell),
        At::Component(ix) => (u16::MAX, u16::MAX, ix.0),
    }
}

/// Decides whether one cell is asked, and reads its answer; returns what is wrong with it.
fn answer(
    procedure: &Procedure,
    answers: &Answers,
    today: Date,
    tables: &Tables,
    cell: QuestionIx,
    e: &mut Evaluation,
) -> Option<Code> {
    let (ix, row) = e.shape.place(cell);
    let question = procedure.question(ix)?;
    let scope = e.scope(procedure, today).within(row);
    if !applies(&question.when, &scope) {
        return None;
    }
    if let Some(copy) = &question.copy
        && copy.when.truth(&scope).holds()
    {
        let of = e.shape.within(copy.of, row);
        let value = e.value(of).cloned();
        set(&mut e.presence, cell, Presence::Copied(of));
        set(&mut e.values, cell, value);
        return None;
    }
    let required = match &question.required {
        Required::Always => true,
        Required::Never => false,
        Required::When(when) => when.truth(&scope).holds(),
    };
    set(&mut e.presence, cell, Presence::Asked);
    set(&mut e.required, cell, required);
    match judge::read(&question.kind, answers.raw(cell), today, tables) {
        Ok(Some(value)) => {
            set(&mut e.values, cell, Some(value));
            None
        }
        Ok(None) if !required => None,
        Ok(None) if question.kind == Kind::Confirm => Some(Code::NotConfirmed),
        Ok(None) => Some(Code::Required),
        Err(code) => Some(code),
    }
}

/// Compares an answer with its neighbours: the number of a card with birth and sex, a commune with its province.
/// An answer that was taken over has other neighbours than where it was asked; what is wrong is said there.
fn cross_check(procedure: &Procedure, cell: QuestionIx, tables: &Tables, e: &mut Evaluation) {
    let (Some(question), Some(Value::Text(text))) = (e.shape.question(procedure, cell), e.value(cell)) else {
        return;
    };
    let beside = |ix: QuestionIx| e.value(e.shape.beside(cell, ix));
    match &question.kind {
        Kind::CitizenId { born, sex } => {
            let Ok(id) = CitizenId::parse(text) else { return };
            let other_birth = match born.and_then(beside) {
                Some(Value::Date(date)) => id.disagrees_with_birth(*date),
                _ => false,
            };
            let sex = match sex {
                Some(SexOf::Role(sex)) => Some(*sex),
                Some(SexOf::Answer(ix)) => beside(*ix).and_then(sex_of),
                None => None,
            };
            if other_birth {
                say(e, cell, Code::IdOtherBirth, Severity::Warning);
            }
            if sex.is_some_and(|sex| id.disagrees_with_sex(sex)) {
                say(e, cell, Code::IdOtherSex, Severity::Warning);
            }
        }
        Kind::DocumentNumber { paper } => {
            let Some(Value::Text(paper)) = beside(*paper) else { return };
            let number = DocumentKind::from_code(paper).map(|kind| check_number(kind, text));
            match number {
                Some(Ok(number)) => set(&mut e.values, cell, Some(Value::Text(number))),
                _ => say(e, cell, Code::DocumentNumberShape, Severity::Error),
            }
        }
        Kind::Commune { province } => {
            let Some(Value::Text(province)) = beside(*province) else { return };
            let communes = ProvinceCode::parse(province).and_then(|province| tables.communes_of(province));
            let elsewhere = CommuneCode::parse(text)
                .is_some_and(|code| communes.is_some_and(|all| all.iter().all(|c| c.code != code)));
            if elsewhere {
                say(e, cell, Code::UnknownPlace, Severity::Error);
            }
        }
        _ => {}
    }
}

/// Says something about an answer once, at the question where it was given.
fn say(e: &mut Evaluation, cell: QuestionIx, code: Code, severity: Severity) {
    let mut asked = cell;
    // The catalogue proves that copies form no circle; a blob from the network proves nothing.
    for _ in &e.presence {
        match e.presence.get(asked.at()) {
            Some(Presence::Copied(of)) => asked = *of,
            _ => break,
        }
    }
    let finding = Finding { at: At::Question(asked), code, severity };
    // Only a copy can have been said before.
    if asked == cell || !e.findings.contains(&finding) {
        e.findings.push(finding);
    }
}

fn sex_of(value: &Value) -> Option<Sex> {
    match value {
        Value::Text(text) if text == "male" => Some(Sex::Male),
        Value::Text(text) if text == "female" => Some(Sex::Female),
        _ => None,
    }
}

/// Rules, cases, papers, the fee and benefits: all derived, none stored.
fn conclude(procedure: &Procedure, today: Date, e: &mut Evaluation) {
    let scope = e.scope(procedure, today);
    let mut findings = Vec::new();
    for (at, rule) in (0u16..).zip(&procedure.rules) {
        for cell in e.shape.cells_of(rule.at, None) {
            let shown = e.presence.get(cell.at()).is_some_and(|p| *p != Presence::Hidden);
            if shown && rule.when.truth(&scope.within(e.shape.place(cell).1)).holds() {
                let (at, code) = (At::Question(cell), Code::Rule(RuleIx(at)));
                findings.push(Finding { at, code, severity: rule.severity });
            }
        }
    }
    let cases = (0u16..).zip(&procedure.cases);
    let cases = cases.filter(|(_, case)| case.when.truth(&scope).holds()).map(|(at, _)| at).collect();
    let components = (0u16..).zip(&procedure.components);
    let components =
        components.filter(|(_, c)| applies(&c.when, &scope)).map(|(at, _)| ComponentIx(at)).collect();
    let items = (0u16..).zip(&procedure.fee).filter(|(_, item)| applies(&item.when, &scope));
    let fee = items
        .filter_map(|(at, item)| Some(FeeLine { item: at, amount: amount(&item.amount, &scope)? }))
        .collect();
    let benefits = procedure.benefits.as_ref().map(|all| benefits(all, &scope)).unwrap_or_default();
    let groups = procedure.rows.iter().map(|rows| applies(&rows.when, &scope)).collect();
    e.findings.extend(findings);
    e.groups = groups;
    (e.cases, e.components, e.fee, e.benefits) = (cases, components, fee, benefits);
}

fn amount(rule: &FeeRule, scope: &Scope<'_>) -> Option<Amount> {
    Some(match rule {
        FeeRule::Free => Amount::Known(0),
        FeeRule::ByProvince => Amount::ByProvince,
        FeeRule::Amount(amount) => Amount::Known(amount.number(scope)?),
    })
}

/// The lines that count: of all sets whose lines are paid beside one another the dearest, which is the
/// highest line alone where nothing is (NĐ 335/2026/NĐ-CP Đ6.2).
fn benefits(all: &Benefits, scope: &Scope<'_>) -> Vec<BenefitLine> {
    let lines = (0u16..).zip(&all.lines).filter(|(_, line)| line.when.truth(scope).holds());
    let lines: Vec<(&Benefit, BenefitLine)> = lines
        .filter_map(|(at, line)| Some((line, BenefitLine { line: at, amount: line.amount.number(scope)? })))
        .collect();
    dearest(&lines)
}

/// Few lines hold at once, so every set is tried: with the first line, and without it.
fn dearest(lines: &[(&Benefit, BenefitLine)]) -> Vec<BenefitLine> {
    let Some(((first, line), rest)) = lines.split_first() else { return Vec::new() };
    let beside = |(other, at): &&(&Benefit, BenefitLine)| {
        first.beside.contains(&at.line) || other.beside.contains(&line.line)
    };
    let mut with = dearest(&rest.iter().filter(beside).copied().collect::<Vec<_>>());
    with.insert(0, *line);
    let without = dearest(rest);
    if total(&without) > total(&with) { without } else { with }
}

/// Đồng altogether.
pub fn total(lines: &[BenefitLine]) -> i64 {
    lines.iter().fold(0, |sum, line| sum.saturating_add(line.amount))
}

/// The papers still missing, given what is attached: (component, paper) by place.
pub fn missing_papers(procedure: &Procedure, e: &Evaluation, attached: &[ComponentIx]) -> Vec<Finding> {
    let needed =
        e.components.iter().filter(|ix| procedure.components.get(ix.at()).is_some_and(|c| !c.optional));
    let missing = needed.filter(|ix| !attached.contains(ix));
    let finding = |ix: &ComponentIx| Finding {
        at: At::Component(*ix),
        code: Code::PaperMissing,
        severity: Severity::Error,
    };
    missing.map(finding).collect()
}

/// The day the result is due when a complete dossier is received at `received` by an office that closes
/// at that minute of the day; `None` without a rule.
pub fn due(
    procedure: &Procedure,
    e: &Evaluation,
    received: Moment,
    calendar: &Calendar,
    closes: u16,
) -> Option<Date> {
    Some(vietnam::calendar::due(calendar, received, &term(procedure, e, received.date)?, closes))
}

/// How long the office may take for a complete dossier that is received on that day; `None` without a rule.
pub fn term(procedure: &Procedure, e: &Evaluation, received: Date) -> Option<Term> {
    let scope = e.scope(procedure, received);
    procedure.time.iter().find(|p| applies(&p.when, &scope)).map(|processing| processing.term)
}

fn applies(when: &Option<Expr>, scope: &Scope<'_>) -> bool {
    when.as_ref().is_none_or(|when| when.truth(scope).holds())
}

fn set<T>(all: &mut [T], ix: QuestionIx, value: T) {
    if let Some(slot) = all.get_mut(ix.at()) {
        *slot = value;
    }
}
