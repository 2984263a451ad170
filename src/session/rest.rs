//! What comes after the first page: the device's code, which keeps what is typed, and the rest of the wasm
//! (xtask/src/split.rs says what) with what the procedure says of answers. It is fetched while the citizen reads
//! the first page; what needs it waits here.

use super::{Page, Saved, Session, tabs};
use crate::draft::tab;
use crate::platform::task::{Task, later, spawn};

impl Session {
    /// Fetches the rest in the background, unless it is on its way.
    pub(crate) fn fetch_rest(&self) {
        if !self.rest.now() && !self.fetching.replace(true) {
            let s = self.clone();
            spawn(async move {
                _ = s.rest_comes().await;
                s.fetching.set(false);
            });
        }
    }

    /// Does what needs the rest: at once, or after the loading page; else there is "try again".
    pub(super) fn with_rest(&self, then: Box<dyn FnOnce(&Session)>) {
        if self.rest.now() {
            return then(self);
        }
        let (s, page) = (self.clone(), self.page.now());
        self.page.set(Page::Loading);
        spawn(async move {
            let came = s.rest_comes().await;
            // Who went back meanwhile stays there.
            if s.page.now() == Page::Loading {
                s.page.set(if came { page } else { Page::Failed });
                match came {
                    true => then(&s),
                    false => s.root.focus("h1".into()),
                }
            }
        });
    }

    /// Does what is better with the rest, once that has come or failed to.
    pub(super) fn after_rest(&self, then: impl FnOnce(&Session) + 'static) {
        self.page.set(Page::Loading);
        let s = self.clone();
        spawn(async move {
            _ = s.rest_comes().await;
            // Who went back meanwhile stays there.
            if s.page.now() == Page::Loading {
                then(&s);
            }
        });
    }

    async fn rest_comes(&self) -> bool {
        if self.rest.now() {
            return true;
        }
        // Both begin to come at once; the device first, so that what is typed is kept.
        let rest = self.config.loader.rest();
        if !self.device_comes().await || !rest.await {
            return false;
        }
        arrive(self).await;
        self.rest.now()
    }

    async fn device_comes(&self) -> bool {
        if self.device().is_some() {
            return true;
        }
        let Some(device) = self.config.loader.device().await else { return false };
        let ready = device.ready().await;
        let mut known = self.kept.now();
        known.trouble = ready.err();
        self.kept.set(known);
        *self.device.borrow_mut() = Some(device);
        // What was typed before it came moves from the tab to the device.
        if let (Some(store), Some(number)) = (self.store(), self.with(|open| open.number.clone()).flatten()) {
            self.write(&store).await;
            if matches!(self.saved.now(), Saved::Here(_)) {
                tab::forget(number.as_str());
            }
        }
        true
    }
}

/// The code is there: now the words of the procedure under way, and what the device keeps. Lies in the rest.
#[inline(never)]
fn arrive(s: &Session) -> Task {
    let s = s.clone();
    let work: Task = Box::pin(async move {
        // Another procedure opened meanwhile has its own words.
        if !s.words_come().await {
            return;
        }
        if s.releases.borrow().is_empty() {
            s.look().await;
        }
        if !s.rest.now() && !s.closed.get() {
            s.rest.set(true);
            tabs::claim(&s);
            s.keep_for_offline();
            // Once whoever waited for the rest has drawn the page.
            later(move || {
                if s.config.arrives && s.page.now() == Page::Find && s.on_slip().is_some() {
                    s.go(Page::Track);
                }
            });
        }
    });
    // The compiler is not to see which work it is, or it would draw it to whoever waits for it.
    std::hint::black_box(work)
}
