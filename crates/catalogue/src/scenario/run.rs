//! Comparing what follows with what must follow.

use super::{Due, Scenario, Told};
use crate::compile::Compiled;
use crate::diagnostic::{Position, Sink};
use dossier::evaluate::missing_papers;
use dossier::procedure::{Procedure, QuestionIx};
use dossier::{Amount, Evaluation, Presence};

/// Reports every difference.
pub(super) fn run(scenario: &Scenario, compiled: &Compiled, sink: &Sink) {
    let Some(procedure) = scenario.procedure(compiled) else {
        let message = format!("no version of {} is in force on {}", scenario.procedure, scenario.today);
        return sink.error(&scenario.at, message, "correct `procedure` or `today`");
    };
    let run = Run { scenario, procedure, e: scenario.evaluate(procedure, &compiled.tables), sink };
    run.known_names();
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
    fn paths(&self) -> impl Iterator<Item = &str> {
        self.procedure.questions.iter().map(|q| q.path.as_str())
    }

    fn known_names(&self) {
        for path in self.scenario.answers.keys().filter(|path| self.procedure.find(path).is_none()) {
            self.sink.unknown(&self.scenario.at, "question", path, self.paths());
        }
        let components = || self.procedure.components.iter().map(|c| c.id.as_str());
        for id in self.scenario.attached.iter().filter(|id| !components().any(|known| known == id.as_str())) {
            self.sink.unknown(&self.scenario.at, "component", id, components());
        }
    }

    fn question(&self, (at, path): &Told) -> Option<QuestionIx> {
        let found = self.procedure.find(path);
        if found.is_none() {
            self.sink.unknown(at, "question", path, self.paths());
        }
        found
    }

    fn presence(&self) {
        let see = &self.scenario.see;
        let expected = [("asked", &see.visible), ("hidden", &see.hidden), ("copied", &see.copied)];
        for (wanted, all) in expected {
            for told in all {
                let Some(ix) = self.question(told) else { continue };
                let found = match self.e.presence.get(ix.at()) {
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

    fn findings(&self) {
        let attached = self.scenario.papers(self.procedure);
        let missing = missing_papers(self.procedure, &self.e, &attached);
        let found = self.e.findings.iter().chain(&missing).map(|f| {
            format!("{} {} {}", f.severity.id(), f.at.path(self.procedure), f.code.id(self.procedure))
        });
        self.compare("finding", &self.scenario.see.findings, found.collect());
    }

    fn consequences(&self) {
        let see = &self.scenario.see;
        let p = self.procedure;
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
            if self.question(told).is_some() && sent.iter().any(|(path, _)| *path == told.1) {
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
