//! The real widget in Chromium: people declare, attach and send through a storm.

use super::carried::Carried;
use super::chance::Chance;
use super::device::Device;
use super::dossier::sha256;
use super::ledger::{Claim, Wrong};
use super::person::{Blows, PERSON, Person, Phone, stumble_quietly};
use super::proxy::Proxy;
use super::run::{Outcome, Plan};
use super::storm::{Rage, Storm, mood_of};
use crate::Gateway;
use crate::environment::scratch;
use crate::papers::png_of;
use crate::story::{Catalogue, Story};
use crate::suite::be_patient_for;
use protocol::SubmissionNumber;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tokio::runtime::Builder;

const OF_THE_PROXY: u64 = 1;
const OF_THE_STORM: u64 = 2;
const OF_THE_PEOPLE: u64 = 3;

/// So many dossiers in a thousand are typed; the others were typed elsewhere and carried here, to be quicker.
const TYPED: u32 = 250;

/// So many dossiers are declared on one phone before somebody takes a new one.
const ON_ONE_PHONE: usize = 20;

/// What came of the work of some people.
#[derive(Default)]
struct Report {
    claims: Vec<Claim>,
    /// Files that must lie with the gateway as they are, by code.
    files: Vec<(String, String)>,
    blows: Blows,
}

/// Sends so many dossiers from real browsers through a storm and says what is wrong afterwards.
///
/// # Panics
/// When gateway, widget or browser are not there to be run.
#[must_use]
pub fn run(plan: Plan) -> Outcome {
    stumble_quietly();
    let start = Instant::now();
    let chance = Chance::new(plan.seed);
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let mut gateway = Gateway::new(&format!("storm-widget-{}", plan.seed)).hospitable();
    gateway.resume().unwrap_or_else(|why| panic!("{why}"));
    let proxy = Proxy::before(gateway.address(), chance.of(OF_THE_PROXY).draw());
    let proxy = Arc::new(runtime.block_on(proxy).expect("a port for a proxy"));
    let carried = carried(&proxy.url());
    let rage = Rage { lull: 200..=1500, deadly: 200, darkness: 0..=800 };
    let storm = Storm::over(gateway, mood_of(&proxy), rage, chance.of(OF_THE_STORM));

    let next = AtomicUsize::new(0);
    let people = chance.of(OF_THE_PEOPLE);
    let reports: Vec<Report> = thread::scope(|scope| {
        let person = || work(plan, &proxy.url(), &carried, &people, &next);
        let begin = |_| thread::Builder::new().name(PERSON.into()).spawn_scoped(scope, person);
        let working: Vec<_> = (0..plan.at_once).map(|at| begin(at).expect("a thread")).collect();
        working.into_iter().map(|person| person.join().expect("people do not panic")).collect()
    });

    let (gateway, kills) = storm.end();
    let mut wrong = Wrong::default();
    let mut blows = BTreeMap::from([("gateway killed", kills)]);
    let mut claims = Vec::new();
    for report in reports {
        for (blow, count) in report.blows {
            *blows.entry(blow).or_default() += count;
        }
        wrong.otherwise.extend(report.files.into_iter().filter_map(|file| altered(&gateway, file)));
        claims.extend(report.claims);
    }
    wrong.compare(&claims, &gateway.dossiers());
    wrong.read_log(&gateway.log());
    let (faults, blows) = (Outcome::faults(proxy.tally()), blows.into_iter().collect());
    Outcome { what: "The widget in Chromium", plan, faults, blows, wrong, took: start.elapsed() }
}

/// While it is calm still, a draft is typed for those who will carry it on.
fn carried(url: &str) -> Carried {
    let catalogue = Catalogue::open();
    let story = Story::shortest(&catalogue);
    let (_, form) = story.told(&catalogue).expect("a story that is told today");
    Carried::written(url, &story, &form)
}

/// One person after the other declares a dossier, until all are declared.
fn work(plan: Plan, url: &str, carried: &Carried, people: &Chance, next: &AtomicUsize) -> Report {
    let catalogue = Catalogue::open();
    let story = Story::shortest(&catalogue);
    let (_, form) = story.told(&catalogue).expect("a story that is told today");
    be_patient_for(Duration::from_secs(5));
    let mut report = Report::default();
    let mut phone: Option<Phone> = None;
    for declared in 0.. {
        let at = next.fetch_add(1, Ordering::Relaxed);
        if at >= plan.runs {
            break;
        }
        if declared % ON_ONE_PHONE == 0 {
            phone = None;
        }
        let new = || Phone::new(Device::new(&format!("phone-{}-{at}", plan.seed), url));
        let mut chance = people.of(at as u64);
        let (file, as_it_is) = paper(at, &mut chance);
        let mut person = Person {
            phone: phone.get_or_insert_with(new),
            story: &story,
            form: &form,
            draft: (!chance.happens(TYPED)).then(|| {
                carried.of(&SubmissionNumber::mint(chance.bytes(16).try_into().expect("sixteen bytes")))
            }),
            file: &file,
            chance,
            blows: Blows::new(),
            begun: false,
            missed: 0,
            diary: Vec::new(),
            since: Instant::now(),
        };
        let code = person.hand_in();
        for (blow, count) in person.blows {
            *report.blows.entry(blow).or_default() += count;
        }
        for file in person.draft.iter().chain([&file]) {
            let _ = fs::remove_file(file);
        }
        if code.is_err() {
            // The next one is not to suffer from it.
            phone = None;
        }
        if let (Ok(code), Some(sha256)) = (&code, as_it_is) {
            report.files.push((code.clone(), sha256));
        }
        report.claims.push((format!("dossier {at}"), code));
    }
    report
}

/// A photograph, which the device makes smaller, or a PDF, which it sends as it is: then its SHA-256 too.
fn paper(at: usize, chance: &mut Chance) -> (PathBuf, Option<String>) {
    const WIDTH: u32 = 640;
    let folder = scratch("storm-papers");
    let (file, bytes, as_it_is) = if chance.happens(500) {
        let height = u32::try_from(chance.within(8..=480)).expect("a height");
        let pixels = chance.bytes((WIDTH * height) as usize);
        (folder.join(format!("IMG_{at}.png")), png_of(WIDTH, height, &pixels), false)
    } else {
        let size = chance.size(300_000);
        let bytes = [b"%PDF-1.7\n", &chance.bytes(size)[..], b"\n%%EOF\n"].concat();
        (folder.join(format!("giấy tờ {at}.pdf")), bytes, true)
    };
    fs::write(&file, &bytes).expect("a paper can be written");
    (file, as_it_is.then(|| sha256(&bytes)))
}

/// What is wrong with the file of a dossier, if anything is.
fn altered(gateway: &Gateway, (code, promised): (String, String)) -> Option<String> {
    let held = gateway.exported(&code);
    (held != [promised.clone()]).then(|| format!("{code} holds {held:?} instead of {promised}"))
}
