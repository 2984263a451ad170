//! Gateway and province: dossiers go through, and states come back, while either dies and misbehaves.

use super::chance::Chance;
use super::citizens::{Citizens, Given};
use super::clerk::{REASON, clerk};
use super::course::{Course, Fate};
use super::dossier::Samples;
use super::gateway::send_all;
use super::ledger::{Claim, Sent, Wrong};
use super::office::{decisions, official};
use super::proxy::Proxy;
use super::run::{Outcome, Plan};
use super::sender::Sender;
use super::storm::{Rage, Storm, Weather, mood_of};
use super::worker::Worker;
use crate::province::SECRETS;
use crate::suite::within;
use crate::{Gateway, Office, Province};
use protocol::{Progress, State};
use province::mischief::{Mischief, PerMille};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

const OF_THE_PROXY: u64 = 1;
const OF_THE_STORM: u64 = 2;
const OF_THE_DEVICES: u64 = 3;
const OF_THE_OFFICE: u64 = 4;
const OF_THE_PROVINCE: u64 = 5;
const OF_THE_CITIZENS: u64 = 6;

/// After so long it will not come true any more: the wait after a try that failed doubles each time.
const PATIENCE: Duration = Duration::from_secs(10 * 60);
/// After so long without an end, dossiers do not end any more.
const STILL: Duration = Duration::from_secs(60);

/// A commune whose office the province serves, and one that we receive for and tell the synchronisation of.
const SUBMIT: &str = "30130";
const SYNC: &str = "28249";
/// Of so many procedures the province does not use one.
const UNUSED: usize = 10;

/// What goes through the storm, and who is at work in it.
struct World {
    chance: Chance,
    proxy: Arc<Proxy>,
    gateway: Gateway,
    province: Province,
    /// The codes of procedures that the province does not use.
    unused: BTreeSet<String>,
}

/// What is there when it has come to rest.
struct Rest {
    gateway: Gateway,
    province: Province,
    /// How often gateway and province died.
    deaths: [u64; 2],
    sent: Vec<Sent>,
    given: Given,
    told: BTreeMap<String, Progress>,
}

/// Hands so many dossiers on through a storm, to a province and to the national synchronisation, and says what is wrong
/// afterwards.
///
/// # Panics
/// When gateway, province or catalogue are not there to be run.
#[must_use]
pub fn run(plan: Plan) -> Outcome {
    let start = Instant::now();
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let world = World::begin(plan, &runtime);
    let (proxy, unused) = (Arc::clone(&world.proxy), world.unused.clone());
    let decided = world.chance.of(OF_THE_OFFICE);
    let rest = world.rage(plan, &runtime);
    let (wrong, blows) = judge(&rest, &decided, &unused);
    let faults = Outcome::faults(proxy.tally());
    let what = "Gateway, province, synchronisation";
    Outcome { what, plan, faults, blows, wrong, took: start.elapsed() }
}

/// Stories that both offices receive, the province twice as often.
fn samples() -> Samples {
    Samples::read().over(&[SUBMIT, SUBMIT, SYNC])
}

impl World {
    fn begin(plan: Plan, runtime: &Runtime) -> World {
        let chance = Chance::new(plan.seed);
        let name = format!("relay-{}", plan.seed);
        let procedures: BTreeSet<String> = samples().procedures().map(str::to_owned).collect();
        let (unused, used): (Vec<_>, Vec<_>) =
            procedures.into_iter().enumerate().partition(|(at, _)| at % UNUSED == 0);
        let gateway = Gateway::alone(&name).hospitable();
        let used = used.iter().map(|(_, code)| code.as_str());
        let mut province = Province::behind(&gateway, &name).using(used);
        province.resume().unwrap_or_else(|why| panic!("{why}"));
        let proxy = Proxy::before(province.address(), chance.of(OF_THE_PROXY).draw());
        let proxy = Arc::new(runtime.block_on(proxy).expect("a port for a proxy"));
        let url = gateway.url();
        let mut gateway = gateway.set(&province.tables(&proxy.url(), &url, &[SUBMIT], &[SYNC]));
        gateway.resume().unwrap_or_else(|why| panic!("{why}"));
        let unused = unused.into_iter().map(|(_, code)| code).collect();
        World { chance, proxy, gateway, province, unused }
    }

