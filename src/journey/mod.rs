//! The pages of the journey, in order; one file each.

pub(crate) mod attach;
pub(crate) mod declare;
pub(crate) mod failed;
pub(crate) mod find;
pub(crate) mod prepare;
pub(crate) mod receipt;
pub(crate) mod review;
pub(crate) mod send;

use crate::session::Session;
use dossier::evaluate::{Amount, FeeLine};
use leptos::prelude::*;

/// The heading of a page; it takes the focus when the page comes.
fn heading(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    view! { <h1 tabindex="-1">{text}</h1> }.into_any()
}

/// A section with a heading, left out when it has nothing to say.
fn section(title: &'static str, lines: Vec<String>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
    view! { <section><h2>{title}</h2><ul>{lines}</ul></section> }.into_any()
}

/// Lines of the fee in words, with the province's own amounts where it has set them.
fn fee_lines(s: &Session, lines: &[FeeLine]) -> Vec<String> {
    let Some(procedure) = s.procedure() else { return Vec::new() };
    let w = s.words();
    let line = |line: &FeeLine| {
        let item = procedure.fee.get(usize::from(line.item))?;
        let amount = match line.amount {
            Amount::Known(amount) => Some(amount),
            Amount::ByProvince => s.config.site.fee(&procedure.code, &item.id),
        };
        let amount = match amount {
            None => w.by_province.to_string(),
            Some(0) => w.free.to_string(),
            Some(amount) => crate::i18n::money(amount),
        };
        Some([item.label.get(s.lang()), ": ", &amount].concat())
    };
    lines.iter().filter_map(line).collect()
}
