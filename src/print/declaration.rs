//! The official declaration on A4, blank where nothing was answered, with room for the signature.

use super::{Block, Run, Sheet, heading};
use dossier::Form;
use dossier::paper::{FilledLine, LineStyle, Paper, fill};

/// Room to write by hand.
const DOTS: &str = "…………………………………………";

/// The form with the answers in it, and the names of the papers that go with it.
pub(crate) fn declaration(form: &Form, paper: &Paper, papers: &[String]) -> Sheet {
    let mut blocks = heading();
    blocks.push(Block::words("h1", "", paper.title.clone()));
    let lines = fill(paper, form.procedure(), form.evaluation(), form.tables(), form.today());
    blocks.extend(lines.iter().map(line));
    if !papers.is_empty() {
        blocks.push(Block::words("p", "line", ["Hồ sơ đính kèm: ", &papers.join("; "), "."].concat()));
    }
    let today = form.today();
    let day = ["ngày ", &today.day().to_string(), " tháng ", &today.month().to_string()].concat();
    let place = ["Làm tại ………………, ", &day, " năm ", &today.year().to_string()].concat();
    blocks.push(Block::words("p", "place", place));
    let signature = |who: &String| {
        let hint = "(Ký, ghi rõ họ, chữ đệm, tên)";
        Block::group(
            "signature",
            vec![Block::words("p", "signer", who.as_str()), Block::words("p", "hint", hint)],
        )
    };
    blocks.push(Block::group("signatures", paper.signatures.iter().map(signature).collect()));
    Sheet { id: "declaration", title: paper.title.clone(), blocks }
}

fn line(line: &FilledLine) -> Block {
    let (tag, class) = match line.style {
        LineStyle::Plain => ("p", "line"),
        LineStyle::Head => ("h2", ""),
        LineStyle::Centred => ("p", "centred"),
        LineStyle::Text => ("p", "text"),
    };
    let run = |run: &dossier::paper::Run| match run {
        dossier::paper::Run::Words(text) => Run { class: "", text: text.clone() },
        dossier::paper::Run::Answer(text) => Run { class: "answer", text: text.clone() },
        dossier::paper::Run::Blank => Run { class: "blank", text: DOTS.into() },
    };
    Block { tag, class, runs: line.runs.iter().map(run).collect(), children: Vec::new() }
}
