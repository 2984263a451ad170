//! What must be true when the storm is over, by what the devices hold and what the gateway holds.

use super::chance::Chance;
use super::dossier::{Dossier, sha256};
use super::sender::Sender;
use crate::Gateway;
use protocol::{Receipt, Submission};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// A dossier a device has sent, and what it holds in return.
pub struct Sent {
    /// What was sent.
    pub submission: Submission,
    /// The receipt, or why there is none.
    pub receipt: Result<Receipt, String>,
}

/// What is wrong. All of it is empty when all is well.
#[derive(Default, Debug)]
pub struct Wrong {
    /// Dossiers that nobody has, though somebody was to.
    pub lost: Vec<String>,
    /// Dossiers that the gateway has more than once.
    pub double: Vec<String>,
    /// Whatever else is not as promised.
    pub otherwise: Vec<String>,
}

impl Wrong {
    /// Nothing is wrong.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.lost.is_empty() && self.double.is_empty() && self.otherwise.is_empty()
    }

    /// Compares receipts with the gateway's own list: each dossier is there, once, and nothing else is.
    pub fn compare(&mut self, sent: &[Sent], listed: &[String]) {
        let mut known = BTreeMap::new();
        for one in sent {
            let number = one.submission.number.as_str();
            match &one.receipt {
                Err(why) => self.lost.push(format!("{number} has no receipt: {why}")),
                Ok(receipt) => {
                    if let Some(other) = known.insert(receipt.code.as_str(), number) {
                        self.double.push(format!("{} is the code of {number} and of {other}", receipt.code));
                    }
                }
            }
        }
        let mut seen = BTreeSet::new();
        for code in listed {
            if !seen.insert(code.as_str()) {
                self.double.push(format!("{code} is listed twice"));
            }
            if !known.contains_key(code.as_str()) {
                self.double.push(format!("{code} is listed, and no device has its receipt"));
            }
        }
        let missing = known.iter().filter(|(code, _)| !seen.contains(*code));
        self.lost.extend(
            missing.map(|(code, number)| format!("{number} has a receipt, and {code} is not listed")),
        );
        self.count(listed);
    }

    /// The running numbers of an agency on a day begin at 1 and have no gap.
    fn count(&mut self, listed: &[String]) {
        let mut numbers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for code in listed {
            match code.rsplit_once('-').map(|(series, number)| (series, number.parse())) {
                Some((series, Ok(number))) => numbers.entry(series).or_default().push(number),
                _ => self.otherwise.push(format!("{code} is no code")),
            }
        }
        for (series, mut numbers) in numbers {
            numbers.sort_unstable();
            if !numbers.iter().copied().eq(1..=numbers.len()) {
                self.otherwise.push(format!("the numbers of {series} have gaps"));
            }
        }
    }

    /// Every file of every dossier lies on the gateway's disk, byte for byte, and no other.
    ///
    /// # Panics
    /// When the folder cannot be read.
    pub fn weigh(&mut self, sent: &[Sent], gateway: &Gateway) {
        let folder = gateway.data().join("dossiers");
        for one in sent.iter().filter(|one| one.receipt.is_ok()) {
            let number = one.submission.number.as_str();
            let mut promised: Vec<String> =
                one.submission.attachments.iter().map(|file| file.sha256.clone()).collect();
            let files = fs::read_dir(folder.join(number)).into_iter().flatten().flatten();
            let mut held: Vec<String> =
                files.map(|file| sha256(&fs::read(file.path()).expect("a file of a dossier"))).collect();
            promised.sort_unstable();
            held.sort_unstable();
            if held != promised {
                self.lost.push(format!("{number} has other files than were sent"));
            }
        }
        let known: BTreeSet<&str> = sent.iter().map(|one| one.submission.number.as_str()).collect();
        for stranger in fs::read_dir(folder).expect("the gateway's folder").flatten() {
            let name = stranger.file_name();
            if !known.contains(&*name.to_string_lossy()) {
                self.double.push(format!("nobody sent {}", name.display()));
            }
        }
    }

    /// Sent again, each dossier gets the receipt it got before.
    pub async fn replay(&mut self, sent: &[Sent], gateway: &Gateway) {
        let base = gateway.url();
        for one in sent {
            let Ok(before) = &one.receipt else { continue };
            let dossier = Dossier { submission: one.submission.clone(), files: Vec::new() };
            match Sender::to(&base, Chance::new(0)).deliver(&dossier).await {
                Ok(now) if now == *before => {}
                now => self.otherwise.push(format!("{before:?} became {now:?} when sent again")),
            }
        }
    }

    /// The gateway, in all its lives, had no panic and blamed nothing on itself.
    ///
    /// # Panics
    /// When it left no log.
    pub fn read_log(&mut self, gateway: &Gateway) {
        let log = fs::read_to_string(gateway.log()).expect("the gateway's log");
        let bad = log.lines().filter(|line| {
            line.contains("panicked") || line.contains("\"ERROR\"") || line.contains("\"status\":500")
        });
        self.otherwise.extend(bad.map(|line| format!("the gateway said: {line}")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::SubmissionNumber;

    fn sent(number: u8, code: Option<&str>) -> Sent {
        let number = SubmissionNumber::mint([number; 16]);
        let submission = Submission {
            number: number.clone(),
            catalogue: "c0ffee".into(),
            procedure: "1.001193".into(),
            site: "dong-thap".into(),
            lang: "vi".into(),
            answers: BTreeMap::new(),
            attachments: Vec::new(),
        };
        let receipt = |code: &str| Receipt {
            number,
            code: code.into(),
            procedure: "1.001193".into(),
            catalogue: "c0ffee".into(),
            received_at: "2026-11-22T10:42:00+07:00".into(),
            due: None,
            office: String::new(),
            sha256: String::new(),
            files: Vec::new(),
            secret: String::new(),
            signature: String::new(),
        };
        Sent { submission, receipt: code.map(receipt).ok_or_else(|| "the network was dead".into()) }
    }

    fn wrong(sent: &[Sent], listed: &[&str]) -> Wrong {
        let mut wrong = Wrong::default();
        wrong.compare(sent, &listed.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>());
        wrong
    }

    #[test]
    fn each_once_is_well() {
        let sent = [sent(1, Some("H20-261122-0001")), sent(2, Some("H20-261122-0002"))];
        assert!(wrong(&sent, &["H20-261122-0002", "H20-261122-0001"]).is_nothing());
    }

    #[test]
    fn without_a_receipt_or_without_a_place_in_the_list_it_is_lost() {
        assert_eq!(wrong(&[sent(1, None)], &[]).lost.len(), 1);
        assert_eq!(wrong(&[sent(1, Some("H20-261122-0001"))], &[]).lost.len(), 1);
    }

    #[test]
    fn what_no_device_knows_and_what_two_devices_share_is_double() {
        let one = || sent(1, Some("H20-261122-0001"));
        assert_eq!(wrong(&[one()], &["H20-261122-0002", "H20-261122-0001"]).double.len(), 1);
        assert_eq!(wrong(&[one(), sent(2, Some("H20-261122-0001"))], &["H20-261122-0001"]).double.len(), 1);
    }

    #[test]
    fn a_gap_is_seen() {
        let sent = [sent(1, Some("H20-261122-0001")), sent(2, Some("H20-261122-0003"))];
        assert_eq!(wrong(&sent, &["H20-261122-0001", "H20-261122-0003"]).otherwise.len(), 1);
    }
}
