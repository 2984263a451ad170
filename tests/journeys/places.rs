//! Communes are found by a few letters, without diacritics, and by the names of before 1 July 2025.

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
on!(a_commune_is_found_without_diacritics: chromium_desktop, firefox_phone, webkit_phone);

/// What can be pressed there, each with the line below it.
fn choices(c: &Citizen, action: &str) -> Vec<String> {
    let script = "return [...root.querySelectorAll(`[data-action=\"${arguments[0]}\"]`)].filter(seen)
        .map(e => [...e.children].map(line => line.innerText).join(' | '))";
    let all = c.look(script, &[action.into()]);
    all.as_array().into_iter().flatten().filter_map(|line| Some(line.as_str()?.to_owned())).collect()
}

/// Presses the one that begins so, once it is there.
#[track_caller]
fn take(c: &Citizen, action: &str, beginning: &str) {
    let at = eventually(&format!("{beginning} is offered"), || {
        choices(c, action).iter().position(|line| line.starts_with(beginning))
    });
    c.press_nth(action, at);
}

fn who_knows_an_old_name_alone_finds_the_commune_of_today(c: &mut Citizen) {
    Birth::begin(c);
    // The site's office: old provinces that lie in it, and no other.
    c.press("old-name");
    c.until("the old provinces are there", || c.sees("[name='office.old.province']"));
    let script = "return [...root.querySelector('[name=\"office.old.province\"]').options].map(o => o.text)";
    assert_eq!(c.look(script, &[]), serde_json::json!(["Xin chọn", "Đồng Tháp", "Tiền Giang"]));
    c.choose("office.old.province", "82").type_in("office.old.name", "thi tran vinh binh");
    c.inspect("old-names");
    take(c, "old-unit", "Thị trấn Vĩnh Bình | Huyện Gò Công Tây");
    c.until("what it is now is told", || c.read("[id='office.old.answer']").contains("nay thuộc"));
    assert_eq!(
        choices(c, "old-take"),
        ["Xã Vĩnh Bình, Tỉnh Đồng Tháp | Toàn bộ, theo Nghị quyết 1663/NQ-UBTVQH15"]
    );
    c.inspect("old-answer");
    c.press("old-take");
    eventually("the commune stands there", || (c.typed()["office"] == "Xã Vĩnh Bình").then_some(()));
    assert!(!c.sees("[name='office.old.name']"), "{}", c.scene());
    c.until("what was taken is told", || c.read("[id='office.old.took']").contains("Thị trấn Vĩnh Bình"));
    c.inspect("old-taken");
    c.press("continue").arrives_at("declare:child");

    // The district alone: what of today lies in it, each with what it was made of. The province follows.
    let place = "child.birthplace.commune";
    c.press("old-name").choose(&format!("{place}.old.province"), "82");
    c.type_in(&format!("{place}.old.name"), "go cong tay");
    take(c, "old-unit", "Huyện Gò Công Tây");
    eventually("what it was made of is told", || {
        choices(c, "old-take")
            .iter()
            .any(|line| line.contains("Gồm") && line.contains("Thị trấn Vĩnh Bình"))
            .then_some(())
    });
    c.inspect("old-district");
    take(c, "old-take", "Xã Vĩnh Bình, Tỉnh Đồng Tháp");
    eventually("the commune stands there", || (c.typed()[place] == "Xã Vĩnh Bình").then_some(()));
    assert_eq!(c.typed()["child.birthplace.province"], "82");
    // Chosen anew, nothing is said any more of the old name.
    c.pick_commune(place, "go cong dong", "Xã Gò Công Đông");
    c.until("nothing is said of the old name", || !c.sees(&format!("[id='{place}.old.took']")));
}
on!(who_knows_an_old_name_alone_finds_the_commune_of_today: chromium_phone, firefox_phone, webkit_phone);

