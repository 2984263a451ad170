//! What is said often stands once: conditions that come again and again are written to a file one time, and
//! referred to. A block's condition is joined into each of its questions; a phone downloads it once.

use dossier::expr::Expr;
use dossier::procedure::{FeeRule, Procedure, Required};
use std::collections::HashMap;

/// A reference takes two bytes; anything shorter is not worth one.
const WORTH: usize = 4;

/// Moves every expression that stands more than once into [`Procedure::shared`].
pub(crate) fn share(procedure: &mut Procedure) {
    let mut sharer = Sharer::default();
    visit(procedure, &mut |expr| sharer.count(expr));
    visit(procedure, &mut |expr| sharer.replace(expr));
    procedure.shared = sharer.shared;
}

#[derive(Default)]
struct Sharer {
    counts: HashMap<Vec<u8>, usize>,
    places: HashMap<Vec<u8>, u16>,
    shared: Vec<Expr>,
}

impl Sharer {
    /// What lies within something seen before is not counted again: the whole will be shared.
    fn count(&mut self, expr: &mut Expr) {
        let count = self.counts.entry(key(expr)).or_default();
        *count += 1;
        if *count == 1 {
            expr.parts_mut().into_iter().for_each(|part| self.count(part));
        }
    }

    fn replace(&mut self, expr: &mut Expr) {
        let key = key(expr);
        if key.len() < WORTH || self.counts.get(&key).is_none_or(|count| *count < 2) {
            return expr.parts_mut().into_iter().for_each(|part| self.replace(part));
        }
        let known = self.places.get(&key).copied();
        let place = known.or_else(|| {
            // Its own parts come first: a reference leads backwards alone.
            let mut whole = expr.clone();
            whole.parts_mut().into_iter().for_each(|part| self.replace(part));
            let place = u16::try_from(self.shared.len()).ok()?;
            self.shared.push(whole);
            self.places.insert(key, place);
            Some(place)
        });
        if let Some(place) = place {
            *expr = Expr::Shared(place);
        }
    }
}

fn key(expr: &Expr) -> Vec<u8> {
    postcard::to_allocvec(expr).unwrap_or_default()
}

fn visit(procedure: &mut Procedure, with: &mut dyn FnMut(&mut Expr)) {
    for question in &mut procedure.questions {
        question.when.iter_mut().for_each(&mut *with);
        if let Required::When(when) = &mut question.required {
            with(when);
        }
        question.copy.iter_mut().for_each(|copy| with(&mut copy.when));
    }
    procedure.rows.iter_mut().filter_map(|rows| rows.when.as_mut()).for_each(&mut *with);
    procedure.cases.iter_mut().for_each(|case| with(&mut case.when));
    procedure.rules.iter_mut().for_each(|rule| with(&mut rule.when));
    procedure.components.iter_mut().filter_map(|one| one.when.as_mut()).for_each(&mut *with);
    for item in &mut procedure.fee {
        item.when.iter_mut().for_each(&mut *with);
        if let FeeRule::Amount(amount) = &mut item.amount {
            with(amount);
        }
    }
    procedure.time.iter_mut().filter_map(|one| one.when.as_mut()).for_each(&mut *with);
    for line in procedure.benefits.iter_mut().flat_map(|all| &mut all.lines) {
        with(&mut line.when);
        with(&mut line.amount);
    }
}
