//! Sending what waits, whichever page shows and whenever it was submitted: one tab of the origin does it.

use super::{Kept, Page, Session};
use crate::draft::{Record, Stage};
use crate::outbox::{Verdict, judge, refused, wait};
use crate::platform::device::Device;
use crate::platform::files::Blob;
use crate::platform::net::{Answer, NoAnswer};
use crate::platform::{clock, crypto, events};
use dossier::person::Person;
use dossier::reader::whole;
use protocol::{Attachment, Health, Receipt};
use std::str::FromStr;
use vietnam::date::Date;

/// How the sending stands.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) enum Sending {
    /// Nothing waits, or another tab sends.
    #[default]
    Idle,
    /// A dossier is on its way: its number, how many of its files have arrived, and how many there are.
    UnderWay { number: String, arrived: usize, files: usize },
    /// The gateway is not reached; it is tried again by itself.
    NoNetwork,
}

/// How a try ended.
enum Tried {
    Ended(Stage),
    /// The gateway was reached or not; seconds it asked to wait.
    Later {
        reached: bool,
        wait: u32,
    },
}

/// Nothing waits: as good as for ever, a nudge ends it.
const IDLE: u32 = 3_600_000;
/// A device that kept nothing is asked again.
const RECOVERY: u32 = 10_000;
/// Clocks nearer than this agree.
const SAME_CLOCK: i64 = 12 * 60 * 60;

impl Session {
    /// Sends whatever waits, until the widget is gone.
    pub(super) async fn drive(&self, device: Device) {
        let Some(_turn) = device.turn_to_send().await else { return };
        let mut failures = 0;
        while !self.closed.get() {
            self.recover(&device).await;
            self.refresh().await;
            if self.has_old()
                && let Some(health) = self.probe(&device).await
                && let Ok(today) = Date::from_str(health.now.get(..10).unwrap_or_default())
            {
                self.forget_old(today).await;
            }
            let Some(record) = self.next(failures) else {
                (failures, _) = (0, self.sending.set(Sending::Idle));
                let troubled = self.kept.peek(|kept| kept.trouble.is_some());
                self.pause(&device, if troubled { RECOVERY } else { IDLE }).await;
                continue;
            };
            match self.attempt(&device, &record).await {
                Tried::Ended(stage) => {
                    failures = 0;
                    self.end(&device, record, stage).await;
                }
                Tried::Later { reached, wait: asked } => {
                    self.sending.set(if reached { Sending::Idle } else { Sending::NoNetwork });
                    let random = crypto::random().map_or(0, |bytes| bytes[0]);
                    let milliseconds = wait(failures, asked, random);
                    failures = failures.saturating_add(1);
                    self.pause(&device, milliseconds).await;
                }
            }
        }
    }

    /// Waits, unless the widget is gone: then nothing would end it.
    async fn pause(&self, device: &Device, milliseconds: u32) {
        if !self.closed.get() {
            device.pause(milliseconds).await;
        }
    }

    /// A database that was being mended, or was full, may keep again what it did not.
    async fn recover(&self, device: &Device) {
        if self.kept.peek(|kept| kept.trouble.is_some()) && device.ready().await.is_ok() {
            self.kept.set(Kept { trouble: None, ..self.kept.now() });
            self.keep();
        }
    }

    /// What is sent next: the oldest, or after a failure the one after it, so that none holds up the others.
    fn next(&self, failures: u32) -> Option<Record> {
        self.kept.peek(|kept| {
            let waits = |r: &&Record| matches!(r.stage, Stage::Waiting { .. });
            let count = kept.records.iter().filter(waits).count();
            let at = usize::try_from(failures).unwrap_or_default().checked_rem(count)?;
            kept.records.iter().rev().filter(waits).nth(at).cloned()
        })
    }

    /// Asks the gateway whether it is there: a browser's own word for "online" is not to be trusted.
    pub(super) async fn probe(&self, device: &Device) -> Option<Health> {
        let answer = device.health(&self.address(protocol::HEALTH)).await.ok()?;
        let health: Health = whole(&answer.body)?;
        if let Some(now) = seconds(&health.now) {
            // Days are judged by the gateway's clock when the device's is far from it.
            let ahead = now - (clock::unix() - clock::ahead());
            let off = ahead.abs() > SAME_CLOCK;
            clock::set_ahead(if off { ahead } else { 0 });
            // What follows it is not drawn anew under a finger for nothing.
            if self.clock_off.now() != off {
                self.clock_off.set(off);
            }
        }
        Some(health)
    }

    pub(super) fn address(&self, path: &str) -> String {
        [self.config.base.trim_end_matches('/'), path].concat()
    }

    async fn attempt(&self, device: &Device, record: &Record) -> Tried {
        let number = record.number.as_str();
        let Stage::Waiting { json, .. } = &record.stage else {
            return Tried::Ended(record.stage.clone());
        };
        // Whoever takes it back in another tab holds it meanwhile.
        let Some(_hold) = device.hold(number, || {}).await else {
            return Tried::Later { reached: true, wait: 1 };
        };
        let Some(health) = self.probe(device).await else {
            return Tried::Later { reached: false, wait: 0 };
        };
        // What was tried may have arrived, its receipt lost on the way: only what is missing travels again.
        if matches!(record.stage, Stage::Waiting { tried: true, .. }) {
            match self.post(device, record, json, &health).await {
                Tried::Later { reached: true, .. } => {}
                ended => return ended,
            }
        }
        if let Some(ended) = self.upload(device, record).await {
            return ended;
        }
        // From here on it may have arrived: it is not taken back any more.
        let tried = Stage::Waiting { json: json.clone(), tried: true };
        if record.stage != tried {
            _ = self.put(Record { stage: tried, ..record.clone() }).await;
        }
        self.post(device, record, json, &health).await
    }

