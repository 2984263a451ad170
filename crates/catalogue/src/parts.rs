//! What follows from answers: cases, rules, papers, the fee, the time. Written in the procedure or in parts.

use crate::diagnostic::{Position, Sink};
use crate::expand::{Expanded, check_id};
use crate::expr::{Checker, parse};
use crate::fields::{self, Fields};
use crate::keys;
use crate::lists::Entry;
use crate::reach;
use crate::scope::{ROOT, ScopeIx};
use crate::texts::Texts;
use crate::yaml::Node;
use dossier::expr::Expr;
use dossier::finding::Severity;
use dossier::procedure::{
    Benefit, Benefits, Case, Component, FeeItem, FeeRule, PaperKind, Per, Processing, Question, QuestionIx,
    ResultPaper, RowsIx, Rule, Text,
};
use std::cell::RefCell;
use std::collections::BTreeSet;
use vietnam::calendar::{Term, TermUnit};

/// What is needed to read a part of a procedure.
pub(crate) struct Context<'c, 'a> {
    pub(crate) checker: &'c Checker<'c, 'a>,
    pub(crate) texts: Texts<'c, 'a>,
    pub(crate) expanded: &'c Expanded<'a>,
    pub(crate) questions: &'c [Question],
    pub(crate) sink: &'a Sink,
    pub(crate) doubts: &'c RefCell<Vec<String>>,
    /// Codes that rules suggest.
    pub(crate) suggests: &'c RefCell<Vec<(Position, String)>>,
}

impl<'a> Context<'_, 'a> {
    /// A condition that can hold.
    pub(crate) fn condition(&self, scope: ScopeIx, node: &'a Node) -> Option<Expr> {
        self.condition_within(None, scope, node)
    }

    /// A condition that can hold, read beside a row of a group.
    pub(crate) fn condition_within(
        &self,
        row: Option<RowsIx>,
        scope: ScopeIx,
        node: &'a Node,
    ) -> Option<Expr> {
        let by_params = self.texts.scopes.beyond_rows(scope) != ROOT;
        let (scope, node) = self.texts.scopes.follow(scope, node);
        let ast = parse(self.texts.scopes, scope, node, self.sink)?;
        let checker = Checker { names: self.checker.names.within(row), ..*self.checker };
        let expr = checker.condition(&ast)?;
        // What a parameter leaves out is meant to be.
        let left_out = by_params && ast.constant() == Some(false);
        if !left_out && !reach::possible(&expr, self.questions) {
            let help = "no answers make it true: change the condition, or take it out";
            self.sink.error(&node.at, "this condition never holds", help);
        }
        Some(expr)
    }

    /// The condition under `when`. Outer `None`: it is wrong.
    pub(crate) fn when(&self, scope: ScopeIx, fields: &Fields<'a>) -> Option<Option<Expr>> {
        self.when_in(None, scope, fields)
    }

    /// The condition under `when`, read beside a row of a group.
    pub(crate) fn when_in(
        &self,
        row: Option<RowsIx>,
        scope: ScopeIx,
        fields: &Fields<'a>,
    ) -> Option<Option<Expr>> {
        match fields.get("when") {
            None => Some(None),
            Some(node) => {
                let when = self.condition_within(row, scope, node)?;
                Some((when != Expr::Bool(true)).then_some(when))
            }
        }
    }

    /// An amount of money.
    fn amount(&self, scope: ScopeIx, node: &'a Node) -> Option<Expr> {
        self.checker.amount(&parse(self.texts.scopes, scope, node, self.sink)?)
    }

    /// Notes what is unverified about `what`.
    pub(crate) fn doubt(&self, what: &str, fields: &Fields<'a>) {
        if let Some(why) = fields.words("unverified") {
            self.doubts.borrow_mut().push(format!("{what}: {why}"));
        }
    }

    fn question(&self, scope: ScopeIx, fields: &Fields<'a>, key: &str) -> Option<QuestionIx> {
        let (scope, node) = self.texts.scopes.follow(scope, fields.need(key)?);
        self.checker.names.any_question(scope, fields::words(node, self.sink)?, &node.at)
    }

    /// Entries of a list, each with an id of its own.
    pub(crate) fn each<T>(
        &self,
        entries: &[Entry<'a>],
        known: &[&str],
        read: impl Fn(ScopeIx, &Fields<'a>, &str) -> Option<T>,
    ) -> Vec<T> {
        let mut ids = BTreeSet::new();
        let mut all = Vec::new();
        for (scope, node) in entries {
            let Some(fields) = Fields::of(node, self.sink, known) else { continue };
            let Some(id) = self.texts.need_words(*scope, &fields, "id") else { continue };
            if !ids.insert(id.clone()) {
                self.sink.error(
                    fields.at(),
                    format!("the id \"{id}\" stands twice"),
                    "give one of them another id",
                );
            }
            self.doubt(&id, &fields);
            all.extend(read(*scope, &fields, &id));
        }
        all
    }
}

pub(crate) fn cases<'a>(context: &Context<'_, 'a>, entries: &[Entry<'a>]) -> Vec<Case> {
    context.each(entries, keys::CASE, |scope, fields, id| {
        check_id(id, fields.at(), context.sink);
        let name = context.texts.label(scope, fields, "name")?;
        Some(Case { id: id.into(), name, when: context.condition(scope, fields.need("when")?)? })
    })
}

