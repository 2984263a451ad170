//! The declaration under way. [`Form::apply`] is the only way in; what it returns is what changed.
//!
//! Every action judges the whole declaration again: a hundred questions take microseconds, and the
//! incremental view can never differ from [`evaluate`].

use crate::answers::Answers;
use crate::evaluate::{Evaluation, Presence, evaluate};
use crate::finding::{At, Finding};
use crate::kind::ListId;
use crate::procedure::{Procedure, QuestionIx};
use crate::tables::{Listed, Tables};
use std::rc::Rc;
use vietnam::date::Date;
use vietnam::places::{Commune, ProvinceCode};

/// A declaration under way.
pub struct Form {
    procedure: Rc<Procedure>,
    answers: Answers,
    tables: Tables,
    today: Date,
    evaluation: Evaluation,
}

/// What can happen to a declaration.
pub enum Action {
    /// The citizen typed: the whole raw text of the question.
    Edit(QuestionIx, String),
    /// Another day has begun.
    Today(Date),
    /// The communes of a province have arrived.
    Communes(ProvinceCode, Vec<Commune>),
    /// A list has arrived.
    List(ListId, Vec<Listed>),
}

/// The questions whose [`View`] changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes(pub Vec<QuestionIx>);

/// What a page shows of one question.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct View {
    /// The text as typed.
    pub raw: String,
    /// Whether it is asked.
    pub presence: Presence,
    /// Whether it must be answered.
    pub required: bool,
    /// What is to be said about it, errors first.
    pub findings: Vec<Finding>,
}

impl Form {
    /// A blank declaration, or one with what was typed before (by path).
    pub fn open(
        procedure: Rc<Procedure>,
        typed: Option<&[(String, String)]>,
        tables: Tables,
        today: Date,
    ) -> Form {
        let answers = match typed {
            None => Answers::blank(&procedure),
            Some(typed) => {
                Answers::from_paths(&procedure, typed.iter().map(|(p, r)| (p.as_str(), r.as_str()))).0
            }
        };
        let evaluation = evaluate(&procedure, &answers, today, &tables);
        Form { procedure, answers, tables, today, evaluation }
    }

    /// Lets one thing happen; returns the questions whose view changed.
    pub fn apply(&mut self, action: Action) -> Changes {
        let edited = match action {
            Action::Edit(ix, raw) => {
                self.answers.set(ix, raw);
                Some(ix)
            }
            Action::Today(today) => {
                self.today = today;
                None
            }
            Action::Communes(province, communes) => {
                self.tables.learn_communes(province, communes);
                None
            }
            Action::List(list, entries) => {
                self.tables.learn_list(list, entries);
                None
            }
        };
        let fresh = evaluate(&self.procedure, &self.answers, self.today, &self.tables);
        let before = std::mem::replace(&mut self.evaluation, fresh);
        let changed = |ix: &QuestionIx| edited == Some(*ix) || differs(&before, &self.evaluation, *ix);
        Changes(self.procedure.indices().filter(changed).collect())
    }

    /// What a page shows of a question.
    pub fn view(&self, ix: QuestionIx) -> View {
        View {
            raw: self.answers.raw(ix).into(),
            presence: self.evaluation.presence.get(ix.at()).copied().unwrap_or_default(),
            required: self.evaluation.required.get(ix.at()).copied().unwrap_or_default(),
            findings: findings(&self.evaluation, ix).copied().collect(),
        }
    }

    /// The same procedure with more of its texts: another language has arrived.
    pub fn retell(&mut self, procedure: Rc<Procedure>) {
        if procedure.questions.len() == self.procedure.questions.len() {
            self.procedure = procedure;
        }
    }

    /// The procedure declared to.
    pub fn procedure(&self) -> &Rc<Procedure> {
        &self.procedure
    }

    /// What was typed.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Everything that follows.
    pub fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    /// The tables known so far.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The day of judging.
    pub fn today(&self) -> Date {
        self.today
    }
}

fn findings(e: &Evaluation, ix: QuestionIx) -> impl Iterator<Item = &Finding> {
    e.findings.iter().filter(move |f| f.at == At::Question(ix))
}

fn differs(a: &Evaluation, b: &Evaluation, ix: QuestionIx) -> bool {
    let at = ix.at();
    a.presence.get(at) != b.presence.get(at)
        || a.required.get(at) != b.required.get(at)
        || a.values.get(at) != b.values.get(at)
        || findings(a, ix).ne(findings(b, ix))
}
