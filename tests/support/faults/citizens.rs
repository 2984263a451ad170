//! Citizens who complete their dossiers when the office asks for it.

use super::chance::Chance;
use super::dossier::{Dossier, Samples};
use super::ledger::Sent;
use super::office::{Decision, decisions};
use super::sender::Sender;
use protocol::{Progress, Receipt, Reopened, State, Submission};
use province::states::State as Theirs;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::sleep;
use vietnam::date::parse_typed;

/// Citizens by the number of their dossiers: what they gave, in order, and what was wrong when it was opened again.
pub type Given = BTreeMap<String, Vec<Result<Sent, String>>>;

/// The synchronisation tells steps apart by their second: nobody completes a dossier in the second it was asked for.
const A_SECOND: Duration = Duration::from_millis(1100);

/// Citizens at home.
pub struct Citizens {
    post: UnboundedSender<Sent>,
    closed: Arc<AtomicBool>,
    at_home: JoinHandle<Given>,
}

/// One of them.
struct Citizen {
    sent: Sent,
    receipt: Receipt,
    /// What the office asks for, in order.
    requests: Vec<Decision>,
    samples: Arc<Samples>,
    url: String,
    chance: Chance,
}

impl Citizens {
    /// Nobody yet: they come by the post. `decided` is the office's chance, `chance` their own.
    #[must_use]
    pub fn of(url: &str, samples: Samples, decided: Chance, chance: Chance, runtime: &Handle) -> Citizens {
        let (post, letters) = mpsc::unbounded_channel();
        let closed = Arc::new(AtomicBool::new(false));
        let living = live(url.to_owned(), Arc::new(samples), decided, chance, letters, Arc::clone(&closed));
        Citizens { post, closed, at_home: runtime.spawn(living) }
    }

    /// Where dossiers go that were sent.
    #[must_use]
    pub fn post(&self) -> UnboundedSender<Sent> {
        self.post.clone()
    }

    /// They wait for nothing any more; what they gave.
    ///
    /// # Panics
    /// When one of them did not live so long.
    pub async fn go_out(self) -> Given {
        self.closed.store(true, Ordering::Relaxed);
        drop(self.post);
        self.at_home.await.expect("citizens do not panic")
    }
}

async fn live(
    url: String,
    samples: Arc<Samples>,
    decided: Chance,
    chance: Chance,
    mut letters: UnboundedReceiver<Sent>,
    closed: Arc<AtomicBool>,
) -> Given {
    let mut all = JoinSet::new();
    while let Some(sent) = letters.recv().await {
        let Ok(receipt) = sent.receipt.clone() else { continue };
        let number = sent.submission.number.as_str();
        let chance = number.bytes().fold(chance.clone(), |chance, letter| chance.of(letter.into()));
        let requests = decisions(&decided, number).into_iter();
        let requests: Vec<Decision> = requests.filter(|one| one.state == Theirs::Supplement).collect();
        if requests.iter().any(|one| one.completed) {
            let (samples, url) = (Arc::clone(&samples), url.clone());
            let citizen = Citizen { sent, receipt, requests, samples, url, chance };
            all.spawn(citizen.wait(Arc::clone(&closed)));
        }
    }
    all.join_all().await.into_iter().collect()
}

impl Citizen {
    /// Looks how the dossier stands now and then, and gives what is asked for.
    async fn wait(mut self, closed: Arc<AtomicBool>) -> (String, Vec<Result<Sent, String>>) {
        let mut given = Vec::new();
        let mut latest = self.sent.submission.clone();
        let most = self.requests.iter().filter(|one| one.completed).count();
        while given.len() < most && !closed.load(Ordering::Relaxed) {
            sleep(self.chance.millis(300..=1500)).await;
            let asker = Sender::to(&self.url, self.chance.of(0));
            let Ok(progress) = asker.track(&self.receipt).await else { continue };
            let Some(request) = self.asked(&progress).cloned() else { continue };
            sleep(A_SECOND).await;
            let Ok(open) = asker.reopen(&self.receipt).await else { continue };
            let given_now = match is_same(&open, &latest, &request) {
                Ok(()) => self.give(&mut latest).await,
                Err(what) => Err(what.to_owned()),
            };
            let failed = given_now.is_err();
            given.push(given_now);
            if failed {
                break;
            }
        }
        (self.sent.submission.number.as_str().to_owned(), given)
    }

    /// The request that the dossier stands at, if this citizen answers it.
    fn asked(&self, progress: &Progress) -> Option<&Decision> {
        let is_request = |state: State| state == State::Supplement;
        let asked = progress.events.iter().filter(|event| is_request(event.state)).count();
        let stands = progress.events.last().is_some_and(|event| is_request(event.state));
        let request = asked.checked_sub(1).and_then(|at| self.requests.get(at));
        request.filter(|request| stands && request.completed)
    }

    async fn give(&mut self, latest: &mut Submission) -> Result<Sent, String> {
        let dossier = self.samples.completing(&self.sent.submission, &self.receipt, &mut self.chance);
        let receipt = Sender::to(&self.url, self.chance.of(1)).deliver(&dossier).await?;
        if (&receipt.code, &receipt.secret) != (&self.receipt.code, &self.receipt.secret) {
            return Err("what completes a dossier got another code or secret".to_owned());
        }
        let Dossier { submission, private, .. } = dossier;
        latest.answers.clone_from(&submission.answers);
        latest.attachments.extend(submission.attachments.iter().cloned());
        Ok(Sent { submission, private, receipt: Ok(receipt) })
    }
}

/// It is opened with the office's words, the answers as they were sent last, and all the files.
fn is_same(open: &Reopened, latest: &Submission, request: &Decision) -> Result<(), &'static str> {
    if (open.asked.words.as_str(), open.asked.until.as_deref())
        != (request.words.as_str(), Some(request.until.as_str()))
    {
        return Err("it is opened with other words than the office's");
    }
    let is_answer = |(path, typed): &(String, String)| {
        let sent = latest.answers.get(path);
        let date = |text: &str| parse_typed(text).ok().flatten();
        sent.is_some_and(|sent| sent == typed || date(sent).is_some_and(|day| Some(day) == date(typed)))
    };
    if open.declared.answers.is_empty() || !open.declared.answers.iter().all(is_answer) {
        return Err("it is opened with other answers than were sent");
    }
    if open.asked.files != latest.attachments {
        return Err("it is opened with other files than were sent");
    }
    Ok(())
}
