//! A format for one procedure: names become its questions, and what it does not ask is left out.

use super::common::{Common, Rule};
use super::{Draft, DraftContent, DraftWords, Format, Name};
use crate::diagnostic::Sink;
use crate::procedure::Read;
use crate::yaml::Node;
use dossier::Kind;
use dossier::procedure::{ComponentIx, Procedure, QuestionIx};
use exchange::mapping::{Content, Field, List, Mapping, Person, Term, Words};

/// A name may be asked in these parts.
const NAME_PARTS: [&str; 3] = ["family_name", "middle_name", "given_name"];

pub(super) struct Resolve<'r, 'a> {
    pub(super) common: &'r Common<'a>,
    pub(super) read: &'r [Read],
    pub(super) sink: &'a Sink,
}

impl Resolve<'_, '_> {
    /// The format for every procedure; one that it cannot be filled for is told with what is missing.
    pub(super) fn format(&self, format: &Format<'_>) -> Vec<Mapping> {
        self.read.iter().map(|read| self.mapping(format, read)).collect()
    }

    fn mapping(&self, format: &Format<'_>, read: &Read) -> Mapping {
        let procedure = &read.procedure;
        let roles: Vec<Vec<(&str, Person)>> = self
            .common
            .roles
            .iter()
            .map(|role| role.rules.iter().flat_map(|rule| people(rule, procedure)).collect())
            .collect();
        let mut of = Of { procedure, roles: &roles, missing: Vec::new() };
        let mapping = Mapping {
            dossier: of.fields(&format.dossier, ""),
            later: of.fields(&format.later, ""),
            roles: roles.iter().map(|role| role.iter().map(|(_, person)| person.clone()).collect()).collect(),
        };
        if !of.missing.is_empty() {
            let message = format!(
                "{} cannot be sent as \"{}\": nothing fills {}",
                procedure.code,
                format.name,
                of.missing.join(", ")
            );
            let help = format!(
                "ask for it, name in {} or common.yaml beside it what fills it, or list the procedure under `excused` with the reason",
                format.file
            );
            self.sink.error(&read.at, message, help);
        }
        mapping
    }

    /// Every path is asked by a procedure at least.
    pub(super) fn names_exist(&self, format: &Format<'_>) {
        for rule in self.common.roles.iter().flat_map(|role| &role.rules) {
            for who in rule.who.iter().filter(|who| !self.any(|p| !name_of(p, who).is_empty())) {
                let paths =
                    self.read.iter().flat_map(|read| &read.procedure.questions).map(|q| q.path.as_str());
                self.sink.unknown(
                    &rule.node.at,
                    "person",
                    who,
                    paths.filter_map(|path| path.strip_suffix(".name")),
                );
            }
            for id in rule.with.iter().flatten().filter(|id| !self.any(|p| component(p, id).is_some())) {
                let known =
                    self.read.iter().flat_map(|read| &read.procedure.components).map(|c| c.id.as_str());
                self.sink.unknown(&rule.node.at, "component", id, known);
            }
        }
        for draft in format.dossier.iter().chain(&format.later) {
            self.draft_exists(draft);
        }
    }

    fn draft_exists(&self, draft: &Draft<'_>) {
        match &draft.content {
            DraftContent::Words(words) => {
                for name in words.from.iter().flatten() {
                    self.name_exists(name, draft);
                }
            }
            DraftContent::Group(when, fields) => {
                if let Some((path, among)) = when {
                    self.answers_exist(path, among);
                }
                fields.iter().for_each(|field| self.draft_exists(field));
            }
            DraftContent::Each(_, fields) => fields.iter().for_each(|field| self.draft_exists(field)),
            DraftContent::Answers => {}
        }
    }

    fn name_exists(&self, name: &Name<'_>, draft: &Draft<'_>) {
        let (path, known) = match name {
            Name::Fact(_) => return,
            Name::Path(path) => (*path, self.any(|p| question(p, path).is_some())),
            Name::Of(role, rest) => {
                let people = || self.common.roles.get(*role).into_iter().flat_map(|role| &role.rules);
                let who = || people().flat_map(|rule| &rule.who);
                (*rest, self.any(|p| who().any(|who| !asked(p, who, rest).is_empty())))
            }
        };
        if !known {
            let paths = self.read.iter().flat_map(|read| &read.procedure.questions).map(|q| q.path.as_str());
            self.sink.unknown(draft.at, "question", path, paths);
        }
    }

    /// The answers of `when` are choices somewhere.
    fn answers_exist(&self, path: &Node, among: &[String]) {
        let name = path.words().unwrap_or_default();
        for answer in among {
            let chosen = |p: &Procedure| {
                let kind = question(p, name).and_then(|ix| p.question(ix)).map(|q| &q.kind);
                matches!(kind, Some(Kind::Choice { options }) if options.iter().any(|o| o.id == *answer))
            };
            if !self.any(chosen) {
                let message =
                    format!("no procedure has the question \"{name}\" with the choice \"{answer}\"");
                self.sink.error(&path.at, message, "correct the path or the choice");
            }
        }
    }

    fn any(&self, holds: impl Fn(&Procedure) -> bool) -> bool {
        self.read.iter().any(|read| holds(&read.procedure))
    }
}

/// One procedure, and what it cannot fill.
struct Of<'o> {
    procedure: &'o Procedure,
    roles: &'o [Vec<(&'o str, Person)>],
    missing: Vec<String>,
}

