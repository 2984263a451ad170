//! `dossiers show`.

use super::{OperatorError, dossier, state};
use crate::catalogues::{Catalogue, Catalogues};
use crate::folder::Folder;
use crate::store::{Dossier, Supplement};
use dossier::display::display;
use dossier::{Answers, Lang, QuestionIx, Value, evaluate};
use protocol::{Receipt, Submission};
use serde_json::json;
use std::collections::HashMap;
use vietnam::date::Date;

/// An answer with the words of the catalogue it was given to.
struct Answer<'a> {
    path: &'a str,
    value: &'a str,
    words: Option<Words>,
}

struct Words {
    step: String,
    label: String,
    text: String,
}

/// The receipt and every answer, with labels of the catalogue version it was made with; then what completed it. Where
/// that version is not kept, paths stand alone.
pub async fn show(folder: &Folder, code_or_number: &str, as_json: bool) -> Result<String, OperatorError> {
    let kept = dossier(folder, code_or_number).await?;
    let catalogues = Catalogues::kept(folder);
    let told: &Told<'_> = &|submission| {
        let catalogue = catalogues.get(&submission.catalogue).map(AsRef::as_ref);
        answers(catalogue, submission, kept.day())
    };
    if as_json { as_data(&kept, told) } else { Ok(as_text(&kept, told)) }
}

/// The answers of a submission, with their words.
type Told<'a> = dyn Fn(&'a Submission) -> Vec<Answer<'a>> + 'a;

fn as_data<'a>(kept: &'a Dossier, told: &Told<'a>) -> Result<String, OperatorError> {
    let answer = |answer: &Answer<'_>| {
        let words = answer.words.as_ref();
        json!({
            "path": answer.path,
            "value": answer.value,
            "label": words.map(|words| &words.label),
            "text": words.map(|words| &words.text),
        })
    };
    let answers = |submission| told(submission).iter().map(answer).collect::<Vec<_>>();
    let supplement = |one: &'a Supplement| {
        json!({
            "receipt": one.receipt,
            "lang": one.submission.lang,
            "answers": answers(&one.submission),
            "attachments": one.submission.attachments,
        })
    };
    let data = json!({
        "receipt": kept.receipt,
        "site": kept.submission.site,
        "lang": kept.submission.lang,
        "answers": answers(&kept.submission),
        "attachments": kept.submission.attachments,
        "supplements": kept.supplements.iter().map(supplement).collect::<Vec<_>>(),
        "events": kept.events,
    });
    Ok(serde_json::to_string_pretty(&data)? + "\n")
}

fn as_text<'a>(kept: &'a Dossier, told: &Told<'a>) -> String {
    let receipt = &kept.receipt;
    let mut lines = vec![
        format!("Mã hồ sơ:       {}", receipt.code),
        format!("Số gửi:         {}", receipt.number.as_str()),
        format!("Thủ tục:        {}", receipt.procedure),
        format!("Nhận lúc:       {}", receipt.received_at),
        format!("Hẹn trả:        {}", due(receipt)),
        format!("Nơi tiếp nhận:  {} (xã, phường {})", kept.submission.site, receipt.office),
        format!("Bản danh mục:   {}", receipt.catalogue),
        format!("SHA-256:        {}", receipt.sha256),
    ];
    lines.extend(in_lines(&told(&kept.submission)));
    lines.push("\nGiấy tờ kèm theo".into());
    lines.extend(files(&kept.submission));
    let mut before = &kept.submission;
    for (at, Supplement { receipt, submission, .. }) in kept.supplements.iter().enumerate() {
        lines.push(format!("\nBổ sung lần {}", at + 1));
        lines.push(format!("  Số gửi:       {}", receipt.number.as_str()));
        lines.push(format!("  Nhận lúc:     {}", receipt.received_at));
        lines.push(format!("  Hẹn trả:      {}", due(receipt)));
        lines.push(format!("  SHA-256:      {}", receipt.sha256));
        // An official looks for what is new.
        let mut changed = told(submission);
        changed.retain(|answer| before.answers.get(answer.path).map(String::as_str) != Some(answer.value));
        lines.extend(in_lines(&changed));
        let gone = before.answers.keys().filter(|path| !submission.answers.contains_key(*path));
        lines.extend(gone.map(|path| format!("  [{path}]: không còn")));
        lines.push("\nGiấy tờ bổ sung".into());
        lines.extend(files(submission));
        before = submission;
    }
    lines.push("\nDiễn biến".into());
    lines.extend(kept.events.iter().map(|e| format!("  {}  {}  {}", e.at, state(&e.kind), e.detail)));
    lines.join("\n") + "\n"
}

fn due(receipt: &Receipt) -> &str {
    receipt.due.as_deref().unwrap_or("theo thông báo của cơ quan")
}

/// A line an answer, the steps' titles above theirs.
fn in_lines(answers: &[Answer<'_>]) -> Vec<String> {
    let (mut lines, mut step) = (Vec::new(), "");
    for Answer { path, value, words } in answers {
        match words {
            Some(words) => {
                if words.step != step {
                    step = &words.step;
                    lines.push(format!("\n{step}"));
                }
                lines.push(format!("  {} [{path}]: {}", words.label, words.text));
            }
            None => lines.push(format!("  [{path}]: {value}")),
        }
    }
    lines
}

fn files(submission: &Submission) -> impl Iterator<Item = String> {
    submission.attachments.iter().enumerate().map(|(place, file)| {
        let (component, paper, name) = (&file.component, &file.paper, &file.name);
        format!("  {place}. {component}, {paper}: {name} ({}, {} byte)", file.media_type, file.size)
    })
}

/// Every answer that is kept, in the order of the form; those without words last.
fn answers<'a>(
    catalogue: Option<&Catalogue>,
    submission: &'a Submission,
    day: Option<Date>,
) -> Vec<Answer<'a>> {
    let mut words = catalogue.and_then(|catalogue| words(catalogue, submission, day?)).unwrap_or_default();
    let all = submission.answers.iter();
    let mut answers: Vec<_> = all
        .map(|(path, value)| {
            let (place, words) = words.remove(path).unzip();
            (place.unwrap_or(usize::MAX), Answer { path, value, words })
        })
        .collect();
    answers.sort_by_key(|(place, _)| *place);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// By path: the place in the form, and the words.
fn words(
    catalogue: &Catalogue,
    submission: &Submission,
    day: Date,
) -> Option<HashMap<String, (usize, Words)>> {
    let site = catalogue.index.site(&submission.site)?;
    let procedure = catalogue.procedure(&submission.procedure, site, day)?;
    let raw = submission.answers.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
    let (raw, _) = Answers::from_paths(&procedure, raw);
    let evaluation = evaluate(&procedure, &raw, day, &catalogue.tables);
    let shape = &evaluation.shape;
    let word = |(place, cell): (usize, QuestionIx)| {
        let question = shape.question(&procedure, cell)?;
        let step = procedure.steps.get(shape.step_of(&procedure, cell)?.at())?.title.get(Lang::Vi).to_owned();
        let label = question.label.get(Lang::Vi).to_owned();
        let text = match evaluation.value(cell)? {
            Value::Confirmed => "có".into(),
            value => display(question, value, &catalogue.tables, Lang::Vi),
        };
        Some((shape.path(&procedure, cell), (place, Words { step, label, text })))
    };
    Some(shape.cells().into_iter().enumerate().filter_map(word).collect())
}