    /// Brings every file to the gateway; tells how the try ended when one does not arrive.
    async fn upload(&self, device: &Device, record: &Record) -> Option<Tried> {
        let (number, files) = (record.number.as_str(), record.files.len());
        for (arrived, file) in record.files.iter().enumerate() {
            self.sending.set(Sending::UnderWay { number: number.into(), arrived, files });
            let Some(blob) = self.bytes_of(device, record, file).await else {
                // Without its bytes it cannot be sent: an empty problem says so.
                return Some(Tried::Ended(Stage::Refused { problem: Vec::new() }));
            };
            let url = self.address(protocol::UPLOADS);
            match device.upload(&url, number, &file.sha256, &blob).await {
                Ok(None) => {}
                // Another offset, another request at it: the next try asks where it stands.
                Ok(Some(answer)) if !matches!(answer.status, 413 | 422) => return Some(later(Ok(answer))),
                Ok(Some(answer)) => match judge(&answer, &record.number, "") {
                    Verdict::Refused => return Some(Tried::Ended(refused(answer))),
                    _ => return Some(later(Ok(answer))),
                },
                Err(none) => return Some(later(Err(none))),
            }
        }
        self.sending.set(Sending::UnderWay { number: number.into(), arrived: files, files });
        None
    }

    /// Posts the dossier itself.
    async fn post(&self, device: &Device, record: &Record, json: &str, health: &Health) -> Tried {
        let answer = device.post(&self.address(protocol::DOSSIERS), json, record.number.as_str()).await;
        let Ok(answer) = answer else { return later(answer) };
        let sha256 = device.sha256_of(json).await.unwrap_or_default();
        match judge(&answer, &record.number, &sha256) {
            Verdict::Receipt(receipt) => match genuine(device, health, &receipt).await {
                true => Tried::Ended(Stage::Received { receipt: answer.body }),
                false => Tried::Later { reached: true, wait: 0 },
            },
            Verdict::Refused => Tried::Ended(refused(answer)),
            Verdict::Later => later(Ok(answer)),
        }
    }

    /// The bytes of a file: from the device, or from the page where the device keeps nothing.
    async fn bytes_of(&self, device: &Device, record: &Record, file: &Attachment) -> Option<Blob> {
        let in_page = || {
            let mine = self.number().as_ref() == Some(&record.number);
            let all = self.attached.now();
            all.into_iter().find(|a| mine && a.manifest.sha256 == file.sha256).map(|a| a.blob.clone())
        };
        match self.store() {
            Some(_) => {
                device.get_file(record.number.as_str(), &file.sha256, &file.media_type).await.or_else(in_page)
            }
            None => in_page(),
        }
    }

    /// A dossier was received or refused: what is no longer needed goes.
    async fn end(&self, device: &Device, record: Record, stage: Stage) {
        let number = record.number.clone();
        let received = matches!(stage, Stage::Received { .. });
        self.sending.set(Sending::Idle);
        let record = match received {
            // The gateway holds the answers and the files now; the receipt stays, and who was in it.
            true => {
                let known = if self.is_shared() { Vec::new() } else { Person::answers_among(&record.typed) };
                Record { stage, typed: known, aside: Vec::new(), files: Vec::new(), ..record }
            }
            false => Record { stage, ..record },
        };
        let code = record.receipt().map(|receipt| receipt.code);
        if self.put(Record { at: clock::unix().unsigned_abs(), ..record }).await.is_ok()
            && received
            && self.store().is_some()
        {
            _ = device.forget_files(number.as_str()).await;
        }
        match code {
            Some(code) => events::emit(&self.root, "submitted", &code),
            None => events::emit(&self.root, "failed", "refused"),
        }
    }

    /// The pages after Submit follow what becomes of their dossier, whichever tab sends it.
    pub(super) fn follow_sent(&self) {
        let Some(shown) = self.sent.now() else { return };
        let now = self.kept.peek(|kept| kept.record(&shown.number).cloned());
        let Some(now) = now.filter(|now| *now != shown) else { return };
        let (received, refused) =
            (matches!(now.stage, Stage::Received { .. }), matches!(now.stage, Stage::Refused { .. }));
        self.sent.set(Some(now));
        if self.page.now() == Page::Send {
            if received {
                self.show(Page::Receipt);
            } else if refused {
                self.unlock();
                self.root.focus("h1".into());
            }
        }
    }
}

fn later(answer: Result<Answer, NoAnswer>) -> Tried {
    match answer {
        Ok(answer) => Tried::Later { reached: true, wait: answer.wait },
        Err(NoAnswer) => Tried::Later { reached: false, wait: 0 },
    }
}

/// The receipt is signed with the gateway's key, as far as this browser can tell.
async fn genuine(device: &Device, health: &Health, receipt: &Receipt) -> bool {
    device.verifies(&health.key, &receipt.statement(), &receipt.signature).await != Some(false)
}

/// `2026-11-22T10:42:05+07:00` in seconds since 1970.
fn seconds(rfc3339: &str) -> Option<i64> {
    let two = |at: usize| rfc3339.get(at..at + 2)?.parse::<i64>().ok();
    let day = Date::from_str(rfc3339.get(..10)?).ok()?;
    Some(((i64::from(day.days()) * 24 + two(11)? - 7) * 60 + two(14)?) * 60 + two(17)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gateways_clock_is_read_to_the_second() {
        assert_eq!(seconds("1970-01-01T07:00:00+07:00"), Some(0));
        assert_eq!(seconds("2026-11-22T00:00:00+07:00"), Some(1_795_280_400));
        assert_eq!(seconds("soon"), None);
    }
}
