//! What is typed outlives the tab, the browser and the device; one tab at a time writes it.

use journeys::{Birth, Citizen, Gateway, on};
use serde_json::json;

/// Leaves a birth half-way, its paper attached, and waits until the device has it.
fn half_way(c: &Citizen) -> Birth {
    let birth = Birth::ordinary();
    Birth::begin(c);
    birth.go_to(c, "attach");
    birth.fill(c, "attach");
    c.is_kept();
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
    for words in ["đăng ký khai sinh", "Trần Minh An", "hôm nay", "Giữ trên máy này đến hết ngày"]
    {
        assert!(offered.contains(words), "{words:?} is not in {offered:?}");
    }
    c.inspect("kept");
    c.press("open-kept").arrives_at("attach");
    assert!(c.read(".files").contains("IMG_20261115_081500.jpg"), "{}", c.scene());
    c.sees_its_pictures();
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
    // What the page still asks for ends before its gateway does.
    c.browser.go("about:blank");
}
on!(what_was_left_half_way_is_offered_on_the_next_visit: chromium_desktop, firefox_desktop, webkit_phone);

fn letters_of_the_last_moment_outlive_a_reload(c: &mut Citizen) {
    Birth::begin(c);
    c.arrives("declare:situation");
    // The very task that types them ends the page: nothing can have been written to the device by then.
    let _ = c.look(
        "const field = root.querySelector('[name=\"office\"]');
         field.value = 'xa thanh';
         field.dispatchEvent(new Event('input', { bubbles: true }));
         window.leaving = true;
         location.reload();",
        &[],
    );
    c.until("the page has gone", || c.browser.script("return !window.leaving", &[]) == true);
    c.until("the page is there again", || c.page() == "declare:situation" && c.value("office") == "xa thanh");
    // Once it lies on the device, the tab holds nothing any more.
    c.is_kept();
    let left = "return Object.keys(sessionStorage).filter(key => key.startsWith('to-khai:dossier:')).length";
    c.until("the tab forgets it", || c.look(left, &[]) == 0);
}
on!(letters_of_the_last_moment_outlive_a_reload: chromium_phone, firefox_desktop, webkit_phone);

fn who_looks_at_the_list_goes_on_in_the_same_tab(c: &mut Citizen) {
    half_way(c);
    // Page by page: one step more than there are would leave the site.
    let mut page = c.page();
    while page != "find" {
        let before = page;
        c.browser.back();
        c.until("the page before shows", || !["loading", "", &before].contains(&&*c.page()));
        page = c.page();
    }
    c.until("it is offered", || c.sees("[data-kept][data-state='draft']"));
    c.press("open-kept").arrives_at("attach");
    assert!(c.read(".files").contains("IMG_20261115_081500.jpg"), "{}", c.scene());
    // Whoever comes back finds the pages before behind it.
    for page in Birth::ordinary().pages().into_iter().rev().skip(1).chain(["find"]) {
        c.press("back").arrives_at(page);
    }
}
on!(who_looks_at_the_list_goes_on_in_the_same_tab: chromium_phone, firefox_desktop);

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
    c.another_tab();
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

fn a_lost_key_is_said_and_what_is_typed_goes_on(c: &mut Citizen) {
    half_way(c);
    let lose = "const done = arguments[0];
        indexedDB.open('to-khai').onsuccess = ({ target }) => {
            const all = target.result.transaction('keys', 'readwrite');
            all.objectStore('keys').clear();
            all.oncomplete = () => { target.result.close(); done(true); };
        };";
    assert_eq!(c.browser.script_async(lose, &[]), true);
    c.another_tab();
    c.open("");
    c.until("it is said", || c.read("[data-state='locked']").contains("khóa trên máy này đã mất"));
    c.inspect("locked");
    Birth::find(c);
    c.press("start");
    Birth::ordinary().fill(c, "declare:situation");
    c.is_kept();
    c.another_tab();
    c.open("");
    c.until("both stand there", || c.sees("[data-state='locked']") && c.sees("[data-state='draft']"));
}
on!(a_lost_key_is_said_and_what_is_typed_goes_on: chromium_phone, firefox_desktop);

