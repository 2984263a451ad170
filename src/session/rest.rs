//! The rest: the code for whatever comes after the first questions (xtask/src/split.rs says what), and what
//! the procedure says of answers. It is fetched while the citizen reads the first page; what needs it waits
//! here.

use super::{Page, Session};
use crate::platform::task::spawn;

impl Session {
    /// Fetches the rest in the background.
    pub(super) fn fetch_rest(&self) {
        if !self.rest.now() {
            let s = self.clone();
            spawn(async move { _ = s.rest_comes().await });
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
        // The words come last: another procedure opened meanwhile has its own.
        let came = self.rest.now() || self.config.rest.load().await && self.words_come().await;
        if came && !self.rest.now() {
            self.rest.set(true);
        }
        came
    }
}
