//! The entries of the history: which page each names, of which dossier: `page@procedure/number`.

use super::{Page, Session};
use protocol::SubmissionNumber;

impl Session {
    /// The history entry of the page that shows gets its name.
    pub(super) fn name_entry(&self) {
        self.config.history.replace(&self.word(self.page.now()));
    }

    /// A new entry for a page of a dossier that is not open yet.
    pub(super) fn push_entry(&self, hook: &str, code: &str, number: &SubmissionNumber) {
        self.config.history.push(&[hook, "@", code, "/", number.as_str()].concat());
    }

    /// The word of a page.
    pub(super) fn word(&self, page: Page) -> String {
        let hook = page.hook(self);
        if matches!(page, Page::Find | Page::Guide(_) | Page::Track) {
            return hook;
        }
        let code = self.procedure().map(|p| p.code.clone());
        let (sent, sent_code) = match self.sent.now() {
            Some(record) if matches!(page, Page::Send | Page::Receipt) => {
                (Some(record.number), Some(record.procedure))
            }
            _ => (None, None),
        };
        let number = sent.or_else(|| self.with(|open| open.number.clone()).flatten());
        let code = sent_code.or(code).unwrap_or_default();
        // Before the first letter there is nothing to come back to.
        let number = number.filter(|_| page != Page::Prepare);
        let (slash, number) = number.as_ref().map_or(("", ""), |number| ("/", number.as_str()));
        [&hook, "@", &code, slash, number].concat()
    }

    /// Puts the pages before the present one into the history, as if the citizen had come from there. A supplement
    /// begins where the office asks for something.
    pub(super) fn lay_pages_behind(&self) {
        let here = self.page.now();
        if !matches!(here, Page::Declare(_) | Page::Attach | Page::Review) || self.is_supplement() {
            return;
        }
        let steps = self.steps().into_iter().map(Page::Declare);
        let all = steps.chain([self.after_steps(), Page::Review]);
        for (at, page) in all.take_while(|page| *page != here).chain([here]).enumerate() {
            let word = self.word(page);
            match at {
                0 => self.config.history.replace(&word),
                _ => self.config.history.push(&word),
            }
        }
    }
}
