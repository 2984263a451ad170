//! The oracle: everything that follows from a set of answers on a day.

use crate::answers::{Answers, Value};
use crate::expr::{Expr, Scope};
use crate::finding::{At, Code, Finding, Severity};
use crate::judge;
use crate::kind::{Kind, SexOf};
use crate::procedure::{ComponentIx, FeeRule, Procedure, QuestionIx, Required, RuleIx};
use crate::tables::Tables;
use vietnam::calendar::{Calendar, Moment};
use vietnam::date::Date;
use vietnam::identity::{CitizenId, DocumentKind, Sex, check_number};
use vietnam::places::{CommuneCode, ProvinceCode};

/// Everything that follows from the answers. Vectors are as long as [`Procedure::questions`].
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Evaluation {
    /// Whether each question is asked.
    pub presence: Vec<Presence>,
    /// Whether each question must be answered.
    pub required: Vec<bool>,
    /// What each answer means; hidden, empty and wrong ones are `None`.
    pub values: Vec<Option<Value>>,
    /// What is to be said, in the order of the form.
    pub findings: Vec<Finding>,
    /// Ids of the cases that apply, by place in [`Procedure::cases`].
    pub cases: Vec<u16>,
    /// Papers that the dossier needs or may hold.
    pub components: Vec<ComponentIx>,
    /// Lines of the fee that apply.
    pub fee: Vec<FeeLine>,
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
        let both = procedure.questions.iter().zip(&self.values);
        both.filter_map(|(q, value)| Some((q.path.clone(), value.as_ref()?.wire()))).collect()
    }
}

/// Judges `answers` to `procedure` on the day `today`. Never fails, never panics.
pub fn evaluate(procedure: &Procedure, answers: &Answers, today: Date, tables: &Tables) -> Evaluation {
    let count = procedure.questions.len();
    let mut e = Evaluation {
        presence: vec![Presence::Hidden; count],
        required: vec![false; count],
        values: vec![None; count],
        ..Evaluation::default()
    };
    for ix in &procedure.order {
        answer(procedure, answers, today, tables, *ix, &mut e);
    }
    for ix in procedure.indices() {
        cross_check(procedure, ix, tables, &mut e);
    }
    conclude(procedure, today, &mut e);
    in_order(&mut e.findings);
    e
}

/// By place and weight. There are few findings and they come almost in order; a general sort weighs
/// thirteen kilobytes on a phone.
fn in_order(findings: &mut [Finding]) {
    for end in 1..findings.len() {
        let mut at = end;
        while at > 0 && key(&findings[at - 1]) > key(&findings[at]) {
            findings.swap(at - 1, at);
            at -= 1;
        }
    }
}

fn key(finding: &Finding) -> (At, Severity) {
    (finding.at, finding.severity)
}

/// Decides whether one question is asked, and reads its answer.
fn answer(
    procedure: &Procedure,
    answers: &Answers,
    today: Date,
    tables: &Tables,
    ix: QuestionIx,
    e: &mut Evaluation,
) {
    let Some(question) = procedure.question(ix) else { return };
    let scope = Scope { values: &e.values, rates: &procedure.rates, today };
    if !applies(&question.when, &scope) {
        return;
    }
    if let Some(copy) = &question.copy
        && copy.when.truth(&scope).holds()
    {
        let value = e.values.get(copy.of.at()).cloned().flatten();
        set(&mut e.presence, ix, Presence::Copied(copy.of));
        set(&mut e.values, ix, value);
        return;
    }
    let required = match &question.required {
        Required::Always => true,
        Required::Never => false,
        Required::When(when) => when.truth(&scope).holds(),
    };
    set(&mut e.presence, ix, Presence::Asked);
    set(&mut e.required, ix, required);
    let code = match judge::read(&question.kind, answers.raw(ix), today, tables) {
        Ok(Some(value)) => return set(&mut e.values, ix, Some(value)),
        Ok(None) if !required => return,
        Ok(None) if question.kind == Kind::Confirm => Code::NotConfirmed,
        Ok(None) => Code::Required,
        Err(code) => code,
    };
    e.findings.push(Finding { at: At::Question(ix), code, severity: Severity::Error });
}

