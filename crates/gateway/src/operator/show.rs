//! `dossiers show`.

use super::{OperatorError, dossier, state};
use crate::catalogues::{Catalogue, Catalogues};
use crate::folder::Folder;
use crate::store::Dossier;
use dossier::display::display;
use dossier::{Answers, Lang, QuestionIx, Value, evaluate};
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

/// The receipt and every answer, with labels of the catalogue version it was made with. Where that version
/// is not kept, paths stand alone.
pub async fn show(folder: &Folder, code_or_number: &str, as_json: bool) -> Result<String, OperatorError> {
    let kept = dossier(folder, code_or_number).await?;
    let catalogues = Catalogues::kept(folder);
    let answers = answers(catalogues.get(&kept.submission.catalogue).map(AsRef::as_ref), &kept);
    if as_json { as_data(&kept, &answers) } else { Ok(as_text(&kept, &answers)) }
}

fn as_data(kept: &Dossier, answers: &[Answer<'_>]) -> Result<String, OperatorError> {
    let answer = |answer: &Answer<'_>| {
        let words = answer.words.as_ref();
        json!({
            "path": answer.path,
            "value": answer.value,
            "label": words.map(|words| &words.label),
            "text": words.map(|words| &words.text),
        })
    };
    let data = json!({
        "receipt": kept.receipt,
        "site": kept.submission.site,
        "lang": kept.submission.lang,
        "answers": answers.iter().map(answer).collect::<Vec<_>>(),
        "attachments": kept.submission.attachments,
        "events": kept.events,
    });
    Ok(serde_json::to_string_pretty(&data)? + "\n")
}

fn as_text(kept: &Dossier, answers: &[Answer<'_>]) -> String {
    let receipt = &kept.receipt;
    let mut lines = vec![
        format!("Mã hồ sơ:       {}", receipt.code),
        format!("Số gửi:         {}", receipt.number.as_str()),
        format!("Thủ tục:        {}", receipt.procedure),
        format!("Nhận lúc:       {}", receipt.received_at),
        format!("Hẹn trả:        {}", receipt.due.as_deref().unwrap_or("theo thông báo của cơ quan")),
        format!("Nơi tiếp nhận:  {} (xã, phường {})", kept.submission.site, receipt.office),
        format!("Bản danh mục:   {}", receipt.catalogue),
        format!("SHA-256:        {}", receipt.sha256),
    ];
    let mut step = "";
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
    lines.push("\nGiấy tờ kèm theo".into());
    for (place, file) in kept.submission.attachments.iter().enumerate() {
        let (component, paper, name) = (&file.component, &file.paper, &file.name);
        lines.push(format!(
            "  {place}. {component}, {paper}: {name} ({}, {} byte)",
            file.media_type, file.size
        ));
    }
    lines.push("\nDiễn biến".into());
    lines.extend(kept.events.iter().map(|e| format!("  {}  {}  {}", e.at, state(&e.kind), e.detail)));
    lines.join("\n") + "\n"
}

/// Every answer that is kept, in the order of the form; those without words last.
fn answers<'a>(catalogue: Option<&Catalogue>, kept: &'a Dossier) -> Vec<Answer<'a>> {
    let mut words = catalogue.and_then(|catalogue| words(catalogue, kept)).unwrap_or_default();
    let all = kept.submission.answers.iter();
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
fn words(catalogue: &Catalogue, kept: &Dossier) -> Option<HashMap<String, (usize, Words)>> {
    let day: Date = kept.receipt.received_at.get(..10)?.parse().ok()?;
    let site = catalogue.index.site(&kept.submission.site)?;
    let procedure = catalogue.procedure(&kept.submission.procedure, site, day)?;
    let raw = kept.submission.answers.iter().map(|(path, raw)| (path.as_str(), raw.as_str()));
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
