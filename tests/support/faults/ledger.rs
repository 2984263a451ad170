//! What must be true when the storm is over, by what the devices hold and what the gateway holds.

use super::chance::Chance;
use super::dossier::{Dossier, sha256};
use super::sender::Sender;
use crate::Gateway;
use protocol::{Receipt, Submission};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What the gateway says of a dossier that the other side will never take: no fault of its own.
const FOR_A_PERSON: &str = "cannot be handed on: a person must look";

/// A dossier a device has sent, and what it holds in return.
#[derive(Clone)]
pub struct Sent {
    /// What was sent.
    pub submission: Submission,
    /// What of it no log may hold.
    pub private: Vec<String>,
    /// The receipt, or why there is none.
    pub receipt: Result<Receipt, String>,
}

/// What a device says of a dossier: whose it is, and its code or why it has none.
pub type Claim = (String, Result<String, String>);

impl Sent {
    /// What the device says.
    pub fn claim(&self) -> Claim {
        let code = self.receipt.as_ref().map(|receipt| receipt.code.clone());
        (self.submission.number.as_str().to_owned(), code.map_err(Clone::clone))
    }
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

    /// Compares what devices say with the gateway's own list: each dossier is there, once, and nothing else is.
    pub fn compare(&mut self, claims: &[Claim], listed: &[String]) {
        let mut known = BTreeMap::new();
        for (who, code) in claims {
            match code {
                Err(why) => self.lost.push(format!("{who} has no receipt: {why}")),
                Ok(code) => {
                    if let Some(other) = known.insert(code.as_str(), who) {
                        self.double.push(format!("{code} is the code of {who} and of {other}"));
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
        let missing = known.iter().filter(|(code, _)| !seen.contains(**code));
        self.lost.extend(missing.map(|(code, who)| format!("{who} has a receipt, and {code} is not listed")));
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
    pub fn weigh<'s>(&mut self, sent: impl IntoIterator<Item = &'s Sent>, gateway: &Gateway) {
        let folder = gateway.data().join("dossiers");
        let mut known = BTreeSet::new();
        for one in sent {
            let number = one.submission.number.as_str();
            known.insert(number);
            if one.receipt.is_err() {
                continue;
            }
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
            let dossier =
                Dossier { submission: one.submission.clone(), files: Vec::new(), private: Vec::new() };
            match Sender::to(&base, Chance::new(0)).deliver(&dossier).await {
                Ok(now) if now == *before => {}
                now => self.otherwise.push(format!("{before:?} became {now:?} when sent again")),
            }
        }
    }

    /// Who wrote this log, over all its lives, had no panic and blamed nothing on itself.
    ///
    /// # Panics
    /// When there is no log.
    pub fn read_log(&mut self, log: &Path) {
        let said = fs::read_to_string(log).expect("a log");
        let bad = said.lines().filter(|line| {
            let is_fault = line.contains("\"ERROR\"") && !line.contains(FOR_A_PERSON);
            line.contains("panicked") || is_fault || line.contains("\"status\":500")
        });
        self.otherwise.extend(bad.map(|line| format!("{} says: {line}", log.display())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(held: &[Option<&str>], listed: &[&str]) -> Wrong {
        let claim = |code: &Option<&str>| {
            ("somebody".to_owned(), code.map(str::to_owned).ok_or_else(|| "the network was dead".to_owned()))
        };
        let mut wrong = Wrong::default();
        let claims: Vec<Claim> = held.iter().map(claim).collect();
        wrong.compare(&claims, &listed.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>());
        wrong
    }

    const FIRST: &str = "H20-261122-0001";
    const SECOND: &str = "H20-261122-0002";

    #[test]
    fn each_once_is_well() {
        assert!(wrong(&[Some(FIRST), Some(SECOND)], &[SECOND, FIRST]).is_nothing());
    }

    #[test]
    fn without_a_receipt_or_without_a_place_in_the_list_it_is_lost() {
        assert_eq!(wrong(&[None], &[]).lost.len(), 1);
        assert_eq!(wrong(&[Some(FIRST)], &[]).lost.len(), 1);
    }

    #[test]
    fn what_no_device_knows_and_what_two_devices_share_is_double() {
        assert_eq!(wrong(&[Some(FIRST)], &[SECOND, FIRST]).double.len(), 1);
        assert_eq!(wrong(&[Some(FIRST), Some(FIRST)], &[FIRST]).double.len(), 1);
    }

    #[test]
    fn a_gap_is_seen() {
        let third = "H20-261122-0003";
        assert_eq!(wrong(&[Some(FIRST), Some(third)], &[FIRST, third]).otherwise.len(), 1);
    }
}
