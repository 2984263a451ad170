//! One question: its control, what is said about it, or that it follows from another answer.

use super::{choice_field, confirm_field, date_field, place_field, select_field, text_field};
use crate::i18n::sentence;
use crate::session::{Cell, Session};
use dossier::display::display;
use dossier::{Code, Finding, Kind, Presence, Procedure, Question, QuestionIx, Severity};
use leptos::prelude::*;
use std::rc::Rc;

/// What every control needs to know.
#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) s: Session,
    pub(crate) ix: QuestionIx,
    pub(crate) cell: Cell,
    pub(crate) path: String,
    pub(crate) label: String,
    pub(crate) help: String,
    pub(crate) autocomplete: String,
}

impl Field {
    /// Id of the sentence that explains the question.
    pub(crate) fn hint_id(&self) -> String {
        ["hint-", &self.path].concat()
    }

    /// Id of what is said about the answer.
    pub(crate) fn error_id(&self) -> String {
        ["error-", &self.path].concat()
    }

    /// What describes the control, for `aria-describedby`.
    pub(crate) fn described(&self) -> String {
        [&self.hint_id(), " ", &self.error_id()].concat()
    }

    /// Whether an error is shown, for `aria-invalid`.
    pub(crate) fn invalid(&self) -> impl Fn() -> &'static str + Send + Clone + 'static {
        let cell = self.cell.clone();
        move || {
            let wrong = cell.shown.get()
                && cell.view.with(|v| v.findings.iter().any(|f| f.severity == Severity::Error));
            if wrong { "true" } else { "false" }
        }
    }

    /// The label with "(không bắt buộc)" behind it while the question may stay empty.
    pub(crate) fn caption(&self) -> AnyView {
        let cell = self.cell.clone();
        let optional = self.s.words().optional;
        let mark = move || if cell.view.with(|v| v.required) { "" } else { optional };
        view! { <span class="caption">{self.label.clone()}</span>" "<span class="optional">{mark}</span> }
            .into_any()
    }

    /// The sentence under the label.
    pub(crate) fn hint(&self, extra: &'static str) -> AnyView {
        let text = match (self.help.is_empty(), extra.is_empty()) {
            (false, false) => [&self.help, ". ", extra].concat().replace(".. ", ". "),
            (false, true) => self.help.clone(),
            (true, _) => extra.to_string(),
        };
        view! { <p class="hint" id=self.hint_id() hidden=text.is_empty()>{text.clone()}</p> }.into_any()
    }

    /// What is said about the answer; nothing before the citizen has left the field.
    pub(crate) fn messages(&self) -> AnyView {
        let field = self.clone();
        let said = move || {
            let shown = field.cell.shown.get();
            let findings = field.cell.view.with(|v| v.findings.clone());
            // A notice tells a consequence; it need not wait.
            let visible = findings.into_iter().filter(|f| shown || f.severity == Severity::Notice);
            visible.map(|f| message(&field, f)).collect::<Vec<_>>()
        };
        view! { <div class="messages" id=self.error_id()>{said}</div> }.into_any()
    }
}

fn message(field: &Field, finding: Finding) -> AnyView {
    let words = field.s.words();
    let (class, prefix) = match finding.severity {
        Severity::Error => ("error", words.error_prefix),
        Severity::Warning => ("warning", words.warning_prefix),
        Severity::Notice => ("notice", words.notice_prefix),
    };
    let Some(procedure) = field.s.procedure() else { return ().into_any() };
    let text = sentence(finding.code, procedure.question(field.ix), &procedure, field.s.lang());
    let better = better_fit(&field.s, &procedure, finding);
    view! {
        <p class=class data-finding=field.path.clone()>
            <strong class="prefix">{prefix}</strong>{text}{better}
        </p>
    }
    .into_any()
}

/// The procedure a rule suggests, when the catalogue has it: a name, never a jump away from what was typed.
fn better_fit(s: &Session, procedure: &Procedure, finding: Finding) -> String {
    let Code::Rule(ix) = finding.code else { return String::new() };
    let suggested = procedure.rules.get(ix.at()).and_then(|r| r.suggests.as_ref());
    let Some(entry) = suggested.and_then(|code| s.index.procedures.iter().find(|e| e.code == *code)) else {
        return String::new();
    };
    [" ", s.words().fits_better, ": ", entry.name.get(s.lang()), "."].concat()
}

