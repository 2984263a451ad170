//! After the receipt: how a dossier stands, told to whoever can prove to have sent it and to nobody else.

use journeys::suite::today;
use journeys::{Birth, Citizen, Gateway, on};

fn the_receipt_leads_to_how_the_dossier_stands(c: &mut Citizen) {
    // What nobody may hear of is not there, and a browser complains of that.
    c.excuse("the server responded with a status of 404");
    let mut gateway = Gateway::new(&format!("tracked-{}", c.place().label()));
    gateway.resume().expect("the gateway listens");
    c.visit(gateway.url());
    Birth::begin(c);
    let code = Birth::ordinary().declare(c);
    c.press("track").arrives("track");
    c.until("it is told", || c.sees("[data-tracked='received']"));
    assert!(c.read("[data-tracked]").contains(&code), "{}", c.scene());
    c.inspect("known");
    // The operator cannot hand it on: the citizen hears of it, with the way that is left.
    gateway.note(&code, "undeliverable", &[]);
    c.press("back").arrives_at("receipt");
    c.press("track").arrives("track");
    c.until("it is told", || c.sees("[data-tracked='undeliverable']"));
    assert!(c.read("[data-tracked]").contains("Bộ phận Một cửa"), "{}", c.scene());
    c.inspect("undeliverable");
    // By hand, with another secret: nobody is told anything.
    c.type_in("track.dossier", &code).type_in("track.secret", "0000000000").press("ask");
    c.until("it is not told", || c.read("[data-tracked]").contains("Không thấy hồ sơ nào khớp"));
    c.inspect("unknown");
}
on!(the_receipt_leads_to_how_the_dossier_stands: chromium_desktop, firefox_desktop, webkit_phone);

fn what_the_office_does_is_told_in_plain_words(c: &mut Citizen) {
    let mut gateway = Gateway::new(&format!("told-{}", c.place().label()));
    gateway.resume().expect("the gateway listens");
    c.visit(gateway.url());
    Birth::begin(c);
    let code = Birth::ordinary().declare(c);
    let until = today().plus_days(15);
    for (what, more, state, said) in [
        (
            "supplement",
            &["--words", "Thiếu giấy chứng sinh", "--until", &until.to_string()][..],
            "supplement",
            until.dmy(),
        ),
        ("accept", &[], "accepted", "đang giải quyết".to_owned()),
        ("done", &[], "finished", "Kết quả được trả".to_owned()),
        ("return", &[], "returned", "Hồ sơ đã xong".to_owned()),
    ] {
        gateway.note(&code, what, more);
        c.press("track").arrives("track");
        c.until(&format!("it is told: {state}"), || c.sees(&format!("[data-tracked='{state}']")));
        assert!(c.read("[data-tracked]").contains(&said), "{}", c.scene());
        // What was asked for stays in the list of what happened.
        assert!(c.read("[data-tracked]").contains("Thiếu giấy chứng sinh"), "{}", c.scene());
        c.inspect(state);
        c.press("back").arrives_at("receipt");
    }
}
on!(what_the_office_does_is_told_in_plain_words: chromium_phone, firefox_desktop, webkit_phone);

/// The code on a slip leads to the page, with the number of the dossier and nothing that proves whose it is.
fn the_code_on_a_slip_leads_to_how_the_dossier_stands(c: &mut Citizen) {
    Birth::begin(c);
    let code = Birth::ordinary().declare(c);
    let read = c.read("[data-page]");
    let letters = |length| {
        let fits = |word: &&str| word.len() == length && word.bytes().all(|b| b.is_ascii_alphanumeric());
        read.split_whitespace().find(fits).unwrap_or_else(|| panic!("{read}")).to_owned()
    };
    let (number, secret) = (letters(26), letters(10));
    c.open(&format!("?slip#to-khai={number}"));
    c.arrives("track");
    assert_eq!(c.typed()["track.dossier"], number);
    assert!(!c.sees("[data-tracked]"), "{}", c.scene());
    c.inspect("by-slip");
    c.type_in("track.secret", &secret).press("ask");
    c.until("it is told", || c.sees("[data-tracked='received']"));
    assert!(c.read("[data-tracked]").contains(&code), "{}", c.scene());
    // Whoever went back stays there. By our button: WebKit's own leaves out what nobody pressed for.
    c.press("back").arrives("find");
    c.reload();
    c.arrives("find");
    c.press("track").arrives("track");
    // What is no number leads nowhere.
    c.open("?none#to-khai=H20");
    c.arrives("find");
    c.press("track").arrives("track");
    assert_eq!(c.typed()["track.dossier"], "");
}
on!(the_code_on_a_slip_leads_to_how_the_dossier_stands: chromium_phone, firefox_phone, webkit_phone);
