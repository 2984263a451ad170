//! A citizen before the screen: reads what stands there, types, presses, and looks where the focus is.
//!
//! Everything is found by the widget's public hooks, inside its open shadow root.

use crate::browser::{ONCE, Place};
use crate::environment::{scratch, screens};
use crate::gateway::Gateway;
use crate::session::Session;
use crate::suite::eventually;
use crate::{axe, suite};
use fantoccini::elements::Element;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The widget of a page that has one.
const WIDGET: &str = "to-khai";
/// The state in the name of a picture taken where a journey failed.
pub(crate) const FAILED: &str = "FAILED";
/// What can be seen of it; what lies in a folded part can have a place all the same.
const SEEN: &str = "const seen = e => e.getClientRects().length > 0 && e.checkVisibility();";

/// What is pressed and smaller than a finger; a tick box counts with its label.
const SMALL: &str = "
    const pressed = 'button, a, select, label.choice, label.pick, input:not([type=radio], [type=checkbox], [type=file])';
    return [...root.querySelectorAll(pressed)].filter(seen).flatMap(e => {
        const { width, height } = e.getBoundingClientRect();
        const name = e.name || e.dataset.action || e.innerText;
        return Math.min(width, height) < 47.5 ? [`${name}: ${Math.round(width)} x ${Math.round(height)}`] : [];
    });";

/// A person with a browser, on one journey.
pub struct Citizen {
    /// The browser, for what only one journey needs.
    pub browser: Session,
    place: Place,
    journey: &'static str,
    base: String,
    widget: &'static str,
    excused: Vec<&'static str>,
}

impl Citizen {
    /// Someone new, in a browser that nobody used before; `base` is the gateway's address.
    #[must_use]
    pub fn new(place: Place, journey: &'static str, base: String) -> Citizen {
        Citizen::before(Session::open(place), place, journey, base)
    }

    /// Someone in a Chromium that compiles all code once: what its memory grows by, the page holds.
    ///
    /// # Panics
    /// When its profile cannot be written.
    #[must_use]
    pub fn compiling_once(place: Place, journey: &'static str) -> Citizen {
        Citizen::with_in_profile(place, journey, ONCE, &[])
    }

    /// Someone in a new Chromium with a file in its profile that says how it is started.
    pub(crate) fn with_in_profile(place: Place, journey: &'static str, name: &str, bytes: &[u8]) -> Citizen {
        let profile = scratch("profiles").join(format!("{}-{journey}", place.label()));
        std::fs::create_dir_all(&profile).expect("a folder for a browser's profile");
        std::fs::write(profile.join(name), bytes).expect("a file in a browser's profile");
        Citizen::before(Session::with_profile(place, &profile), place, journey, Gateway::shared().url())
    }

    /// Someone who goes on in a browser that is open already.
    #[must_use]
    pub fn before(browser: Session, place: Place, journey: &'static str, base: String) -> Citizen {
        Citizen { browser, place, journey, base, widget: WIDGET, excused: Vec::new() }
    }

    /// Where the journey is made.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// From now on this gateway.
    pub fn visit(&mut self, base: String) {
        self.base = base;
    }

    /// From now on before this one of several widgets, which a selector finds.
    pub fn turn_to(&mut self, widget: &'static str) {
        self.widget = widget;
    }

    /// The console may say this: a journey without network makes the browser complain.
    pub fn excuse(&mut self, words: &'static str) {
        self.excused.push(words);
    }

    /// Opens an address of the gateway and waits until the widget shows a page.
    pub fn open(&self, path: &str) {
        self.browser.go(&[self.base.as_str(), path].concat());
        self.ready();
    }

    /// The browser's Reload, until the widget shows a page again.
    pub fn reload(&self) {
        self.browser.reload();
        self.ready();
    }

    fn ready(&self) {
        eventually("the widget shows a page", || (!matches!(&*self.page(), "" | "loading")).then_some(()));
    }

    // What stands there.

    /// The page of the journey; empty while there is no widget.
    #[must_use]
    pub fn page(&self) -> String {
        let page = self.look("return root.querySelector('[data-page]')?.dataset.page ?? ''", &[]);
        page.as_str().unwrap_or_default().to_owned()
    }

