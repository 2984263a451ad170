//! Every page, empty, in error and filled: machine and eye look at each, and nothing that was typed is lost.

use journeys::suite::eventually;
use journeys::{Birth, Citizen, on};

/// Presses every line of the summary: each leads to a control of its own that can be put right.
#[track_caller]
fn each_line_leads_to_its_control(c: &Citizen) {
    let lines =
        c.look("return root.querySelectorAll('.summary [data-action=\"go-to-finding\"]').length", &[]);
    let lines = lines.as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    assert!(lines > 0, "a summary without lines:\n{}", c.scene());
    let mut controls = Vec::new();
    for at in 0..lines {
        c.press_nth("go-to-finding", at);
        let control = eventually("the control has the focus", || {
            Some(c.focus()).filter(|focus| !["", "go-to-finding", ".summary"].contains(&focus.as_str()))
        });
        let in_view = "const r = root.activeElement.closest('label, input, select').getBoundingClientRect();
                       return r.top < innerHeight && r.bottom > 0";
        assert_eq!(c.look(in_view, &[]), true, "{control} has the focus out of sight:\n{}", c.scene());
        assert!(!controls.contains(&control), "two lines lead to {control}:\n{}", c.scene());
        controls.push(control);
    }
    // Where a control says so itself, it is one of those at fault.
    let faulty: Vec<String> = c.findings().into_iter().map(|(path, _)| path).collect();
    for control in &controls {
        assert!(
            faulty.iter().any(|path| control.starts_with(path.as_str())),
            "{control} is not among {faulty:?}"
        );
    }
}

fn every_page_is_in_order_empty_in_error_and_filled(c: &mut Citizen) {
    let birth = Birth::ordinary();
    c.open("");
    c.arrives("find");
    c.until("the page is whole", || c.sees("[data-action='track']"));
    c.inspect("empty");
    c.type_in("find", "qwerty");
    eventually("nothing is found", || c.read("[data-page]").contains("Chưa có thủ tục").then_some(()));
    c.inspect("error");
    c.type_in("find", "lam giay khai sinh");
    eventually("it is found", || c.sees("[data-procedure='1.001193']").then_some(()));
    c.inspect("filled");
    Birth::find(c);
    c.inspect("empty");
    c.press("start");

    for page in birth.pages() {
        c.arrives_at(page);
        if page == "declare:delivery" {
            // Everything has an answer to begin with; what can be wrong comes with these two.
            c.choose("copies.wanted", "yes").choose("delivery.way", "post");
        }
        c.inspect("empty");
        let before = c.typed();
        c.press("continue");
        assert!(c.summary().contains("chỗ cần sửa"), "{}", c.scene());
        assert_eq!(c.page(), page);
        c.inspect("error");
        each_line_leads_to_its_control(c);
        assert_eq!(c.typed(), before, "something that was typed is lost on {page}");
        birth.fill(c, page);
        if page == "declare:delivery" {
            c.type_in("copies.count", "2").choose("delivery.way", "office");
        }
        c.inspect("filled");
        c.press("continue");
    }

    c.arrives_at("review");
    c.inspect("empty");
    c.press("submit");
    assert!(c.summary().contains("cam đoan"), "{}", c.scene());
    c.inspect("error");
    each_line_leads_to_its_control(c);
    c.tick("pledge.given");
    c.inspect("filled");
    c.press("submit").arrives_at("receipt");
    c.inspect("filled");
}
on!(
    every_page_is_in_order_empty_in_error_and_filled:
    chromium_phone, chromium_desktop, firefox_desktop, webkit_phone
);

fn every_page_fits_a_small_phone(c: &mut Citizen) {
    let birth = Birth::ordinary();
    Birth::begin(c);
    c.browser.as_wide_as(320);
    for page in birth.pages() {
        c.arrives_at(page);
        birth.fill(c, page);
        if page == "declare:delivery" {
            c.choose("delivery.way", "post").press("continue");
            let _ = c.summary();
            c.fits("at 320 pixels");
            c.picture("delivery", "at-320-pixels");
            c.choose("delivery.way", "office");
        }
        c.fits("at 320 pixels");
        c.press("continue");
    }
    c.arrives_at("review");
    c.fits("at 320 pixels");
    c.picture("review", "at-320-pixels");
    c.tick("pledge.given").press("submit").arrives_at("receipt");
    c.fits("at 320 pixels");
}
on!(every_page_fits_a_small_phone: chromium_phone);
