//! R-CT1: what a certified copy costs, by the pages of the original (TT 226/2016/TT-BTC): 2.000 đồng for each of the
//! first two pages, 1.000 đồng for every further one, at most 200.000 đồng a copy.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use catalogue::Compiled;
use dossier::{Amount, Answers, Procedure};
use std::path::Path;
use vietnam::date::Date;

fn today() -> Date {
    "2026-11-20".parse().unwrap()
}

/// Counted page by page, as the clerk does.
fn by_hand(pages: u32) -> i64 {
    let mut price = 0;
    for page in 1..=pages {
        price += if page <= 2 { 2_000 } else { 1_000 };
        if price >= 200_000 {
            return 200_000;
        }
    }
    price
}

/// A paper: pages, form of the copy, paper copies.
type Paper = (u32, &'static str, u32);

/// The line of the fee that the procedure tells.
fn told(procedure: &Procedure, compiled: &Compiled, papers: &[Paper]) -> Option<Amount> {
    let mut typed = Vec::new();
    for (row, (pages, form, copies)) in (1..).zip(papers) {
        typed.push((format!("papers.{row}.pages"), pages.to_string()));
        typed.push((format!("papers.{row}.form"), (*form).to_string()));
        if *copies > 0 {
            typed.push((format!("papers.{row}.copies"), copies.to_string()));
        }
    }
    let typed = typed.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
    let (answers, unknown) = Answers::from_paths(procedure, typed);
    assert!(unknown.is_empty(), "{unknown:?}");
    let e = dossier::evaluate(procedure, &answers, today(), &compiled.tables);
    let line = e.fee.iter().find(|line| procedure.fee[usize::from(line.item)].id == "copies");
    line.map(|line| line.amount)
}

#[test]
fn a_certified_copy_costs_what_the_pages_of_the_original_say() {
    let compiled = catalogue::compile(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))).unwrap();
    let of_it = |p: &&Procedure| p.code == "2.000815" && p.in_force.holds(today());
    let procedure = compiled.procedures.iter().find(of_it).unwrap();
    let told = |papers: &[Paper]| told(procedure, &compiled, papers);
    for pages in 1..=500 {
        let one = by_hand(pages);
        for copies in [1, 2, 3, 7, 20, 200] {
            let expected = Amount::Known(one * i64::from(copies));
            assert_eq!(told(&[(pages, "paper", copies)]), Some(expected), "{copies} copies of {pages} pages");
        }
        // Every paper by itself: the top of one does not spare another.
        let other = 501 - pages;
        let both = Amount::Known(one * 2 + by_hand(other) * 3);
        assert_eq!(
            told(&[(pages, "paper", 2), (other, "paper", 3)]),
            Some(both),
            "{pages} and {other} pages"
        );
        // An electronic copy costs what one on paper does.
        assert_eq!(told(&[(pages, "electronic", 0)]), Some(Amount::Known(one)), "{pages} pages, electronic");
        assert_eq!(told(&[(pages, "both", 4)]), Some(Amount::Known(one * 5)), "{pages} pages, both");
    }
    // What the law says in so many words.
    for (pages, price) in [(1, 2_000), (2, 4_000), (3, 5_000), (10, 12_000), (198, 200_000), (500, 200_000)] {
        assert_eq!(by_hand(pages), price);
    }
    // Nothing is told before the number of copies is known.
    assert_eq!(told(&[(3, "paper", 0)]), None);
    assert_eq!(told(&[(3, "paper", 1), (4, "paper", 0)]), None);
}
