//! The changes of a procedure: one in one place.

use crate::bend::{changed, conjuncts, negated, walk};
use crate::words::{last, words};
use catalogue::Origins;
use dossier::procedure::{Component, FeeRule, Required};
use dossier::{Expr, Procedure, Severity};
use vietnam::calendar::Term;

/// A procedure that says something else in one place.
pub(crate) struct Mutant {
    pub(crate) procedure: Procedure,
    /// Where it is written, what it is, and which of the changes there this one is.
    pub(crate) place: (String, String, usize),
    /// What was changed.
    pub(crate) change: String,
    /// Other things than what follows from the answers may differ: days to the result, papers missing.
    pub(crate) beyond_answers: bool,
}

/// Makes every mutant of a procedure.
pub(crate) fn mutants(original: &Procedure, origins: &Origins, each: &mut dyn FnMut(Mutant)) {
    let mut make = Make { original, origins, written: String::new(), count: 0, each };
    make.asked();
    make.required();
    make.copied();
    make.conclusions();
    make.money();
    make.times();
    make.rates();
}

struct Make<'m> {
    original: &'m Procedure,
    origins: &'m Origins,
    /// Where the thing is written that is being changed.
    written: String,
    /// Changes made there.
    count: usize,
    each: &'m mut dyn FnMut(Mutant),
}

/// Where a condition stands that several things have in common.
#[derive(Clone, Copy, PartialEq)]
enum Slot {
    Question(usize),
    Rows(usize),
}

impl Slot {
    fn when(self, procedure: &Procedure) -> &Option<Expr> {
        match self {
            Slot::Question(at) => &procedure.questions[at].when,
            Slot::Rows(at) => &procedure.rows[at].when,
        }
    }

    fn when_mut(self, procedure: &mut Procedure) -> &mut Option<Expr> {
        match self {
            Slot::Question(at) => &mut procedure.questions[at].when,
            Slot::Rows(at) => &mut procedure.rows[at].when,
        }
    }
}

