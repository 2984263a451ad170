#![allow(clippy::print_stderr, reason = "x")]
use journeys::{Birth, Citizen, on};
fn dbg(c: &mut Citizen) {
    let birth = Birth::ordinary();
    Birth::begin(c);
    birth.go_to(c, "declare:child");
    c.press("continue");
    let _ = c.summary();
    let n = std::env::var("N").unwrap().parse::<usize>().unwrap();
    let _ = c.look("window.log=[]; for (const t of ['keydown','keypress','input','focusin','focusout','pointerdown','click','touchstart','touchend','contextmenu','beforeinput','compositionstart']) root.addEventListener(t, e => window.log.push(t+':'+(e.target.name||e.target.className||e.target.tagName)+':'+(e.key??'')), true); document.addEventListener('keydown', e=>window.log.push('DOC '+e.key+document.activeElement.tagName), true)", &[]);
    for at in 0..n { c.press_nth("go-to-finding", at); c.until("foc", || c.focus() != "go-to-finding" && c.focus() != ".summary"); eprintln!("focus {}", c.focus()); }
    let r = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| { c.type_in("child.name", "abc"); }));
    eprintln!("ok {} {}", r.is_ok(), c.browser.script("return window.log.slice(-40).join('\\n')", &[]).as_str().unwrap());
}
on!(dbg: chromium_phone, webkit_phone);
