//! On other people's pages: whatever the page does, a dossier is declared there, and once the widget is taken out the
//! page is as it was.

use journeys::suite::{be_patient_for, eventually, is_dossier_code};
use journeys::{Catalogue, Citizen, Gateway, Host, Story, on};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// The shortest declaration: no file, no row.
const SHORT: &str = "1.004946";

/// A page of `tests/hosts`, and how it is lived through.
type Way = fn(&mut Citizen, &Visit);

/// What is needed to live through a page.
struct Visit {
    host: Host,
    catalogue: Catalogue,
    story: Story,
    /// How the first questions look where nobody meddles.
    looks: Vec<String>,
}

impl Visit {
    /// Looks first at a page that does nothing.
    fn begin(c: &Citizen, story: Story, catalogue: Catalogue) -> Visit {
        let host = Host::of(&Gateway::shared().url(), &story.code);
        let mut visit = Visit { host, catalogue, story, looks: Vec::new() };
        visit.open(c, "plain");
        visit.looks = c.looks();
        assert!(visit.looks.len() > 50, "{:?}", visit.looks);
        visit
    }

    /// Opens a page and begins there; the first questions show.
    #[track_caller]
    fn open(&self, c: &Citizen, page: &str) -> String {
        // At an address that differs in its hash alone, a browser would stay.
        c.browser.go("about:blank");
        c.browser.go(&self.host.url(page));
        c.arrives("prepare");
        let first = self.story.begin(c, &self.catalogue);
        // What the rest of the code adds to it has come.
        c.until("the rest is there", || c.sees("[data-action='old-name'], [data-action='read-card']"));
        first
    }

    /// Everything looks as where nobody meddles.
    #[track_caller]
    fn looks_as_always(&self, c: &Citizen) {
        let here = c.looks();
        let differs = self.looks.iter().zip(&here).find(|(there, here)| there != here);
        let differs = differs.map(|(there, here)| {
            let pairs = there.split("; ").zip(here.split("; "));
            let pairs = pairs.enumerate().filter(|(at, (there, here))| *at == 0 || there != here);
            pairs.map(|(_, (there, here))| format!("{there} | {here}")).collect::<Vec<_>>()
        });
        assert_eq!(differs, None, "it looks otherwise here");
        assert_eq!(self.looks.len(), here.len());
    }

    /// From the first questions to the receipt, which is the gateway's.
    #[track_caller]
    fn declare(&self, c: &Citizen) {
        let (code, sent) = self.story.declare(c, &self.catalogue).expect("the law of today");
        assert!(is_dossier_code(&code), "{code}");
        assert_eq!(Gateway::shared().answers(&code), sent);
    }
}

/// The whole way on a page.
fn as_ever(c: &mut Citizen, visit: &Visit) {
    visit.looks_as_always(c);
    visit.declare(c);
}

/// Lives through pages one after the other; one that is stuck does not hide the next.
fn live_through(c: &mut Citizen, story: Story, catalogue: Catalogue, pages: &[(&str, Way)]) {
    let visit = Visit::begin(c, story, catalogue);
    let mut stuck = Vec::new();
    for (page, way) in pages {
        let lived = catch_unwind(AssertUnwindSafe(|| {
            visit.open(c, page);
            way(c, &visit);
            let hostile = c.browser.script("return window.hostile ? hostile() : true", &[]);
            assert_eq!(hostile, true, "{page} does not do what it is there for");
            c.leaves_nothing_on(page);
        }));
        c.turn_to("to-khai");
        if lived.is_err() {
            c.picture(page, "FAILED");
            let _ = c.browser.console_errors();
            stuck.push(*page);
        }
    }
    assert!(stuck.is_empty(), "stuck on {}", stuck.join(", "));
}

/// The shortest story.
fn short() -> Story {
    Story::one_each().into_iter().find(|story| story.code == SHORT).expect("the shortest story")
}

fn no_style_of_a_host_reaches_in(c: &mut Citizen) {
    let pages: [(&str, Way); 8] = [
        ("plain", as_ever),
        ("resets", as_ever),
        ("bombs", as_ever),
        ("packages", as_ever),
        ("small-root", as_ever),
        ("right-to-left", as_ever),
        ("translated", as_ever),
        ("translated-inside", as_ever),
    ];
    live_through(c, short(), Catalogue::open(), &pages);
}
on!(no_style_of_a_host_reaches_in: chromium_phone, firefox_desktop, webkit_desktop);

/// With a file: what is spoilt here could spoil it too.
fn no_script_of_a_host_breaks_in(c: &mut Citizen) {
    let pages: [(&str, Way); 4] =
        [("policy", as_ever), ("trusted-types", as_ever), ("polluted", as_ever), ("frozen-clock", as_ever)];
    let catalogue = Catalogue::open();
    live_through(c, Story::shortest(&catalogue), catalogue, &pages);
}
on!(no_script_of_a_host_breaks_in: chromium_phone, firefox_desktop, webkit_desktop);

/// Enter and letters mean to a field what they always mean, whatever the page does with its own.
fn keys(c: &mut Citizen, visit: &Visit) {
    c.type_in("child.name", "Nguyễn Văn An");
    c.keys(&['\u{E007}']);
    c.keys(&['\u{E003}']);
    c.until("the last letter is gone", || c.value("child.name") == "Nguyễn Văn A");
    c.type_in("child.name", "");
    assert_eq!(c.browser.script("return sent()", &[]), 0, "Enter sends the form of the page");
    visit.declare(c);
}

