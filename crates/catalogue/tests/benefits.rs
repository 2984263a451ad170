//! What a person would get every month, for every group and every age, against the amounts of the law in đồng:
//! NĐ 335/2026/NĐ-CP Đ6.1, Đ17 with the standard of 540.000 (Đ4.2), and the social pension (Đ31.1).

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use catalogue::Compiled;
use dossier::evaluate::total;
use dossier::{Answers, Procedure};
use std::path::Path;
use std::sync::LazyLock;
use vietnam::date::Date;

static COMPILED: LazyLock<Compiled> =
    LazyLock::new(|| catalogue::compile(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))).unwrap());

/// The first day of the decree, a day of that autumn, and the day after a February without a 29th.
const DAYS: [(i16, u8, u8); 3] = [(2026, 10, 5), (2026, 11, 20), (2027, 3, 1)];

/// Somebody's birthday as it is typed, and the age on the day by the fingers: on the birthday itself, the day after
/// it, and the day before it.
fn born(today: (i16, u8, u8)) -> Vec<(String, i16)> {
    let (year, month, day) = today;
    let typed = |year: i16, (month, day): (u8, u8)| format!("{day}/{month}/{year}");
    let neighbours = match (month, day) {
        (10, 5) => ((10, 4), (10, 6)),
        (11, 20) => ((11, 19), (11, 21)),
        _ => ((2, 28), (3, 2)),
    };
    let mut all = Vec::new();
    for age in 0..=110 {
        all.push((typed(year - age, (month, day)), age));
        all.push((typed(year - age, neighbours.0), age));
        if age > 0 {
            all.push((typed(year - age, neighbours.1), age - 1));
        }
    }
    all
}

/// What is paid altogether for these answers.
fn paid(code: &str, (year, month, day): (i16, u8, u8), typed: &[(&str, &str)]) -> i64 {
    let today = Date::new(year, month, day).unwrap();
    let of_it = |p: &&Procedure| p.code == code && p.in_force.holds(today);
    let procedure = COMPILED.procedures.iter().find(of_it).unwrap();
    let (answers, unknown) = Answers::from_paths(procedure, typed.iter().copied());
    assert!(unknown.is_empty(), "{unknown:?}");
    let e = dossier::evaluate(procedure, &answers, today, &COMPILED.tables);
    let hidden: Vec<_> = typed.iter().filter(|(path, _)| !sent(procedure, &e, path)).collect();
    assert!(hidden.is_empty(), "not asked or wrong: {hidden:?} in {typed:?}");
    total(&e.benefits)
}

fn sent(procedure: &Procedure, e: &dossier::Evaluation, path: &str) -> bool {
    e.shape.find(procedure, path).is_some_and(|cell| e.value(cell).is_some())
}

/// What the person is paid at every age.
fn at_every_age(answers: &[(&str, &str)], expected: impl Fn(i16) -> i64) {
    for today in DAYS {
        for (born, age) in born(today) {
            let start = [
                ("request.kind", "new"),
                ("request.form", "own"),
                ("requester.relation", "guardian"),
                ("subject.born", born.as_str()),
            ];
            let typed = [&start, answers].concat();
            assert_eq!(paid("1.001776", today, &typed), expected(age), "{age} on {today:?}: {typed:?}");
        }
    }
}

#[test]
fn children_without_support() {
    let expected = |age| match age {
        0..4 => 1_350_000,
        4..16 => 810_000,
        _ => 0,
    };
    for (mother, father) in
        [("dead", "dead"), ("dead", "unknown"), ("missing", "centre"), ("detained", "detained")]
    {
        let parents =
            [("group", "k1"), ("child.abandoned", "no"), ("mother.state", mother), ("father.state", father)];
        at_every_age(&parents, expected);
    }
    at_every_age(&[("group", "k1"), ("child.abandoned", "yes")], expected);
    let alive =
        [("group", "k1"), ("child.abandoned", "no"), ("mother.state", "alive"), ("father.state", "dead")];
    at_every_age(&alive, |_| 0);
}

