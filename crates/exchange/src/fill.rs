//! Filling a field.

use crate::Kept;
use crate::mapping::{Codes, Content, Field, Form, List, Mapping, Person, Term, Words};
use dossier::display::display;
use dossier::kind::Kind;
use dossier::procedure::{Component, ComponentIx, PaperKind, QuestionIx};
use dossier::{FeeLine, Lang};
use protocol::track::Happened;
use serde_json::{Map, Value, json};

/// What fields are filled from.
#[derive(Clone, Copy)]
pub(crate) struct Fill<'a> {
    pub(crate) kept: &'a Kept<'a>,
    pub(crate) mapping: &'a Mapping,
    /// The files that go along, by place in the manifest.
    pub(crate) files: &'a [usize],
    pub(crate) item: Item<'a>,
    pub(crate) address: &'a dyn Fn(usize) -> String,
}

/// The thing of a list that is at hand.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Item<'a> {
    /// None: the dossier as a whole.
    Dossier,
    /// What a supplement says.
    Words(&'a str),
    /// The declaration, by the code of the component it fills.
    Declaration(&'a str),
    /// A paper of a component.
    Paper(&'a Component, &'a PaperKind),
    /// A file, by place in the manifest.
    File(usize),
    /// A line of the fee.
    Fee(FeeLine),
    /// An event, and its place.
    Event(usize, &'a Happened),
}

impl Fill<'_> {
    /// The value of a field; null when nothing fills it.
    pub(crate) fn value(&self, field: &Field) -> Value {
        match &field.value {
            Content::Words(words) => self.words(words),
            Content::Group(Some((question, among)), _)
                if !among.contains(&self.answer(*question, Form::Kept)) =>
            {
                Value::Null
            }
            Content::Group(_, fields) => self.object(fields),
            Content::Each(list, fields) => {
                let item = |item| Fill { item, ..*self };
                let whole = |one: &Fill<'_>| *list != List::Once || one.is_whole(fields);
                self.items(*list).into_iter().map(item).filter(whole).map(|one| one.object(fields)).collect()
            }
            Content::Answers => self.answers(),
        }
    }

    fn object(&self, fields: &[Field]) -> Value {
        Value::Object(
            fields.iter().map(|field| (field.name.clone(), self.value(field))).collect::<Map<_, _>>(),
        )
    }

    /// Is there everything that the other system insists on?
    fn is_whole(&self, fields: &[Field]) -> bool {
        fields.iter().all(|field| !field.required || !self.value(field).is_null())
    }

    fn words(&self, words: &Words) -> Value {
        let joined = |terms: &Vec<Term>| {
            let all = terms.iter().map(|term| self.term(term, words.form));
            all.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(&words.by)
        };
        let found = words.from.iter().map(joined).find(|text| !text.is_empty());
        // What stands in for nothing is theirs already.
        let text = match (found, &words.codes) {
            (None, _) => words.or.clone(),
            (Some(ours), None) => ours,
            (Some(ours), Some(codes)) => codes.theirs(&ours),
        };
        match words.form {
            Form::Truth => Value::Bool(!text.is_empty() && text != "false"),
            Form::Number => text.parse::<i64>().map_or(Value::Null, Value::from),
            _ if text.is_empty() => Value::Null,
            Form::Day => Value::String(digits(&text).chars().take(8).collect()),
            Form::Moment => {
                let digits: String = digits(&text).chars().take(14).collect();
                Value::String(if digits.len() == 8 { digits + "000000" } else { digits })
            }
            Form::Kept | Form::Read => Value::String(short(&text, words.most)),
        }
    }

    fn term(&self, term: &Term, form: Form) -> String {
        match term {
            Term::Fact(fact) => self.fact(*fact).unwrap_or_default(),
            Term::Answer(question) => self.answer(*question, form),
            Term::Of(role, of) => {
                let questions = self.meant(*role).and_then(|at| of.get(at));
                questions.map(|all| self.joined(all, form)).unwrap_or_default()
            }
        }
    }

    /// Who is meant by a role, by place: the first who is named.
    fn meant(&self, role: u16) -> Option<usize> {
        let named =
            |person: &Person| self.is_open(person) && !self.joined(&person.name, Form::Kept).is_empty();
        self.mapping.roles.get(usize::from(role))?.iter().position(named)
    }

    /// Is there what this person is meant only with?
    fn is_open(&self, person: &Person) -> bool {
        let attachments = &self.kept.submission.attachments;
        let attached = |ix: &ComponentIx| {
            let component = self.kept.procedure.components.get(ix.at());
            component.is_some_and(|component| attachments.iter().any(|file| file.component == component.id))
        };
        let answered = |question: &QuestionIx| self.kept.evaluation.value(*question).is_some();
        person.only_with.as_ref().is_none_or(|all| all.iter().any(attached))
            && person.known_by.as_ref().is_none_or(|all| all.iter().any(answered))
    }

    fn joined(&self, questions: &[QuestionIx], form: Form) -> String {
        let all = questions.iter().map(|question| self.answer(*question, form));
        all.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// An answer; empty when there is none.
    fn answer(&self, question: QuestionIx, form: Form) -> String {
        let Kept { procedure, evaluation, tables, .. } = self.kept;
        let Some(value) = evaluation.value(question) else { return String::new() };
        match (form, procedure.question(question)) {
            (Form::Read, Some(asked)) => display(asked, value, tables, Lang::Vi),
            _ => value.wire(),
        }
    }

    /// Every answer that is kept, with what codes among them mean, and which version of the catalogue explains the
    /// paths.
    fn answers(&self) -> Value {
        let Kept { procedure, evaluation, tables, submission, .. } = self.kept;
        let (mut sent, mut meant) = (Map::new(), Map::new());
        for cell in evaluation.shape.cells() {
            let (Some(value), Some(question)) =
                (evaluation.value(cell), evaluation.shape.question(procedure, cell))
            else {
                continue;
            };
            let path = evaluation.shape.path(procedure, cell);
            let is_code = matches!(
                question.kind,
                Kind::Choice { .. }
                    | Kind::Listed { .. }
                    | Kind::Province
                    | Kind::Commune { .. }
                    | Kind::Office
            );
            if is_code {
                meant.insert(path.clone(), display(question, value, tables, Lang::Vi).into());
            }
            sent.insert(path, value.wire().into());
        }
        json!({
            "ThuTuc": procedure.code,
            "PhienBanDanhMuc": submission.catalogue,
            "TraLoi": sent,
            "DienGiai": meant,
        })
    }
}

impl Codes {
    /// The other system's code for ours.
    fn theirs(&self, ours: &str) -> String {
        match self.pairs.iter().find(|(code, _)| code == ours) {
            Some((_, theirs)) => theirs.clone(),
            None if self.others_stay => ours.into(),
            None => String::new(),
        }
    }
}

fn digits(text: &str) -> String {
    // The offset after the time is none of its digits.
    let time = text.get(..19).unwrap_or(text);
    time.chars().filter(char::is_ascii_digit).collect()
}

/// The first letters, where a format takes no more.
fn short(text: &str, most: u16) -> String {
    match usize::from(most) {
        0 => text.into(),
        most => text.chars().take(most).collect(),
    }
}
