//! Communes are found by a few letters, without diacritics.

use journeys::suite::eventually;
use journeys::{Birth, Citizen, on};

fn a_commune_is_found_without_diacritics(c: &mut Citizen) {
    Birth::begin(c);
    c.type_in("office", "go cong");
    c.until("communes are offered", || !c.offered().is_empty());
    let offered = c.offered();
    assert_eq!(offered[0], "Phường Gò Công", "{offered:?}");
    assert!(offered.contains(&"Xã Gò Công Đông".to_owned()), "{offered:?}");
    c.inspect("offered");
    c.pick_commune("office", "go cong", "Phường Gò Công").press("continue").arrives_at("declare:child");

    // No province yet: the whole country is searched, and the province follows.
    c.type_in("child.birthplace.commune", "xa vinh hoa");
    c.until("communes are offered", || c.offered().len() > 1);
    let offered = c.offered();
    assert!(offered.iter().all(|name| name.starts_with("Xã Vĩnh H")), "{offered:?}");
    let mine = offered.iter().find(|name| name.contains("An Giang")).cloned();
    let mine = mine.unwrap_or_else(|| panic!("none in An Giang: {offered:?}"));
    c.pick_commune("child.birthplace.commune", "xa vinh hoa", &mine);
    eventually("the province follows", || (c.typed()["child.birthplace.province"] == "91").then_some(()));
    assert_eq!(c.typed()["child.birthplace.commune"], "Xã Vĩnh Hòa");

    // Another province: the commune of the old one no longer fits and is not kept.
    c.choose("child.birthplace.province", "82");
    eventually("the commune is empty again", || {
        c.typed()["child.birthplace.commune"].is_empty().then_some(())
    });
    c.type_in("child.birthplace.commune", "khong co noi nay");
    eventually("it is said that there is none", || {
        c.read("[data-page]").contains("Không thấy xã, phường").then_some(())
    });
}
on!(a_commune_is_found_without_diacritics: chromium_phone, chromium_desktop, firefox_phone, webkit_phone);