impl Make<'_> {
    fn at(&mut self, written: &str) {
        (self.written, self.count) = (written.into(), 0);
    }

    fn plain(&mut self, place: String, change: impl Into<String>, with: impl FnOnce(&mut Procedure)) {
        self.made(place, change, false, with);
    }

    fn made(
        &mut self,
        place: String,
        change: impl Into<String>,
        beyond_answers: bool,
        with: impl FnOnce(&mut Procedure),
    ) {
        let mut procedure = self.original.clone();
        with(&mut procedure);
        self.count += 1;
        let place = (self.written.clone(), place, self.count);
        (self.each)(Mutant { procedure, place, change: change.into(), beyond_answers });
    }

    /// A condition of its own: changed within, and said the other way round.
    fn condition(&mut self, place: &str, when: &Expr, put: impl Fn(&mut Procedure, Expr)) {
        for (change, after) in changed(when, self.original).into_iter().chain([negated(when, self.original)])
        {
            self.made(place.into(), change, true, |p| put(p, after));
        }
    }

    /// The same, where it may be left out.
    fn optional(&mut self, place: &str, when: &Option<Expr>, put: impl Fn(&mut Procedure, Option<Expr>)) {
        let Some(when) = when else { return };
        self.condition(place, when, |p, after| put(p, Some(after)));
        let change = format!("without its condition `{}`", words(when, self.original));
        self.made(place.into(), change, true, |p| put(p, None));
    }

    /// When questions are asked. A condition of a step or a block is joined into each of its questions; it is
    /// changed in all of them, as it would be in the file.
    fn asked(&mut self) {
        let original = self.original;
        for (conjunct, slots) in runs(original) {
            let Some(Slot::Question(first)) = slots.first().copied() else { continue };
            let place = format!("{} asked", last(&original.questions[first].path));
            let nth = conjuncts(&original.questions[first].when).iter().position(|one| *one == conjunct);
            let written = nth.and_then(|nth| self.origins.asked[first].get(nth));
            self.at(written.unwrap_or(&self.origins.questions[first]));
            let mut all: Vec<(String, Option<Expr>)> =
                changed(&conjunct, original).into_iter().map(|(c, e)| (c, Some(e))).collect();
            let (change, after) = negated(&conjunct, original);
            all.push((change, Some(after)));
            all.push((format!("without `{}`", words(&conjunct, original)), None));
            for (change, after) in all {
                let replaced = |slot: Slot| {
                    let mut rest = conjuncts(slot.when(original));
                    let at = rest.iter().position(|one| *one == conjunct);
                    match (at, &after) {
                        (Some(at), Some(after)) => rest[at] = after.clone(),
                        (Some(at), None) => drop(rest.remove(at)),
                        (None, _) => {}
                    }
                    if rest.is_empty() { None } else { Some(Expr::And(rest)) }
                };
                self.made(place.clone(), change, false, |p| {
                    slots.iter().for_each(|slot| *slot.when_mut(p) = replaced(*slot));
                });
            }
        }
    }

    fn required(&mut self) {
        let original = self.original;
        for (at, question) in original.questions.iter().enumerate() {
            self.at(&self.origins.questions[at]);
            let place = format!("{} required", last(&question.path));
            match &question.required {
                Required::Always => {
                    self.plain(place, "never", |p| p.questions[at].required = Required::Never);
                }
                Required::Never => {
                    self.plain(place, "always", |p| p.questions[at].required = Required::Always);
                }
                Required::When(when) => {
                    self.plain(place.clone(), "never", |p| p.questions[at].required = Required::Never);
                    self.plain(place.clone(), "always", |p| p.questions[at].required = Required::Always);
                    self.condition(&place, when, |p, after| {
                        p.questions[at].required = Required::When(after);
                    });
                }
            }
        }
    }

    /// When an answer is taken over: that its source is asked is the compiler's own part of the condition.
    fn copied(&mut self) {
        let original = self.original;
        let own = |at: usize| {
            let copy = original.questions.get(at)?.copy.as_ref()?;
            let source = original.question(copy.of)?;
            Some(match &copy.when {
                Expr::And(all) if source.when.is_some() => all.first()?.clone(),
                whole => whole.clone(),
            })
        };
        let mut at = 0;
        while at < original.questions.len() {
            let Some(when) = own(at) else {
                at += 1;
                continue;
            };
            let end = (at..).find(|next| own(*next).as_ref() != Some(&when)).unwrap_or(at + 1);
            self.at(&self.origins.questions[at]);
            let place = format!("{} taken over", last(&original.questions[at].path));
            self.condition(&place, &when, |p, after| {
                for question in &mut p.questions[at..end] {
                    if let Some(copy) = &mut question.copy {
                        match &mut copy.when {
                            Expr::And(all) if all.first() == Some(&when) => all[0] = after.clone(),
                            whole => *whole = after.clone(),
                        }
                    }
                }
            });
            at = end;
        }
    }

    fn conclusions(&mut self) {
        let original = self.original;
        for (at, case) in original.cases.iter().enumerate() {
            self.at(self.origins.entry("cases", at));
            let place = format!("case {}", case.id);
            self.plain(place.clone(), "dropped", |p| drop(p.cases.remove(at)));
            self.condition(&place, &case.when, |p, after| p.cases[at].when = after);
        }
        for (at, rule) in original.rules.iter().enumerate() {
            self.at(self.origins.entry("rules", at));
            let place = format!("rule {}", rule.id);
            self.plain(place.clone(), "dropped", |p| drop(p.rules.remove(at)));
            if rule.severity == Severity::Error {
                self.plain(place.clone(), "a notice", |p| p.rules[at].severity = Severity::Notice);
            }
            self.condition(&place, &rule.when, |p, after| p.rules[at].when = after);
        }
        for (at, component) in original.components.iter().enumerate() {
            let Component { id, when, optional, .. } = component;
            self.at(self.origins.entry("components", at));
            let place = format!("component {id}");
            self.plain(place.clone(), "dropped", |p| drop(p.components.remove(at)));
            let change = if *optional { "needed" } else { "optional" };
            self.made(place.clone(), change, true, |p| p.components[at].optional = !optional);
            self.optional(&place, when, |p, after| p.components[at].when = after);
        }
    }

    fn money(&mut self) {
        let original = self.original;
        for (at, item) in original.fee.iter().enumerate() {
            self.at(self.origins.entry("fee", at));
            let place = format!("fee {}", item.id);
            self.plain(place.clone(), "dropped", |p| drop(p.fee.remove(at)));
            self.optional(&place, &item.when, |p, after| p.fee[at].when = after);
            if let FeeRule::Amount(amount) = &item.amount {
                for (change, after) in changed(amount, original) {
                    self.plain(place.clone(), change, |p| p.fee[at].amount = FeeRule::Amount(after));
                }
            }
        }
        let lines = original.benefits.as_ref().map_or(&[][..], |all| &all.lines);
        for (at, line) in lines.iter().enumerate() {
            self.at(self.origins.entry("benefits", at));
            let place = format!("benefit {}", line.id);
            let lines = |p: &mut Procedure, with: &dyn Fn(&mut Vec<dossier::procedure::Benefit>)| {
                p.benefits.iter_mut().for_each(|all| with(&mut all.lines));
            };
            self.plain(place.clone(), "dropped", |p| {
                lines(p, &|all| {
                    all.remove(at);
                    for line in all {
                        line.beside.retain(|other| usize::from(*other) != at);
                        let later = |other: &mut u16| *other -= u16::from(usize::from(*other) > at);
                        line.beside.iter_mut().for_each(later);
                    }
                });
            });
            self.condition(&place, &line.when, |p, after| {
                lines(p, &|all| all[at].when = after.clone());
            });
            for (change, after) in changed(&line.amount, original) {
                self.plain(place.clone(), change, |p| lines(p, &|all| all[at].amount = after.clone()));
            }
        }
    }

    fn times(&mut self) {
        let original = self.original;
        for (at, time) in original.time.iter().enumerate() {
            self.at(self.origins.entry("time", at));
            let place = format!("time {}", at + 1);
            self.optional(&place, &time.when, |p, after| p.time[at].when = after);
            if let Term::Days { count, unit } = time.term {
                for other in [count.saturating_add(1), count.saturating_sub(1)] {
                    let change = format!("{other} days instead of {count}");
                    let term = Term::Days { count: other, unit };
                    self.made(place.clone(), change, true, |p| p.time[at].term = term);
                }
            }
        }
    }

    /// Numbers of the law: those that something reads, on the days on which this version is the law.
    fn rates(&mut self) {
        let original = self.original;
        let mut read = vec![false; original.rates.len()];
        every_expression(original, &mut |expr| {
            if let Expr::Rate(ix) = expr {
                read[ix.at()] = true;
            }
        });
        let law = original.in_force;
        for (at, rate) in original.rates.iter().enumerate().filter(|(at, _)| read[*at]) {
            for (which, (period, value)) in rate.values.iter().enumerate() {
                let meets =
                    law.to.is_none_or(|to| period.from <= to) && period.to.is_none_or(|to| law.from <= to);
                if meets {
                    self.at("procedures/rates");
                    self.count = which;
                    let place = format!("rate {} from {}", rate.id, period.from);
                    let change = format!("{} instead of {value}", value + 1);
                    self.made(place, change, true, |p| p.rates[at].values[which].1 += 1);
                }
            }
        }
    }
}

