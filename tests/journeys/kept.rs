//! What is typed outlives the tab, the browser and the device; one tab at a time writes it.

use journeys::{Birth, Citizen, Gateway, on};
use serde_json::json;

/// Leaves a birth half-way, its paper attached, and waits until the device has it.
fn half_way(c: &Citizen) -> Birth {
    let birth = Birth::ordinary();
    Birth::begin(c);
    birth.go_to(c, "attach");
    birth.fill(c, "attach");
    c.until("the picture is shown", || c.sees("canvas.preview"));
    c.until("it is kept", || c.read("[data-status]").contains("Đã lưu trên máy này"));
    birth
}

fn what_was_left_half_way_is_offered_on_the_next_visit(c: &mut Citizen) {
    let mut gateway = Gateway::new(&format!("half-way-{}", c.place().label()));
    gateway.resume().expect("the gateway listens");
    c.visit(gateway.url());
    half_way(c);
    // The tab is closed, another is opened.
    c.another_tab();
    c.open("");
    c.arrives("find");
    c.until("it is offered", || c.sees("[data-kept][data-state='draft']"));
    let offered = c.read("[data-kept]");
    for words in ["Đăng ký khai sinh", "TRẦN MINH AN", "hôm nay", "Giữ trên máy này đến hết ngày"]
    {
        assert!(offered.contains(words), "{words:?} is not in {offered:?}");
    }
    c.inspect("kept");
    c.press("open-kept").arrives_at("attach");
    assert!(c.read(".files").contains("IMG_20261115_081500.jpg"), "{}", c.scene());
    c.press("continue").arrives_at("review");
    c.tick("pledge.given").press("submit").arrives_at("receipt");
    let code = c.read("[data-dossier-code]");
    assert_eq!(gateway.dossiers(), [code.as_str()]);
    // Its receipt stays on the device, and only that.
    c.another_tab();
    c.open("");
    c.until("it was received", || c.sees("[data-kept][data-state='received']"));
    c.press("open-kept").arrives_at("receipt");
    assert_eq!(c.read("[data-dossier-code]"), code);
}
on!(what_was_left_half_way_is_offered_on_the_next_visit: chromium_phone, chromium_desktop, firefox_desktop, webkit_phone);

fn what_is_kept_is_sealed_and_can_be_deleted(c: &mut Citizen) {
    half_way(c);
    let words = c.browser.script_async(
        "const done = arguments[0];
         const open = indexedDB.open('to-khai');
         open.onsuccess = () => {
             const all = open.result.transaction(['keys', 'dossiers', 'files']);
             const wanted = ['keys', 'dossiers', 'files'].map(name => all.objectStore(name).getAll());
             all.oncomplete = async () => {
                 const [keys, dossiers, files] = wanted.map(request => request.result);
                 const text = [...dossiers, ...files].map(kept => new TextDecoder('latin1').decode(kept.sealed)).join();
                 done([keys[0].extractable, dossiers.length, files.length, text.includes('child.name'), text.includes('JFIF')]);
             };
         };",
        &[],
    );
    assert_eq!(words, json!([false, 1, 1, false, false]));
    c.open("");
    c.until("it is offered", || c.sees("[data-kept]"));
    c.press("forget");
    assert!(c.sees("[data-kept]"), "one press forgets nothing");
    c.press("forget");
    c.until("it is gone", || !c.sees("[data-kept]"));
    c.reload();
    c.arrives("find");
    c.until("the rest is there", || c.sees("[data-action='track']"));
    assert!(!c.sees("[data-kept]"));
}
on!(what_is_kept_is_sealed_and_can_be_deleted: chromium_phone, firefox_desktop);