fn who_lived_in_a_divided_commune_is_asked_which_part(c: &mut Citizen) {
    Birth::begin(c);
    c.pick_commune("office", "go cong", "Phường Gò Công").press("continue").arrives_at("declare:child");
    let place = "child.birthplace.commune";
    let name = format!("{place}.old.name");
    c.press("old-name").choose(&format!("{place}.old.province"), "31");
    c.type_in(&name, "dong hai 2");
    take(c, "old-unit", "Phường Đông Hải 2 | Quận Hải An");
    c.until("it is asked which part", || c.read(&format!("[id='{place}.old.answer']")).contains("phần nào"));
    assert_eq!(
        choices(c, "old-take"),
        [
            "Phường Đông Hải, Thành phố Hải Phòng | Một phần đất và toàn bộ người dân, theo Nghị quyết 1669/NQ-UBTVQH15",
            "Phường Hải An, Thành phố Hải Phòng | Chỉ một phần đất, không có dân, theo Nghị quyết 1669/NQ-UBTVQH15",
        ]
    );
    c.inspect("old-divided");
    take(c, "old-take", "Phường Hải An");
    eventually("the commune stands there", || (c.typed()[place] == "Phường Hải An").then_some(()));
    assert_eq!(c.typed()["child.birthplace.province"], "31");

    // What had gone before 2025, and nobody wrote down where to.
    c.press("old-name").choose(&format!("{place}.old.province"), "79");
    c.type_in(&name, "quan 9");
    take(c, "old-unit", "Quận 9");
    c.until("it is not known", || {
        c.read(&format!("[id='{place}.old.answer']")).contains("không có bảng nào")
    });
    assert!(choices(c, "old-take").is_empty());
    c.inspect("old-lost");
    // What went on under another name leads on.
    c.press("old-other").type_in(&name, "quan 2");
    take(c, "old-unit", "Quận 2");
    c.until("the later name is told", || {
        c.read(&format!("[id='{place}.old.answer']")).contains("sau đó thành Thành phố Thủ Đức")
    });
    assert!(choices(c, "old-take").len() > 5, "{}", c.scene());
    c.type_in(&name, "khong co noi nay");
    c.until("it is said that there is none", || c.read("[data-page]").contains("Không thấy tên cũ"));
}
on!(who_lived_in_a_divided_commune_is_asked_which_part: chromium_phone, firefox_phone, webkit_phone);

/// Who registered something long ago is called as it was called then, in all three levels, with its code.
fn who_registered_it_is_quoted_by_the_name_of_then(c: &mut Citizen) {
    c.open("");
    c.arrives("find");
    c.type_in("find", "2.000635").press_at("[data-procedure=\"2.000635\"]").arrives_at("prepare");
    c.press("start").arrives_at("declare:requester");
    c.pick_commune("office", "go cong", "Phường Gò Công")
        .choose("requester.relation", "self")
        .type_in("requester.name", "Lê Thị Mai")
        .type_in("requester.number", "082195001234")
        .type_in("requester.phone", "0912 345 678");
    c.press("continue").arrives_at("declare:event");
    let who = "event.authority";
    c.press("old-name").choose(&format!("{who}.old.province"), "82");
    c.type_in(&format!("{who}.old.name"), "vinh binh");
    c.inspect("old-quoting");
    take(c, "old-unit", "Thị trấn Vĩnh Bình | Huyện Gò Công Tây");
    let quoted = "UBND thị trấn Vĩnh Bình, huyện Gò Công Tây, tỉnh Tiền Giang (mã 28651)";
    eventually("it is written as it was called", || (c.typed()[who] == quoted).then_some(()));
    c.until("what was written is told", || c.read(&format!("[id='{who}.old.took']")).contains(quoted));
    c.inspect("old-quoted");
    // It stays words: whoever knows better writes it otherwise.
    c.type_in(who, "Bộ Ngoại giao");
    c.until("nothing is told of what stood there", || !c.sees(&format!("[id='{who}.old.took']")));
    // A district registered too.
    c.press("old-name").type_in(&format!("{who}.old.name"), "huyen go cong tay");
    take(c, "old-unit", "Huyện Gò Công Tây");
    let district = "UBND huyện Gò Công Tây, tỉnh Tiền Giang (mã 823)";
    eventually("the district stands there", || (c.typed()[who] == district).then_some(()));
}
on!(who_registered_it_is_quoted_by_the_name_of_then: chromium_desktop, firefox_phone, webkit_phone);