pub(crate) fn rules<'a>(context: &Context<'_, 'a>, entries: &[Entry<'a>]) -> Vec<Rule> {
    const SEVERITIES: [(&str, Severity); 3] = [
        ("error_when", Severity::Error),
        ("warning_when", Severity::Warning),
        ("notice_when", Severity::Notice),
    ];
    context.each(entries, keys::RULE, |scope, fields, id| {
        let given: Vec<_> = SEVERITIES.iter().filter_map(|(key, s)| Some((fields.get(key)?, *s))).collect();
        let [(condition, severity)] = given[..] else {
            let help = "write one of error_when, warning_when, notice_when";
            context.sink.error(fields.at(), format!("the rule \"{id}\" needs one condition"), help);
            return None;
        };
        let law = context.texts.need_words(scope, fields, "law");
        let at = context.question(scope, fields, "at");
        let text = context.texts.need(scope, fields, "text");
        // Beside a question of a row, names mean that row.
        let row = at.and_then(|at| context.checker.names.group_of(at));
        let when = context.condition_within(row, scope, condition);
        let suggests = context.texts.words(scope, fields, "suggests");
        if let (Some(code), Some(node)) = (&suggests, fields.get("suggests")) {
            context.suggests.borrow_mut().push((node.at.clone(), code.clone()));
        }
        Some(Rule { id: id.into(), law: law?, severity, when: when?, at: at?, text: text?, suggests })
    })
}

pub(crate) fn components<'a>(context: &Context<'_, 'a>, entries: &[Entry<'a>]) -> Vec<Component> {
    context.each(entries, keys::COMPONENT, |scope, fields, id| {
        check_id(id, fields.at(), context.sink);
        fields.need_source(&format!("the component \"{id}\""));
        let papers = papers(context, scope, fields.list("papers"));
        if fields.list("papers").is_empty() {
            let help = "list under `papers:` what serves, the usual one first";
            context.sink.error(fields.at(), format!("the component \"{id}\" names no paper"), help);
        }
        Some(Component {
            id: id.into(),
            name: context.texts.label(scope, fields, "name")?,
            help: context.texts.get(scope, fields, "help"),
            when: context.when(scope, fields)?,
            optional: context.texts.flag(scope, fields, "optional"),
            papers,
        })
    })
}

fn papers<'a>(context: &Context<'_, 'a>, scope: ScopeIx, nodes: &'a [Node]) -> Vec<PaperKind> {
    let entries: Vec<Entry<'a>> = nodes.iter().map(|node| (scope, node)).collect();
    context.each(&entries, keys::PAPER_KIND, |scope, fields, id| {
        check_id(id, fields.at(), context.sink);
        let (originals, copies) = (fields.number_or_zero("originals"), fields.number_or_zero("copies"));
        if (originals, copies) == (0, 0) {
            let help = "say how many: `originals: 1`, `copies: 1` or both";
            context.sink.error(fields.at(), format!("of the paper \"{id}\" none is needed"), help);
        }
        Some(PaperKind {
            id: id.into(),
            code: context.texts.words(scope, fields, "code"),
            name: context.texts.need(scope, fields, "name")?,
            originals,
            copies,
        })
    })
}

/// Papers that need not be handed in.
pub(crate) fn spared<'a>(context: &Context<'_, 'a>, entries: &[Entry<'a>]) -> Vec<Text> {
    let read = |(scope, node): &Entry<'a>| {
        let fields = Fields::of(node, context.sink, keys::SPARED)?;
        fields.need_source("the paper that is spared");
        context.doubt("spared", &fields);
        context.texts.need(*scope, &fields, "name")
    };
    entries.iter().filter_map(read).collect()
}

/// What the citizen receives.
pub(crate) fn results<'a>(context: &Context<'_, 'a>, fields: &Fields<'a>) -> Vec<ResultPaper> {
    fields.need("results");
    let read = |node: &'a Node| {
        let fields = Fields::of(node, context.sink, keys::RESULT)?;
        context.doubt("results", &fields);
        let code = fields.words("code").map(str::to_string);
        Some(ResultPaper { name: context.texts.label(ROOT, &fields, "name")?, code })
    };
    fields.list("results").iter().filter_map(read).collect()
}

pub(crate) fn fee<'a>(context: &Context<'_, 'a>, entries: &[Entry<'a>]) -> Vec<FeeItem> {
    context.each(entries, keys::FEE, |scope, fields, id| {
        check_id(id, fields.at(), context.sink);
        fields.need_source(&format!("the fee \"{id}\""));
        let label = context.texts.label(scope, fields, "label");
        let when = context.when(scope, fields);
        let amount = fee_rule(context, scope, fields);
        let note = context.texts.get(scope, fields, "note");
        Some(FeeItem { id: id.into(), label: label?, when: when?, amount: amount?, note })
    })
}

