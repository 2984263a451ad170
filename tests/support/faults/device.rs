//! A phone with a browser and a person who goes on, whatever is done to it.

use super::chance::Chance;
use crate::browser::{Engine, Place, Size};
use crate::citizen::Citizen;
use crate::environment::scratch;
use crate::leash::kill_with_children;
use crate::session::Session;
use crate::story::Story;
use crate::suite::patiently;
use dossier::Form;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// After so long without a final state, the dossier counts as lost.
const PATIENCE: Duration = Duration::from_secs(120);

const PLACE: Place = Place { engine: Engine::Chromium, size: Size::Desktop };

/// A phone: its browser dies, its profile stays.
pub struct Device {
    profile: PathBuf,
    base: String,
    citizen: Option<Citizen>,
    /// What was done to it, and how often.
    pub blows: BTreeMap<&'static str, u64>,
}

/// A person's dossier under way.
pub struct Journey<'a> {
    /// Where it is declared.
    pub device: &'a mut Device,
    /// What is answered.
    pub story: &'a Story,
    /// The form as the story fills it in.
    pub form: &'a Form,
    /// What is attached.
    pub file: &'a Path,
    /// What is done to the device on the way.
    pub chance: Chance,
}

/// What the device says at last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ending {
    /// A receipt with this code.
    Received(String),
    /// The gateway does not take it.
    Refused,
}

impl Device {
    /// A new one, switched off.
    #[must_use]
    pub fn new(name: &str, base: &str) -> Device {
        let profile = scratch("profiles").join(name);
        Device { profile, base: base.to_owned(), citizen: None, blows: BTreeMap::new() }
    }

    /// The person before it, who switches it on and opens the page if need be.
    ///
    /// # Panics
    /// When the page does not show.
    pub fn citizen(&mut self) -> &Citizen {
        if self.citizen.is_none() {
            let browser = Session::with_profile(PLACE, &self.profile);
            self.citizen = Some(Citizen::before(browser, PLACE, "faults", self.base.clone()));
        }
        let citizen = self.citizen.as_ref().expect("a citizen who has just come");
        if citizen.page().is_empty() {
            citizen.open("");
        }
        citizen
    }

    /// Takes the battery out.
    pub fn die(&mut self) {
        if let Some(citizen) = self.citizen.take()
            && let Some(process) = citizen.browser.process()
        {
            kill_with_children(process);
        }
    }

    fn blow(&mut self, name: &'static str) {
        *self.blows.entry(name).or_default() += 1;
    }

    /// What the device says that it keeps: state by number.
    ///
    /// # Panics
    /// When the page does not show.
    pub fn kept(&mut self) -> BTreeMap<String, String> {
        let all = self.citizen().look(
            "return [...root.querySelectorAll('[data-kept]')].map(e =>
                 [e.dataset.kept, e.dataset.state ?? e.querySelector('[data-state]')?.dataset.state ?? ''])",
            &[],
        );
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let all = all.as_array().cloned().unwrap_or_default();
        all.iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect()
    }

    /// Back to the first page, where is said what the device keeps.
    ///
    /// # Panics
    /// When the page does not show.
    pub fn go_home(&mut self) {
        let base = self.base.clone();
        let citizen = self.citizen();
        citizen.browser.go("about:blank");
        citizen.browser.go(&base);
        citizen.arrives("find");
    }
}

