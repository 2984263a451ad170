//! What a citizen's hand does: presses, types, chooses, gives a file.

use crate::citizen::Citizen;
use crate::papers::Paper;
use crate::suite::patiently;
use fantoccini::elements::Element;
use fantoccini::key::Key;
use serde_json::{Value, json};
use std::path::Path;
use vietnam::date::Date;

/// Something in the page: what it is in words, and a script that finds it.
struct Thing {
    what: String,
    script: &'static str,
    args: Vec<Value>,
}

impl Thing {
    fn seen(selector: String) -> Thing {
        let script = "return [...root.querySelectorAll(arguments[0])].find(seen)";
        Thing { what: selector.clone(), script, args: vec![selector.into()] }
    }

    fn button(action: &str, at: usize) -> Thing {
        let script = "return [...root.querySelectorAll(`[data-action=\"${arguments[0]}\"]`)].filter(seen)[arguments[1]]";
        Thing { what: format!("the button {action}"), script, args: vec![action.into(), at.into()] }
    }
}

impl Citizen {
    /// Types into a control, in place of what stands there.
    #[track_caller]
    pub fn type_in(&self, name: &str, text: &str) -> &Citizen {
        self.press_on(&Thing::seen(format!("input[name=\"{name}\"], textarea[name=\"{name}\"]")));
        self.until(&format!("{name} has the focus"), || self.focus() == name);
        if !self.value(name).is_empty() {
            self.keys(&[Key::Control.into(), 'a']);
            self.keys(&[Key::Delete.into()]);
        }
        if !text.is_empty() {
            self.browser.type_keys(text);
        }
        self.until(&format!("{text:?} stands in {name}"), || self.value(name) == text);
        self
    }

    /// Types a date into its three boxes.
    #[track_caller]
    pub fn type_date(
        &self,
        name: &str,
        day: impl ToString,
        month: impl ToString,
        year: impl ToString,
    ) -> &Citizen {
        self.type_in(&format!("{name}.day"), &day.to_string());
        self.type_in(&format!("{name}.month"), &month.to_string());
        self.type_in(&format!("{name}.year"), &year.to_string())
    }

    /// Types a day into its three boxes.
    #[track_caller]
    pub fn type_day(&self, name: &str, day: Date) -> &Citizen {
        self.type_date(name, day.day(), day.month(), day.year())
    }

    /// Chooses one of the things offered: a radio button's label, or a line of the phone's list.
    #[track_caller]
    pub fn choose(&self, name: &str, value: &str) -> &Citizen {
        let script = "const [name, value] = arguments;
            const radio = root.querySelector(`input[type=radio][name=\"${name}\"][value=\"${value}\"]`);
            return radio?.closest('label') ?? root.querySelector(`select[name=\"${name}\"] option[value=\"${value}\"]`)";
        self.press_on(&Thing {
            what: format!("{value} of {name}"),
            script,
            args: vec![name.into(), value.into()],
        });
        self.until(&format!("{name} is {value}"), || self.typed().get(name).is_some_and(|now| now == value));
        self
    }

    /// Ticks a box by its label, unless it is ticked.
    #[track_caller]
    pub fn tick(&self, name: &str) -> &Citizen {
        if self.typed().get(name).is_some_and(|now| now == "true") {
            return self;
        }
        let script =
            "return root.querySelector(`input[type=checkbox][name=\"${arguments[0]}\"]`)?.closest('label')";
        self.press_on(&Thing { what: format!("the box {name}"), script, args: vec![name.into()] });
        self.until(&format!("{name} is ticked"), || self.typed().get(name).is_some_and(|now| now == "true"));
        self
    }

    /// Types a few letters of a commune and takes it from the list.
    #[track_caller]
    pub fn pick_commune(&self, name: &str, letters: &str, commune: &str) -> &Citizen {
        self.type_in(name, letters);
        let script = "return [...root.querySelectorAll('[role=option]')].filter(seen)
            .find(e => e.innerText.trim() === arguments[0])";
        self.press_on(&Thing {
            what: format!("{commune} among what {letters} finds"),
            script,
            args: vec![commune.into()],
        });
        self.until(&format!("{commune} stands in {name}"), || {
            let value = self.value(name);
            !value.is_empty() && commune.starts_with(&value)
        });
        self
    }

    /// Gives a file for a component.
    #[track_caller]
    pub fn attach(&self, component: &str, paper: Paper) -> &Citizen {
        self.give_to(&format!("attach.{component}"), &paper.path());
        self
    }

    /// Gives a file to a file input.
    #[track_caller]
    pub fn give_to(&self, input: &str, file: &Path) {
        let script = "return root.querySelector(`input[type=file][name=\"${arguments[0]}\"]`)";
        let thing = Thing { what: format!("the files of {input}"), script, args: vec![input.into()] };
        self.handle(&thing, |input| self.browser.give(input, file));
    }

    /// Presses a button.
    #[track_caller]
    pub fn press(&self, action: &str) -> &Citizen {
        self.press_nth(action, 0)
    }

    /// Presses one of several buttons with the same action.
    #[track_caller]
    pub fn press_nth(&self, action: &str, at: usize) -> &Citizen {
        self.press_on(&Thing::button(action, at));
        self
    }

    /// Presses what the selector finds first.
    #[track_caller]
    pub fn press_at(&self, selector: &str) -> &Citizen {
        self.press_on(&Thing::seen(selector.to_owned()));
        self
    }

    /// Presses a button twice at once.
    #[track_caller]
    pub fn press_twice(&self, action: &str) {
        self.handle(&Thing::button(action, 0), |button| self.browser.press(button, 2));
    }

    /// Presses "Sửa" beside an answer on the review page.
    #[track_caller]
    pub fn change(&self, path: &str) -> &Citizen {
        self.press_on(&Thing::seen(format!("[data-action=\"change\"][data-change=\"{path}\"]")));
        self
    }

    /// Presses keys where the focus is, the earlier ones held while the last is pressed.
    pub fn keys(&self, chord: &[char]) {
        self.browser.chord(chord);
    }

    #[track_caller]
    fn press_on(&self, thing: &Thing) {
        self.handle(thing, |element| self.browser.press(element, 1));
    }

    /// Finds a thing and does something with it; again, while the page is still being drawn.
    #[track_caller]
    fn handle(&self, thing: &Thing, mut hand: impl FnMut(&Element) -> Result<(), String>) {
        let mut why = "it is not there".to_owned();
        let done = patiently(|| {
            let found =
                self.find(thing.script, &thing.args).and_then(|found| found.map(|e| hand(&e)).transpose());
            found.map_err(|refused| why = refused).ok().flatten()
        });
        assert!(done.is_some(), "cannot handle {}: {why}\n{}", thing.what, self.scene());
    }

    /// What stands in a control.
    #[must_use]
    pub fn value(&self, name: &str) -> String {
        let value =
            self.look("return root.querySelector(`[name=\"${arguments[0]}\"]`)?.value ?? ''", &[json!(name)]);
        value.as_str().unwrap_or_default().to_owned()
    }
}
