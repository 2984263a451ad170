//! Several tabs, a browser that is restricted, a file made on the spot.

use crate::citizen::Citizen;
use crate::environment::scratch;

impl Citizen {
    /// The tab that is looked at.
    #[must_use]
    pub fn tab(&self) -> String {
        self.browser.tab()
    }

    /// Looks at a tab.
    pub fn to_tab(&self, tab: &str) {
        self.browser.to_tab(tab);
    }

    /// Opens another tab and looks at it; the first stays open.
    pub fn another_tab_beside(&self) -> String {
        self.browser.open_tab()
    }

    /// Closes the tab and opens another.
    pub fn another_tab(&self) {
        let old = self.tab();
        let new = self.browser.open_tab();
        self.to_tab(&old);
        self.browser.close_tab();
        self.to_tab(&new);
    }

    /// Gives a file of these bytes to a file input that belongs to no component.
    #[track_caller]
    pub fn give(&self, input: &str, name: &str, bytes: &[u8]) {
        let file = scratch(&format!("given/{}", self.place().label())).join(name);
        std::fs::write(&file, bytes).unwrap_or_else(|why| panic!("cannot write {}: {why}", file.display()));
        self.give_to(input, &file);
    }
}
