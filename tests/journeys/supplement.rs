//! The office asks for more: the same declaration opens again, with its words, and is completed from the phone.

use journeys::papers::Paper;
use journeys::suite::today;
use journeys::{Birth, Citizen, Gateway, on};

const WORDS: &str = "Thiếu trang sau của giấy chứng sinh";

/// A birth that was received, and to which the office said what is missing; the page tells so.
fn asked_for_more(c: &mut Citizen, gateway: &Gateway) -> String {
    c.visit(gateway.url());
    Birth::begin(c);
    let code = Birth::ordinary().declare(c);
    ask(gateway, &code);
    c.press("track").arrives("track");
    c.until("it is told", || c.sees("[data-tracked='supplement']"));
    code
}

fn ask(gateway: &Gateway, code: &str) {
    gateway.note(code, "supplement", &["--words", WORDS, "--until", &today().plus_days(15).to_string()]);
}

fn what_the_office_asks_for_is_sent_from_the_phone(c: &mut Citizen) {
    let mut gateway = Gateway::new(&format!("supplement-{}", c.place().label()));
    gateway.resume().expect("the gateway listens");
    let code = asked_for_more(c, &gateway);
    assert!(c.read("[data-tracked]").contains("ngay tại đây"), "{}", c.scene());
    c.inspect("asked");

    c.press("supplement").arrives_at("attach");
    let asked = c.read("[data-asked]");
    for words in [WORDS, &today().plus_days(15).dmy(), &code] {
        assert!(asked.contains(words), "{words:?} is not in {asked:?}");
    }
    // The office has the first sheet: it need not come again.
    assert!(c.read("[data-held='proof_of_birth']").contains("Cơ quan đã có: IMG_20261115_081500.jpg"));
    c.inspect("opened");
    c.attach("proof_of_birth", Paper::Png);
    c.until("the sheet is listed", || c.sees("canvas.preview"));
    c.sees_its_pictures();
    c.is_kept();
    c.inspect("added");

    // Left and found again: track goes on with the same draft.
    c.press("back").arrives("track");
    c.until("it is told still", || c.sees("[data-tracked='supplement']"));
    c.press("supplement").arrives_at("attach");
    assert!(c.sees("canvas.preview"), "{}", c.scene());
    c.sees_its_pictures();
    c.press("continue").arrives_at("review");
    assert!(c.sees("[data-asked]"), "{}", c.scene());
    // What is wrong is put right too; the page of the question says what is asked for.
    c.change("child.birthplace.facility").arrives("declare:child");
    assert!(c.sees("[data-asked]"), "{}", c.scene());
    let born = ["day", "month", "year"].map(|part| c.value(&format!("child.born.{part}")));
    assert_eq!(born.join("/"), Birth::ordinary().born.dmy(), "as it was typed");
    c.inspect("declared");
    c.type_in("child.birthplace.facility", "Trạm Y tế Gò Công Đông").press("continue").arrives_at("review");
    c.inspect("filled");
    // The undertaking is given anew.
    c.press("submit");
    assert!(c.summary().contains("1"), "{}", c.scene());
    c.tick("pledge.given").press("submit").arrives_at("receipt");
    assert_eq!(c.read("[data-dossier-code]"), code);
    assert!(c.read("h1").contains("Đã nhận phần bổ sung"), "{}", c.scene());
    c.inspect("received");

    c.press("track").arrives("track");
    c.until("it is told", || c.sees("[data-tracked='supplemented']"));
    c.inspect("supplemented");
    assert_eq!(gateway.dossiers(), [code.as_str()], "one dossier");
    assert_eq!(gateway.supplemented(&code)["child.birthplace.facility"], "Trạm Y tế Gò Công Đông");
    gateway.note(&code, "accept", &[]);
    c.press("back").arrives_at("receipt");
    c.press("track").arrives("track");
    c.until("it is told", || c.sees("[data-tracked='accepted']"));
    // The list of the device tells the two apart.
    c.another_tab();
    c.open("");
    c.until("both are kept", || c.read(".kept").contains(&format!("Bổ sung hồ sơ {code}")));
    // What the page still asks for ends before its gateway does.
    c.browser.go("about:blank");
}
on!(what_the_office_asks_for_is_sent_from_the_phone: chromium_phone, firefox_desktop, webkit_phone);

fn who_comes_too_late_is_told_and_loses_nothing(c: &mut Citizen) {
    // What is refused as it should be, a browser complains of.
    c.excuse("the server responded with a status of 409");
    c.excuse("the server responded with a status of 404");
    let mut gateway = Gateway::new(&format!("too-late-{}", c.place().label()));
    gateway.resume().expect("the gateway listens");
    let code = asked_for_more(c, &gateway);
    c.press("supplement").arrives_at("attach");
    c.press("continue").arrives_at("review");
    // The papers came over the counter meanwhile.
    gateway.note(&code, "accept", &[]);
    c.tick("pledge.given").press("submit");
    c.until("it is refused", || c.sees("[data-refused]"));
    assert!(c.read("[data-refused]").contains("không còn chờ bổ sung"), "{}", c.scene());
    c.inspect("closed");
    c.press("track").arrives("track");
    c.until("it is told", || c.sees("[data-tracked='accepted']"));
    c.another_tab();
    c.open("");
    c.until("what was typed is there", || c.sees("[data-kept][data-state='refused']"));

    // Nor is a dossier opened that nobody waits for any more.
    ask(&gateway, &code);
    c.press_nth("open-kept", 1).arrives_at("receipt");
    c.press("track").arrives("track");
    c.until("it is told", || c.sees("[data-tracked='supplement']"));
    gateway.note(&code, "accept", &[]);
    c.press("supplement");
    c.until("it is told", || c.sees("[data-tracked='accepted']"));
}
on!(who_comes_too_late_is_told_and_loses_nothing: chromium_phone);
