//! Back, Forward and Reload are safe on every page.

use journeys::{Birth, Citizen, Gateway, on};

fn a_reload_keeps_what_was_typed_on_every_page(c: &mut Citizen) {
    let birth = Birth::ordinary();
    Birth::begin(c);
    for page in birth.pages() {
        c.arrives_at(page);
        birth.fill(c, page);
        let typed = c.typed();
        c.is_kept();
        c.reload();
        c.arrives(page);
        let same = journeys::suite::patiently(|| (c.typed() == typed).then_some(()));
        assert!(same.is_some(), "on {page}: {typed:?}\nbecame {:?}", c.typed());
        c.sees_its_pictures();
        c.press("continue");
    }
    c.arrives_at("review");
    c.reload();
    c.arrives("review");
    assert!(c.read("[data-answer='child.name'] dd").contains("TRẦN MINH AN"), "{}", c.scene());
    // Files come back with their bytes.
    assert!(c.read("[data-page]").contains("IMG_20261115_081500.jpg"), "{}", c.scene());
    c.tick("pledge.given");
    c.press("submit").arrives_at("receipt");
    let code = c.read("[data-dossier-code]");
    c.reload();
    c.arrives("receipt");
    assert_eq!(c.read("[data-dossier-code]"), code);
}
on!(a_reload_keeps_what_was_typed_on_every_page: chromium_phone, firefox_desktop, webkit_phone);

fn back_goes_one_page_back_and_keeps_everything(c: &mut Citizen) {
    let birth = Birth::ordinary();
    Birth::begin(c);
    let mut typed = Vec::new();
    for page in birth.pages() {
        c.arrives_at(page);
        birth.fill(c, page);
        typed.push(c.typed());
        c.press("continue");
    }
    c.arrives_at("review");
    // By the browser's own button, then by ours, in turn.
    for (at, page) in birth.pages().into_iter().enumerate().rev() {
        if at % 2 == 0 {
            c.browser.back();
        } else {
            c.press("back");
        }
        c.arrives_at(page);
        assert_eq!(c.typed(), typed[at], "on {page}");
    }
    c.browser.back();
    c.arrives_at("prepare");
    c.browser.back();
    c.arrives_at("find");
    for page in ["prepare"].into_iter().chain(birth.pages()).chain(["review"]) {
        c.browser.forward();
        c.arrives_at(page);
    }
    assert!(c.read("[data-page]").contains("IMG_20261115_081500.jpg"), "the paper is gone:\n{}", c.scene());
}
on!(back_goes_one_page_back_and_keeps_everything: chromium_phone, firefox_phone);

fn after_the_receipt_back_shows_the_receipt(c: &mut Citizen) {
    // Its own gateway: others send to the shared one meanwhile.
    let mut gateway = Gateway::new(&format!("received-{}", c.place().label()));
    gateway.resume().expect("the gateway listens");
    c.visit(gateway.url());
    let birth = Birth::ordinary();
    Birth::begin(c);
    let code = birth.declare(c);
    for _ in 0..3 {
        c.browser.back();
        c.arrives_at("receipt");
        assert_eq!(c.read("[data-dossier-code]"), code);
    }
    c.reload();
    c.arrives("receipt");
    assert_eq!(gateway.dossiers(), [code]);
    // Another declaration begins empty.
    c.press("another").arrives_at("find");
    Birth::find(c);
    c.press("start").arrives_at("declare:situation");
    assert_eq!(c.typed()["office"], "");
    // What the page still asks for ends before its gateway does.
    c.browser.go("about:blank");
}
on!(after_the_receipt_back_shows_the_receipt: chromium_desktop, webkit_desktop);
