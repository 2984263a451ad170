//! The pages of the journey, in order; one file each.

pub(crate) mod attach;
pub(crate) mod declare;
pub(crate) mod elsewhere;
pub(crate) mod failed;
pub(crate) mod find;
pub(crate) mod guide;
pub(crate) mod kept;
pub(crate) mod prepare;
pub(crate) mod receipt;
pub(crate) mod review;
pub(crate) mod send;
pub(crate) mod track;

use crate::i18n::money;
use crate::platform::dom::{El, div, el, p};
use crate::session::Session;
use dossier::evaluate::{Amount, FeeLine, total};
use dossier::procedure::Per;

/// The heading of a page; it takes the focus when the page comes.
fn heading(text: &str) -> El {
    el("h1").attr("tabindex", "-1").text(text)
}

/// "Bước 2 trong 7", where `here` is the number of the page; papers and review count as pages.
fn progress(s: &Session, here: usize) -> El {
    let w = s.words();
    p("progress", &[w.step, " ", &here.to_string(), " ", w.of, " ", &s.pages().to_string()].concat())
}

/// A section with a heading.
fn section(title: &str, inside: Vec<El>) -> El {
    el("section").child(el("h2").text(title)).children(inside)
}

/// A list of sentences.
fn list<T: AsRef<str>>(lines: impl IntoIterator<Item = T>) -> El {
    el("ul").children(lines.into_iter().map(|line| el("li").text(line.as_ref())).collect())
}

/// A section that lists sentences, left out when it has none.
fn listed(title: &str, lines: Vec<String>) -> El {
    if lines.is_empty() { div("").hidden(true) } else { section(title, vec![list(lines)]) }
}

/// An introduction under a heading.
fn lead(text: &str) -> El {
    p("lead", text).hidden(text.is_empty())
}

/// What a person would get, from when and by which article, as an estimate.
fn estimate(s: &Session) -> El {
    let w = s.more();
    let procedure = s.procedure();
    let lines = s.with(|open| open.form.evaluation().benefits.clone()).unwrap_or_default();
    let benefits = procedure.as_ref().and_then(|p| p.benefits.as_ref()).filter(|_| !lines.is_empty());
    let Some(benefits) = benefits else { return div("").hidden(true) };
    let per = match benefits.per {
        Per::Month => w.per_month,
        Per::Once => w.per_once,
    };
    let line = |line: &dossier::BenefitLine| {
        let benefit = benefits.lines.get(usize::from(line.line))?;
        Some([benefit.label.get(s.lang()), ": ", &money(line.amount), " (", &benefit.law, ")"].concat())
    };
    let from = [benefits.from.get(s.lang()), " (", &benefits.law, ")"].concat();
    section(
        w.estimate,
        vec![
            p("amount", &[&money(total(&lines)), " ", per, ", ", &from].concat()).attr("data-estimate", ""),
            list(lines.iter().filter_map(line)),
            p("hint", w.estimate_note),
        ],
    )
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
            Some(amount) => money(amount),
        };
        Some([item.label.get(s.lang()), ": ", &amount].concat())
    };
    lines.iter().filter_map(line).collect()
}
