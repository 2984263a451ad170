//! One question: its control, what is said about it, or that it follows from another answer.

use super::{choice_field, confirm_field, date_field, place_field, select_field, text_field};
use crate::components::answers::answer;
use crate::i18n::sentence;
use crate::platform::dom::{El, div, el, p};
use crate::session::{Cell, Session};
use dossier::{Code, Finding, Kind, Presence, Procedure, Question, QuestionIx, Severity};
use std::ops::Deref;
use std::rc::Rc;

/// What every control needs to know; cheap to clone.
#[derive(Clone)]
pub(crate) struct Field(Rc<Inner>);

/// See [`Field`].
pub(crate) struct Inner {
    pub(crate) s: Session,
    pub(crate) ix: QuestionIx,
    pub(crate) cell: Cell,
    pub(crate) path: String,
    pub(crate) label: String,
    pub(crate) help: String,
    pub(crate) autocomplete: String,
}

impl Deref for Field {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
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

    /// Keeps `aria-invalid` of a control true to what is shown.
    pub(crate) fn invalid(&self) -> impl FnMut(&El) + 'static {
        let cell = self.cell.clone();
        move |control| {
            let wrong = |v: &dossier::View| v.findings.iter().any(|f| f.severity == Severity::Error);
            let wrong = cell.shown.get() && cell.view.with(wrong);
            control.set("aria-invalid", if wrong { "true" } else { "false" });
        }
    }

    /// A control with what every control carries: id, name, descriptions, and that leaving it counts.
    pub(crate) fn control(&self, tag: &str) -> El {
        let (s, ix) = (self.s.clone(), self.ix);
        el(tag)
            .attr("id", &self.path)
            .attr("name", &self.path)
            .attr("autocomplete", &self.autocomplete)
            .attr("aria-describedby", &self.described())
            .keep(self.invalid())
            .on("blur", move |_| s.leave(ix))
    }

    /// The label of a single control.
    pub(crate) fn label(&self) -> El {
        self.caption(el("label").attr("for", &self.path))
    }

    /// A group of controls with the label as its legend, the hint and what is said about the answer.
    pub(crate) fn group(&self, hint: &str) -> El {
        let group = el("fieldset").attr("aria-describedby", &self.described());
        group.child(self.caption(el("legend"))).child(self.hint(hint)).child(self.messages())
    }

    /// The label with "(không bắt buộc)" behind it while the question may stay empty.
    fn caption(&self, around: El) -> El {
        let (cell, optional) = (self.cell.clone(), self.s.words().optional);
        let mark = move || if cell.view.with(|v| v.required) { String::new() } else { optional.into() };
        let label = el("span").class("caption").text(&self.label);
        around.child(label).text(" ").child(el("span").class("optional").says(mark))
    }

    /// The sentence under the label.
    pub(crate) fn hint(&self, extra: &str) -> El {
        let both = [self.help.trim_end_matches('.'), extra];
        let text = both.iter().filter(|t| !t.is_empty()).copied().collect::<Vec<_>>().join(". ");
        p("hint", &text).attr("id", &self.hint_id()).hidden(text.is_empty())
    }

    /// What is said about the answer; nothing before the citizen has left the field.
    pub(crate) fn messages(&self) -> El {
        let field = self.clone();
        let said = move || {
            let shown = field.cell.shown.get();
            said_of(&field, |f| shown && f.severity != Severity::Notice)
        };
        div("messages").attr("id", &self.error_id()).inside(said)
    }

    /// What follows from the answer; it need not wait, and stands below the control so that nothing
    /// moves under the hand that types.
    fn notices(&self) -> El {
        let field = self.clone();
        div("messages")
            .attr("role", "status")
            .inside(move || said_of(&field, |f| f.severity == Severity::Notice))
    }
}

fn said_of(field: &Field, which: impl Fn(&Finding) -> bool) -> Vec<El> {
    let findings = field.cell.view.with(|v| v.findings.clone());
    if findings.is_empty() || !field.s.rest.get() {
        return Vec::new();
    }
    findings.into_iter().filter(which).map(|f| message(field, f)).collect()
}

/// Lies in the rest.
#[inline(never)]
fn message(field: &Field, finding: Finding) -> El {
    let words = field.s.more();
    let (class, prefix) = match finding.severity {
        Severity::Error => ("error", words.error_prefix),
        Severity::Warning => ("warning", words.warning_prefix),
        Severity::Notice => ("notice", words.notice_prefix),
    };
    let said = p(class, "").attr("data-finding", &field.path);
    let Some(procedure) = field.s.procedure() else { return said };
    let text = sentence(finding.code, procedure.question(field.ix), &procedure, field.s.lang());
    let better = better_fit(&field.s, &procedure, finding);
    said.child(el("strong").text(prefix)).text(&text).text(&better)
}

