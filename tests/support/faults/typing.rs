//! The battery is taken out while somebody types: at most a second of it is lost, and never a file.

use super::chance::Chance;
use super::device::Device;
use super::ledger::Wrong;
use super::person::{PERSON, stumble_quietly};
use super::run::{Outcome, Plan};
use crate::Gateway;
use crate::citizen::Citizen;
use crate::leash::kill_with_children;
use crate::papers::Paper;
use crate::story::{Catalogue, Story, go_on};
use dossier::{Form, Kind, Presence, QuestionIx};
use fantoccini::key::Key;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// What was typed longer ago than this is on the device.
const A_SECOND: Duration = Duration::from_secs(1);
/// A name is not longer; then somebody begins anew.
const LONGEST: usize = 60;
/// So many times the battery is taken out of one phone.
const ON_ONE_PHONE: usize = 20;
/// Every so many times another file is attached just before.
const ATTACHES: usize = 5;

/// What was there afterwards.
#[derive(Default)]
struct Seen {
    wrong: Wrong,
    /// The longest time before a death of which something was lost.
    worst: Duration,
}

/// Takes the battery out so many times.
///
/// # Panics
/// When gateway, widget or browser are not there to be run.
#[must_use]
pub fn run(plan: Plan) -> Outcome {
    stumble_quietly();
    let start = Instant::now();
    let mut gateway = Gateway::new(&format!("typing-{}", plan.seed)).hospitable();
    gateway.resume().unwrap_or_else(|why| panic!("{why}"));
    let (next, seen) = (AtomicUsize::new(0), Mutex::new(Seen::default()));
    let chance = Chance::new(plan.seed);
    thread::scope(|scope| {
        for _ in 0..plan.at_once {
            let typist = || work(plan, &gateway.url(), &chance, &next, &seen);
            thread::Builder::new().name(PERSON.into()).spawn_scoped(scope, typist).expect("a thread");
        }
    });
    let kills = next.into_inner().min(plan.runs) as u64;
    let Seen { wrong, worst } = seen.into_inner().expect("nobody panicked with it");
    let worst = u64::try_from(worst.as_millis()).unwrap_or(u64::MAX);
    Outcome {
        what: "Killed while typing",
        plan,
        faults: Vec::new(),
        blows: vec![("browser killed", kills), ("lost at most, ms", worst)],
        wrong,
        took: start.elapsed(),
    }
}

/// One phone after the other loses its battery, until it was done often enough.
fn work(plan: Plan, url: &str, chance: &Chance, next: &AtomicUsize, seen: &Mutex<Seen>) {
    let catalogue = Catalogue::open();
    let story = Story::shortest(&catalogue);
    let (_, form) = story.told(&catalogue).expect("a story that is told today");
    let mut phone: Option<Phone> = None;
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        if at >= plan.runs {
            return;
        }
        let life = catch_unwind(AssertUnwindSafe(|| {
            if phone.as_ref().is_none_or(|phone| phone.deaths == ON_ONE_PHONE) {
                phone = Some(Phone::prepared(&format!("typing-{}-{at}", plan.seed), url, &story, &form));
            }
            phone.as_mut().expect("a phone at hand").die_while_typing(&mut chance.of(at as u64))
        }));
        let mut seen = seen.lock().expect("nobody panicked with it");
        let why = match life {
            Ok(Ok(lost)) => {
                seen.worst = seen.worst.max(lost);
                continue;
            }
            Ok(Err(why)) => why,
            Err(panic) => {
                phone = None;
                let words = panic.downcast_ref::<String>().cloned();
                format!("nobody could type: {}", words.unwrap_or_default())
            }
        };
        seen.wrong.lost.push(format!("kill {at}: {why}"));
    }
}

/// A phone with a draft that is filled in up to the files.
struct Phone<'a> {
    device: Device,
    story: &'a Story,
    form: &'a Form,
    /// The page that somebody types on, and where.
    page: String,
    field: String,
    files: usize,
    deaths: usize,
}

