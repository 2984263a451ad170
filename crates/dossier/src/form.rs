//! The declaration under way. [`Form::apply`] is the only way in; what it returns is what changed.
//!
//! Every action judges the whole declaration again: a hundred questions take microseconds, and the
//! incremental view can never differ from [`evaluate`].

use crate::answers::Answers;
use crate::evaluate::{Evaluation, Presence, evaluate};
use crate::finding::{At, Finding};
use crate::kind::ListId;
use crate::procedure::{Procedure, Question, QuestionIx, RowsIx};
use crate::rows::{Row, Shape};
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
    /// The citizen typed: the whole raw text of the cell.
    Edit(QuestionIx, String),
    /// One more row.
    AddRow(RowsIx),
    /// A row is taken out; those after it move up.
    RemoveRow(Row),
    /// Another day has begun.
    Today(Date),
    /// The communes of a province have arrived.
    Communes(ProvinceCode, Vec<Commune>),
    /// A list has arrived.
    List(ListId, Vec<Listed>),
}

/// The cells whose [`View`] changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Changes {
    /// These; there are as many cells as before.
    Cells(Vec<QuestionIx>),
    /// There are other cells now.
    Shape,
}

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
    /// A blank declaration.
    pub fn blank(procedure: Rc<Procedure>, tables: Tables, today: Date) -> Form {
        let answers = Answers::blank(&procedure);
        Form::with(procedure, answers, tables, today)
    }

    /// A declaration with what was typed before, by path; beside it the paths that no question takes.
    pub fn open(
        procedure: Rc<Procedure>,
        typed: &[(String, String)],
        tables: Tables,
        today: Date,
    ) -> (Form, Vec<&str>) {
        let typed = typed.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
        let (answers, unknown) = Answers::from_paths(&procedure, typed);
        (Form::with(procedure, answers, tables, today), unknown)
    }

    fn with(procedure: Rc<Procedure>, answers: Answers, tables: Tables, today: Date) -> Form {
        let evaluation = evaluate(&procedure, &answers, today, &tables);
        Form { procedure, answers, tables, today, evaluation }
    }

    /// Lets one thing happen; returns the cells whose view changed.
    pub fn apply(&mut self, action: Action) -> Changes {
        let mut removed = false;
        let edited = match action {
            Action::Edit(cell, raw) => {
                self.answers.set(cell, raw);
                Some(cell)
            }
            Action::AddRow(group) => {
                self.answers.add_row(&self.procedure, group);
                None
            }
            Action::RemoveRow(row) => {
                self.answers.remove_row(&self.procedure, row);
                removed = true;
                None
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
        let now = &self.evaluation;
        if before.shape != now.shape || removed {
            return Changes::Shape;
        }
        let changed = |cell: &QuestionIx| edited == Some(*cell) || differs(&before, now, *cell);
        Changes::Cells(now.shape.cells().into_iter().filter(changed).collect())
    }

    /// What a page shows of a cell.
    pub fn view(&self, ix: QuestionIx) -> View {
        View {
            raw: self.answers.raw(ix).into(),
            presence: self.evaluation.presence.get(ix.at()).copied().unwrap_or_default(),
            required: self.evaluation.required.get(ix.at()).copied().unwrap_or_default(),
            findings: self.evaluation.findings_at(At::Question(ix)).to_vec(),
        }
    }

    /// The question a cell asks.
    pub fn question(&self, cell: QuestionIx) -> Option<&Question> {
        self.evaluation.shape.question(&self.procedure, cell)
    }

    /// The public path of a cell: its control's name.
    pub fn path(&self, cell: QuestionIx) -> String {
        self.evaluation.shape.path(&self.procedure, cell)
    }

    /// Which cells there are.
    pub fn shape(&self) -> &Shape {
        &self.evaluation.shape
    }

    /// The same procedure with more of its texts, when they have arrived.
    pub fn retell(&mut self, procedure: Rc<Procedure>) {
        let same = |p: &Procedure| p.questions.len() == self.procedure.questions.len();
        if procedure.code == self.procedure.code && same(&procedure) {
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

fn differs(a: &Evaluation, b: &Evaluation, ix: QuestionIx) -> bool {
    let at = ix.at();
    a.presence.get(at) != b.presence.get(at)
        || a.required.get(at) != b.required.get(at)
        || a.values.get(at) != b.values.get(at)
        || a.findings_at(At::Question(ix)) != b.findings_at(At::Question(ix))
}
