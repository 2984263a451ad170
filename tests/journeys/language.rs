//! Vietnamese and English: switched on the page, or by the host.

use journeys::suite::eventually;
use journeys::{Birth, Citizen, on};
use serde_json::json;

#[track_caller]
fn speaks(c: &Citizen, words: &str, lang: &str) {
    eventually(&format!("the page says {words}"), || (c.read("[data-page]").contains(words)).then_some(()));
    let script = "return root.querySelector('[data-page]').closest('[lang]')?.lang ?? ''";
    assert_eq!(c.look(script, &[]), json!(lang), "{}", c.scene());
}

fn the_language_changes_and_nothing_typed_is_lost(c: &mut Citizen) {
    let birth = Birth::ordinary();
    Birth::begin(c);
    birth.go_to(c, "declare:child");
    birth.fill(c, "declare:child");
    let typed = c.typed();
    speaks(c, "Họ, chữ đệm, tên của bé", "vi");

    c.press("language");
    speaks(c, "Full name of the child", "en");
    assert_eq!(c.typed(), typed);
    c.type_in("child.name", "Trần 9").press("continue");
    assert!(c.summary().contains("A name has no digits"), "{}", c.scene());
    c.inspect("error-in-english");
    c.type_in("child.name", birth.name);

    let _ = c.browser.script("document.querySelector('to-khai').setAttribute('lang', 'vi')", &[]);
    speaks(c, "Họ, chữ đệm, tên của bé", "vi");
    let _ = c.browser.script("document.querySelector('to-khai').setAttribute('lang', 'en')", &[]);
    speaks(c, "Full name of the child", "en");
    assert_eq!(c.typed(), typed);

    c.press("continue");
    for page in birth.pages().into_iter().skip(2) {
        c.arrives_at(page);
        birth.fill(c, page);
        c.inspect("in-english");
        c.press("continue");
    }
    c.arrives_at("review");
    speaks(c, "Full name of the child", "en");
    c.inspect("in-english");
    c.tick("pledge.given").press("submit").arrives_at("receipt");
    c.inspect("in-english");
}
on!(the_language_changes_and_nothing_typed_is_lost: chromium_phone, firefox_desktop);
