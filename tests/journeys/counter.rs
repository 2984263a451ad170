//! The whole counter: every procedure of the catalogue is declared to its receipt, from its definition alone.

use journeys::suite::is_dossier_code;
use journeys::{Catalogue, Citizen, Gateway, Story, on};

/// The procedures are shared out, so that they can be declared side by side.
fn share(c: &Citizen, at: usize, of: usize) {
    let catalogue = Catalogue::open();
    let stories = Story::one_each();
    for code in catalogue.index.procedures.iter().map(|entry| &entry.code) {
        assert!(stories.iter().any(|story| story.code == *code), "no story of {code} is told in full");
    }
    let mut lived = 0;
    for story in stories.iter().skip(at).step_by(of) {
        let Some((code, sent)) = story.live(c, &catalogue) else { continue };
        assert!(is_dossier_code(&code), "{}: {code}", story.code);
        assert_eq!(Gateway::shared().answers(&code), sent, "{} ({})", story.code, story.name);
        lived += 1;
    }
    assert!(lived > 0, "nothing is the law today");
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
