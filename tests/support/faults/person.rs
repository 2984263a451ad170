//! A person who wants to hand in a dossier, and goes on whatever is done to the phone.

use super::chance::Chance;
use super::device::{Device, kept};
use crate::citizen::Citizen;
use crate::environment::scratch;
use crate::story::Story;
use crate::suite::within;
use dossier::Form;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

/// The name of every thread on which a person lives.
pub const PERSON: &str = "person";

/// After so long without a final state, the dossier counts as lost.
const PATIENCE: Duration = Duration::from_secs(150);
/// The device tells within so long what it keeps.
const MEMORY: Duration = Duration::from_secs(8);
/// A page that was left is another one within so long.
const TURN: Duration = Duration::from_secs(5);

/// What is done to a phone in a storm, and how often.
pub type Blows = BTreeMap<&'static str, u64>;

/// A phone in a storm, and the dossiers that were handed in with it.
pub struct Phone {
    /// The phone.
    pub device: Device,
    /// Numbers of what was handed in.
    handed_in: BTreeSet<String>,
}

/// A dossier to be handed in.
pub struct Person<'a> {
    /// With what.
    pub phone: &'a mut Phone,
    /// What is answered.
    pub story: &'a Story,
    /// The form as the story fills it in.
    pub form: &'a Form,
    /// A draft of it that was carried here; without one it is typed.
    pub draft: Option<PathBuf>,
    /// What is attached.
    pub file: &'a Path,
    /// What is done to the phone on the way.
    pub chance: Chance,
    /// How often it was done.
    pub blows: Blows,
    /// A page was filled in and left: the device must keep it.
    pub begun: bool,
    /// How often the device did not tell what it should keep.
    pub missed: u32,
    /// What was seen and done, and when, for whoever asks why.
    pub diary: Vec<String>,
    /// When it began.
    pub since: Instant,
}

impl Phone {
    /// One that nobody has used.
    #[must_use]
    pub fn new(device: Device) -> Phone {
        Phone { device, handed_in: BTreeSet::new() }
    }
}

