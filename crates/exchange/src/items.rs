//! The things in lists, and what is known of each.

use crate::Kept;
use crate::fill::{Fill, Item};
use crate::mapping::{Fact, List};
use crate::state::code;
use dossier::Amount;
use protocol::track::{Happened, State};
use vietnam::places::{Commune, CommuneCode};

/// What the declaration is called among the papers.
const DECLARATION: &str = "Tờ khai điện tử";

impl<'a> Fill<'a> {
    /// The things of a list, in order.
    pub(crate) fn items(&self, list: List) -> Vec<Item<'a>> {
        let kept = self.kept;
        match list {
            List::Papers => self.papers(),
            List::Files => {
                self.files.iter().filter(|file| self.serves(**file)).map(|file| Item::File(*file)).collect()
            }
            List::Fees => kept.evaluation.fee.iter().map(|line| Item::Fee(*line)).collect(),
            List::Requests => {
                let asked = |event: &(usize, &Happened)| event.1.state == State::Supplement;
                kept.events
                    .iter()
                    .enumerate()
                    .filter(asked)
                    .map(|(at, event)| Item::Event(at, event))
                    .collect()
            }
            List::Once => vec![Item::Dossier],
            List::Nothing => Vec::new(),
        }
    }

    /// The declaration, where it fills a component, then the papers of which there are files, in the order of the
    /// procedure. What is sent later is no declaration.
    fn papers(&self) -> Vec<Item<'a>> {
        let procedure = self.kept.procedure;
        let declaration = procedure.declaration.as_deref().filter(|_| self.item == Item::Dossier);
        let mut papers: Vec<_> = declaration.map(Item::Declaration).into_iter().collect();
        for component in &procedure.components {
            for paper in &component.papers {
                let item = Item::Paper(component, paper);
                let of_it = Fill { item, ..*self };
                if self.files.iter().any(|file| of_it.serves(*file)) {
                    papers.push(item);
                }
            }
        }
        papers
    }

    /// Does this file of the manifest belong to the paper at hand? Where none is, all do.
    fn serves(&self, file: usize) -> bool {
        match self.item {
            Item::Declaration(_) => false,
            Item::Paper(component, paper) => self
                .kept
                .submission
                .attachments
                .get(file)
                .is_some_and(|file| file.component == component.id && file.paper == paper.id),
            _ => true,
        }
    }

    /// What is known. Times are ISO 8601 with the hour of Viet Nam.
    pub(crate) fn fact(&self, fact: Fact) -> Option<String> {
        let Kept { submission, receipt, agency, field, procedure, evaluation, .. } = *self.kept;
        Some(match fact {
            Fact::Number => submission.number.as_str().into(),
            Fact::Code => receipt.code.clone(),
            Fact::Agency => agency.into(),
            Fact::Office => self.office(),
            Fact::Procedure => procedure.code.clone(),
            Fact::ProcedureName => procedure.name.vi.clone(),
            Fact::Field => field.into(),
            Fact::Cases => {
                let cases = evaluation.cases.iter().filter_map(|at| procedure.cases.get(usize::from(*at)));
                cases.map(|case| case.name.vi.as_str()).collect::<Vec<_>>().join("; ")
            }
            Fact::Received => receipt.received_at.clone(),
            Fact::Due => {
                let closes = self.kept.closes;
                format!("{}T{:02}:{:02}:00", self.kept.due?, closes / 60, closes % 60)
            }
            Fact::State => code(self.kept.events.last().map_or(State::Received, |event| event.state)).into(),
            Fact::Accepted => self.last(State::Accepted)?,
            Fact::Refused => self.last(State::Refused)?,
            Fact::Finished => self.last(State::Finished)?,
            Fact::Returned => self.last(State::Returned)?,
            Fact::HasFiles => (!submission.attachments.is_empty()).to_string(),
            _ => return self.of_item(fact),
        })
    }

    fn of_item(&self, fact: Fact) -> Option<String> {
        match self.item {
            Item::Dossier => None,
            Item::Words(words) => (fact == Fact::Said).then(|| words.into()),
            Item::Declaration(code) => match fact {
                Fact::Name => Some(DECLARATION.into()),
                Fact::PaperCode => Some(code.into()),
                Fact::Originals => Some("1".into()),
                Fact::Copies => Some("0".into()),
                _ => None,
            },
            Item::Paper(_, paper) => match fact {
                Fact::Name => Some(paper.name.vi.clone()),
                Fact::PaperCode => paper.code.clone(),
                Fact::Originals => Some(paper.originals.to_string()),
                Fact::Copies => Some(paper.copies.to_string()),
                _ => None,
            },
            Item::File(at) => self.of_file(at, fact),
            Item::Fee(line) => {
                let item = self.kept.procedure.fee.get(usize::from(line.item))?;
                match (fact, line.amount) {
                    (Fact::Name, _) => Some(item.label.vi.clone()),
                    (Fact::FeeId, _) => Some(item.id.clone()),
                    (Fact::Amount, Amount::Known(amount)) => Some(amount.to_string()),
                    (Fact::Amount, Amount::ByProvince) => {
                        let set = self.kept.site.fee(&self.kept.procedure.code, &item.id);
                        set.map(|amount| amount.to_string())
                    }
                    _ => None,
                }
            }
            Item::Event(at, event) => match fact {
                Fact::EventNumber => Some((at + 1).to_string()),
                Fact::EventState => Some(code(event.state).into()),
                Fact::At => Some(event.at.clone()),
                Fact::Said => Some(event.words.clone()),
                Fact::Until => event.until.clone(),
                _ => None,
            },
        }
    }

    fn of_file(&self, at: usize, fact: Fact) -> Option<String> {
        let file = self.kept.submission.attachments.get(at)?;
        let paper = || {
            let component = self.kept.procedure.components.iter().find(|one| one.id == file.component)?;
            component.papers.iter().find(|one| one.id == file.paper)
        };
        match fact {
            Fact::Name => paper().map(|paper| paper.name.vi.clone()),
            Fact::PaperCode => paper()?.code.clone(),
            Fact::Part => Some(format!("tep-{}", self.files.iter().position(|file| *file == at)?)),
            Fact::FileName => Some(file.name.clone()),
            Fact::Size => Some(file.size.to_string()),
            Fact::Sha256 => Some(file.sha256.clone()),
            Fact::Address => Some((self.address)(at)),
            Fact::FileId => Some(format!("{}-{at}", self.kept.submission.number.as_str())),
            _ => None,
        }
    }

    /// The commune that receives it, else the site.
    fn office(&self) -> String {
        let commune =
            CommuneCode::parse(&self.kept.receipt.office).and_then(|code| self.kept.tables.commune(code));
        let of = commune.map_or_else(|| self.kept.site.name.vi.clone(), Commune::full_name);
        ["Ủy ban nhân dân ", &of].concat()
    }

    fn last(&self, state: State) -> Option<String> {
        let event = self.kept.events.iter().rfind(|event| event.state == state)?;
        Some(event.at.clone())
    }
}
