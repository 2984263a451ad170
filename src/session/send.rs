//! Sending: sealed on the review page, numbered before the first send, ended by a receipt alone.

use super::{Page, Session};
use crate::i18n;
use crate::outbox::{self, Draft, Outcome, Sealed};
use crate::platform::task::spawn;
use crate::platform::{crypto, events, storage};
use dossier::reader::whole;
use dossier::{At, Code, Finding, Severity};
use protocol::{Problem, Receipt, SubmissionNumber};

/// How the sending stands.
#[derive(Clone, PartialEq)]
pub(crate) enum Sending {
    /// Nothing under way.
    Idle,
    /// On its way.
    UnderWay,
    /// Nobody knows whether it arrived.
    Unknown,
    /// The gateway said why not.
    Refused(Problem),
    /// This browser has no randomness to number a dossier with.
    Unable,
}

impl Session {
    /// Submit on the review page.
    pub(crate) fn submit(&self) {
        if self.sending.now() == Sending::UnderWay {
            return;
        }
        // What is tried out with another day's law is not sent.
        if self.config.day.is_some() || !self.pass(&self.shape().cells()) {
            return;
        }
        let missing = self.missing();
        if !missing.is_empty() {
            return self.summarise(Severity::Error, missing);
        }
        match self.seal() {
            Some(sealed) => {
                self.go(Page::Send);
                self.send(sealed);
            }
            None => {
                self.sending.set(Sending::Unable);
                self.go(Page::Send);
            }
        }
    }

    /// Sends the very same bytes again.
    pub(crate) fn send_again(&self) {
        let conflict =
            matches!(self.sending.now(), Sending::Refused(p) if p.kind == protocol::ProblemKind::Conflict);
        if conflict && let Some(open) = self.open.borrow_mut().as_mut() {
            open.number = None;
            storage::forget(&self.key("number"));
        }
        let sealed = match conflict {
            true => self.seal(),
            false => self.with(|open| open.sealed.clone()).flatten(),
        };
        if let Some(sealed) = sealed
            && self.sending.now() != Sending::UnderWay
        {
            self.send(sealed);
        }
    }

    fn seal(&self) -> Option<Sealed> {
        let number = self.number()?;
        let procedure = self.procedure()?;
        let attached = self.attached.now();
        let mut open = self.open.borrow_mut();
        let open = open.as_mut()?;
        let draft = Draft {
            number,
            catalogue: self.index().version.clone(),
            procedure: procedure.code.clone(),
            site: self.config.site.id.clone(),
            lang: i18n::code(self.lang()),
            answers: open.form.evaluation().sent(&procedure),
        };
        let sealed = outbox::seal(draft, &attached);
        open.sealed = Some(sealed.clone());
        Some(sealed)
    }

    /// The dossier's number: minted once, kept before anything is sent, the same after a reload.
    fn number(&self) -> Option<SubmissionNumber> {
        if let Some(number) = self.with(|open| open.number.clone()).flatten() {
            return Some(number);
        }
        let key = self.key("number");
        let kept = storage::read(&key).and_then(|text| SubmissionNumber::parse(&text));
        let number = match kept {
            Some(number) => number,
            None => SubmissionNumber::mint(crypto::random()?),
        };
        storage::write(&key, number.as_str());
        if let Some(open) = self.open.borrow_mut().as_mut() {
            open.number = Some(number.clone());
        }
        Some(number)
    }

    fn send(&self, sealed: Sealed) {
        self.sending.set(Sending::UnderWay);
        let s = self.clone();
        spawn(async move {
            match outbox::send(&s.config.base, &sealed).await {
                Outcome::Received(receipt, bytes) => s.received(receipt, &bytes),
                Outcome::Refused(problem) => {
                    events::emit(&s.root, "failed", "refused");
                    s.sending.set(Sending::Refused(problem));
                    s.root.focus("h1".into());
                }
                Outcome::Unknown => {
                    events::emit(&s.root, "failed", "network");
                    s.sending.set(Sending::Unknown);
                    s.root.focus("h1".into());
                }
            }
        });
    }

    fn received(&self, receipt: Receipt, bytes: &[u8]) {
        let hex: String = bytes.iter().flat_map(|b| [digit(b >> 4), digit(*b)]).collect();
        storage::write(&self.key("receipt"), &hex);
        storage::forget(&self.key("number"));
        storage::forget(&self.key("files"));
        self.with(|open| open.slot.forget());
        self.saved.set(None);
        self.sending.set(Sending::Idle);
        events::emit(&self.root, "submitted", &receipt.code);
        self.receipt.set(Some(receipt));
        self.show(Page::Receipt);
    }

    /// Whether a dossier of this procedure was sent in this tab.
    pub(super) fn was_sent(&self) -> bool {
        storage::read(&self.key("receipt")).is_some()
    }

    /// Leaves the receipt behind and begins anew.
    pub(crate) fn another(&self) {
        storage::forget(&self.key("receipt"));
        self.receipt.set(None);
        self.restart();
        self.go(Page::Find);
    }

    /// Forgets what was typed to this procedure.
    pub(crate) fn restart(&self) {
        self.with(|open| open.slot.forget());
        storage::forget(&self.key("number"));
        storage::forget(&self.key("files"));
        *self.open.borrow_mut() = None;
    }

    /// Forgets what was typed and opens the same procedure blank.
    pub(crate) fn start_over(&self) {
        let Some(code) = self.procedure().map(|p| p.code.clone()) else { return };
        self.restart();
        self.open(code, |_| Page::Prepare);
    }

    pub(super) fn key(&self, what: &str) -> String {
        let code = self.procedure().map(|p| p.code.clone()).unwrap_or_default();
        ["to-khai:", what, ":", &self.config.instance, ":", &self.config.site.id, ":", &code].concat()
    }

    /// What the gateway found, as findings of ours; at a question we find nothing wrong with, it is asked anew.
    pub(crate) fn known(&self, problem: &Problem) -> Vec<Finding> {
        let (Some(procedure), shape) = (self.procedure(), self.shape()) else { return Vec::new() };
        let mut ours = self.with(|open| open.form.evaluation().findings.clone()).unwrap_or_default();
        ours.extend(self.missing());
        let errors = problem.findings.iter().filter(|f| f.severity == Severity::Error.id());
        let known = |f: &protocol::WireFinding| {
            let same = |ours: &&Finding| {
                ours.at.path(&procedure, &shape) == f.path && ours.code.id(&procedure) == f.code
            };
            let anew =
                |ix| Finding { at: At::Question(ix), code: Code::NotAChoice, severity: Severity::Error };
            ours.iter().find(same).copied().or_else(|| shape.find(&procedure, &f.path).map(anew))
        };
        errors.filter_map(known).collect()
    }
}

/// Recalls the receipt of a dossier sent in this tab before a reload. Lies in the rest.
#[inline(never)]
pub(super) fn has_receipt(s: &Session) -> bool {
    if let Some(hex) = storage::read(&s.key("receipt")) {
        let digits: Option<Vec<u8>> = hex.chars().map(|c| c.to_digit(16)?.try_into().ok()).collect();
        let bytes: Option<Vec<u8>> = digits.map(|all| {
            all.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect()
        });
        s.receipt.set(bytes.and_then(|bytes| whole(&bytes)));
    }
    s.receipt.peek(Option::is_some)
}

fn digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble & 15), 16).unwrap_or('0')
}
