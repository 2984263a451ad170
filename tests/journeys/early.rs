//! Before the widget stands: its first page shows, and what is done there is not lost.

use journeys::{Citizen, on};
use serde_json::json;

/// The first part of the wasm is held back until `release()` is called: a slow network, at will.
const HELD_BACK: &str = "
    const send = window.fetch;
    const held = new Promise(done => { window.release = done; });
    window.fetch = async (what, options) => {
        if (/[0-9a-f]\\.wasm$/.test(String(what?.url ?? what)) && !/rest/.test(String(what?.url ?? what))) await held;
        return send(what, options);
    };";

fn is_early(c: &Citizen) -> bool {
    c.sees("[data-early]")
}

fn what_is_typed_before_the_wasm_comes_is_taken_over(c: &mut Citizen) {
    c.browser.before_pages(HELD_BACK);
    c.open("");
    c.until("the first page shows", || is_early(c) && c.sees("[data-early] [name=\"find\"]"));
    c.inspect("early");
    c.type_in("find", "khai sinh");
    let _ = c.look("root.activeElement.setSelectionRange(4, 4)", &[]);
    assert!(is_early(c));
    let _ = c.browser.script("release()", &[]);
    c.until("the widget stands", || !is_early(c) && c.page() == "find");
    assert_eq!((c.value("find").as_str(), c.focus().as_str()), ("khai sinh", "find"));
    // The next letter goes where the cursor was.
    c.browser.type_keys("x");
    assert_eq!(c.value("find"), "khaix sinh");
    c.type_in("find", "khai sinh");
    c.until("it is searched for", || c.sees("[data-procedure=\"1.001193\"]"));
}
on!(what_is_typed_before_the_wasm_comes_is_taken_over: chromium_phone, chromium_desktop);

fn what_is_pressed_before_the_wasm_comes_is_done(c: &mut Citizen) {
    c.browser.before_pages(HELD_BACK);
    c.open("");
    c.until("the first page shows", || is_early(c));
    c.press("language");
    let _ = c.browser.script("release()", &[]);
    c.until("it speaks English", || {
        !is_early(c) && c.look("return root.querySelector('[lang=en] h1') !== null", &[]) == json!(true)
    });
}
on!(what_is_pressed_before_the_wasm_comes_is_done: chromium_phone);
