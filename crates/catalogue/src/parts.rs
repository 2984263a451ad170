//! What follows from answers: cases, rules, papers, the fee, the time.

use crate::diagnostic::Sink;
use crate::expand::check_id;
use crate::expr::{Checker, parse};
use crate::fields::{self, Fields};
use crate::reach;
use crate::scope::{ROOT, ScopeIx};
use crate::texts::Texts;
use crate::yaml::Node;
use dossier::expr::Expr;
use dossier::finding::Severity;
use dossier::kind::Kind;
use dossier::procedure::{
    Case, Component, FeeItem, FeeRule, PaperKind, Processing, Question, QuestionIx, RateIx, Rule,
};
use std::cell::RefCell;
use std::collections::BTreeSet;
use vietnam::calendar::{Term, TermUnit};

/// What is needed to read a part of a procedure.
pub(crate) struct Context<'c, 'a> {
    pub(crate) checker: &'c Checker<'c, 'a>,
    pub(crate) texts: Texts<'c, 'a>,
    pub(crate) questions: &'c [Question],
    pub(crate) sink: &'a Sink,
    pub(crate) doubts: &'c RefCell<Vec<String>>,
}

impl<'a> Context<'_, 'a> {
    /// A condition that can hold.
    pub(crate) fn condition(&self, scope: ScopeIx, node: &'a Node) -> Option<Expr> {
        let ast = parse(self.texts.scopes, scope, node, self.sink)?;
        let expr = self.checker.condition(&ast)?;
        if !reach::possible(&expr, self.questions) {
            let help = "no answers make it true: change the condition, or take it out";
            self.sink.error(&node.at, "this condition never holds", help);
        }
        Some(expr)
    }

    /// The condition under `when`. Outer `None`: it is wrong.
    pub(crate) fn when(&self, scope: ScopeIx, fields: &Fields<'a>) -> Option<Option<Expr>> {
        match fields.get("when") {
            None => Some(None),
            Some(node) => self.condition(scope, node).map(Some),
        }
    }

    /// Notes what is unverified about `what`.
    pub(crate) fn doubt(&self, what: &str, fields: &Fields<'a>) {
        if let Some(why) = fields.words("unverified") {
            self.doubts.borrow_mut().push(format!("{what}: {why}"));
        }
    }

    fn rate(&self, node: &Node) -> Option<RateIx> {
        let name = fields::words(node, self.sink)?;
        let id = name.strip_prefix("rate.").unwrap_or(name);
        let found = self.checker.rates.index(id);
        if found.is_none() {
            self.sink.unknown(&node.at, "rate", id, self.checker.rates.ids());
        }
        found
    }

    fn question(&self, fields: &Fields<'a>, key: &str) -> Option<QuestionIx> {
        let node = fields.need(key)?;
        self.checker.names.question(ROOT, fields::words(node, self.sink)?, &node.at)
    }

    /// Entries of a list, each with an id of its own.
    fn each<T>(
        &self,
        nodes: &'a [Node],
        known: &[&str],
        read: impl Fn(&Fields<'a>, &'a str) -> Option<T>,
    ) -> Vec<T> {
        let mut ids = BTreeSet::new();
        let mut all = Vec::new();
        for node in nodes {
            let Some(fields) = Fields::of(node, self.sink, known) else { continue };
            let Some(id) = fields.need_words("id") else { continue };
            if !ids.insert(id) {
                self.sink.error(
                    fields.at(),
                    format!("the id \"{id}\" stands twice"),
                    "give one of them another id",
                );
            }
            self.doubt(id, &fields);
            all.extend(read(&fields, id));
        }
        all
    }
}

pub(crate) fn cases<'a>(context: &Context<'_, 'a>, nodes: &'a [Node]) -> Vec<Case> {
    context.each(nodes, &["id", "name", "when", "unverified"], |fields, id| {
        check_id(id, fields.at(), context.sink);
        let name = context.texts.label(ROOT, fields, "name")?;
        Some(Case { id: id.into(), name, when: context.condition(ROOT, fields.need("when")?)? })
    })
}

pub(crate) fn rules<'a>(context: &Context<'_, 'a>, nodes: &'a [Node]) -> Vec<Rule> {
    const SEVERITIES: [(&str, Severity); 3] = [
        ("error_when", Severity::Error),
        ("warning_when", Severity::Warning),
        ("notice_when", Severity::Notice),
    ];
    let keys =
        ["id", "law", "error_when", "warning_when", "notice_when", "at", "text", "suggests", "unverified"];
    context.each(nodes, &keys, |fields, id| {
        let given: Vec<_> = SEVERITIES.iter().filter_map(|(key, s)| Some((fields.get(key)?, *s))).collect();
        let [(condition, severity)] = given[..] else {
            let help = "write one of error_when, warning_when, notice_when";
            context.sink.error(fields.at(), format!("the rule \"{id}\" needs one condition"), help);
            return None;
        };
        let law = fields.need_words("law");
        let at = context.question(fields, "at");
        let text = context.texts.need(ROOT, fields, "text");
        let when = context.condition(ROOT, condition);
        let suggests = fields.words("suggests").map(str::to_string);
        Some(Rule { id: id.into(), law: law?.into(), severity, when: when?, at: at?, text: text?, suggests })
    })
}

