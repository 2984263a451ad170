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
    for at in 0..n {
        c.press_nth("go-to-finding", at);
        c.until("foc", || c.focus() != "go-to-finding" && c.focus() != ".summary");
        eprintln!("focus {}", c.focus());
    }
    std::thread::sleep(std::time::Duration::from_millis(std::env::var("MS").unwrap().parse().unwrap()));
    let r = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let v = std::env::var("V").unwrap();
        let raf = || {
            let _ = c.browser.script_async(
                "const d=arguments[0]; requestAnimationFrame(()=>requestAnimationFrame(()=>d(1)))",
                &[],
            );
        };
        if v.contains('s') {
            let _ = c.look("root.querySelector('[name=\"child.origin.province\"]').focus()", &[]);
        } else {
            c.press_nth("go-to-finding", 6);
            c.until("foc", || c.focus() == "child.origin.province");
        }
        if v.contains('r') {
            raf();
        }
        if v.contains('c') {
            let _ =
                c.look("root.querySelector('[name=\"child.name\"]').scrollIntoView({block:'center'})", &[]);
        }
        if v.contains('R') {
            raf();
        }
        let el =
            || c.browser.element(&c.look("return root.querySelector('[name=\"child.name\"]')", &[])).unwrap();
        let sel = "const s = getSelection(); const e = root.activeElement; return [s.type, s.anchorNode?.nodeName, e.selectionStart, e.selectionEnd, scrollY, document.hasFocus()]";
        eprintln!("{}", c.look(sel, &[]));
        c.browser.press(&el(), 1).unwrap();
        for _ in 0..8 {
            eprintln!("{}", c.look(sel, &[]));
            std::thread::sleep(std::time::Duration::from_millis(
                std::env::var("MS2").unwrap().parse().unwrap(),
            ));
        }
        c.browser.type_keys("abc");
        c.until("typed", || c.typed()["child.name"] == "abc");
    }));
    eprintln!(
        "ok {} {}",
        r.is_ok(),
        c.browser.script("return window.log.slice(-40).join('\\n')", &[]).as_str().unwrap()
    );
}
on!(dbg: chromium_phone, webkit_phone);
