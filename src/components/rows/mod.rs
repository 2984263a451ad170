//! A group of rows: one open for answering, the others a line each, so that two hundred fit a phone.

use super::answers::answer;
use super::button::{Weight, button};
use super::person;
use super::question::question;
use crate::platform::dom::{El, div, el, p};
use crate::platform::task::later;
use crate::session::Session;
use crate::state::State;
use dossier::procedure::Rows;
use dossier::{Presence, QuestionIx, Row, RowsIx, Severity};
use std::rc::Rc;

/// Answers that tell a closed row from the next.
const TOLD: usize = 2;
/// Rows that are drawn in one go: a screenful and more. The others follow, so that two hundred do not hold a finger up.
const AT_ONCE: u16 = 20;

/// The group, with the button that adds a row. Lies in the rest.
#[inline(never)]
pub(crate) fn rows(s: &Session, group: RowsIx) -> El {
    let around = div("rows");
    let rows = s.procedure().and_then(|procedure| procedure.rows.get(group.at()).cloned());
    let Some(rows) = rows.map(Rc::new) else { return around };
    let (told, drawn, asked) = (s.clone(), s.clone(), s.group(group));
    let (of, first, shown) = (rows.clone(), QuestionIx(rows.first), State::new(AT_ONCE));
    // A row whose cells are the same stays as it is; it holds them, so that no other has their id.
    let same = move || {
        told.rows.follow();
        let shape = told.shape();
        let open = told.row.get().filter(|row| row.group == group).map_or(0, |row| row.row + 1);
        let (count, upto) = (shape.count(group), shown.get().max(open));
        if shown.now() < count {
            let shown = shown.clone();
            later(move || shown.set(shown.now().max(upto + AT_ONCE)));
        }
        let cell = |row| told.cell(shape.within(first, Some(Row { group, row })));
        (0..count.min(upto)).filter_map(cell).map(|cell| cell.view.id()).collect()
    };
    let row =
        move |at, _| u16::try_from(at).map_or_else(|_| div(""), |row| one(&drawn, &of, Row { group, row }));
    around.keep(move |rows| rows.hide(!asked.get())).child(div("").each(same, row)).child(add(s, rows, group))
}

/// A row: drawn anew when it is opened or closed, and when it may be taken out or no longer.
fn one(s: &Session, rows: &Rc<Rows>, row: Row) -> El {
    let (told, drawn, rows) = (s.clone(), s.clone(), rows.clone());
    let min = rows.min;
    let state = move || {
        told.rows.follow();
        let count = told.shape().count(row.group);
        let open = told.row.get() == Some(row) || count == 1;
        vec![usize::from(open) + 2 * usize::from(count <= min)]
    };
    div("").each(state, move |_, state| match state % 2 {
        1 => opened(&drawn, &rows, row),
        _ => closed(&drawn, &rows, row),
    })
}

fn add(s: &Session, rows: Rc<Rows>, group: RowsIx) -> El {
    let (adds, counts, of) = (s.clone(), s.clone(), rows.clone());
    let press = move || {
        let hook = place(&of, adds.shape().count(group));
        adds.add_row(group);
        adds.root.focus(["[data-row=\"", &hook, "\"] h2"].concat());
    };
    let add = button("add-row", Weight::Quiet, rows.add.get(s.lang()), press);
    add.attr("data-rows", &rows.path).keep(move |add| {
        counts.rows.follow();
        add.hide(counts.shape().count(group) >= rows.max);
    })
}

/// The hook of a row: `papers.2`.
fn place(rows: &Rows, row: u16) -> String {
    [&rows.path, ".", &(row + 1).to_string()].concat()
}

/// "Giấy tờ 2".
pub(crate) fn row_title(s: &Session, row: Row) -> String {
    let procedure = s.procedure();
    let rows = procedure.as_ref().and_then(|p| p.rows.get(row.group.at()));
    let title = rows.map_or("", |rows| rows.title.get(s.lang()));
    [title, " ", &(row.row + 1).to_string()].concat()
}

fn cells(s: &Session, rows: &Rows, row: Row) -> Vec<QuestionIx> {
    let shape = s.shape();
    (rows.first..rows.end).map(|ix| shape.within(QuestionIx(ix), Some(row))).collect()
}

fn opened(s: &Session, rows: &Rows, row: Row) -> El {
    let questions = cells(s, rows, row).into_iter().map(|cell| question(s, cell)).collect();
    div("row")
        .attr("data-row", &place(rows, row.row))
        .child(el("h2").attr("tabindex", "-1").text(&row_title(s, row)))
        .children(person::of_row(s, rows.first..rows.end, row))
        .child(div("").children(questions))
        .child(remove(s, rows, row))
}

/// What tells it from the others, and whether something in it is to be put right.
fn closed(s: &Session, rows: &Rows, row: Row) -> El {
    let (w, cells) = (s.more(), cells(s, rows, row));
    let told =
        cells.iter().filter(|cell| s.presence(**cell) != Presence::Hidden).map(|cell| answer(s, *cell));
    let told = told.filter(|text| !text.is_empty()).take(TOLD).collect::<Vec<_>>().join(", ");
    let signals: Vec<_> = cells.iter().filter_map(|cell| s.cell(*cell)).collect();
    let faulty = move || {
        signals.iter().any(|cell| {
            let wrong = |v: &dossier::View| v.findings.iter().any(|f| f.severity == Severity::Error);
            cell.shown.get() && cell.view.with(wrong)
        })
    };
    let (edit, hook, title) = (s.clone(), place(rows, row.row), row_title(s, row));
    let press = {
        let hook = hook.clone();
        move || {
            edit.row.set(Some(row));
            edit.root.focus(["[data-row=\"", &hook, "\"] h2"].concat());
        }
    };
    let name = [w.change, " ", &title].concat();
    div("row closed")
        .attr("data-row", &hook)
        .child(el("strong").text(&title))
        .child(el("span").text(&told))
        .child(p("error", w.row_faulty).keep(move |line| line.hide(!faulty())))
        .child(button("edit-row", Weight::Link, w.change, press).attr("aria-label", &name))
        .child(remove(s, rows, row))
}

/// Takes the row out: at once when nothing stands in it, else on the second press.
fn remove(s: &Session, rows: &Rows, row: Row) -> El {
    let (w, sure) = (s.more(), State::new(false));
    let (asked, taker, group) = (sure.clone(), s.clone(), Rc::new(cells(s, rows, row)));
    let title = row_title(s, row);
    let press = move || {
        let procedure = taker.procedure();
        let answered = |cell: &QuestionIx| {
            let asked = procedure.as_ref().and_then(|p| p.question(taker.asked(*cell)));
            asked.is_some_and(|q| {
                let raw = taker.raw(*cell);
                !raw.is_empty() && q.default.as_deref() != Some(&raw)
            })
        };
        if asked.now() || !group.iter().any(answered) {
            taker.remove_row(row);
            taker.root.focus("[data-action=\"add-row\"]".into());
        } else {
            asked.set(true);
        }
    };
    let few = s.shape().count(row.group) <= rows.min;
    button("remove-row", Weight::Link, "", press)
        .keep(move |button| {
            let words = if sure.get() { w.row_sure } else { w.row_remove };
            button.clear();
            let _ = button.clone().text(&[words, ": ", &title].concat());
        })
        .hidden(few)
}