    /// Everybody works while the storm rages, and until all has come to rest.
    fn rage(self, plan: Plan, runtime: &Runtime) -> Rest {
        let World { chance, proxy, gateway, province, unused } = self;
        let (office, url, decided) = (province.office(), gateway.url(), chance.of(OF_THE_OFFICE));
        let (for_the_clerk, post) = mpsc::channel();
        let clerk = clerk(gateway.at_hand(), decided.clone(), post);
        let workers = [official(office.clone(), decided.clone()), clerk];
        let theirs = chance.of(OF_THE_CITIZENS);
        let citizens = Citizens::of(&url, samples(), decided, theirs, runtime.handle());
        let rage = Rage { lull: 200..=1500, deadly: 250, darkness: 0..=300 };
        let over_us = Storm::over(gateway, mood_of(&proxy), rage.clone(), chance.of(OF_THE_STORM));
        let over_them = Storm::over(province, mischief_of(&office), rage, chance.of(OF_THE_PROVINCE));

        let for_citizens = citizens.post();
        let tell = move |sent: &Sent| {
            let fate = fate(sent, &unused);
            if fate == Fate::Told {
                for_the_clerk.send(sent.clone()).expect("a clerk at work");
            }
            if fate != Fate::GivenUp {
                for_citizens.send(sent.clone()).expect("citizens at home");
            }
        };
        let sent = runtime.block_on(send_all(plan, samples(), &url, &chance.of(OF_THE_DEVICES), tell));
        // It rages until the last few, which come to rest in peace.
        most_have_ended(&workers, plan.runs * 9 / 10);
        let (gateway, our_deaths) = over_us.end();
        let (province, their_deaths) = over_them.end();
        let told = rest(runtime, &sent, &gateway, &office);
        workers.into_iter().for_each(Worker::go_home);
        let given = runtime.block_on(citizens.go_out());
        Rest { gateway, province, deaths: [our_deaths, their_deaths], sent, given, told }
    }
}

/// What is wrong, and what was counted.
fn judge(rest: &Rest, decided: &Chance, unused: &BTreeSet<String>) -> (Wrong, Vec<(&'static str, u64)>) {
    let Rest { gateway, province, sent, .. } = rest;
    let (mut wrong, office) = (Wrong::default(), province.office());
    let all = courses(rest, decided, unused, &mut wrong);
    let claims: Vec<Claim> = sent.iter().map(Sent::claim).collect();
    wrong.compare(&claims, &gateway.dossiers());
    wrong.weigh(all.iter().flat_map(Course::parcels), gateway);
    let outbox = gateway.whole_outbox();
    wrong.compare_outbox(&all, &outbox);
    wrong.compare_arrived(&all, &office);
    wrong.compare_told(&all, &office);
    let logs = [gateway.log(), province.log()];
    logs.iter().for_each(|log| wrong.read_log(log));
    wrong.search_logs(&logs, all.iter().flat_map(said).chain(SECRETS.map(str::to_owned)));
    let ours = fs::read_to_string(gateway.log()).expect("a log");
    let of = |fate| all.iter().filter(|course| course.fate == fate).count() as u64;
    let blows = vec![
        ("gateway killed", rest.deaths[0]),
        ("province killed", rest.deaths[1]),
        ("to the province", of(Fate::Received)),
        ("to the synchronisation", of(Fate::Told)),
        ("given up by a person", of(Fate::GivenUp)),
        ("supplements", all.iter().map(|course| course.given.len() as u64).sum()),
        ("handed on", outbox.iter().filter(|item| item["state"] == "delivered").count() as u64),
        ("tries that failed", count(&ours, "not handed on yet")),
        ("states told", count(&ours, "a state was told")),
        ("callbacks not signed", count(&ours, "a callback is not signed")),
    ];
    (wrong, blows)
}

/// Where a dossier goes.
fn fate(sent: &Sent, unused: &BTreeSet<String>) -> Fate {
    let is_ours = sent.receipt.as_ref().is_ok_and(|receipt| receipt.office == SYNC);
    match () {
        () if is_ours => Fate::Told,
        () if unused.contains(&sent.submission.procedure) => Fate::GivenUp,
        () => Fate::Received,
    }
}

/// What was to become of every dossier that has a receipt. Whoever was to complete one and did not is wrong.
fn courses<'r>(
    rest: &'r Rest,
    decided: &Chance,
    unused: &BTreeSet<String>,
    wrong: &mut Wrong,
) -> Vec<Course<'r>> {
    let mut all = Vec::new();
    for sent in rest.sent.iter().filter(|one| one.receipt.is_ok()) {
        let number = sent.submission.number.as_str();
        let mut given = Vec::new();
        for one in rest.given.get(number).into_iter().flatten() {
            match one {
                Ok(one) => given.push(one),
                Err(why) => wrong.otherwise.push(format!("{number} was not completed: {why}")),
            }
        }
        let (fate, told) = (fate(sent, unused), rest.told.get(number));
        all.push(Course { sent, fate, decided: decisions(decided, number), given, told });
    }
    all
}