impl<'a> Phone<'a> {
    fn prepared(name: &str, url: &str, story: &'a Story, form: &'a Form) -> Phone<'a> {
        let (page, field) = first_text(form).expect("a story with a name to type");
        let mut phone =
            Phone { device: Device::new(name, url), story, form, page, field, files: 0, deaths: 0 };
        let c = phone.device.citizen();
        c.arrives("find");
        c.type_in("find", &story.code).press_at(&format!("[data-procedure=\"{}\"]", story.code));
        c.arrives("prepare");
        c.press("start");
        phone.attach();
        phone
    }

    /// Goes on to the files, attaches one, and comes back to where is typed.
    fn attach(&mut self) {
        self.go_to("attach");
        let c = self.device.citizen();
        let component = &self.story.wanted(self.form).first().expect("a story with a file").id;
        self.files += 1;
        c.attach(component, Paper::Pdf);
        let (listed, all) = (format!("[data-question=\"attach.{component}\"] .files li"), self.files);
        c.until("the file is listed", || count(c, &listed) == all);
    }

    /// Fills in page after page until `page` shows.
    fn go_to(&mut self, page: &str) {
        let c = self.device.citizen();
        c.until("a page of the form shows", || c.page().starts_with("declare:") || c.page() == page);
        while c.page() != page {
            let here = c.page();
            self.story.fill(c, self.form, &here);
            go_on(c, "continue", &here);
        }
    }

    /// Types until the battery is out, switches on again, and looks what is there: nothing that was typed more than
    /// a second before is lost. Answers of which time before something is.
    fn die_while_typing(&mut self, chance: &mut Chance) -> Result<Duration, String> {
        if self.deaths % ATTACHES == ATTACHES - 1 {
            self.attach();
        }
        self.deaths += 1;
        self.back_to_the_field();
        let c = self.device.citizen();
        let process = c.browser.process().expect("a browser that tells its process");
        let text = begin_typing(c, &self.field);
        let life = chance.millis(200..=4_000);
        let death = thread::spawn(move || {
            thread::sleep(life);
            let now = Instant::now();
            kill_with_children(process);
            now
        });
        let typed = type_until_the_end(c, text, chance);
        let death = death.join().expect("a battery can be taken out");
        self.device.die();

        // Of what was typed a second before, or later, one is there.
        let settled = typed.iter().rposition(|(at, _)| *at + A_SECOND <= death).unwrap_or(0);
        let there = self.reopened();
        let Some(found) = typed[settled..].iter().rposition(|(_, text)| *text == there) else {
            let (wanted, last) = (&typed[settled].1, &typed[typed.len() - 1].1);
            return Err(format!("{there:?} is there; a second before it was {wanted:?}, at last {last:?}"));
        };
        let first_lost = typed.get(settled + found + 1).map(|(at, _)| death.saturating_duration_since(*at));
        self.count_files().map(|()| first_lost.unwrap_or_default())
    }

    /// Opens what the device keeps, and reads the field.
    fn reopened(&mut self) -> String {
        let c = self.device.citizen();
        c.arrives("find");
        c.press_at("[data-kept] [data-action=\"open-kept\"]");
        c.until("it is opened", || !matches!(&*c.page(), "find" | "loading" | ""));
        self.back_to_the_field();
        let c = self.device.citizen();
        c.typed().get(&self.field).cloned().unwrap_or_default()
    }

    /// Goes back, page by page, to where is typed.
    fn back_to_the_field(&mut self) {
        let c = self.device.citizen();
        let mut page = c.page();
        if page == "prepare" {
            c.press("start");
            c.until("a page of the form shows", || c.page().starts_with("declare:"));
            page = c.page();
        }
        while page != self.page {
            assert!(page.starts_with("declare:") || page == "attach", "no way back from {page}");
            let before = page;
            c.browser.back();
            c.until("the page before shows", || !["loading", "", &before].contains(&&*c.page()));
            page = c.page();
        }
    }

    /// Every file that was listed once is there.
    fn count_files(&mut self) -> Result<(), String> {
        // What was typed last is not the story: the next page wants it right.
        self.go_to("attach");
        let c = self.device.citizen();
        let there = count(c, ".files li");
        if there == self.files {
            return Ok(());
        }
        let lost = format!("{there} files are there instead of {}", self.files);
        self.files = there;
        Err(lost)
    }
}

/// The first free text of the form: its page and its name.
fn first_text(form: &Form) -> Option<(String, String)> {
    form.procedure().steps.iter().filter(|step| !step.on_review).find_map(|step| {
        let asked = |cell: &QuestionIx| {
            let kind = form.question(*cell).map(|question| &question.kind);
            form.view(*cell).presence == Presence::Asked
                && matches!(kind, Some(Kind::Text { .. } | Kind::Name))
        };
        let cell = form.shape().cells_of_step(step).into_iter().find(asked)?;
        Some((format!("declare:{}", step.id), form.path(cell)))
    })
}

/// Types a letter, by which the device learns on which page somebody is; answers what stands there.
fn begin_typing(c: &Citizen, field: &str) -> String {
    c.press_at(&format!("input[name=\"{field}\"], textarea[name=\"{field}\"]"));
    c.keys(&[Key::End.into()]);
    c.browser.type_keys("a");
    c.is_kept();
    c.value(field)
}

/// Types letter by letter; answers what stood there, and since when at the latest.
fn type_until_the_end(c: &Citizen, mut text: String, chance: &mut Chance) -> Vec<(Instant, String)> {
    let mut typed = vec![(Instant::now(), text.clone())];
    loop {
        // What is on its way when the battery goes may be there or not.
        let gone = if text.chars().count() >= LONGEST {
            text.clear();
            catch_unwind(AssertUnwindSafe(|| {
                c.keys(&[Key::Control.into(), 'a']);
                typed.push((Instant::now(), text.clone()));
                c.keys(&[Key::Delete.into()]);
            }))
            .is_err()
        } else {
            let letter = char::from(*chance.pick(b"abcdeghiklmnopqrstuvxy"));
            text.push(letter);
            typed.push((Instant::now() + A_SECOND, text.clone()));
            let gone = c.browser.try_keys(&letter.to_string()).is_err();
            if let (false, Some(last)) = (gone, typed.last_mut()) {
                last.0 = Instant::now();
            }
            gone
        };
        if gone {
            return typed;
        }
    }
}

fn count(c: &Citizen, selector: &str) -> usize {
    let count = c.look("return root.querySelectorAll(arguments[0]).length", &[selector.into()]);
    count.as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or_default()
}
