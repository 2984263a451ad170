//! One question: its control, what is said about it, or that it follows from another answer.

use super::answers::{answer, step_title};
use super::button::{Weight, button};
use super::rows::row_title;
use super::{choice_field, confirm_field, date_field, place_field, select_field, text_field};
use crate::i18n::{fill, sentence};
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
            control.tell("aria-invalid", wrong);
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
        self.said(false).attr("id", &self.error_id())
    }

    /// What follows from the answer; it need not wait, and stands below the control so that nothing
    /// moves under the hand that types.
    fn notices(&self) -> El {
        self.said(true).attr("role", "status")
    }

    fn said(&self, notices: bool) -> El {
        let field = self.clone();
        div("messages").inside(move || {
            let findings = field.cell.view.with(|v| v.findings.clone());
            if findings.is_empty() || !(notices || field.cell.shown.get()) || !field.s.rest.get() {
                return Vec::new();
            }
            let now = |finding: &Finding| (finding.severity == Severity::Notice) == notices;
            findings.into_iter().filter(now).map(|finding| message(&field, finding)).collect()
        })
    }
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
    let asked = procedure.question(field.s.asked(field.ix));
    let text = sentence(finding.code, asked, &procedure, field.s.lang());
    let said = said.child(el("strong").text(prefix)).text(&text);
    said.children(better_fit(&field.s, &procedure, finding).into_iter().collect())
}

/// The procedure a rule suggests, when this site has it. What was typed here stays, to come back to.
fn better_fit(s: &Session, procedure: &Procedure, finding: Finding) -> Option<El> {
    let Code::Rule(ix) = finding.code else { return None };
    let code = procedure.rules.get(ix.at())?.suggests.as_ref()?;
    let index = s.index();
    let entry = index.procedure(code, &s.config.site.id, s.today())?;
    let (s, code) = (s.clone(), entry.code.clone());
    let label = [s.more().fits_better, ": ", entry.name.get(s.lang())].concat();
    let button = button("better", Weight::Link, &label, move || s.choose(code.clone()));
    Some(button.attr("data-procedure", &entry.code))
}

/// A question of the declaration.
pub(crate) fn question(s: &Session, ix: QuestionIx) -> El {
    let around = div("question");
    let (Some(procedure), Some(cell)) = (s.procedure(), s.cell(ix)) else { return around };
    let Some(asked) = procedure.question(s.asked(ix)) else { return around };
    let lang = s.lang();
    let text = |text: &Option<dossier::Text>| text.as_ref().map_or(String::new(), |t| t.get(lang).into());
    let field = Field(Rc::new(Inner {
        s: s.clone(),
        ix,
        cell: cell.clone(),
        path: s.path(ix),
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
        .children(asked.offer.map(|of| offer(&field, s.shape().beside(ix, of))).into_iter().collect())
        .child(copied(&field))
        .child(field.notices())
}

/// An answer given before, to be used again on request while nothing stands here.
fn offer(field: &Field, of: QuestionIx) -> El {
    let (field, s) = (field.clone(), field.s.clone());
    p("offer", "").keep(move |line| {
        s.tables.follow();
        // An answer that was itself taken over lies where it was given.
        let mut of = of;
        for _ in 0..8 {
            match s.presence(of) {
                Presence::Copied(from) => of = from,
                _ => break,
            }
        }
        let given = s.cell(of).map(|cell| cell.view.with(|v| v.raw.clone())).unwrap_or_default();
        let empty = field.cell.view.with(|v| v.presence == Presence::Asked && v.raw.is_empty());
        let words = if empty && !given.is_empty() { answer(&s, of) } else { String::new() };
        line.clear();
        line.hide(words.is_empty());
        if !words.is_empty() {
            let (s, ix) = (s.clone(), field.ix);
            let label = fill(s.words().use_again, &[&words]);
            let press = move || {
                s.edit(ix, given.clone());
                s.learn_all();
            };
            line.append(&button("use-again", Weight::Link, &label, press));
        }
    })
}

/// "Họ tên: …" for an answer that follows from another.
fn copied(field: &Field) -> El {
    let (field, s) = (field.clone(), field.s.clone());
    p("copied", "").keep(move |line| {
        s.tables.follow();
        let (words, from) = match field.cell.view.with(|v| v.presence) {
            Presence::Copied(of) => (answer(&s, field.ix), step_title(&s, of)),
            _ => (String::new(), String::new()),
        };
        line.clear();
        line.hide(words.is_empty());
        let colon = if field.label.ends_with('?') { " " } else { ": " };
        let from = fill(s.words().copied_from, &[&from]);
        let _ = line.clone().text(&[&field.label, colon, &words, ". ", &from].concat());
    })
}

/// Letters that a field of one line is for.
const LINE: u16 = 300;

fn control(field: &Field, question: &Question) -> Vec<El> {
    let text = |mode| text_field::control(field, mode);
    match &question.kind {
        Kind::Text { max } if *max > LINE => text("lines"),
        Kind::Authority { .. } => {
            let mut parts = text("text");
            parts.push(place_field::old_door(field, place_field::Wanted::Quote));
            parts
        }
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
        Kind::Commune { province } => {
            place_field::control(field, Some(field.s.shape().beside(field.ix, *province)))
        }
        Kind::Office => place_field::control(field, None),
        Kind::Confirm => confirm_field::control(field),
    }
}

/// What a summary says of a finding: with the name of the question or paper it belongs to.
pub(crate) fn said(s: &Session, finding: Finding) -> String {
    let Some(procedure) = s.procedure() else { return String::new() };
    let question = match finding.at {
        dossier::At::Question(ix) => procedure.question(s.asked(ix)),
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
            let (at, row) = s.shape().place(ix);
            let heading = procedure.heading_of(at).map_or("", |t| t.get(s.lang()));
            let row = row.map_or(String::new(), |row| row_title(s, row));
            let label = match (finding.code, question) {
                (Code::Required | Code::NotAChoice | Code::NotConfirmed | Code::Rule(_), _) | (_, None) => "",
                (_, Some(question)) => question.label.get(s.lang()),
            };
            let parts = [&row, heading, label, &text];
            parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(": ")
        }
    }
}
