//! Where the things of a compiled procedure are written: in its own file, or in a block, page or part that many
//! procedures share.

use crate::expand::{Draft, Expanded};
use crate::expr::{Ast, Term};
use crate::lists::{Entry, Lists};
use crate::yaml::Node;

/// Places as `file:line:column`, in the order of the procedure's own vectors.
#[derive(Clone, Default, Debug)]
pub struct Origins {
    /// The procedure's file.
    pub file: String,
    /// Of every question.
    pub questions: Vec<String>,
    /// Of what each question's condition is joined of: those of step, page and block, then its own.
    pub asked: Vec<Vec<String>>,
    /// Of what the procedure concludes; by key of the file (`rules`, `fee`, …).
    pub entries: Vec<(&'static str, Vec<String>)>,
}

impl Origins {
    pub(crate) fn of(node: &Node, expanded: &Expanded<'_>, lists: &Lists<'_>) -> Origins {
        let asked = |draft: &Draft<'_>| {
            let mut all = Vec::new();
            draft.when.iter().for_each(|when| joined(when, &mut all));
            all
        };
        let place = |(_, node): &Entry<'_>| node.at.to_string();
        let lines = |(_, node): &Entry<'_>| match node.get("lines").map(|lines| &lines.value) {
            Some(crate::yaml::Value::List(all)) => all.iter().map(|line| line.at.to_string()).collect(),
            _ => Vec::new(),
        };
        let entries = ["cases", "rules", "components", "fee", "time"];
        let mut entries: Vec<_> =
            entries.into_iter().map(|key| (key, lists.get(key).iter().map(place).collect())).collect();
        entries.push(("benefits", lists.get("benefits").iter().flat_map(lines).collect()));
        Origins {
            file: node.at.file.to_string(),
            questions: expanded.questions.iter().map(|draft| draft.fields.at().to_string()).collect(),
            asked: expanded.questions.iter().map(asked).collect(),
            entries,
        }
    }

    /// Where an entry of a list is written.
    pub fn entry(&self, key: &str, at: usize) -> &str {
        let all = self.entries.iter().find(|(other, _)| *other == key).and_then(|(_, all)| all.get(at));
        all.map_or(&self.file, String::as_str)
    }
}

fn joined(when: &Ast, into: &mut Vec<String>) {
    match &when.term {
        Term::And(all) => all.iter().for_each(|one| joined(one, into)),
        _ => into.push(when.at.to_string()),
    }
}
