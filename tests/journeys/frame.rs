//! In an iframe of another site, for portals that let no script in: the same declaration, as high as it needs.

use journeys::suite::{eventually, is_dossier_code};
use journeys::{Birth, Citizen, Gateway, on};
use serde_json::json;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// A page of another site under a policy of its own, with the widget in an iframe; answers its address.
fn portal(attributes: &str) -> String {
    let gateway = Gateway::shared().url();
    let policy = format!("default-src 'none'; img-src data:; script-src {gateway}; frame-src {gateway}");
    let page = format!(
        "<!doctype html><html lang=vi><title>Phường</title><link rel=icon href=data:,>
         <meta name=viewport content='width=device-width'><h1>Phường Gò Công</h1>
         <iframe src='{gateway}frame.html?site=dong-thap&amp;procedure=1.001193' title='Khai hồ sơ' width='100%'
           height='300' frameborder=0 {attributes}></iframe>
         <p>Địa chỉ, điện thoại</p><script src='{gateway}frame.js' async></script>"
    );
    // Another address of this machine: to a browser another site, not only another origin.
    let listener = TcpListener::bind("127.0.0.2:0").expect("a port of this machine");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser also connects for what it may ask for later, and says nothing.
            let (policy, page) = (policy.clone(), page.clone());
            thread::spawn(move || answer(&stream, &policy, &page));
        }
    });
    format!("http://{address}/")
}

/// Gives the page to whoever asks for something.
fn answer(stream: &TcpStream, policy: &str, page: &str) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    // The head of the request ends with an empty line.
    if lines.by_ref().any(|line| line.is_empty()) {
        let _ = write!(
            &*stream,
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
             Content-Security-Policy: {policy}\r\nConnection: close\r\n\r\n{page}",
            page.len()
        );
    }
}

/// Opens the portal and looks into its frame.
fn enter(c: &Citizen, attributes: &str) {
    c.browser.go(&portal(attributes));
    c.browser.into_frame();
    c.arrives("prepare");
}

/// The frame is as high as what it shows: nothing to scroll within, nothing empty below.
#[track_caller]
fn fits(c: &Citizen) {
    c.until("the frame is as high as the page within", || {
        let script =
            "return Math.ceil(document.documentElement.getBoundingClientRect().height) - innerHeight";
        c.browser.script(script, &[]) == json!(0)
    });
}

/// The page within begins on the screen, not above its upper edge.
#[track_caller]
fn begins_on_the_screen(c: &Citizen) {
    eventually("the next page begins on the screen", || {
        let within = c.look("return root.querySelector('[data-page]').getBoundingClientRect().top", &[]);
        c.browser.out_of_frame();
        let script =
            "return document.querySelector('iframe').getBoundingClientRect().top + arguments[0] > -1";
        let there = c.browser.script(script, &[within]);
        c.browser.into_frame();
        (there == true).then_some(())
    });
}

fn a_page_of_another_site_shows_it_as_high_as_it_is(c: &mut Citizen) {
    enter(c, "");
    fits(c);
    c.press("start").arrives_at("declare:situation");
    let birth = Birth::ordinary();
    let mut from = "declare:situation";
    for page in birth.pages().into_iter().skip(1).chain(["review"]) {
        fits(c);
        birth.go_on_to(c, from, page);
        begins_on_the_screen(c);
        from = page;
    }
    fits(c);
    c.tick("pledge.given").press("submit").arrives_at("receipt");
    fits(c);
    assert!(is_dossier_code(&c.read("[data-dossier-code]")), "{}", c.scene());
}
on!(a_page_of_another_site_shows_it_as_high_as_it_is: chromium_desktop, firefox_desktop, webkit_phone);

fn nobody_but_the_frame_says_how_high_it_is(c: &mut Citizen) {
    enter(c, "");
    fits(c);
    c.browser.out_of_frame();
    let height = "return document.querySelector('iframe').clientHeight";
    let before = c.browser.script(height, &[]);
    // The page itself says it, from an origin that is not the frame's.
    let forge = "const [done] = arguments;
        addEventListener('message', () => done(true));
        postMessage({ 'to-khai': 7 }, '*')";
    assert_eq!(c.browser.script_async(forge, &[]), true);
    assert_eq!(c.browser.script(height, &[]), before);
    // Back where it was: whatever went wrong in the journey is looked for there.
    c.browser.into_frame();
}
on!(nobody_but_the_frame_says_how_high_it_is: chromium_desktop, firefox_desktop, webkit_phone);

fn a_frame_that_may_keep_nothing_says_so_and_sends_all_the_same(c: &mut Citizen) {
    // As browsers treat frames of other sites when they are told to block what those keep: no database, no storage.
    enter(c, "sandbox='allow-scripts allow-forms allow-modals'");
    c.press("start").arrives_at("declare:situation");
    let birth = Birth::ordinary();
    birth.go_to(c, "declare:requester");
    let said = c.read("[data-status]");
    assert!(said.contains("Trình duyệt này không cho lưu lâu"), "{said}");
    birth.go_on_to(c, "declare:requester", "review");
    c.tick("pledge.given").press("submit").arrives_at("receipt");
}
// WebKit's policies do not know a frame's `'self'` there, so it runs no script: the words beneath stand.
on!(a_frame_that_may_keep_nothing_says_so_and_sends_all_the_same: chromium_phone, firefox_desktop);
