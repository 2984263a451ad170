//! Persons of a declaration: which questions are about one, and who can be filled in there, from an identity card or
//! because they were answered for before.
//!
//! No definition speaks of cards. The question for the number says by its kind where the birth and the sex of its person
//! are asked, and by its condition what must be chosen before it is asked at all ("has a number: yes").

use crate::expr::{Comparison, Expr};
use crate::kind::{Kind, SexOf};
use crate::procedure::{Procedure, Question, QuestionIx};
use std::ops::Range;
use vietnam::card::Card;
use vietnam::date::parse_typed;
use vietnam::identity::{CitizenId, Sex};
use vietnam::name::PersonName;

/// Somebody who is known.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Full name.
    pub name: PersonName,
    /// Personal number.
    pub number: CitizenId,
    /// The birth as it is typed: `15/08/1995`, `//1995`.
    pub born: Option<String>,
    /// Sex.
    pub sex: Option<Sex>,
}

impl From<&Card> for Person {
    fn from(card: &Card) -> Person {
        Person { name: card.name.clone(), number: card.number, born: Some(card.born.dmy()), sex: card.sex }
    }
}

impl Person {
    /// The persons that answers by path speak of, of whatever procedure: a valid number beside a valid name.
    pub fn among(typed: &[(String, String)]) -> Vec<Person> {
        let person = |(path, number): &(String, String)| {
            let group = path.strip_suffix(NUMBER)?;
            let beside = |name: &str| {
                let path = [group, name].concat();
                typed.iter().find(|(known, _)| *known == path).map(|(_, raw)| raw.as_str())
            };
            Some(Person {
                name: PersonName::parse(beside("name")?).ok()?,
                number: CitizenId::parse(number).ok()?,
                born: beside("born")
                    .filter(|born| matches!(parse_typed(born), Ok(Some(_))))
                    .map(str::to_owned),
                sex: beside("sex").and_then(sex_of),
            })
        };
        typed.iter().filter_map(person).collect()
    }

    /// The answers that [`Person::among`] reads, and no other.
    pub fn answers_among(typed: &[(String, String)]) -> Vec<(String, String)> {
        let numbers = typed.iter().filter(|(_, number)| CitizenId::parse(number).is_ok());
        let groups: Vec<&str> = numbers.filter_map(|(path, _)| path.strip_suffix(NUMBER)).collect();
        let of_person = |path: &str| {
            let name = |group: &&str| path.strip_prefix(group).is_some_and(|name| ANSWERS.contains(&name));
            groups.iter().any(name)
        };
        typed.iter().filter(|(path, _)| of_person(path)).cloned().collect()
    }
}

/// How the questions about a person are named, behind the person's own name.
const ANSWERS: [&str; 4] = ["name", NUMBER, "born", "sex"];
const NUMBER: &str = "number";

/// The ids of the choices between the sexes.
const SEXES: [(&str, Sex); 2] = [("male", Sex::Male), ("female", Sex::Female)];

fn sex_of(id: &str) -> Option<Sex> {
    SEXES.into_iter().find(|(known, _)| *known == id).map(|(_, sex)| sex)
}

/// The questions of a declaration about one person, around the one for the number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// The question for the number.
    pub number: QuestionIx,
    /// The question for the name.
    pub name: Option<QuestionIx>,
    /// The question for the commune where the person lives, and the one for its province.
    pub residence: Option<(QuestionIx, QuestionIx)>,
    born: Option<QuestionIx>,
    sex: Option<QuestionIx>,
    /// Who can only be of one sex: a mother, a father.
    role: Option<Sex>,
    /// What is chosen by having a number.
    chosen: Vec<(QuestionIx, String)>,
}

impl Holder {
    /// The persons that these questions are about, in their order.
    pub fn among(procedure: &Procedure, questions: Range<u16>) -> Vec<Holder> {
        questions.filter_map(|ix| Holder::around(procedure, QuestionIx(ix))).collect()
    }

    fn around(procedure: &Procedure, number: QuestionIx) -> Option<Holder> {
        let question = procedure.question(number)?;
        let Kind::CitizenId { born, sex } = &question.kind else { return None };
        let person = group(question);
        let is_name = |ix: &QuestionIx| {
            let named = procedure.question(*ix);
            named.is_some_and(|named| matches!(named.kind, Kind::Name) && group(named) == person)
        };
        let residence = |ix: QuestionIx| {
            let asked = procedure.question(ix)?;
            match asked.kind {
                Kind::Commune { province } if is_residence(&asked.path, person) => Some((ix, province)),
                _ => None,
            }
        };
        let mut chosen = Vec::new();
        if let Some(when) = &question.when {
            choices(procedure, &procedure.shared, when, person, &mut chosen);
        }
        Some(Holder {
            number,
            name: procedure.indices().find(is_name),
            residence: procedure.indices().find_map(residence),
            born: *born,
            sex: match sex {
                Some(SexOf::Answer(ix)) => Some(*ix),
                _ => None,
            },
            role: match sex {
                Some(SexOf::Role(role)) => Some(*role),
                _ => None,
            },
            chosen,
        })
    }

    /// Whether it may be that person, as far as the sex tells.
    pub fn may_be(&self, person: &Person) -> bool {
        self.role.is_none_or(|role| person.sex.unwrap_or(person.number.sex()) == role)
    }

    /// The questions that a person answers, as far as they are there.
    pub fn questions(&self) -> impl Iterator<Item = QuestionIx> + use<> {
        [self.name, Some(self.number), self.born, self.sex].into_iter().flatten()
    }

    /// What is answered by being that person, as it would be typed; what is chosen comes first.
    pub fn answers(&self, person: &Person) -> Vec<(QuestionIx, String)> {
        let sex = person.sex.and_then(|sex| SEXES.into_iter().find(|(_, known)| *known == sex));
        let known = [
            (self.name, Some(person.name.as_typed().to_owned())),
            (Some(self.number), Some(person.number.as_str().to_owned())),
            (self.born, person.born.clone()),
            (self.sex, sex.map(|(id, _)| id.to_owned())),
        ];
        let known = known.into_iter().filter_map(|(ix, raw)| ix.zip(raw));
        self.chosen.iter().cloned().chain(known).collect()
    }
}

/// `mother.` of `mother.number`.
fn group(question: &Question) -> &str {
    let dot = question.path.rfind('.').map_or(0, |dot| dot + 1);
    question.path.get(..dot).unwrap_or_default()
}

/// `bride.residence.address.commune` of `bride.`.
fn is_residence(path: &str, person: &str) -> bool {
    path.strip_prefix(person).is_some_and(|within| within.starts_with("residence."))
}

/// The choices of that person that must be made for a condition to hold.
fn choices(
    procedure: &Procedure,
    shared: &[Expr],
    when: &Expr,
    person: &str,
    into: &mut Vec<(QuestionIx, String)>,
) {
    match when {
        Expr::And(all) => all.iter().for_each(|one| choices(procedure, shared, one, person, into)),
        // Each refers to earlier ones alone.
        Expr::Shared(at) => {
            if let Some((earlier, [this, ..])) = shared.split_at_checked(usize::from(*at)) {
                choices(procedure, earlier, this, person, into);
            }
        }
        Expr::Compare(Comparison::Equal, left, right) => {
            if let (Expr::Answer(ix), Expr::Text(id)) = (&**left, &**right)
                && procedure.question(*ix).is_some_and(|choice| group(choice) == person)
            {
                into.push((*ix, id.clone()));
            }
        }
        _ => {}
    }
}