impl Journey<'_> {
    /// Declares, attaches and sends, through all that is done to the device, until it shows a final state.
    ///
    /// # Errors
    /// It shows none within a long time: where it stands.
    pub fn live(&mut self) -> Result<Ending, String> {
        let start = Instant::now();
        let mut known = None;
        while start.elapsed() < PATIENCE {
            self.suffer();
            // Whatever a person stumbles over, they look at the page again.
            let step = catch_unwind(AssertUnwindSafe(|| {
                let known = known.get_or_insert_with(|| self.device.kept().into_keys().collect());
                self.go_on(known)
            }));
            match step {
                Ok(Some(ending)) => {
                    self.device.citizen().browser.close_other_tabs();
                    return Ok(ending);
                }
                Ok(None) => {}
                Err(_) => self.stumble(),
            }
        }
        let where_it_stands = catch_unwind(AssertUnwindSafe(|| {
            let citizen = self.device.citizen();
            citizen.last_words();
            citizen.scene()
        }));
        Err(format!("no final state:\n{}", where_it_stands.unwrap_or_default()))
    }

    /// Looks at the page and does the next thing.
    fn go_on(&mut self, known: &BTreeSet<String>) -> Option<Ending> {
        let citizen = self.device.citizen();
        let page = citizen.page();
        match page.as_str() {
            "find" => return self.find(known),
            "prepare" => drop(citizen.press("start")),
            "failed" => drop(citizen.press("load-again")),
            "attach" => {
                self.attach();
                self.leave("continue", &page);
            }
            "review" => {
                self.story.fill(citizen, self.form, &page);
                citizen.press_twice("submit");
                self.leave("submit", &page);
            }
            "send" if citizen.sees("[data-state=\"refused\"]") => return Some(Ending::Refused),
            "receipt" => return Some(Ending::Received(citizen.read("[data-dossier-code]"))),
            declare if declare.starts_with("declare:") => {
                self.story.fill(citizen, self.form, declare);
                citizen.press("continue");
                self.leave("continue", &page);
            }
            // It is sent, or the page is being drawn.
            _ => thread::sleep(self.chance.millis(10..=150)),
        }
        None
    }

    /// On the first page: goes on with what the device keeps of this dossier, or begins it.
    fn find(&mut self, known: &BTreeSet<String>) -> Option<Ending> {
        let kept = self.device.kept().into_iter().find(|(number, _)| !known.contains(number));
        let citizen = self.device.citizen();
        match kept {
            Some((_, state)) if state == "refused" => return Some(Ending::Refused),
            Some((number, _)) => {
                citizen.press_at(&format!("[data-kept=\"{number}\"] [data-action=\"open-kept\"]"));
                citizen.until("it is opened", || citizen.page() != "find");
            }
            None => {
                citizen.type_in("find", &self.story.code);
                citizen.press_at(&format!("[data-procedure=\"{}\"]", self.story.code));
                citizen.until("it is found", || citizen.page() != "find");
            }
        }
        None
    }

    fn attach(&mut self) {
        let citizen = self.device.citizen();
        for component in self.story.wanted(self.form) {
            let listed = format!("[data-question=\"attach.{}\"] .files li", component.id);
            if !citizen.sees(&listed) {
                citizen.attach_file(&component.id, self.file);
                citizen.until("the file is listed", || citizen.sees(&listed));
            }
        }
        citizen.press("continue");
    }

    /// Waits until the page is another one; a warning is read and passed.
    fn leave(&mut self, action: &str, here: &str) {
        let citizen = self.device.citizen();
        let gone = patiently(|| (citizen.page() != here || citizen.sees(".summary")).then_some(()));
        assert!(gone.is_some(), "stuck on {here}");
        if citizen.page() == here && citizen.sees(".summary.warning") {
            citizen.press(action);
        }
    }

    /// Something is done to the device, or nothing.
    fn suffer(&mut self) {
        let sending = catch_unwind(AssertUnwindSafe(|| {
            self.device.citizen.as_ref().is_some_and(|citizen| citizen.page() == "send")
        }));
        // What is sent is worth more blows.
        let often = if sending.unwrap_or_default() { 3 } else { 1 };
        if self.chance.happens(20 * often) {
            self.device.blow("browser killed");
            self.device.die();
        } else if self.chance.happens(30 * often) {
            self.device.blow("page reloaded");
            self.with_citizen(|citizen, _| citizen.browser.reload());
        } else if self.chance.happens(20 * often) {
            self.device.blow("second tab");
            self.with_citizen(|citizen, base| citizen.browser.go_in_new_tab(base));
        }
    }

    fn with_citizen(&mut self, act: impl FnOnce(&Citizen, &str)) {
        let Device { citizen, base, .. } = &*self.device;
        let Some(citizen) = citizen else { return };
        if catch_unwind(AssertUnwindSafe(|| act(citizen, base))).is_err() {
            self.stumble();
        }
    }

    /// The page is not as it was thought to be: it is loaded again, in a new browser if need be.
    fn stumble(&mut self) {
        self.device.blow("stumbled");
        let Some(citizen) = &self.device.citizen else { return };
        let again = || {
            citizen.browser.reload();
            let _ = citizen.browser.script("return 1", &[json!(null)]);
        };
        if catch_unwind(AssertUnwindSafe(again)).is_err() {
            self.device.die();
        }
    }
}
