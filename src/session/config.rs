//! What the host page asked for.

use crate::platform::history::History;
use crate::platform::rest::Loader;
use dossier::Site;
use vietnam::date::Date;

/// The attributes of the element, and what the loader knows.
pub(crate) struct Config {
    /// Address of the gateway, with a trailing slash.
    pub(crate) base: String,
    /// Address of the style of what is printed.
    pub(crate) sheet: String,
    /// Tells widgets of one page apart.
    pub(crate) instance: String,
    /// The province.
    pub(crate) site: Site,
    /// Commune code of the office, if the host chose one.
    pub(crate) office: String,
    /// Code of the procedure, if the host chose one.
    pub(crate) procedure: String,
    /// It begins with the first question: the host tells of papers and fees itself.
    pub(crate) declares: bool,
    /// How Back and Forward are followed.
    pub(crate) history: History,
    /// The tab is new at this address: whoever came back to it, or reloads, is not led on from where they are.
    pub(crate) arrives: bool,
    /// The day whose law is tried out; nothing is sent then.
    pub(crate) day: Option<Date>,
    /// The device kept dossiers when it was last looked: the first page waits to show them.
    pub(crate) kept: bool,
    /// Fetches what comes after the first page.
    pub(crate) loader: Loader,
}

impl Config {
    /// Where the language chosen in this tab is kept over a reload.
    pub(super) fn lang_key(&self) -> String {
        ["to-khai:lang:", &self.instance].concat()
    }
}
