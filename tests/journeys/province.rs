//! The whole way: from the phone to the office of a province, and back.

use journeys::papers::Paper;
use journeys::suite::{patiently, today, within};
use journeys::{Birth, Citizen, Gateway, Office, Province, on};
use province::states::State;
use province::visitor::Dossier;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// Every round of asking has waits of its own.
const PATIENCE: Duration = Duration::from_secs(60);

/// From the receipt: asks how the dossier stands until it stands so.
fn until_told(c: &Citizen, state: &str) {
    let told = within(PATIENCE, || {
        c.press("track").arrives("track");
        c.until("something is told", || c.sees("[data-tracked]"));
        let told = c.sees(&format!("[data-tracked='{state}']"));
        if !told {
            c.press("back").arrives_at("receipt");
        }
        told.then_some(())
    });
    assert!(told.is_some(), "it is not told: {state}\n{}", c.scene());
}

/// The dossier at the office, once so many parcels have come for it.
fn arrived(office: &Office, parcels: usize) -> Dossier {
    let there = || {
        let code = office.dossiers().ok()?.pop()?.code;
        office.dossier(&code).ok().filter(|dossier| dossier.parcels.len() == parcels)
    };
    patiently(there).expect("the dossier arrives at its office")
}

/// The answers that came in a parcel, by path.
fn answers(dossier: &Dossier, parcel: usize) -> BTreeMap<String, String> {
    let form = dossier.parcels[parcel].field("EFormData").expect("a form");
    let form: Value = serde_json::from_str(form).expect("a form in JSON");
    serde_json::from_value(form["TraLoi"].clone()).expect("answers by path")
}

fn a_birth_reaches_its_office_and_all_that_the_office_decides_comes_back(c: &mut Citizen) {
    let name = format!("province-{}", c.place().label());
    let gateway = Gateway::new(&name);
    let mut province = Province::behind(&gateway, &name);
    let mut gateway = gateway.set(&province.table(&province.url()));
    province.resume().expect("the province listens");
    gateway.resume().expect("the gateway listens");
    c.visit(gateway.url());
    Birth::begin(c);
    let code = Birth::ordinary().declare(c);

    // Every answer and every file is there, as they were sent.
    let office = province.office();
    let there = arrived(&office, 1);
    assert_eq!(answers(&there, 0), gateway.answers(&code));
    let sums: Vec<String> = there.parcels[0].files.iter().map(|file| file.sha256.clone()).collect();
    assert_eq!(sums, gateway.exported(&code));
    until_told(c, "received");
    c.press("back").arrives_at("receipt");

    let press = |state, words: &str, until: &str| {
        office.press(&there.code, state, words, until).expect("the office decides");
    };
    press(State::Accepted, "", "");
    until_told(c, "accepted");
    assert!(c.read("[data-tracked]").contains(&there.code), "the office's own code: {}", c.scene());
    c.press("back").arrives_at("receipt");

    // The office asks for more, and gets it.
    press(State::Supplement, "Thiếu trang sau của giấy chứng sinh", &today().plus_days(15).to_string());
    until_told(c, "supplement");
    assert!(c.read("[data-tracked]").contains("Thiếu trang sau"), "{}", c.scene());
    c.press("supplement").arrives_at("attach");
    c.attach("proof_of_birth", Paper::Png);
    c.until("the sheet is listed", || c.sees("canvas.preview"));
    c.sees_its_pictures();
    c.press("continue").arrives_at("review");
    c.tick("pledge.given").press("submit").arrives_at("receipt");
    let completed = arrived(&office, 2);
    assert_eq!(answers(&completed, 1), gateway.supplemented(&code));
    assert_eq!(completed.parcels[1].files.len(), 1, "what it has does not come again");
    until_told(c, "supplemented");

    for (state, told) in [
        (State::Accepted, "accepted"),
        (State::Processing, "processing"),
        (State::Finished, "finished"),
        (State::Returned, "returned"),
    ] {
        c.press("back").arrives_at("receipt");
        press(state, "", "");
        until_told(c, told);
    }
    c.inspect("returned");
    assert!(gateway.outbox().is_empty());
}
on!(a_birth_reaches_its_office_and_all_that_the_office_decides_comes_back: chromium_phone, firefox_desktop, webkit_phone);