/// The procedure a rule suggests, when the catalogue has it: a name, never a jump away from what was typed.
fn better_fit(s: &Session, procedure: &Procedure, finding: Finding) -> String {
    let Code::Rule(ix) = finding.code else { return String::new() };
    let suggested = procedure.rules.get(ix.at()).and_then(|r| r.suggests.as_ref());
    let Some(entry) = suggested.and_then(|code| s.index.procedures.iter().find(|e| e.code == *code)) else {
        return String::new();
    };
    [" ", s.more().fits_better, ": ", entry.name.get(s.lang()), "."].concat()
}

/// A question of the declaration.
pub(crate) fn question(s: &Session, ix: QuestionIx) -> El {
    let around = div("question");
    let (Some(procedure), Some(cell)) = (s.procedure(), s.cell(ix)) else { return around };
    let Some(asked) = procedure.question(ix) else { return around };
    let lang = s.lang();
    let text = |text: &Option<dossier::Text>| text.as_ref().map_or(String::new(), |t| t.get(lang).into());
    let field = Field(Rc::new(Inner {
        s: s.clone(),
        ix,
        cell: cell.clone(),
        path: asked.path.clone(),
        label: asked.label.get(lang).into(),
        help: text(&asked.help),
        autocomplete: asked.autocomplete.clone().unwrap_or_else(|| "off".into()),
    }));
    let heading = text(&asked.heading);
    let (all, own) = (cell.view.clone(), cell.view);
    around
        .attr("data-question", &field.path)
        .keep(move |question| question.hide(all.with(|v| v.presence == Presence::Hidden)))
        .child(el("h2").text(&heading).hidden(heading.is_empty()))
        .child(
            div("")
                .keep(move |control| control.hide(own.with(|v| v.presence != Presence::Asked)))
                .children(control(&field, asked)),
        )
        .child(copied(&field))
        .child(field.notices())
}

/// "Họ tên: …" for an answer that follows from another.
fn copied(field: &Field) -> El {
    let (field, s) = (field.clone(), field.s.clone());
    p("copied", "").keep(move |line| {
        s.tables.follow();
        let copied = field.cell.view.with(|v| matches!(v.presence, Presence::Copied(_)));
        let words = if copied { answer(&s, field.ix) } else { String::new() };
        line.clear();
        line.hide(words.is_empty());
        let colon = if field.label.ends_with('?') { " " } else { ": " };
        let _ = line.clone().text(&[&field.label, colon, &words, ". ", s.words().from_requester].concat());
    })
}

fn control(field: &Field, question: &Question) -> Vec<El> {
    let text = |mode| text_field::control(field, mode);
    match &question.kind {
        Kind::Text { .. } | Kind::DocumentNumber { .. } => text("text"),
        Kind::Name => text("name"),
        Kind::CitizenId { .. } | Kind::Count { .. } => text("numeric"),
        Kind::Phone => text("tel"),
        Kind::Email => text("email"),
        Kind::Date { words, .. } => date_field::control(field, false, *words),
        Kind::PartialDate { .. } => date_field::control(field, true, false),
        Kind::Choice { options } if options.len() <= 7 => choice_field::control(field, options),
        Kind::Choice { .. } | Kind::Listed { .. } | Kind::Province => {
            select_field::control(field, &question.kind)
        }
        Kind::Commune { province } => place_field::control(field, Some(*province)),
        Kind::Office => place_field::control(field, None),
        Kind::Confirm => confirm_field::control(field),
    }
}

/// What a summary says of a finding: with the name of the question or paper it belongs to.
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
        // "Xin ghi: Họ tên" names the question itself; other sentences need its name before them. A
        // province is asked for more than once on a page: the heading tells which.
        dossier::At::Question(ix) => {
            let heading = procedure.heading_of(ix).map_or("", |t| t.get(s.lang()));
            let label = match (finding.code, question) {
                (Code::Required | Code::NotAChoice | Code::NotConfirmed | Code::Rule(_), _) | (_, None) => "",
                (_, Some(question)) => question.label.get(s.lang()),
            };
            let parts = [heading, label, &text];
            parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(": ")
        }
    }
}
