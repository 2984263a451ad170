//! Misbehaving on demand, so that whoever depends on us learns to live with it. What happens follows from the seed,
//! the number of starts since it was set, and the order of requests: a run can be repeated.

use crate::store::{Store, StoreFault};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

/// How we misbehave. All is well by default.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mischief {
    /// What the sequence begins with.
    pub seed: u64,
    /// An answer comes after `slow_ms`.
    pub slow: PerMille,
    /// At most half a minute.
    pub slow_ms: u64,
    /// 500 before anything is done.
    pub fail: PerMille,
    /// The connection is reset before anything is done.
    pub reset: PerMille,
    /// All is done, and the connection ends without an answer.
    pub drop: PerMille,
    /// All is done, and the answer is garbage.
    pub garbage: PerMille,
    /// A callback comes twice.
    pub callback_twice: PerMille,
    /// A callback is held back for some seconds: later ones may overtake it.
    pub callback_late: PerMille,
    /// Before a callback comes one that is none, well signed.
    pub callback_garbage: PerMille,
    /// Before a callback comes the same with a wrong signature.
    pub callback_forged: PerMille,
    /// A token is good for one request.
    pub tokens_once: bool,
    /// For so many seconds everything is 503; as it is read, what is left of them.
    pub maintenance_seconds: u32,
}

/// How many of a thousand.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(try_from = "u16")]
pub struct PerMille(u16);

impl PerMille {
    /// Every time.
    pub const ALWAYS: PerMille = PerMille(1000);
}

impl TryFrom<u16> for PerMille {
    type Error = &'static str;

    fn try_from(count: u16) -> Result<PerMille, &'static str> {
        if count <= 1000 { Ok(PerMille(count)) } else { Err("at most 1000 of a thousand") }
    }
}

/// What happens to one request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Fate {
    pub(crate) reset: bool,
    pub(crate) fail: bool,
    pub(crate) drop: bool,
    pub(crate) garbage: bool,
    pub(crate) slow: bool,
}

/// What happens to one callback.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct CallbackFate {
    pub(crate) forged: bool,
    pub(crate) garbage: bool,
    pub(crate) twice: bool,
}

/// How long a late callback is held back.
pub(crate) const LATE_SECONDS: i64 = 3;

/// The longest that a slow answer takes.
const SLOWEST_MS: u64 = 30_000;

#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    mischief: Mischief,
    maintenance_until: i64,
    starts: u64,
}

/// The misbehaviour as it is now.
pub(crate) struct Mischiefs {
    kept: RwLock<Kept>,
    drawn: AtomicU64,
}

const SETTING: &str = "mischief";

impl Mischiefs {
    /// As it was set last.
    pub(crate) async fn open(store: &Store) -> Result<Mischiefs, StoreFault> {
        let kept = match store.setting(SETTING).await? {
            Some(text) => {
                let mut kept: Kept = serde_json::from_str(&text)?;
                kept.starts += 1;
                store.set(SETTING, &serde_json::to_string(&kept)?).await?;
                kept
            }
            None => Kept { mischief: Mischief::default(), maintenance_until: 0, starts: 0 },
        };
        Ok(Mischiefs { kept: RwLock::new(kept), drawn: AtomicU64::new(0) })
    }

    /// Sets it, durably; the sequence begins anew.
    pub(crate) async fn set(&self, mischief: Mischief, now: i64, store: &Store) -> Result<(), StoreFault> {
        let slow_ms = mischief.slow_ms.min(SLOWEST_MS);
        let maintenance_until = now.saturating_add(i64::from(mischief.maintenance_seconds));
        let kept = Kept { mischief: Mischief { slow_ms, ..mischief }, maintenance_until, starts: 0 };
        store.set(SETTING, &serde_json::to_string(&kept)?).await?;
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = kept;
        self.drawn.store(0, Ordering::SeqCst);
        Ok(())
    }

    fn kept(&self) -> Kept {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// As it is now.
    pub(crate) fn now(&self, now: i64) -> Mischief {
        let kept = self.kept();
        let left = kept.maintenance_until.saturating_sub(now).max(0);
        Mischief { maintenance_seconds: u32::try_from(left).unwrap_or(u32::MAX), ..kept.mischief }
    }

    /// What happens to the next request.
    pub(crate) fn next(&self) -> Fate {
        let Kept { mischief, starts, .. } = self.kept();
        let number = self.drawn.fetch_add(1, Ordering::SeqCst);
        let mut dice = Dice::new(&[mischief.seed, starts, number]);
        Fate {
            reset: dice.falls(mischief.reset),
            fail: dice.falls(mischief.fail),
            drop: dice.falls(mischief.drop),
            garbage: dice.falls(mischief.garbage),
            slow: dice.falls(mischief.slow),
        }
    }

    /// What happens to that attempt at a callback.
    pub(crate) fn of_callback(&self, code: &str, serial: i64, attempt: i64) -> CallbackFate {
        let Kept { mischief, .. } = self.kept();
        let mut dice = Dice::of(&mischief, code, &[serial, attempt]);
        CallbackFate {
            forged: dice.falls(mischief.callback_forged),
            garbage: dice.falls(mischief.callback_garbage),
            twice: dice.falls(mischief.callback_twice),
        }
    }

    /// How many seconds that callback is held back.
    pub(crate) fn lateness(&self, code: &str, serial: i64) -> i64 {
        let Kept { mischief, .. } = self.kept();
        let late = Dice::of(&mischief, code, &[serial]).falls(mischief.callback_late);
        if late { LATE_SECONDS } else { 0 }
    }
}

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn new(parts: &[u64]) -> Dice {
        let mut dice = Dice(0);
        for part in parts {
            dice.0 = dice.roll() ^ part;
        }
        dice
    }

    fn of(mischief: &Mischief, code: &str, numbers: &[i64]) -> Dice {
        let letters = code.bytes().map(u64::from);
        let numbers = numbers.iter().map(|number| number.unsigned_abs());
        let parts: Vec<u64> = [mischief.seed].into_iter().chain(letters).chain(numbers).collect();
        Dice::new(&parts)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn falls(&mut self, probability: PerMille) -> bool {
        self.roll() % 1000 < u64::from(probability.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fates(mischief: &Mischief, count: u64) -> Vec<bool> {
        (0..count).map(|number| Dice::new(&[mischief.seed, 0, number]).falls(mischief.drop)).collect()
    }

    #[test]
    fn a_run_can_be_repeated_and_another_seed_makes_another_one() {
        let one = Mischief { seed: 1, drop: PerMille(300), ..Mischief::default() };
        let other = Mischief { seed: 2, ..one.clone() };
        assert_eq!(fates(&one, 1000), fates(&one, 1000));
        assert_ne!(fates(&one, 1000), fates(&other, 1000));
        let dropped = fates(&one, 10_000).into_iter().filter(|dropped| *dropped).count();
        assert!((2800..3200).contains(&dropped), "{dropped} of 10000");
    }

    #[test]
    fn never_is_never_and_always_is_always() {
        let never = Mischief::default();
        let always = Mischief { drop: PerMille::ALWAYS, ..Mischief::default() };
        assert!(fates(&never, 1000).iter().all(|dropped| !dropped));
        assert!(fates(&always, 1000).iter().all(|dropped| *dropped));
        assert!(serde_json::from_str::<Mischief>("{\"drop\":1001}").is_err());
        assert!(serde_json::from_str::<Mischief>("{\"dropp\":1}").is_err());
    }
}