impl Of<'_> {
    fn fields(&mut self, drafts: &[Draft<'_>], within: &str) -> Vec<Field> {
        drafts.iter().map(|draft| self.field(draft, within)).collect()
    }

    fn field(&mut self, draft: &Draft<'_>, within: &str) -> Field {
        let name = format!("{within}{}", draft.name);
        let inner = format!("{name}.");
        let value = match &draft.content {
            DraftContent::Words(words) => {
                let words = self.words(words);
                let filled = !words.from.is_empty() || !words.or.is_empty();
                if draft.required && !filled && !draft.excused.contains(&self.procedure.code.as_str()) {
                    self.missing.push(name);
                }
                Content::Words(words)
            }
            DraftContent::Group(None, fields) => Content::Group(None, self.fields(fields, &inner)),
            DraftContent::Group(Some((path, among)), fields) => {
                match question(self.procedure, path.words().unwrap_or_default()) {
                    Some(ix) => Content::Group(Some((ix, among.clone())), self.fields(fields, &inner)),
                    // What is never answered is never one of these.
                    None => Content::Words(Words::nothing()),
                }
            }
            DraftContent::Each(list, fields) => {
                let before = self.missing.len();
                let fields = self.fields(fields, &inner);
                // Such a list is empty where something is missing.
                if *list == List::Once {
                    self.missing.truncate(before);
                }
                Content::Each(*list, fields)
            }
            DraftContent::Answers => Content::Answers,
        };
        let excused = draft.excused.contains(&self.procedure.code.as_str());
        Field { name: draft.name.into(), required: draft.required && !excused, value }
    }

    fn words(&self, draft: &DraftWords<'_>) -> Words {
        let code = self.procedure.code.as_str();
        let otherwise = draft.otherwise.iter().find(|(_, of)| of.contains(&code)).map(|(is, _)| *is);
        // Terms that are not asked here take the whole with them: an address is not half an address.
        let whole =
            |names: &Vec<Name<'_>>| names.iter().map(|name| self.term(name)).collect::<Option<Vec<_>>>();
        Words {
            from: draft.from.iter().filter_map(whole).collect(),
            by: draft.by.into(),
            or: otherwise.unwrap_or(draft.or).into(),
            codes: draft.codes.clone(),
            form: draft.form,
            most: draft.most,
        }
    }

    fn term(&self, name: &Name<'_>) -> Option<Term> {
        match name {
            Name::Fact(fact) => Some(Term::Fact(*fact)),
            Name::Path(path) => question(self.procedure, path).map(Term::Answer),
            Name::Of(role, rest) => {
                let people = self.roles.get(*role)?;
                let of: Vec<_> = people.iter().map(|(who, _)| asked(self.procedure, who, rest)).collect();
                let known = of.iter().any(|questions| !questions.is_empty());
                known.then_some(Term::Of(u16::try_from(*role).ok()?, of))
            }
        }
    }
}

/// Whom a rule may mean in a procedure, with what their paths begin with.
fn people<'w>(rule: &Rule<'w>, procedure: &Procedure) -> Vec<(&'w str, Person)> {
    if rule.of.as_ref().is_some_and(|of| !of.contains(&procedure.code.as_str())) {
        return Vec::new();
    }
    let only_with: Option<Vec<ComponentIx>> =
        rule.with.as_ref().map(|with| with.iter().filter_map(|id| component(procedure, id)).collect());
    if only_with.as_ref().is_some_and(Vec::is_empty) {
        return Vec::new();
    }
    let person = |who: &&'w str| {
        let name = name_of(procedure, who);
        let known_by: Option<Vec<QuestionIx>> = rule
            .known_by
            .as_ref()
            .map(|all| all.iter().flat_map(|rest| asked(procedure, who, rest)).collect());
        let possible = !name.is_empty() && known_by.as_ref().is_none_or(|all| !all.is_empty());
        possible.then(|| (*who, Person { name, only_with: only_with.clone(), known_by }))
    };
    rule.who.iter().filter_map(person).collect()
}

/// The questions of a person that a name after the role means.
fn asked(procedure: &Procedure, who: &str, rest: &str) -> Vec<QuestionIx> {
    match rest {
        "name" => name_of(procedure, who),
        rest => question(procedure, &format!("{who}.{rest}")).into_iter().collect(),
    }
}

/// The question for the name, else those for its parts.
fn name_of(procedure: &Procedure, who: &str) -> Vec<QuestionIx> {
    let of = |part: &str| question(procedure, &format!("{who}.{part}"));
    of("name").map_or_else(|| NAME_PARTS.into_iter().filter_map(of).collect(), |whole| vec![whole])
}

fn component(procedure: &Procedure, id: &str) -> Option<ComponentIx> {
    let at = procedure.components.iter().position(|one| one.id == id)?;
    u16::try_from(at).ok().map(ComponentIx)
}

/// A question that is in no row.
fn question(procedure: &Procedure, path: &str) -> Option<QuestionIx> {
    let at = procedure.questions.iter().position(|question| question.path == path)?;
    let ix = u16::try_from(at).ok()?;
    let in_rows = procedure.rows.iter().any(|rows| (rows.first..rows.end).contains(&ix));
    (!in_rows).then_some(QuestionIx(ix))
}
