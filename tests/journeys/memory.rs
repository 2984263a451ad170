//! Opened and disposed of again and again, as by a site that never reloads: nothing stays behind.

use journeys::{Citizen, Gateway, Host, on};
use serde_json::json;

/// What the page holds after the rubbish was collected.
#[derive(Debug, PartialEq)]
struct Held {
    nodes: u64,
    listeners: u64,
    heap: u64,
    wasm: u64,
}

/// Opens and disposes of the widget so many times.
fn after(c: &Citizen, times: u32) -> Held {
    let again = "const done = arguments[1]; again(arguments[0]).then(done, why => done(String(why)))";
    let mut wasm = json!(0);
    for _ in 0..times / 20 {
        wasm = c.browser.script_async(again, &[json!(20)]);
        // What is finalised in one collection frees what the next can take.
        for _ in 0..4 {
            c.browser.collect_garbage();
            let _ = c.browser.script_async("const done = arguments[0]; setTimeout(done)", &[]);
        }
    }
    let wasm = wasm.as_u64().unwrap_or_else(|| panic!("the widget does not open: {wasm}"));
    let metrics = c.browser.metrics();
    let metric = |name: &str| {
        let found = metrics.iter().find(|metric| metric["name"] == name);
        found.and_then(|metric| metric["value"].as_f64()).map_or(0, |value| value as u64)
    };
    Held {
        nodes: metric("Nodes"),
        listeners: metric("JSEventListeners"),
        heap: metric("JSHeapUsedSize"),
        wasm,
    }
}

fn opened_two_hundred_times_it_holds_no_more(c: &mut Citizen) {
    *c = Citizen::compiling_once(c.place(), "opened_two_hundred_times_it_holds_no_more");
    let host = Host::of(&Gateway::shared().url(), "1.004946");
    c.browser.go(&host.url("bare"));
    // Until every table has its size.
    let first = after(c, 60);
    let last = after(c, 180);
    assert_eq!((first.nodes, first.listeners, first.wasm), (last.nodes, last.listeners, last.wasm));
    // The driver's own scripts are some kilobytes; a closure with what it holds, kept each time, would be more.
    assert!(last.heap < first.heap + 180 * 64, "the heap grows from {} to {}", first.heap, last.heap);
}
on!(opened_two_hundred_times_it_holds_no_more: chromium_desktop);
