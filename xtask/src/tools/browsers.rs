//! The browsers that the journeys are made in, and what drives them.

use super::{GECKODRIVER, apt, find_on_path};
use crate::project::Project;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the drivers lie.
pub(crate) struct Drivers {
    pub(crate) chromium: PathBuf,
    pub(crate) firefox: PathBuf,
    pub(crate) webkit: PathBuf,
    /// The browser that the WebKit driver opens.
    pub(crate) mini_browser: PathBuf,
}

/// A Debian package, and whether what we want of it is there.
type Need = (&'static str, fn() -> bool);

const NEEDS: [Need; 7] = [
    ("chromium", || find_on_path("chromium").is_some()),
    ("chromium-driver", || find_on_path("chromedriver").is_some()),
    ("firefox-esr", || find_on_path("firefox-esr").or_else(|| find_on_path("firefox")).is_some()),
    ("webkit2gtk-driver", || find_on_path("WebKitWebDriver").is_some() && mini_browser().is_some()),
    // WebKit's browser cannot do without a screen.
    ("xvfb", || find_on_path("xvfb-run").is_some()),
    ("xauth", || find_on_path("xauth").is_some()),
    // Every Vietnamese letter in the screenshots.
    ("fonts-noto-core", || Path::new("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf").exists()),
];

/// Installs the browsers that are missing.
pub(crate) fn ensure(project: &Project) -> Result<Drivers> {
    let missing: Vec<&str> = NEEDS.iter().filter(|need| !need.1()).map(|need| need.0).collect();
    if !missing.is_empty() {
        apt::install("A browser for the tests", &missing)?;
    }
    let found = |name: &str| find_on_path(name).with_context(|| format!("`{name}` is not on PATH"));
    Ok(Drivers {
        chromium: found("chromedriver")?,
        firefox: GECKODRIVER.ensure(project)?,
        webkit: found("WebKitWebDriver")?,
        mini_browser: mini_browser().context("WebKit's MiniBrowser is missing from webkit2gtk-driver")?,
    })
}

/// `/usr/lib/<machine>/webkit2gtk-<api>/MiniBrowser`, of the newest API.
fn mini_browser() -> Option<PathBuf> {
    let below = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
    };
    let machines = below(Path::new("/usr/lib"));
    let mut found: Vec<PathBuf> = machines
        .iter()
        .filter(|machine| machine.to_string_lossy().ends_with("-linux-gnu"))
        .flat_map(|machine| below(machine))
        .filter(|library| {
            library.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit2gtk-"))
        })
        .map(|library| library.join("MiniBrowser"))
        .filter(|browser| browser.is_file())
        .collect();
    found.sort();
    found.pop()
}