#[test]
fn people_without_support_in_school() {
    let study = [
        ("group", "k2"),
        ("study.drawing", "yes"),
        ("study.level", "university"),
        ("study.interrupted", "no"),
    ];
    // There is no age at which it ends.
    at_every_age(&study, |age| if age < 16 { 0 } else { 810_000 });
}

#[test]
fn poor_households() {
    let poor = |group| [("group", group), ("household.class", "poor")];
    at_every_age(&poor("k3"), |age| match age {
        0..4 => 1_350_000,
        4..16 => 1_080_000,
        _ => 0,
    });
    at_every_age(&[("group", "k3"), ("household.class", "near_poor")], |_| 0);
    for class in ["poor", "near_poor"] {
        let hard = [("group", "k7"), ("household.class", class), ("area.hard", "yes")];
        at_every_age(&hard, |age| if age < 3 { 810_000 } else { 0 });
    }
    at_every_age(&[("group", "k7"), ("household.class", "poor"), ("area.hard", "no")], |_| 0);
    at_every_age(&[&poor("k8")[..], &[("income.none", "yes")]].concat(), |_| 810_000);
    at_every_age(&[&poor("k8")[..], &[("income.none", "no")]].concat(), |_| 0);
}

#[test]
fn older_people() {
    let alone = [("group", "k5"), ("household.class", "poor"), ("older.support", "nobody")];
    let expected = |age| match age {
        0..60 => 0,
        60..75 => 810_000,
        _ => 1_080_000,
    };
    at_every_age(&[&alone[..], &[("older.taken_in", "no")]].concat(), expected);
    let drawing = [("group", "k5"), ("household.class", "poor"), ("older.support", "drawing")];
    at_every_age(&drawing, expected);
    let supported = [("group", "k5"), ("household.class", "poor"), ("older.support", "somebody")];
    at_every_age(&supported, |_| 0);
    let taken_in = [&alone[..], &[("older.taken_in", "yes")]].concat();
    at_every_age(&taken_in, |age| if age < 60 { 0 } else { 1_620_000 });
}

/// The certificate of disability.
fn disabled(degree: &'static str) -> [(&'static str, &'static str); 2] {
    [("disability.certified", "yes"), ("disability.degree", degree)]
}

#[test]
fn disabled_people() {
    let child_or_older = |age: i16| !(16..60).contains(&age);
    let group = [("group", "k6")];
    at_every_age(&[&group[..], &disabled("special")].concat(), |age| {
        if child_or_older(age) { 1_350_000 } else { 1_080_000 }
    });
    at_every_age(&[&group[..], &disabled("severe")].concat(), |age| {
        if child_or_older(age) { 1_080_000 } else { 810_000 }
    });
    at_every_age(&[&group[..], &disabled("mild")].concat(), |_| 0);
}

/// The highest alone counts (Đ6.2), whatever the group that was chosen.
#[test]
fn of_several_coefficients_the_highest_counts() {
    let orphan = [("group", "k1"), ("child.abandoned", "yes"), ("disability.has", "yes")];
    at_every_age(&[&orphan[..], &disabled("severe")].concat(), |age| match age {
        0..4 => 1_350_000,
        4..16 => 1_080_000,
        16..60 => 810_000,
        _ => 1_080_000,
    });
    let poor =
        [("group", "k8"), ("household.class", "poor"), ("income.none", "yes"), ("disability.has", "yes")];
    at_every_age(&[&poor[..], &disabled("special")].concat(), |age| {
        if (16..60).contains(&age) { 1_080_000 } else { 1_350_000 }
    });
}

