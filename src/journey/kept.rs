//! What this device keeps: dossiers left half-way, waiting, received, sent back. It stands on the find page, and on
//! the page of a procedure for its own.

use super::section;
use crate::components::button::{Weight, button};
use crate::draft::carried::Refusal;
use crate::draft::{Record, Stage};
use crate::i18n::{More, fill, when};
use crate::platform::clock;
use crate::platform::device::Trouble;
use crate::platform::dom::{El, div, el, p};
use crate::session::{Carried, Sending, Session};
use crate::state::State;

/// The list, of one procedure when `code` names it. Lies in the rest.
#[inline(never)]
pub(crate) fn list(s: &Session, code: &str) -> Vec<El> {
    let w = s.more();
    let kept = s.kept.get();
    let mine = |record: &&Record| code.is_empty() || record.procedure == code;
    let all: Vec<El> = kept.records.iter().filter(mine).map(|record| entry(s, record)).collect();
    let locked = kept.locked.iter().filter(|_| code.is_empty()).map(|number| unreadable(s, number));
    let lines: Vec<El> = all.into_iter().chain(locked).collect();
    let none = lines.is_empty();
    let list = section(w.kept_title, vec![p("hint", w.kept_shared), el("ul").class("kept").children(lines)]);
    let trouble = kept.trouble.filter(|_| code.is_empty()).map(|why| p("warning", trouble(w, why)));
    trouble.into_iter().chain([list.hidden(none)]).collect()
}

/// Opens a draft that was carried here as a file, or asks after a dossier. Lies in the rest.
#[inline(never)]
pub(crate) fn doors(s: &Session) -> El {
    let w = s.more();
    let (opens, said, tracks) = (s.clone(), s.clone(), s.clone());
    let picker = el("input").attr("type", "file").attr("name", "draft-file").on("change", move |event| {
        if let Some(file) = opens.chosen(&event).into_iter().next() {
            opens.open_carried(file);
        }
    });
    let refusal = move || said.carried.get().map(|why| carried(said.more(), why)).into_iter().collect();
    div("doors")
        .child(button("track", Weight::Quiet, w.track, move || tracks.go(crate::session::Page::Track)))
        .child(el("label").class("button pick").child(el("span").text(w.carry_open)).child(picker))
        .child(div("messages").inside(refusal))
}

fn carried(w: &More, why: Carried) -> El {
    let text = match why {
        Carried::Refused(Refusal::Foreign) => w.carry_foreign,
        Carried::Refused(Refusal::Later) => w.carry_later,
        Carried::Refused(Refusal::Damaged) => w.carry_damaged,
        Carried::Sent => w.carry_sent,
        Carried::NotKept(why) => trouble(w, why),
    };
    p("error", text).attr("role", "alert").attr("tabindex", "-1").attr("data-carried", "")
}

/// The declaration under way as a file: offered where the device does not keep it.
pub(crate) fn carry_this(s: &Session) -> El {
    let (carries, shown) = (s.clone(), s.clone());
    button("carry-this", Weight::Quiet, s.more().carry_away, move || carries.carry_this())
        .keep(move |button| button.hide(shown.kept.with(|k| k.trouble.is_none()) && !shown.is_failing()))
}

/// Why nothing is kept beyond this page, and what to do.
pub(crate) fn trouble(w: &More, why: Trouble) -> &'static str {
    match why {
        Trouble::Full => w.trouble_full,
        Trouble::Locked => w.trouble_locked,
        Trouble::Missing => w.trouble_missing,
    }
}

fn entry(s: &Session, record: &Record) -> El {
    let (w, number) = (s.more(), record.number.clone());
    let (follows, shown, hook) = (s.clone(), record.clone(), number.clone());
    let state = move || state(&follows, &shown).1.to_string();
    let (follows, state_of) = (s.clone(), record.clone());
    let (opens, carries) = (s.clone(), s.clone());
    let (open_of, carry_of) = (number.clone(), number.clone());
    let name = s.name_of(&record.procedure);
    let whose = whose(record);
    let of =
        record.completes().map(|completes| fill(w.supplement_of, &[&completes.code])).unwrap_or_default();
    let draft = matches!(record.stage, Stage::Draft | Stage::Refused { .. } | Stage::Waiting { .. });
    let until = record.until().map(|day| fill(w.kept_until, &[&day.dmy()])).unwrap_or_default();
    let verb = if record.stage == Stage::Draft { w.kept_continue } else { w.kept_open };
    let label = |verb: &str| [verb, ": ", &name, " ", &whose].concat();
    el("li")
        .attr("data-kept", hook.as_str())
        .keep(move |line| line.set("data-state", self::state(&follows, &state_of).0))
        .child(el("strong").text(&name))
        .child(p("", &whose).hidden(whose.is_empty()))
        .child(p("", &of).hidden(of.is_empty()))
        .child(p("", "").child(el("span").says(state)).text(" · ").text(&when(
            s.more(),
            record.moment(),
            clock::now().date,
        )))
        .child(p("hint", &until).hidden(until.is_empty()))
        .child(
            div("doors")
                .child(
                    button("open-kept", Weight::Quiet, verb, move || opens.open_kept(&open_of))
                        .attr("aria-label", &label(verb)),
                )
                .child(
                    button("carry-away", Weight::Link, w.carry_away, move || carries.carry_away(&carry_of))
                        .attr("aria-label", &label(w.carry_away))
                        .hidden(!draft),
                )
                .child(
                    forget(s, number.as_str(), &label(""))
                        .hidden(matches!(record.stage, Stage::Waiting { .. })),
                ),
        )
}

/// A dossier that cannot be opened any more.
fn unreadable(s: &Session, number: &str) -> El {
    let w = s.more();
    el("li")
        .attr("data-kept", number)
        .attr("data-state", "locked")
        .child(p("", w.trouble_locked))
        .child(forget(s, number, ""))
}

/// Forgets it, on the second press.
fn forget(s: &Session, number: &str, label: &str) -> El {
    let (w, sure) = (s.more(), State::new(false));
    let (asked, s, number, label) = (sure.clone(), s.clone(), number.to_string(), label.to_string());
    let press = move || if asked.now() { s.forget(number.clone()) } else { asked.set(true) };
    button("forget", Weight::Link, "", press).keep(move |button| {
        let words = if sure.get() { w.kept_sure } else { w.kept_forget };
        button.clear();
        button.set("aria-label", &[words, &label].concat());
        let _ = button.clone().text(words);
    })
}

/// What a dossier's state is called, for automation and for people.
pub(crate) fn state(s: &Session, record: &Record) -> (&'static str, &'static str) {
    let w = s.more();
    match &record.stage {
        Stage::Draft => ("draft", w.state_draft),
        Stage::Refused { .. } => ("refused", w.state_refused),
        Stage::Received { .. } => ("received", w.state_received),
        Stage::Waiting { .. } => match s.sending.get() {
            Sending::UnderWay { number, .. } if number == record.number.as_str() => {
                ("sending", w.state_sending)
            }
            _ => ("waiting", w.state_waiting),
        },
    }
}

/// The first name that was typed tells one applicant's dossier from the next.
fn whose(record: &Record) -> String {
    let name = record.typed.iter().find(|(path, _)| path.ends_with(".name"));
    name.map(|(_, raw)| raw.clone()).unwrap_or_default()
}
