//! Two tabs: one writes a dossier, the other shows it and offers to take it over.

use super::{Page, Session};
use crate::platform::device::Release;
use crate::platform::task::spawn;
use protocol::SubmissionNumber;

/// Holds the declaration under way for writing; where another tab does, it is shown only. Lies in the rest.
#[inline(never)]
pub(super) fn claim(s: &Session) {
    let s = s.clone();
    spawn(async move { _ = s.claim().await });
}

impl Session {
    /// Holds the declaration under way for writing; false when another tab does.
    pub(super) async fn claim(&self) -> bool {
        // A second request for what is held here already would be refused.
        let Some(number) = self.number().filter(|_| !self.holds()) else { return true };
        let Some(device) = self.device() else { return true };
        let hold = device.hold(number.as_str(), self.lost(&number)).await;
        let held = hold.is_some();
        if let Some(open) = self.open.borrow_mut().as_mut().filter(|open| open.number == Some(number)) {
            match hold {
                None => open.locked = true,
                Some(hold) if !open.locked => open.hold = Some(hold),
                // It was submitted meanwhile: whoever sends it holds it.
                Some(_) => {}
            }
        }
        held
    }

    /// What happens when another tab takes the dossier.
    fn lost(&self, number: &SubmissionNumber) -> impl FnOnce() + 'static {
        let (s, number) = (self.clone(), number.clone());
        move || s.give_up(number.as_str())
    }

    /// Whether this tab holds the declaration under way.
    pub(super) fn holds(&self) -> bool {
        self.with(|open| open.hold.is_some()).unwrap_or_default()
    }

    /// The hold on a dossier that is open here, for the declaration that takes its place.
    pub(super) fn hold_on(&self, number: &SubmissionNumber) -> Option<Release> {
        let mut open = self.open.borrow_mut();
        open.as_mut().filter(|open| open.number.as_ref() == Some(number))?.hold.take()
    }

    /// Number of the declaration under way.
    pub(super) fn number(&self) -> Option<SubmissionNumber> {
        self.with(|open| open.number.clone()).flatten()
    }

    /// Another tab asked for the dossier: the last letters are put down, then it is let go.
    pub(super) fn yield_to(&self, number: String) {
        if !self.holds() || self.number().is_none_or(|mine| mine.as_str() != number) {
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
        if self.page.now().is_declaration() {
            self.page.set(Page::Elsewhere);
            self.root.focus("h1".into());
        }
    }

    /// "Go on here": takes the dossier over, with what the other tab put down last.
    pub(crate) fn take_over(&self) {
        let Some(number) = self.number() else { return };
        let Some(device) = self.device() else { return };
        self.page.set(Page::Loading);
        let s = self.clone();
        spawn(async move {
            let hold = device.take_over(number.as_str(), s.lost(&number)).await;
            s.reopened(number, String::new(), hold).await;
        });
    }
}