/// Conditions that neighbouring questions have in common, and groups of rows with them.
fn runs(procedure: &Procedure) -> Vec<(Expr, Vec<Slot>)> {
    let mut runs: Vec<(Expr, Vec<Slot>)> = Vec::new();
    for (at, question) in procedure.questions.iter().enumerate() {
        for conjunct in conjuncts(&question.when) {
            let goes_on = |(other, slots): &&mut (Expr, Vec<Slot>)| {
                *other == conjunct && at > 0 && slots.contains(&Slot::Question(at - 1))
            };
            match runs.iter_mut().find(goes_on) {
                Some((_, slots)) => slots.push(Slot::Question(at)),
                None => runs.push((conjunct.clone(), vec![Slot::Question(at)])),
            }
        }
    }
    for (at, rows) in procedure.rows.iter().enumerate() {
        for conjunct in conjuncts(&rows.when) {
            let first = Slot::Question(usize::from(rows.first));
            let joined =
                |(other, slots): &&mut (Expr, Vec<Slot>)| *other == conjunct && slots.contains(&first);
            if let Some((_, slots)) = runs.iter_mut().find(joined) {
                slots.push(Slot::Rows(at));
            }
        }
    }
    runs
}

fn every_expression(p: &Procedure, visit: &mut dyn FnMut(&Expr)) {
    let required = p.questions.iter().filter_map(|q| match &q.required {
        Required::When(when) => Some(when),
        _ => None,
    });
    let amounts = p.fee.iter().filter_map(|item| match &item.amount {
        FeeRule::Amount(amount) => Some(amount),
        _ => None,
    });
    let lines = p.benefits.iter().flat_map(|all| &all.lines);
    p.questions
        .iter()
        .filter_map(|q| q.when.as_ref())
        .chain(p.questions.iter().filter_map(|q| Some(&q.copy.as_ref()?.when)))
        .chain(required)
        .chain(p.cases.iter().map(|case| &case.when))
        .chain(p.rules.iter().map(|rule| &rule.when))
        .chain(p.components.iter().filter_map(|one| one.when.as_ref()))
        .chain(p.fee.iter().filter_map(|one| one.when.as_ref()))
        .chain(p.time.iter().filter_map(|one| one.when.as_ref()))
        .chain(amounts)
        .chain(lines.flat_map(|line| [&line.when, &line.amount]))
        .for_each(|expr| walk(expr, visit));
}
