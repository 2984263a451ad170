//! The code of an identity card fills in a person, and only who agrees has it filled in.

use cards::Kind;
use journeys::film::{self, card, file};
use journeys::{Birth, Citizen, on};
use serde_json::json;
use vietnam::card::Card;

/// The code of a card, as a scanner types it; the person is invented.
const CARD: &str = "031195012345|101234567|NGUYỄN THỊ HÒA|15081995|Nữ|Thôn 3, Vĩnh Bảo, Hải Phòng|12092021";

/// Types a code as a hand scanner does: into the field that has the focus, ended by Enter.
fn scan(c: &Citizen, code: &str) {
    c.press("read-card");
    c.until("the field has the focus", || c.focus().starts_with("card."));
    c.browser.type_keys(code);
    c.keys(&['\u{E007}']);
}

/// The page says that strangers share the device.
fn at_a_counter(c: &Citizen) {
    let _ = c.look("root.host.setAttribute('device', 'shared')", &[]);
}

fn a_scanner_fills_in_the_person_who_agrees(c: &mut Citizen) {
    let birth = Birth { by: "other", ..Birth::ordinary() };
    Birth::begin(c);
    at_a_counter(c);
    birth.go_to(c, "declare:mother");
    c.inspect("card-offered");
    let before = c.typed();

    // The code of something else, and a worn one, are told apart and change nothing.
    scan(c, "00020101021138540010A00000072701240006970436011001234567890208QRIBFTTA");
    c.until("it is refused", || c.read("[role=alert]").contains("không phải mã của thẻ"));
    c.press("leave-card");
    scan(c, "031195012345|101234567|NGUYá»„N");
    c.until("it is refused", || c.read("[role=alert]").contains("lau thẻ"));
    c.inspect("card-refused");
    c.press("leave-card");
    c.until("nothing of it is left", || c.typed() == before);

    // What it says is shown first; who does not agree has nothing of it left.
    scan(c, CARD);
    c.until("it is shown", || c.read("[data-person]").contains("Thôn 3, Vĩnh Bảo, Hải Phòng"));
    c.inspect("card-said");
    assert_eq!(c.typed(), before);
    c.press("refuse-card");
    c.until("it is gone", || !c.read("[data-page]").contains("NGUYỄN"));
    assert_eq!(c.typed(), before);

    scan(c, CARD);
    c.press("fill-from-card");
    c.until("it is filled in", || c.value("mother.number") == "031195012345");
    assert_eq!(c.value("mother.name"), "NGUYỄN THỊ HÒA");
    assert_eq!(c.value("mother.born.day"), "15");
    assert_eq!(c.value("mother.born.year"), "1995");
    let marked = || {
        c.look("return [...root.querySelectorAll('[data-filled]')].filter(seen).map(e => e.parentNode.dataset.question)", &[])
    };
    c.until("each field says so", || marked() == json!(["mother.name", "mother.born", "mother.number"]));
    c.inspect("card-filled");

    // Every field can be changed, and then it is not the card's any more.
    c.type_in("mother.name", "Nguyễn Thị Hoà");
    c.until("the mark is gone", || marked() == json!(["mother.born", "mother.number"]));
}
on!(a_scanner_fills_in_the_person_who_agrees: chromium_phone, firefox_desktop, webkit_phone);

/// A citizen at home, where the requester is asked for.
fn at_the_requester(c: &Citizen) {
    Birth::begin(c);
    Birth::ordinary().go_to(c, "declare:requester");
    c.press("read-card");
    c.until("the ways are shown", || c.sees("[data-action='watch-card']"));
}

/// What a card says is shown, agreed to, and stands in the fields.
fn agrees(c: &Citizen, card: &Card) {
    c.until("it is shown", || c.read("[data-person] .answers").contains(card.name.as_typed()));
    assert!(c.read("[data-person] .answers").contains(&card.born.dmy()), "{}", c.scene());
    assert_ne!(c.value("requester.number"), card.number.as_str());
    c.press("fill-from-card");
    c.until("it is filled in", || c.value("requester.number") == card.number.as_str());
    assert_eq!(c.value("requester.name"), card.name.as_typed());
}

