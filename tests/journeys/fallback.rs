//! Where the widget cannot run, the page says so, and whom to call.

use journeys::host::FALLBACK;
use journeys::{Citizen, Gateway, Host, on};
use serde_json::json;

/// What stands in the place of the widget: the sentence that says why, and what the webmaster wrote for the case.
#[track_caller]
fn falls_back(c: &mut Citizen, gateway: &str, page: &str) -> String {
    let host = Host::of(gateway, "1.004946");
    c.browser.go("about:blank");
    c.browser.go(&host.url(page));
    c.until(&format!("{page} says that it does not open"), || !c.read("[role=alert]").is_empty());
    let said = c.read("[role=alert]");
    assert!(said.chars().count() > 20, "{said}");
    assert_eq!(c.browser.script("return document.querySelector('to-khai').innerText.trim()", &[]), FALLBACK);
    let drawn = "const box = document.querySelector('to-khai > p').getBoundingClientRect();
        return box.width > 100 && box.height > 10";
    assert_eq!(c.browser.script(drawn, &[]), true, "{page} hides whom to call");
    let left = c.browser.script(
        "document.querySelector('to-khai').remove();
         return new Promise(done => setTimeout(() => setTimeout(() => done(watch.left()))))",
        &[],
    );
    assert_eq!(left, json!(""), "{page} is not as it was before");
    let _ = c.browser.console_errors();
    said
}

fn where_it_cannot_run_the_page_says_whom_to_call(c: &mut Citizen) {
    let gateway = Gateway::shared().url();
    for (page, why) in [
        ("without-wasm", "Trình duyệt này đã cũ"),
        ("policy-without-wasm", "Trang này chưa cho phép"),
        ("policy-without-style", "Trang này chưa cho phép"),
        ("gateway-down", "Máy chủ khai trực tuyến chưa trả lời"),
    ] {
        let said = falls_back(c, &gateway, page);
        assert!(said.starts_with(why), "{page}: {said}");
    }
    let mut gateway = Gateway::lacking(&format!("no-wasm-{}", c.place().label()), ".wasm");
    gateway.resume().expect("the gateway listens");
    let said = falls_back(c, &gateway.url(), "plain");
    assert!(said.starts_with("Máy chủ khai trực tuyến chưa trả lời"), "{said}");
}
on!(where_it_cannot_run_the_page_says_whom_to_call: chromium_phone, firefox_desktop, webkit_desktop);