fn a_full_device_is_said_and_the_dossier_still_goes(c: &mut Citizen) {
    c.browser.before_pages(
        "const put = IDBObjectStore.prototype.put;
         IDBObjectStore.prototype.put = function (...all) {
             if (window.full) throw new DOMException('', 'QuotaExceededError');
             return put.apply(this, all);
         };",
    );
    Birth::begin(c);
    let birth = Birth::ordinary();
    birth.fill(c, "declare:situation");
    c.is_kept();
    let _ = c.browser.script("window.full = true", &[]);
    c.press("continue").arrives_at("declare:child");
    birth.fill(c, "declare:child");
    c.until("it is said", || c.read("[data-status]").contains("Bộ nhớ của máy đã đầy"));
    c.inspect("full");
    c.press("continue");
    birth.go_on_to(c, "declare:requester", "review");
    assert!(c.sees("[data-action='carry-this']"), "{}", c.scene());
    c.tick("pledge.given").press("submit").arrives_at("receipt");
}
on!(a_full_device_is_said_and_the_dossier_still_goes: chromium_phone);

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
    c.sees_its_pictures();
    c.to_tab(&first);
    c.arrives("elsewhere");
    c.to_tab(&second);
    c.press("back");
    c.arrives("find");
}
on!(one_tab_writes_the_other_shows_and_takes_over: chromium_phone, firefox_desktop);

/// The one dossier of this device as a file, caught where it is handed out: the system's window for a download is
/// beyond a page's reach.
fn carried(c: &Citizen) -> Vec<u8> {
    c.another_tab();
    c.open("");
    c.until("it is offered", || c.sees("[data-kept]"));
    let catch = "URL.createObjectURL = blob => { window.carried = blob; return 'data:,'; }; return true";
    assert_eq!(c.browser.script(catch, &[]), true);
    c.press("carry-away");
    c.until("a file is handed out", || c.browser.script("return Boolean(window.carried)", &[]) == true);
    let file = c.browser.script_async(
        "const done = arguments[0];
         const reader = new FileReader();
         reader.onload = () => done(reader.result.split(',')[1]);
         reader.readAsDataURL(window.carried);",
        &[],
    );
    decoded(file.as_str().expect("a file as text"))
}

fn a_draft_is_carried_to_another_device_with_its_files(c: &mut Citizen) {
    half_way(c);
    let bytes = carried(c);
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
    c.sees_its_pictures();
    c.press("continue").arrives_at("review");
    assert!(c.read("[data-answer='child.name'] dd").contains("TRẦN MINH AN"), "{}", c.scene());
    c.tick("pledge.given").press("submit").arrives_at("receipt");
    assert_eq!(other.dossiers(), [c.read("[data-dossier-code]")]);
}
on!(a_draft_is_carried_to_another_device_with_its_files: chromium_phone, firefox_desktop);

/// Before the record: `TKHAI`, its version, the record's length, and the record's SHA-256 in hexadecimal.
const DIGEST: std::ops::Range<usize> = 11..75;

