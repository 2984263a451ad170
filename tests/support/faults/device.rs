//! A phone with a browser: its battery is taken out, its profile stays.

use crate::browser::{Engine, Place, Size};
use crate::citizen::Citizen;
use crate::environment::scratch;
use crate::leash::kill_with_children;
use crate::session::Session;
use crate::suite::patiently;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

const PLACE: Place = Place { engine: Engine::Chromium, size: Size::Desktop };

/// A phone.
pub struct Device {
    profile: PathBuf,
    base: String,
    citizen: Option<Citizen>,
}

impl Device {
    /// A new one, switched off; its browser will open this address.
    #[must_use]
    pub fn new(name: &str, base: &str) -> Device {
        let profile = scratch("profiles").join(name);
        Device { profile, base: base.to_owned(), citizen: None }
    }

    /// The person before it, if it is switched on.
    #[must_use]
    pub fn is_on(&self) -> Option<&Citizen> {
        self.citizen.as_ref()
    }

    /// The person before it, who switches it on and opens the page if need be.
    ///
    /// # Panics
    /// When the page does not show.
    pub fn citizen(&mut self) -> &Citizen {
        let citizen = self.citizen.get_or_insert_with(|| {
            let browser = Session::with_profile(PLACE, &self.profile);
            Citizen::before(browser, PLACE, "faults", self.base.clone())
        });
        if citizen.page().is_empty() {
            open(citizen, &self.base);
        }
        citizen
    }

    /// Opens the first page anew, where is said what the device keeps.
    ///
    /// # Panics
    /// When it does not show.
    pub fn go_home(&mut self) -> &Citizen {
        let base = self.base.clone();
        let citizen = self.citizen();
        open(citizen, &base);
        assert_eq!(citizen.page(), "find", "the first page is another one");
        citizen
    }

    /// Opens the first page in a tab of its own.
    pub fn open_second_tab(&self) {
        if let Some(citizen) = &self.citizen {
            citizen.browser.open_tab();
            citizen.browser.go(&self.base);
        }
    }

    /// Takes the battery out.
    pub fn die(&mut self) {
        if let Some(citizen) = self.citizen.take()
            && let Some(process) = citizen.browser.process()
        {
            kill_with_children(process);
        }
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.die();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

fn open(citizen: &Citizen, url: &str) {
    // At the same address, going there would only look for an anchor.
    citizen.browser.go("about:blank");
    citizen.browser.go(url);
    let shown = || (!matches!(&*citizen.page(), "" | "loading")).then_some(());
    assert!(patiently(shown).is_some(), "the page stays empty");
}

/// What the page says that the device keeps: state by number.
#[must_use]
pub fn kept(citizen: &Citizen) -> BTreeMap<String, String> {
    let all = citizen.look(
        "return [...root.querySelectorAll('[data-kept]')].filter(seen).map(e => [e.dataset.kept, e.dataset.state])",
        &[],
    );
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = all.as_array().cloned().unwrap_or_default();
    all.iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect()
}
