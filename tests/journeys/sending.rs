//! However the network behaves and however often a button is pressed: one dossier, one receipt.

use journeys::suite::{is_dossier_code, within};
use journeys::{Birth, Citizen, Gateway, on};
use std::time::Duration;

/// However often it failed, the device tries again after a minute; some more to send it.
const LONGEST_REST: Duration = Duration::from_secs(80);

fn what_could_not_be_sent_goes_by_itself_and_arrives_once(c: &mut Citizen) {
    c.excuse("Failed to load resource: net::ERR_CONNECTION_REFUSED");
    let mut gateway = Gateway::new(&format!("killed-{}", c.place().label()));
    gateway.resume().expect("the gateway listens");
    c.visit(gateway.url());
    Birth::begin(c);
    Birth::ordinary().go_to(c, "review");
    c.tick("pledge.given");
    gateway.kill();
    c.press("submit").arrives("send");
    c.until("it waits for the network", || c.read("h1") == "Đang chờ mạng");
    c.until("the line below says so too", || c.read("[data-status]").contains("1 hồ sơ chưa gửi"));
    c.inspect("waiting");
    // Nothing more is pressed: the device goes on by itself.
    gateway.resume().expect("the gateway listens");
    let received = within(LONGEST_REST, || (c.page() == "receipt").then_some(()));
    assert!(received.is_some(), "it does not go by itself:\n{}", c.scene());
    let code = c.read("[data-dossier-code]");
    assert!(is_dossier_code(&code), "{code}");
    assert_eq!(gateway.dossiers(), [code]);
}
on!(what_could_not_be_sent_goes_by_itself_and_arrives_once: chromium_phone, firefox_desktop, webkit_phone);

fn two_presses_send_one_dossier(c: &mut Citizen) {
    let mut gateway = Gateway::new(&format!("pressed-twice-{}", c.place().label()));
    gateway.resume().expect("the gateway listens");
    c.visit(gateway.url());
    Birth::begin(c);
    Birth::ordinary().go_to(c, "review");
    c.tick("pledge.given").press_twice("submit");
    // The second press may fall on the next page, beside its heading.
    c.arrives("receipt");
    assert_eq!(gateway.dossiers(), [c.read("[data-dossier-code]")]);
}
on!(two_presses_send_one_dossier: chromium_phone, firefox_desktop);

fn what_comes_later_and_does_not_come_is_fetched_again(c: &mut Citizen) {
    // What answers in the place of a part is not the part either.
    c.excuse("integrity");
    c.excuse("Failed to load resource: the server responded with a status of 404");
    let mut gateway = Gateway::lacking(&format!("lacking-{}", c.place().label()), ".rest.wasm");
    gateway.resume().expect("the gateway listens");
    c.visit(gateway.url());
    // What searches comes later too: the list serves until then.
    c.open("");
    c.arrives("find");
    // They come above the list.
    c.until("the events have come", || c.sees("[data-action='event']"));
    c.type_in("find", "sinh con")
        .press_at("details:has([data-procedure=\"1.001193\"]) > summary")
        .press_at("[data-procedure=\"1.001193\"]")
        .arrives_at("prepare");
    c.press("start").arrives_at("declare:situation");
    let birth = Birth::ordinary();
    birth.fill(c, "declare:situation");
    let typed = c.typed();
    c.press("continue").arrives_at("failed");
    c.inspect("error");
    c.press("load-again").arrives_at("declare:situation");
    c.press("language").arrives_at("failed");
    gateway.whole();
    c.press("load-again").arrives_at("declare:situation");
    assert_eq!(c.typed(), typed);
    // What the rest adds to the page is there, and moves nothing away from under the finger any more.
    c.until("the page is whole", || c.sees("[data-action='old-name']"));
    c.press("continue").arrives_at("declare:child");
    // What the page still asks for ends before its gateway does.
    c.browser.go("about:blank");
}
on!(what_comes_later_and_does_not_come_is_fetched_again: chromium_phone, firefox_desktop, webkit_phone);
