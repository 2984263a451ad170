//! The whole journey without mouse or finger.

use fantoccini::key::Key;
use journeys::browser::Engine;
use journeys::papers::Paper;
use journeys::suite::eventually;
use journeys::{Birth, Citizen, on};

/// More controls than any page has.
const PATIENCE: usize = 90;

/// Where the focus is can be seen: something around it has an outline.
const MARKED: &str = "
    for (let e = root.activeElement; e && !e.matches('[data-question], .frame'); e = e.parentElement) {
        const style = getComputedStyle(e);
        if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return true;
    }
    return false";

#[track_caller]
fn tab_to(c: &Citizen, control: &str) {
    for _ in 0..PATIENCE {
        if c.focus() == control {
            assert_eq!(c.look(MARKED, &[]), true, "nobody sees that {control} has the focus");
            return;
        }
        c.keys(&[Key::Tab.into()]);
    }
    panic!("Tab does not lead to {control}:\n{}", c.scene());
}

fn write(c: &Citizen, control: &str, text: &str) {
    tab_to(c, control);
    c.browser.type_keys(text);
}

/// Arrows go from one choice to the next, in a group of radio buttons as in a list.
#[track_caller]
fn arrow_to(c: &Citizen, control: &str, value: &str) {
    tab_to(c, control);
    // In Firefox the arrows choose in a list that is closed.
    if c.typed()[control].is_empty() && c.place().engine != Engine::Firefox {
        c.keys(&[Key::Space.into()]);
        // Space opens a list; Escape closes it again.
        c.keys(&[Key::Escape.into()]);
    }
    for _ in 0..PATIENCE {
        if c.typed()[control] == value {
            return;
        }
        c.keys(&[Key::Down.into()]);
    }
    panic!("arrows do not lead to {value} in {control}:\n{}", c.scene());
}

fn find_commune(c: &Citizen, control: &str, letters: &str, commune: &str) {
    write(c, control, letters);
    let at = eventually("the commune is offered", || c.offered().iter().position(|name| name == commune));
    for _ in 0..at {
        c.keys(&[Key::Down.into()]);
    }
    c.keys(&[Key::Enter.into()]);
    eventually("the commune is chosen", || (c.typed()[control] == commune).then_some(()));
}

#[track_caller]
fn press(c: &Citizen, action: &str) {
    // Whoever tabs past what comes later leaves the page at its end.
    c.until(&format!("{action} is there"), || c.sees(&format!("[data-action=\"{action}\"]")));
    tab_to(c, action);
    c.keys(&[Key::Enter.into()]);
}

/// From the first page to the first questions of a birth.
fn begin(c: &Citizen) {
    c.open("");
    c.arrives("find");
    write(c, "find", "khai sinh");
    press(c, "choose-procedure");
    c.arrives_at("prepare");
    press(c, "start");
    c.arrives_at("declare:situation");
}

fn a_birth_is_declared_by_keyboard_alone(c: &mut Citizen) {
    begin(c);
    press(c, "continue");
    let _ = c.summary();
    press(c, "go-to-finding");
    eventually("the summary leads to the office", || (c.focus() == "office").then_some(()));
    find_commune(c, "office", "go cong", "Phường Gò Công");
    arrow_to(c, "birth.kind", "ordinary");
    press(c, "continue");

    c.arrives_at("declare:child");
    let born = Birth::ordinary().born;
    write(c, "child.name", "Trần Minh An");
    write(c, "child.born.day", &born.day().to_string());
    write(c, "child.born.month", &born.month().to_string());
    write(c, "child.born.year", &born.year().to_string());
    c.keys(&[Key::Shift.into(), Key::Tab.into()]);
    assert_eq!(c.focus(), "child.born.month");
    arrow_to(c, "child.sex", "female");
    arrow_to(c, "child.ethnic", "01");
    write(c, "child.birthplace.facility", "Trạm Y tế Gò Công");
    arrow_to(c, "child.birthplace.province", "82");
    find_commune(c, "child.birthplace.commune", "go cong d", "Xã Gò Công Đông");
    arrow_to(c, "child.origin.province", "82");
    press(c, "continue");

    c.arrives_at("declare:requester");
    arrow_to(c, "requester.relation", "mother");
    write(c, "requester.name", "Lê Thị Mai");
    write(c, "requester.number", "082195001234");
    press(c, "continue");

    c.arrives_at("declare:mother");
    write(c, "mother.born.day", "5");
    write(c, "mother.born.month", "3");
    write(c, "mother.born.year", "1995");
    arrow_to(c, "mother.ethnic", "01");
    press(c, "continue");

    c.arrives_at("declare:father");
    write(c, "father.name", "Trần Văn Bình");
    write(c, "father.born.year", "1992");
    write(c, "father.number", "082092004321");
    arrow_to(c, "father.ethnic", "01");
    press(c, "continue");

    c.arrives_at("declare:delivery");
    press(c, "continue");

    c.arrives_at("attach");
    tab_to(c, "attach.proof_of_birth");
    // The system's own window for files is beyond a page's reach: the file is given to the focused control.
    c.attach("proof_of_birth", Paper::Jpeg);
    c.until("the file is listed", || c.sees(".files li"));
    c.sees_its_pictures();
    press(c, "continue");

    c.arrives_at("review");
    tab_to(c, "pledge.given");
    c.keys(&[Key::Space.into()]);
    press(c, "submit");
    c.arrives_at("receipt");
}
on!(a_birth_is_declared_by_keyboard_alone: chromium_desktop);

fn a_commune_is_found_by_its_old_name_by_keyboard_alone(c: &mut Citizen) {
    begin(c);
    press(c, "old-name");
    c.until("the old provinces are there", || c.sees("[name='office.old.province']"));
    arrow_to(c, "office.old.province", "82");
    c.until("the old names are there", || c.sees("[name='office.old.name']"));
    write(c, "office.old.name", "vinh binh");
    press(c, "old-unit");
    c.until("the answer has the focus", || c.focus() == "p");
    press(c, "old-take");
    c.until("what was taken has the focus", || c.focus() == "p" && !c.sees("[data-action='old-take']"));
    assert_eq!(c.typed()["office"], "Xã Vĩnh Bình");
}
on!(a_commune_is_found_by_its_old_name_by_keyboard_alone: chromium_desktop, firefox_desktop);
