//! A part that could not be fetched: said in a sentence, tried again at the citizen's word.

use super::heading;
use crate::components::button::{Weight, button};
use crate::session::Session;
use leptos::prelude::*;

/// The page.
pub(crate) fn page(s: &Session) -> AnyView {
    let w = s.words();
    let s = s.clone();
    view! {
        {heading(w.load_failed)}
        {button("load-again", Weight::Primary, w.load_again, move || s.resume())}
    }
    .into_any()
}