pub(crate) fn components<'a>(context: &Context<'_, 'a>, nodes: &'a [Node]) -> Vec<Component> {
    let keys = ["id", "name", "help", "when", "optional", "papers", "source", "unverified"];
    context.each(nodes, &keys, |fields, id| {
        check_id(id, fields.at(), context.sink);
        fields.need_source(&format!("the component \"{id}\""));
        let papers = papers(context, fields.list("papers"));
        if fields.list("papers").is_empty() {
            let help = "list under `papers:` what serves, the usual one first";
            context.sink.error(fields.at(), format!("the component \"{id}\" names no paper"), help);
        }
        Some(Component {
            id: id.into(),
            name: context.texts.label(ROOT, fields, "name")?,
            help: context.texts.get(ROOT, fields, "help"),
            when: context.when(ROOT, fields)?,
            optional: fields.flag("optional"),
            papers,
        })
    })
}

fn papers<'a>(context: &Context<'_, 'a>, nodes: &'a [Node]) -> Vec<PaperKind> {
    context.each(nodes, &["id", "code", "name", "originals", "copies", "unverified"], |fields, id| {
        check_id(id, fields.at(), context.sink);
        let (originals, copies) = (fields.number_or_zero("originals"), fields.number_or_zero("copies"));
        if (originals, copies) == (0, 0) {
            let help = "say how many: `originals: 1`, `copies: 1` or both";
            context.sink.error(fields.at(), format!("of the paper \"{id}\" none is needed"), help);
        }
        let code = fields.words("code").map(str::to_string);
        Some(PaperKind {
            id: id.into(),
            code,
            name: context.texts.need(ROOT, fields, "name")?,
            originals,
            copies,
        })
    })
}

pub(crate) fn fee<'a>(context: &Context<'_, 'a>, nodes: &'a [Node]) -> Vec<FeeItem> {
    let keys = ["id", "label", "when", "free", "rate", "each", "by_province", "source", "unverified"];
    context.each(nodes, &keys, |fields, id| {
        check_id(id, fields.at(), context.sink);
        fields.need_source(&format!("the fee \"{id}\""));
        let label = context.texts.label(ROOT, fields, "label");
        let when = context.when(ROOT, fields);
        Some(FeeItem { id: id.into(), label: label?, when: when?, amount: amount(context, fields)? })
    })
}

fn amount<'a>(context: &Context<'_, 'a>, fields: &Fields<'a>) -> Option<FeeRule> {
    let given =
        ["free", "rate", "each", "by_province"].iter().filter(|key| fields.get(key).is_some()).count();
    if given != 1 {
        let help = "write one of `free: true`, `rate: …`, `each: { rate: …, count: … }`, `by_province: true`";
        context.sink.error(fields.at(), "a fee has one amount", help);
        return None;
    }
    if let Some(node) = fields.get("rate") {
        return context.rate(node).map(FeeRule::Fixed);
    }
    if let Some(node) = fields.get("each") {
        let each = Fields::of(node, context.sink, &["rate", "count"])?;
        let rate = context.rate(each.need("rate")?)?;
        let count = context.question(&each, "count")?;
        if !matches!(context.checker.kinds.get(count.at()), Some(Kind::Count { .. })) {
            context.sink.error(
                &node.at,
                "the number of pieces is no `count`",
                "name a question of the kind count",
            );
        }
        return Some(FeeRule::Each(rate, count));
    }
    Some(if fields.flag("free") { FeeRule::Free } else { FeeRule::ByProvince })
}

pub(crate) fn time<'a>(context: &Context<'_, 'a>, nodes: &'a [Node]) -> Vec<Processing> {
    let read = |node: &'a Node| {
        let fields = Fields::of(node, context.sink, &["when", "term", "text", "source", "unverified"])?;
        fields.need_source("the time to the result");
        context.doubt("time", &fields);
        let term = term(fields.need("term")?, context.sink);
        let text = context.texts.need(ROOT, &fields, "text");
        Some(Processing { when: context.when(ROOT, &fields)?, term: term?, text: text? })
    };
    nodes.iter().filter_map(read).collect()
}

fn term(node: &Node, sink: &Sink) -> Option<Term> {
    let fields = Fields::of(node, sink, &["same_day", "working_days", "calendar_days"])?;
    if let Some(same_day) = fields.get("same_day") {
        let same_day = Fields::of(same_day, sink, &["cut_off"])?;
        return Some(Term::SameDay { cut_off: fields::minute(same_day.need("cut_off")?, sink)? });
    }
    if let Some(count) = fields.get("working_days") {
        return Some(Term::Days { count: fields::number(count, sink)?, unit: TermUnit::WorkingDays });
    }
    Some(Term::Days { count: fields.number("calendar_days")?, unit: TermUnit::CalendarDays })
}