    /// Waits for a page of the journey, and for the focus on its heading.
    #[track_caller]
    pub fn arrives_at(&self, page: &str) {
        self.arrives(page);
        self.until("the heading has the focus", || self.focus() == "h1");
    }

    /// Waits for a page of the journey.
    #[track_caller]
    pub fn arrives(&self, page: &str) {
        let there = suite::patiently(|| (self.page() == page).then_some(()));
        assert!(there.is_some(), "not on page {page}:\n{}", self.scene());
    }

    /// Waits until it is so.
    #[track_caller]
    pub fn until(&self, what: &str, so: impl Fn() -> bool) {
        let there = suite::patiently(|| so().then_some(()));
        assert!(there.is_some(), "it did not become true that {what}:\n{}", self.scene());
    }

    /// Waits until all that was typed, and every file, lies on the device.
    #[track_caller]
    pub fn is_kept(&self) {
        self.until("it is kept", || self.read("[data-status='']").contains("Đã lưu trên máy này"));
    }

    /// Waits until every picture that was attached can be looked at, and moves nothing below it any more.
    #[track_caller]
    pub fn sees_its_pictures(&self) {
        // A canvas that nothing was painted on is 300 by 150 pixels.
        let bare =
            "return [...root.querySelectorAll('canvas.preview')].some(picture => picture.width === 300)";
        self.until("the pictures are shown", || self.look(bare, &[]) == json!(false));
    }

    /// What can be read in the first match; empty when there is none.
    #[must_use]
    pub fn read(&self, selector: &str) -> String {
        let text = self.look("return root.querySelector(arguments[0])?.innerText ?? ''", &[json!(selector)]);
        text.as_str().unwrap_or_default().trim().to_owned()
    }

    /// Whether a match can be seen.
    #[must_use]
    pub fn sees(&self, selector: &str) -> bool {
        self.look("return [...root.querySelectorAll(arguments[0])].some(seen)", &[json!(selector)])
            == json!(true)
    }

    /// All that is said about an answer: waits until something is.
    #[track_caller]
    #[must_use]
    pub fn finding(&self, path: &str) -> String {
        let about = || {
            let all = self.findings().into_iter().filter(|(at, _)| at == path).map(|(_, text)| text);
            Some(all.collect::<Vec<_>>().join("\n")).filter(|text| !text.is_empty())
        };
        suite::patiently(about).unwrap_or_else(|| panic!("nothing is said about {path}:\n{}", self.scene()))
    }

    /// Everything that is said about answers, by path.
    #[must_use]
    pub fn findings(&self) -> Vec<(String, String)> {
        let found = self.look(
            "return [...root.querySelectorAll('[data-finding]')].filter(seen).map(e => [e.dataset.finding, e.innerText])",
            &[],
        );
        let pair = |pair: &Value| Some((pair[0].as_str()?.to_owned(), pair[1].as_str()?.to_owned()));
        found.as_array().map(|all| all.iter().filter_map(pair).collect()).unwrap_or_default()
    }

    /// The summary above the page: waits until it is there and has the focus.
    #[track_caller]
    #[must_use]
    pub fn summary(&self) -> String {
        let there = suite::patiently(|| (self.focus() == ".summary").then(|| self.read(".summary")));
        there.unwrap_or_else(|| panic!("no summary has the focus:\n{}", self.scene()))
    }

    /// What has the focus: a control's name, `.summary`, a button's action, else the tag.
    #[must_use]
    pub fn focus(&self) -> String {
        let focus = self.look(
            "const e = root.activeElement; if (!e) return '';
             return e.name || (e.classList.contains('summary') ? '.summary' : '') || e.dataset.action
                 || e.tagName.toLowerCase()",
            &[],
        );
        focus.as_str().unwrap_or_default().to_owned()
    }

    /// Every control that can be seen, with what stands in it.
    #[must_use]
    pub fn typed(&self) -> BTreeMap<String, String> {
        let all = self.look(
            "const all = {};
             for (const e of root.querySelectorAll('input[name], select[name], textarea[name]')) {
                 if (!seen(e) && e.type !== 'radio' && e.type !== 'checkbox') continue;
                 if (e.type === 'radio') { all[e.name] ??= ''; if (e.checked) all[e.name] = e.value; }
                 else if (e.type === 'checkbox') all[e.name] = String(e.checked);
                 else if (e.type !== 'file') all[e.name] = e.value;
             }
             return all",
            &[],
        );
        let all = all.as_object().cloned().unwrap_or_default();
        all.into_iter().map(|(name, value)| (name, value.as_str().unwrap_or_default().to_owned())).collect()
    }