/// Compares an answer with its neighbours: the number of a card with birth and sex, a commune with its province.
/// An answer that was taken over has other neighbours than where it was asked; what is wrong is said there.
fn cross_check(procedure: &Procedure, ix: QuestionIx, tables: &Tables, e: &mut Evaluation) {
    let (Some(question), Some(Value::Text(text))) = (procedure.question(ix), e.value(ix)) else { return };
    match &question.kind {
        Kind::CitizenId { born, sex } => {
            let Ok(id) = CitizenId::parse(text) else { return };
            let other_birth = match born.and_then(|born| e.value(born)) {
                Some(Value::Date(date)) => id.disagrees_with_birth(*date),
                _ => false,
            };
            let other_sex = sex.and_then(|sex| sex_of(sex, e)).is_some_and(|sex| id.disagrees_with_sex(sex));
            if other_birth {
                say(e, ix, Code::IdOtherBirth, Severity::Warning);
            }
            if other_sex {
                say(e, ix, Code::IdOtherSex, Severity::Warning);
            }
        }
        Kind::DocumentNumber { paper } => {
            let Some(Value::Text(paper)) = e.value(*paper) else { return };
            let number = DocumentKind::from_code(paper).map(|kind| check_number(kind, text));
            match number {
                Some(Ok(number)) => set(&mut e.values, ix, Some(Value::Text(number))),
                _ => say(e, ix, Code::DocumentNumberShape, Severity::Error),
            }
        }
        Kind::Commune { province } => {
            let Some(Value::Text(province)) = e.value(*province) else { return };
            let communes = ProvinceCode::parse(province).and_then(|province| tables.communes_of(province));
            let elsewhere = CommuneCode::parse(text)
                .is_some_and(|code| communes.is_some_and(|all| all.iter().all(|c| c.code != code)));
            if elsewhere {
                say(e, ix, Code::UnknownPlace, Severity::Error);
            }
        }
        _ => {}
    }
}

/// Says something about an answer once, at the question where it was given.
fn say(e: &mut Evaluation, ix: QuestionIx, code: Code, severity: Severity) {
    let mut asked = ix;
    // The catalogue proves that copies form no circle; a blob from the network proves nothing.
    for _ in &e.presence {
        match e.presence.get(asked.at()) {
            Some(Presence::Copied(of)) => asked = *of,
            _ => break,
        }
    }
    let finding = Finding { at: At::Question(asked), code, severity };
    if !e.findings.contains(&finding) {
        e.findings.push(finding);
    }
}

fn sex_of(sex: SexOf, e: &Evaluation) -> Option<Sex> {
    match sex {
        SexOf::Role(sex) => Some(sex),
        SexOf::Answer(ix) => match e.value(ix)? {
            Value::Text(text) if text == "male" => Some(Sex::Male),
            Value::Text(text) if text == "female" => Some(Sex::Female),
            _ => None,
        },
    }
}

/// Rules, cases, papers and the fee: all derived, none stored.
fn conclude(procedure: &Procedure, today: Date, e: &mut Evaluation) {
    let scope = Scope { values: &e.values, rates: &procedure.rates, today };
    for (at, rule) in (0u16..).zip(&procedure.rules) {
        let shown = e.presence.get(rule.at.at()).is_some_and(|p| *p != Presence::Hidden);
        if shown && rule.when.truth(&scope).holds() {
            let (at, code) = (At::Question(rule.at), Code::Rule(RuleIx(at)));
            e.findings.push(Finding { at, code, severity: rule.severity });
        }
    }
    let cases = (0u16..).zip(&procedure.cases);
    e.cases = cases.filter(|(_, case)| case.when.truth(&scope).holds()).map(|(at, _)| at).collect();
    let components = (0u16..).zip(&procedure.components);
    e.components =
        components.filter(|(_, c)| applies(&c.when, &scope)).map(|(at, _)| ComponentIx(at)).collect();
    let items = (0u16..).zip(&procedure.fee).filter(|(_, item)| applies(&item.when, &scope));
    e.fee = items
        .filter_map(|(at, item)| Some(FeeLine { item: at, amount: amount(&item.amount, &scope)? }))
        .collect();
}

fn amount(rule: &FeeRule, scope: &Scope<'_>) -> Option<Amount> {
    let rate = |ix: &crate::procedure::RateIx| scope.rates.get(ix.at()).and_then(|r| r.on(scope.today));
    Some(match rule {
        FeeRule::Free => Amount::Known(0),
        FeeRule::ByProvince => Amount::ByProvince,
        FeeRule::Fixed(ix) => Amount::Known(rate(ix)?),
        FeeRule::Each(ix, count) => match scope.values.get(count.at()) {
            Some(Some(Value::Count(n))) => Amount::Known(rate(ix)?.saturating_mul(i64::from(*n))),
            _ => return None,
        },
    })
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
    let scope = Scope { values: &e.values, rates: &procedure.rates, today: received.date };
    let processing = procedure.time.iter().find(|p| applies(&p.when, &scope))?;
    Some(vietnam::calendar::due(calendar, received, &processing.term, closes))
}

fn applies(when: &Option<Expr>, scope: &Scope<'_>) -> bool {
    when.as_ref().is_none_or(|when| when.truth(scope).holds())
}

fn set<T>(all: &mut [T], ix: QuestionIx, value: T) {
    if let Some(slot) = all.get_mut(ix.at()) {
        *slot = value;
    }
}
