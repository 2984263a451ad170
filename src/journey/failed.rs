//! A part that could not be fetched: said in a sentence, tried again at the citizen's word.

use super::heading;
use crate::components::button::{Weight, actions, button};
use crate::platform::dom::El;
use crate::session::Session;

/// The page.
pub(crate) fn page(s: &Session) -> Vec<El> {
    let (w, s) = (s.words(), s.clone());
    let again = button("load-again", Weight::Primary, w.load_again, move || s.resume());
    vec![heading(w.load_failed), actions(vec![again])]
}
