//! Guide: from an event of life, by a question or two, to a procedure or to another office.

use super::{heading, lead};
use crate::components::button::{Weight, actions, button, choice};
use crate::platform::dom::{El, el};
use crate::session::{NONE, Page, Session, Trail};
use dossier::Text;
use dossier::index::{Branch, Target, Way};

/// The page after the choices made so far.
#[inline(never)]
pub(crate) fn page(s: &Session, trail: Trail) -> Vec<El> {
    s.learn_guide();
    let (w, lang, guide) = (s.more(), s.lang(), s.guide.get());
    let back = s.clone();
    let back = actions(vec![button("back", Weight::Quiet, w.back, move || back.back())]);
    let Some((title, stop)) = follow(&guide.events, trail) else { return vec![heading("…"), back] };
    let inside = match stop {
        Stop::Ways(ways) => ways_list(s, ways, trail),
        Stop::Elsewhere(text) => lead(text.get(lang)),
    };
    let title = match stop {
        Stop::Ways(_) => title.get(lang),
        Stop::Elsewhere(_) => w.guide_elsewhere,
    };
    vec![heading(title), inside, back]
}

/// Where a trail ends.
enum Stop<'g> {
    Ways(&'g [Way]),
    Elsewhere(&'g Text),
}

/// The last thing chosen, and what follows from it.
fn follow(guide: &[Branch], trail: Trail) -> Option<(&Text, Stop<'_>)> {
    let (event, rest) = trail.split_first()?;
    let branch = guide.get(usize::from(*event))?;
    let (mut title, mut ways) = (&branch.title, branch.choices.as_slice());
    for at in rest.iter().filter(|at| **at != NONE) {
        let way = ways.get(usize::from(*at))?;
        title = &way.label;
        match &way.target {
            Target::Choices(next) => ways = next,
            Target::Elsewhere(text) => return Some((title, Stop::Elsewhere(text))),
            Target::Procedure(_) => return None,
        }
    }
    Some((title, Stop::Ways(ways)))
}

/// The events of life, for the find page.
pub(super) fn events(s: &Session) -> El {
    let (guide, lang) = (s.guide.get(), s.lang());
    let one = |(at, branch): (u8, &Branch)| {
        let s = s.clone();
        choice(branch.title.get(lang), "", "event", move || s.go(Page::Guide([at, NONE, NONE, NONE])))
    };
    let all = (0u8..).zip(&guide.events).map(one).map(|choice| el("li").child(choice)).collect();
    el("ul").class("procedures").children(all)
}

fn ways_list(s: &Session, ways: &[Way], trail: Trail) -> El {
    let depth = trail.iter().filter(|at| **at != NONE).count();
    let one = |(at, way): (u8, &Way)| {
        let (s, to) = (s.clone(), s.clone());
        let label = way.label.get(s.lang());
        if let Target::Procedure(code) = &way.target {
            let index = s.index();
            let entry = index.procedure(code, &s.config.site.id, s.today())?;
            let code = entry.code.clone();
            let name = entry.name.get(s.lang()).to_string();
            let button = choice(label, &name, "choose-procedure", move || to.choose(code.clone()));
            return Some(button.attr("data-procedure", &entry.code));
        }
        let mut further = trail;
        *further.get_mut(depth)? = at;
        Some(choice(label, "", "way", move || to.go(Page::Guide(further))))
    };
    let all = (0u8..).zip(ways).filter_map(one).map(|choice| el("li").child(choice)).collect();
    el("ul").class("procedures").children(all)
}