impl Person<'_> {
    /// Declares, attaches and sends, through all that is done to the phone, until it shows the receipt; answers the
    /// code that stands there.
    ///
    /// # Errors
    /// It shows none within a long time, or what the device says of it is not true.
    pub fn hand_in(&mut self) -> Result<String, String> {
        let home = |person: &mut Person<'_>| {
            person.phone.device.go_home();
            Some(Ok(()))
        };
        let ended = self
            .persist("the first page", home)
            .and_then(|()| self.persist("a final state", Person::go_on))
            .and_then(|code| self.persist("what the device keeps", Person::looks_back).map(|()| code));
        self.note(&format!("{ended:?}"));
        ended.map_err(|why| format!("{why}\n{}", self.diary.join("\n")))
    }

    /// Notes what is seen or done, once.
    fn note(&mut self, what: &str) {
        if self.diary.last().is_none_or(|last| !last.ends_with(what)) {
            self.diary.push(format!("{:>6} ms {what}", self.since.elapsed().as_millis()));
        }
    }

    /// Tries again, between blows, until it is done. Whatever a person stumbles over, they look at the page again.
    fn persist<T>(
        &mut self,
        what: &str,
        mut step: impl FnMut(&mut Self) -> Option<Result<T, String>>,
    ) -> Result<T, String> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            match catch_unwind(AssertUnwindSafe(|| step(self))) {
                Ok(Some(done)) => return done,
                Ok(None) => self.suffer(),
                Err(_) => self.stumble(),
            }
        }
        let stuck = catch_unwind(AssertUnwindSafe(|| {
            let citizen = self.phone.device.citizen();
            citizen.last_words();
            citizen.scene()
        }));
        Err(format!("{what} does not show:\n{}", stuck.unwrap_or_default()))
    }

    /// Looks at the page and does the next thing.
    fn go_on(&mut self) -> Option<Result<String, String>> {
        let page = self.phone.device.citizen().page();
        self.note(&format!("page {page:?}"));
        let citizen = self.phone.device.citizen();
        match page.as_str() {
            "find" => return self.find().err().map(Err),
            "prepare" => drop(citizen.press("start")),
            "failed" => drop(citizen.press("load-again")),
            "elsewhere" => drop(citizen.press("take-over")),
            "attach" => self.attach(),
            "review" => {
                self.story.fill(citizen, self.form, &page);
                citizen.press_twice("submit");
                // Letters of the last second may have gone with the browser: what is missing is filled in where it
                // is asked.
                if !leaves(citizen, "submit", &page)
                    && citizen.sees(".summary [data-action=\"go-to-finding\"]")
                {
                    citizen.press("go-to-finding");
                }
            }
            "send" if citizen.sees("[data-state=\"refused\"]") => {
                return Some(Err(format!("it was refused:\n{}", citizen.scene())));
            }
            "send" if self.chance.happens(100) && citizen.sees("[data-action=\"send-again\"]") => {
                citizen.press("send-again");
            }
            // Between page and code the page may be drawn anew.
            "receipt" => {
                let code = citizen.read("[data-dossier-code]");
                return (!code.is_empty()).then_some(Ok(code));
            }
            declare if declare.starts_with("declare:") => {
                self.story.fill(citizen, self.form, declare);
                citizen.press("continue");
                self.begun |= leaves(citizen, "continue", &page);
            }
            // It is sent, or the page is being drawn.
            _ => sleep(self.chance.millis(10..=150)),
        }
        None
    }

    /// On the first page: goes on with what the device keeps of this dossier, or begins it.
    fn find(&mut self) -> Result<(), String> {
        let citizen = self.phone.device.citizen();
        let handed_in = &self.phone.handed_in;
        let mine = || kept(citizen).into_iter().find(|(number, _)| !handed_in.contains(number));
        let all_there = || {
            let there = kept(citizen).len() >= handed_in.len() && citizen.sees("[data-action=\"track\"]");
            (mine().is_some() || there && !self.begun).then_some(())
        };
        if within(MEMORY, all_there).is_none() && self.begun {
            return self.misses("the draft is gone");
        }
        match (mine(), &self.draft) {
            (Some((number, _)), _) => {
                citizen.press_at(&format!("[data-kept=\"{number}\"] [data-action=\"open-kept\"]"));
            }
            (None, Some(draft)) => citizen.give_to("draft-file", draft),
            (None, None) => {
                citizen.type_in("find", &self.story.code);
                citizen.press_at(&format!("[data-procedure=\"{}\"]", self.story.code));
            }
        }
        leaves(citizen, "", "find");
        Ok(())
    }

    fn attach(&mut self) {
        let citizen = self.phone.device.citizen();
        for component in self.story.wanted(self.form) {
            let listed = format!("[data-question=\"attach.{}\"] .files li", component.id);
            if !citizen.sees(&listed) {
                citizen.give_to(&format!("attach.{}", component.id), self.file);
                citizen.until("the file is listed", || citizen.sees(&listed));
            }
        }
        citizen.press("continue");
        leaves(citizen, "continue", "attach");
    }

    /// The device keeps one dossier more than before, and says of all that they are received.
    fn looks_back(&mut self) -> Option<Result<(), String>> {
        let citizen = self.phone.device.go_home();
        let handed_in = &self.phone.handed_in;
        let told = |all: &BTreeMap<String, String>| {
            all.len() > handed_in.len() && all.values().all(|state| state == "received")
        };
        let all = within(MEMORY, || Some(kept(citizen)).filter(told));
        let all = all.unwrap_or_else(|| kept(citizen));
        let pending: Vec<_> = all.iter().filter(|(_, state)| *state != "received").collect();
        if !pending.is_empty() || all.len() != handed_in.len() + 1 {
            let what = format!("the device keeps {all:?} after {handed_in:?}");
            return self.misses(&what).err().map(Err);
        }
        citizen.browser.close_other_tabs();
        self.phone.handed_in = all.into_keys().collect();
        Some(Ok(()))
    }

    /// The device does not tell what it should keep. Somebody looks twice more before they believe it.
    fn misses(&mut self, what: &str) -> Result<(), String> {
        self.count("looked in vain");
        self.missed += 1;
        let citizen = self.phone.device.citizen();
        if self.missed > 2 {
            return Err(format!("{what}:\n{}", citizen.scene()));
        }
        citizen.browser.reload();
        Ok(())
    }

    /// Something is done to the phone, or nothing.
    fn suffer(&mut self) {
        let on_its_way = || self.phone.device.is_on().is_some_and(|citizen| citizen.page() == "send");
        // What is on its way is worth more blows.
        let often = if catch_unwind(AssertUnwindSafe(on_its_way)).unwrap_or_default() { 2 } else { 1 };
        if self.chance.happens(30 * often) {
            self.count("browser killed");
            self.phone.device.die();
        } else if self.chance.happens(40 * often) {
            self.blow("page reloaded", |device| {
                device.is_on().into_iter().for_each(|citizen| citizen.browser.reload());
            });
        } else if self.chance.happens(30 * often) {
            self.blow("second tab", Device::open_second_tab);
        }
    }

    fn blow(&mut self, name: &'static str, act: impl FnOnce(&Device)) {
        self.count(name);
        let device = &self.phone.device;
        if catch_unwind(AssertUnwindSafe(|| act(device))).is_err() {
            self.stumble();
        }
    }

    /// The page is not as it was thought to be: it is loaded again, in a new browser if need be.
    fn stumble(&mut self) {
        self.count("stumbled");
        let device = &self.phone.device;
        let again = || device.is_on().into_iter().for_each(|citizen| citizen.browser.reload());
        if catch_unwind(AssertUnwindSafe(again)).is_err() {
            self.phone.device.die();
        }
    }

    fn count(&mut self, blow: &'static str) {
        self.note(blow);
        *self.blows.entry(blow).or_default() += 1;
    }
}

/// From now on what people stumble over goes to a log of its own, `stumbles.log`: in a storm it is no failure.
pub fn stumble_quietly() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let aloud = take_hook();
        let log = File::options().create(true).append(true).open(scratch("logs").join("stumbles.log"));
        set_hook(Box::new(move |why| match &log {
            Ok(log) if thread::current().name() == Some(PERSON) => drop(writeln!(&*log, "{why}\n")),
            _ => aloud(why),
        }));
    });
}

/// Waits until the page is another one; a warning is read and passed.
fn leaves(citizen: &Citizen, action: &str, here: &str) -> bool {
    let turned = || (citizen.page() != here || citizen.sees(".summary")).then_some(());
    if within(TURN, turned).is_some() && citizen.page() == here && citizen.sees(".summary.warning") {
        citizen.press(action);
        let _ = within(TURN, || (citizen.page() != here).then_some(()));
    }
    citizen.page() != here
}