    /// The lines a list of communes offers.
    #[must_use]
    pub fn offered(&self) -> Vec<String> {
        let all = self.look(
            "return [...root.querySelectorAll('[role=option]')].filter(seen).map(e => e.innerText)",
            &[],
        );
        let all = all.as_array().map(Vec::as_slice).unwrap_or_default();
        all.iter().filter_map(Value::as_str).map(|text| text.trim().to_owned()).collect()
    }

    // What is looked at closely.

    /// Machine and eye look at the page in a state (`empty`, `filled`, `error`): axe finds nothing, nothing
    /// sticks out sideways, a picture is kept.
    #[track_caller]
    pub fn inspect(&self, state: &str) {
        let page = self.page().replace(':', "-");
        self.picture(&page, state);
        self.console_is_quiet();
        let wrong = axe::violations(&self.browser);
        // axe tries out inline styles, which the policy refuses as it should.
        let _ = self.browser.console_errors();
        assert!(wrong.is_empty(), "axe, on {page} ({state}), {}:\n{}", self.place.label(), wrong.join("\n"));
        self.fits(state);
    }

    /// Nothing sticks out sideways, and everything that is pressed is large enough for a finger: 48 pixels.
    #[track_caller]
    pub fn fits(&self, state: &str) {
        let page = self.page();
        let small = self.look(SMALL, &[]);
        assert_eq!(small, json!([]), "too small for a finger on {page} ({state})");
        let wide = self.browser.script("return [document.scrollingElement.scrollWidth, innerWidth]", &[]);
        assert!(wide[0].as_u64() <= wide[1].as_u64(), "{page} ({state}) sticks out sideways: {wide}");
    }

    /// Keeps a picture of the page.
    pub fn picture(&self, page: &str, state: &str) {
        let file = format!("{}-{}-{page}-{state}.png", self.place.label(), self.journey);
        let _ = std::fs::write(screens().join(file), self.browser.picture());
    }

    /// The page as words, for a failure to be understood.
    #[must_use]
    pub fn scene(&self) -> String {
        // Without the long lists.
        let text = self.look(
            "const options = new Set([...root.querySelectorAll('option')].map(option => option.text));
             const lines = root.querySelector('[data-page]')?.innerText.split('\\n') ?? [];
             return lines.filter(line => line && !options.has(line)).join('\\n')",
            &[],
        );
        let text = text.as_str().unwrap_or_default();
        let console = self.browser.console_errors().join("\n");
        format!(
            "page {:?}, focus on {:?}\n----\n{text}\n----\n{:?}\n{console}",
            self.page(),
            self.focus(),
            self.typed()
        )
    }

    /// Keeps a picture of where a journey failed.
    pub(crate) fn last_words(&self) {
        let page = self.page().replace(':', "-");
        // A frame is not photographed without what is around it.
        self.browser.out_of_frame();
        self.picture(&page, FAILED);
    }

    /// The browser had nothing to complain about: no refused script, no panic.
    ///
    /// # Panics
    /// When it had, and that is not excused.
    pub fn console_is_quiet(&self) {
        let mut said = self.browser.console_errors();
        said.retain(|line| !self.excused.iter().any(|words| line.contains(words)));
        assert!(said.is_empty(), "the console says:\n{}", said.join("\n"));
    }

    // How things are found.

    /// The element that a script finds, which sees `root` and `seen`.
    pub(crate) fn find(&self, script: &str, args: &[Value]) -> Result<Option<Element>, String> {
        self.browser.find(&self.seeing(script), args)
    }

    /// A script that sees `root`, the shadow root, and `seen`; without a root it returns nothing.
    fn seeing(&self, script: &str) -> String {
        let widget = self.widget;
        format!(
            "const root = document.querySelector('{widget}')?.shadowRoot; if (!root) return null;{SEEN}{script}"
        )
    }

    /// Runs a script that sees `root` and `seen`.
    #[must_use]
    pub fn look(&self, script: &str, args: &[Value]) -> Value {
        self.browser.script(&self.seeing(script), args)
    }
}
