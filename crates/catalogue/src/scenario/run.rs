//! Comparing what follows with what must follow.

use super::{Due, Scenario, Told};
use crate::compile::Compiled;
use crate::diagnostic::{Position, Sink};
use dossier::evaluate::missing_papers;
use dossier::procedure::{Procedure, QuestionIx};
use dossier::{Amount, Answers, At, Evaluation, Finding, Presence, Severity};

/// Reports every difference.
pub(super) fn run(scenario: &Scenario, procedure: &Procedure, compiled: &Compiled, sink: &Sink) {
    let run = Run { scenario, procedure, e: scenario.evaluate(procedure, &compiled.tables), sink };
    run.known_names();
    run.complete();
    run.presence();
    run.findings();
    run.consequences();
    run.sent();
    if let Some(due) = &scenario.see.due {
        run.due(due, compiled);
    }
}

struct Run<'r> {
    scenario: &'r Scenario,
    procedure: &'r Procedure,
    e: Evaluation,
    sink: &'r Sink,
}

impl Run<'_> {
    fn known_names(&self) {
        let procedure = self.procedure;
        let (_, unknown) = self.scenario.as_typed(procedure);
        for path in unknown {
            let place = self.scenario.answers.get(path).map_or(&self.scenario.at, |(at, _)| at);
            self.unknown(place, path);
        }
        let components = || procedure.components.iter().map(|c| c.id.as_str());
        for (at, id) in &self.scenario.attached {
            if !components().any(|known| known == id) {
                self.sink.unknown(at, "component", id, components());
            }
        }
    }

    fn unknown(&self, at: &Position, path: &str) {
        let shape = &self.e.shape;
        let full = self.procedure.rows.iter().find(|rows| {
            let rest = path.strip_prefix(rows.path.as_str()).and_then(|rest| rest.strip_prefix('.'));
            let number = rest.and_then(|rest| rest.split('.').next()?.parse::<u32>().ok());
            number.is_some_and(|number| number > rows.max.into())
        });
        if let Some(rows) = full {
            let message = format!("\"{path}\" is a row too many");
            return self.sink.error(at, message, format!("\"{}\" has at most {} rows", rows.path, rows.max));
        }
        let known: Vec<String> = shape.cells().iter().map(|cell| shape.path(self.procedure, *cell)).collect();
        self.sink.unknown(at, "question", path, known.iter().map(String::as_str));
    }

    /// The cell of a path; inner `None` for one of a row that is not there.
    fn cell(&self, told: &Told) -> Option<Option<QuestionIx>> {
        let found = self.e.shape.find(self.procedure, &told.1);
        let is_known = || Answers::from_paths(self.procedure, [(told.1.as_str(), "")]).1.is_empty();
        if found.is_none() && is_known() { Some(None) } else { self.question(told).map(Some) }
    }

    fn question(&self, (at, path): &Told) -> Option<QuestionIx> {
        let found = self.e.shape.find(self.procedure, path);
        if found.is_none() {
            self.unknown(at, path);
        }
        found
    }

    /// Nothing forbids sending, and every paper that is needed is attached.
    fn complete(&self) {
        let Some(at) = &self.scenario.complete else { return };
        for finding in self.all_findings().filter(|finding| finding.severity == Severity::Error) {
            let path = finding.at.path(self.procedure, &self.e.shape);
            let message = format!("it is not complete: {} at \"{path}\"", finding.code.id(self.procedure));
            self.differ(at, message);
        }
    }

    fn all_findings(&self) -> impl Iterator<Item = Finding> {
        let missing = missing_papers(self.procedure, &self.e, &self.scenario.papers(self.procedure));
        self.e.findings.iter().copied().chain(missing)
    }

    fn presence(&self) {
        let see = &self.scenario.see;
        let expected = [("asked", &see.visible), ("hidden", &see.hidden), ("copied", &see.copied)];
        for (wanted, all) in expected {
            for told in all {
                let Some(cell) = self.cell(told) else { continue };
                let found = match cell.and_then(|cell| self.e.presence.get(cell.at())) {
                    Some(Presence::Asked) => "asked",
                    Some(Presence::Copied(_)) => "copied",
                    _ => "hidden",
                };
                if found != wanted {
                    self.differ(&told.0, format!("\"{}\" is {found}, expected {wanted}", told.1));
                }
            }
        }
    }

    /// Paths of what may be left empty, and `attach.…` of papers it may go without.
    fn optional(&self) -> Vec<String> {
        let (p, e) = (self.procedure, &self.e);
        let asked = e.shape.cells().into_iter().filter(|cell| e.is_asked(*cell));
        let free = asked.filter(|cell| e.required.get(cell.at()) == Some(&false));
        let free = free.map(|cell| e.shape.path(p, cell));
        let papers = e.components.iter().filter(|ix| p.components.get(ix.at()).is_some_and(|c| c.optional));
        free.chain(papers.map(|ix| At::Component(*ix).path(p, &e.shape))).collect()
    }

    fn findings(&self) {
        let found = self.all_findings().map(|f| {
            let path = f.at.path(self.procedure, &self.e.shape);
            format!("{} {path} {}", f.severity.id(), f.code.id(self.procedure))
        });
        self.compare("finding", &self.scenario.see.findings, found.collect());
    }

    fn consequences(&self) {
        let see = &self.scenario.see;
        let p = self.procedure;
        self.compare("optional", &see.optional, self.optional());
        let cases = self.e.cases.iter().filter_map(|at| Some(p.cases.get(usize::from(*at))?.id.clone()));
        self.compare("case", &see.cases, cases.collect());
        let components =
            self.e.components.iter().filter_map(|ix| Some(p.components.get(ix.at())?.id.clone()));
        self.compare("component", &see.components, components.collect());
        let fee = self.e.fee.iter().filter_map(|line| {
            let amount = match line.amount {
                Amount::Known(amount) => amount.to_string(),
                Amount::ByProvince => "by_province".into(),
            };
            Some(format!("{} {amount}", p.fee.get(usize::from(line.item))?.id))
        });
        self.compare("fee", &see.fee, fee.collect());
        let lines: Vec<_> = p.benefits.iter().flat_map(|all| &all.lines).collect();
        let benefits =
            self.e.benefits.iter().filter_map(|line| {
                Some(format!("{} {}", lines.get(usize::from(line.line))?.id, line.amount))
            });
        self.compare("benefit", &see.benefits, benefits.collect());
    }

    fn sent(&self) {
        let sent = self.e.sent(self.procedure);
        for (told, wanted) in &self.scenario.see.sent {
            if self.question(told).is_none() {
                continue;
            }
            let found = sent.iter().find(|(path, _)| *path == told.1).map(|(_, value)| value.as_str());
            if found != Some(wanted) {
                let found = found.map_or("not sent".to_string(), |value| format!("sent as \"{value}\""));
                self.differ(&told.0, format!("\"{}\" is {found}, expected \"{wanted}\"", told.1));
            }
        }
        for told in &self.scenario.see.unsent {
            if self.cell(told).is_some() && sent.iter().any(|(path, _)| *path == told.1) {
                self.differ(&told.0, format!("\"{}\" is sent", told.1));
            }
        }
    }

    fn due(&self, due: &Due, compiled: &Compiled) {
        let Some(site) = compiled.index.site(&due.site) else {
            let sites = compiled.index.sites.iter().map(|site| site.id.as_str());
            return self.sink.unknown(&due.at, "site", &due.site, sites);
        };
        let calendar = &compiled.index.calendar;
        match dossier::due(self.procedure, &self.e, due.received, calendar, site.closes) {
            Some(found) if found == due.on => {}
            Some(found) => self.differ(&due.at, format!("due on {found}, expected {}", due.on)),
            None => self.differ(&due.at, format!("no time to the result, expected {}", due.on)),
        }
    }

    fn compare(&self, what: &str, expected: &Option<(Position, Vec<String>)>, found: Vec<String>) {
        let Some((at, expected)) = expected else { return };
        let mut found = found;
        for one in expected {
            match found.iter().position(|other| other == one) {
                Some(same) => drop(found.remove(same)),
                None => self.differ(at, format!("{what} \"{one}\" is expected, but not there")),
            }
        }
        for one in found {
            self.differ(at, format!("{what} \"{one}\" is there, but not expected, or twice"));
        }
    }

    fn differ(&self, at: &Position, message: String) {
        let help =
            format!("in \"{}\": put the procedure right, or what is expected of it", self.scenario.name);
        self.sink.error(at, message, help);
    }
}
