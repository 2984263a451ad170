//! Without network: what was there once is there again, and what is sent goes its own way.

use journeys::suite::eventually;
use journeys::{Birth, Citizen, Gateway, on};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Every address that is kept, once the service worker is active.
const KEPT: &str = "
    const done = arguments[0];
    navigator.serviceWorker.ready.then(async () => {
        const all = [];
        for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys()) all.push(request.url);
        done(all);
    });";

/// What the page asks for all the time, if its own code does not: the procedures that the office uses.
const KEEP: &str = r#"
    const [files, done] = arguments;
    fetch('sw.js').then(answer => answer.text())
        .then(worker => import(new URL(worker.match(/assets\/[^"]+\.device\.js/)[0], location)))
        .then(device => device.keep(files.map(file => new URL(`catalogue/${file}`, location).href)))
        .then(done, why => done(String(why)));"#;

/// Fetches in the page: the status and the text.
const FETCH: &str = "
    const [path, options, done] = arguments;
    const url = new URL(path, location).href;
    fetch(url, options).then(async answer => done({ status: answer.status, text: await answer.text() }),
        why => done({ status: 0, text: String(why) }));";

/// The worker's own code in the page's hands: whether it answers a request at all. A browser does not tell.
const ASK: &str = "
    const location = new URL('sw.js', document.URL);
    const registration = { scope: document.URL };
    const caches = { match: async () => new Response() };
    const handlers = {};
    const addEventListener = (name, handler) => { handlers[name] = handler; };
    __WORKER__
    return arguments[0].map(([path, options]) => {
        let answered = false;
        handlers.fetch({
            request: new Request(new URL(path, new URL('./', location)), options),
            respondWith: () => { answered = true; },
            waitUntil: () => {},
        });
        return answered;
    });";

fn kept(c: &Citizen) -> Vec<String> {
    let all = c.browser.script_async(KEPT, &[]);
    serde_json::from_value(all).expect("a list of addresses")
}

fn fetch(c: &Citizen, path: &str, options: Value) -> Value {
    c.browser.script_async(FETCH, &[json!(path), options])
}

/// The assets that a script of the widget names.
fn assets(script: &str) -> Vec<String> {
    script.split('"').filter(|part| part.starts_with("assets/")).map(str::to_owned).collect()
}

/// Some file of the catalogue: its name.
fn some_file(of: &str) -> String {
    let catalogue = journeys::environment::path("TO_KHAI_CATALOGUE");
    let names = fs::read_dir(catalogue).expect("the catalogue").flatten();
    let mut names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.find(|name| name.starts_with(of) && name.ends_with(".bin")).expect("a file of the catalogue")
}

/// A gateway of this journey's own, visited once, so that everything is kept.
fn visited(c: &mut Citizen, name: &str) -> Gateway {
    c.excuse("net::ERR_CONNECTION_REFUSED");
    let mut gateway = Gateway::copied(&format!("{name}-{}", c.place().label()));
    gateway.resume().expect("the gateway listens");
    c.visit(gateway.url());
    c.open("");
    c.arrives("find");
    // What its own code asks to be kept: the index is the last.
    c.until("everything is kept", || kept(c).iter().any(|url| url.contains("catalogue/index.bin")));
    gateway
}

fn after_one_visit_the_page_opens_without_network(c: &mut Citizen) {
    let mut gateway = visited(c, "offline");
    let (procedure, places) = (some_file("procedure-1.001193-"), some_file("places-"));
    let wanted = ["index.bin", &procedure, &places];
    assert_eq!(c.browser.script_async(KEEP, &[json!(wanted)]), true);
    let worker = fs::read_to_string(gateway.web().join("sw.js")).expect("the worker");
    let kept = kept(c);
    // What reads codes is kept by who had a card read.
    let (seldom, names): (Vec<_>, Vec<_>) =
        assets(&worker).into_iter().partition(|name| name.contains(".scan"));
    assert!(names.len() >= 5 && seldom.len() == 3, "{worker}");
    assert!(!kept.iter().any(|file| file.contains(".scan")), "{kept:#?}");
    let files = wanted.map(|file| format!("catalogue/{file}"));
    for name in names.iter().chain(&files).map(String::as_str).chain(["", "to-khai.js"]) {
        assert!(kept.contains(&format!("{}{name}", gateway.url())), "{name} is not among {kept:#?}");
    }

    gateway.kill();
    c.reload();
    c.arrives("find");
    // The app begins at another address of the same page.
    c.open("?");
    c.arrives("find");
    for name in names.iter().chain(&files) {
        assert_eq!(fetch(c, name, json!({}))["status"], 200, "{name}");
    }
    // What nobody asked to be kept is not there, and that is told.
    assert_eq!(fetch(c, "openapi.json", json!({}))["status"], 0);
}
on!(after_one_visit_the_page_opens_without_network: chromium_phone, firefox_phone, webkit_phone);

fn what_is_sent_never_passes_through_the_worker(c: &mut Citizen) {
    c.excuse("the server responded with a status of 4");
    let gateway = visited(c, "untouched");
    let read = |name: &str| fs::read_to_string(gateway.web().join(name)).expect("a file of the widget");
    let asset = &assets(&read("sw.js"))[0];
    let requests = json!([
        [asset, {}],
        ["", {}],
        ["?app", {}],
        ["to-khai.js", {}],
        ["catalogue/index.bin", {}],
        ["catalogue/list-nations-0123456789abcdef.bin", {}],
        [asset, { "method": "POST", "body": "a" }],
        [asset, { "method": "HEAD" }],
        [asset, { "headers": { "range": "bytes=0-9" } }],
        ["v1/dossiers", { "method": "POST", "body": "a" }],
        ["v1/files", { "method": "PATCH", "body": "a" }],
        ["v1/files", { "method": "HEAD" }],
        ["v1/health", {}],
        ["openapi.json", {}],
        ["https://example.com/to-khai.js", {}],
    ]);
    let answered = c.browser.script(&ASK.replace("__WORKER__", &read("sw.js")), &[requests]);
    let answered: Vec<bool> = serde_json::from_value(answered).expect("yes or no for each");
    assert_eq!(answered, [vec![true; 6], vec![false; 9]].concat());
    // Under its eyes a large body arrives as it was.
    let sent = fetch(c, "v1/dossiers", json!({ "method": "POST", "body": "x".repeat(1 << 20) }));
    assert!((400..500).contains(&sent["status"].as_u64().unwrap_or(0)), "{sent}");
}
on!(what_is_sent_never_passes_through_the_worker: chromium_phone, firefox_phone);

/// Puts the widget's next version into the folder, as an operator does: one asset has another name, and the one
/// of before is gone. Answers both.
fn next_version(web: &Path) -> (String, String) {
    let read = |name: &str| fs::read_to_string(web.join(name)).expect("a file of the widget");
    let write = |name: &str, text: String| {
        for old in [name.to_owned(), format!("{name}.br"), format!("{name}.gz")] {
            let _ = fs::remove_file(web.join(old));
        }
        if !text.is_empty() {
            fs::write(web.join(name), text).expect("a file of the widget can be written");
        }
    };
    let loader = read("to-khai.js");
    let old = assets(&loader).into_iter().find(|name| name.ends_with(".css")).expect("a style");
    let new = "assets/to-khai-0123456789abcdef.css".to_owned();
    write(&new, read(&old));
    write(&old, String::new());
    write("to-khai.js", loader.replace(&old, &new));
    let worker = read("sw.js");
    // Sixteen digits that are no asset's.
    let mut words = worker.split(|c: char| !c.is_ascii_hexdigit());
    let of_asset = |word: &str| assets(&worker).iter().any(|name| name.contains(word));
    let version = words.find(|word| word.len() == 16 && !of_asset(word)).expect("a version");
    write("sw.js", worker.replace(&old, &new).replace(version, "fedcba9876543210"));
    (old, new)
}

fn a_new_version_waits_until_nobody_is_under_way(c: &mut Citizen) {
    let gateway = visited(c, "updated");
    let (old, new) = next_version(gateway.web());
    let found = "const done = arguments[0];
        navigator.serviceWorker.ready.then(ready => ready.update()).then(() => done(true), why => done(String(why)))";
    assert_eq!(c.browser.script_async(found, &[]), true);
    let waits = "const done = arguments[0];
        navigator.serviceWorker.ready.then(ready => done(ready.waiting?.state ?? ''))";
    eventually("the new version is installed", || {
        (c.browser.script_async(waits, &[]) == "installed").then_some(())
    });
    // The journey under way still finds what the gateway no longer has.
    assert_eq!(fetch(c, &old, json!({}))["status"], 200);
    assert_eq!(fetch(c, &new, json!({}))["status"], 200);
    // Who loads the page again gets the new code from the network.
    c.reload();
    c.arrives("find");
    assert!(fetch(c, "to-khai.js", json!({}))["text"].as_str().is_some_and(|text| text.contains(&new)));
    let here = |name: &str, c: &Citizen| kept(c).contains(&format!("{}{name}", gateway.url()));
    assert!(here(&old, c) && here(&new, c));
    eventually("the new version takes over once the page was closed", || {
        c.browser.close_page();
        c.open("");
        (!here(&old, c)).then_some(())
    });
    assert!(here(&new, c));
    c.arrives("find");
}
on!(a_new_version_waits_until_nobody_is_under_way: chromium_phone, firefox_phone);

fn a_whole_dossier_is_declared_without_network_and_goes_when_there_is_one(c: &mut Citizen) {
    let mut gateway = visited(c, "declared-offline");
    c.excuse("net::ERR_FAILED");
    // Whoever opened the procedure once has all of it.
    Birth::find(c);
    let needs = |name: &str| kept(c).iter().any(|url| url.contains(name));
    c.until("the procedure is kept", || {
        [
            "catalogue/procedure-1.001193-",
            "catalogue/said-1.001193-",
            "catalogue/paper-1.001193-",
            "catalogue/places-82-",
            "index.bin",
        ]
        .into_iter()
        .all(needs)
    });
    gateway.kill();
    c.another_tab();
    c.open("");
    c.arrives("find");
    Birth::find(c);
    c.press("start");
    Birth::ordinary().go_to(c, "review");
    c.tick("pledge.given").press("submit").arrives("send");
    c.until("it waits for the network", || c.read("h1") == "Đang chờ mạng");
    // Not even the page need stay open.
    c.another_tab();
    c.open("");
    c.until("it waits in the list", || c.sees("[data-kept][data-state='waiting']"));
    gateway.resume().expect("the gateway listens");
    c.until("it goes by itself", || c.sees("[data-kept][data-state='received']"));
    c.press("open-kept").arrives_at("receipt");
    assert_eq!(gateway.dossiers(), [c.read("[data-dossier-code]")]);
}
on!(a_whole_dossier_is_declared_without_network_and_goes_when_there_is_one: chromium_phone, firefox_desktop);