/// Gives a picture from the gallery.
fn give(c: &Citizen, name: &str, bytes: &[u8]) {
    c.give_to("card.requester.number.picture", &file(name, bytes));
}

fn a_photograph_of_the_card_fills_in_the_person_who_agrees(c: &mut Citizen) {
    at_the_requester(c);
    c.inspect("card-ways");
    assert!(!c.sees("[inputmode=none]"), "nobody has a hand scanner at home");
    let fetched = || {
        let script =
            "return performance.getEntriesByType('resource').filter(e => e.name.includes('.scan')).length";
        c.browser.script(script, &[])
    };
    assert_eq!(fetched(), json!(0), "what reads codes comes when it is asked for");

    // What is no photograph, one without a code, and one of another code: a sentence each, and the ways stay.
    let nothing = cards::of(Kind::Nothing).next().expect("a picture of nothing");
    let (_, other) = film::readable(Kind::Other);
    for (name, bytes, said) in [
        ("hong.jpg", &b"\xff\xd8\xff\xe0 cut off"[..], "Máy không mở được ảnh này"),
        ("tuong.jpg", &nothing.jpeg, "Không thấy mã trong ảnh"),
        ("ma-khac.jpg", &other.jpeg, "không phải mã của thẻ căn cước"),
    ] {
        give(c, name, bytes);
        c.until(&format!("{name} is refused"), || c.read("[data-person] [role=alert]").contains(said));
    }
    c.inspect("card-not-in-the-picture");

    let (card, picture) = card(Kind::Photo);
    give(c, "IMG_20261115_081501.jpg", &picture.jpeg);
    agrees(c, &card);
    assert_ne!(fetched(), json!(0));
}
on!(a_photograph_of_the_card_fills_in_the_person_who_agrees: chromium_desktop, firefox_phone, webkit_phone);

fn the_camera_fills_in_the_person_who_agrees(c: &mut Citizen) {
    let (card, picture) = card(Kind::Near);
    *c = Citizen::before_a_camera(c.place(), "the_camera_fills_in_the_person_who_agrees", &picture);
    at_the_requester(c);
    let keep = "const media = navigator.mediaDevices;
        const open = media.getUserMedia.bind(media);
        media.getUserMedia = async wish => window.camera = await open(wish)";
    let _ = c.browser.script(keep, &[]);
    let state = || c.browser.script("return window.camera?.getTracks().map(track => track.readyState)", &[]);
    c.press("watch-card");
    agrees(c, &card);
    assert_eq!(state(), json!(["ended"]), "the camera is let go of");
}
on!(the_camera_fills_in_the_person_who_agrees: chromium_phone);

fn who_leaves_the_camera_has_it_let_go_of(c: &mut Citizen) {
    let wall = cards::of(Kind::Nothing).next().expect("a picture of nothing");
    *c = Citizen::before_a_camera(c.place(), "who_leaves_the_camera_has_it_let_go_of", &wall);
    at_the_requester(c);
    c.press("watch-card");
    c.until("the camera's picture moves", || {
        c.look("return root.querySelector('video')?.readyState > 1", &[]) == true
    });
    c.inspect("card-camera");
    let _ = c.look("window.video = root.querySelector('video').srcObject", &[]);
    c.press("leave-card");
    c.until("it is let go of", || {
        c.browser.script("return window.video.getTracks().map(track => track.readyState)", &[])
            == json!(["ended"])
    });
    assert!(c.sees("[data-action='read-card']") && !c.sees("video"), "{}", c.scene());
}
on!(who_leaves_the_camera_has_it_let_go_of: chromium_phone);