fn one_tab_writes_the_other_shows_and_takes_over(c: &mut Citizen) {
    half_way(c);
    let first = c.tab();
    let second = c.another_tab_beside();
    c.open("");
    c.until("it is offered", || c.sees("[data-kept]"));
    c.press("open-kept").arrives("elsewhere");
    assert!(c.read("[data-answer='child.name'] dd").contains("TRẦN MINH AN"), "{}", c.scene());
    c.inspect("shown");
    c.press("take-over").arrives_at("attach");
    c.to_tab(&first);
    c.arrives("elsewhere");
    c.to_tab(&second);
    c.press("back");
    c.arrives("find");
}
on!(one_tab_writes_the_other_shows_and_takes_over: chromium_phone, chromium_desktop, firefox_desktop);

fn a_draft_is_carried_to_another_device_with_its_files(c: &mut Citizen) {
    half_way(c);
    // The system's window for a download is beyond a page's reach: the file is caught where it is handed out.
    let caught = "URL.createObjectURL = blob => { window.carried = blob; return 'data:,'; }; return true";
    let here = "return [...root.querySelectorAll('[data-kept]')].length";
    c.open("");
    c.until("it is offered", || c.look(here, &[]) == 1);
    assert_eq!(c.browser.script(caught, &[]), true);
    c.press("carry-away");
    c.until("a file is handed out", || c.browser.script("return Boolean(window.carried)", &[]) == true);
    let file = c.browser.script_async(
        "const done = arguments[0];
         const reader = new FileReader();
         reader.onload = () => done(reader.result.split(',')[1]);
         reader.readAsDataURL(window.carried);",
        &[],
    );
    let bytes = decoded(file.as_str().expect("a file as text"));
    // Another device, or what is the same to a browser, another origin: nothing of the first is on it.
    let mut other = Gateway::new(&format!("carried-{}", c.place().label()));
    other.resume().expect("the gateway listens");
    c.visit(other.url());
    c.open("");
    c.arrives("find");
    c.until("drafts can be opened", || c.sees("[data-action='track']"));
    for (name, bent, words) in [
        ("khac.tokhai", b"%PDF-1.7 something else".to_vec(), "không phải hồ sơ"),
        ("cut.tokhai", bytes[..bytes.len() - 1].to_vec(), "bị hỏng"),
        ("bent.tokhai", with_another_byte(&bytes, bytes.len() - 5), "bị hỏng"),
        ("typed.tokhai", with_another_byte(&bytes, 120), "bị hỏng"),
    ] {
        c.give("draft-file", name, &bent);
        c.until(&format!("{name} is refused"), || c.read("[data-carried]").contains(words));
        assert!(!c.sees("[data-kept]"));
    }
    c.inspect("refused");
    c.give("draft-file", "ho-so.tokhai", &bytes);
    c.arrives_at("attach");
    assert!(c.read(".files").contains("IMG_20261115_081500.jpg"), "{}", c.scene());
    c.press("continue").arrives_at("review");
    assert!(c.read("[data-answer='child.name'] dd").contains("TRẦN MINH AN"), "{}", c.scene());
    c.tick("pledge.given").press("submit").arrives_at("receipt");
    assert_eq!(other.dossiers(), [c.read("[data-dossier-code]")]);
}
on!(a_draft_is_carried_to_another_device_with_its_files: chromium_phone, firefox_desktop);

fn decoded(base64: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(base64).expect("what the browser encoded")
}

fn with_another_byte(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut bent = bytes.to_vec();
    bent[at] ^= 1;
    bent
}

fn a_browser_that_keeps_nothing_says_so_and_still_sends(c: &mut Citizen) {
    c.browser.before_pages(
        "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('', 'SecurityError'); } })",
    );
    c.open("");
    c.until("it is said", || c.read("[data-page]").contains("không cho lưu lâu"));
    c.inspect("nothing-kept");
    Birth::find(c);
    c.press("start");
    let birth = Birth::ordinary();
    birth.go_to(c, "review");
    assert!(c.read("[data-status]").contains("Đóng trang sẽ mất"), "{}", c.scene());
    c.tick("pledge.given").press("submit").arrives_at("receipt");
}
on!(a_browser_that_keeps_nothing_says_so_and_still_sends: chromium_phone);