fn fee_rule<'a>(context: &Context<'_, 'a>, scope: ScopeIx, fields: &Fields<'a>) -> Option<FeeRule> {
    let flag = |key: &str| context.texts.flag(scope, fields, key);
    match (fields.get("amount"), flag("free"), flag("by_province")) {
        (Some(node), false, false) => context.amount(scope, node).map(FeeRule::Amount),
        (None, true, false) => Some(FeeRule::Free),
        (None, false, true) => Some(FeeRule::ByProvince),
        _ => {
            let help = "write one of `amount: rate.x * question`, `free: true`, `by_province: true`";
            context.sink.error(fields.at(), "a fee has one amount", help);
            None
        }
    }
}

/// What a person would get; lines of parts are added to the procedure's own.
pub(crate) fn benefits<'a>(context: &Context<'_, 'a>, entries: &[Entry<'a>]) -> Option<Benefits> {
    const PERS: [(&str, Per); 2] = [("month", Per::Month), ("once", Per::Once)];
    let all: Vec<(ScopeIx, Fields<'a>)> = entries
        .iter()
        .filter_map(|(scope, node)| {
            let fields = Fields::of(node, context.sink, keys::BENEFITS)?;
            context.doubt("benefits", &fields);
            Some((*scope, fields))
        })
        .collect();
    let having = |key: &str| all.iter().find(|(_, fields)| fields.get(key).is_some()).or(all.first());
    let (scope, fields) = having("per")?;
    let per = context.texts.need_words(*scope, fields, "per").and_then(|word| {
        let found = PERS.iter().find(|(known, _)| *known == word);
        if found.is_none() {
            context.sink.unknown(fields.at(), "period", &word, PERS.iter().map(|(known, _)| *known));
        }
        found.map(|(_, per)| *per)
    });
    let from = having("from").and_then(|(scope, fields)| context.texts.need(*scope, fields, "from"));
    let law = having("law").and_then(|(scope, fields)| context.texts.need_words(*scope, fields, "law"));
    let lines: Vec<Entry<'a>> = all
        .iter()
        .flat_map(|(scope, fields)| fields.list("lines").iter().map(|node| (*scope, node)))
        .collect();
    if lines.is_empty() {
        context.sink.error(all.first()?.1.at(), "the benefits have no lines", "list them under `lines:`");
    }
    Some(Benefits { per: per?, from: from?, law: law?, lines: benefit_lines(context, &lines) })
}

fn benefit_lines<'a>(context: &Context<'_, 'a>, entries: &[Entry<'a>]) -> Vec<Benefit> {
    let ids: Vec<&str> = entries.iter().filter_map(|(_, node)| node.get("id")?.words()).collect();
    context.each(entries, keys::BENEFIT, |scope, fields, id| {
        check_id(id, fields.at(), context.sink);
        let place = |node: &'a Node| {
            let other = fields::words(node, context.sink)?;
            let found = ids.iter().position(|known| *known == other);
            if found.is_none() {
                context.sink.unknown(&node.at, "benefit", other, ids.iter().copied());
            }
            u16::try_from(found?).ok()
        };
        let label = context.texts.label(scope, fields, "label");
        let when = context.condition(scope, fields.need("when")?);
        let amount = context.amount(scope, fields.need("amount")?);
        let law = context.texts.need_words(scope, fields, "law");
        let beside = fields.list("beside").iter().filter_map(place).collect();
        Some(Benefit { id: id.into(), label: label?, when: when?, amount: amount?, law: law?, beside })
    })
}

pub(crate) fn time<'a>(context: &Context<'_, 'a>, entries: &[Entry<'a>]) -> Vec<Processing> {
    let read = |(scope, node): &Entry<'a>| {
        let fields = Fields::of(node, context.sink, keys::TIME)?;
        fields.need_source("the time to the result");
        context.doubt("time", &fields);
        let term = term(context, *scope, fields.need("term")?);
        let text = context.texts.need(*scope, &fields, "text");
        Some(Processing { when: context.when(*scope, &fields)?, term: term?, text: text? })
    };
    entries.iter().filter_map(read).collect()
}

fn term<'a>(context: &Context<'_, 'a>, scope: ScopeIx, node: &'a Node) -> Option<Term> {
    let (scopes, sink) = (context.texts.scopes, context.sink);
    let (scope, node) = scopes.follow(scope, node);
    let fields = Fields::of(node, sink, &["same_day", "working_days", "calendar_days"])?;
    if let Some(same_day) = fields.get("same_day") {
        let same_day = Fields::of(same_day, sink, &["cut_off"])?;
        let (_, cut_off) = scopes.follow(scope, same_day.need("cut_off")?);
        return Some(Term::SameDay { cut_off: fields::minute(cut_off, sink)? });
    }
    let (key, unit) = match fields.get("working_days") {
        Some(_) => ("working_days", TermUnit::WorkingDays),
        None => ("calendar_days", TermUnit::CalendarDays),
    };
    let (_, count) = scopes.follow(scope, fields.need(key)?);
    Some(Term::Days { count: fields::number(count, sink)?, unit })
}