#[test]
fn a_poor_single_parent_is_paid_for_every_child_and_beside_the_exception() {
    let today = DAYS[1];
    let start = [
        ("request.kind", "new"),
        ("request.form", "own"),
        ("requester.relation", "guardian"),
        ("group", "k4"),
        ("marital", "widowed"),
    ];
    let children = [
        // Sixteen tomorrow; two babies; sixteen today and in school; sixteen today and not.
        &[("children.1.born", "21/11/2010")][..],
        &[("children.2.born", "1/5/2025")],
        &[("children.3.born", "19/11/2026")],
        &[("children.4.born", "20/11/2010"), ("children.4.studying", "yes")],
        &[("children.5.born", "20/11/2010"), ("children.5.studying", "no")],
    ];
    for (count, expected) in [(1, 540_000), (2, 1_080_000), (3, 1_620_000), (4, 2_160_000), (5, 2_160_000)] {
        let children = children[..count].concat();
        let all = |more: &[(&str, &str)]| {
            paid(
                "1.001776",
                today,
                &[&start[..], &[("subject.born", "1/1/1985")], &children[..], more].concat(),
            )
        };
        for class in ["poor", "near_poor"] {
            assert_eq!(all(&[("household.class", class), ("also", "none")]), expected, "{count} children");
        }
        assert_eq!(all(&[("household.class", "neither"), ("also", "none")]), 0);
        let poor = [("household.class", "poor")];
        let severe = [&poor[..], &[("also", "k6")], &disabled("severe")].concat();
        assert_eq!(all(&severe), expected + 810_000, "{count} children, severe disability");
        let special = [&poor[..], &[("also", "k6")], &disabled("special")].concat();
        assert_eq!(all(&special), expected + 1_080_000, "{count} children, especially severe disability");
        let ill = [&poor[..], &[("also", "k8"), ("income.none", "yes")]].concat();
        assert_eq!(all(&ill), expected + 810_000, "{count} children, group k8");
        for (born, more) in [("21/11/1966", 0), ("20/11/1966", 810_000), ("20/11/1951", 1_080_000)] {
            let older = [
                ("subject.born", born),
                ("household.class", "poor"),
                ("also", "k5"),
                ("older.support", "drawing"),
            ];
            let all = [&start[..], &children[..], &older].concat();
            assert_eq!(paid("1.001776", today, &all), expected + more, "{count} children, born {born}");
        }
    }
}

#[test]
fn carers_are_paid_for_every_person() {
    for today in DAYS {
        for (born, age) in born(today) {
            let expected = |kind| match (kind, age) {
                ("child", 0..4) => 1_350_000,
                ("child", 4..16) => 810_000,
                ("older", 60..) => 810_000,
                ("household", _) => 540_000,
                ("disabled", 0..16) => 1_350_000,
                ("disabled", _) => 810_000,
                _ => 0,
            };
            for kind in ["child", "older", "household", "disabled"] {
                let one = [
                    ("request.kind", "new"),
                    ("request.form", "care"),
                    ("care.kind", kind),
                    ("cared.1.born", born.as_str()),
                ];
                let two = [&one[..], &[("cared.2.born", born.as_str())]].concat();
                assert_eq!(paid("1.001776", today, &one), expected(kind), "{kind} of {age}");
                assert_eq!(paid("1.001776", today, &two), 2 * expected(kind), "two of {kind} of {age}");
            }
        }
    }
}

#[test]
fn the_social_pension_begins_at_75_and_at_70_in_a_poor_household() {
    for today in DAYS {
        for (born, age) in born(today) {
            for class in ["poor", "near_poor", "neither"] {
                let entitled = age >= 75 || age >= 70 && class != "neither";
                let one = |drawn: &[(&str, &str)]| {
                    let start = [
                        ("request.kind", "new"),
                        ("requester.relation", "guardian"),
                        ("subject.born", born.as_str()),
                        ("household.class", class),
                    ];
                    paid("1.014027", today, &[&start, drawn].concat())
                };
                let full = if entitled { 540_000 } else { 0 };
                let pension = |amount| {
                    [("drawn.any", "yes"), ("current.1.kind", "pension"), ("current.1.amount", amount)]
                };
                assert_eq!(one(&[("drawn.any", "no")]), full, "{age}, {class}");
                assert_eq!(one(&pension("539999")), full, "{age}, {class}, a small pension");
                assert_eq!(one(&pension("540000")), 0, "{age}, {class}, a pension as high");
                // Of the allowance drawn already and the pension the higher one.
                let drawn = |amount| {
                    [("drawn.any", "yes"), ("current.1.kind", "assistance"), ("current.1.amount", amount)]
                };
                assert_eq!(one(&drawn("810000")), 810_000, "{age}, {class}, a higher allowance");
                assert_eq!(one(&drawn("500000")), full.max(500_000), "{age}, {class}, a lower allowance");
            }
        }
    }
}
