//! Sending a dossier: sealed once, numbered before the first send, sent as often as it takes.

use crate::platform::files::Picked;
use crate::platform::net;
use dossier::reader::whole;
use protocol::{Attachment, Problem, Receipt, Submission, SubmissionNumber};
use std::collections::BTreeMap;

/// How a send ended.
pub(crate) enum Outcome {
    /// The gateway holds the dossier; its receipt, and the bytes it came in.
    Received(Receipt, Vec<u8>),
    /// The gateway said why not.
    Refused(Problem),
    /// Nobody knows: the same dossier may be sent again under the same number.
    Unknown,
}

/// A dossier as it will be sent, byte for byte.
#[derive(Clone)]
pub(crate) struct Sealed {
    pub(crate) number: SubmissionNumber,
    json: String,
    files: Vec<Picked>,
}

/// A file and what it serves.
#[derive(Clone)]
pub(crate) struct Attached {
    pub(crate) component: String,
    pub(crate) paper: String,
    pub(crate) file: Picked,
}

/// What is sealed beside the files.
pub(crate) struct Draft {
    pub(crate) number: SubmissionNumber,
    pub(crate) catalogue: String,
    pub(crate) procedure: String,
    pub(crate) site: String,
    pub(crate) lang: &'static str,
    pub(crate) answers: Vec<(String, String)>,
}

/// Seals a dossier.
pub(crate) fn seal(draft: Draft, attached: &[Attached]) -> Sealed {
    let manifest = |a: &Attached| Attachment {
        component: a.component.clone(),
        paper: a.paper.clone(),
        name: a.file.name.clone(),
        media_type: a.file.media.name().into(),
        size: a.file.size.into(),
        sha256: a.file.sha256.clone(),
    };
    let mut answers = BTreeMap::new();
    for (path, value) in draft.answers {
        answers.insert(path, value);
    }
    let submission = Submission {
        number: draft.number,
        catalogue: draft.catalogue,
        procedure: draft.procedure,
        site: draft.site,
        lang: draft.lang.into(),
        answers,
        attachments: attached.iter().map(manifest).collect(),
    };
    let json = submission.to_json();
    Sealed { number: submission.number, json, files: attached.iter().map(|a| a.file.clone()).collect() }
}

/// Sends a sealed dossier once.
pub(crate) async fn send(base: &str, sealed: &Sealed) -> Outcome {
    let url = [base.trim_end_matches('/'), protocol::DOSSIERS].concat();
    let Ok(answer) = net::post(&url, sealed.number.as_str(), &sealed.json, &sealed.files).await else {
        return Outcome::Unknown;
    };
    // Only the receipt itself ends the sending: a status alone may come from a captive portal.
    if matches!(answer.status, 200 | 201)
        && let Some(receipt) = whole::<Receipt>(&answer.body)
        && receipt.number == sealed.number
    {
        return Outcome::Received(receipt, answer.body);
    }
    match whole::<Problem>(&answer.body) {
        Some(problem) if problem.status == answer.status && !problem.kind.may_retry() => {
            Outcome::Refused(problem)
        }
        _ => Outcome::Unknown,
    }
}
