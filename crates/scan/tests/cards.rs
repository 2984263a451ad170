//! The whole set of photographs: what can be read is read, nothing is read wrong, and where there is nothing, nothing is.

#![expect(clippy::print_stderr, reason = "`--nocapture` shows what was read, kind by kind")]

use cards::{Kind, Truth};
use scan::Picture;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What became of one picture.
struct Outcome {
    number: usize,
    kind: Kind,
    about: String,
    truth: Truth,
    texts: Vec<String>,
}

fn outcomes() -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= cards::count() {
                return done;
            }
            let cards::Picture { kind, about, width, height, pixels, truth, .. } = cards::picture(number);
            let texts = scan::read(Picture::new(width, height, pixels).expect("as many pixels as it says"));
            done.push(Outcome { number, kind, about, truth, texts });
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let all: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        all.into_iter().flat_map(|worker| worker.join().expect("no picture makes it panic")).collect()
    })
}

#[test]
fn what_can_be_read_is_read_and_nothing_is_read_wrong() {
    assert!(cards::count() >= 600);
    let mut kinds: BTreeMap<Kind, [usize; 4]> = BTreeMap::new();
    let (mut wrong, mut missed) = (Vec::new(), Vec::new());
    for Outcome { number, kind, about, truth, texts } in outcomes() {
        let row = kinds.entry(kind).or_default();
        let (text, readable) = match truth {
            Truth::Readable(text) => (Some(text), true),
            Truth::Doubtful(text) => (Some(text), false),
            Truth::Nothing => (None, false),
        };
        let read = !texts.is_empty();
        row[if readable { 0 } else { 2 } + usize::from(!read)] += 1;
        if texts.iter().any(|found| Some(found) != text.as_ref()) {
            wrong.push(format!("{number} {kind:?}: {texts:?} instead of {text:?}, {about}"));
        }
        if readable && !read {
            missed.push(format!("{number} {kind:?}: {about}"));
        }
    }
    eprintln!("{:<10} {:>9} {:>7} {:>10} {:>8}", "", "readable", "missed", "others read", "not read");
    for (kind, [read, missed, more, refused]) in &kinds {
        eprintln!("{:<10} {:>9} {missed:>7} {more:>10} {refused:>8}", format!("{kind:?}"), read + missed);
    }
    eprintln!("missed:\n{}", missed.join("\n"));
    let readable: usize = kinds.values().map(|row| row[0] + row[1]).sum();
    assert!(wrong.is_empty(), "read wrong:\n{}", wrong.join("\n"));
    // A rule that calls too little readable would prove nothing.
    assert!(readable >= 400, "{readable} of {} are readable", cards::count());
    assert!(missed.len() * 20 <= readable, "{} of {readable} readable ones were not read", missed.len());
    let none = kinds[&Kind::Nothing];
    assert_eq!(none[2], 0, "something was read where nothing is");
}
