//! One browser with one page, driven over WebDriver: what a hand, a keyboard and an eye can do.

mod press;

use crate::browser::{Driver, Engine, Place, driver};
use crate::suite::{eventually, within};
use base64::Engine as _;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::cell::Cell;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, MutexGuard};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;
use url::{ParseError, Url};

/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Scrolls to where the page stood, once it is drawn again.
const SETTLE: &str = "
    const [[x, y], done] = arguments;
    requestAnimationFrame(() => requestAnimationFrame(() => {
        scrollTo({ left: x, top: y, behavior: 'instant' });
        requestAnimationFrame(() => done(true));
    }));
";

/// A page that has not heard of its new size by then has none.
const RESIZED: Duration = Duration::from_secs(1);

/// A browser that is open; dropping it closes it.
pub struct Session {
    place: Place,
    profile: PathBuf,
    /// Another browser will open the profile.
    keeps_profile: bool,
    client: Client,
    /// Whether the eye is on a page within the page.
    framed: Cell<bool>,
    /// Where the page was scrolled to at the last press.
    stood: Cell<(f64, f64)>,
    /// When and where a finger pressed last.
    last_tap: Cell<Option<(Instant, f64, f64)>>,
    /// Held as long as the browser is open by those who can drive only one.
    _driver: Option<MutexGuard<'static, Driver>>,
}

impl Session {
    /// Opens a browser that nobody has used before.
    #[must_use]
    pub fn open(place: Place) -> Session {
        let mut driver = driver(place.engine);
        let profile = driver.profile(place.engine);
        Session::start(place, driver, profile, false)
    }

    /// Opens a browser with a profile that stays for the next.
    #[must_use]
    pub fn with_profile(place: Place, profile: &Path) -> Session {
        Session::start(place, driver(place.engine), profile.to_owned(), true)
    }

    fn start(
        place: Place,
        driver: MutexGuard<'static, Driver>,
        profile: PathBuf,
        keeps_profile: bool,
    ) -> Session {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(place.capabilities(&profile));
        let client = wait(builder.connect(&driver.url))
            .unwrap_or_else(|why| panic!("{:?} does not open: {why}", place.engine));
        let held = (place.engine != Engine::Chromium).then_some(driver);
        let last_tap = Cell::new(None);
        let (framed, stood) = (Cell::new(false), Cell::default());
        let session =
            Session { place, profile, keeps_profile, client, framed, stood, last_tap, _driver: held };
        session.fit();
        session
    }