/// A person whose page is drawn anew under their fingers does again what did not come to pass.
fn drawn_anew(c: &mut Citizen, visit: &Visit) {
    be_patient_for(Duration::from_secs(5));
    let (_, form) = visit.story.told(&visit.catalogue).expect("the law of today");
    let drawn = || c.browser.script("return drawn", &[]);
    let received = (0..40).any(|_| {
        let page = c.page();
        let done = catch_unwind(AssertUnwindSafe(|| match page.as_str() {
            "receipt" => true,
            "send" => {
                c.until("it is sent", || c.page() != page);
                false
            }
            _ => {
                let before = drawn();
                visit.story.fill(c, &form, &page);
                c.until("the page is drawn anew", || drawn() != before);
                c.press(if page == "review" { "submit" } else { "continue" });
                c.until("the page goes on", || c.page() != page);
                false
            }
        }));
        done.unwrap_or_default()
    });
    be_patient_for(Duration::from_secs(20));
    assert!(received, "no receipt:\n{}", c.scene());
}

/// A router that hears of every step back sees nothing in it.
fn hash_router(c: &mut Citizen, visit: &Visit) {
    let here = c.page();
    c.browser.back();
    c.arrives_at("prepare");
    c.browser.forward();
    c.arrives_at(&here);
    assert_eq!(c.browser.script("return location.hash", &[]), "#/khai");
    visit.declare(c);
}

/// Nothing that takes the focus lies under the header.
fn sticky_header(c: &mut Citizen, visit: &Visit) {
    let free = |c: &Citizen, what: &str| {
        c.until(what, || {
            let script = "const box = (root.activeElement.closest('[data-question]') ?? root.activeElement).getBoundingClientRect();
                return box.top >= document.querySelector('header').getBoundingClientRect().bottom - 1";
            c.look(script, &[]) == true
        });
    };
    free(c, "the heading lies below the header");
    c.press("continue");
    let _ = c.summary();
    free(c, "the summary lies below the header");
    c.press_nth("go-to-finding", 3);
    c.until("a question has the focus", || c.focus() != ".summary" && c.focus() != "go-to-finding");
    free(c, "the question lies below the header");
    // Drawn there, too: a press would miss what is still moving.
    let down = "const [done] = arguments;
        scrollTo(0, 1e6);
        requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
    let _ = c.browser.script_async(down, &[]);
    c.press("continue");
    let _ = c.summary();
    c.press("go-to-finding");
    free(c, "the first question lies below the header");
    visit.declare(c);
}

/// Each of two goes its own way.
fn two(c: &mut Citizen, visit: &Visit) {
    c.type_in("child.name", "Trần Thị Bình");
    c.turn_to("#another");
    let here = visit.story.begin(c, &visit.catalogue);
    assert_eq!(c.typed()["child.name"], "");
    visit.declare(c);
    c.turn_to("#khai");
    assert_eq!((c.page(), c.typed()["child.name"].as_str()), (here, "Trần Thị Bình"));
    c.type_in("child.name", "");
    visit.declare(c);
}

/// Taken out and put back: what was typed is there, and goes on.
fn reinserted(c: &mut Citizen, visit: &Visit) {
    let here = c.page();
    c.type_in("child.age", "9");
    eventually("it is kept", || c.read("[data-status]").contains("lưu").then_some(()));
    let out = "const done = arguments[0];
        window.taken = document.querySelector('to-khai'); window.beside = taken.parentNode; taken.remove();
        setTimeout(() => done(taken.shadowRoot.querySelectorAll('*').length))";
    let _ = c.browser.script_async(out, &[]);
    let _ = c.browser.script("beside.append(taken); delete window.taken; delete window.beside", &[]);
    c.arrives(&here);
    assert_eq!(c.typed()["child.age"], "9");
    visit.declare(c);
}

fn wherever_it_stands_it_goes_on(c: &mut Citizen) {
    let pages: [(&str, Way); 10] = [
        ("keys", keys),
        ("drawn-anew", drawn_anew),
        ("hash-router#/khai", hash_router),
        ("no-history", as_ever),
        ("sticky-header", sticky_header),
        ("elsewhere-base", as_ever),
        ("dialog", as_ever),
        ("two", two),
        ("plain", reinserted),
        ("other-origin", as_ever),
    ];
    live_through(c, short(), Catalogue::open(), &pages);
}
on!(wherever_it_stands_it_goes_on: chromium_phone, firefox_desktop, webkit_desktop);

/// As large as low sight needs it: the page is half as wide for whatever lies in it.
fn twice_as_large(c: &mut Citizen) {
    let visit = Visit::begin(c, short(), Catalogue::open());
    c.browser.zoom_in();
    visit.open(c, "plain");
    c.fits("twice as large");
    c.picture("zoomed", "filled");
    visit.declare(c);
    c.fits("twice as large");
    c.leaves_nothing_on("plain");
}
on!(twice_as_large: chromium_desktop, firefox_desktop, webkit_desktop);
