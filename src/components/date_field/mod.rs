//! Three boxes, not a calendar: dates of birth are typed, not browsed. No jump from box to box.

use super::question::Field;
use crate::platform::input;
use dossier::Value;
use leptos::html::Input;
use leptos::prelude::*;
use vietnam::date::PartialDate;

/// The control; `partial` takes a year alone, `words` shows the day as the form writes it.
pub(crate) fn control(field: &Field, partial: bool, words: bool) -> AnyView {
    let w = field.s.words();
    let boxes = [("day", w.day_box), ("month", w.month_box), ("year", w.year_box)];
    let boxes =
        boxes.into_iter().enumerate().map(|(at, (id, label))| one(field, at, id, label)).collect::<Vec<_>>();
    view! {
        <fieldset aria-describedby=field.described()>
            <legend>{field.caption()}</legend>
            {field.hint(if partial { w.partial_hint } else { w.date_hint })}
            {field.messages()}
            <div class="boxes">{boxes}</div>
            {words.then(|| in_words(field))}
        </fieldset>
    }
    .into_any()
}

fn one(field: &Field, at: usize, id: &'static str, label: &'static str) -> AnyView {
    let node = NodeRef::<Input>::new();
    let view = field.cell.view.clone();
    Effect::new(move |_| {
        let part = view.with(|v| part(&v.raw, at).to_string());
        if let Some(control) = node.get() {
            input::write(&control, &part);
        }
    });
    let (s, ix) = (field.s.clone(), field.ix);
    let typed = {
        let s = s.clone();
        move |event: leptos::ev::Event| {
            let raw = replaced(&s.raw(ix), at, &input::text(&event));
            s.edit(ix, raw);
        }
    };
    let name = [&field.path, ".", id].concat();
    // Leaving the last box finishes the date; leaving an earlier one does not.
    let left = move |_| {
        if at == 2 {
            s.leave(ix);
        }
    };
    view! {
        <div class=["box ", id].concat()>
            <label for=name.clone()>{label}</label>
            <input
                type="text"
                id=name.clone()
                name=name
                inputmode="numeric"
                autocomplete="off"
                aria-invalid=field.invalid()
                node_ref=node
                on:input=typed
                on:blur=left
            />
        </div>
    }
    .into_any()
}

fn in_words(field: &Field) -> AnyView {
    let (view, s, ix) = (field.cell.view.clone(), field.s.clone(), field.ix);
    let text = move || {
        view.track();
        let value = s.with(|open| open.form.evaluation().value(ix).cloned()).flatten();
        match value {
            Some(Value::Date(PartialDate::Day(day))) => {
                [s.words().in_words, &vietnam::words::date_in_words(day)].concat()
            }
            _ => String::new(),
        }
    };
    view! { <p class="words" role="status">{text}</p> }.into_any()
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
