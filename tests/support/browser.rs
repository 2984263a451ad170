//! Three engines, two sizes: how each browser is started and made to behave.

use crate::environment::{path, scratch};
use crate::leash::{Ending, Leash, free_port};
use crate::suite::eventually;
use serde_json::{Map, Value, json};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

/// A film in a browser's profile: what Chromium's camera sees.
pub(crate) const FILM: &str = "camera.y4m";
/// The same: Chromium compiles all code once, so that its memory is what the page holds.
pub(crate) const ONCE: &str = "compile.once";

/// What draws the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// Chrome, Edge, Samsung Internet, the WebView of Android apps.
    Chromium,
    /// Firefox ESR.
    Firefox,
    /// Safari's engine, as GTK has it.
    WebKit,
}

/// What is held in the hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    /// 360 × 800, touch where the engine can.
    Phone,
    /// 1280 × 900, mouse.
    Desktop,
}

/// Where a journey is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// What draws the page.
    pub engine: Engine,
    /// What is held in the hand.
    pub size: Size,
}

impl Place {
    /// `chromium_phone`, `firefox_desktop`, …
    #[must_use]
    pub fn named(name: &str) -> Place {
        let engine = match name.split('_').next() {
            Some("chromium") => Engine::Chromium,
            Some("firefox") => Engine::Firefox,
            Some("webkit") => Engine::WebKit,
            _ => panic!("no engine is named as in {name}"),
        };
        let size = if name.ends_with("_phone") { Size::Phone } else { Size::Desktop };
        Place { engine, size }
    }

    /// `chromium-phone`, for names of files.
    #[must_use]
    pub fn label(self) -> String {
        format!("{:?}-{:?}", self.engine, self.size).to_lowercase()
    }

    /// The size of the page in CSS pixels.
    #[must_use]
    pub fn viewport(self) -> (u32, u32) {
        match self.size {
            Size::Phone => (360, 800),
            Size::Desktop => (1280, 900),
        }
    }

    /// Whether a finger presses, on a screen that Chromium plays.
    #[must_use]
    pub fn has_touch(self) -> bool {
        self.engine == Engine::Chromium && self.size == Size::Phone
    }

    pub(crate) fn capabilities(self, profile: &Path) -> Map<String, Value> {
        let mut all = match self.engine {
            Engine::Chromium => {
                json!({ "goog:chromeOptions": self.chromium(profile), "goog:loggingPrefs": { "browser": "ALL" } })
            }
            Engine::Firefox => json!({ "moz:firefoxOptions": self.firefox(profile) }),
            Engine::WebKit => match std::env::var("MINIBROWSER") {
                Ok(binary) => {
                    json!({ "webkitgtk:browserOptions": { "binary": binary, "args": ["--automation"] } })
                }
                // The driver knows one.
                Err(_) => json!({}),
            },
        };
        all["pageLoadStrategy"] = json!("normal");
        all["timeouts"] = json!({ "script": 60_000, "pageLoad": 30_000, "implicit": 0 });
        match all {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }

    fn chromium(self, profile: &Path) -> Value {
        let (width, height) = self.viewport();
        let mut args: Vec<String> = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--force-color-profile=srgb",
            "--hide-scrollbars",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.*",
        ]
        .map(String::from)
        .into();
        args.push(format!("--user-data-dir={}", profile.display()));
        args.push(format!("--window-size={width},{height}"));
        // What its camera sees, and nobody is asked whether it may.
        let film = profile.join(FILM);
        if film.exists() {
            args.push("--use-fake-device-for-media-stream".into());
            args.push("--use-fake-ui-for-media-stream".into());
            args.push(format!("--use-file-for-fake-video-capture={}", film.display()));
        }
        if profile.join(ONCE).exists() {
            args.push("--js-flags=--no-opt --no-maglev --no-sparkplug --no-wasm-tier-up --no-lazy-feedback-allocation".into());
        }
        let mut options = json!({ "args": args });
        if self.size == Size::Phone {
            options["mobileEmulation"] = json!({
                "deviceMetrics": { "width": width, "height": height, "pixelRatio": 1.0, "touch": true, "mobile": true }
            });
        }
        options
    }