    /// The browser's process, as far as the driver tells.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        let process = self.client.capabilities()?.get("goog:processID")?;
        process.as_u64().and_then(|process| u32::try_from(process).ok())
    }

    /// Closes all tabs but the one that is looked at.
    pub fn close_other_tabs(&self) {
        let here = self.tab();
        let all = self.done("name its tabs", self.client.windows()).into_iter().map(String::from);
        for tab in all.filter(|tab| *tab != here) {
            self.to_tab(&tab);
            self.close_tab();
        }
        self.to_tab(&here);
    }

    /// Makes the page as large as the place wants it, whatever the window's frame takes.
    fn fit(&self) {
        if self.place.has_touch() {
            return;
        }
        let (width, height) = self.place.viewport();
        self.fit_to(width, height);
    }

    fn fit_to(&self, width: u32, height: u32) {
        let within_it = || {
            let inner = self.script("return [innerWidth, innerHeight]", &[]);
            (inner[0].as_u64().unwrap_or_default(), inner[1].as_u64().unwrap_or_default())
        };
        eventually("the page has its size", || {
            let inner = within_it();
            if inner == (width.into(), height.into()) {
                return Some(());
            }
            let window = self.done("tell its size", self.client.get_window_size());
            let to = |window: u64, wanted: u32, inner: u64| {
                u32::try_from((window + u64::from(wanted)).saturating_sub(inner)).unwrap_or(wanted)
            };
            let (wide, high) = (to(window.0, width, inner.0), to(window.1, height, inner.1));
            self.done("resize", self.client.set_window_size(wide, high));
            // The page hears of it when it is drawn.
            let _ = within(RESIZED, || (within_it() != inner).then_some(()));
            None
        });
    }

    /// Goes to an address.
    pub fn go(&self, url: &str) {
        self.done("go", self.client.goto(url));
    }

    /// Looks at the page in the first iframe: from now on everything is found and done there.
    pub fn into_frame(&self) {
        self.done("look into a frame", self.client.enter_frame(0));
        self.framed.set(true);
    }

    /// Looks at the page around.
    pub fn out_of_frame(&self) {
        self.done("look around a frame", self.client.enter_parent_frame());
        self.framed.set(false);
    }

    /// The browser's Back.
    pub fn back(&self) {
        self.done("go back", self.client.back());
    }

    /// The browser's Forward.
    pub fn forward(&self) {
        self.done("go forward", self.client.forward());
    }

    /// The browser's Reload.
    pub fn reload(&self) {
        if self.place.engine != Engine::Firefox {
            return self.done("reload", self.client.refresh());
        }
        // Its driver goes past the service worker, as only a key held down would.
        let _ = self.script("window.leaving = true; location.reload()", &[]);
        let there = "return !window.leaving && document.readyState === 'complete'";
        eventually("Firefox has loaded the page again", || {
            wait(self.client.execute(there, Vec::new())).is_ok_and(|there| there == true).then_some(())
        });
    }

    /// Closes the page for good, where Back does not lead, and has an empty one instead.
    pub fn close_page(&self) {
        let empty = self.done("open a page", self.client.new_window(true)).handle;
        self.done("close the page", self.client.close_window());
        self.done("turn to the page", self.client.switch_to_window(empty));
    }

    /// The tab that is looked at.
    #[must_use]
    pub fn tab(&self) -> String {
        String::from(self.done("name its tab", self.client.window()))
    }

    /// Looks at a tab.
    pub fn to_tab(&self, tab: &str) {
        let handle = tab.to_owned().try_into().unwrap_or_else(|why| panic!("{tab:?} names no tab: {why}"));
        self.done("look at a tab", self.client.switch_to_window(handle));
    }

    /// Opens a tab and looks at it.
    pub fn open_tab(&self) -> String {
        let tab = String::from(self.done("open a tab", self.client.new_window(true)).handle);
        self.to_tab(&tab);
        tab
    }

    /// Closes the tab that is looked at.
    pub fn close_tab(&self) {
        self.done("close a tab", self.client.close_window());
    }

    /// Runs a script in every page to come before its own, where the engine can.
    pub fn before_pages(&self, script: &str) {
        let body = json!({ "cmd": "Page.addScriptToEvaluateOnNewDocument", "params": { "source": script } });
        self.raw(Method::POST, "goog/cdp/execute", Some(body))
            .unwrap_or_else(|why| panic!("{} runs no script before a page: {why}", self.place.label()));
    }

    /// Runs a script in the page; it reads `arguments` and returns.
    #[must_use]
    pub fn script(&self, script: &str, args: &[Value]) -> Value {
        self.done("run a script", self.client.execute(script, args.into()))
    }

    /// The element that a script returns, if there is one.
    ///
    /// # Errors
    /// It vanished while it was found.
    pub fn find(&self, script: &str, args: &[Value]) -> Result<Option<Element>, String> {
        let found = wait(self.client.execute(script, args.into())).map_err(|why| why.to_string())?;
        let id = found.get(ELEMENT).and_then(Value::as_str);
        Ok(id.map(|id| Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned()))))
    }

    /// Runs a script that calls its last argument when it is done.
    #[must_use]
    pub fn script_async(&self, script: &str, args: &[Value]) -> Value {
        self.done("run a script", self.client.execute_async(script, args.into()))
    }

    /// Gives a file to a file input.
    ///
    /// # Errors
    /// The input is gone.
    pub fn give(&self, input: &Element, file: &Path) -> Result<(), String> {
        wait(input.send_keys(&file.to_string_lossy())).map_err(|why| why.to_string())
    }

    /// Types where the focus is, key by key.
    pub fn type_keys(&self, text: &str) {
        self.try_keys(text).unwrap_or_else(|why| panic!("{} could not type: {why}", self.place.label()));
    }

    /// Types where the focus is, key by key, as long as there is a browser.
    ///
    /// # Errors
    /// It is gone.
    pub fn try_keys(&self, text: &str) -> Result<(), String> {
        let strokes = text.chars().flat_map(|c| [KeyAction::Down { value: c }, KeyAction::Up { value: c }]);
        let keys = strokes.fold(KeyActions::new("keys".into()), KeyActions::then);
        wait(self.client.perform_actions(keys)).map_err(|why| why.to_string())
    }

    /// Presses keys where the focus is, the earlier ones held while the last is pressed.
    pub fn chord(&self, chord: &[char]) {
        let down = chord.iter().map(|key| KeyAction::Down { value: *key });
        let up = chord.iter().rev().map(|key| KeyAction::Up { value: *key });
        let keys = down.chain(up).fold(KeyActions::new("keys".into()), KeyActions::then);
        self.done("press a key", self.client.perform_actions(keys));
    }

    /// The page as a PNG: all of it where the engine can, else what is on the screen.
    #[must_use]
    pub fn picture(&self) -> Vec<u8> {
        let before = self.script("return [scrollX, scrollY]", &[]);
        let whole = match self.place.engine {
            Engine::Chromium => {
                let params = json!({ "format": "png", "captureBeyondViewport": true });
                let body = json!({ "cmd": "Page.captureScreenshot", "params": params });
                self.raw(Method::POST, "goog/cdp/execute", Some(body))
                    .ok()
                    .map(|answer| answer["data"].clone())
            }
            Engine::Firefox => self.raw(Method::GET, "moz/screenshot/full", None).ok(),
            Engine::WebKit => None,
        };
        // Chromium makes the page tall for it, and takes a while to put it back.
        let _ = self.script_async(SETTLE, &[before]);
        let decoded = whole
            .as_ref()
            .and_then(Value::as_str)
            .and_then(|png| base64::engine::general_purpose::STANDARD.decode(png).ok());
        decoded.unwrap_or_else(|| self.done("take a picture", self.client.screenshot()))
    }

    /// Collects rubbish, where the engine can be told to.
    pub fn collect_garbage(&self) {
        let _ = self.command("HeapProfiler.collectGarbage", json!({}));
    }

    /// What the page holds, as `{name, value}`, where the engine tells.
    #[must_use]
    pub fn metrics(&self) -> Vec<Value> {
        let _ = self.command("Performance.enable", json!({}));
        let told = self.command("Performance.getMetrics", json!({}));
        told["metrics"].as_array().cloned().unwrap_or_default()
    }

    /// A command of Chromium's own.
    fn command(&self, name: &str, params: Value) -> Value {
        let body = json!({ "cmd": name, "params": params });
        self.raw(Method::POST, "goog/cdp/execute", Some(body))
            .unwrap_or_else(|why| panic!("{} does not know {name}: {why}", self.place.label()))
    }

    /// From now on pages look as on paper, where the engine can play that.
    pub fn as_printed(&self) {
        if self.place.engine == Engine::Chromium {
            let body = json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "media": "print" } });
            let _ = self.raw(Method::POST, "goog/cdp/execute", Some(body));
        }
    }

    /// From now on the page is so wide, in CSS pixels, where the engine can play that.
    pub fn as_wide_as(&self, width: u32) {
        if self.place.engine == Engine::Chromium {
            let params = json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": true });
            let _ = self.command("Emulation.setDeviceMetricsOverride", params);
        }
    }

    /// Zooms to 200 %: half as many pixels of twice the size. WebKit's driver has no zoom: there the window is half
    /// as large, which a page cannot tell from it but for the size of a pixel.
    pub fn zoom_in(&self) {
        let (width, height) = self.place.viewport();
        match self.place.engine {
            Engine::Chromium => {
                let params = json!({ "width": width / 2, "height": height / 2, "deviceScaleFactor": 2, "mobile": false });
                let _ = self.command("Emulation.setDeviceMetricsOverride", params);
            }
            Engine::Firefox => {
                let context = |name: &str| {
                    self.raw(Method::POST, "moz/context", Some(json!({ "context": name })))
                        .unwrap_or_else(|why| panic!("Firefox does not turn to {name}: {why}"));
                };
                context("chrome");
                let _ = self.script("gBrowser.selectedBrowser.fullZoom = 2", &[]);
                context("content");
            }
            Engine::WebKit => self.fit_to(width / 2, height / 2),
        }
        eventually("the page is zoomed", || {
            (self.script("return innerWidth", &[]) == width / 2).then_some(())
        });
    }

    /// What the page said in the console since last asked, as far as the engine tells: errors only.
    #[must_use]
    pub fn console_errors(&self) -> Vec<String> {
        if self.place.engine != Engine::Chromium {
            return Vec::new();
        }
        let log = self.raw(Method::POST, "se/log", Some(json!({ "type": "browser" }))).unwrap_or_default();
        let entries = log.as_array().map(Vec::as_slice).unwrap_or_default();
        let severe = entries.iter().filter(|entry| entry["level"] == "SEVERE");
        severe.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    fn raw(&self, method: Method, path: &'static str, body: Option<Value>) -> Result<Value, CmdError> {
        wait(self.client.issue_cmd(Raw { method, path, body }))
    }

    #[track_caller]
    fn done<T>(&self, what: &str, command: impl Future<Output = Result<T, CmdError>>) -> T {
        wait(command).unwrap_or_else(|why| panic!("{} could not {what}: {why}", self.place.label()))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let close = self.client.clone().close();
        let _ = RUNTIME.block_on(async { timeout(SILENCE, close).await });
        if !self.keeps_profile {
            let _ = std::fs::remove_dir_all(&self.profile);
        }
    }
}

/// WebDriver is spoken asynchronously; a journey is told step by step.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime can be started")
});

/// After so long without an answer, the driver or its browser is dead.
const SILENCE: Duration = Duration::from_secs(60);

fn wait<T>(command: impl Future<Output = T>) -> T {
    RUNTIME.block_on(async { timeout(SILENCE, command).await }).expect("an answer of the browser's driver")
}

/// A command of one vendor.
#[derive(Debug)]
struct Raw {
    method: Method,
    path: &'static str,
    body: Option<Value>,
}

impl WebDriverCompatibleCommand for Raw {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (self.method.clone(), self.body.as_ref().map(Value::to_string))
    }
}
