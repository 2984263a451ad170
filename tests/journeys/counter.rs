//! The whole counter: every procedure of the catalogue is declared to its receipt, from its definition alone.

use journeys::suite::is_dossier_code;
use journeys::{Catalogue, Citizen, Gateway, Story, on};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The procedures are shared out, so that they can be declared side by side.
fn share(c: &Citizen, at: usize, of: usize) {
    let catalogue = Catalogue::open();
    let stories = Story::one_each();
    for code in catalogue.index.procedures.iter().map(|entry| &entry.code) {
        assert!(stories.iter().any(|story| story.code == *code), "no story of {code} is told in full");
    }
    let (mut lived, mut stuck) = (0, Vec::new());
    for story in stories.iter().skip(at).step_by(of) {
        // One that is stuck does not hide the next; its own words stand above.
        match catch_unwind(AssertUnwindSafe(|| live(c, story, &catalogue))) {
            Ok(received) => lived += usize::from(received),
            Err(_) => stuck.push(format!("{} ({})", story.code, story.name)),
        }
    }
    assert!(stuck.is_empty(), "stuck: {}", stuck.join(", "));
    assert!(lived > 0, "nothing is the law today");
}

fn live(c: &Citizen, story: &Story, catalogue: &Catalogue) -> bool {
    let Some((code, sent)) = story.live(c, catalogue) else { return false };
    assert!(is_dossier_code(&code), "{}: {code}", story.code);
    assert_eq!(Gateway::shared().answers(&code), sent, "{} ({})", story.code, story.name);
    true
}

fn every_procedure_leads_to_a_receipt_1(c: &mut Citizen) {
    share(c, 0, 4);
}
on!(every_procedure_leads_to_a_receipt_1: chromium_phone);

fn every_procedure_leads_to_a_receipt_2(c: &mut Citizen) {
    share(c, 1, 4);
}
on!(every_procedure_leads_to_a_receipt_2: chromium_phone);

fn every_procedure_leads_to_a_receipt_3(c: &mut Citizen) {
    share(c, 2, 4);
}
on!(every_procedure_leads_to_a_receipt_3: chromium_phone);

fn every_procedure_leads_to_a_receipt_4(c: &mut Citizen) {
    share(c, 3, 4);
}
on!(every_procedure_leads_to_a_receipt_4: chromium_phone);
