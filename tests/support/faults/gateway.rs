//! The gateway alone: many devices without a screen send their dossiers through a storm.

use super::chance::Chance;
use super::dossier::{Dossier, Samples};
use super::ledger::{Claim, Sent, Wrong};
use super::proxy::Proxy;
use super::run::{Outcome, Plan};
use super::sender::Sender;
use super::storm::{Rage, Storm, mood_of};
use crate::Gateway;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use tokio::runtime::Builder;
use tokio::task::JoinSet;

/// Where each thing drawn for a run comes from.
const OF_THE_PROXY: u64 = 1;
const OF_THE_STORM: u64 = 2;
const OF_THE_DEVICES: u64 = 3;

/// Sends so many dossiers through a storm and says what is wrong afterwards.
///
/// # Panics
/// When gateway or catalogue are not there to be run.
#[must_use]
pub fn run(plan: Plan) -> Outcome {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(storm(plan))
}

async fn storm(plan: Plan) -> Outcome {
    let start = Instant::now();
    let chance = Chance::new(plan.seed);
    let mut gateway = Gateway::alone(&format!("storm-{}", plan.seed)).hospitable();
    gateway.resume().unwrap_or_else(|why| panic!("{why}"));
    let proxy =
        Proxy::before(gateway.address(), chance.of(OF_THE_PROXY).draw()).await.expect("a port for a proxy");
    let proxy = Arc::new(proxy);
    let rage = Rage { lull: 50..=400, deadly: 250, darkness: 0..=200 };
    let storm = Storm::over(gateway, mood_of(&proxy), rage, chance.of(OF_THE_STORM));

    let devices = chance.of(OF_THE_DEVICES);
    let sent = send_all(plan, Samples::read(), &proxy.url(), &devices, |_| {}).await;

    let (gateway, kills) = tokio::task::spawn_blocking(|| storm.end()).await.expect("a storm ends");
    let mut wrong = Wrong::default();
    let claims: Vec<Claim> = sent.iter().map(Sent::claim).collect();
    wrong.compare(&claims, &gateway.dossiers());
    wrong.weigh(&sent, &gateway);
    wrong.replay(&sent, &gateway).await;
    wrong.read_log(&gateway.log());
    let blows = vec![("gateway killed", kills)];
    let faults = Outcome::faults(proxy.tally());
    Outcome { what: "The gateway alone", plan, faults, blows, wrong, took: start.elapsed() }
}

/// So many devices at once, each sending one dossier after the other; of each is told as soon as it was sent.
pub(super) async fn send_all(
    plan: Plan,
    samples: Samples,
    url: &str,
    chance: &Chance,
    tell: impl Fn(&Sent) + Clone + Send + 'static,
) -> Vec<Sent> {
    let (samples, next) = (Arc::new(samples), Arc::new(AtomicUsize::new(0)));
    let mut devices = JoinSet::new();
    for _ in 0..plan.at_once {
        let (samples, next, url, chance, tell) =
            (Arc::clone(&samples), Arc::clone(&next), url.to_owned(), chance.clone(), tell.clone());
        devices.spawn(async move {
            let mut sent = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= plan.runs {
                    return sent;
                }
                let mut chance = chance.of(at as u64);
                let dossier = samples.dossier(&mut chance);
                let receipt = Sender::to(&url, chance).deliver(&dossier).await;
                let Dossier { submission, private, .. } = dossier;
                let one = Sent { submission, private, receipt };
                tell(&one);
                sent.push(one);
            }
        });
    }
    devices.join_all().await.into_iter().flatten().collect()
}
