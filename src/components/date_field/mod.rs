//! Three boxes, not a calendar: dates of birth are typed, not browsed. No jump from box to box.

use super::question::Field;
use crate::platform::dom::{El, Event, div, el, p};
use crate::platform::input;
use dossier::Value;
use vietnam::date::{Date, PartialDate};

/// The control; `partial` takes a year alone, `words` shows the day as the form writes it.
pub(crate) fn control(field: &Field, partial: bool, words: bool) -> Vec<El> {
    let w = field.s.words();
    let boxes = [("day", w.day_box), ("month", w.month_box), ("year", w.year_box)];
    let boxes = boxes.into_iter().enumerate().map(|(at, (id, label))| one(field, at, id, label)).collect();
    let group = field.group(if partial { w.partial_hint } else { w.date_hint });
    let group = group.child(div("boxes").children(boxes));
    vec![if words { group.child(in_words(field)) } else { group }]
}

fn one(field: &Field, at: usize, id: &str, label: &str) -> El {
    let (s, left, ix, view) = (field.s.clone(), field.s.clone(), field.ix, field.cell.view.clone());
    let name = [&field.path, ".", id].concat();
    let typed = move |event: Event| {
        let raw = replaced(&s.raw(ix), at, &input::text(&event));
        s.edit(ix, raw);
    };
    let line = el("input")
        .attr("type", "text")
        .attr("id", &name)
        .attr("name", &name)
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .keep(field.invalid())
        .keep(move |line| view.with(|v| line.write(part(&v.raw, at))))
        .on("input", typed)
        // Leaving the last box finishes the date; leaving an earlier one does not.
        .on("blur", move |_| {
            if at == 2 {
                left.leave(ix);
            }
        });
    div(&["box ", id].concat()).child(el("label").attr("for", &name).text(label)).child(line)
}

fn in_words(field: &Field) -> El {
    let (view, s, ix) = (field.cell.view.clone(), field.s.clone(), field.ix);
    let text = move || {
        view.follow();
        match s.with(|open| open.form.evaluation().value(ix).cloned()).flatten() {
            Some(Value::Date(PartialDate::Day(day))) if s.rest.get() => {
                [s.words().in_words, &date_in_words(day)].concat()
            }
            _ => String::new(),
        }
    };
    p("words", "").attr("role", "status").says(text)
}

/// Lies in the rest.
#[inline(never)]
fn date_in_words(day: Date) -> String {
    vietnam::words::date_in_words(day)
}

/// The text of one box in the raw text of the three.
fn part(raw: &str, at: usize) -> &str {
    raw.splitn(3, '/').nth(at).unwrap_or_default()
}

/// The raw text with one box replaced; a whole date pasted into a box fills all three.
fn replaced(raw: &str, at: usize, text: &str) -> String {
    if let Ok(Some(PartialDate::Day(day))) = vietnam::date::parse_typed(text) {
        return day.dmy();
    }
    let text = text.replace('/', "");
    let mut parts = [part(raw, 0), part(raw, 1), part(raw, 2)];
    if let Some(slot) = parts.get_mut(at) {
        *slot = &text;
    }
    if parts.iter().all(|p| p.is_empty()) { String::new() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_box_keeps_its_own_text() {
        let raw = replaced("", 2, "1990");
        assert_eq!(raw, "//1990");
        assert_eq!(replaced(&raw, 0, "31"), "31//1990");
        assert_eq!((part("31//1990", 0), part("31//1990", 1), part("31//1990", 2)), ("31", "", "1990"));
        assert_eq!(replaced("//1990", 2, ""), "");
    }

    #[test]
    fn a_whole_date_pasted_into_a_box_fills_all_three() {
        assert_eq!(replaced("", 0, "5/8/1995"), "05/08/1995");
        assert_eq!(replaced("1//", 2, "1995-08-05"), "05/08/1995");
    }
}