fn without_a_camera_it_says_why_and_offers_the_photograph(c: &mut Citizen) {
    at_the_requester(c);
    // What the browser answers; where the page is not secure it has nobody to ask.
    let answers = "
        const [name] = arguments;
        const media = { getUserMedia: () => Promise.reject(new DOMException('', name)) };
        Object.defineProperty(navigator, 'mediaDevices', { value: name ? media : undefined, configurable: true });
        Object.defineProperty(window, 'isSecureContext', { value: !!name, configurable: true });";
    for (answer, said) in [
        ("NotAllowedError", "Máy ảnh chưa được phép dùng"),
        ("NotFoundError", "không có máy ảnh"),
        ("NotReadableError", "đang được ứng dụng khác dùng"),
        ("", "Trang này không được dùng máy ảnh"),
    ] {
        let _ = c.browser.script(answers, &[json!(answer)]);
        c.press("watch-card");
        c.until(&format!("it says: {said}"), || c.read("[data-person] [role=alert]").contains(said));
        assert!(c.sees("label.pick"), "{}", c.scene());
    }
    c.inspect("card-no-camera");
    c.press("leave-card");
    c.type_in("requester.number", "031195012345");
}
on!(without_a_camera_it_says_why_and_offers_the_photograph: chromium_phone, firefox_phone, webkit_phone);

fn who_follows_from_another_answer_has_no_card(c: &mut Citizen) {
    let birth = Birth::ordinary();
    Birth::begin(c);
    birth.go_to(c, "declare:requester");
    assert!(c.sees("[data-action='read-card']"));
    birth.go_on_to(c, "declare:requester", "declare:mother");
    c.until("it is her own answer", || c.sees(".copied"));
    assert!(!c.sees("[data-action='read-card']"), "{}", c.scene());
}
on!(who_follows_from_another_answer_has_no_card: chromium_phone);

fn the_residence_on_the_card_is_looked_up_by_its_old_name(c: &mut Citizen) {
    c.open("");
    at_a_counter(c);
    c.type_in("find", "1.000894").press_at("[data-procedure=\"1.000894\"]");
    c.arrives_at("prepare");
    c.press("start").arrives_at("declare:bride");
    scan(c, "031195012345||NGUYỄN THỊ HÒA|15081995|Nữ|Ấp 3, Bình Tân, Gò Công Tây, Tiền Giang|12092021");
    c.press("fill-from-card");
    c.until("the commune of today is offered", || {
        c.read("[data-action='old-take']").starts_with("Xã Long Bình, Tỉnh Đồng Tháp")
    });
    assert!(c.read("[data-person]").contains("Ấp 3, Bình Tân, Gò Công Tây, Tiền Giang"), "{}", c.scene());
    assert_eq!(c.value("bride.residence.address.commune"), "");
    c.inspect("card-residence");
    c.press("old-take");
    let commune = || c.value("bride.residence.address.commune") == "Xã Long Bình";
    c.until("she lives there", commune);
    assert_eq!(c.typed()["bride.residence.address.province"], "82");
}
on!(the_residence_on_the_card_is_looked_up_by_its_old_name: chromium_phone, firefox_phone);

fn who_was_answered_for_before_is_offered_again(c: &mut Citizen) {
    let birth = Birth::ordinary();
    Birth::begin(c);
    birth.declare(c);
    // The next dossier on this device.
    c.another_tab();
    Birth::begin(c);
    birth.go_to(c, "declare:requester");
    c.until("both are offered", || c.read("[data-page]").contains("Trần Văn Bình, sinh 1992"));
    assert!(c.read("[data-page]").contains("Lê Thị Mai, sinh 1995"), "{}", c.scene());
    c.inspect("persons-offered");
    c.choose("requester.relation", "father").press_nth("use-person", 1);
    c.until("he is filled in", || c.value("requester.number") == "082092004321");
    assert!(c.read("[data-question='requester.name']").contains("Dùng lại"), "{}", c.scene());
    c.inspect("person-filled");
    c.type_in("requester.phone", "0912 345 678").press("continue").arrives_at("declare:mother");
    // A man is not offered as the mother.
    assert!(c.read("[data-page]").contains("Lê Thị Mai, sinh 1995"), "{}", c.scene());
    assert!(!c.read("[data-page]").contains("Dùng lại: Trần Văn Bình"), "{}", c.scene());

    // Where strangers share the device, nobody is offered to the next.
    c.press("back").arrives_at("declare:requester");
    at_a_counter(c);
    c.type_in("requester.number", "");
    c.press("back").arrives_at("declare:child");
    c.press("continue").arrives_at("declare:requester");
    assert!(!c.sees("[data-action='use-person']"), "{}", c.scene());
}
on!(who_was_answered_for_before_is_offered_again: chromium_phone, firefox_desktop, webkit_phone);
