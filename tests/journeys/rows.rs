//! What may be there several times: a row open, the others a line each.

use journeys::suite::today;
use journeys::{Citizen, Gateway, on};

fn paper(c: &Citizen, row: u8, name: &str, pages: &str, copies: &str) {
    let of = |what: &str| format!("papers.{row}.{what}");
    c.type_in(&of("name"), name)
        .type_in(&of("issuer"), "Sở Giáo dục và Đào tạo Đồng Tháp")
        .type_in(&of("pages"), pages)
        .type_in(&of("copies"), copies);
}

fn rows_come_and_go_and_nothing_typed_is_lost(c: &mut Citizen) {
    c.open("");
    c.arrives("find");
    c.type_in("find", "sao y").press_at("[data-procedure=\"2.000815\"]").arrives_at("prepare");
    c.press("start").arrives_at("declare:papers");
    c.pick_commune("office", "go cong", "Phường Gò Công");
    c.inspect("empty");
    paper(c, 1, "Bằng tốt nghiệp", "3", "2");
    c.press("add-row");
    c.until("the new row has the focus", || c.focus() == "h2");
    // The first is a line now, which tells what it is.
    assert!(c.read("[data-row='papers.1']").contains("Bằng tốt nghiệp"), "{}", c.scene());
    assert!(!c.sees("[name='papers.1.name']"));
    c.press("continue");
    assert!(c.summary().contains("Giấy tờ 2"), "{}", c.scene());
    c.inspect("error");
    paper(c, 2, "Giấy khai sinh", "200", "1");
    c.press("add-row");
    c.until("a third row is open and has the focus", || {
        c.sees("[name='papers.3.name']") && c.focus() == "h2"
    });
    // An empty row goes at once, one with answers on the second press.
    c.press_at("[data-row='papers.3'] [data-action='remove-row']");
    c.until("it is gone", || !c.sees("[data-row='papers.3']"));
    c.press_at("[data-row='papers.1'] [data-action='remove-row']");
    assert!(c.sees("[data-row='papers.2']"), "{}", c.scene());
    c.press_at("[data-row='papers.1'] [data-action='edit-row']");
    c.until("the first row opens and has the focus", || {
        c.typed().get("papers.1.name").is_some_and(|name| name == "Bằng tốt nghiệp") && c.focus() == "h2"
    });
    c.tick("fit");
    c.inspect("filled");
    c.press("continue").arrives_at("declare:requester");
    c.type_in("requester.name", "Nguyễn Thị Lan").type_in("requester.number", "082190001234");
    c.press("continue").arrives_at("declare:appointment");
    c.type_day("visit.day", today().plus_days(7));
    c.press("continue");
    c.until("a day off is warned of", || c.sees(".summary.warning") || c.page() == "declare:delivery");
    if c.page() != "declare:delivery" {
        c.press("continue");
    }
    c.arrives_at("declare:delivery");
    c.press("continue").arrives_at("attach");
    c.press("continue").arrives_at("review");
    // Three pages twice, and two hundred at the top price.
    assert!(c.read("[data-page]").contains("210.000 đ"), "{}", c.scene());
    // From the review a row is opened where it is changed.
    c.change("papers.2.pages").arrives("declare:papers");
    c.until("the second row is open", || c.focus() == "papers.2.pages");
    c.type_in("papers.2.pages", "1").press("continue").arrives_at("review");
    c.inspect("filled");
    c.press("submit").arrives_at("receipt");
    let answers = Gateway::shared().answers(&c.read("[data-dossier-code]"));
    assert_eq!(answers["papers.1.pages"], "3");
    assert_eq!(answers["papers.2.pages"], "1");
}
on!(rows_come_and_go_and_nothing_typed_is_lost: chromium_desktop, firefox_phone, webkit_phone);
