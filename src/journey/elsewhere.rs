//! A dossier that cannot be written here now: another tab writes it, or its law has changed. What was typed is
//! shown.

use super::{heading, lead, review};
use crate::components::button::{Weight, actions, button};
use crate::platform::dom::{El, div};
use crate::session::{Page, Session};

/// Another tab writes it.
#[inline(never)]
pub(crate) fn page(s: &Session) -> Vec<El> {
    let w = s.more();
    let (takes, finds) = (s.clone(), s.clone());
    vec![
        heading(w.elsewhere_title),
        lead(w.elsewhere),
        actions(vec![
            button("take-over", Weight::Primary, w.take_over, move || takes.take_over()),
            button("find", Weight::Quiet, w.to_list, move || finds.go(Page::Find)),
        ]),
        div("").children(review::given(s)),
    ]
}

/// The law of its procedure has changed.
#[inline(never)]
pub(crate) fn lapsed(s: &Session) -> Vec<El> {
    let (w, s) = (s.more(), s.clone());
    let back = button("find", Weight::Primary, w.to_list, move || s.go(Page::Find));
    vec![heading(w.not_in_force), lead(w.lapsed), actions(vec![back])]
}
