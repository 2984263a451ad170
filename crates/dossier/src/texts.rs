//! The words of a procedure in one order, so that some of them can travel in a file of their own: those of
//! another language, and those that are said only once something is answered.

use crate::kind::Kind;
use crate::procedure::{Procedure, Question, Text};

impl Procedure {
    /// Visits every text, always in the same order.
    pub fn texts_mut(&mut self, visit: &mut dyn FnMut(&mut Text)) {
        visit(&mut self.name);
        visit(&mut self.summary);
        self.results.iter_mut().for_each(|result| visit(&mut result.name));
        self.who.iter_mut().for_each(&mut *visit);
        self.next.iter_mut().for_each(&mut *visit);
        self.spared.iter_mut().for_each(&mut *visit);
        for step in &mut self.steps {
            visit(&mut step.title);
            step.intro.iter_mut().for_each(&mut *visit);
        }
        for question in &mut self.questions {
            of_question(question, visit);
        }
        for rows in &mut self.rows {
            visit(&mut rows.title);
            visit(&mut rows.add);
        }
        self.cases.iter_mut().for_each(|case| visit(&mut case.name));
        self.rules.iter_mut().for_each(|rule| visit(&mut rule.text));
        for component in &mut self.components {
            visit(&mut component.name);
            component.help.iter_mut().for_each(&mut *visit);
            component.papers.iter_mut().for_each(|paper| visit(&mut paper.name));
        }
        for item in &mut self.fee {
            visit(&mut item.label);
            item.note.iter_mut().for_each(&mut *visit);
        }
        self.time.iter_mut().for_each(|time| visit(&mut time.text));
        if let Some(benefits) = &mut self.benefits {
            visit(&mut benefits.from);
            benefits.lines.iter_mut().for_each(|line| visit(&mut line.label));
        }
    }

    /// Visits the Vietnamese of what is said of answers, with ids and articles, always in the same order: rules,
    /// benefits, sources.
    pub fn said_mut(&mut self, visit: &mut dyn FnMut(&mut String)) {
        for rule in &mut self.rules {
            [&mut rule.id, &mut rule.text.vi, &mut rule.law].into_iter().for_each(&mut *visit);
        }
        if let Some(benefits) = &mut self.benefits {
            visit(&mut benefits.from.vi);
            visit(&mut benefits.law);
            for line in &mut benefits.lines {
                [&mut line.id, &mut line.label.vi, &mut line.law].into_iter().for_each(&mut *visit);
            }
        }
        self.source.iter_mut().for_each(visit);
    }

    /// Fills in the words of a file that [`Procedure::said_mut`] gave the order of; false when they are those
    /// of another version.
    pub fn say(&mut self, words: Vec<String>) -> bool {
        let mut count = 0;
        self.said_mut(&mut |_| count += 1);
        let same = count == words.len();
        if same {
            let mut words = words.into_iter();
            self.said_mut(&mut |said| *said = words.next().unwrap_or_default());
        }
        same
    }

    /// Have the words of rules and benefits come?
    pub fn speaks(&self) -> bool {
        self.rules.iter().all(|rule| !rule.text.vi.is_empty())
            && self.benefits.as_ref().is_none_or(|all| !all.from.vi.is_empty())
    }

    /// Fills in the English of a file that [`Procedure::texts_mut`] gave the order of. One of another
    /// version of the procedure is left aside: the Vietnamese stays.
    pub fn english(&mut self, texts: Vec<String>) {
        let mut count = 0;
        self.texts_mut(&mut |_| count += 1);
        if count == texts.len() {
            let mut texts = texts.into_iter();
            self.texts_mut(&mut |text| text.en = texts.next().unwrap_or_default());
        }
    }
}

fn of_question(question: &mut Question, visit: &mut dyn FnMut(&mut Text)) {
    visit(&mut question.label);
    question.help.iter_mut().for_each(&mut *visit);
    question.heading.iter_mut().for_each(&mut *visit);
    if let Kind::Choice { options } = &mut question.kind {
        for option in options {
            visit(&mut option.label);
            option.hint.iter_mut().for_each(&mut *visit);
        }
    }
}