impl Wrong {
    /// Everything was handed on, but what a person gave up with a reason: those dossiers that nobody takes.
    fn compare_outbox(&mut self, courses: &[Course<'_>], outbox: &[Value]) {
        let codes = |fate| {
            let of_it = courses.iter().filter(move |course| course.fate == fate);
            of_it.filter_map(|course| Some(course.sent.receipt.as_ref().ok()?.code.as_str()))
        };
        let mut nobody: BTreeSet<&str> = codes(Fate::GivenUp).collect();
        for item in outbox {
            let is_refused = item["code"].as_str().is_some_and(|code| nobody.remove(code));
            let has_a_reason = item["state"] == "given_up" && item["why"] == REASON;
            if is_refused != has_a_reason || !is_refused && item["state"] != "delivered" {
                self.otherwise.push(format!("it is not handed on: {item}"));
            }
        }
        self.lost.extend(nobody.into_iter().map(|code| format!("nobody was asked about {code}")));
    }
}

/// Waits until so many have ended, or none does any more.
fn most_have_ended(workers: &[Worker], most: usize) {
    let all = || workers.iter().map(Worker::has_ended).sum::<usize>();
    let mut ended = 0;
    let more = |than| within(STILL, || Some(all()).filter(|now| *now > than));
    while ended < most
        && let Some(now) = more(ended)
    {
        ended = now;
    }
}

/// Misbehaviour of any kind, and none when it is calm.
fn mischief_of(office: &Office) -> Weather {
    let office = office.clone();
    Box::new(move |chance| office.misbehave(&chance.map_or_else(Mischief::default, mischief)))
}

fn mischief(chance: &mut Chance) -> Mischief {
    let seed = chance.draw();
    let mut up_to = |most| {
        let count = u16::try_from(chance.within(0..=most)).expect("at most a thousand");
        PerMille::try_from(count).expect("at most a thousand")
    };
    Mischief {
        seed,
        slow: up_to(100),
        slow_ms: 300,
        fail: up_to(150),
        reset: up_to(150),
        drop: up_to(150),
        garbage: up_to(100),
        callback_twice: up_to(400),
        callback_late: up_to(400),
        callback_garbage: up_to(400),
        callback_forged: up_to(400),
        tokens_once: chance.happens(200),
        maintenance_seconds: u32::from(chance.happens(100)),
    }
}

/// What each citizen is told, by số gửi, once all has ended, nothing waits any more and every file was fetched.
fn rest(runtime: &Runtime, sent: &[Sent], gateway: &Gateway, office: &Office) -> BTreeMap<String, Progress> {
    let citizen = Sender::to(&gateway.url(), Chance::new(0));
    let ask = |one: &Sent| {
        let receipt = one.receipt.as_ref().ok()?;
        runtime.block_on(citizen.track(receipt)).ok()
    };
    let is_over = |told: Progress| {
        told.events.last().is_some_and(|event| event.state.ends() || event.state == State::Undeliverable)
    };
    let is_fetched = || {
        office.records().is_ok_and(|all| {
            all.iter().flat_map(|record| &record.papers).all(|paper| paper.fetched != "waiting")
        })
    };
    let mut open: Vec<&Sent> = sent.iter().filter(|one| one.receipt.is_ok()).collect();
    within(PATIENCE, || {
        open.retain(|one| !ask(one).is_some_and(is_over));
        (open.is_empty() && gateway.outbox().is_empty() && is_fetched()).then_some(())
    });
    sent.iter().filter_map(|one| Some((one.submission.number.as_str().to_owned(), ask(one)?))).collect()
}

/// What no log may hold: people, their words and papers, the office's words, secrets.
fn said(course: &Course<'_>) -> Vec<String> {
    let secret = course.sent.receipt.as_ref().map(|receipt| receipt.secret.clone());
    let words = course.decided.iter().map(|one| one.words.clone());
    let all = course.parcels().flat_map(|one| one.private.iter().cloned()).chain(words).chain(secret);
    all.filter(|text| !text.is_empty()).collect()
}

/// How many lines of a log say that.
fn count(log: &str, words: &str) -> u64 {
    log.lines().filter(|line| line.contains(words)).count() as u64
}