/// The draft as an earlier form of the same length had it, still true to its digest.
fn as_of_an_earlier_form(c: &Citizen, bytes: &[u8], changes: &[(&str, &str)]) -> Vec<u8> {
    let mut bent = bytes.to_vec();
    for (now, before) in changes {
        let at = bent.windows(now.len()).position(|part| part == now.as_bytes()).expect("what is changed");
        bent[at..at + now.len()].copy_from_slice(before.as_bytes());
    }
    let length = u32::from_le_bytes(bent[7..11].try_into().expect("four bytes"));
    let record = &bent[DIGEST.end..][..usize::try_from(length).expect("a length")];
    let digest = c.browser.script_async(
        "const [bytes, done] = arguments;
         crypto.subtle.digest('SHA-256', new Uint8Array(bytes)).then(digest =>
             done([...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('')));",
        &[json!(record)],
    );
    bent[DIGEST].copy_from_slice(digest.as_str().expect("a digest").as_bytes());
    bent
}

fn after_the_form_has_changed_nothing_that_was_typed_vanishes(c: &mut Citizen) {
    half_way(c);
    let bytes = carried(c);
    let catalogue = c.browser.script_async(
        "const done = arguments[0];
         fetch('v1/health').then(answer => answer.json()).then(health => done(health.catalogue))",
        &[],
    );
    let catalogue = catalogue.as_str().expect("a version").to_owned();
    let other: String = catalogue.chars().rev().collect();
    // The child's name stood under another path, and there was a third sex to choose.
    let earlier = [(catalogue.as_str(), other.as_str()), ("child.name", "child.nemo"), ("female", "femmes")];
    let bytes = as_of_an_earlier_form(c, &bytes, &earlier);
    let mut other = Gateway::new(&format!("changed-{}", c.place().label()));
    other.resume().expect("the gateway listens");
    c.visit(other.url());
    c.open("");
    c.until("drafts can be opened", || c.sees("[data-action='track']"));
    c.give("draft-file", "cu.tokhai", &bytes);
    c.arrives_at("attach");
    assert!(c.read("[data-aside]").contains("Trần Minh An"), "{}", c.scene());
    c.sees_its_pictures();
    c.inspect("changed");
    c.press("continue").arrives_at("review");
    c.tick("pledge.given").press("submit");
    let summary = c.summary();
    assert!(summary.contains("tên") && summary.contains("Giới tính"), "{summary}");
    c.press("go-to-finding").arrives("declare:child");
    c.until("the name has the focus", || c.focus() == "child.name");
    c.press("aside-seen");
    c.until("it was seen", || !c.sees("[data-aside]"));
    c.type_in("child.name", "Trần Minh An").choose("child.sex", "female");
    c.press("continue").arrives_at("review");
    c.press("submit").arrives_at("receipt");
    assert_eq!(other.answers(&c.read("[data-dossier-code]"))["child.name"], "TRẦN MINH AN");
}
on!(after_the_form_has_changed_nothing_that_was_typed_vanishes: chromium_phone, firefox_desktop);

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

fn a_damaged_dossier_is_said_and_the_next_one_is_kept(c: &mut Citizen) {
    half_way(c);
    let damage = "const done = arguments[0];
        indexedDB.open('to-khai').onsuccess = ({ target }) => {
            const all = target.result.transaction('dossiers', 'readwrite');
            all.objectStore('dossiers').openCursor().onsuccess = ({ target }) => {
                const kept = target.result;
                if (kept) { kept.update({ ...kept.value, sealed: new ArrayBuffer(40) }); kept.continue(); }
            };
            all.oncomplete = () => { target.result.close(); done(true); };
        };";
    assert_eq!(c.browser.script_async(damage, &[]), true);
    c.another_tab();
    c.open("");
    c.until("it is said", || c.sees("[data-state='locked']"));
    Birth::find(c);
    c.press("start");
    Birth::ordinary().fill(c, "declare:situation");
    c.is_kept();
}
on!(a_damaged_dossier_is_said_and_the_next_one_is_kept: chromium_phone, firefox_desktop);

fn a_database_that_is_no_longer_ours_is_said_and_the_dossier_still_goes(c: &mut Citizen) {
    // Something else has its name; no widget is there to make it first, on a page without a picture of its own.
    c.excuse("favicon.ico");
    c.browser.go(&[&Gateway::shared().url(), "LICENSE-unicode.txt"].concat());
    let ruin = "const done = arguments[0];
        indexedDB.open('to-khai', 1).onsuccess = ({ target }) => { target.result.close(); done(true); };";
    assert_eq!(c.browser.script_async(ruin, &[]), true);
    c.another_tab();
    c.open("");
    c.until("it is said", || c.read("[data-page]").contains("không cho lưu lâu"));
    Birth::find(c);
    c.press("start");
    Birth::ordinary().go_to(c, "review");
    c.tick("pledge.given").press("submit").arrives_at("receipt");
}
on!(a_database_that_is_no_longer_ours_is_said_and_the_dossier_still_goes: chromium_phone, firefox_desktop);

fn a_clock_that_is_a_year_ahead_is_said_and_the_dossier_goes_by_the_offices_day(c: &mut Citizen) {
    c.browser.before_pages(
        "const Real = Date;
         const ahead = 366 * 86400000;
         window.Date = class extends Real {
             constructor(...all) { all.length ? super(...all) : super(Real.now() + ahead); }
             static now() { return Real.now() + ahead; }
         };
         const send = window.fetch;
         const held = new Promise(done => { window.release = done; });
         window.fetch = async (...asked) => {
             if (/\\/v1\\/health$/.test(asked[0]?.url ?? asked[0])) await held;
             return send(...asked);
         };",
    );
    c.open("");
    c.arrives("find");
    c.type_in("find", "sinh con");
    c.until("its law seems to be over", || c.read("[data-page]").contains("Luật về thủ tục này đã thay đổi"));
    // The office's day comes while something is being typed: nothing of it goes, and the place is kept.
    let _ = c.browser.script("release()", &[]);
    c.until("it is said", || c.read("[data-status]").contains("Ngày giờ của máy này sai"));
    assert_eq!((c.value("find").as_str(), c.focus().as_str()), ("sinh con", "find"), "{}", c.scene());
    c.inspect("clock");
    c.press_at("[data-procedure='1.001193']").arrives_at("prepare");
    c.press("start").arrives_at("declare:situation");
    let birth = Birth::ordinary();
    birth.go_to(c, "review");
    // Five days before the office's today, and not a year ago.
    assert!(!c.sees(".summary"), "{}", c.scene());
    c.tick("pledge.given").press("submit").arrives_at("receipt");
}
on!(a_clock_that_is_a_year_ahead_is_said_and_the_dossier_goes_by_the_offices_day: chromium_phone);
