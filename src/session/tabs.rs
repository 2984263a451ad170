//! Two tabs: one writes a dossier, the other shows it and offers to take it over.

use super::{Page, Session};
use crate::platform::task::spawn;

/// Holds the declaration under way for writing; where another tab does, it is shown only. Lies in the rest.
#[inline(never)]
pub(super) fn claim(s: &Session) {
    let s = s.clone();
    spawn(async move { _ = s.claim(false).await });
}

impl Session {
    /// Holds the declaration under way for writing; false when another tab does.
    pub(super) async fn claim(&self, by_force: bool) -> bool {
        let (Some(device), Some(number)) = (self.device(), self.number()) else { return true };
        let (s, lost) = (self.clone(), number.clone());
        let lost = move || s.give_up(lost.as_str());
        let hold = match by_force {
            false => device.hold(number.as_str(), lost).await,
            true => device.take_over(number.as_str(), lost).await,
        };
        let held = hold.is_some();
        if let Some(open) = self.open.borrow_mut().as_mut().filter(|open| open.number == Some(number)) {
            open.locked = !held;
            open.hold = hold;
        }
        held
    }

    /// Number of the declaration under way.
    pub(super) fn number(&self) -> Option<protocol::SubmissionNumber> {
        self.with(|open| open.number.clone()).flatten()
    }

    /// Another tab asked for the dossier: the last letters are put down, then it is let go.
    pub(super) fn yield_to(&self, number: String) {
        let holds = self.with(|open| open.hold.is_some()).unwrap_or_default();
        if !holds || self.number().is_none_or(|mine| mine.as_str() != number) {
            return;
        }
        let s = self.clone();
        spawn(async move {
            if let (Some(device), Some(record)) = (s.store(), s.record()) {
                s.lock();
                _ = device.put(&number, &record.write()).await;
            }
            s.give_up(&number);
        });
    }

    fn lock(&self) {
        if let Some(open) = self.open.borrow_mut().as_mut() {
            open.locked = true;
        }
    }

    /// Another tab writes the dossier from now on.
    fn give_up(&self, number: &str) {
        if self.number().is_none_or(|mine| mine.as_str() != number) {
            return;
        }
        self.lock();
        if let Some(open) = self.open.borrow_mut().as_mut() {
            open.hold = None;
        }
        if matches!(self.page.now(), Page::Declare(_) | Page::Attach | Page::Review) {
            self.page.set(Page::Elsewhere);
            self.root.focus("h1".into());
        }
    }

    /// "Go on here": takes the dossier over, with what the other tab put down last.
    pub(crate) fn take_over(&self) {
        let Some(number) = self.number() else { return };
        self.page.set(Page::Loading);
        let s = self.clone();
        spawn(async move {
            s.claim(true).await;
            // The hold goes on to the declaration as it is read anew.
            let hold = s.open.borrow_mut().as_mut().and_then(|open| open.hold.take());
            s.reopened(number, String::new(), hold).await;
        });
    }
}
