//! Finding the right one: in people's words, by an event of life, by a code that is gone.

use journeys::{Birth, Citizen, on};

/// Waits for what is known of the procedures besides their names.
fn knows_all(c: &Citizen) {
    c.until("the events have come", || c.sees("[data-action='event']"));
}

/// The names found, the best first.
fn found(c: &Citizen, words: &str) -> Vec<String> {
    c.type_in("find", words);
    c.until("something is found", || c.sees("[data-procedure]"));
    let all = c.look(
        "return [...root.querySelectorAll('[data-procedure]')].filter(seen).map(e => e.dataset.procedure)",
        &[],
    );
    all.as_array()
        .map(|all| all.iter().filter_map(|one| one.as_str()).map(str::to_owned).collect())
        .unwrap_or_default()
}

fn people_find_what_they_came_for_in_their_own_words(c: &mut Citizen) {
    c.open("");
    c.arrives("find");
    knows_all(c);
    for (words, code) in [
        ("sinh con", "1.001193"),
        ("lam giay khai sinh cho con", "1.001193"),
        ("mất giấy khai sinh", "2.000635"),
        ("doc than", "1.004873"),
        ("sao y", "2.000815"),
        ("tiền già 75", "1.014027"),
        ("chôn cất", "1.001731"),
        ("2.000815", "2.000815"),
    ] {
        assert_eq!(found(c, words).first().map(String::as_str), Some(code), "{words}:\n{}", c.scene());
    }
    // A code that is gone leads on, or says where to turn.
    assert_eq!(found(c, "2.000986"), ["3.000722"], "{}", c.scene());
    c.type_in("find", "2.001009");
    c.until("it is told that it is gone", || c.read("[data-page]").contains("đã bỏ"));
    c.inspect("gone");
}
on!(people_find_what_they_came_for_in_their_own_words: chromium_phone, firefox_desktop);

fn an_event_of_life_leads_to_a_procedure_or_to_another_office(c: &mut Citizen) {
    c.open("");
    c.arrives("find");
    knows_all(c);
    c.press("event").arrives_at("guide:0");
    c.inspect("empty");
    c.press("way").arrives_at("guide:0:0");
    c.press_at("[data-procedure='1.001193']").arrives_at("prepare");
    // Back goes question by question; a reload stays where it was.
    c.browser.back();
    c.arrives("guide:0:0");
    c.reload();
    c.arrives("guide:0:0");
    c.browser.back();
    c.arrives("guide:0");
    c.until("the ways have come", || c.sees("[data-action='way']"));
    // Adoption is not done here.
    let ways = c.look("return [...root.querySelectorAll('[data-action=way]')].length", &[]);
    let last = usize::try_from(ways.as_u64().unwrap_or(1)).unwrap_or(1) - 1;
    c.press_nth("way", last).arrives_at(&format!("guide:0:{last}"));
    assert!(c.read("[data-page]").contains("Ủy ban nhân dân"), "{}", c.scene());
    c.inspect("elsewhere");
    c.press("back").arrives("guide:0");
}
on!(an_event_of_life_leads_to_a_procedure_or_to_another_office: chromium_desktop, webkit_phone);

fn a_procedure_that_fits_better_can_be_opened_and_left_again(c: &mut Citizen) {
    let birth = Birth::ordinary();
    Birth::begin(c);
    birth.go_to(c, "declare:child");
    birth.fill(c, "declare:child");
    c.until("the joint procedure is offered", || c.sees("[data-action='better'][data-procedure='3.000722']"));
    c.press_at("[data-action='better'][data-procedure='3.000722']").arrives_at("prepare");
    assert!(c.read("h1").contains("thường trú"), "{}", c.scene());
    // What was typed is still there.
    c.browser.back();
    c.arrives("declare:child");
    c.until("it stands as before", || c.typed().get("child.name").is_some_and(|name| name == birth.name));
}
on!(a_procedure_that_fits_better_can_be_opened_and_left_again: chromium_phone, firefox_phone);

/// Another day's law, on the tag.
fn on_the_day(c: &Citizen, day: &str) {
    let put = "const tag = document.querySelector('to-khai'), again = tag.cloneNode(true);
        again.setAttribute('day', arguments[0]); tag.replaceWith(again); return true";
    let _ = c.look(put, &[day.into()]);
    c.arrives("find");
    let shown = day.rsplit('-').collect::<Vec<_>>().join("/");
    c.until("the page says which day's law it is", || c.read("[data-page]").contains(&shown));
    knows_all(c);
}

fn the_law_of_another_day_can_be_tried_out_but_not_sent(c: &mut Citizen) {
    c.open("");
    c.arrives("find");
    // Before 5 October 2026 the social pension took ten days, and the old level held.
    on_the_day(c, "2026-10-04");
    assert_eq!(found(c, "tiền già 75"), ["1.014027"]);
    c.press_at("[data-procedure='1.014027']").arrives_at("prepare");
    assert!(c.read("[data-page]").contains("10 ngày"), "{}", c.scene());
    c.browser.back();
    c.arrives("find");
    // The civil status law of today ends; its successor is not written yet, and nobody is led astray.
    on_the_day(c, "2027-03-01");
    c.type_in("find", "khai sinh");
    c.until("it is told that the law has changed", || c.read("[data-page]").contains("đã thay đổi"));
    assert!(!c.sees("[data-procedure='1.001193']"), "{}", c.scene());
    c.inspect("lapsed");
}
on!(the_law_of_another_day_can_be_tried_out_but_not_sent: chromium_phone, firefox_desktop);
