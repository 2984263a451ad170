//! The pages of the journey, and their names in the history and in `data-page`.

use super::Session;
use dossier::procedure::StepIx;

/// The page that shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Page {
    /// A procedure is being fetched.
    Loading,
    /// It could not be fetched.
    Failed,
    /// What was typed belongs to a law that has changed.
    Lapsed,
    /// Another tab writes the dossier.
    Elsewhere,
    Find,
    /// The guide, by the choices made so far.
    Guide(Trail),
    Prepare,
    Declare(StepIx),
    Attach,
    Review,
    Send,
    Receipt,
    /// How a dossier stands.
    Track,
}

/// Choices made in the guide: an event, then up to three answers, by place; `NONE` ends them.
pub(crate) type Trail = [u8; 4];

/// No choice yet.
pub(crate) const NONE: u8 = u8::MAX;

impl Page {
    /// Whether it lies in the rest of the code; so do rows.
    pub(super) fn in_rest(self, s: &Session) -> bool {
        match self {
            Page::Declare(at) => s.procedure().is_some_and(|p| {
                let step = p.steps.get(at.at());
                step.is_some_and(|step| {
                    p.rows.iter().any(|rows| (step.first..step.end).contains(&rows.first))
                })
            }),
            Page::Guide(_) | Page::Attach | Page::Review | Page::Send | Page::Receipt => true,
            Page::Track | Page::Elsewhere | Page::Lapsed => true,
            Page::Loading | Page::Failed | Page::Find | Page::Prepare => false,
        }
    }

    /// Whether the declaration is written or looked through here.
    pub(super) fn is_declaration(self) -> bool {
        matches!(self, Page::Declare(_) | Page::Attach | Page::Review)
    }

    /// Its public name, e.g. `declare:child`.
    pub(crate) fn hook(self, s: &Session) -> String {
        match self {
            Page::Loading => "loading".into(),
            Page::Failed => "failed".into(),
            Page::Lapsed => "lapsed".into(),
            Page::Elsewhere => "elsewhere".into(),
            Page::Track => "track".into(),
            Page::Find => "find".into(),
            Page::Guide(trail) => {
                let made = trail.iter().filter(|at| **at != NONE);
                ["guide", &made.map(|at| [":", &at.to_string()].concat()).collect::<String>()].concat()
            }
            Page::Prepare => "prepare".into(),
            Page::Attach => "attach".into(),
            Page::Review => "review".into(),
            Page::Send => "send".into(),
            Page::Receipt => "receipt".into(),
            Page::Declare(at) => {
                let procedure = s.procedure();
                let step = procedure.as_ref().and_then(|p| p.steps.get(at.at()));
                ["declare:", step.map_or("", |step| step.id.as_str())].concat()
            }
        }
    }

    /// The page of that name.
    pub(crate) fn named(hook: &str, s: &Session) -> Option<Page> {
        match hook {
            "find" => Some(Page::Find),
            "prepare" => Some(Page::Prepare),
            _ => match hook.strip_prefix("declare:") {
                Some(id) => {
                    let at = s.procedure()?.steps.iter().position(|step| step.id == id)?;
                    Some(Page::Declare(StepIx(u16::try_from(at).ok()?)))
                }
                None => s.rest.now().then(|| later(hook))?,
            },
        }
    }
}

/// A page that lies in the rest, as this does.
#[inline(never)]
fn later(hook: &str) -> Option<Page> {
    Some(match hook {
        "attach" => Page::Attach,
        "review" | "send" => Page::Review,
        "receipt" => Page::Receipt,
        "track" => Page::Track,
        _ => {
            let made = hook.strip_prefix("guide:")?;
            let mut trail = [NONE; 4];
            for (slot, at) in trail.iter_mut().zip(made.split(':')) {
                *slot = at.parse().ok()?;
            }
            Page::Guide(trail)
        }
    })
}
