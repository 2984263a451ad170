//! After the receipt: how a dossier stands, told to whoever can prove to have sent it and to nobody else.

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
    gateway.undeliverable(&code);
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
on!(the_receipt_leads_to_how_the_dossier_stands: chromium_phone, chromium_desktop, firefox_desktop, webkit_phone);