    fn firefox(self, profile: &Path) -> Value {
        let mut prefs = json!({
            "browser.shell.checkDefaultBrowser": false,
            "datareporting.policy.dataSubmissionEnabled": false,
            "network.captive-portal-service.enabled": false,
        });
        if self.size == Size::Phone {
            prefs["toolkit.legacyUserProfileCustomizations.stylesheets"] = json!(true);
        }
        // Its own window would not become as narrow as a phone.
        let style = profile.join("chrome");
        std::fs::create_dir_all(&style).expect("a folder for a browser's profile");
        std::fs::write(style.join("userChrome.css"), "* { min-width: 0 !important }")
            .expect("a style for a browser");
        json!({ "args": ["-headless", "-profile", profile.display().to_string()], "prefs": prefs })
    }
}

/// The program that drives an engine; one for the whole run.
pub struct Driver {
    /// Where it listens.
    pub url: String,
    profiles: u32,
    _process: Leash,
}

impl Driver {
    /// A folder that no browser has used.
    pub(crate) fn profile(&mut self, engine: Engine) -> PathBuf {
        self.profiles += 1;
        scratch("profiles").join(format!("{engine:?}-{}", self.profiles))
    }

    fn start(
        engine: Engine,
        variable: &str,
        args: impl Fn(u16) -> Vec<String>,
        env: &[(&str, &str)],
    ) -> Mutex<Driver> {
        let port = free_port();
        let log = scratch("logs").join(format!("{engine:?}.log"));
        let process = Leash::start(&path(variable), &args(port), env, Ending::Asked, &log);
        eventually(&format!("{engine:?}'s driver listens; see {}", log.display()), || {
            TcpStream::connect(("127.0.0.1", port)).ok()
        });
        Mutex::new(Driver { url: format!("http://127.0.0.1:{port}"), profiles: 0, _process: process })
    }
}

/// The driver of an engine. Firefox's and WebKit's can hold one session at a time.
pub fn driver(engine: Engine) -> MutexGuard<'static, Driver> {
    static CHROMIUM: LazyLock<Mutex<Driver>> = LazyLock::new(|| {
        Driver::start(Engine::Chromium, "CHROMEDRIVER", |port| vec![format!("--port={port}")], &[])
    });
    static FIREFOX: LazyLock<Mutex<Driver>> = LazyLock::new(|| {
        // The browser's own zoom lies outside of pages.
        let args = |port| {
            let port = format!("{port}");
            ["--port", &port, "--websocket-port", "0", "--allow-system-access"].map(String::from).into()
        };
        Driver::start(Engine::Firefox, "GECKODRIVER", args, &[])
    });
    static WEBKIT: LazyLock<Mutex<Driver>> = LazyLock::new(|| {
        // Its toolbar would not let the window become as narrow as a phone.
        let settings = scratch("webkit-settings");
        std::fs::create_dir_all(settings.join("gtk-3.0")).expect("a folder for GTK's settings");
        let style = "* { min-width: 0; padding: 0; margin: 0; border-width: 0 }";
        std::fs::write(settings.join("gtk-3.0/gtk.css"), style).expect("a style for GTK");
        let settings = settings.display().to_string();
        let env = [
            ("DISPLAY", screen()),
            ("GDK_BACKEND", "x11"),
            ("LIBGL_ALWAYS_SOFTWARE", "1"),
            ("XDG_CONFIG_HOME", settings.as_str()),
        ];
        Driver::start(Engine::WebKit, "WEBKITWEBDRIVER", |port| vec![format!("--port={port}")], &env)
    });
    let driver = match engine {
        Engine::Chromium => &CHROMIUM,
        Engine::Firefox => &FIREFOX,
        Engine::WebKit => &WEBKIT,
    };
    driver.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A screen of our own: WebKit's browser cannot do without, and nobody's desktop is disturbed.
fn screen() -> &'static str {
    static SCREEN: LazyLock<(String, Leash)> = LazyLock::new(|| {
        let log = scratch("logs").join("Xvfb.log");
        let args = ["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp", "-noreset"];
        let process = Leash::start(Path::new("Xvfb"), &args, &[], Ending::Asked, &log);
        // It says the number of its display when it is ready.
        let number = eventually("Xvfb has a display", || {
            let said = std::fs::read_to_string(&log).ok()?;
            let number =
                said.lines().find(|line| !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit()))?;
            said.ends_with('\n').then(|| number.to_owned())
        });
        (format!(":{number}"), process)
    });
    &SCREEN.0
}
