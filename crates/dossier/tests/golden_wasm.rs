//! The core gives the same verdicts on a phone as on the gateway. Only `cargo xtask test --filter wasm` runs this: it
//! has the verdicts on every scenario written down natively first.

#![cfg(target_arch = "wasm32")]

use dossier::procedure::ComponentIx;
use dossier::verdict::verdict;
use dossier::{Answers, Procedure, Tables, blob, evaluate};
use wasm_bindgen_test::wasm_bindgen_test;

/// postcard of a `Vec<Golden>`.
const GOLDEN: &[u8] = include_bytes!(env!("TO_KHAI_GOLDEN", "say `cargo xtask test --filter wasm`"));

/// The procedure's file; for every scenario the day (ISO), answers by path, components with a paper, the verdict.
type Golden = (Vec<u8>, Vec<(String, Vec<(String, String)>, Vec<String>, String)>);

#[wasm_bindgen_test]
fn the_verdicts_are_those_of_the_gateway() {
    let all: Vec<Golden> = postcard::from_bytes(GOLDEN).expect("the golden file can be read");
    assert!(!all.is_empty());
    for (file, scenarios) in &all {
        let procedure: Procedure = blob::read(file).expect("the procedure can be read");
        assert!(!scenarios.is_empty(), "nothing is told of {}", procedure.code);
        scenarios.iter().for_each(|scenario| repeat(&procedure, scenario));
    }
}

fn repeat(procedure: &Procedure, scenario: &(String, Vec<(String, String)>, Vec<String>, String)) {
    let (today, typed, attached, expected) = scenario;
    let typed = typed.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
    let (answers, unknown) = Answers::from_paths(procedure, typed);
    assert!(unknown.is_empty(), "{unknown:?}");
    let today = today.parse().expect("the day is ISO 8601");
    let e = evaluate(procedure, &answers, today, &Tables::default());
    let components = (0u16..).map(ComponentIx).zip(&procedure.components);
    let papers: Vec<_> = components.filter(|(_, one)| attached.contains(&one.id)).map(|(ix, _)| ix).collect();
    assert_eq!(verdict(procedure, &e, &papers), *expected);
}