/// A question of the declaration.
pub(crate) fn question(s: &Session, ix: QuestionIx) -> AnyView {
    let (Some(procedure), Some(cell)) = (s.procedure(), s.cell(ix)) else { return ().into_any() };
    let Some(asked) = procedure.question(ix) else { return ().into_any() };
    let lang = s.lang();
    let text = |text: &Option<dossier::Text>| text.as_ref().map_or(String::new(), |t| t.get(lang).into());
    let field = Field {
        s: s.clone(),
        ix,
        cell: cell.clone(),
        path: asked.path.clone(),
        label: asked.label.get(lang).into(),
        help: text(&asked.help),
        autocomplete: asked.autocomplete.clone().unwrap_or_else(|| "off".into()),
    };
    let heading = text(&asked.heading);
    let view = cell.view.clone();
    let hidden = {
        let view = view.clone();
        move || view.with(|v| v.presence == Presence::Hidden)
    };
    let control_hidden = move || view.with(|v| v.presence != Presence::Asked);
    let (copied, copied_hidden) = copied(&field, &procedure);
    let control = control(&field, asked, &procedure);
    view! {
        <div class="question" data-question=field.path.clone() hidden=hidden>
            <h2 hidden=heading.is_empty()>{heading.clone()}</h2>
            <div hidden=control_hidden>{control}</div>
            <p class="copied" hidden=copied_hidden>{copied}</p>
        </div>
    }
    .into_any()
}

/// "Họ tên: … (như người yêu cầu)" for an answer that follows from another.
fn copied(
    field: &Field,
    procedure: &Rc<Procedure>,
) -> (impl Fn() -> String + Send + 'static, impl Fn() -> bool + Send + 'static) {
    let (view, tables, s, ix) = (field.cell.view.clone(), field.s.tables.clone(), field.s.clone(), field.ix);
    let (label, procedure) = (field.label.clone(), send_wrapper::SendWrapper::new(procedure.clone()));
    let hidden = {
        let (view, s) = (view.clone(), s.clone());
        move || view.with(|v| !matches!(v.presence, Presence::Copied(_))) || shown(&s, ix).is_none()
    };
    let text = move || {
        view.track();
        tables.track();
        let Some(value) = shown(&s, ix) else { return String::new() };
        let words = match procedure.question(ix) {
            Some(question) => {
                s.with(|o| display(question, &value, o.form.tables(), s.lang())).unwrap_or_default()
            }
            None => String::new(),
        };
        [&label, ": ", &words, ". ", s.words().from_requester].concat()
    };
    (text, hidden)
}

fn shown(s: &Session, ix: QuestionIx) -> Option<dossier::Value> {
    s.with(|open| open.form.evaluation().value(ix).cloned()).flatten()
}

fn control(field: &Field, question: &Question, procedure: &Procedure) -> AnyView {
    let text = |mode, tail| text_field::control(field, mode, tail);
    match &question.kind {
        Kind::Text { .. } | Kind::DocumentNumber { .. } => text("text", ""),
        Kind::Name => text("name", ""),
        Kind::CitizenId { .. } | Kind::Count { .. } => text("numeric", ""),
        Kind::Phone => text("tel", ""),
        Kind::Email => text("email", ""),
        Kind::Date { words, .. } => date_field::control(field, false, *words),
        Kind::PartialDate { .. } => date_field::control(field, true, false),
        Kind::Choice { options } if options.len() <= 7 => choice_field::control(field, options),
        Kind::Choice { .. } | Kind::Listed { .. } | Kind::Province => {
            select_field::control(field, &question.kind)
        }
        Kind::Commune { province } => place_field::control(field, Some(*province), procedure),
        Kind::Office => place_field::control(field, None, procedure),
        Kind::Confirm => confirm_field::control(field),
    }
}

/// The language of the sentences around a question, for parts that draw outside one.
pub(crate) fn said(s: &Session, finding: Finding) -> String {
    let Some(procedure) = s.procedure() else { return String::new() };
    let question = match finding.at {
        dossier::At::Question(ix) => procedure.question(ix),
        dossier::At::Component(_) => None,
    };
    let text = sentence(finding.code, question, &procedure, s.lang());
    match finding.at {
        dossier::At::Component(ix) => {
            let name = procedure.components.get(ix.at()).map_or("", |c| c.name.get(s.lang()));
            [name, ": ", &text].concat()
        }
        // "Xin ghi: Họ tên" names the question itself; other sentences need its name before them.
        dossier::At::Question(_) => match (finding.code, question) {
            (Code::Required | Code::NotAChoice | Code::NotConfirmed | Code::Rule(_), _) | (_, None) => text,
            (_, Some(question)) => [question.label.get(s.lang()), ": ", &text].concat(),
        },
    }
}
